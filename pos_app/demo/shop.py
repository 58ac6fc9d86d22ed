"""Builds the demo store's records from the tables of `goods`: products, prices, taxes, departments, tiles, people.

Called by the seed of a hub and by tests. Promises: the same records in the same order at every call, about 2,000
products with valid EAN-13 codes, and no clock or chance in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from pos_app.demo.goods import Aisle, aisles
from pos_app.domain.codes.gtin import check_digit
from pos_app.domain.product import Barcode, Department, Price, Product, ProductPrices, Unit
from pos_app.domain.promotions import Rule
from pos_app.domain.promotions.member_price import MemberPrice
from pos_app.domain.promotions.percent_off import PercentOff
from pos_app.domain.promotions.points import PointsForSpending
from pos_app.domain.promotions.selection import Selection
from pos_app.domain.promotions.spend_and_save import SpendAndSave, Tier
from pos_app.domain.store_rows import Operator, Role, StockLevel, StoreInfo, Tile, TilePage
from pos_app.domain.tax import TaxComponent, TaxGroup, TaxTable

CHAIN: Final = "main"
STORE: Final = "0217"
CURRENCY: Final = "CNY"
TAX_TABLE: Final = "cn"
_PREFIX: Final = "952"
_SIZES: Final = {
    "small": "小号", "medium": "中号", "large": "大号", "single": "单件", "double": "双件", "family": "家庭装",
    "2 pieces": "2个装", "4 pieces": "4个装", "6 pieces": "6个装",
}  # fmt: skip
PINS: Final = {"cashier": "1111", "supervisor": "2222", "manager": "9999"}
"""Sign-ins of the demo store, by operator id; told to everyone in the README."""
PACK_OF: Final = 6
"""Every drink has a second code for the tray of this many, a little cheaper."""


def store_info() -> StoreInfo:
    """Return the store's own row."""
    return StoreInfo(
        id=STORE,
        name="Demo Market",
        currency=CURRENCY,
        header=("Demo Market 演示超市", "Store 0217"),
        footer=("Thank you 谢谢惠顾",),
        tax_table=TAX_TABLE,
        tax_number="DEMO-0217",
        cash_step=10,
        region="generic",
        time_zone="Asia/Shanghai",
        country="CN",
    )


def tax_table() -> TaxTable:
    """Return prices-include-VAT rules: 13 %, 9 % on staple food, exempt fresh produce and meat."""
    return TaxTable(
        id=TAX_TABLE,
        groups=(
            TaxGroup(
                "A", _both("Standard", "标准"), (TaxComponent("vat13", _both("VAT", "增值税"), 130_000),), letter="A"
            ),
            TaxGroup(
                "B", _both("Reduced", "低税率"), (TaxComponent("vat9", _both("VAT", "增值税"), 90_000),), letter="B"
            ),
            TaxGroup("Z", _both("Exempt", "免税"), letter="Z"),
        ),
    )


def departments() -> Iterator[Department]:
    """Return the twelve departments."""
    for aisle in aisles():
        yield Department(
            id=aisle.id,
            names=_both(*aisle.names),
            tax_group=aisle.tax_group,
            colour=aisle.colour,
            open_price=not aisle.min_age,
        )


def goods() -> Iterator[tuple[Product, ProductPrices]]:
    """Return every product with its prices, loose goods of an aisle first."""
    for place, aisle in enumerate(aisles()):
        yield from _loose(aisle)
        number = 0
        for english, chinese, base in aisle.goods:
            for kind in aisle.kinds:
                for size, per_cent in aisle.sizes:
                    number += 1
                    names = _both(
                        f"{kind[0]} {english} {size}",
                        f"{kind[1]}{chinese} {_SIZES.get(size, size)}",
                    )
                    yield _packed(aisle, place * 1_000 + number, names, base * per_cent // 100)


def stock() -> Iterator[StockLevel]:
    """Return an opening stock: between 20 and 219 of each product."""
    for place, (product, _) in enumerate(goods()):
        yield StockLevel(product_id=product.id, store=STORE, on_hand=(20 + place * 37 % 200) * 1_000)


def tiles() -> tuple[tuple[TilePage, ...], tuple[Tile, ...]]:
    """Return two pages of quick keys: loose produce, and bread with what else has no code at hand."""
    pages = (TilePage("fresh", 0, _both("Fruit & veg", "果蔬")), TilePage("counter", 1, _both("Counter", "柜台")))
    loose = [product for product, _ in goods() if product.plu]
    bread = [product for product, _ in goods() if product.department == "bakery"][:12]
    keys = [
        Tile(f"{page.id}-{place}", page.place, place, product_id=product.id, names=product.names)
        for page, products in ((pages[0], loose[:20]), (pages[1], (*loose[20:], *bread)))
        for place, product in enumerate(products)
    ]
    return pages, tuple(keys)


def operators(pin_hashes: Mapping[str, str]) -> tuple[Operator, ...]:
    """Return the three operators, named by what they do; `pin_hashes` are the argon2id hashes of `PINS`."""
    return (
        Operator("cashier", "Cashier 收银员", pin_hashes["cashier"], language="en"),
        Operator("supervisor", "Supervisor 主管", pin_hashes["supervisor"], Role.SUPERVISOR, language="zh-Hans"),
        Operator("manager", "Manager 店长", pin_hashes["manager"], Role.MANAGER, language="en"),
    )


def promotions() -> tuple[Rule, ...]:
    """Return the promotions of the demo store: both kinds of 满减, percent off, a price and points for members."""
    return (
        SpendAndSave(
            id="spend-99",
            names=_both("Spend & save", "满减"),
            tiers=(Tier(9_900, 1_000), Tier(19_900, 2_500), Tier(39_900, 6_000)),
            selection=Selection(departments=frozenset({"pantry", "snacks", "frozen", "dairy", "bakery"})),
        ),
        SpendAndSave(
            id="care-50",
            names=_both("Care: every 50 saves 5", "个护每满50减5"),
            tiers=(Tier(5_000, 500),),
            every=True,
            selection=Selection(departments=frozenset({"care"})),
        ),
        PercentOff(
            id="drinks-10",
            names=_both("Drinks 10% off", "饮料九折"),
            rate_ppm=100_000,
            selection=Selection(departments=frozenset({"drinks"})),
        ),
        PercentOff(
            id="household-20",
            names=_both("Household 20% off", "家居八折"),
            rate_ppm=200_000,
            selection=Selection(departments=frozenset({"household"})),
        ),
        MemberPrice(
            id="member-produce",
            names=_both("Members: fruit 8% off", "会员果蔬九二折"),
            rate_ppm=80_000,
            selection=Selection(departments=frozenset({"produce"})),
        ),
        PointsForSpending(
            id="points",
            names=_both("A point for every yuan", "每满1元积1分"),
            each=100,
            tiers={"silver": 1_500_000, "gold": 2_000_000},
        ),
    )


def _both(english: str, chinese: str) -> dict[str, str]:
    return {"en": english, "zh-Hans": chinese}


def _gtin(number: int) -> str:
    code = f"{_PREFIX}{number:09d}"
    return f"0{code}{check_digit(code)}"


def _packed(aisle: Aisle, number: int, names: dict[str, str], price: int) -> tuple[Product, ProductPrices]:
    product_id = f"{aisle.id}-{number:05d}"
    codes: tuple[Barcode, ...] = (Barcode(_gtin(number)),)
    prices: tuple[Price, ...] = (Price(price),)
    if aisle.id == "drinks":
        codes = (*codes, Barcode(_gtin(500_000 + number), PACK_OF * 1_000))
        prices = (*prices, Price(price * PACK_OF * 95 // 100, pack=PACK_OF * 1_000))
    product = Product(
        product_id,
        names,
        aisle.id,
        aisle.tax_group,
        codes=codes,
        min_age=aisle.min_age,
        discountable=not aisle.min_age,
    )
    return product, ProductPrices(product_id, prices)


def _loose(aisle: Aisle) -> Iterator[tuple[Product, ProductPrices]]:
    for english, chinese, price, plu in aisle.loose:
        references = [f"{prefix}{plu:0>5}00000" for prefix in ("21", "23")]
        product = Product(
            f"{aisle.id}-loose-{plu}",
            _both(english, chinese),
            aisle.id,
            aisle.tax_group,
            unit=Unit.KILOGRAM,
            codes=tuple(Barcode(f"0{code}{check_digit(code)}") for code in references),
            plu=plu,
            weighed=True,
        )
        yield product, ProductPrices(product.id, (Price(price),))
