"""A till on paper: makes the signed entries that a real one would, so that the hub's tests can also make wrong ones."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos_app.clock import SetClock
from pos_app.domain.basket import Basket, Item, Line, RulesVersion
from pos_app.domain.chain import GENESIS, Place, Scope, Sealed, seal
from pos_app.domain.entries import Body, EpochOpened, ReceiptNumber, Sale
from pos_app.domain.feed import Level
from pos_app.domain.ids import uuid7
from pos_app.domain.pricing import price
from pos_app.domain.product import Price, Product, ProductPrices
from pos_app.domain.promotions.percent_off import PercentOff
from pos_app.domain.promotions.rule_set import RuleSet
from pos_app.domain.promotions.selection import Selection
from pos_app.domain.promotions.spend_and_save import SpendAndSave, Tier
from pos_app.domain.stamp import Stamp
from pos_app.domain.store_rows import StoreInfo
from pos_app.domain.tax import TaxComponent, TaxGroup, TaxTable
from pos_app.domain.tender import Tender, TenderKind
from sync.hub.publish import Row

CHAIN, STORE = "chain-1", "store-1"
DAY = "2025-10-09"
TAXES = TaxTable("vat", (TaxGroup("A", {"en": "Standard"}, (TaxComponent("vat20", {"en": "VAT"}, 200_000),)),))
RULES = (
    PercentOff(
        id="tenth", names={"en": "10 % off"}, rate_ppm=100_000, selection=Selection(departments=frozenset({"d1"}))
    ),
    SpendAndSave(id="save", names={"en": "Spend and save"}, tiers=(Tier(5_000, 300), Tier(10_000, 800))),
)


def unit_price_of(number: int) -> int:
    return 100 + number * 7 % 900


def catalogue(products: int = 20) -> list[Row]:
    """The rows of a small shop."""
    rows = [
        Row(Level.STORE, STORE, "store", STORE, StoreInfo(STORE, "Corner shop", "EUR", tax_table="vat", cash_step=5)),
        Row(Level.CHAIN, None, "tax", "vat", TAXES),
    ]
    for number in range(products):
        name = f"p{number}"
        product = Product(name, {"en": f"Product {number}"}, f"d{number % 3}", "A")
        rows.append(Row(Level.CHAIN, None, "product", name, product))
        rows.append(Row(Level.CHAIN, None, "price", name, ProductPrices(name, (Price(unit_price_of(number)),))))
    return rows + [Row(Level.CHAIN, None, "promotion", rule.id, rule) for rule in RULES]


class PaperTill:
    """One workstation's journal in memory. `versions` are the feed's: stream/key -> position."""

    def __init__(self, scope: Scope, versions: dict[str, int], seed: int = 1, products: int = 20) -> None:
        self.scope = scope
        self.versions = versions
        self.products = products
        self.key = Ed25519PrivateKey.from_private_bytes(seed.to_bytes(32, "big"))
        self.clock = SetClock()
        self.epoch = 1_000 + seed
        self.entries: list[Sealed] = []
        self.receipts = 0
        self.made = 0
        rules = tuple(position for name, position in versions.items() if name.startswith("promotion/"))
        self.rules = RuleSet(RulesVersion(chain=max(rules, default=0)), RULES if rules else ())

    @property
    def public_key(self) -> bytes:
        return self.key.public_key().public_bytes_raw()

    def place(self) -> Place:
        return Place(self.epoch, len(self.entries) + 1, self.entries[-1].hash if self.entries else GENESIS)

    def seal(self, body: Body, place: Place | None = None, **changed: object) -> Sealed:
        """Seal `body` without keeping it."""
        self.clock.advance(1_000)
        self.made += 1
        given = {
            "scope": self.scope, "place": place or self.place(), "key": self.key, "business_day": DAY,
            "entry_id": uuid7(self.clock.wall_ms(), self.made.to_bytes(10, "big")),
            "stamp": Stamp(self.clock.wall_ms(), self.clock.wall_ms() << 16),
        }  # fmt: skip
        return seal(body, **(given | changed))  # type: ignore[arg-type]

    def write(self, body: Body) -> Sealed:
        """Seal `body` as the journal's next entry."""
        made = self.seal(body)
        self.entries.append(made)
        return made

    def opened(self) -> Sealed:
        return self.write(EpochOpened("enrolled"))

    def line(self, number: int, product: int, quantity: int = 1_000, **changed: object) -> Line:
        name = f"p{product}"
        line = Line(
            number,
            Item(name, {"en": f"Product {product}"}, f"d{product % 3}", "A"),
            quantity,
            unit_price_of(product),
            price_version=self.versions[f"price/{name}"],
            scanned_at_ms=self.clock.wall_ms(),
        )
        return msgspec.structs.replace(line, **changed)

    def sale(self, lines: Sequence[Line], **changed: object) -> Sale:
        """A sale as the till would make it: priced, paid in cash and by voucher."""
        self.receipts += 1
        basket = Basket(
            uuid7(self.clock.wall_ms(), (self.receipts + (self.epoch << 32)).to_bytes(10, "big")),
            "EUR", self.clock.wall_ms(), STORE,
            rules_version=self.rules.version, tax_version=self.versions["tax/vat"], lines=tuple(lines),
        )  # fmt: skip
        priced = price(basket, self.rules, TAXES).priced
        half = priced.total // 2
        tenders = (Tender(TenderKind.OTHER, half, reference="voucher"), Tender(TenderKind.CASH, priced.total - half))
        sale = Sale(
            ReceiptNumber("sale", self.receipts), "shift-1", "op-1", "en", basket, priced, tenders, priced.total
        )
        return msgspec.structs.replace(sale, **changed)

    def sell(self, *products: int) -> Sealed:
        """Write a sale of one of each product."""
        lines = [self.line(number, product) for number, product in enumerate(products, 1)]
        return self.write(self.sale(lines))
