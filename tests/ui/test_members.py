"""Members on the sell screen, over the real desks, by keys and by taps: found, buying, seen in clear, forgotten."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from pos_app.demo.shop import PINS
from pos_app.domain.entries_members import MemberErasureAsked, MemberRevealed
from pos_app.selling.lamp import Link, SyncSeen
from pos_app.selling.view import Mode
from pos_app.settings import Settings
from pos_app.words import say
from tests.member_floor import MEMBERS
from tests.till.counter_top import code, last_sale
from tests.ui.member_counter import GOLD, NATIONAL, PRODUCE, Counter
from ui.app import open_window
from ui.asked import Purpose
from ui.screens.sell import SellScreen


def assert_asked_for(counter: Counter, act: str) -> None:
    """The prompt names the act and the masked member, in the language that the screen changes to as well."""
    masked = counter.at.members.look(GOLD.id).name
    for language in ("zh-Hans", "en"):
        counter.opened.face.put_on(language=language)
        assert counter.sell.middle.entry.prompt.text() == say(language, act, name=masked)


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


def test_what_the_basket_would_earn_is_said_with_its_word(counter: Counter) -> None:
    counter.keys.scan(code(PRODUCE))
    for language, words in (("en", " points"), ("zh-Hans", " 积分")):
        counter.opened.face.put_on(language=language)
        counter.keys.press("F10")
        counter.keys.type(NATIONAL)
        (row,) = counter.page.results.list.row_model.rows
        assert row.amount == f"+{counter.at.members.would_earn(GOLD.id)}{words}"
        counter.keys.press("Esc")


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
    assert_asked_for(counter, "ui.pin_for.phone")
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


def test_a_person_is_forgotten_by_reason_and_pin_in_place(counter: Counter) -> None:
    counter.keys.scan(GOLD.fields.card)
    counter.keys.press("F10", "F5", "Enter")
    assert counter.at.entries() == []
    counter.keys.press("F1")
    assert_asked_for(counter, "ui.pin_for.erase")
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
