"""Proves that a journal is whole, or names what is not: for `pos verify`, support, and every test that breaks one.

Chain, gaps, signatures, sums of each sale, receipt numbers, the witness, the triggers, and the projections against
what the entries give. It reads one snapshot and works while the till sells; making projections again does not.
"""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from pos_app.domain.chain import Sealed
from pos_app.domain.entries import EpochOpened
from pos_app.domain.errors import Fault, Refusal
from pos_app.store import (
    identity,
    journal_file,
    journal_lookup,
    journal_opening,
    locks,
    migrations,
    projections,
    witness,
)
from pos_app.store.journal_faults import fault_of
from pos_app.store.journal_records import Entry, WitnessState
from pos_app.store.projection_tables import TABLES
from pos_app.store.verify_chain import ChainWalk, Finding

FINDINGS_KEPT: Final = 100
"""Findings that a report names; `found` counts all."""
PROGRESS_ENTRIES: Final = 1_000
EXIT_WHOLE: Final = 0
EXIT_DAMAGED: Final = 1

_WITNESS_WHY: Final = {
    WitnessState.AHEAD: "verify.witness_ahead",
    WitnessState.CONTRADICTS: "verify.witness_contradicts",
    WitnessState.MISSING: "verify.witness_missing",
}
Progress = Callable[[int, int], None]
"""Told how many entries of how many have been checked."""


class Report(msgspec.Struct, frozen=True):
    """What was checked and what does not hold; `findings` in the order of the journal, the first bad entry first."""

    entries: int
    sales: int
    epochs: int
    foreign: int
    """Entries of another workstation, whose signatures cannot be checked here."""
    signatures_checked: bool
    witness: WitnessState
    rebuilt: bool
    found: int
    findings: tuple[Finding, ...]

    @property
    def whole(self) -> bool:
        """Tell whether everything holds."""
        return self.found == 0

    @property
    def first_bad(self) -> Finding | None:
        """Return the first entry that does not hold."""
        return next((finding for finding in self.findings if finding.position), None)

    @property
    def exit_code(self) -> int:
        """Return what `pos verify` exits with."""
        return EXIT_WHOLE if self.whole else EXIT_DAMAGED


def verify(folder: Path, *, rebuild: bool = False, progress: Progress | None = None, name: str = "") -> Report:
    """Check the current journal in the data `folder`, or the one called `name`; `rebuild` makes projections anew first.

    Projections are only made again of the current one (`Refusal("verify.not_current")`), from a chain that holds, and
    while no till runs (`Refusal("lock.held")`). Raises `Refusal("journal.absent")` when there is none, `Fault` when the
    file cannot be read at all.
    """
    if name and not journal_file.number_of(name):
        raise Refusal("verify.no_such_journal", name=name, known=", ".join(journal_file.names(folder)))
    if rebuild and name not in {"", journal_file.name_of(folder)}:
        raise Refusal("verify.not_current", name=name)
    path = journal_file.path_of(folder, name)
    if not path.exists():
        raise Refusal("journal.absent", folder=str(folder))
    workstation, key = _whose(folder)
    try:
        report = _checked(path, ChainWalk(workstation, key), progress)
        if rebuild and all(finding.why == "verify.projection" for finding in report.findings):
            with locks.hold(folder, "till"):
                _rebuild(path)
            again = _checked(path, ChainWalk(workstation, key), None)
            report = msgspec.structs.replace(again, rebuilt=True)
    except sqlite3.Error as error:
        raise fault_of(error) or error from error
    return report


def _whose(folder: Path) -> tuple[str, Ed25519PublicKey | None]:
    try:
        return identity.read(folder).scope.workstation, identity.public_key(folder)
    except (Refusal, Fault):
        return "", None


def _checked(path: Path, walk: ChainWalk, progress: Progress | None) -> Report:
    mark = witness.read(path.parent)  # before the snapshot: a till that sells meanwhile is then never behind it
    connection = journal_file.open_database(path, writing=False)
    scratch = journal_file.open_scratch()
    others: list[Finding] = []
    state = WitnessState.FRESH
    try:
        if migrations.found(connection) != migrations.latest():
            raise Refusal("journal.other_version", found=migrations.found(connection), known=migrations.latest())
        connection.execute("BEGIN")
        others.extend(_guards(connection))
        projections.create(scratch)
        total = journal_lookup.last_entry(connection)
        _walk(connection, scratch, walk, progress, total.position if total else 0)
        state = journal_opening.witness_of(connection, total, mark)
        if state in _WITNESS_WHY:
            lost = mark.position - total.position if mark and total else 0
            others.append(Finding(_WITNESS_WHY[state], detail=str(lost)))
        others.extend(_differences(connection, scratch))
    except sqlite3.DatabaseError as error:
        others.append(Finding("verify.file_damaged", detail=str(error)))
    finally:
        scratch.close()
        connection.close()
    found = [*walk.found, *others]
    return Report(
        entries=walk.entries,
        sales=walk.sales,
        epochs=len(walk.epochs),
        foreign=walk.foreign,
        signatures_checked=walk.has_key,
        witness=state,
        rebuilt=False,
        found=len(found),
        findings=tuple(found[:FINDINGS_KEPT]),
    )


def _walk(
    connection: sqlite3.Connection, scratch: sqlite3.Connection, walk: ChainWalk, progress: Progress | None, total: int
) -> None:
    scratch.execute("BEGIN")
    shown: set[int] = set()
    rows = connection.execute("SELECT position, epoch, seq, header, body, hash, signature FROM entry ORDER BY position")
    for position, epoch, seq, *parts in rows:
        said = walk.step(Entry(position, epoch, seq, Sealed(*parts)))
        if said is not None:
            if epoch not in shown and not isinstance(said[1], EpochOpened):
                projections.adopt_epoch(scratch, position, said[0])
            shown.add(epoch)
            projections.project(scratch, position, *said)
        if progress is not None and walk.entries % PROGRESS_ENTRIES == 0:
            progress(walk.entries, total)
    if "filed" not in projections.missing(connection):
        projections.file_receipts(scratch, projections.filed_position(connection))
    scratch.execute("COMMIT")


def _guards(connection: sqlite3.Connection) -> Iterator[Finding]:
    for (problem,) in connection.execute("PRAGMA quick_check(10)"):
        if problem != "ok":
            yield Finding("verify.file_damaged", detail=problem)
    for name in migrations.triggers_missing(connection):
        yield Finding("verify.trigger_missing", detail=name)


def _differences(connection: sqlite3.Connection, scratch: sqlite3.Connection) -> Iterator[Finding]:
    """Compare each projection with what the entries give: the first difference of each table."""
    missing = projections.missing(connection)
    yield from (Finding("verify.projection", detail=f"{table}: not there") for table in missing)
    for table in TABLES.keys() - set(missing):
        statement = f"SELECT * FROM {table} ORDER BY 1, 2"  # noqa: S608 - a name of ours
        if table in {"day_total", "stock_move", "receipt_by_number"}:
            statement += ", 3"  # their keys have three columns
        pairs = itertools.zip_longest(connection.execute(statement), scratch.execute(statement))
        difference = next((pair for pair in pairs if pair[0] != pair[1]), None)
        if difference is not None:
            kept, given = difference
            yield Finding("verify.projection", detail=f"{table}: {kept} kept, {given} by the entries")


def _rebuild(path: Path) -> None:
    connection = journal_file.open_database(path, writing=True)
    try:
        connection.execute("BEGIN IMMEDIATE")
        projections.rebuild(connection)
        connection.execute("COMMIT")
    finally:
        connection.close()
