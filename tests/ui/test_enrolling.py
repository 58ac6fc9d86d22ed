"""Enrolling a member on the sell screen, by keys and by taps: nothing is lost, nothing is enrolled by a scan."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from pos_app.demo.shop import PINS
from pos_app.domain.entries_members import MemberEnrolled
from tests.member_floor import of_tier
from tests.till.counter_top import GOODS, code
from tests.ui.member_counter import Counter, open_counter, with_members
from ui.asked import Purpose

GOLD = of_tier("gold")
PRODUCE = next(p.id for p, _ in GOODS.values() if p.department == "produce" and not p.weighed)
NATIONAL = GOLD.fields.phone.removeprefix("+86")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_members(tmp_path_factory.mktemp("members") / "data")


@pytest.fixture
def counter(template: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Counter]:
    with open_counter(template, tmp_path / "data", qtbot) as made:
        yield made


def enrol(counter: Counter, *purposes: str) -> None:
    counter.keys.press("F10", "F1")
    counter.keys.type("Nora Lind")
    counter.keys.press("Enter")
    counter.keys.type("139-0000 7731")
    counter.keys.press("Enter", "Enter", *purposes, "F6")


def test_a_person_is_enrolled_by_keys_alone_and_buys(counter: Counter) -> None:
    counter.keys.scan(code(PRODUCE))
    enrol(counter, "F1", "F3")
    (entry,) = counter.at.entries()
    assert isinstance(entry, MemberEnrolled)
    assert (entry.consent.purposes, entry.consent.language) == (("points", "contact"), "en")
    assert counter.buyer is not None
    assert counter.buyer.member.id == entry.member
    assert counter.purpose is None
    assert counter.enrol.typed.text() == ""


def test_without_a_yes_nobody_is_enrolled_and_the_form_stays(counter: Counter) -> None:
    enrol(counter)
    assert counter.at.entries() == []
    assert counter.purpose is Purpose.ENROL
    assert counter.enrol.note.isVisible()
    counter.keys.press("F1", "F6")
    assert len(counter.at.entries()) == 1


def test_enter_or_a_scan_never_enrols(counter: Counter) -> None:
    counter.keys.press("F10", "F1")
    counter.keys.type("Nora")
    counter.keys.press("Enter")
    counter.keys.type("13900007731")
    counter.keys.press("Enter", "Enter", "F1", "Enter", "Enter")
    counter.keys.scan(code(PRODUCE))
    assert counter.at.entries() == []
    assert counter.purpose is Purpose.ENROL
    assert len(counter.at.till.view.lines) == 1


def test_a_card_is_scanned_into_the_form(counter: Counter) -> None:
    counter.keys.press("F10", "F1")
    counter.keys.type("Nora")
    counter.keys.press("Enter", "Enter")
    counter.keys.scan("9527779999996")
    assert "9527779999996" in counter.enrol.typed.text()
    counter.keys.press("F1", "F6")
    assert counter.at.members.find("9527779999996").members
    assert counter.at.till.view.lines == ()


def test_what_cannot_be_right_leads_back_to_its_step(counter: Counter) -> None:
    counter.keys.press("F10", "F1")
    counter.keys.type("Nora")
    counter.keys.press("Enter")
    counter.keys.type("12")
    counter.keys.press("Enter", "Enter", "F1", "F6")
    assert counter.at.entries() == []
    assert counter.sell.middle.entry.text.text() == "12"
    assert counter.sell.basket.no.isVisible()


def test_a_phone_that_is_taken_warns_and_the_same_key_goes_on(counter: Counter) -> None:
    counter.keys.press("F10")
    counter.keys.type(NATIONAL)
    counter.keys.press("F1")
    counter.keys.type("Nora")
    counter.keys.press("Enter", "Enter", "Enter", "F1", "F6")
    assert counter.at.entries() == []
    assert counter.enrol.note.isVisible()
    counter.keys.press("F6")
    assert len(counter.at.entries()) == 1


def test_on_a_handheld_the_last_act_is_in_sight_whatever_was_refused(counter: Counter) -> None:
    counter.opened.window.resize(480, 800)
    counter.keys.settle()
    last = counter.enrol.next
    enrol(counter)
    assert counter.enrol.note.isVisible()
    counter.keys.press("F1")
    assert not counter.enrol.note.isVisible()
    assert last.visibleRegion().boundingRect() == last.rect()
    counter.keys.press("Esc", "Esc")
    counter.sell.middle.entry.field.setText(GOLD.fields.phone)
    counter.keys.press("Enter", "Enter", "F6")
    assert counter.enrol.note.isVisible()
    assert last.visibleRegion().boundingRect() == last.rect()
    counter.tap(last)
    assert len(counter.at.members.find(GOLD.fields.phone).members) == 2


def test_the_consent_is_told_in_the_customers_language(counter: Counter) -> None:
    counter.keys.press("F10", "F1")
    counter.keys.type("Nora")
    counter.keys.press("Enter")
    counter.keys.type("13900007731")
    counter.keys.press("Enter", "Enter", "F5")
    assert "会员" in counter.enrol.consent.text()
    counter.keys.press("F1", "F6")
    (entry,) = counter.at.entries()
    assert isinstance(entry, MemberEnrolled)
    assert entry.consent.language == "zh-Hans"


def test_esc_goes_one_step_back_and_keeps_what_was_typed(counter: Counter) -> None:
    counter.keys.press("F10", "F1")
    counter.keys.type("Nora")
    counter.keys.press("Enter")
    counter.keys.type("139")
    counter.keys.press("Esc")
    assert counter.sell.middle.entry.text.text() == "Nora"
    counter.keys.press("Enter")
    assert counter.sell.middle.entry.text.text() == "139"
    counter.keys.press("Esc", "Esc")
    assert counter.purpose is Purpose.MEMBER


def test_a_lock_in_the_middle_keeps_nothing_of_what_was_typed(counter: Counter) -> None:
    counter.keys.press("F10", "F1")
    counter.keys.type("Nora")
    counter.keys.press("Enter", "Ctrl+L")
    counter.keys.type(PINS["cashier"])
    counter.keys.press("Enter")
    assert "Nora" not in counter.words()
    assert counter.purpose is None


# Forgetting
