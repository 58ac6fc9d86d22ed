"""Writes what happened at the counter into the journal: nothing here asks a device.

Owned by the till desk. A sale, the wish to open the drawer and the wish to print go into one transaction; only when
it is on disk does `asking` turn the wishes into jobs. An epoch that the hub wants ended ends before the next entry.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pos_app.clock import Clock
from pos_app.devices import JobKind
from pos_app.domain.basket import Basket
from pos_app.domain.basket_lines import check_reason
from pos_app.domain.business_day import business_day
from pos_app.domain.chain import Header
from pos_app.domain.entries import BasketAbandoned, Body, NoSale, Sale, ShiftOpened, SignedOff, SignedOn
from pos_app.domain.errors import Refusal
from pos_app.domain.ids import IdMaker
from pos_app.domain.priced import Pricing
from pos_app.domain.settlement import Settlement
from pos_app.domain.tender import TenderKind
from pos_app.selling.epochs import Epochs
from pos_app.selling.shop import Shop
from pos_app.store.journal import Journal
from pos_app.store.journal_records import IntentWanted

SALE: Final = "sale"
TRAINING: Final = "training"
"""Receipts of the training mode are numbered by themselves, so that the sales stay without a gap."""
_DRAWER: Final = str(JobKind.DRAWER)
_PRINT: Final = str(JobKind.PRINT)


class Register:
    """The journal behind the till's commands."""

    def __init__(self, journal: Journal, shop: Shop, clock: Clock, ids: IdMaker) -> None:
        """Begin with what the journal says of the shift."""
        self._journal = journal
        self._shop = shop
        self._clock = clock
        self._ids = ids
        self.training = False
        """What is sold now counts for nothing and is marked so."""
        self.epochs = Epochs(journal, shop.catalogue, lambda: self.day)

    @property
    def day(self) -> str:
        """The business day of this moment, ISO date."""
        starts_hour = self._shop.info.day_starts_hour if self._shop.known else 0
        return business_day(self._clock.wall_ms(), self._shop.zone, starts_hour)

    def sign_on(self, operator: str) -> tuple[str, str]:
        """Record the sign-in, opening a shift when none is open; return the shift's id and who opened it."""
        current = self._journal.current_shift()
        shift = current.shift if current else self._ids()
        if current is None:
            self._write(ShiftOpened(shift, operator, self._shop.info.currency))
        self._write(SignedOn(operator, shift))
        return shift, current.operator if current else operator

    def sign_off(self, operator: str, shift: str, reason: str) -> None:
        """Record that the operator left."""
        self._write(SignedOff(operator, shift, reason))

    def abandon(self, basket: Basket, shift: str, operator: str, reason: str) -> None:
        """Record a basket that ended without a sale; its draft goes in the same transaction."""
        self._write(BasketAbandoned(basket, shift, operator, reason))

    def no_sale(self, shift: str, operator: str, reason: str) -> None:
        """Record that the drawer is opened without a sale, and the wish to open it."""
        check_reason(reason)
        if self.training:
            raise Refusal("till.not_in_training")
        self._write(NoSale(shift, operator, reason), (IntentWanted(_DRAWER, ""),))

    def sell(
        self,
        basket: Basket,
        pricing: Pricing,
        paid: Settlement,
        *,
        shift: str,
        operator: str,
        language: str,
        on_paper: bool = True,
    ) -> tuple[Sale, Header]:
        """Make the sale durable with its wishes for drawer and paper; training opens no drawer and earns nothing."""
        self.epochs.obey()
        sale = Sale(
            self._journal.next_receipt(TRAINING if self.training else SALE),
            shift,
            operator,
            language,
            basket,
            pricing.priced,
            paid.tenders,
            paid.due,
            paid.rounding,
            training=self.training,
            points=0 if self.training else pricing.points,
        )
        wishes = [IntentWanted(_PRINT, basket.sale_id)] if on_paper else []
        if not self.training and any(tender.kind is TenderKind.CASH for tender in paid.tenders):
            wishes.insert(0, IntentWanted(_DRAWER, basket.sale_id))
        return sale, self._journal.append(sale, business_day=self.day, intents=wishes)

    def record(self, body: Body) -> Header:
        """Write a fact of a desk beside selling."""
        return self._write(body)

    def _write(self, body: Body, intents: Sequence[IntentWanted] = ()) -> Header:
        self.epochs.obey()
        return self._journal.append(body, business_day=self.day, intents=intents)
