"""A workstation, and sales as a shop makes them: 12 lines by default, two tenders, taxes and a reduction a line."""

from __future__ import annotations

import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos_app.clock import Clock, SetClock
from pos_app.domain.basket import Basket, Item, Line, RulesVersion
from pos_app.domain.chain import Scope
from pos_app.domain.entries import ReceiptNumber, Sale
from pos_app.domain.ids import uuid7
from pos_app.domain.priced import PricedBasket, PricedLine, Reduction
from pos_app.domain.tax import LineTax, TaxSum
from pos_app.domain.tender import Tender, TenderKind
from pos_app.store.identity import Identity
from pos_app.store.journal import Journal

SCOPE = Scope("chain-1", "store-7", "till-3")
IDENTITY = Identity(SCOPE, "Till 3", "")
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
"""The same in every process of a test, so that a killed child's journal can be checked."""
DAY = "2026-03-14"


def opened(
    folder: Path, *, clock: Clock | None = None, identity: Identity = IDENTITY, key: Ed25519PrivateKey = KEY
) -> Journal:
    """Open the journal of `folder` as the sample workstation."""
    return Journal.open(
        folder, identity=identity, key=key, clock=clock or SetClock(1_773_480_000_000), random=secrets.token_bytes
    )


def basket(lines: int = 12, *, sale_id: str = "", first_product: int = 1) -> Basket:
    """Return a basket of `lines` different products."""
    return Basket(
        sale_id=sale_id or uuid7(1_773_480_000_000, secrets.token_bytes(10)),
        currency="EUR",
        opened_at_ms=1_773_480_000_000,
        store="store-7",
        rules_version=RulesVersion(41_112, 977),
        tax_version=12,
        lines=tuple(_line(number, first_product + number - 1) for number in range(1, lines + 1)),
    )


def sale(receipt: ReceiptNumber, of: Basket | None = None, *, training: bool = False) -> Sale:
    """Return the sale of a basket, paid by a voucher of 5.00 and the rest in cash."""
    sold = basket() if of is None else of
    priced = tuple(_priced(line) for line in sold.live)
    subtotal = sum(line.gross for line in priced)
    total = sum(line.net for line in priced)
    tax = sum(line.taxes[0].amount for line in priced)
    voucher = min(500, total)
    return Sale(
        receipt=receipt,
        shift="shift-5",
        operator="op-2",
        language="en",
        basket=sold,
        priced=PricedBasket(
            priced, subtotal, subtotal - total, tax, total, (TaxSum("standard", "vat", 190_000, total - tax, tax),)
        ),
        tenders=(
            Tender(TenderKind.OTHER, voucher, 0, "MALL-8812"),
            Tender(TenderKind.CASH, total - voucher + 100, 100),
        ),
        due=total,
        training=training,
    )


def sell(journal: Journal, of: Basket | None = None, *, day: str = DAY) -> Sale:
    """Append one sale with the next number and return it."""
    made = sale(journal.next_receipt("sale"), of)
    journal.append(made, business_day=day)
    return made


def _line(number: int, product: int) -> Line:
    return Line(
        number=number,
        item=Item(
            product_id=f"p-{product:06d}",
            names={"en": f"Organic oat biscuits {product}", "zh-Hans": f"有机燕麦饼干 {product}"},
            department="grocery",
            tax_group="standard",
            gtin=f"{4_006_381_000_000 + product:014d}",
        ),
        quantity=1_000 * (1 + number % 3),
        unit_price=199 + 10 * number,
        price_version=120_000 + product,
        scanned=f"{4_006_381_000_000 + product:013d}",
        scanned_at_ms=1_773_480_000_000 + 900 * number,
    )


def _priced(line: Line) -> PricedLine:
    gross = line.unit_price * (line.quantity // 1_000)
    net = gross - gross // 10
    tax = net * 19 // 119
    return PricedLine(
        line.number, gross, net, (Reduction("spring-10", gross - net),), (LineTax("vat", 190_000, net - tax, tax),)
    )
