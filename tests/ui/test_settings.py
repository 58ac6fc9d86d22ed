"""Settings: chosen by tap, checked in place, guarded by a manager's PIN, in force at once where that can be."""

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from pos_app.settings import Settings
from pos_app.words import LANGUAGES, say
from tests.ui.conftest import AtTheTill
from tests.ui.finger import Finger
from tests.ui.shop_desk import SHELF
from tests.ui.shop_rooms import MANAGER_PIN
from tests.ui.test_faces import TARGET_PX, clipped, visible
from ui.panels.setting_rows import ChoiceRow, FieldRow
from ui.panels.setting_values import value_of, with_value
from ui.panels.two_columns import TwoColumns
from ui.screens.settings import SettingsScreen
from ui.theme.type_scale import TypeScale


@pytest.fixture
def page(till: AtTheTill) -> SettingsScreen:
    till.keys.scan(SHELF[0].code)
    till.keys.press("Ctrl+,")
    shown = till.window.screen_now
    assert isinstance(shown, SettingsScreen)
    return shown


def choose(page: SettingsScreen, name: str, value: str | int) -> None:
    row = page.rows[name]
    assert isinstance(row, ChoiceRow)
    row.buttons[value].click()


def field(page: SettingsScreen, name: str) -> FieldRow:
    row = page.rows[name]
    assert isinstance(row, FieldRow)
    return row


def test_colours_type_volume_and_display_hold_at_once(till: AtTheTill, page: SettingsScreen) -> None:
    choose(page, "theme", "dark")
    choose(page, "scale_percent", 130)
    choose(page, "sound_volume", 30)
    till.keys.press("Ctrl+S")
    assert till.opened.face.theme.name == "dark"
    assert till.opened.face.scale == TypeScale(130)
    assert till.rooms.sounds.volume == 30
    assert till.rooms.settings.settings == Settings(theme="dark", scale_percent=130, sound_volume=30)
    assert page.told.words.text() == say("en", "ui.settings.saved")


def test_the_customer_display_opens_and_closes_with_its_setting(till: AtTheTill, page: SettingsScreen) -> None:
    choose(page, "customer_display", "window")
    page.pin.setText(MANAGER_PIN)
    page.save.click()
    assert till.opened.customer.display is not None
    assert till.opened.customer.display.isVisible()
    choose(page, "customer_display", "off")
    page.pin.setText(MANAGER_PIN)
    page.save.click()
    assert till.opened.customer.display is None


def test_what_save_waits_for_comes_in_sight_on_a_low_screen(till: AtTheTill, page: SettingsScreen) -> None:
    till.window.resize(480, 800)
    till.keys.settle()
    choose(page, "printer.kind", "tcp")
    till.keys.settle()
    host = field(page, "printer.host")
    assert host.visibleRegion().boundingRect().height() == host.height()
    assert page.guard.label.width() > page.pin.width(), "what the PIN is for has the whole width"
    page._columns.verticalScrollBar().setValue(0)
    choose(page, "theme", "dark")
    till.keys.settle()
    assert page._columns.verticalScrollBar().value() == 0, "a choice elsewhere is not scrolled away from"


def test_a_printer_asks_for_address_and_manager_and_holds_after_a_restart(
    till: AtTheTill, page: SettingsScreen
) -> None:
    choose(page, "printer.kind", "tcp")
    host = field(page, "printer.host")
    assert host.error.text() == say("en", "settings.host")
    assert not page.save.isEnabled()
    host.field.setFocus()
    till.keys.type("10.0.0.9")
    assert host.error.isHidden()
    changed = " · ".join(say("en", f"ui.setting.{name}") for name in ("printer.kind", "printer.host"))
    assert page.pin.accessibleName() == say("en", "ui.pin_for.settings", what=changed)
    till.keys.press("Ctrl+S")
    assert page.told.words.text() == say("en", "settings.manager_needed")
    assert till.rooms.settings.settings.printer.kind == "file"
    page.pin.setFocus()
    till.keys.type("1111")
    till.keys.press("Enter")
    assert page.told.words.text() == say("en", "staff.wrong_pin", left=4)
    assert page.pin.text() == ""
    till.keys.type(MANAGER_PIN)
    till.keys.press("Enter")
    assert till.rooms.settings.settings.printer.host == "10.0.0.9"
    assert page.told.words.text() == say("en", "ui.settings.restart")


def test_a_port_that_is_none_is_said_under_its_field(page: SettingsScreen) -> None:
    choose(page, "printer.kind", "tcp")
    port = field(page, "printer.port")
    for text in ("", "x", "70000", "٣"):
        port.field.setText(text)
        port.field.textEdited.emit(text)
        assert port.error.text() == say("en", "settings.between", least=1, most=65_535)
        assert port.field.text() == text


def test_esc_takes_the_changes_back_and_then_leaves_with_the_basket_untouched(
    till: AtTheTill, page: SettingsScreen
) -> None:
    choose(page, "theme", "contrast")
    till.keys.press("Esc")
    assert page.isVisible()
    assert value_of(page._draft, "theme") == "light"
    till.keys.press("Esc")
    assert till.sell.isVisible()
    assert till.lines() == [("1", "Dark Noodles 330 g")]


def test_a_scan_is_told_and_not_sold(till: AtTheTill, page: SettingsScreen) -> None:
    till.keys.scan(SHELF[1].code)
    assert page.told.words.text() == say("en", "ui.scan_elsewhere")
    till.keys.press("Esc")
    assert till.lines() == [("1", "Dark Noodles 330 g")]


def test_a_value_that_only_the_file_could_give_is_shown_and_kept(till: AtTheTill) -> None:
    till.rooms.settings.settings = Settings(lock_after_s=45)
    till.keys.press("Ctrl+,")
    page = till.window.screen_now
    assert isinstance(page, SettingsScreen)
    row = page.rows["lock_after_s"]
    assert isinstance(row, ChoiceRow)
    assert row.buttons[45].isChecked()
    assert row.buttons[45].text() == "45 s"


def test_a_value_is_found_and_changed_by_its_name() -> None:
    changed = with_value(with_value(Settings(), "printer.port", 9_101), "theme", "dark")
    assert (value_of(changed, "printer.port"), value_of(changed, "theme")) == (9_101, "dark")


@pytest.mark.parametrize("width", [1280, 480])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("percent", [100, 130])
def test_nothing_is_cut_off_or_too_small(
    till: AtTheTill, page: SettingsScreen, language: str, percent: int, width: int
) -> None:
    choose(page, "printer.kind", "tcp")
    till.window.resize(width, 800)
    till.opened.face.put_on(language=language, scale=TypeScale(percent))
    till.keys.settle()
    assert clipped(page) == []
    for button in visible(page, QAbstractButton):
        assert button.height() >= TARGET_PX, button.accessibleName()
        assert button.accessibleName()


def test_a_finger_draws_the_cards_and_changes_nothing_on_its_way(
    till: AtTheTill, page: SettingsScreen, qtbot: QtBot
) -> None:
    till.window.resize(480, 800)
    till.keys.settle()
    area, row, finger = page.findChild(TwoColumns), page.rows["sound_volume"], Finger(till.window, qtbot)
    assert area is not None
    bar, began = area.verticalScrollBar(), row.mapTo(till.window, row.rect().center()).y()
    finger.down(row)
    finger.draw(-300, lambda: bar.value() > row.height())
    finger.up()
    till.keys.settle()
    assert row.mapTo(till.window, row.rect().center()).y() < began
    assert till.rooms.settings.settings == Settings()
    assert not page.save.isEnabled(), "no button on the way was pressed"
