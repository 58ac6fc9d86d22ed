"""Settings are checked, guarded and written whole, or not at all."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.paper.columns import COLUMNS_MAX, COLUMNS_MIN
from hardware.printers import PRINTERS
from pos_app import settings as file
from pos_app.clock import SetClock
from pos_app.demo import shop
from pos_app.domain.errors import Fault, Refusal
from pos_app.settings import PrinterSettings, Settings
from pos_app.settings_desk import COLUMNS, PRINTER_KINDS, SCALES_PERCENT, THEMES, SettingsDesk, problems
from pos_app.staff import Staff
from tests.shop_floor import PIN_HASHES
from ui.theme import tokens, type_scale

NETWORK = Settings(printer=PrinterSettings("tcp", "192.168.1.50"))


@pytest.fixture
def desk(tmp_path: Path) -> SettingsDesk:
    people = shop.operators(PIN_HASHES)
    return SettingsDesk(tmp_path, lambda: people, Staff(tmp_path, SetClock()))


def test_what_is_chosen_holds_after_a_restart(desk: SettingsDesk, tmp_path: Path) -> None:
    wanted = Settings(language="zh-Hans", theme="dark", scale_percent=130, sound_volume=0)
    assert not desk.save(wanted).after_restart
    assert file.load(tmp_path) == wanted == desk.settings
    assert desk.save(Settings(on_screen_keyboard=True)).after_restart


def test_devices_and_money_ask_for_a_manager(desk: SettingsDesk, tmp_path: Path) -> None:
    for manager, pin, told in (
        ("", "", "settings.manager_needed"),
        ("manager", "0000", "staff.wrong_pin"),
        ("cashier", shop.PINS["cashier"], "till.may_not_approve"),
        ("supervisor", shop.PINS["supervisor"], "till.may_not_approve"),
    ):
        with pytest.raises(Refusal) as refused:
            desk.save(NETWORK, manager, pin)
        assert refused.value.message_id == told
        assert file.load(tmp_path) == Settings()
    assert desk.save(NETWORK, "manager", shop.PINS["manager"]).after_restart
    assert file.load(tmp_path) == NETWORK
    assert [each.id for each in desk.managers()] == ["manager"]


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Settings(printer=PrinterSettings("tcp", "")), {"printer.host"}),
        (Settings(printer=PrinterSettings("tcp", "two words", 0)), {"printer.host", "printer.port"}),
        (Settings(printer=PrinterSettings("smoke")), {"printer.kind"}),
        (Settings(printer=PrinterSettings(columns=12)), {"printer.columns"}),
        (Settings(lock_after_s=5, sound_volume=101), {"lock_after_s", "sound_volume"}),
        (Settings(theme="pink", language="tlh", scale_percent=99), {"theme", "language", "scale_percent"}),
        (Settings(customer_display="wall"), {"customer_display"}),
        (Settings(lock_after_s=0), set()),
        (NETWORK, set()),
    ],
)
def test_every_unfit_value_is_named_and_nothing_is_written(
    desk: SettingsDesk, tmp_path: Path, wanted: Settings, names: set[str]
) -> None:
    assert set(problems(wanted)) == names
    if names:
        with pytest.raises(Refusal):
            desk.save(wanted, "manager", shop.PINS["manager"])
        assert not (tmp_path / file.FILE).exists()


def test_the_desk_offers_what_the_devices_and_screens_can() -> None:
    assert set(PRINTER_KINDS) == set(PRINTERS)
    assert COLUMNS == (COLUMNS_MIN, COLUMNS_MAX)
    assert set(THEMES) == set(tokens.THEMES)
    assert SCALES_PERCENT == type_scale.SCALES_PERCENT


def test_a_disk_that_does_not_take_the_file_leaves_the_old_settings(
    desk: SettingsDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.save(Settings(theme="dark"))

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(Fault) as failed:
        desk.save(Settings(theme="light"))
    monkeypatch.undo()
    assert failed.value.message_id == "settings.not_written"
    assert file.load(tmp_path).theme == desk.settings.theme == "dark"


texts = st.text(max_size=40)  # hypothesis makes no lone surrogates


@given(host=texts, font=texts, port=st.integers(-(2**31), 2**31), chosen=st.booleans())
def test_any_value_is_read_back_as_it_was_written(host: str, font: str, port: int, chosen: bool) -> None:
    import msgspec

    wanted = Settings(
        receipt_font=font, keypad_decimals=chosen, printer=PrinterSettings(host=host, port=port, drawer=chosen)
    )
    assert msgspec.toml.decode(file.as_toml(wanted), type=Settings) == wanted
