"""What needs a person at a store, as sentences: where it happened, what is wrong, what to do, how to settle it.

`./pos hub exceptions` prints `sentences`, or `as_json`; both read the hub's database through `sync.hub.reports`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from pos_app.domain.store_rows import StoreInfo
from pos_app.exceptions_desk import MONEY, QUANTITIES, advice
from pos_app.selling.receipt_paper import receipt_code
from pos_app.words import moment_text, money_text, quantity_text, say
from sync.hub import reports
from sync.hub.database import Database
from sync.hub.reports import Exceptional, Quarantined
from sync.hub.settings import DEFAULT_CHAIN
from sync.hub.versions import store_info

LANGUAGE: Final = "en"
STOCK: Final = "stock:"
ORDER: Final = "order:"
"""Begin the name of a row that is no entry's: the stock of one product, an order reported at the hub."""
_AMOUNT: Final = re.compile(r"((?:[<>]= )?)(-?\d{1,19})")


class Listed(msgspec.Struct, frozen=True):
    """Both lists of a store, as `--json` prints them."""

    exceptions: tuple[Exceptional, ...]
    quarantine: tuple[Quarantined, ...]


class _Words:
    """A store's own way to write times and money."""

    def __init__(self, store: str, info: StoreInfo | None, names: dict[str, str]) -> None:
        self.store = store
        self._currency = info.currency if info is not None else ""
        self._zone = _zone(info.time_zone if info is not None else "UTC")
        self._names = names

    def moment(self, wall_ms: int) -> str:
        return moment_text(LANGUAGE, wall_ms, self._zone)

    def where(self, row: Exceptional | Quarantined) -> str:
        """Return when and at which workstation it was, and the receipt when it is a sale."""
        name = self._names.get(row.workstation, "")
        said = {
            "moment": self.moment(row.made_ms),
            "workstation": f"{name} ({row.workstation})" if name else row.workstation,
            "store": self.store,
        }
        if not row.workstation:
            return say(LANGUAGE, "hub.list.store", **said)
        if row.receipt is None:
            return say(LANGUAGE, "hub.list.entry", **said)
        return say(LANGUAGE, "hub.list.sale", **said, receipt=receipt_code(row.workstation, row.epoch, row.receipt))

    def figure(self, kind: str, text: str) -> str:
        """Return an expected or found figure: an amount of money with its symbol, a quantity in its unit."""
        if kind in QUANTITIES and text.isdecimal():
            return quantity_text(LANGUAGE, int(text))
        found = _AMOUNT.fullmatch(text)
        if found is None or kind not in MONEY or not self._currency:
            return text
        return found[1] + money_text(LANGUAGE, int(found[2]), self._currency)

    def what(self, row: Exceptional | Quarantined) -> str:
        """Return the sentence about what is wrong."""
        if isinstance(row, Quarantined):
            return say(LANGUAGE, f"hub.quarantine.{row.reason}", detail=row.detail)
        expected, found = self.figure(row.kind, row.expected), self.figure(row.kind, row.found)
        said = say(LANGUAGE, f"hub.exception.{row.kind}", subject=row.subject, expected=expected, found=found)
        return said[:1].upper() + said[1:]


def entry_name(row: Exceptional | Quarantined) -> str:
    """Return the name by which `./pos hub settle --entry` finds a row's place again."""
    if isinstance(row, Exceptional) and not row.workstation:
        return (ORDER if row.kind.startswith(ORDER[:-1]) else STOCK) + row.subject
    return f"{row.workstation}/{row.epoch:x}/{row.seq}"


def listed(database: Database, store: str, *, everything: bool = False) -> Listed:
    """Read both lists of a store: what is open, or `everything`; at most 1,000 rows of each, the oldest."""
    with database.reading() as tx:
        return Listed(
            tuple(reports.exceptions(tx, DEFAULT_CHAIN, store, everything=everything)),
            tuple(reports.quarantined(tx, DEFAULT_CHAIN, store, everything=everything)),
        )


def sentences(database: Database, store: str, *, everything: bool = False) -> Iterator[str]:
    """Give the lines that a person reads, oldest first; one line when there is nothing."""
    found = listed(database, store, everything=everything)
    with database.reading() as tx:
        words = _Words(store, store_info(tx, DEFAULT_CHAIN, store), reports.names(tx, DEFAULT_CHAIN, store))
    rows: list[Exceptional | Quarantined] = [*found.exceptions, *found.quarantine]
    if not rows:
        yield say(LANGUAGE, "hub.list.none", store=store)
    for row in sorted(rows, key=lambda row: (row.made_ms, row.workstation, row.epoch, row.seq)):
        yield from _lines(row, words)
    if reports.PAGE_MAX in (len(found.exceptions), len(found.quarantine)):
        yield say(LANGUAGE, "hub.list.more", count=len(rows))


def _lines(row: Exceptional | Quarantined, words: _Words) -> Iterator[str]:
    kind = row.kind if isinstance(row, Exceptional) else row.reason
    yield words.where(row)
    yield f"  {words.what(row)}"
    if row.settled_ms is None:
        yield f"  {say(LANGUAGE, advice(kind))}"
        yield f"  {say(LANGUAGE, 'hub.list.to_settle', store=words.store, entry=entry_name(row))}"
    else:
        moment = words.moment(row.settled_ms)
        yield f"  {say(LANGUAGE, 'hub.list.settled', by=row.settled_by, moment=moment, note=row.settled_note)}"


def as_json(database: Database, store: str, *, everything: bool = False) -> str:
    """Return both lists as one JSON object, for programs."""
    said = msgspec.json.encode(listed(database, store, everything=everything))
    return msgspec.json.format(said, indent=2).decode()


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
