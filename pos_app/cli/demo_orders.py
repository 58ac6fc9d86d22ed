"""The orders on the board of a workstation of the demo without a hub: some to pick, some ready, and what others did.

For the gallery and the tests; `demo_workstation` puts them into its catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from pos_app.cli import demo_people
from pos_app.demo import orders
from pos_app.domain.orders import CustomerOrder
from pos_app.domain.stamp import next_hlc

_PLACES: Final = ("", "", "A3", "Fridge 2", "", "")
"""Where those of the start lie; the others wait."""
SERVED, GONE, FORGOTTEN = 6, 8, 9
"""Numbers of an order that another till hands over now, of one that it handed over, of a customer who was forgotten."""
_ELSEWHERE: Final = "0217-04"
_MINUTE_MS: Final = 60_000


def rows(now_ms: int) -> Iterator[CustomerOrder]:
    """Return the orders as the feed tells them at wall time `now_ms`."""
    for order, place in zip(orders.at_the_start(now_ms), _PLACES, strict=True):
        made = msgspec.structs.replace(demo_people.sealed(order), as_of_ms=now_ms)
        yield _ready(made, place) if place else made
    placed_ms = now_ms - 20 * _MINUTE_MS
    served, gone, forgotten = (demo_people.sealed(orders.order(each, placed_ms)) for each in (SERVED, GONE, FORGOTTEN))
    yield _ready(served, "B1", as_of_ms=now_ms, handing_by=_ELSEWHERE)
    had = tuple(msgspec.structs.replace(line, picked=line.quantity, handed_over=line.quantity) for line in gone.lines)
    handed_hlc = next_hlc(0, now_ms - 5 * _MINUTE_MS)
    yield msgspec.structs.replace(
        gone, lines=had, ready=True, as_of_ms=now_ms, handovers=1, handed_by=_ELSEWHERE, handed_hlc=handed_hlc
    )
    yield _ready(forgotten, "B2", as_of_ms=now_ms, personal=None)


def _ready(made: CustomerOrder, place: str, **changed: object) -> CustomerOrder:
    lines = tuple(msgspec.structs.replace(line, picked=line.quantity) for line in made.lines)
    return msgspec.structs.replace(made, lines=lines, ready=True, place=place, **changed)
