"""Loads what the first sale of a day would otherwise wait for. Called by the till once its window is painted.

Babel reads the rules of a language at the first number, date or amount in it (39 ms together), and biip is imported
at the first GS1 code.
"""

from __future__ import annotations

from pos_app.domain.basket import Basket, Item, Line
from pos_app.domain.codes.gs1 import elements
from pos_app.domain.entries import ReceiptNumber, Sale
from pos_app.domain.money import MILLI
from pos_app.domain.priced import PricedBasket, PricedLine
from pos_app.domain.store_rows import StoreInfo
from pos_app.domain.tax import TaxSum
from pos_app.domain.tender import Tender, TenderKind
from pos_app.selling.receipt_paper import Paper
from pos_app.selling.shop import Shop
from pos_app.words import LANGUAGES

_ANY_MS = 1_760_000_000_000


def warm_up(shop: Shop) -> None:
    """Read one GS1 code, and put one imagined sale on paper in every language."""
    elements.warm_up()
    store = shop.info if shop.known else StoreInfo("", "", "CNY")
    line = Line(1, Item("", {"en": "-"}, "", ""), 2 * MILLI, 100, list_price=200)
    sale = Sale(
        ReceiptNumber("sale", 1),
        "",
        "",
        "en",
        Basket("", store.currency, _ANY_MS, store.id, lines=(line,)),
        PricedBasket((PricedLine(1, 200, 200),), 200, 0, 0, 200, (TaxSum("", "", 130_000, 177, 23),)),
        (Tender(TenderKind.CASH, 300, 100),),
        200,
    )
    for language in LANGUAGES:
        Paper(store, None, language, shop.zone).sale(sale, code="-", wall_ms=_ANY_MS, operator="")
