"""Reads what a damaged journal still has and writes it into a new one: entries that verify, baskets, sheets, intents.

`journal_aside` calls it. The damaged file is only read. An entry counts when its bytes give its hash and, being of
this workstation, its signature holds, so nothing that rotted can pass for a fact.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from pos_app.domain.basket import Basket
from pos_app.domain.chain import GENESIS, Header, Sealed, digest, holds, open_body, open_header
from pos_app.domain.entries import BasketAbandoned, Sale
from pos_app.domain.sheets import Sheet
from pos_app.store import journal_file, projections, sheets
from pos_app.store.drafts import DRAFTS_MAX
from pos_app.store.witness import NOTHING, Mark

ENTRY_BYTES_MIN: Final = 200
"""No entry takes less of the file: bounds how many places are looked at when the file does not say how many it has."""
BATCH_ENTRIES: Final = 500
"""Entries in one transaction of the new journal."""
INTENTS_MAX: Final = 5_000
_UNREADABLE: Final = (sqlite3.Error, OverflowError, MemoryError)
_ENTRY: Final = "SELECT header, body, hash, signature FROM entry"
_ADD: Final = """
    INSERT INTO entry (position, epoch, seq, header, body, hash, signature) VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_DRAFT: Final = "slot, sale_id, held, name, operator, shift, saved_ms, basket"
_INTENT: Final = "id, kind, sale_id, payload, state, outcome, begun_ms, asked_ms, finished_ms"
_basket_decoder = msgspec.msgpack.Decoder(Basket)


class DraftRow(msgspec.Struct, frozen=True, array_like=True):
    """A row of `draft`, in its order; what does not convert to it has rotted."""

    slot: int
    sale_id: str
    held: int
    name: str
    operator: str
    shift: str
    saved_ms: int
    basket: bytes


class IntentRow(msgspec.Struct, frozen=True, array_like=True):
    """A row of `intent`, in its order."""

    id: int
    kind: str
    sale_id: str
    payload: bytes
    state: str
    outcome: str
    begun_ms: int
    asked_ms: int
    finished_ms: int


class Salvaged(msgspec.Struct, frozen=True):
    """What was brought over: `whole` when nothing can be missing up to the last head that anything remembers."""

    entries: int
    drafts: int
    intents: int
    last: Mark
    known: Mark
    """The furthest head that the damaged journal or its witness remembers."""
    whole: bool

    @property
    def missing(self) -> int:
        """How many entries are known to have been written and could not be read."""
        return max(0, self.known.position - self.entries)


class Reading:
    """Walks the damaged database; `clean` tells afterwards whether every place could be looked at."""

    def __init__(self, database: Path, seen: Mark | None) -> None:
        """Open it; nothing is read yet."""
        self.clean = True
        self._connection = journal_file.open_evidence(database)
        self._connection.text_factory = bytes  # rotted text must not end a walk
        size = sum(path.stat().st_size for path in database.parent.glob(f"{database.name}*") if path.is_file())
        self._bound = size // ENTRY_BYTES_MIN
        with contextlib.suppress(*_UNREADABLE):
            (last,) = self._connection.execute("SELECT max(position) FROM entry").fetchone()
            if isinstance(last, int):
                self._bound = min(self._bound, max(last, seen.position + 1 if seen else 0))

    def entries(self) -> Iterator[Sealed]:
        """Give every entry whose place can be read, in the order of writing; some may come twice."""
        read = 0
        try:
            for row in self._connection.execute(f"{_ENTRY} ORDER BY position"):
                read += 1
                yield from _sealed(row)
        except _UNREADABLE:
            self.clean = False
        else:
            return
        for position in range(1, self._bound + 1):
            with contextlib.suppress(*_UNREADABLE):
                row = self._connection.execute(f"{_ENTRY} WHERE position = ?", (position,)).fetchone()
                if row is not None:
                    yield from _sealed(row)

    def drafts(self) -> Iterator[DraftRow]:
        """Give the baskets that can be read."""
        for row in self._rows(_DRAFT, "draft", "slot", DRAFTS_MAX):
            with contextlib.suppress(msgspec.MsgspecError, UnicodeDecodeError):
                found = msgspec.convert(_text(row, blobs={7}), DraftRow)
                if _basket_decoder.decode(found.basket).sale_id == found.sale_id:
                    yield found

    def intents(self) -> Iterator[IntentRow]:
        """Give the intents that can be read."""
        for row in self._rows(_INTENT, "intent", "id", INTENTS_MAX):
            with contextlib.suppress(msgspec.MsgspecError, UnicodeDecodeError):
                found = msgspec.convert(_text(row, blobs={3}), IntentRow)
                if found.state in {"begun", "asked", "finished"}:
                    yield found

    def sheets(self) -> tuple[Sheet, ...]:
        """Return the sheets of the stock room that can be read; a journal of the first shape has none."""
        self._connection.text_factory = str
        try:
            if self._connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'sheet_act'").fetchone() is None:
                return ()
            return tuple(sheets.read(self._connection))
        except _UNREADABLE:
            self.clean = False
            return ()
        finally:
            self._connection.text_factory = bytes

    def close(self) -> None:
        """Let go of the file, which is left as it is."""
        self._connection.close()

    def _rows(self, columns: str, table: str, key: str, most: int) -> Iterator[tuple[object, ...]]:
        statement = f"SELECT {columns} FROM {table}"  # noqa: S608 - constants of this module
        given: set[object] = set()
        try:
            for row in self._connection.execute(f"{statement} ORDER BY {key} DESC LIMIT {most}"):
                given.add(row[0])
                yield row
        except _UNREADABLE:
            self.clean = False
        else:
            return
        for number in range(self._highest(table, most), 0, -1)[:most]:
            with contextlib.suppress(*_UNREADABLE):
                row = self._connection.execute(f"{statement} WHERE {key} = ?", (number,)).fetchone()
                if row is not None and number not in given:
                    yield row

    def _highest(self, table: str, most: int) -> int:
        """Return the highest number that a row may have: SQLite keeps it apart for a table that counts by itself."""
        with contextlib.suppress(*_UNREADABLE):
            row = self._connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
            if row is not None and isinstance(row[0], int):
                return int(row[0])
        return most


class Copier:
    """Writes into the new journal's database what holds, in the order of writing."""

    def __init__(self, target: sqlite3.Connection, workstation: str, key: Ed25519PublicKey, seen: Mark | None) -> None:
        """Begin with nothing copied; `seen` is what the damaged journal's witness says."""
        self.last = NOTHING
        self.whole = True
        self._target = target
        self._workstation = workstation
        self._key = key
        self._seen = seen
        self._agrees = seen is not None and seen.position == 0
        self._hlc = 0
        self._heads: dict[int, tuple[int, bytes]] = {}
        self._finished: set[str] = set()

    def entries(self, reading: Reading) -> None:
        """Copy every entry that holds; what it says shows in the projections at once."""
        target = self._target
        target.execute("BEGIN IMMEDIATE")
        for sealed in reading.entries():
            header = self._held(sealed)
            if header is None:
                self.whole = False
            elif header.stamp.hlc > self._hlc:
                self._add(sealed, header)
                if self.last.position % BATCH_ENTRIES == 0:
                    projections.file_receipts(target)
                    target.execute("COMMIT")
                    target.execute("BEGIN IMMEDIATE")
            elif header.seq > self._heads.get(header.epoch, (0, b""))[0]:
                self.whole = False  # out of its order: it would contradict the time of what was copied
        projections.file_receipts(target)
        target.execute("COMMIT")
        self.whole = self.whole and reading.clean and self._agrees and self.last.position > 0

    def drafts(self, reading: Reading) -> int:
        """Copy the baskets that have no entry yet; return how many."""
        rows = {row.sale_id: row for row in reading.drafts() if row.sale_id not in self._finished}
        taken = sorted(rows.values(), key=lambda row: row.slot)[:DRAFTS_MAX]
        self._target.executemany(
            f"INSERT OR IGNORE INTO draft ({_DRAFT}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - constants
            [msgspec.structs.astuple(row) for row in taken],
        )
        return len(taken)

    def intents(self, reading: Reading) -> int:
        """Copy the intents under their numbers, and leave numbers free for those that could not be read."""
        rows = list(reading.intents())
        self._target.executemany(
            f"INSERT OR IGNORE INTO intent ({_INTENT}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - constants
            [msgspec.structs.astuple(row) for row in rows],
        )
        highest = max((row.id for row in rows), default=0)
        self._target.execute("INSERT OR IGNORE INTO sqlite_sequence (name, seq) VALUES ('intent', 0)")
        self._target.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = 'intent'", (highest + INTENTS_MAX,))
        return sum(row.state != "finished" for row in rows)

    def _held(self, sealed: Sealed) -> Header | None:
        try:
            header = open_header(sealed)
        except msgspec.DecodeError:
            return None
        if header.workstation == self._workstation:
            held = holds(sealed, self._key)
        else:
            held = digest(sealed.header, sealed.body) == sealed.hash and len(sealed.signature) == 64  # noqa: PLR2004 - Ed25519
        return header if held and header.epoch > 0 and header.seq > 0 else None

    def _add(self, sealed: Sealed, header: Header) -> None:
        before, previous = self._heads.get(header.epoch, (0, GENESIS))
        self.whole = self.whole and header.seq == before + 1 and header.previous == previous
        position = self.last.position + 1
        row = (position, header.epoch, header.seq, sealed.header, sealed.body, sealed.hash, sealed.signature)
        self._target.execute(_ADD, row)
        if before == 0 and header.kind != "epoch_opened":
            projections.adopt_epoch(self._target, position, header)
        with contextlib.suppress(msgspec.DecodeError):
            body = open_body(sealed.body)
            projections.project(self._target, position, header, body)
            if isinstance(body, Sale | BasketAbandoned):
                self._finished.add(body.basket.sale_id)
        self._heads[header.epoch] = header.seq, sealed.hash
        self._hlc = header.stamp.hlc
        self.last = Mark(position, header.epoch, header.seq, sealed.hash)
        if self._seen is not None and self.last == self._seen:
            self._agrees = True


def salvage(
    damaged: Path, target: sqlite3.Connection, *, workstation: str, key: Ed25519PublicKey, seen: Mark | None
) -> Salvaged:
    """Bring over what can be read of the `damaged` database into the open, empty journal `target`."""
    reading = Reading(damaged, seen)
    try:
        copier = Copier(target, workstation, key, seen)
        copier.entries(reading)
        target.execute("BEGIN IMMEDIATE")
        drafts, intents = copier.drafts(reading), copier.intents(reading)
        sheets.write(target, reading.sheets())
        target.execute("COMMIT")
    finally:
        reading.close()
    known = seen if seen is not None and seen.position > copier.last.position else copier.last
    return Salvaged(copier.last.position, drafts, intents, copier.last, known, copier.whole)


def _sealed(row: tuple[object, ...]) -> Iterator[Sealed]:
    header, body, hashed, signature = row
    if (
        isinstance(header, bytes)
        and isinstance(body, bytes)
        and isinstance(hashed, bytes)
        and isinstance(signature, bytes)
    ):
        yield Sealed(header, body, hashed, signature)


def _text(row: tuple[object, ...], *, blobs: set[int]) -> list[object]:
    """Return a row read as bytes with its texts decoded; raises `UnicodeDecodeError`."""
    return [
        value.decode() if isinstance(value, bytes) and index not in blobs else value for index, value in enumerate(row)
    ]
