"""Says what a scanned or typed code would cost, without selling it."""

from __future__ import annotations

from pos_app.domain.basket import Basket
from pos_app.domain.basket_commands import add_line
from pos_app.domain.codes.gtin import shortest_form
from pos_app.domain.errors import Refusal
from pos_app.domain.money import MILLI
from pos_app.domain.pricing import price
from pos_app.selling import goods as on_counter
from pos_app.selling import showing
from pos_app.selling.detail_view import PriceCheckView
from pos_app.selling.goods import Goods
from pos_app.selling.questions import printable
from pos_app.selling.shop import Shop
from pos_app.selling.view import ReductionView
from pos_app.store.journal import Journal


def check(text: str, found: Goods | None, shop: Shop, journal: Journal, now_ms: int) -> PriceCheckView:
    """Return the price of what `text` was `found` to be, for one alone; refuses a code that is not known."""
    if found is None:
        raise Refusal("till.price_of_unknown", code=printable(text.strip()))
    product = found.product
    code = shortest_form(found.gtin) if found.gtin else found.scanned
    on_hand = stock_now(product.id, shop, journal)
    now = on_counter.price_of(found, shop.catalogue, now_ms)
    if now is None:
        return PriceCheckView(product.id, product.names, code, product.unit, None, on_hand=on_hand)
    taxes, _ = shop.tax()
    rules, info = shop.rules(), shop.info
    line = on_counter.line_of(found, now, quantity=MILLI, now_ms=now_ms)
    pricing = price(add_line(Basket("", info.currency, now_ms, info.id), line), rules, taxes, near=True)
    names = showing.rule_names(rules)
    (priced,) = pricing.priced.lines
    return PriceCheckView(
        product.id,
        product.names,
        code,
        product.unit,
        now.unit_price,
        priced.net,
        tuple(ReductionView(names.get(each.rule, {}), each.amount) for each in priced.reductions),
        showing.near(pricing, names),
        on_hand,
    )


def stock_now(product_id: str, shop: Shop, journal: Journal) -> int | None:
    """Return what the store has of a product, thousandths, with this till's own moves; None when it is not known."""
    return journal.stock_now(product_id, shop.catalogue.stock(product_id))
