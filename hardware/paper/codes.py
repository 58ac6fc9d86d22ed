"""How a barcode or QR code is put on a paper of so many dots: the Code 128 code sets, the widths, the stand-ins.

Used by the picture and the ESC/POS renderer, so that both print the same bars. A code that does not fit is printed as
one that does, and in the last resort as its text: a receipt is never held back for its barcode.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hardware.paper.columns import clean
from pos_app.domain.receipt import Align, Barcode, Element, QrCode, Text

BARCODE_LENGTH_MAX: Final = 48
QR_BYTES_MAX: Final = 600
MODULE_DOTS: Final = (3, 2)
"""Widths of a bar that a thermal head prints sharp and a counter's scanner reads: 0.375 and 0.25 mm."""
QUIET_MODULES: Final = 10
_QR_QUIET: Final = 4
_QR_DOTS_MAX: Final = 6
_QR_DOTS_MIN: Final = 2
_START: Final = {"B": 104, "C": 105}
_CHANGE: Final = {"B": 100, "C": 99}
_LAST_BAR: Final = "11"
_CHECK_MODULUS: Final = 103
"""Symbol values of ISO/IEC 15417."""
_RUN_AT_END: Final = 4
_RUN_INSIDE: Final = 6
"""Digits in a row from which changing to code set C saves room (ISO/IEC 15417, annex on encodation)."""


def printable_code(data: str) -> bool:
    """Tell whether `data` can be a Code 128 in the sets B and C: printable ASCII, at most 48 characters."""
    return 0 < len(data) <= BARCODE_LENGTH_MAX and data.isascii() and data.isprintable()


def code_sets(data: str) -> Iterator[tuple[str, str]]:
    """Cut `data` into runs, each with its code set: "C" for digits in pairs, "B" for the rest."""
    plain = place = 0
    while place < len(data):
        end = place
        while end < len(data) and data[end].isdigit():
            end += 1
        at_an_end = place == 0 or end == len(data)
        if end - place >= (_RUN_AT_END if at_an_end else _RUN_INSIDE):
            start = place + (end - place) % 2
            if start > plain:
                yield "B", data[plain:start]
            yield "C", data[start:end]
            plain = end
        place = max(end, place + 1)
    if plain < len(data):
        yield "B", data[plain:]


def modules(data: str) -> str:
    """Return the Code 128 of `data` as modules, "1" for a bar, without its quiet zones."""
    from barcode.charsets import code128  # noqa: PLC0415 - loaded at the first receipt, not before the first screen

    symbols: list[int] = []
    for kind, piece in code_sets(data):
        symbols.append(_CHANGE[kind] if symbols else _START[kind])
        if kind == "C":
            symbols += [int(piece[place : place + 2]) for place in range(0, len(piece), 2)]
        else:
            symbols += [ord(character) - ord(" ") for character in piece]
    check = (symbols[0] + sum(place * symbol for place, symbol in enumerate(symbols))) % _CHECK_MODULUS
    patterns: list[str] = [*(code128.CODES[symbol] for symbol in (*symbols, check)), code128.STOP, _LAST_BAR]
    return "".join(patterns)


def module_dots(data: str, dots: int) -> int:
    """Return how many dots wide a module can be on a paper of `dots`; 0 when the barcode does not fit."""
    wide = len(modules(data)) + 2 * QUIET_MODULES
    return next((each for each in MODULE_DOTS if wide * each <= dots), 0)


def qr_modules(data: str) -> list[list[bool]]:
    """Return the QR code of `data` with its quiet zone, error correction M."""
    import qrcode  # noqa: PLC0415 - the same

    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=_QR_QUIET)
    code.add_data(data)
    matrix: list[list[bool]] = code.get_matrix()
    return matrix


def qr_dots(size: int, dots: int) -> int:
    """Return how many dots wide a module of a QR code of `size` modules is on a paper of `dots`."""
    return max(_QR_DOTS_MIN, min(_QR_DOTS_MAX, dots * 2 // 3 // size))


def fitted(element: Element, dots: int) -> tuple[Element, ...]:
    """Return `element`, or what stands in for it where it cannot be printed on a paper of `dots`."""
    match element:
        case Barcode(data) if not data or not printable_code(data) or not module_dots(data, dots):
            return (*fitted(QrCode(data), dots), Text(data, Align.CENTRE)) if data else ()
        case QrCode(data) if not data or len(data.encode(errors="replace")) > QR_BYTES_MAX:
            return (Text(data),)
        case QrCode(data) if data != clean(data):
            return (QrCode(clean(data)),)  # a printer obeys real-time commands inside a code's data too
        case _:
            return (element,)
