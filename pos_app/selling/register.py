"""Writes what happened at the counter into the journal, and then, never before, asks the devices.

Owned by the till desk. A sale, the wish to open the drawer and the wish to print go into one transaction; only when it
is on disk does a job leave for the devices. After a crash a wish that nobody was asked for is asked now, and one that
was asked is shown, never guessed.
"""

from __future__ import annotations

from typing import Final

from pos_app.clock import Clock
from pos_app.devices import Counter, Job, JobKind, JobResult, Outcome
from pos_app.domain.basket import Basket
from pos_app.domain.business_day import business_day
from pos_app.domain.chain import Header
from pos_app.domain.entries import BasketAbandoned, Body, NoSale, Sale, ShiftOpened, SignedOff, SignedOn
from pos_app.domain.errors import Fault, Refusal
from pos_app.domain.ids import IdMaker
from pos_app.domain.priced import PricedBasket
from pos_app.domain.receipt import Receipt
from pos_app.domain.settlement import Settlement
from pos_app.domain.tender import TenderKind
from pos_app.selling.receipt_paper import Paper, receipt_code
from pos_app.selling.shop import Shop
from pos_app.store.journal import Journal
from pos_app.store.journal_records import IntentState, IntentWanted, RecordedSale

SALE: Final = "sale"
_DRAWER: Final = str(JobKind.DRAWER)
_PRINT: Final = str(JobKind.PRINT)


class Register:
    """The journal and the counter's devices behind the till's commands."""

    def __init__(self, journal: Journal, shop: Shop, counter: Counter, clock: Clock, ids: IdMaker) -> None:
        """Begin with what the journal says of the shift."""
        self._journal = journal
        self._shop = shop
        self._counter = counter
        self._clock = clock
        self._ids = ids

    @property
    def day(self) -> str:
        """The business day of this moment, ISO date."""
        if not self._shop.known:
            return business_day(self._clock.wall_ms(), self._shop.zone, 0)
        return business_day(self._clock.wall_ms(), self._shop.zone, self._shop.info.day_starts_hour)

    def sign_on(self, operator: str) -> str:
        """Record the sign-in, opening a shift when none is open; return the shift's id."""
        current = self._journal.current_shift()
        shift = current.shift if current else self._ids()
        if current is None:
            self._write(ShiftOpened(shift, operator, self._shop.info.currency))
        self._write(SignedOn(operator, shift))
        return shift

    def sign_off(self, operator: str, shift: str, reason: str) -> None:
        """Record that the operator left."""
        self._write(SignedOff(operator, shift, reason))

    def abandon(self, basket: Basket, shift: str, operator: str, reason: str) -> None:
        """Record a basket that ended without a sale; its draft goes in the same transaction."""
        self._write(BasketAbandoned(basket, shift, operator, reason))

    def no_sale(self, shift: str, operator: str, reason: str) -> None:
        """Record that the drawer is opened without a sale, then open it."""
        fact = NoSale(shift, operator, reason)
        self._journal.append(fact, business_day=self.day, intents=(IntentWanted(_DRAWER, ""),))
        self.ask_devices()

    def sell(
        self, basket: Basket, priced: PricedBasket, paid: Settlement, *, shift: str, operator: str, language: str
    ) -> tuple[Sale, Header]:
        """Make the sale durable with its wishes for drawer and paper; then ask the devices."""
        sale = Sale(
            self._journal.next_receipt(SALE),
            shift,
            operator,
            language,
            basket,
            priced,
            paid.tenders,
            paid.due,
            paid.rounding,
        )
        wishes = [IntentWanted(_PRINT, basket.sale_id)]
        if any(tender.kind is TenderKind.CASH for tender in paid.tenders):
            wishes.insert(0, IntentWanted(_DRAWER, basket.sale_id))
        header = self._journal.append(sale, business_day=self.day, intents=tuple(wishes))
        self.ask_devices()
        return sale, header

    def code(self, sale: Sale, header: Header) -> str:
        """Return the receipt's number as it is printed and shown."""
        return receipt_code(header.workstation, header.epoch, sale.receipt)

    def reprint(self, sale_id: str) -> None:
        """Print a sale again, marked DUPLICATE."""
        self._recorded(sale_id)
        self._journal.intents.begin(_PRINT, sale_id, b"duplicate")
        self.ask_devices()

    def ask_devices(self) -> None:
        """Ask for every wish that nobody was asked for yet; one that cannot be asked ends with the reason."""
        for intent in self._journal.intents.open():
            if intent.state is not IntentState.BEGUN:
                continue
            try:
                receipt = self._paper(intent.sale_id, intent.payload) if intent.kind == _PRINT else None
                self._journal.intents.asked(intent.id)
                self._counter.submit(Job(intent.id, JobKind(intent.kind), receipt))
            except (Fault, Refusal) as error:
                self._journal.intents.finish(intent.id, error.message_id)

    def recover(self) -> int:
        """After a start: give up old wishes for the drawer, and count papers that may or may not have been printed."""
        uncertain = 0
        for intent in self._journal.intents.open():
            if intent.kind == _DRAWER:
                self._journal.intents.finish(intent.id, "restarted")
            elif intent.state is IntentState.ASKED:
                self._journal.intents.finish(intent.id, str(Outcome.UNKNOWN))
                uncertain += 1
        self.ask_devices()
        return uncertain

    def take_results(self) -> tuple[JobResult, ...]:
        """Record how the devices' jobs ended."""
        results = self._counter.results()
        for result in results:
            self._journal.intents.finish(result.intent, f"{result.outcome} {result.why}".rstrip())
        return results

    def _write(self, body: Body) -> Header:
        return self._journal.append(body, business_day=self.day)

    def _recorded(self, sale_id: str) -> RecordedSale:
        found = self._journal.receipt(sale_id)
        if found is None:
            raise Refusal("till.no_such_receipt")
        return found

    def _paper(self, sale_id: str, payload: bytes) -> Receipt:
        found = self._recorded(sale_id)
        sale, header = found.sale, found.header
        taxes, _ = self._shop.tax()
        names = {operator.id: operator.name for operator in self._shop.operators()}
        return Paper(self._shop.info, taxes, sale.language, self._shop.zone).sale(
            sale,
            code=self.code(sale, header),
            wall_ms=header.stamp.wall_ms,
            operator=names.get(sale.operator, sale.operator),
            duplicate=payload == b"duplicate",
        )
