"""Orders that the demo store gets: made by arithmetic from the demo's goods and people, the same for the same number.

The demo hub publishes them while it runs, and workstations without a hub get some. Nobody real is meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from pos_app.demo import people, shop
from pos_app.demo.people import DemoMember
from pos_app.domain.money import MILLI
from pos_app.domain.orders import CustomerOrder, FulfillmentLine
from pos_app.domain.product import Product, ProductPrices

FIRST_NUMBER: Final = 1_041
PROMISE_MS: Final = 45 * 60_000
"""An order is promised so long after it was placed."""
_STEP: Final = 389
"""Through the goods: prime to their number, so that orders differ."""
AGED_EVERY: Final = 4
"""Every fourth order has goods with an age limit."""
MINUTES_AGO: Final = (3, 12, 26, 41, 58, 76)
"""When the orders that are there at the start were placed; the last ones are late."""


class DemoOrder(NamedTuple):
    """An order without its person, who is sealed by whoever publishes it, and who that is."""

    order: CustomerOrder
    person: DemoMember


def order(number: int, placed_ms: int) -> DemoOrder:
    """Return the `number`-th order of the demo, from 0, placed at `placed_ms`."""
    packed, aged = _goods()
    lines = [_line(at + 1, *packed[(number * _STEP + at * 61) % len(packed)], number) for at in range(1 + number % 4)]
    if number % AGED_EVERY == AGED_EVERY - 1:
        lines.append(_line(len(lines) + 1, *aged[number % len(aged)], number))
    person = _people()[number * 7 % people.COUNT]
    made = CustomerOrder(
        f"demo-{number:05d}",
        str(FIRST_NUMBER + number),
        shop.STORE,
        shop.CURRENCY,
        sum(line.amount for line in lines),
        placed_ms,
        placed_ms + PROMISE_MS,
        tuple(lines),
        member=person.id,
    )
    return DemoOrder(made, person)


def of_number(number: str) -> CustomerOrder:
    """Return the order that a customer reads out this number of, as if placed at the beginning of time."""
    return order(int(number) - FIRST_NUMBER, 0).order


def at_the_start(now_ms: int) -> Iterator[DemoOrder]:
    """Return the orders that wait when the demo begins, the newest first."""
    for number, minutes in enumerate(MINUTES_AGO):
        yield order(number, now_ms - minutes * 60_000)


def _line(number: int, product: Product, prices: ProductPrices, order_number: int) -> FulfillmentLine:
    pieces = 1 + (order_number + number) % 3
    return FulfillmentLine(
        number,
        product.id,
        product.names,
        pieces * MILLI,
        pieces * prices.prices[0].unit_price,
        unit=product.unit,
        gtins=tuple(code.gtin for code in product.codes),
        min_age=product.min_age,
    )


@cache
def _goods() -> tuple[Sequence[tuple[Product, ProductPrices]], Sequence[tuple[Product, ProductPrices]]]:
    goods = [each for each in shop.goods() if not each[0].weighed]
    return [each for each in goods if not each[0].min_age], [each for each in goods if each[0].min_age]


@cache
def _people() -> tuple[DemoMember, ...]:
    return tuple(people.members())
