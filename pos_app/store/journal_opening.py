"""What the journal looks at before it writes again: the witness, the tail of the chain, whose it is, the clock.

Nothing found here stops a sale. What cannot be trusted ends its epoch: the next one begins with the reason, nothing
is overwritten, and `Opening.alarms` says what people must be told.
"""

from __future__ import annotations

import contextlib
import itertools
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from pos_app.domain.chain import GENESIS, Header, Scope, Sealed, holds, open_header
from pos_app.domain.errors import Fault
from pos_app.store import journal_aside, journal_damage, journal_file, migrations, projections
from pos_app.store.ballast import Ballast
from pos_app.store.journal_faults import fault_of, out_of_room
from pos_app.store.journal_lookup import hash_at
from pos_app.store.journal_records import Entry, WitnessState
from pos_app.store.pen import Pen
from pos_app.store.witness import NOTHING, Mark, Witness

T = TypeVar("T")
ATTEMPTS_MAX: Final = 3
"""Journals opened at one start; when the last is damaged again, the disk is spoiling what was just written."""
TAIL_ENTRIES: Final = 32
"""So many of the last entries are checked at each opening (0.1 ms each); `verify` checks all."""

_DISTRUST: Final = {
    WitnessState.AHEAD: "witness_ahead",
    WitnessState.CONTRADICTS: "chain_broken",
    WitnessState.MISSING: "witness_missing",
}


class Files(NamedTuple):
    """The open parts of a journal, the number of the shape that was found, and alarms to be told."""

    database: Path
    pen: Pen
    witness: Witness
    shape_found: int
    alarms: tuple[str, ...]


def opened(folder: Path, scope: Scope, key: Ed25519PublicKey, begin: Callable[[Files], T]) -> T:
    """Open the current journal of the data `folder` by `begin`; a damaged one is set aside first, a bounded number."""
    for attempt in itertools.count(1):
        name = journal_aside.current(folder)
        try:
            with files(journal_file.path_of(folder, name)) as parts:
                return begin(parts)
        except Fault as fault:
            if fault.message_id != "journal.damaged":
                raise
            detail = str(fault.params.get("detail", ""))
        if attempt >= ATTEMPTS_MAX:
            raise Fault("journal.damaged_often", count=attempt, detail=detail)
        journal_aside.set_aside(folder, name, workstation=scope.workstation, key=key, detail=detail)
    raise AssertionError


def fresh_note(place: Path, last: Mark) -> journal_aside.Note | None:
    """Return why the journal in `place` began as a copy of a damaged one, while nothing was written since."""
    note = journal_aside.note_of(place)
    return note if note is not None and note.salvaged.last.position == last.position else None


@contextlib.contextmanager
def files(database: Path) -> Iterator[Files]:
    """Open what a journal is made of, brought up to date; let go of it again if the caller does not finish.

    The files stay open when the block ends well.
    """
    database.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with contextlib.ExitStack() as stack:
        try:
            witness = Witness.open(database.parent)
            stack.callback(witness.close)
            journal_damage.look_before(database, witness.mark)
            ballast = Ballast(database.parent)
            try:
                connection, found, alarms = _connected(database)
            except sqlite3.Error as error:
                if not (out_of_room(error) and ballast.release()):
                    raise
                connection, found, alarms = _connected(database)
            stack.callback(journal_file.close_untouched, connection, database)
            ballast.fill()
            yield Files(database, Pen(connection, ballast), witness, found, alarms)
        except sqlite3.IntegrityError as error:  # nothing is written twice at opening: the file contradicts itself
            raise journal_damage.damaged(str(error)) from error
        except sqlite3.Error as error:
            raise fault_of(error) or error from error
        except OSError as error:
            raise Fault("journal.disk_failed", detail=error.strerror or "") from error
        stack.pop_all()


def _connected(database: Path) -> tuple[sqlite3.Connection, int, tuple[str, ...]]:
    connection = journal_file.open_database(database, writing=True)
    try:
        journal_damage.look_at_shape(connection)
        found = migrations.migrate(connection, projections.rebuild)
        journal_damage.look_at_facts(connection, database)
        alarms = tuple(f"journal.alarm.{name}" for name in migrations.put_triggers_back(connection))
        if projections.missing(connection):
            connection.execute("BEGIN IMMEDIATE")
            projections.rebuild(connection)
            connection.execute("COMMIT")
        journal_damage.look_at_projections(connection)
    except BaseException:
        journal_file.close_untouched(connection, database)  # what was begun goes with it
        raise
    return connection, found, alarms


def judge(last: Entry | None, mark: Mark | None, hash_at: Callable[[int], bytes | None]) -> WitnessState:
    """Compare where the journal ends with what the witness saw."""
    if mark is None:
        return WitnessState.FRESH if last is None else WitnessState.MISSING
    here = 0 if last is None else last.position
    if mark.position > here:
        return WitnessState.AHEAD
    if mark.position == 0:
        return WitnessState.FRESH if here == 0 else WitnessState.BEHIND if here == 1 else WitnessState.STALE
    if hash_at(mark.position) != mark.hash:
        return WitnessState.CONTRADICTS
    if mark.position == here:
        return WitnessState.EQUAL
    return WitnessState.BEHIND if mark.position == here - 1 else WitnessState.STALE


def reason_for_new_epoch(
    connection: sqlite3.Connection, last: Entry | None, state: WitnessState, scope: Scope, key: Ed25519PublicKey
) -> str:
    """Return why the last epoch must not go on; empty when it may."""
    if state in _DISTRUST:
        return _DISTRUST[state]
    if last is None:
        return "enrolled"
    try:
        header = open_header(last.sealed)
    except msgspec.DecodeError:
        return "chain_broken"
    if (header.chain, header.store, header.workstation) != (scope.chain, scope.store, scope.workstation):
        return "identity_copied"
    return "" if tail_holds(connection, last.epoch, key) else "chain_broken"


def tail_holds(connection: sqlite3.Connection, epoch: int, key: Ed25519PublicKey) -> bool:
    """Tell whether the last entries of `epoch` follow each other, unchanged and signed by `key`."""
    rows = connection.execute(
        "SELECT seq, header, body, hash, signature FROM entry WHERE epoch = ? ORDER BY seq DESC LIMIT ?",
        (epoch, TAIL_ENTRIES + 1),
    ).fetchall()
    for index, (seq, *parts) in enumerate(rows[:TAIL_ENTRIES]):
        sealed = Sealed(*parts)
        before = rows[index + 1] if index + 1 < len(rows) else None
        if not holds(sealed, key) or not _follows(open_header(sealed), epoch, seq, before):
            return False
    return True


def _follows(header: Header, epoch: int, seq: int, before: tuple[int, bytes, bytes, bytes, bytes] | None) -> bool:
    if (header.epoch, header.seq) != (epoch, seq):
        return False
    if before is None:
        return seq == 1 and header.previous == GENESIS
    return before[0] == seq - 1 and before[3] == header.previous


def last_known(last: Entry | None, mark: Mark | None) -> Mark:
    """Return the furthest head that anything here remembers, for the first entry of a new epoch."""
    journal = NOTHING if last is None else Mark(last.position, last.epoch, last.seq, last.sealed.hash)
    return mark if mark is not None and mark.position > journal.position else journal


def keep_log(database: Path, mark: Mark) -> None:
    """Keep a copy of the log whose tail SQLite did not take: a person may still read the lost entries from it."""
    log = database.with_name(database.name + "-wal")
    kept = database.with_name(f"lost-{mark.epoch}-{mark.seq}.wal")
    if log.exists() and not kept.exists():
        with contextlib.suppress(OSError):
            shutil.copyfile(log, kept)


def witness_of(connection: sqlite3.Connection, last: Entry | None, mark: Mark | None) -> WitnessState:
    """Judge the witness against the database behind `connection`."""
    return judge(last, mark, lambda position: hash_at(connection, position))
