"""People's keys at the hub, in a SQLite file of their own beside whatever database the hub has. Never in its backups.

Posting reads it, routes serve rings from it, an erasure blanks a key in it. Deleted content is overwritten
(`secure_delete`) and there is no log that keeps it. A store that was lost begins with ring numbers of its own, so that
no key id ever names two keys; one that was put back loses again what had been erased (`members.reconcile`).
"""

from __future__ import annotations

import os
import secrets
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pos_app.domain.errors import Fault
from pos_app.domain.key_rings import (
    BLANK,
    LEASE_KEYS,
    LOOKUP_RING,
    RING_KEYS,
    KeyRing,
    RingKeys,
    key_id,
    place_of,
)
from pos_app.domain.sealing import KEY_BYTES, LOOKUP_BYTES, LOOKUP_KEY_BYTES, replaced_lookup

APPLICATION_ID: Final = 0x504F534B
"""Of SQLite's header: "POSK"."""
BUSY_MS: Final = 10_000
NUMBERS: Final = 9_000
"""A new store begins at one of so many thousands times `STEP`."""
STEP: Final = 100_000
AHEAD_KEYS: Final = 300
"""With fewer keys left to grant the next ring is made, so that tills have it before it is needed."""
LEASE_LEFT_MIN: Final = LEASE_KEYS // 2
"""A workstation that has fewer unused keys is granted another ring."""
_TABLES: Final = """
CREATE TABLE store (one INTEGER PRIMARY KEY CHECK (one = 1), first INTEGER NOT NULL) STRICT;
CREATE TABLE ring (
    chain TEXT NOT NULL, ring INTEGER NOT NULL, version INTEGER NOT NULL, leased_to TEXT NOT NULL,
    granted INTEGER NOT NULL, keys BLOB NOT NULL, PRIMARY KEY (chain, ring)
) STRICT;
CREATE TABLE replaced (chain TEXT NOT NULL, bucket INTEGER NOT NULL, PRIMARY KEY (chain, bucket)) STRICT;
"""


class KeyStore:
    """The open store; any thread may call it, one at a time."""

    def __init__(self, path: Path) -> None:
        """Open the store, or make it at the first start; `Fault("hub.key_store")` when it can't be used."""
        self._lock = threading.RLock()
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        try:
            self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=BUSY_MS / 1_000)
            for pragma in ("journal_mode = DELETE", "synchronous = FULL", "secure_delete = ON"):
                self._db.execute(f"PRAGMA {pragma}")
            self._make()
        except sqlite3.DatabaseError as error:
            raise Fault("hub.key_store", detail=str(error)) from error

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def state(self, chain: str) -> tuple[int, int]:
        """Return what changes when a ring is made or replaced: how many there are, and the sum of their versions."""
        with self._lock:
            found = self._db.execute(
                "SELECT count(*), coalesce(sum(version), 0) FROM ring WHERE chain = ?", (chain,)
            ).fetchone()
        return int(found[0]), int(found[1])

    def rings(self, chain: str) -> list[KeyRing]:
        """Return every ring's number, version and leaseholder."""
        with self._lock:
            found = self._db.execute(
                "SELECT ring, version, leased_to FROM ring WHERE chain = ? ORDER BY ring", (chain,)
            )
            return [KeyRing(*row) for row in found]

    def ring(self, chain: str, number: int) -> RingKeys | None:
        """Return a ring with its keys."""
        with self._lock:
            row = self._db.execute(
                "SELECT ring, version, keys, leased_to, granted FROM ring WHERE chain = ? AND ring = ?", (chain, number)
            ).fetchone()
        if row is None:
            return None
        _, version, keys, leased_to, granted = row
        return RingKeys(number, version, keys, leased_to, granted if leased_to else 0)

    def key(self, chain: str, named: str) -> bytes | None:
        """Return a key by its id; None when it was erased or never was."""
        place = place_of(named)
        ring = None if place is None else self.ring(chain, place[0])
        return None if ring is None or place is None else ring.key(place[1])

    def lookup(self, chain: str) -> bytes:
        """Return the lookup keys, made at the first call."""
        with self._writing():
            found = self.ring(chain, LOOKUP_RING)
            if found is None:
                self._add(chain, LOOKUP_RING, "", secrets.token_bytes(LOOKUP_BYTES))
                found = self.ring(chain, LOOKUP_RING)
            assert found is not None
            return found.keys

    def grant(self, chain: str, count: int) -> list[tuple[str, bytes]]:
        """Give `count` keys that nobody has, with their ids: the hub's own, for imports and customers' orders."""
        given: list[tuple[str, bytes]] = []
        with self._writing():
            while len(given) < count:
                number = self._ring_with_room(chain)
                ring = self.ring(chain, number)
                assert ring is not None
                first = self._granted(chain, number)
                last = min(ring.slots(), first + count - len(given))
                keys = ((slot, ring.key(slot)) for slot in range(first, last))
                given += [(key_id(number, slot), key) for slot, key in keys if key is not None]
                self._db.execute("UPDATE ring SET granted = ? WHERE chain = ? AND ring = ?", (last, chain, number))
            self._stock_up(chain)
        return given

    def lease(self, chain: str, holder: str) -> bool:
        """See that a workstation ("store/workstation") has keys to enrol with offline; tell whether a ring was made."""
        with self._writing():
            left = self._db.execute(
                "SELECT coalesce(sum(length(keys) / ? - granted), 0) FROM ring WHERE chain = ? AND leased_to = ?",
                (KEY_BYTES, chain, holder),
            ).fetchone()[0]
            if left >= LEASE_LEFT_MIN:
                return False
            self._add(chain, self._next(chain), holder, secrets.token_bytes(LEASE_KEYS * KEY_BYTES))
            return True

    def note_used(self, chain: str, named: str) -> None:
        """Note that a leased key has been given to a member."""
        place = place_of(named)
        if place is None:
            return
        with self._writing():
            self._db.execute(
                "UPDATE ring SET granted = max(granted, ?) WHERE chain = ? AND ring = ? AND leased_to <> ''"
                " AND length(keys) >= ?",
                (place[1] + 1, chain, place[0], (place[1] + 1) * KEY_BYTES),
            )

    def erase(self, chain: str, named: Iterable[str], buckets: Iterable[int] = ()) -> bool:
        """Delete keys and replace lookup keys, for good; rings that changed get a higher version. Tell whether any.

        Which lookup keys were replaced is remembered until `rehashed`: the others who share them are hashed again.
        """
        changed: dict[int, bytes] = {}
        with self._writing():
            for place in filter(None, map(place_of, named)):
                number, slot = place
                keys = changed.get(number) or self._keys(chain, number)
                start = slot * KEY_BYTES
                if keys[start : start + KEY_BYTES] not in {b"", BLANK}:
                    changed[number] = keys[:start] + BLANK + keys[start + KEY_BYTES :]
            for bucket in buckets:
                keys = changed.get(LOOKUP_RING) or self.lookup(chain)
                changed[LOOKUP_RING] = replaced_lookup(keys, bucket, secrets.token_bytes(LOOKUP_KEY_BYTES))
                self._db.execute("INSERT OR IGNORE INTO replaced VALUES (?, ?)", (chain, bucket))
            for number, keys in changed.items():
                self._db.execute(
                    "UPDATE ring SET keys = ?, version = version + 1 WHERE chain = ? AND ring = ?",
                    (keys, chain, number),
                )
        return bool(changed)

    def replaced(self, chain: str) -> frozenset[int]:
        """Return the lookup keys that were replaced and whose members are still hashed under the old ones."""
        with self._lock:
            found = self._db.execute("SELECT bucket FROM replaced WHERE chain = ?", (chain,))
            return frozenset(bucket for (bucket,) in found)

    def rehashed(self, chain: str, buckets: Iterable[int], version: int) -> None:
        """Forget that these were replaced: everybody who shares them is hashed under ring 0 as of `version`."""
        with self._writing():
            found = self.ring(chain, LOOKUP_RING)
            if found is None or found.version != version:
                return  # another erasure came between; they are hashed once more
            self._db.executemany("DELETE FROM replaced WHERE chain = ? AND bucket = ?", [(chain, b) for b in buckets])

    def raise_to(self, chain: str, number: int, version: int) -> None:
        """Let a ring's version be at least `version`: the store was put back, and tills know a later one."""
        with self._writing():
            self._db.execute(
                "UPDATE ring SET version = max(version, ?) WHERE chain = ? AND ring = ?", (version, chain, number)
            )

    def _make(self) -> None:
        with self._writing():
            if self._db.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID:
                return
            for statement in _TABLES.split(";\n"):
                self._db.execute(statement)
            self._db.execute("INSERT INTO store VALUES (1, ?)", (secrets.randbelow(NUMBERS) * STEP + 1,))
            self._db.execute(f"PRAGMA application_id = {APPLICATION_ID}")

    def _ring_with_room(self, chain: str) -> int:
        found = self._db.execute(
            "SELECT ring FROM ring WHERE chain = ? AND leased_to = '' AND ring <> ? AND granted < length(keys) / ?"
            " ORDER BY ring LIMIT 1",
            (chain, LOOKUP_RING, KEY_BYTES),
        ).fetchone()
        return int(found[0]) if found else self._another(chain)

    def _stock_up(self, chain: str) -> None:
        left = self._db.execute(
            "SELECT coalesce(sum(length(keys) / ? - granted), 0) FROM ring"
            " WHERE chain = ? AND leased_to = '' AND ring <> ?",
            (KEY_BYTES, chain, LOOKUP_RING),
        ).fetchone()[0]
        if left < AHEAD_KEYS:
            self._another(chain)

    def _another(self, chain: str) -> int:
        number = self._next(chain)
        self._add(chain, number, "", secrets.token_bytes(RING_KEYS * KEY_BYTES))
        return number

    def _next(self, chain: str) -> int:
        last, first = self._db.execute(
            "SELECT (SELECT coalesce(max(ring), 0) FROM ring WHERE chain = ?), first FROM store", (chain,)
        ).fetchone()
        return int(max(last + 1, first))

    def _add(self, chain: str, number: int, holder: str, keys: bytes) -> None:
        self._db.execute("INSERT INTO ring VALUES (?, ?, 1, ?, 0, ?)", (chain, number, holder, keys))

    def _granted(self, chain: str, number: int) -> int:
        found = self._db.execute("SELECT granted FROM ring WHERE chain = ? AND ring = ?", (chain, number)).fetchone()
        return int(found[0])

    def _keys(self, chain: str, number: int) -> bytes:
        found = self.ring(chain, number)
        return b"" if found is None else found.keys

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._lock:
            if self._db.in_transaction:  # part of a larger one
                yield
                return
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
