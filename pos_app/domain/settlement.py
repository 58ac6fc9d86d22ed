"""A payment in progress: how tenders settle a sale, what change goes back, and when cash rounds.

The till desk keeps one `Payment` from Pay until the sale is committed, and asks `settle` for what the entry records.
Only cash that settles the rest is rounded to the store's smallest coin; what other tenders pay never is.
"""

from __future__ import annotations

from typing import Final

import msgspec

from pos_app.domain.errors import Refusal
from pos_app.domain.money import cash_rounded
from pos_app.domain.priced import PricedBasket
from pos_app.domain.store_rows import StoreInfo
from pos_app.domain.tender import REFERENCE_LENGTH_MAX, TENDERS_MAX, Tender, TenderKind

CHANGE_MAX: Final = 1_000_000
"""Largest change, minor units (10,000.00, or 1,000,000 yen): an amount above it is a barcode typed by mistake."""
CHANGE_MAX_LARGE_NOTES: Final = 100_000_000
"""The same where one note is worth 10,000.00 or more."""
LARGE_NOTES: Final = frozenset(["AOA", "ARS", "COP", "IDR", "IRR", "KHR", "LAK", "LBP", "MMK", "MNT", "TZS", "UZS"])
"""Currencies with two decimals (ISO 4217) and notes of 10,000.00 and above."""


class Payment(msgspec.Struct, frozen=True):
    """What is paid so far: `total` minor units of the sale, `step` the smallest coin, `rounding` once cash settled."""

    total: int
    currency: str
    step: int
    change_max: int
    tenders: tuple[Tender, ...] = ()
    rounding: int = 0

    @property
    def remaining(self) -> int:
        """Minor units still to pay, not rounded: what a tender other than cash may take at most."""
        return self.total + self.rounding - sum(tender.settles for tender in self.tenders)

    @property
    def cash_due(self) -> int:
        """Minor units that cash must bring to settle the rest, rounded to the smallest coin."""
        return cash_rounded(self.remaining, self.step)

    @property
    def change(self) -> int:
        """Minor units to give back."""
        return sum(tender.change for tender in self.tenders)

    @property
    def settled(self) -> bool:
        """Whether nothing remains to be paid."""
        return self.remaining == 0


class Settlement(msgspec.Struct, frozen=True):
    """What the sale's entry records: the tenders settle exactly `due`, which is the total and its `rounding`."""

    tenders: tuple[Tender, ...]
    due: int
    rounding: int
    change: int


def due(priced: PricedBasket, store: StoreInfo) -> tuple[int, int]:
    """Return what is due when cash pays all, and the rounding in it; anything else pays `priced.total`."""
    amount = cash_rounded(priced.total, max(store.cash_step, 1))
    return amount, amount - priced.total


def start(priced: PricedBasket, store: StoreInfo) -> Payment:
    """Begin to pay; a sale that costs nothing is settled at once. Refuses a negative total."""
    if priced.total < 0:
        raise Refusal("tender.negative_total", total_minor=priced.total, currency=store.currency)
    change_max = CHANGE_MAX_LARGE_NOTES if store.currency in LARGE_NOTES else CHANGE_MAX
    return Payment(priced.total, store.currency, max(store.cash_step, 1), change_max)


def pay(payment: Payment, kind: TenderKind, given: int, *, reference: str = "", part: bool = False) -> Payment:
    """Add one tender of `given` minor units; cash above what is due gives change.

    Cash below what is due is refused, saying what is missing, unless it is meant as `part` of the payment.
    """
    if payment.settled:
        raise Refusal("tender.already_settled")
    if len(payment.tenders) >= TENDERS_MAX:
        raise Refusal("tender.too_many", limit=TENDERS_MAX)
    if kind is TenderKind.CASH:
        return _pay_cash(payment, given, part=part)
    return _pay_other(payment, given, reference)


def pay_exact_cash(payment: Payment) -> Payment:
    """Settle the rest with exactly the cash that is due."""
    return pay(payment, TenderKind.CASH, payment.cash_due)


def take_back(payment: Payment) -> Payment:
    """Remove the last tender, and the rounding that it brought."""
    if not payment.tenders:
        raise Refusal("tender.none_to_take_back")
    return msgspec.structs.replace(payment, tenders=payment.tenders[:-1], rounding=0)


def settle(payment: Payment) -> Settlement:
    """Return what the entry records; refuses, saying what is missing, while something remains to be paid."""
    if not payment.settled:
        raise Refusal("tender.missing", missing_minor=payment.remaining, currency=payment.currency)
    return Settlement(payment.tenders, payment.total + payment.rounding, payment.rounding, payment.change)


def _pay_cash(payment: Payment, given: int, *, part: bool) -> Payment:
    asked = payment.cash_due
    if given < 0 or (given == 0 and asked):
        raise Refusal("tender.no_amount")
    if given % payment.step:
        raise Refusal("tender.not_in_coins", step_minor=payment.step, currency=payment.currency)
    if given - asked > payment.change_max:
        raise Refusal("tender.amount_unlikely", given_minor=given, due_minor=asked, currency=payment.currency)
    if given < asked:
        if not part:
            raise Refusal("tender.not_enough", missing_minor=asked - given, currency=payment.currency)
        return _with(payment, Tender(TenderKind.CASH, given), 0)
    return _with(payment, Tender(TenderKind.CASH, given, given - asked), asked - payment.remaining)


def _pay_other(payment: Payment, given: int, reference: str) -> Payment:
    reference = reference.strip()
    if given <= 0:
        raise Refusal("tender.no_amount")
    if given > payment.remaining:
        raise Refusal("tender.above_due", due_minor=payment.remaining, currency=payment.currency)
    if not reference:
        raise Refusal("tender.reference_required")
    if len(reference) > REFERENCE_LENGTH_MAX or not reference.isprintable():
        raise Refusal("tender.reference_unfit", limit=REFERENCE_LENGTH_MAX)
    return _with(payment, Tender(TenderKind.OTHER, given, 0, reference), 0)


def _with(payment: Payment, tender: Tender, rounding: int) -> Payment:
    return msgspec.structs.replace(payment, tenders=(*payment.tenders, tender), rounding=rounding)
