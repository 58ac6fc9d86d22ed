"""Sign-in by PIN, with keys or by touch."""

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pos_app.domain.store_rows import Role
from pos_app.selling.view import OperatorView
from tests.ui.conftest import AtTheTill
from tests.ui.shop_desk import PIN, SHELF
from tests.ui.test_faces import TARGET_PX
from ui.idle_lock import IdleLock
from ui.screens.sign_in import SignInScreen
from ui.theme.type_scale import SCALES_PERCENT, TypeScale


def screen_of(till: AtTheTill) -> SignInScreen:
    screen = till.window.screens["sign_in"]
    assert isinstance(screen, SignInScreen)
    return screen


def test_the_first_key_is_already_the_pin(locked: AtTheTill) -> None:
    locked.keys.type(PIN)
    locked.keys.press("Enter")
    assert locked.window.screen_now is locked.sell
    assert "Li Wei" in locked.window.status.place.text()


def test_the_screen_speaks_the_language_of_who_signed_in(locked: AtTheTill) -> None:
    locked.keys.press("Down")
    locked.keys.type(PIN)
    locked.keys.press("Enter")
    assert locked.asked("sign_in") == ["21"]
    assert locked.sell.side.pay.text() == "结账  F12"


def test_a_wrong_pin_says_so_in_place_and_clears_the_field(locked: AtTheTill) -> None:
    locked.keys.type("9999")
    locked.keys.press("Enter")
    screen = screen_of(locked)
    assert locked.window.screen_now is screen
    assert screen.no.isVisible()
    assert screen.pin.text() == ""
    locked.keys.type(PIN)
    locked.keys.press("Enter")
    assert not locked.sell.basket.no.isVisible()


def with_a_wrong_pin_on_a_narrow_till(locked: AtTheTill, *, people: int) -> SignInScreen:
    """Return the screen of a handheld without a catalogue, where somebody has just typed a wrong PIN."""
    screen = screen_of(locked)
    known = tuple(OperatorView(str(number), f"Person {number}", "en") for number in range(people))
    locked.desk.operators = lambda: known  # type: ignore[method-assign]
    locked.opened.bridge.tick()
    locked.desk.view = msgspec.structs.replace(locked.desk.view, catalogue=False)
    locked.opened.bridge.tick()
    locked.window.resize(480, 800)
    locked.keys.type("9999")
    locked.keys.press("Enter")
    return screen


def test_what_was_wrong_stands_by_the_field_and_every_name_is_read_whole(locked: AtTheTill) -> None:
    screen = with_a_wrong_pin_on_a_narrow_till(locked, people=9)
    for percent in SCALES_PERCENT:
        locked.opened.face.put_on(scale=TypeScale(percent))
        locked.keys.settle()
        seen, row = screen.list.viewport().height(), screen.list.rowHeight(0)
        assert seen >= row
        assert seen % row == 0
        assert 0 <= screen.pin.y() - screen.no.geometry().bottom() < TARGET_PX, "right over the field"
    assert screen.no.isVisible()
    locked.keys.type(PIN[:-1])
    assert screen.list.isVisible()


def test_a_wrong_pin_on_a_narrow_till_hides_no_person(locked: AtTheTill) -> None:
    screen = with_a_wrong_pin_on_a_narrow_till(locked, people=3)
    locked.keys.settle()
    assert screen.no.isVisible()
    assert screen.list.viewport().height() >= 3 * screen.list.rowHeight(0)


def test_a_person_is_told_by_role_and_by_id_only_where_two_have_one_name(locked: AtTheTill) -> None:
    people = (
        OperatorView("17", "Li Wei", "en", Role.CASHIER),
        OperatorView("18", "Li Wei", "en", Role.SUPERVISOR),
        OperatorView("21", "张敏", "zh-Hans", Role.MANAGER),
    )
    locked.desk.operators = lambda: people  # type: ignore[method-assign]
    screen = screen_of(locked)
    screen.begin()
    assert [row.detail for row in screen.list.row_model.rows] == ["Cashier · 17", "Supervisor · 18", "Manager"]
    locked.opened.face.put_on(language="zh-Hans")
    assert [row.detail for row in screen.list.row_model.rows] == ["收银员 · 17", "主管 · 18", "店长"]


def test_the_pin_is_never_shown(locked: AtTheTill) -> None:
    locked.keys.type(PIN)
    assert PIN not in screen_of(locked).pin.displayText()


def test_the_keypad_signs_in_by_touch(locked: AtTheTill) -> None:
    screen = screen_of(locked)
    for digit in PIN:
        QTest.mouseClick(screen.keypad._keys[digit], Qt.MouseButton.LeftButton)
    QTest.mouseClick(screen.enter, Qt.MouseButton.LeftButton)
    assert locked.window.screen_now is locked.sell


def test_operators_that_arrive_late_are_offered_at_once(locked: AtTheTill) -> None:
    late = OperatorView("33", "Night shift", "en")
    everyone = (*locked.desk.operators(), late)
    locked.desk.operators = lambda: everyone  # type: ignore[method-assign]
    locked.desk.view = msgspec.structs.replace(locked.desk.view, catalogue=False)
    locked.opened.bridge.tick()
    assert [row.name for row in screen_of(locked).list.row_model.rows] == ["Li Wei", "张敏", "Night shift"]


def test_a_till_that_nobody_touches_signs_off_and_keeps_its_basket(till: AtTheTill) -> None:
    till.keys.scan(SHELF[0].code)
    till.opened.lock._after_s = 1
    till.opened.lock._last_s -= 2
    till.opened.bridge._ticker.timeout.emit()
    assert till.window.screen_now is screen_of(till)
    assert len(till.desk.view.lines) == 1


def test_a_payment_is_never_locked_away(till: AtTheTill) -> None:
    till.keys.scan(SHELF[0].code)
    till.keys.press("F12")
    till.opened.lock._after_s = 1
    till.opened.lock._last_s -= 2
    till.opened.bridge._ticker.timeout.emit()
    assert till.window.screen_now is till.sell


def test_idle_time_counts_from_the_last_touch() -> None:
    now_s = [0.0]
    lock = IdleLock(300, monotonic_s=lambda: now_s[0])
    now_s[0] = 299
    assert not lock.is_due()
    lock.touched()
    now_s[0] = 598
    assert not lock.is_due()
    now_s[0] = 599
    assert lock.is_due()
    assert not IdleLock(0, monotonic_s=lambda: now_s[0]).is_due()


def test_sign_off_asks_for_a_pin_again(till: AtTheTill) -> None:
    QTest.mouseClick(till.window._lock, Qt.MouseButton.LeftButton)
    assert till.window.screen_now is screen_of(till)
    till.keys.press("F12")
    assert till.asked("pay_cash") == []
