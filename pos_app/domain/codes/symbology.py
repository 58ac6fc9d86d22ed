"""AIM symbology identifiers: what kind of symbol the scanner says it has read.

Called first for every scan. An identifier is `]`, a letter and a modifier (ISO/IEC 15424);
it is the only honest way to tell a GS1 message from digits that look like one. Promises:
an identifier that is not in the table is refused, text without one is left as it is.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

import msgspec

from pos_app.domain.codes.quoting import quoted
from pos_app.domain.errors import Refusal

Permits: TypeAlias = Literal["ean", "gs1", "itf", "text", "matrix", "anything"]


class Symbology(msgspec.Struct, frozen=True):
    """What kind of symbol a code was read from, and what its data may be.

    `permits` is one of: `ean` (a trade item number and nothing else), `gs1` (element
    strings and nothing else), `itf` (14 digits are a trade item number, anything else is
    the shop's own), `text` (a linear symbol: the shop's own text, or a trade item number),
    `matrix` (a two-dimensional symbol: text or a web address), `anything` (the scanner
    does not say, or the code was typed).
    """

    identifier: str
    name: str
    permits: Permits


UNIDENTIFIED: Final = Symbology("", "", "anything")

_LETTERS: Final[dict[str, tuple[str, Permits]]] = {
    # letter: (name, what it permits unless the modifier says GS1); ISO/IEC 15424, table 1
    "A": ("Code 39", "text"),
    "C": ("Code 128", "text"),
    "E": ("EAN/UPC", "ean"),
    "F": ("Codabar", "text"),
    "G": ("Code 93", "text"),
    "H": ("Code 11", "text"),
    "I": ("ITF", "itf"),
    "J": ("DotCode", "matrix"),
    "L": ("PDF417", "matrix"),
    "M": ("MSI", "text"),
    "Q": ("QR Code", "matrix"),
    "R": ("Straight 2 of 5", "text"),
    "S": ("Straight 2 of 5", "text"),
    "U": ("MaxiCode", "matrix"),
    "X": ("other symbol", "text"),
    "d": ("Data Matrix", "matrix"),
    "h": ("Han Xin", "matrix"),
    "z": ("Aztec", "matrix"),
}

_NAMED: Final = {
    # GS1 General Specifications, figure 5.1.2-1 (symbology identifiers of the GS1 system)
    entry.identifier: entry
    for entry in (
        Symbology("]E0", "EAN-13", "ean"),
        Symbology("]E1", "two-digit add-on", "text"),
        Symbology("]E2", "five-digit add-on", "text"),
        Symbology("]E3", "EAN-13 with add-on", "ean"),
        Symbology("]E4", "EAN-8", "ean"),
        Symbology("]I1", "ITF-14", "itf"),
        Symbology("]C1", "GS1-128", "gs1"),
        Symbology("]e0", "GS1 DataBar", "gs1"),
        Symbology("]d2", "GS1 DataMatrix", "gs1"),
        Symbology("]Q3", "GS1 QR Code", "gs1"),
        Symbology("]J1", "GS1 DotCode", "gs1"),
    )
}


def split_identifier(text: str) -> tuple[Symbology, str]:
    """Split a scan into its symbology and the data behind the identifier.

    Raises `Refusal` `code.unknown_symbology` for an identifier outside the table: its data
    could mean anything.

    >>> symbology, data = split_identifier("]C10195012345678903")
    >>> symbology.name, symbology.permits, data
    ('GS1-128', 'gs1', '0195012345678903')
    >>> split_identifier("4006381333931")[0] == UNIDENTIFIED
    True
    """
    if not text.startswith("]"):
        return UNIDENTIFIED, text
    identifier, data = text[:3], text[3:]
    named = _NAMED.get(identifier)
    if named is not None:
        return named, data
    letter, modifier = identifier[1:2], identifier[2:3]
    known = _LETTERS.get(letter)
    if known is None or letter == "E" or not modifier or modifier not in "0123456789ABCDEFabcdef":
        raise Refusal("code.unknown_symbology", identifier=quoted(identifier))
    return Symbology(identifier, *known), data
