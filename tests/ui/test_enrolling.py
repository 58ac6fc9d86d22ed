"""Enrolling a member on the sell screen, by keys and by taps: nothing is lost, nothing is enrolled by a scan."""

from __future__ import annotations

from PySide6.QtGui import QAccessible

from pos_app.demo.shop import PINS
from pos_app.domain.entries_members import MemberEnrolled
from pos_app.words import say
from tests.member_floor import of_tier
from tests.till.counter_top import code
from tests.ui.member_counter import GOLD, NATIONAL, PRODUCE, Counter
from ui.asked import Purpose
from ui.theme.type_scale import TypeScale


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


def test_who_has_the_phone_already_buys_by_one_key_and_nobody_is_enrolled(counter: Counter) -> None:
    counter.keys.press("F10")
    counter.keys.type(NATIONAL)
    counter.keys.press("F1")
    counter.keys.type("Nora")
    counter.keys.press("Enter", "Enter", "Enter", "F1", "F6", "F4")
    assert counter.at.entries() == []
    assert counter.buyer is not None
    assert counter.buyer.member.id == GOLD.id
    assert counter.asked() is None
    assert "Nora" not in counter.enrol.typed.text(), "nothing is kept of what was typed"


def test_whose_card_it_is_buys_by_one_touch(counter: Counter) -> None:
    counter.keys.press("F10", "F1")
    counter.keys.type("Nora")
    counter.keys.press("Enter", "Enter")
    counter.keys.scan(GOLD.fields.card)
    counter.keys.press("F1", "F6")
    assert counter.sell.middle.entry.prompt.text() == say("en", "ui.ask.enrol_card")
    assert counter.enrol.note.isVisible()
    counter.tap(counter.enrol.use)
    assert counter.buyer is not None
    assert counter.buyer.member.id == GOLD.id
    assert counter.at.entries() == []


def test_esc_goes_back_from_the_known_member_to_the_consent(counter: Counter) -> None:
    counter.keys.press("F10")
    counter.keys.type(NATIONAL)
    counter.keys.press("F1")
    counter.keys.type("Nora")
    counter.keys.press("Enter", "Enter", "Enter", "F1", "F6", "Enter", "Esc")
    assert not counter.enrol.note.isVisible()
    assert counter.enrol.consent.isVisible()
    assert counter.enrol.purposes[0].isChecked()
    counter.keys.press("F6")
    assert counter.enrol.note.isVisible()
    assert counter.at.entries() == []


def test_another_phone_is_asked_about_anew(counter: Counter) -> None:
    silver = of_tier("silver")
    counter.keys.press("F10")
    counter.keys.type(NATIONAL)
    counter.keys.press("F1")
    counter.keys.type("Nora")
    counter.keys.press("Enter", "Enter", "Enter", "F1", "F6", "Esc", "Esc", "Esc")
    counter.sell.middle.entry.field.setText(silver.fields.phone)
    counter.keys.press("Enter")
    assert not counter.enrol.note.isVisible()
    counter.keys.press("Enter", "F4")
    assert counter.buyer is None
    counter.keys.press("F6")
    assert counter.at.entries() == [], "the warning was about the other phone"
    counter.keys.press("F4")
    assert counter.buyer is not None
    assert counter.buyer.member.id == silver.id


def test_what_has_to_be_agreed_to_is_said_beside_its_box(counter: Counter) -> None:
    enrol(counter)
    first, *others = counter.enrol.purposes
    assert "(required)" in first.text()
    assert not any("(required)" in other.text() for other in others)
    counter.keys.press("F5")
    assert "（必选）" in first.text()


def test_a_screen_reader_hears_which_boxes_are_ticked(counter: Counter) -> None:
    enrol(counter, "F2")
    spoken = [QAccessible.queryAccessibleInterface(tick) for tick in counter.enrol.purposes]
    assert [each.role() for each in spoken] == [QAccessible.Role.CheckBox] * 3
    assert [bool(each.state().checked) for each in spoken] == [False, True, False]


def test_chinese_puts_its_own_colon_after_what_was_typed(counter: Counter) -> None:
    counter.opened.face.put_on(language="zh-Hans")
    counter.keys.press("F10", "F1")
    counter.keys.type("Nora")
    counter.keys.press("Enter")
    assert counter.enrol.typed.text() == "姓名：Nora"


def test_name_and_phone_stand_in_a_row_where_it_fits_and_else_no_number_is_apart_from_its_word(
    counter: Counter,
) -> None:
    counter.keys.press("F10", "F1")
    assert not counter.enrol.text.isVisible(), "nothing was typed yet: no gap over the next key"
    counter.keys.type("Nora Lindqvist-Andersen")
    counter.keys.press("Enter")
    assert counter.enrol.text.isVisible()
    counter.keys.type("12900007731")
    counter.keys.press("Enter")
    assert counter.enrol.typed.text() == "Name: Nora Lindqvist-Andersen\nPhone: 12900007731"
    counter.opened.window.resize(480, 800)
    counter.keys.settle()
    assert counter.enrol.typed.text() == "Name: Nora Lindqvist-Andersen · Phone: 12900007731"
    counter.keys.press("Enter")
    assert counter.enrol.text.isVisible()
    assert counter.enrol.consent.isVisible()


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
    for language in ("zh-Hans", "en"):
        counter.opened.face.put_on(language=language, scale=TypeScale(115))
        counter.keys.settle()
        for seen in (last, counter.enrol.use, counter.enrol.note):
            assert seen.isVisible()
            assert seen.visibleRegion().boundingRect() == seen.rect(), language
    counter.tap(last)
    assert len(counter.at.members.find(GOLD.fields.phone).members) == 2


def test_the_consent_has_no_key_for_letters_and_those_of_the_card_go(counter: Counter) -> None:
    counter.opened.window.resize(480, 800)
    counter.keys.settle()
    counter.keys.press("F10", "F1")
    counter.keys.type("Nora")
    counter.keys.press("Enter")
    counter.keys.type(NATIONAL)
    counter.keys.press("Enter")
    entry, letters = counter.sell.middle.entry, counter.opened.window.dock.keyboard
    counter.tap(entry.letters)
    assert letters.isVisible()
    counter.keys.press("Enter")
    assert counter.enrol.consent.isVisible()
    assert not entry.letters.isVisible(), "nothing is typed"
    assert letters.isHidden()
    counter.keys.press("F1", "F6")
    assert counter.enrol.use.isVisible()
    assert not entry.letters.isVisible(), "which of the two it is, keys answer"
    counter.keys.press("Esc", "Esc")
    assert entry.letters.isVisible()


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
