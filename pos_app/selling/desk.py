"""The rooms of one till, joined: runs each command, does what waits between two, and keeps the view true.

The base of `pos_app.till.Till`, which adds the cashier's verbs. Promises: whatever comes of a command, the view shows
what holds then; what a person must hear after a restart is told, one sentence with each command.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final, NamedTuple

import msgspec

from pos_app.clock import Clock
from pos_app.devices import Condition, Counter, DeviceState, Health
from pos_app.domain.basket import Basket
from pos_app.domain.errors import Fault, Refusal
from pos_app.domain.ids import IdMaker
from pos_app.domain.money import MILLI
from pos_app.domain.signing import Signer
from pos_app.selling.asking import Asking
from pos_app.selling.checkout import Checkout
from pos_app.selling.clock_trust import ClockTrust
from pos_app.selling.entering import Entering
from pos_app.selling.holding import Holding
from pos_app.selling.lamp import SyncSeen, lamp
from pos_app.selling.open_basket import OpenBasket
from pos_app.selling.part_payments import PartPayments
from pos_app.selling.people import People
from pos_app.selling.register import Register
from pos_app.selling.shop import Shop
from pos_app.selling.signed_codes import SignedCodes
from pos_app.selling.tray import Tray
from pos_app.selling.view import Lamp, Paper, Said, SellView, Told
from pos_app.selling.warming import warm_up
from pos_app.selling.window import Window
from pos_app.staff import Staff
from pos_app.store.journal import Journal

IDLE_AFTER_MS: Final = 2_000
"""So long after the last command nobody waits for the till, and the journal may put its files in order."""
_log = logging.getLogger(__name__)


class Workstation(NamedTuple):
    """What stands around the till: its name, its devices, and how its daemon is (asked when the lamp is)."""

    name: str
    counter: Counter
    sync: Callable[[], SyncSeen]
    paper: Paper = Paper.PRINT
    """How a receipt is given when nobody says otherwise."""
    signer: Signer | None = None
    """Signs the codes on this workstation's receipts; without it they have none."""


class Desk:
    """What every command of the till stands on."""

    def __init__(
        self, journal: Journal, shop: Shop, staff: Staff, station: Workstation, *, clock: Clock, ids: IdMaker
    ) -> None:
        """Join the rooms; a basket that a crash left waits for the next sign-in."""
        self._journal = journal
        self._shop = shop
        self._station = station
        self._clock = clock
        self._register = Register(journal, shop, clock, ids)
        self.codes = SignedCodes(shop, journal, clock, station.signer)
        self._asking = Asking(journal, shop, station.counter, self.codes.of_receipt)
        self._people = People(shop, staff, self._register)
        self._basket = OpenBasket(shop, journal.drafts, clock, ids)
        self._entering = Entering(shop, self._basket, clock, lambda: self._register.day)
        self._entering.take_signed = self.codes.scan
        self._holding = Holding(journal.drafts, self._basket, self._entering, self._people, self._register)
        parts = PartPayments(journal)
        self._checkout = Checkout(shop, self._basket, self._people, self._register, self._asking, parts)
        self._checkout.usual_paper = station.paper
        self._tray = Tray(journal.drafts, lambda: self._basket.training)
        self._window = Window(station.name, shop, self._people, self._basket, self._checkout, self._tray)
        self._printer = Health(station.counter.health().state, Condition.UNKNOWN)
        self._clock_trust = ClockTrust(journal)
        self._last_command_ms = clock.monotonic_ms()
        self._to_tell: list[Said] = []
        """What a person must hear, one sentence with each command."""
        self._recover(parts)
        self.view = self._seen()

    @property
    def people(self) -> People:
        """Who is at the till: the other desks ask the same."""
        return self._people

    @property
    def register(self) -> Register:
        """The business day and the epoch that the other desks write under."""
        return self._register

    @property
    def asking(self) -> Asking:
        """The one that asks the printer: the other desks' papers go its way."""
        return self._asking

    def warm_up(self) -> None:
        """Load what the first sale needs, so that nobody waits for it; called once the window is painted."""
        warm_up(self._shop)

    def close(self) -> None:
        """Let the devices end the job in hand and record how it ended; called before the journal closes."""
        self._station.counter.close()
        self._asking.take_results()

    def tick(self) -> bool:
        """Do what waits between two commands; tell whether the view changed. Called a few times a second."""
        failed = self._asking.take_results()
        self._printer = self._station.counter.health()
        self._clock_trust.hear(self._station.sync())
        moved = self._shop.look()
        self._asking.ask_owed()
        try:
            self._register.epochs.obey()
        except Fault as fault:  # tried again at the next look, and before the next entry
            _log.info("the new epoch waits: %s", fault)
        if self._clock.monotonic_ms() - self._last_command_ms >= IDLE_AFTER_MS:
            self._journal.idle()
        if moved or failed:
            self.view = self._seen()
        return moved or failed

    def lamp(self) -> Lamp:
        """Return what the lamp shows."""
        health = self._journal.health
        alarms = (*self._journal.opening.alarms, *(each for each in health if each != "journal.disk_low"))
        sync = self._station.sync()
        return lamp(
            sync,
            self._printer_seen(),
            sales=self._journal.sales_after(self._journal.position - sync.unsent) if sync.unsent else 0,
            journal_alarm=alarms[0] if alarms else "",
            disk_low="journal.disk_low" in health,
        )

    def _doing(self, act: Callable[[], Told], *, unlocks: bool = False) -> Told:
        """Run one command; whatever comes of it, the view shows what holds then; a locked till takes a PIN alone."""
        if self._people.locked and not unlocks:
            raise Refusal("till.locked")
        self._last_command_ms = self._clock.monotonic_ms()
        try:
            told = act()
        finally:
            self.view = self._seen()
        if told.said is None and self._to_tell:
            return msgspec.structs.replace(told, said=self._to_tell.pop(0))
        return told

    def _selling(self, act: Callable[[], Told]) -> Told:
        """Do something that belongs to selling; done, it clears the last sale's change from the screen."""
        self._people.present  # noqa: B018 - refuses while nobody is signed on
        self._not_paying()

        def sell() -> Told:
            told = act()
            self._checkout.change = None
            return told

        return self._doing(sell)

    def _entered(self, act: Callable[[], Told]) -> Told:
        """Bring goods into the basket, after those that waited in the tray."""

        def enter() -> Told:
            waited = self._empty_tray()
            return both(waited, act())

        return self._selling(enter)

    def _change(self, command: Callable[[Basket], Basket], line: int = 0) -> Told:
        def act() -> Told:
            self._basket.now  # noqa: B018 - refuses when there is no basket
            self._basket.change(command)
            return Told(line=line)

        return self._selling(act)

    def _and_one(self, act: Callable[[], Told]) -> Callable[[], Told]:
        """Return `act` followed by this: a quantity typed for a basket that has gone counts for no other."""

        def acted() -> Told:
            before = self._basket.basket
            told = act()
            if before is not None and self._basket.basket is None:
                self._entering.count(MILLI)
            return told

        return acted

    def _empty_tray(self) -> Told:
        told = self._tray.empty_into(self._entering.scan_kept, next_sale=self._basket.basket is None)
        if told is None:
            return Told()
        self._checkout.change = None
        return told

    def _not_paying(self) -> None:
        if self._checkout.payment is not None:
            raise Refusal("till.finish_payment_first")

    def _recover(self, parts: PartPayments) -> None:
        """Look at what an earlier run left; a disk that fails now must not keep the till from starting."""
        found = self._journal.opening
        if found.set_aside:
            counts = {"kept": found.kept_entries, "missing": found.lost_entries}
            self._to_tell.append(Said("journal.set_aside_told", {"name": found.set_aside, **counts}))
        try:
            papers, taken = self._asking.recover(), parts.left()
        except Fault as fault:
            _log.warning("what was asked before the restart stays open: %s", fault)
            return
        if taken:
            currency = self._shop.info.currency if self._shop.known else ""
            self._to_tell.append(Said("till.part_paid_before", {"amount_minor": taken, "currency": currency}))
        if papers:
            self._to_tell.append(Said("till.papers_uncertain", {"count": papers}))

    def _printer_seen(self) -> Health:
        """A paper that did not come keeps the lamp lit until one does."""
        if self._asking.paper_failed and self._printer.works:
            return Health(DeviceState.ENABLED, Condition.ERROR)
        return self._printer

    def _seen(self) -> SellView:
        return self._window.view(held=self._holding.count, next_quantity=self._entering.next_quantity)


def both(first: Told, then: Told) -> Told:
    """Join what two steps told: the first one's sentence, for it may be about money; the last one's line and sound."""
    return Told(then.sound or first.sound, first.said or then.said, then.line or first.line, then.opens or first.opens)


def quietly(act: Callable[[], None]) -> Callable[[], Told]:
    """Return `act` as a command that tells nothing."""

    def acted() -> Told:
        act()
        return Told()

    return acted
