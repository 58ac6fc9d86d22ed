"""The card of one case: staff read what they do, and below it stands what is the office's."""

from collections.abc import Iterator
from datetime import UTC

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pos_app.exceptions_desk import safe, title, todo
from pos_app.selling.exceptions_view import ExceptionView
from pos_app.selling.view import Said
from pos_app.words import say
from ui.face import Face
from ui.panels.exception_card import ExceptionCard


def case(kind: str, *, mine: bool = False) -> ExceptionView:
    said = Said(f"hub.exception.{kind}", {"subject": "milk", "expected": "0", "found": "-1"})
    return ExceptionView(
        kind, title(kind), said, safe(kind), *todo(kind), "0217-04", mine=mine, entry="0217-04/4d/40", made_ms=1
    )


@pytest.fixture
def card(qtbot: QtBot) -> Iterator[ExceptionCard]:
    around = QWidget()
    qtbot.addWidget(around)
    made = ExceptionCard(Face(language="en"))
    QVBoxLayout(around).addWidget(made)
    yield made
    around.close()


def test_what_the_shop_can_do_ends_at_the_office(card: ExceptionCard) -> None:
    card.show_case(case("stock.negative"), UTC)
    assert card.words[-1].text() == f"{say('en', 'hub.do.stock')}\n{say('en', 'ui.exceptions.then_office')}"
    assert card.office.isHidden()


def test_what_the_office_does_is_told_to_the_office(card: ExceptionCard) -> None:
    card.show_case(case("receipt.gap"), UTC)
    assert card.words[-1].text() == say("en", "exception.do.office")
    assert card.office.text() == f"For the office: {say('en', 'hub.do.numbers')}"


def test_a_case_of_this_till_is_said_to_be_here(card: ExceptionCard) -> None:
    card.show_case(case("stock.negative", mine=True), UTC)
    assert card._where.text().startswith("At this till, ")
    card.show_case(case("stock.negative"), UTC)
    assert card._where.text().startswith("At till 0217-04, ")
    card.show_case(None, UTC)
    assert card.isHidden()
