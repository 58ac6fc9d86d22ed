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

Change = tuple[int, Indexed, Indexed]
"""A product's number, what was indexed of it, and what is from now on."""


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
    if entry is NOTHING:
        return ""
    return " ".join(sorted(words_of(" ".join((*entry.names.values(), entry.brand)))))


def codes_of(entry: Indexed) -> set[int]:
    """Return the codes as numbers; what is not 1 to 14 digits is no GTIN and is left out."""
    return {int(gtin) for gtin in (code.gtin for code in entry.codes) if _GTIN.fullmatch(gtin)}


def tail_of(gtin: int) -> int:
    """Return the last digits of a code in reverse: codes with a common tail stand side by side."""
    return int(f"{gtin:0{TAIL_DIGITS}d}"[: -TAIL_DIGITS - 1 : -1])


class IndexChanges:
    """The changes of one transaction, written at its end in order of product number.

    FTS5 writes what it has gathered to disk whenever a number does not rise: unsorted changes cost a write each.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._changes: dict[int, tuple[bytes | None, bytes | None]] = {}

    def note(self, number: int, before: bytes | None, after: bytes | None) -> None:
        """Note that the till saw `before` of the product `number` and sees `after` from now on."""
        kept = self._changes.get(number)
        self._changes[number] = (before if kept is None else kept[0], after)

    def write(self) -> int:
        """Write what differs; return how many products' words changed."""
        changes = [(number, indexed(old), indexed(new)) for number, (old, new) in sorted(self._changes.items())]
        self._changes.clear()
        self._write_codes([change for change in changes if change[1].codes != change[2].codes])
        self._write_plus([change for change in changes if change[1].plu != change[2].plu])
        return self._write_words(
            [change for change in changes if (change[1].names, change[1].brand) != (change[2].names, change[2].brand)]
        )

    def _write_codes(self, changes: list[Change]) -> None:
        gone: list[tuple[int, int]] = []
        added: list[tuple[int, int, int]] = []
        for number, before, after in changes:
            old, new = codes_of(before), codes_of(after)
            gone += [(code, number) for code in old - new]
            added += [(code, number, tail_of(code)) for code in new - old]
        self._db.executemany("DELETE FROM barcode WHERE gtin = ? AND number = ?", gone)
        self._db.executemany("INSERT OR REPLACE INTO barcode VALUES (?, ?, ?)", sorted(added))

    def _write_plus(self, changes: list[Change]) -> None:
        gone = [(before.plu, number) for number, before, _ in changes if before.plu]
        added = [(after.plu, number) for number, _, after in changes if after.plu]
        self._db.executemany("DELETE FROM plu WHERE plu = ? AND number = ?", gone)
        self._db.executemany("INSERT OR REPLACE INTO plu VALUES (?, ?)", added)

    def _write_words(self, changes: list[Change]) -> int:
        written = 0
        for number, before, after in changes:
            old, new = text_of(before), text_of(after)
            if old == new:
                continue
            written += 1
            if old:
                self._db.execute("INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)", (number, old))
            if new:
                self._db.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (number, new))
        return written
