"""A receipt as neutral elements: what stands on the paper, not how a printer says it.

`pos_app.selling.receipt_paper` builds one from a sale; the renderers in `hardware.paper` turn it into text, a
picture or ESC/POS bytes. Sentences and numbers are already in the receipt's language.
"""

from __future__ import annotations

import enum
from typing import Final

import msgspec

ELEMENTS_MAX: Final = 5_000


class Align(enum.StrEnum):
    """Where a line of text stands."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Text(msgspec.Struct, frozen=True, omit_defaults=True, tag="text"):
    """A line of text, wrapped where the paper ends."""

    text: str
    align: Align = Align.LEFT
    bold: bool = False
    large: bool = False


class Pair(msgspec.Struct, frozen=True, omit_defaults=True, tag="pair"):
    """Words on the left and an amount on the right; the words wrap, the amount never does."""

    left: str
    right: str
    bold: bool = False
    large: bool = False


class Ruler(msgspec.Struct, frozen=True, tag="ruler"):
    """A line across the paper."""


class Barcode(msgspec.Struct, frozen=True, tag="barcode"):
    """A Code 128 with its text below; what does not fit the paper is printed as a QR code instead."""

    data: str


class QrCode(msgspec.Struct, frozen=True, tag="qr"):
    """A QR code, centred."""

    data: str


class Gap(msgspec.Struct, frozen=True, tag="gap"):
    """An empty line."""


Element = Text | Pair | Ruler | Barcode | QrCode | Gap


class Receipt(msgspec.Struct, frozen=True, omit_defaults=True):
    """One strip of paper, cut at its end."""

    elements: tuple[Element, ...]
    language: str = "en"
    duplicate: bool = False
    """Printed again: the paper says so."""

    def __post_init__(self) -> None:
        """Hold the limit: a basket of `LINES_MAX` lines stays below it."""
        if len(self.elements) > ELEMENTS_MAX:
            raise ValueError("a receipt of too many elements")
