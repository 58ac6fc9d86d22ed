"""What a journal entry can say: the facts of the shop, in one tagged union that is type, disk and wire at once.

A recorded fact is never edited. A new field gets a default, a new kind a new tag; every old shape stays in the
golden files of the tests. Words after the ARTS/OMG retail model.
"""

from __future__ import annotations

from typing import Final

import msgspec

from pos_app.domain.basket import Basket
from pos_app.domain.entries_members import MemberEnrolled, MemberErasureAsked, MemberRevealed, PersonalFields
from pos_app.domain.entries_orders import OrderStep, Step
from pos_app.domain.entries_shelf import DeliveryReceived, StockCounted, TransferSent
from pos_app.domain.priced import PricedBasket
from pos_app.domain.tender import Tender

SCHEMA: Final = 1
"""Version of the bodies as written by this program."""
PICKUP: Final = "pickup"
"""`what` of a claim on a hand-over; its subject is "ORDER/N", N the hand-over's number from 1."""
BODY_BYTES_MAX: Final = 1_000_000
"""No entry's body may be larger; a basket at its line limit stays well below."""


class ReceiptNumber(msgspec.Struct, frozen=True):
    """Gap-free per workstation, epoch and `kind` of document; not the entry's seq."""

    kind: str
    number: int


class FiscalBlock(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a fiscal device or service gave before the commit, kept as it came."""

    scheme: str
    data: bytes


class SaleRef(msgspec.Struct, frozen=True, omit_defaults=True):
    """The sale that a return or exchange goes back to."""

    sale_id: str
    line: int = 0


class EpochOpened(msgspec.Struct, frozen=True, omit_defaults=True, tag="epoch_opened"):
    """First entry of an epoch: why it began, and the last head known before it."""

    reason: str
    """enrolled | hub_demanded | witness_ahead | witness_missing | chain_broken | journal_damaged | identity_copied."""
    last_epoch: int = 0
    last_seq: int = 0
    last_hash: bytes = b""


class SignedOn(msgspec.Struct, frozen=True, omit_defaults=True, tag="signed_on"):
    """ControlTransaction: an operator signed in at this workstation."""

    operator: str
    shift: str


class SignedOff(msgspec.Struct, frozen=True, omit_defaults=True, tag="signed_off"):
    """ControlTransaction: the operator left; `reason` is asked | locked_out | switched."""

    operator: str
    shift: str
    reason: str = "asked"


class ShiftOpened(msgspec.Struct, frozen=True, omit_defaults=True, tag="shift_opened"):
    """TenderControlTransaction: a shift begins; `opening_float` minor units lie in the drawer."""

    shift: str
    operator: str
    currency: str
    opening_float: int = 0


class Sale(msgspec.Struct, frozen=True, omit_defaults=True, tag="sale"):
    """RetailTransaction: goods left, money came. Complete: any till can refund it from this alone.

    `due` is `priced.total + rounding`; the tenders settle exactly `due`.
    """

    receipt: ReceiptNumber
    shift: str
    operator: str
    language: str
    """Of the receipt."""
    basket: Basket
    priced: PricedBasket
    tenders: tuple[Tender, ...]
    due: int
    rounding: int = 0
    """Cash rounding, minor units, either sign."""
    training: bool = False
    refers: tuple[SaleRef, ...] = ()
    fiscal: tuple[FiscalBlock, ...] = ()
    personal: PersonalFields | None = None
    points: int = 0
    """What the member earned with it, by the points rules; the hub posts them."""


class BasketAbandoned(msgspec.Struct, frozen=True, omit_defaults=True, tag="basket_abandoned"):
    """A basket with at least one line ended without a sale."""

    basket: Basket
    shift: str
    operator: str
    reason: str


class NoSale(msgspec.Struct, frozen=True, omit_defaults=True, tag="no_sale"):
    """ControlTransaction: the drawer was opened without a sale."""

    shift: str
    operator: str
    reason: str


class ClaimMade(msgspec.Struct, frozen=True, omit_defaults=True, tag="claim_made"):
    """Something that may be used once is claimed: sent ahead of any backlog.

    `what` is coupon | pickup | gift_card | points; `subject` the thing's own id; `amount` what is drawn from it
    (minor units, points, or 1).
    """

    claim: str
    what: str
    subject: str
    amount: int = 1
    sale_id: str = ""


class ClaimReleased(msgspec.Struct, frozen=True, omit_defaults=True, tag="claim_released"):
    """A claim that was not used after all is given back."""

    claim: str
    what: str
    subject: str


class StockMoved(msgspec.Struct, frozen=True, omit_defaults=True, tag="stock_moved"):
    """InventoryControlTransaction: `deltas` in thousandths by product id; `reason` receipt | adjustment | transfer."""

    reason: str
    operator: str
    deltas: dict[str, int]
    reference: str = ""
    approved_by: str = ""
    """Operator id of whoever approved an adjustment that the operator may not make alone."""


Body = (
    EpochOpened
    | SignedOn
    | SignedOff
    | ShiftOpened
    | Sale
    | BasketAbandoned
    | NoSale
    | ClaimMade
    | ClaimReleased
    | StockMoved
    | MemberEnrolled
    | MemberRevealed
    | MemberErasureAsked
    | OrderStep
    | StockCounted
    | DeliveryReceived
    | TransferSent
)
"""Every kind of fact."""


def kind_of(body: Body) -> str:
    """Return the tag of `body`'s kind, as it stands in the header."""
    tag = type(body).__struct_config__.tag
    assert isinstance(tag, str)
    return tag


def stock_deltas(body: Body) -> dict[str, int]:
    """Return what `body` moves in the stock book: thousandths of the product's unit by product id."""
    if isinstance(body, StockMoved | DeliveryReceived | TransferSent):
        return body.deltas
    moves: dict[str, int] = {}
    if isinstance(body, OrderStep) and body.step is Step.HANDED_OVER:
        for each in body.lines:
            moves[each.product_id] = moves.get(each.product_id, 0) - each.quantity
    if isinstance(body, Sale) and not body.training:
        for line in body.basket.lines:
            if not line.voided and line.item.product_id:
                moved = line.quantity * line.item.pack // 1000
                moves[line.item.product_id] = moves.get(line.item.product_id, 0) - moved
    return moves


def subjects(body: Body) -> tuple[tuple[str, str], ...]:  # noqa: PLR0911 - one for each kind
    """Return what `body` speaks of, as (what, id): the desks find their own entries by it.

    `what` is member | enrolled | order | count | delivery | transfer.
    """
    if isinstance(body, Sale):
        named = (("member", body.basket.member), ("order", body.basket.order))
        return tuple(each for each in named if each[1])
    if isinstance(body, MemberEnrolled | MemberRevealed | MemberErasureAsked):
        enrolled = (("enrolled", body.member),) if isinstance(body, MemberEnrolled) else ()
        return (("member", body.member), *enrolled)
    if isinstance(body, OrderStep):
        return (("order", body.order),)
    if isinstance(body, ClaimMade | ClaimReleased) and body.what == PICKUP:
        return (("order", body.subject.rpartition("/")[0]),)
    if isinstance(body, StockCounted):
        return tuple(("count", line.product_id) for line in body.lines)
    if isinstance(body, DeliveryReceived):
        return (("delivery", body.delivery),) if body.delivery else ()
    return (("transfer", body.transfer),) if isinstance(body, TransferSent) else ()
