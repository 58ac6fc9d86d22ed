"""Changes this workstation's settings: checks each value, asks a manager where a device or money is touched, writes.

The settings screen calls it. Promises: what is refused changes nothing on disk; every unfit value is named at once;
the screen learns which changes wait for the next start.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import msgspec

from pos_app import settings as file
from pos_app.domain.errors import Refusal
from pos_app.domain.store_rows import Operator, Role
from pos_app.selling.view import OperatorView, Said
from pos_app.settings import Settings
from pos_app.staff import Staff
from pos_app.words import LANGUAGES

PRINTER_KINDS: Final = ("file", "tcp", "none")
CHINESE: Final = ("image", "gb18030")
THEMES: Final = ("light", "dark", "contrast")
SCALES_PERCENT: Final = (100, 115, 130)
DISPLAYS: Final = ("auto", "window", "off")
COLUMNS: Final = (24, 80)
LOCK_S: Final = (30, 3_600)
"""Or 0: never."""
VOLUME: Final = (0, 100)
PORT: Final = (1, 65_535)
HOST_LENGTH_MAX: Final = 253
CAMERA_LENGTH_MAX: Final = 500
CAMERAS: Final = ("off", "0", "1")
"""What the settings screen offers; a path is written into the file by hand."""

GUARDED: Final = ("printer", "camera", "customer_display", "lock_after_s", "keypad_decimals")
"""What a manager's PIN is asked for."""
AT_START: Final = ("printer", "on_screen_keyboard", "keypad_decimals", "scanner_suffix", "receipt_font", "camera")
"""What the till takes over when it starts."""


class Saved(msgspec.Struct, frozen=True):
    """What was written, and whether some of it waits for the next start."""

    settings: Settings
    after_restart: bool


class SettingsDesk:
    """The settings of one data folder; `operators` gives the people who may be managers."""

    def __init__(self, folder: Path, operators: Callable[[], Sequence[Operator]], staff: Staff) -> None:
        """Read what holds now."""
        self._folder = folder
        self._operators = operators
        self._staff = staff
        self.settings = file.load(folder)
        self._at_start = self.settings

    def managers(self) -> tuple[OperatorView, ...]:
        """Return whose PIN opens the guarded settings."""
        return tuple(
            OperatorView(each.id, each.name, each.language, each.role)
            for each in self._operators()
            if each.role is Role.MANAGER
        )

    def is_guarded(self, wanted: Settings) -> bool:
        """Tell whether what changed needs a manager."""
        return any(getattr(wanted, name) != getattr(self.settings, name) for name in GUARDED)

    def save(self, wanted: Settings, manager: str = "", pin: str = "") -> Saved:
        """Write `wanted`; a `Refusal` names a wrong PIN or an unfit value, a `Fault` the disk. Then nothing changed."""
        unfit = problems(wanted)
        if unfit:
            said = next(iter(unfit.values()))
            raise Refusal(said.message_id, **said.params)
        if self.is_guarded(wanted):
            self._ask(manager, pin)
        file.save(self._folder, wanted)
        self.settings = wanted
        waits = any(getattr(wanted, name) != getattr(self._at_start, name) for name in AT_START)
        return Saved(wanted, waits)

    def _ask(self, manager: str, pin: str) -> None:
        if not manager or not pin:
            raise Refusal("settings.manager_needed")
        operator = self._staff.sign_in(self._operators(), manager, pin)
        if operator.role is not Role.MANAGER:
            raise Refusal("till.may_not_approve", name=operator.name)


def problems(wanted: Settings) -> dict[str, Said]:
    """Return what is wrong, by the name of the setting ("printer.host"); empty when everything fits."""
    printer = wanted.printer
    chosen = {
        "language": (wanted.language, tuple(LANGUAGES)),
        "customer_language": (wanted.customer_language, ("", *LANGUAGES)),
        "theme": (wanted.theme, THEMES),
        "scale_percent": (wanted.scale_percent, SCALES_PERCENT),
        "customer_display": (wanted.customer_display, DISPLAYS),
        "printer.kind": (printer.kind, PRINTER_KINDS),
        "printer.chinese": (printer.chinese, CHINESE),
    }
    found = {
        name: Said("settings.one_of", {"known": ", ".join(map(str, known))})
        for name, (value, known) in chosen.items()
        if value not in known
    }
    figures = {
        "sound_volume": (wanted.sound_volume, VOLUME),
        "printer.columns": (printer.columns, COLUMNS),
        "printer.port": (printer.port, PORT),
        "lock_after_s": (wanted.lock_after_s or LOCK_S[0], LOCK_S),
    }
    for name, (value, (least, most)) in figures.items():
        if not least <= value <= most:
            found[name] = Said("settings.between", {"least": least, "most": most})
    if len(wanted.camera) > CAMERA_LENGTH_MAX or not wanted.camera.isprintable():
        found["camera"] = Said("settings.camera")
    if printer.kind == "tcp" and not _is_host(printer.host):
        found["printer.host"] = Said("settings.host")
    return found


def _is_host(host: str) -> bool:
    return 0 < len(host) <= HOST_LENGTH_MAX and host.isprintable() and not set(host) & set(" /@:?#")
