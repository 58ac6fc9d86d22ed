"""Everybody's names and phone tails, decrypted into memory in the background after the till's start. Never on disk.

The till opens one; a desk asks `find` from its own thread. Until the first round is through `ready` is False and the
screen says "loading names"; phone and card are found by keyed hash all the while (`Catalogue`). The thread works in
pieces of a few milliseconds, so that the window never waits for it. It follows the cache, the keys and own entries.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from pos_app.domain.entries_members import MemberEnrolled, PersonalFields
from pos_app.domain.errors import Fault, Refusal
from pos_app.domain.people import PersonFields
from pos_app.domain.sealing import open_person
from pos_app.store import cache_people, journal_file, journal_subjects
from pos_app.store.catalogue_files import CatalogueFiles
from pos_app.store.people_keys import PeopleKeys
from pos_app.store.people_names import Names

LOOK_S: Final = 0.25
PIECE_ROWS: Final = 500
"""Rows between two pauses: some 4 ms of work."""
PAUSE_S: Final = 0.0003
QUIET_S: Final = 0.5
"""Keys come in many files; the index is made again when no more have come for so long."""
CHANGES_AT_ONCE: Final = 200
"""With more of them reading everybody is quicker."""
_BEYOND_LIMIT: Final = 20
"""So many more are looked at as may turn out erased meanwhile."""
_PIECE: Final = """
SELECT key, coalesce(store, chain) FROM row
WHERE stream = ? AND key > ? AND coalesce(store, chain) IS NOT NULL ORDER BY key LIMIT ?
"""
_ONE: Final = "SELECT coalesce(store, chain) FROM row WHERE stream = ? AND key = ?"
_LAST_CHANGE: Final = "SELECT coalesce(max(number), 0) FROM person_change"
_CHANGES: Final = "SELECT number, stream, key FROM person_change WHERE number > ? ORDER BY number LIMIT ?"
_HAS_CHANGES: Final = "SELECT 1 FROM sqlite_master WHERE name = 'person_change'"
_log: Final = logging.getLogger(__name__)


class Person(NamedTuple):
    """Somebody who was found: `kind` is member | order, `id` the row's key, and the fields in clear."""

    kind: str
    id: str
    fields: PersonFields


class PeopleIndex:
    """One till's index. `start` begins the thread, `close` ends it."""

    def __init__(self, folder: Path, store: str, keys: PeopleKeys) -> None:
        """Read the cache and the journal of the data `folder`; nothing is opened yet."""
        self._folder, self._store, self._keys = folder, store, keys
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="people", daemon=True)
        self._names: Names | None = None
        self._own: dict[str, PersonalFields] = {}
        self._rows: CatalogueFiles | None = None
        self._change = 0
        self._generation = ""
        self._rings: dict[int, tuple[int, int]] = {}
        self._rings_moved_s: float | None = None
        self.unreadable = 0
        """People whose key is not here: erased, or the rings have yet to come."""

    def start(self) -> None:
        """Begin to read, beside the caller."""
        self._thread.start()

    def close(self) -> None:
        """Stop reading and forget everybody."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()
        self._names = None
        if self._rows is not None:
            self._rows.close()
            self._rows = None

    @property
    def ready(self) -> bool:
        """Everybody has been read once; until then a screen says that names are being loaded."""
        return self._names is not None

    def __len__(self) -> int:
        """Return how many people are known."""
        return 0 if self._names is None else len(self._names)

    def size_bytes(self) -> int:
        """Return how much memory the names take."""
        return 0 if self._names is None else self._names.size_bytes()

    def note(self, member: str, personal: PersonalFields) -> None:
        """Know a member who was enrolled here a moment ago."""
        with self._lock:
            self._own[member] = personal
            if self._names is not None:
                self._names.remove("m", member)
                self._put(self._names, "member", member, personal)

    def find(self, text: str, limit: int) -> list[Person]:
        """Return up to `limit` people by name, or by the last digits of the phone (three and more); best first."""
        with self._lock:
            named = [] if self._names is None else self._names.find(text, limit + _BEYOND_LIMIT)
        if self._rows is None:
            self._rows = CatalogueFiles(self._folder / "cache", self._store)
        self._rows.refresh()
        found: list[Person] = []
        for letter, identifier in named:
            if len(found) >= limit:
                break
            kind = _KINDS[letter]
            personal = self._personal(self._rows, kind, identifier)
            with contextlib.suppress(Refusal):
                if personal is not None:
                    found.append(Person(kind, identifier, open_person(personal, self._keys.key(personal.key_id))))
        return found

    def ids(self, kind: str, text: str, limit: int) -> list[str]:
        """Return ids of up to `limit` people of one kind (member | order) as `find` would; nobody is opened for it."""
        with self._lock:
            named = [] if self._names is None else self._names.find(text, limit, kind[0])
        return [identifier for _, identifier in named]

    def _personal(self, rows: CatalogueFiles, kind: str, identifier: str) -> PersonalFields | None:
        """Return a person's cipher text as it is now; for the thread that calls `find`."""
        for (body,) in rows.rows(_ONE, (kind, identifier)):
            return cache_people.personal(body).personal
        return self._own.get(identifier) if kind == "member" else None

    # The thread

    def _run(self) -> None:
        rows = CatalogueFiles(self._folder / "cache", self._store)
        try:
            while not self._stop.is_set():
                try:
                    self._look(rows)
                except Exception:  # noqa: BLE001 - a bug here must not end the till, nor finding people for good
                    _log.exception("the index of people could not be brought up to date")
                self._stop.wait(LOOK_S)
        finally:
            rows.close()

    def _look(self, rows: CatalogueFiles) -> None:
        moved = rows.refresh()
        if self._names is None or self._keys_settled():
            self._build(rows)
        elif moved:
            generation = rows.generation()
            if generation is None or generation.name != self._generation:
                self._build(rows)
            elif rows.rows(_HAS_CHANGES):
                self._follow(rows)

    def _keys_settled(self) -> bool:
        """Tell whether keys moved that matter, and have all come by now."""
        rings = self._keys.stamps()
        if rings != self._rings:
            known_changed = any(rings.get(ring) != stamp for ring, stamp in self._rings.items())
            self._rings = rings
            self._keys.refresh()
            if known_changed or self.unreadable:
                self._rings_moved_s = time.monotonic()
            return False
        if self._rings_moved_s is None or time.monotonic() - self._rings_moved_s < QUIET_S:
            return False
        self._rings_moved_s = None
        return True

    def _build(self, rows: CatalogueFiles) -> None:
        """Read everybody into new names, then let them be the names."""
        self._rings = self._keys.stamps()
        self._keys.refresh()
        generation = rows.generation()
        change = rows.rows(_LAST_CHANGE)[0][0] if rows.rows(_HAS_CHANGES) else 0
        names, self.unreadable = Names(), 0
        with self._keys.all_open() as key_of:
            for kind in sorted(cache_people.STREAMS):
                self._read(rows, names, kind, key_of)
        here = self._enrolled_here(rows)
        with self._lock:
            self._own = here | self._own
            own = dict(self._own)
        told = {member for member in own if rows.rows(_ONE, ("member", member))}
        rows.rows("PRAGMA shrink_memory")  # nobody reads all of it again
        if self._stop.is_set():
            return
        with self._lock:
            # The feed speaks of those by now, or says that there are none; the others, noted meanwhile too, are ours.
            self._own = {member: personal for member, personal in self._own.items() if member not in told}
            for member, personal in self._own.items():
                self._put(names, "member", member, personal)
            self._names, self._change = names, change
            self._generation = "" if generation is None else generation.name

    def _read(self, rows: CatalogueFiles, names: Names, kind: str, key_of: Callable[[str], bytes | None]) -> None:
        after = ""
        while not self._stop.is_set():
            some = rows.rows(_PIECE, (kind, after, PIECE_ROWS))
            for key, body in some:
                found = cache_people.personal(body).personal
                if found is not None:
                    self._put(names, kind, key, found, key_of)
            if len(some) < PIECE_ROWS:
                return
            after = some[-1][0]
            time.sleep(PAUSE_S)

    def _follow(self, rows: CatalogueFiles) -> None:
        """Read again those whom the daemon noted as changed; everybody, when they are many."""
        if rows.rows(_LAST_CHANGE)[0][0] - self._change > CHANGES_AT_ONCE:
            self._build(rows)
            return
        while not self._stop.is_set():
            changes = rows.rows(_CHANGES, (self._change, CHANGES_AT_ONCE))
            if not changes:
                return
            if changes[0][0] > self._change + 1:  # the log is bounded, and we are behind it
                self._build(rows)
                return
            for number, kind, key in changes:
                bodies = rows.rows(_ONE, (kind, key))
                found = cache_people.personal(bodies[0][0]).personal if bodies else None
                with self._lock:
                    assert self._names is not None
                    self._names.remove(kind[0], key)
                    self._own.pop(key, None)
                    if found is not None:
                        self._put(self._names, kind, key, found)
                    self._change = number
            time.sleep(PAUSE_S)

    def _put(
        self,
        names: Names,
        kind: str,
        identifier: str,
        personal: PersonalFields,
        key_of: Callable[[str], bytes | None] | None = None,
    ) -> None:
        try:
            fields = open_person(personal, (key_of or self._keys.key)(personal.key_id))
        except Refusal:
            self.unreadable += 1
        else:
            names.add(kind[0], identifier, fields.name, fields.phone)

    def _enrolled_here(self, rows: CatalogueFiles) -> dict[str, PersonalFields]:
        """Return the members of own entries of whom the feed has never spoken."""
        path = journal_file.path_of(self._folder)
        if not path.exists():
            return {}
        found: dict[str, PersonalFields] = {}
        try:
            with contextlib.closing(journal_file.open_database(path, writing=False)) as journal:
                for member in journal_subjects.subjects_after(journal, "member", 0):
                    if rows.rows("SELECT 1 FROM row WHERE stream = 'member' AND key = ?", (member,)):
                        continue
                    for entry in journal_subjects.entries_about(journal, "member", member):
                        if isinstance(entry.body, MemberEnrolled):
                            found[member] = entry.body.personal
                            self._keys.note_used(entry.body.personal.key_id)
        except (sqlite3.Error, Fault, msgspec.DecodeError) as error:
            _log.warning("own members are not in the index: %s", type(error).__name__)
        return found


_KINDS: Final = {kind[0]: kind for kind in cache_people.STREAMS}
