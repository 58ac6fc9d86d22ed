"""One full example of every kind of journal entry, every field set, for the golden files."""

from __future__ import annotations

import msgspec

from pos_app.domain.basket import Basket, Item, Line, ManualDiscount, PriceSource, RulesVersion
from pos_app.domain.entries import (
    BasketAbandoned,
    Body,
    ClaimMade,
    ClaimReleased,
    EpochOpened,
    FiscalBlock,
    NoSale,
    ReceiptNumber,
    Sale,
    SaleRef,
    ShiftOpened,
    SignedOff,
    SignedOn,
    StockMoved,
    kind_of,
)
from pos_app.domain.entries_members import (
    Consent,
    MemberEnrolled,
    MemberErasureAsked,
    MemberRevealed,
    PersonalFields,
)
from pos_app.domain.entries_orders import OrderStep, Step, StepLine
from pos_app.domain.entries_shelf import CountedLine, DeliveryReceived, StockCounted, TransferSent, Unlisted
from pos_app.domain.priced import PricedBasket, PricedLine, Reduction
from pos_app.domain.product import Unit
from pos_app.domain.tax import LineTax, TaxSum
from pos_app.domain.tender import Tender, TenderKind

_MILK = Item(
    product_id="milk",
    names={"en": "Milk", "zh-Hans": "牛奶"},
    department="dairy",
    tax_group="low",
    unit=Unit.LITRE,
    pack=6_000,
    gtin="04006381333931",
    min_age=18,
    weighed=True,
    discountable=False,
)
_LINE = Line(
    number=1,
    item=_MILK,
    quantity=2_000,
    unit_price=450,
    price_source=PriceSource.OVERRIDE,
    price_version=17,
    price_scope="store",
    fixed_amount=900,
    scanned="4006381333931",
    scanned_at_ms=1_760_000_000_123,
    list_price=500,
    reason="price_match",
    approved_by="sue",
    discount=ManualDiscount("damaged", 50_000, 0, "sue"),
    associate="ann",
    age_checked=True,
    batch="B7",
    serial="S9",
    expiry="2026-12-31",
    note="礼品",
)
_VOIDED = Line(2, Item("", {"en": "Toys"}, "toys", "std"), 1_000, 999, PriceSource.OPEN, voided=True, void_reason="x")
_BASKET = Basket(
    sale_id="0199c1f0a0007000800000000000000a",
    currency="EUR",
    opened_at_ms=1_760_000_000_000,
    store="s1",
    rules_version=RulesVersion(41, 42),
    tax_version=7,
    lines=(_LINE, _VOIDED),
    discount=ManualDiscount("friendly", 0, 55),
    member="m-opaque",
    tier="gold",
    note="for the office",
    order="o-1",
)
_PRICED = PricedBasket(
    lines=(
        PricedLine(
            1,
            900,
            800,
            (Reduction("manual", 45), Reduction("manual.basket", 55)),
            (LineTax("vat7", 70_000, 748, 52),),
        ),
    ),
    subtotal=900,
    reduction=100,
    tax=52,
    total=800,
    taxes=(TaxSum("low", "vat7", 70_000, 748, 52),),
)
_SALE = Sale(
    receipt=ReceiptNumber("sale", 12),
    shift="sh-1",
    operator="ann",
    language="zh-Hans",
    basket=_BASKET,
    priced=_PRICED,
    tenders=(Tender(TenderKind.OTHER, 300, 0, "V-1"), Tender(TenderKind.CASH, 1_000, 499)),
    due=801,
    rounding=1,
    training=True,
    refers=(SaleRef("0199c1f0a0007000800000000000000b", 3),),
    fiscal=(FiscalBlock("tse", b"\x01\x02"),),
    personal=PersonalFields("key-1", b"\xff\x00"),
    points=8,
)

SAMPLES: dict[str, Body] = {
    kind_of(body): body
    for body in (
        EpochOpened("hub_demanded", 7, 99, bytes(range(32))),
        SignedOn("ann", "sh-1"),
        SignedOff("ann", "sh-1", "switched"),
        ShiftOpened("sh-1", "ann", "EUR", 10_000),
        _SALE,
        BasketAbandoned(msgspec.structs.replace(_BASKET, waiting=("5012345678900",)), "sh-1", "ann", "customer_left"),
        NoSale("sh-1", "ann", "change"),
        ClaimMade("c-1", "points", "m-opaque", 250, _BASKET.sale_id),
        ClaimReleased("c-1", "points", "m-opaque"),
        StockMoved("transfer", "bob", {"milk": -6_000, "bread": 2_000}, "T-5", "ann"),
        MemberEnrolled(
            "m-opaque",
            PersonalFields("key-1", b"\xff\x00"),
            Consent(("points", "offers"), "membership-2", "zh-Hans", 1_760_000_000_000),
            "ann",
            "gold",
        ),
        MemberRevealed("m-opaque", "phone", "customer_asks", "ann", "sue"),
        MemberErasureAsked("m-opaque", "ann", "customer_asks", "beth"),
        OrderStep(
            order="o-1",
            step=Step.HANDED_OVER,
            operator="ann",
            lines=(StepLine(1, "milk", 2_000),),
            place="A3",
            reason="policy",
            proof="code",
            proof_detail="k-1",
            approved_by="sue",
            age_checked=True,
            claim="c-1",
            handover=1,
            alone=True,
            known_ms=1_760_000_000_000,
        ),
        StockCounted(
            "n-1",
            "bob",
            (CountedLine("milk", 12_000, 1_760_000_000_000, 12, more_elsewhere=True),),
            "A",
            blind=True,
            approved_by="ann",
            adds_up=True,
        ),
        DeliveryReceived(
            "d-1",
            "bob",
            {"milk": 6_000},
            {"milk": 1_000},
            "LS-9",
            closes=False,
            unlisted=(Unlisted("4006381333931", "Crate", 1_000),),
        ),
        TransferSent("t-1", "s2", "bob", {"milk": -6_000}, "asked"),
    )
}
"""By kind."""


def small(body: Body) -> Body:
    """Return `body` with every optional field left out: the least that is ever written."""
    config = type(body).__struct_config__
    assert config.omit_defaults
    required = {field.name: getattr(body, field.name) for field in msgspec.structs.fields(type(body)) if field.required}
    return type(body)(**required)
