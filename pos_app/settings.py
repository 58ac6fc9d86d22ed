"""What this workstation is told by its owner: `terminal.toml` in the data folder, read once at start.

Every key has a default, so that an absent file is a working till. An unknown key or a value of the wrong type is a
clear refusal, not a guess.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from pos_app.domain.errors import Refusal

FILE: Final = "terminal.toml"


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

    hub: str = ""
    """URL of the hub; empty sells alone."""
    hub_certificate: str = ""
    """Path of a certificate to trust for the hub, PEM."""
    language: str = "en"
    """Of the screens until an operator signs in."""
    theme: str = "light"
    """light | dark | contrast."""
    keypad_decimals: bool = True
    """Digits in Pay carry the currency's decimals: 1250 is 12.50."""
    lock_after_s: int = 300
    scanner_suffix: bool = True
    """The keyboard scanner ends a code with Enter or Tab; False: a pause ends it."""
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
