"""The suspicious owner: lays paper, journal and hub beside each other after any disaster, and names what is wrong.

`wrongs` is pure, so that a test can show it fabricated losses; `evidence` gathers what there is after the processes
have ended or come to rest.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec

from pos_app.cli import hub_desk, reconcile
from pos_app.clock import SystemClock
from pos_app.devices import JobKind
from pos_app.domain.chain import open_body, open_header
from pos_app.domain.entries import Sale
from pos_app.selling.receipt_paper import receipt_code
from pos_app.store import identity
from pos_app.store.journal import Journal
from pos_app.store.journal_reader import JournalReader
from pos_app.store.verify import verify
from sync.hub import figures
from sync.hub.settings import HubSettings
from tests.faults.street import OPENING

UNKNOWN = "unknown"


class Slip(msgspec.Struct, frozen=True):
    """What stands on one receipt that left the printer."""

    code: str
    due: int
    duplicate: bool = False


class Sold(msgspec.Struct, frozen=True):
    """A sale as the journal has it, and how each wish to print it ended ("" while open)."""

    sale_id: str
    code: str
    due: int
    prints: tuple[str, ...] = ("done",)


class Evidence(msgspec.Struct, frozen=True):
    """Everything that can be compared."""

    slips: tuple[Slip, ...]
    sales: tuple[Sold, ...]
    drafts: frozenset[str] = frozenset()
    """Sale ids of the baskets that lie open or on hold."""
    findings: tuple[str, ...] = ()
    """What `verify` says of the journal."""
    differences: tuple[str, ...] = ()
    """Where hub and till differ, entry by entry and sum by sum."""


def wrongs(found: Evidence) -> Iterator[str]:
    """Return, a line each, everything that must never be."""
    yield from _of_paper(found)
    yield from _of_sales(found)
    yield from (f"verify: {finding}" for finding in found.findings)
    yield from found.differences


def _of_paper(found: Evidence) -> Iterator[str]:
    by_code = {sold.code: sold for sold in found.sales}
    for slip in found.slips:
        sold = by_code.get(slip.code)
        if sold is None:
            yield f"receipt {slip.code} was printed and its sale is lost"
        elif sold.due != slip.due:
            yield f"receipt {slip.code} says {slip.due}, its sale {sold.due}"
    first_prints = Counter(slip.code for slip in found.slips if not slip.duplicate)
    for code, count in first_prints.items():
        if count > 1:
            yield f"receipt {code} was printed {count} times without saying DUPLICATE"
    for sold in found.sales:
        if sold.code not in first_prints and UNKNOWN not in sold.prints:
            yield f"sale {sold.code} has no paper, and nobody was told: {sold.prints}"


def _of_sales(found: Evidence) -> Iterator[str]:
    for sold in found.sales:
        if not sold.prints or "" in sold.prints:
            yield f"the wish to print sale {sold.code} was never ended: {sold.prints}"
        if sold.sale_id in found.drafts:
            yield f"sale {sold.code} is finished and its basket still lies there"
    for sale_id, count in Counter(sold.sale_id for sold in found.sales).items():
        if count > 1:
            yield f"sale {sale_id} stands {count} times in the journal"
    for code, count in Counter(sold.code for sold in found.sales).items():
        if count > 1:
            yield f"receipt number {code} was given {count} times"


def slips(paper: Path) -> tuple[Slip, ...]:
    """Read the paper; a last line without its end did not leave the printer."""
    lines = paper.read_bytes().split(b"\n")[:-1] if paper.exists() else []
    return tuple(msgspec.json.decode(line, type=Slip) for line in lines)


def sales(folder: Path) -> tuple[Sold, ...]:
    """Read every sale of the journal in the data `folder`, and its wishes to print; no till may hold it."""
    who = identity.read(folder)
    found: list[Sold] = []
    with (
        Journal.open(
            folder, identity=who, key=identity.signing_key(folder), clock=SystemClock(), random=secrets.token_bytes
        ) as journal,
        JournalReader.open_readonly(folder, who.scope.workstation) as reader,
    ):
        position = 0
        while entries := reader.after(position):
            for entry in entries:
                position = entry.position
                body = open_body(entry.sealed.body)
                if not isinstance(body, Sale):
                    continue
                header = open_header(entry.sealed)
                sale_id = body.basket.sale_id
                prints = [each.outcome for each in journal.intents.of(sale_id) if each.kind == JobKind.PRINT]
                code = receipt_code(header.workstation, header.epoch, body.receipt)
                found.append(Sold(sale_id, code, body.due, tuple(prints)))
    return tuple(found)


def drafts(folder: Path) -> frozenset[str]:
    """Return the sale ids of the baskets that lie open or on hold; no till may hold the `folder`."""
    who = identity.read(folder)
    with Journal.open(
        folder, identity=who, key=identity.signing_key(folder), clock=SystemClock(), random=secrets.token_bytes
    ) as journal:
        return frozenset(draft.basket.sale_id for draft in journal.drafts.all())


def hub_differences(folder: Path, hub: Path) -> tuple[str, ...]:
    """Compare one till with a hub whose store has no other till."""
    scope, till = reconcile.of_till(folder)
    with hub_desk.opened(HubSettings(hub)) as database:
        return tuple(reconcile.differences(till, figures.of_workstation(database, scope), OPENING))


def evidence(folder: Path, paper: Path, hub: Path) -> Evidence:
    """Gather everything about the till in `folder`, which must be closed."""
    report = verify(folder)
    return Evidence(
        slips(paper),
        sales(folder),
        drafts(folder),
        tuple(f"{each.why} {each.epoch:x}/{each.seq} {each.detail}" for each in report.findings),
        hub_differences(folder, hub),
    )
