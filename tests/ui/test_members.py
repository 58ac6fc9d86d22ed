"""Members on the sell screen, over the real desks, by keys and by taps: found, buying, enrolled, seen, forgotten."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from pos_app.cli import workstation
from pos_app.clock import SystemClock
from pos_app.demo.shop import PINS
from pos_app.domain.entries_members import MemberEnrolled, MemberErasureAsked, MemberRevealed
from pos_app.members.view import BuyerView
from pos_app.selling.lamp import Link, SyncSeen
from pos_app.selling.view import Mode
from pos_app.settings import Settings
from tests.member_floor import MEMBERS, Line, MemberTill, give_members, of_tier, wait_for_names
from tests.shop_floor import FakeCounter, make_workstation
from tests.till.counter_top import GOODS, code, last_sale
from ui.app import OpenTill, open_window
from ui.asked import Purpose
from ui.key_player import KeyPlayer
from ui.rooms import NoSounds, Rooms
from ui.screens.sell import SellScreen

GOLD = of_tier("gold")
PRODUCE = next(p.id for p, _ in GOODS.values() if p.department == "produce" and not p.weighed)
NATIONAL = GOLD.fields.phone.removeprefix("+86")


class Counter:
    """The window, the desks behind it, and the keys before it."""

    def __init__(self, at: MemberTill, opened: OpenTill) -> None:
        self.at, self.opened, self.keys = at, opened, KeyPlayer(opened.window)
        sell = opened.window.screens["sell"]
        assert isinstance(sell, SellScreen)
        self.sell = sell
        self.page, self.enrol = sell.middle.member, sell.middle.enrol

    @property
    def purpose(self) -> Purpose | None:
        return self.sell.acting.asking.purpose

    def asked(self) -> Purpose | None:
        """What is asked, afresh."""
        return self.purpose

    @property
    def buyer(self) -> BuyerView | None:
        return self.at.till.view.buyer

    def rows(self) -> list[str]:
        return [row.name for row in self.page.results.list.row_model.rows]

    def words(self) -> str:
        """Everything that can be read on the sell screen."""
        fields = (widget.text() for widget in self.sell.findChildren(QWidget) if _reads(widget))  # type: ignore[attr-defined]
        rows = (f"{row.name} {row.detail} {row.amount}" for row in self.page.results.list.row_model.rows)
        return "\n".join((*fields, *rows))

    def tap(self, button: QAbstractButton) -> None:
        assert button.isVisible()
        assert button.isEnabled()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.keys.settle()


def _reads(widget: QWidget) -> bool:
    return widget.isVisible() and isinstance(widget, QLabel | QAbstractButton)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return give_members(make_workstation(tmp_path_factory.mktemp("members") / "data"))


@pytest.fixture
def counter(template: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Counter]:
    folder, line, clock = shutil.copytree(template, tmp_path / "data"), Line(), SystemClock()
    with workstation.rooms(folder, clock=clock, sync=line, counter=FakeCounter(), random=os.urandom) as desks:
        rooms = Rooms(desks.devices, desks.settings, NoSounds(), members=desks.members)
        opened = open_window(desks.till, Settings(), rooms=rooms)
        qtbot.addWidget(opened.window)
        with qtbot.waitExposed(opened.window):
            opened.window.show()
        wait_for_names(desks.people)
        made = Counter(MemberTill(desks.till, desks.members, desks.people, folder, line, clock), opened)  # type: ignore[arg-type]
        made.keys.type(PINS["cashier"])
        made.keys.press("Enter")
        yield made
        opened.close()


def tail() -> str:
    return GOLD.fields.phone[-4:]


def test_f10_four_digits_and_enter_let_a_member_buy_and_two_keys_more_sell(counter: Counter) -> None:
    counter.keys.scan(code(PRODUCE))
    before = counter.at.till.view.totals.total
    counter.keys.press("F10")
    assert counter.purpose is Purpose.MEMBER
    counter.keys.type(tail())
    assert len(counter.rows()) == 1
    counter.keys.press("Enter")
    assert counter.buyer is not None
    assert counter.buyer.member.id == GOLD.id
    assert counter.purpose is None
    assert counter.at.till.view.totals.total < before
    earns = counter.buyer.earns
    counter.keys.press("F12", "F12")
    assert counter.at.till.view.mode is Mode.CHANGE
    assert last_sale(counter.at.till).points == earns > 0


def test_what_stands_on_the_screen_is_masked(counter: Counter) -> None:
    counter.keys.press("F10")
    for text in ("王", GOLD.fields.phone[-3:], *(member.fields.name for member in MEMBERS[:5])):
        counter.sell.middle.entry.text.setText(text)
        shown = counter.words().replace(text, "")
        for member in MEMBERS:
            assert member.fields.phone.removeprefix("+86") not in shown
            assert member.fields.card not in shown
    counter.keys.press("Esc")
    counter.keys.scan(GOLD.fields.card)
    assert GOLD.fields.name not in counter.words()
    assert "***" in counter.sell.basket.buyer.words.text()


def test_by_touch_alone_a_member_is_found_and_buys_and_is_taken_off(counter: Counter) -> None:
    counter.keys.scan(code(PRODUCE))
    counter.tap(counter.sell.basket.member)
    digits = {button.text(): button for button in counter.sell.side.keypad.findChildren(QAbstractButton)}
    for digit in NATIONAL:
        counter.tap(digits[digit])
    place = counter.page.results.list.visualRect(counter.page.results.list.row_model.index(0, 0)).center()
    QTest.mouseClick(counter.page.results.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert counter.buyer is not None
    counter.tap(counter.sell.basket.member)
    counter.tap(counter.page.buttons[1])
    assert counter.buyer is None
    counter.keys.press("Ctrl+Z")
    assert counter.buyer is not None


def test_a_card_scanned_on_any_page_of_the_sell_screen_lets_the_member_buy(counter: Counter) -> None:
    for opens in ((), ("F10",), ("F9",)):
        counter.keys.press(*opens)
        counter.keys.scan(GOLD.fields.card)
        assert counter.buyer is not None, opens
        assert counter.purpose is None
        counter.keys.press("Ctrl+Z")
        assert counter.buyer is None


def test_goods_scanned_while_a_member_is_looked_for_are_sold(counter: Counter) -> None:
    counter.keys.press("F10")
    counter.keys.type("13")
    counter.keys.scan(code(PRODUCE))
    assert len(counter.at.till.view.lines) == 1


def test_nobody_found_says_what_to_do_and_enter_attaches_nobody(counter: Counter) -> None:
    counter.keys.press("F10")
    counter.keys.type("00000000")
    assert counter.rows() == []
    assert "F1" in counter.page.about.text()
    counter.keys.press("Enter")
    assert counter.buyer is None
    assert counter.purpose is Purpose.MEMBER


def test_esc_leaves_the_members_page_and_keeps_the_basket(counter: Counter) -> None:
    counter.keys.scan(code(PRODUCE))
    counter.keys.press("F10", "Esc")
    assert counter.purpose is None
    assert counter.sell.middle.page is counter.sell.middle.start
    assert len(counter.at.till.view.lines) == 1


def test_until_names_are_loaded_the_page_says_so(counter: Counter) -> None:
    counter.at.people.close()  # else its own thread may have read them again meanwhile
    counter.keys.press("F10")
    counter.keys.type("no")
    assert counter.page.note.isVisible()
    assert "loaded" in counter.page.note.words.text()
    counter.keys.press("Esc", "F10")
    counter.keys.type(NATIONAL)
    assert len(counter.rows()) == 1


def test_offline_the_points_say_as_of_when(counter: Counter) -> None:
    counter.at.line.seen = SyncSeen(Link.OFFLINE, contact_age_ms=600_000)
    counter.keys.scan(GOLD.fields.card)
    assert "as of" in counter.sell.basket.buyer.words.text()
    counter.at.line.seen = SyncSeen(Link.ONLINE, contact_age_ms=0)
    counter.opened.bridge.tick()
    assert "as of" not in counter.sell.basket.buyer.words.text()


# In clear


def test_a_phone_is_shown_by_a_supervisors_pin_for_a_purpose_and_hidden_again(counter: Counter, qtbot: QtBot) -> None:
    counter.keys.scan(GOLD.fields.card)
    counter.keys.press("F10", "F3")
    assert counter.purpose is Purpose.REVEAL
    counter.keys.press("Enter")
    assert counter.at.entries() == []
    counter.keys.press("F1")
    assert counter.asked() is Purpose.APPROVAL
    counter.keys.press("Down")
    counter.keys.type(PINS["supervisor"])
    counter.keys.press("Enter")
    assert counter.at.entries() == [MemberRevealed(GOLD.id, "phone", "call_back", "cashier", "supervisor")]
    assert GOLD.fields.phone in counter.page.clear.words.text()
    counter.sell.acting.members._hide_alarm.start(1)
    qtbot.waitUntil(lambda: not counter.page.clear.isVisible())
    assert GOLD.fields.phone not in counter.page.clear.words.text()


def test_on_a_handheld_the_field_in_clear_can_be_seen_too(counter: Counter) -> None:
    counter.opened.window.resize(480, 800)
    counter.keys.settle()
    counter.keys.scan(GOLD.fields.card)
    counter.keys.press("F10", "F3", "F1")
    counter.keys.type(PINS["manager"])
    counter.keys.press("Enter")
    assert counter.page.clear.isVisible()
    assert GOLD.fields.phone in counter.words()
    assert not counter.page.clear.visibleRegion().isEmpty()


@pytest.mark.parametrize("leave", ["Esc", "Ctrl+L", "scan"])
def test_whatever_stands_in_clear_goes_with_the_page(counter: Counter, leave: str) -> None:
    counter.keys.scan(GOLD.fields.card)
    counter.keys.press("F10", "F4", "F2")
    counter.keys.type(PINS["manager"])
    counter.keys.press("Enter")
    assert GOLD.fields.name in counter.words(), "what is looked for below can be found"
    if leave == "scan":
        counter.keys.scan(code(PRODUCE))
    else:
        counter.keys.press(leave)
    assert GOLD.fields.name not in counter.page.clear.words.text()
    assert GOLD.fields.name not in counter.words()


# Enrolling


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


def test_a_person_is_forgotten_by_reason_and_pin_in_place(counter: Counter) -> None:
    counter.keys.scan(GOLD.fields.card)
    counter.keys.press("F10", "F5", "Enter")
    assert counter.at.entries() == []
    counter.keys.press("F1")
    counter.keys.type(PINS["manager"])
    counter.keys.press("Enter")
    assert counter.at.entries() == [MemberErasureAsked(GOLD.id, "cashier", "customer_asks", "manager")]
    assert counter.buyer is None


def test_every_act_has_a_name_and_its_key_in_both_languages(counter: Counter) -> None:
    for language in ("en", "zh-Hans"):
        counter.opened.face.put_on(language=language)
        counter.keys.press("F10")
        for at, button in enumerate(counter.page.buttons, 1):
            assert button.accessibleName().endswith(f", F{at}")
        assert counter.sell.basket.member.accessibleName().endswith(", F10")
        counter.keys.press("Esc")


def test_a_till_without_a_members_desk_has_no_key_for_them(
    counter: Counter, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    opened = open_window(counter.at.till, Settings())
    qtbot.addWidget(opened.window)
    sell = opened.window.screens["sell"]
    assert isinstance(sell, SellScreen)
    assert sell.basket.member.isHidden()
    opened.close()
