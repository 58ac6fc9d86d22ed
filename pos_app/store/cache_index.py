"""By what a product is found in the cache: its codes, its look-up number, the words of its names and brand.

The index speaks of the row that the till sees (the store's before the chain's). Writer and snapshot use it; both
skip whatever did not change, since a change of words costs ten times the change of a body.
"""

from __future__ import annotations

import re
import sqlite3
from typing import Final

import msgspec

from pos_app.domain.product import Barcode
from pos_app.domain.search_words import words_of

TAIL_DIGITS: Final = 8
"""So many last digits of a code are kept in reverse, for finding a product by the tail that can still be read."""


class Indexed(msgspec.Struct, frozen=True):
    """The fields of a product's record that the index reads."""

    names: dict[str, str] = {}
    codes: tuple[Barcode, ...] = ()
    plu: str = ""
    brand: str = ""


_GTIN: Final = re.compile(r"[0-9]{1,14}")
_decoder: Final = msgspec.msgpack.Decoder(Indexed)
NOTHING: Final = Indexed()


def indexed(body: bytes | None) -> Indexed:
    """Return what is indexed of a product's body; nothing for a missing one or one that can't be read."""
    if body is None:
        return NOTHING
    try:
        return _decoder.decode(body)
    except msgspec.DecodeError:
        return NOTHING


def text_of(entry: Indexed) -> str:
    """Return the words of a product, in order, with a space between them."""
    return " ".join(sorted(words_of(" ".join((*entry.names.values(), entry.brand)))))


def codes_of(entry: Indexed) -> set[int]:
    """Return the codes as numbers; what is not 1 to 14 digits is no GTIN and is left out."""
    return {int(gtin) for gtin in (code.gtin for code in entry.codes) if _GTIN.fullmatch(gtin)}


def tail_of(gtin: int) -> int:
    """Return the last digits of a code in reverse: codes with a common tail stand side by side."""
    return int(f"{gtin:0{TAIL_DIGITS}d}"[: -TAIL_DIGITS - 1 : -1])


def change_codes(db: sqlite3.Connection, number: int, before: Indexed, after: Indexed) -> None:
    """Bring the tables of codes from `before` to `after` for the product `number`."""
    if before.codes != after.codes:
        old, new = codes_of(before), codes_of(after)
        db.executemany("DELETE FROM barcode WHERE gtin = ? AND number = ?", [(code, number) for code in old - new])
        added = [(code, number, tail_of(code)) for code in sorted(new - old)]
        db.executemany("INSERT OR REPLACE INTO barcode VALUES (?, ?, ?)", added)
    if before.plu != after.plu:
        if before.plu:
            db.execute("DELETE FROM plu WHERE plu = ? AND number = ?", (before.plu, number))
        if after.plu:
            db.execute("INSERT OR REPLACE INTO plu VALUES (?, ?)", (after.plu, number))


class Texts:
    """The changes of words in one transaction, written at its end in order of number.

    FTS5 writes what it has gathered to disk whenever a number does not rise: unsorted changes cost a write each.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._changes: dict[int, tuple[str, str]] = {}

    def change(self, number: int, before: Indexed, after: Indexed) -> None:
        """Note that the product `number` had the words of `before` and now has those of `after`."""
        if before.names == after.names and before.brand == after.brand:
            return
        kept = self._changes.get(number)
        self._changes[number] = (text_of(before) if kept is None else kept[0], text_of(after))

    def write(self) -> int:
        """Write what differs; return how many products that was."""
        written = 0
        for number, (before, after) in sorted(self._changes.items()):
            if before == after:
                continue
            written += 1
            if before:
                self._db.execute("INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)", (number, before))
            if after:
                self._db.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (number, after))
        self._changes.clear()
        return written
