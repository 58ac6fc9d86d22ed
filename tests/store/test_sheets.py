"""A sheet of the stock room is on disk after every scan, ends with its entry, and outlives a damaged journal."""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain import sheets as in_domain
from pos_app.domain.basket import QUANTITY_MAX
from pos_app.domain.entries_shelf import CountedLine, StockCounted
from pos_app.domain.errors import Refusal
from pos_app.domain.product import Unit
from pos_app.domain.sheets import Act, Sheet, SheetHead, SheetKind, lines_of
from pos_app.store import journal_file, sheets
from tests.store.samples import DAY, opened

HEAD = SheetHead("sheet-1", SheetKind.COUNT, "op-1", 1_773_480_000_000, "aisle-4", blind=True)


def _act(product: str = "milk", quantity: int = 1_000, at_ms: int = 1, *, sets: bool = False) -> Act:
    return Act(product, {"en": product}, Unit.EACH, quantity, at_ms, sets=sets)


def test_a_sheet_is_there_again_with_its_lines_without_being_closed(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    journal.sheets.begin(HEAD)
    for number in range(3):
        journal.sheets.add("sheet-1", _act(at_ms=number))
    with sqlite3.connect(journal_file.path_of(tmp_path)) as looking:  # as another process would after a power cut
        (found,) = sheets.read(looking)
    looking.close()
    assert found.head == HEAD
    assert [(line.quantity, line.scans) for line in lines_of(found.acts)] == [(3_000, 3)]
    journal.close()
    with opened(tmp_path) as again:
        assert again.sheets.all() == (found,)


def test_undo_forgets_the_last_act_on_disk_too(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        journal.sheets.begin(HEAD)
        journal.sheets.add("sheet-1", _act(at_ms=1))
        journal.sheets.add("sheet-1", _act(quantity=40_000, at_ms=2, sets=True))
        assert journal.sheets.undo("sheet-1").quantity == 40_000
    with opened(tmp_path) as again:
        (sheet,) = again.sheets.all()
        assert [line.quantity for line in lines_of(sheet.acts)] == [1_000]
        again.sheets.undo("sheet-1")
        with pytest.raises(Refusal, match=r"stock\.nothing_to_undo"):
            again.sheets.undo("sheet-1")


def test_the_sheet_goes_in_the_transaction_of_its_entry(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        journal.sheets.begin(HEAD)
        journal.sheets.add("sheet-1", _act())
        journal.append(
            StockCounted("sheet-1", "op-1", (CountedLine("milk", 1_000, 1),)), business_day=DAY, sheet="sheet-1"
        )
        assert journal.sheets.all() == ()
    with opened(tmp_path) as again:
        assert again.sheets.all() == ()
        with pytest.raises(Refusal, match=r"stock\.no_sheet"):
            again.sheets.add("sheet-1", _act())


def test_a_line_never_falls_below_nought_nor_rises_above_what_any_shelf_holds(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        journal.sheets.begin(HEAD)
        journal.sheets.add("sheet-1", _act())
        with pytest.raises(Refusal, match=r"stock\.below_nought"):
            journal.sheets.add("sheet-1", _act(quantity=-2_000))
        with pytest.raises(Refusal, match=r"basket\.quantity_too_large"):
            journal.sheets.add("sheet-1", _act(quantity=QUANTITY_MAX))
        assert len(journal.sheets.of("sheet-1").acts) == 1


@pytest.mark.parametrize("limit", ["ACTS_MAX", "SHEETS_MAX"])
def test_a_sheet_and_the_sheets_end_at_their_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    monkeypatch.setattr(in_domain if limit == "ACTS_MAX" else sheets, limit, 2)
    with opened(tmp_path) as journal:
        for name in ("sheet-1", "sheet-2"):
            journal.sheets.begin(SheetHead(name, SheetKind.COUNT, "op-1", 1))
            journal.sheets.add("sheet-1", _act())
        if limit == "ACTS_MAX":
            with pytest.raises(Refusal, match=r"stock\.sheet_full"):
                journal.sheets.add("sheet-1", _act())
            journal.sheets.add("sheet-2", _act())
        else:
            with pytest.raises(Refusal, match=r"stock\.too_many_sheets"):
                journal.sheets.begin(HEAD)


@pytest.mark.expects_log("cannot be read whole")
def test_an_act_that_rotted_ends_its_sheet_and_no_other(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        for name in ("a", "b"):
            journal.sheets.begin(SheetHead(name, SheetKind.COUNT, "op-1", 1))
            for number in range(3):
                journal.sheets.add(name, _act(at_ms=number))
        journal._pen.write(lambda db: db.execute("UPDATE sheet_act SET act = x'c1' WHERE sheet = 'a' AND number = 2"))
    with opened(tmp_path) as again:
        assert sorted(len(sheet.acts) for sheet in again.sheets.all()) == [1, 3]
        again.sheets.add("a", _act(at_ms=9))
        again.sheets.add("a", _act(at_ms=10))
    with opened(tmp_path) as later:
        assert [act.at_ms for act in later.sheets.of("a").acts] == [0, 9, 10], "it goes on where it can be read"


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 5_000), st.booleans()), max_size=30))
def test_a_line_is_what_was_set_last_and_added_since(acts: list[tuple[str, int, bool]]) -> None:
    expected: dict[str, int] = {}
    for product, quantity, sets in acts:
        expected[product] = quantity + (0 if sets else expected.get(product, 0))
    sheet = Sheet(HEAD, tuple(_act(p, q, at, sets=s) for at, (p, q, s) in enumerate(acts)))
    lines = lines_of(sheet.acts)
    assert {line.product_id: line.quantity for line in lines} == expected
    assert not acts or lines[-1].product_id == acts[-1][0], "the one worked on last stands at the end"
