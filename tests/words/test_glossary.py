"""One thing has one name: `docs/WORDS.md` says which, and no sentence takes another."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from tests.house import tree
from tests.words.catalogues import HAN, read_aloud, sentences

PAGE = Path(tree.PROJECT, "docs", "WORDS.md")
ENGLISH, CHINESE = sentences("en"), sentences("zh-Hans")


class Term(msgspec.Struct, frozen=True):
    english: str
    chinese: str
    said_at: tuple[str, ...]
    never: tuple[str, ...]
    origin: str


def _list(cell: str) -> tuple[str, ...]:
    return tuple(word.strip(" `") for word in cell.split(",") if word.strip(" `"))


def terms() -> list[Term]:
    rows = [row.strip().strip("|").split("|") for row in PAGE.read_text("utf-8").splitlines() if row.startswith("| ")]
    cells = [[cell.strip() for cell in row] for row in rows if row[0].strip() != "English"]
    return [Term(row[0], row[1], _list(row[2]), _list(row[3]), row[4]) for row in cells]


TERMS = terms()
EACH = pytest.mark.parametrize("term", TERMS, ids=lambda term: term.english)


def test_the_page_names_the_things_of_the_shop_and_each_once() -> None:
    assert len(TERMS) > 50
    names = [term.english for term in TERMS]
    assert sorted(names) == sorted(set(names))
    assert [term.english for term in TERMS if not HAN.search(term.chinese)] == []


@EACH
def test_a_key_that_says_a_term_says_exactly_that(term: Term) -> None:
    for message_id in term.said_at:
        assert ENGLISH[message_id].casefold() == term.english.casefold(), message_id
        assert CHINESE[message_id] == term.chinese, message_id


@EACH
def test_another_name_does_not_come_back(term: Term) -> None:
    found = []
    for word in term.never:
        catalogue = CHINESE if HAN.search(word) else ENGLISH
        said = {name: read_aloud(sentence).casefold() for name, sentence in catalogue.items()}
        found += [(word, name) for name, sentence in said.items() if word.casefold() in sentence]
    assert found == []


@EACH
def test_every_term_is_said_somewhere(term: Term) -> None:
    assert any(term.chinese in sentence for sentence in CHINESE.values())
    assert any(term.english.casefold() in sentence.casefold() for sentence in ENGLISH.values())
