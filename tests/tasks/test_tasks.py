"""What cashiers do all day costs no more keys and taps than the page says."""

import re
from pathlib import Path

import pytest

from tests.tasks.measure import Measured, measure, page

PAGE = Path(__file__).parents[2] / "docs" / "TASKS.md"
TRAVEL_SHARE = 0.15
"""How far the fonts of another machine may move a button."""


@pytest.fixture(scope="module")
def found(qapp: object) -> list[Measured]:
    """Do every task once."""
    return list(measure())


def test_no_task_costs_more_than_was_promised(found: list[Measured]) -> None:
    for one in found:
        assert one.task.most_keys is None or one.keys.keys <= one.task.most_keys, one.task.name
        assert one.task.most_taps is None or one.taps.taps <= one.task.most_taps, one.task.name


def test_a_scan_only_sale_ends_with_two_keys_or_two_taps(found: list[Measured]) -> None:
    cash = found[0]
    assert (cash.keys.keys, cash.keys.taps, cash.taps.keys, cash.taps.taps) == (2, 0, 0, 2)


def test_the_page_says_what_the_window_does(found: list[Measured]) -> None:
    """Keys, taps and seconds to the letter; travel within what fonts may move."""
    written, measured = _cells(PAGE.read_text("utf-8")), _cells(page(found))
    assert [row[:4] + row[5:] for row in written] == [row[:4] + row[5:] for row in measured]
    for was, now in zip(written, measured, strict=True):
        if now[4]:
            assert abs(int(was[4]) - int(now[4])) <= max(20, TRAVEL_SHARE * int(now[4])), now[0]


def test_the_words_around_the_table_are_the_commands(found: list[Measured]) -> None:
    assert _prose(PAGE.read_text("utf-8")) == _prose(page(found))


def test_taps_use_no_keys_and_keys_no_taps(found: list[Measured]) -> None:
    for one in found:
        assert one.keys.taps == 0
        assert one.taps.keys == 0
        assert one.taps.taps > 0


def _cells(text: str) -> list[list[str]]:
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")
    ][2:]


def _prose(text: str) -> str:
    return re.sub(r"^\|.*\n", "", text, flags=re.MULTILINE)
