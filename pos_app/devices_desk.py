"""What the Devices and sync page asks: how till, journal, catalogue, printer and daemon stand now, as values.

The screen's bridge calls it on the thread that writes the journal; a look costs about a millisecond and changes
nothing. What the page does (test page, drawer) goes through the till desk, so that it is recorded like a sale's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Final

from pos_app.clock import Clock
from pos_app.devices import Counter
from pos_app.domain.chain import Header
from pos_app.domain.codes.scan import read_code
from pos_app.domain.errors import Refusal
from pos_app.domain.feed import Ack, EntryState, State
from pos_app.selling.devices_view import (
    CatalogueView,
    DevicesView,
    QueueEntry,
    QueueState,
    ScanReading,
    StationView,
)
from pos_app.selling.lamp import SyncSeen
from pos_app.selling.shop import Shop
from pos_app.selling.view import Said, Told
from pos_app.store.identity import Identity
from pos_app.store.journal import Journal
from pos_app.till import Till

NEWEST: Final = 50
"""Entries of the queue that are shown."""
LOOK_MAX: Final = 50
"""Entries that need a look that are shown above them."""
_NUMBERS: Final = ("scanned", "gtin14", "item_reference", "digits", "text")
"""Where the kinds of codes keep what they are known by."""
DRAWER_TEST: Final = "drawer_test"
"""The reason of the no-sale that a drawer test is."""


class DevicesDesk:
    """Looks at one workstation; `who` is its identity, `sync` how its daemon is."""

    def __init__(
        self,
        till: Till,
        journal: Journal,
        shop: Shop,
        who: Identity,
        counter: Counter,
        sync: Callable[[], SyncSeen],
        clock: Clock,
    ) -> None:
        """Look through the till's own rooms."""
        self._till = till
        self._journal = journal
        self._shop = shop
        self._who = who
        self._counter = counter
        self._sync = sync
        self._clock = clock

    def look(self) -> DevicesView:
        """Return how everything stands now."""
        generation = self._shop.catalogue.generation
        sync = self._sync()
        scope = self._journal.scope
        return DevicesView(
            self._till.lamp(),
            sync,
            StationView(
                self._who.name,
                scope.workstation,
                scope.store,
                scope.chain,
                self._who.hub,
                self._journal.epoch,
                self._journal.position,
            ),
            CatalogueView(generation.name, generation.made_ms, generation.is_current, sync.catalogue_age_ms)
            if generation
            else None,
            self._queue(),
            self._counter.health().condition,
            (*self._journal.opening.alarms, *self._journal.health),
            self._shop.zone,
        )

    def test_page(self) -> Told:
        """Print a test page; what comes of it shows in the printer's state."""
        return self._till.test_page()

    def test_drawer(self) -> Told:
        """Open the drawer: a no-sale on record, so somebody must be signed on."""
        return self._till.no_sale(DRAWER_TEST)

    def read_scan(self, text: str) -> ScanReading:
        """Return what the till would read from a scan; nothing is sold."""
        today = dt.datetime.fromtimestamp(self._clock.wall_ms() / 1_000, tz=self._shop.zone).date()
        try:
            read = read_code(text, self._shop.codes, today, refuse_expired=False)
        except Refusal as no:
            return ScanReading("refused", text, "", Said(no.message_id, no.params))
        kind = str(type(read).__struct_config__.tag)
        code = next((str(value) for name in _NUMBERS if (value := getattr(read, name, ""))), text)
        return ScanReading(kind, code, str(getattr(read, "symbology", "")))

    def now_ms(self) -> int:
        """Return the wall time that ages on the page are counted from."""
        return self._clock.wall_ms()

    def _queue(self) -> tuple[QueueEntry, ...]:
        catalogue = self._shop.catalogue
        workstation = self._journal.scope.workstation
        states = {(each.epoch, each.seq): each for each in catalogue.entry_states() if each.state is not State.STORED}
        headers = [each for each in self._journal.newest_headers(NEWEST) if each.workstation == workstation]
        shown = {(header.epoch, header.seq) for header in headers}
        older = [self._journal.header_at(*place) for place in list(states)[:LOOK_MAX] if place not in shown]
        acknowledged = _acknowledged(catalogue.acks())
        entries = [_entry(header, acknowledged, states) for header in (*filter(None, older), *headers)]
        return tuple(sorted(entries, key=lambda entry: entry.state is not QueueState.LOOK))


def _acknowledged(acks: Iterable[Ack]) -> dict[int, int]:
    """Return the highest acknowledged seq of each epoch, at whatever stage."""
    reached: dict[int, int] = {}
    for ack in acks:
        reached[ack.epoch] = max(reached.get(ack.epoch, 0), ack.seq)
    return reached


def _entry(header: Header, acknowledged: dict[int, int], states: dict[tuple[int, int], EntryState]) -> QueueEntry:
    place = (header.epoch, header.seq)
    if place in states:
        state, reason = QueueState.LOOK, states[place].reason or str(states[place].state)
    else:
        sent = header.seq <= acknowledged.get(header.epoch, 0)
        state, reason = (QueueState.SENT if sent else QueueState.WAITING), ""
    return QueueEntry(header.epoch, header.seq, header.kind, header.stamp.wall_ms, state, reason)
