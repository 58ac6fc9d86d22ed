"""What this workstation is told by its owner: `terminal.toml` in the data folder, read at start, written by Settings.

Every key has a default, so that an absent file is a working till. An unknown key or a value of the wrong type is a
clear refusal, not a guess. `save` replaces the file whole or not at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal

import msgspec

from pos_app.domain.errors import Fault, Refusal
from pos_app.store import durable_files

FILE: Final = "terminal.toml"
_HEAD: Final = (
    "# This workstation's settings. The Settings screen writes this file; what is not here has its default.\n"
)


class PrinterSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where receipts go: `kind` is none | file | tcp."""

    kind: str = "file"
    host: str = ""
    port: int = 9100
    columns: int = 42
    chinese: str = "image"
    """How Chinese is printed: image (rendered here) | gb18030 (the printer's own font)."""
    answers: bool = True
    """It answers status questions; with false, what was sent is believed to be printed."""
    drawer: bool = True
    """A drawer hangs on the printer's kick line."""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The whole of `terminal.toml`."""

    language: str = "en"
    """Of the screens until an operator signs in."""
    theme: str = "light"
    """light | dark | contrast."""
    keypad_decimals: bool = True
    """Digits in Pay carry the currency's decimals: 1250 is 12.50."""
    scale_percent: int = 100
    """Of the type: 100 | 115 | 130."""
    sound_volume: int = 70
    """Percent; 0 is silent."""
    on_screen_keyboard: bool = False
    """Letters on the screen, for a till without a keyboard."""
    customer_display: str = "auto"
    """auto (the second screen, when there is one) | window | off."""
    customer_language: str = ""
    """Of the customer display; empty is the store's first language."""
    lock_after_s: int = 300
    receipt: Literal["print", "qr", "none"] = "print"
    """How a receipt is given when nobody says otherwise."""
    scanner_suffix: bool = True
    """The keyboard scanner ends a code with Enter or Tab; False: a pause ends it."""
    camera: str = "off"
    """off | a camera's number, "0" is the first | the path of a video file or of a folder of pictures."""
    receipt_font: str = ""
    """Font file for rendered receipts; empty looks for Noto Sans CJK."""
    printer: PrinterSettings = PrinterSettings()


def load(folder: Path) -> Settings:
    """Read `terminal.toml` of the data `folder`; an absent file gives the defaults."""
    path = folder / FILE
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return Settings()
    try:
        return msgspec.toml.decode(text, type=Settings)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refusal("settings.unreadable", file=str(path), detail=str(error)) from error


def save(folder: Path, settings: Settings) -> None:
    """Write `terminal.toml` of the data `folder`, durably; raises `Fault` when the disk does not take it."""
    path = folder / FILE
    try:
        durable_files.put(path, as_toml(settings).encode())
    except OSError as error:
        raise Fault("settings.not_written", file=str(path)) from error


def as_toml(settings: Settings) -> str:
    """Return the settings that differ from the defaults as TOML, which `load` reads back equal."""
    plain = msgspec.to_builtins(settings)
    tables = {name: value for name, value in plain.items() if isinstance(value, dict)}
    lines = [_HEAD, *_pairs({name: value for name, value in plain.items() if name not in tables})]
    for name, table in tables.items():
        if table:
            lines += [f"\n[{name}]\n", *_pairs(table)]
    return "".join(lines)


def _pairs(table: dict[str, object]) -> Iterator[str]:
    for name, value in table.items():
        # JSON's text, whole number, true and false are TOML's too, once DEL is escaped.
        yield f"{name} = {json.dumps(value, ensure_ascii=False)}\n".replace("\x7f", "\\u007F")
