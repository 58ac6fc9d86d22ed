"""A sale worked out by hand for the golden receipts: every kind of line, cash with rounding and change, two taxes."""

import msgspec

from pos_app.domain.basket import Basket, Item, Line, ManualDiscount, PriceSource
from pos_app.domain.entries import ReceiptNumber, Sale
from pos_app.domain.priced import PricedBasket, PricedLine, Reduction
from pos_app.domain.product import Unit
from pos_app.domain.store_rows import StoreInfo
from pos_app.domain.tax import TaxComponent, TaxGroup, TaxSum, TaxTable
from pos_app.domain.tender import Tender, TenderKind

STORE = StoreInfo(
    id="0217",
    name="Corner Store",
    currency="CNY",
    header=("街角商店 Corner Store", "12 Long Street, Yiwu", "Tel. 0579 8512 3456"),
    footer=("Thank you! 谢谢惠顾", "Goods may be returned within 7 days with this receipt."),
    tax_number="91330782MA0000000X",
    cash_step=10,
)
TAXES = TaxTable(
    "cn",
    (
        TaxGroup("standard", {"en": "Standard"}, (TaxComponent("vat", {"en": "VAT"}, 130_000),), letter="A"),
        TaxGroup("reduced", {"en": "Reduced"}, (TaxComponent("vat", {"en": "VAT"}, 90_000),), letter="B"),
    ),
)


def _item(english: str, chinese: str, group: str, **more: object) -> Item:
    plain = Item(product_id=english, names={"en": english, "zh-Hans": chinese}, department="d", tax_group=group)
    return msgspec.structs.replace(plain, **more)


def _lines() -> tuple[Line, ...]:
    return (
        Line(1, _item("Rye bread", "黑麦面包", "reduced"), 1_000, 1_250),
        Line(2, _item("Bananas", "香蕉", "reduced", unit=Unit.KILOGRAM, weighed=True), 535, 998),
        Line(3, _item("Sparkling water 1.5 l", "气泡水 1.5升", "standard"), 6_000, 350),
        Line(
            4,
            _item("Desk lamp, black, with a very long flexible arm", "黑色长臂可调节台灯（礼盒装）", "standard"),
            1_000,
            8_800,
            PriceSource.OVERRIDE,
            list_price=9_900,
            reason="damaged",
        ),
        Line(
            5,
            _item("Notebook", "笔记本", "standard"),
            2_000,
            1_500,
            discount=ManualDiscount("customer_request", rate_ppm=100_000),
        ),
        Line(6, _item("Chewing gum", "口香糖", "standard"), 1_000, 600, voided=True, void_reason="customer_request"),
    )


def member_sale() -> Sale:
    """Return the same sale, made to a member who earned 227 points with it."""
    made = sale()
    return msgspec.structs.replace(
        made, points=227, basket=msgspec.structs.replace(made.basket, member="m-2046", tier="gold")
    )


def sale(*, training: bool = False) -> Sale:
    """Return the sale: 156.84 less 5.10 is 151.74, 151.70 in cash, 200 given."""
    priced = PricedBasket(
        lines=(
            PricedLine(1, 1_250, 1_250),
            PricedLine(2, 534, 534),
            PricedLine(3, 2_100, 1_890, (Reduction("water", 210),)),
            PricedLine(4, 8_800, 8_800),
            PricedLine(5, 3_000, 2_700, (Reduction("manual", 300),)),
        ),
        subtotal=15_684,
        reduction=510,
        tax=1_688,
        total=15_174,
        taxes=(
            TaxSum("standard", "vat", 130_000, 11_849, 1_541),
            TaxSum("reduced", "vat", 90_000, 1_637, 147),
        ),
    )
    return Sale(
        ReceiptNumber("sale", 42),
        shift="s",
        operator="o",
        language="en",
        basket=Basket("sale-1", "CNY", 1_790_000_000_000, "0217", lines=_lines()),
        priced=priced,
        tenders=(Tender(TenderKind.OTHER, 5_000, reference="V-1001"), Tender(TenderKind.CASH, 20_000, 9_830)),
        due=15_170,
        rounding=-4,
        training=training,
    )
