"""`./pos hub orders`: a store's orders listed, placed, cancelled, told as the wrong person's, their customer forgotten.

A connector calls `sync.hub.placing` instead. No line shows a person.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec

from pos_app.cli.hub_lists import LANGUAGE
from pos_app.cli.hub_members import key_store, work_off
from pos_app.clock import SystemClock
from pos_app.demo import orders as demo
from pos_app.demo import shop
from pos_app.domain import orders_state
from pos_app.domain.errors import Refusal
from pos_app.domain.orders import CustomerOrder
from pos_app.domain.orders_state import OrderState
from pos_app.domain.people import PersonFields
from pos_app.words import money_text
from sync.hub import orders_forgetting
from sync.hub.database import Database
from sync.hub.desks import orders
from sync.hub.placing import Placing
from sync.hub.settings import DEFAULT_CHAIN, HubSettings

FILE_BYTES_MAX: Final = 10_000_000


class Placed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One order of a file: the order as tills will know it, and who collects it."""

    order: CustomerOrder
    person: PersonFields | None = None


def place_file(database: Database, settings: HubSettings, file: Path) -> Iterable[str]:
    """Place the orders of a JSON file (`Placed`, in a list); return a line with the customer's code for each.

    Raises `Refusal` order.bad_file, order.malformed.
    """
    try:
        with file.open("rb") as opened:
            found = msgspec.json.decode(opened.read(FILE_BYTES_MAX), type=list[Placed])
    except (OSError, msgspec.DecodeError) as error:
        raise Refusal("order.bad_file", file=str(file), detail=str(error)[:200]) from error
    now_ms = SystemClock().wall_ms()
    with key_store(settings) as store:
        desk = Placing(database, settings.folder, store, chain=DEFAULT_CHAIN)
        return [f"{each.order.number}  {desk.place(each.order, each.person, now_ms)}" for each in found]


def place_demo(database: Database, settings: HubSettings, count: int) -> list[str]:
    """Place made-up orders of the demo store, after those that are there; return a line for each."""
    now_ms = SystemClock().wall_ms()
    with key_store(settings) as store:
        desk = Placing(database, settings.folder, store, chain=DEFAULT_CHAIN)
        with database.reading() as tx:
            first = len(orders.orders(tx, DEFAULT_CHAIN, shop.STORE))
        made = [demo.order(number, now_ms) for number in range(first, first + count)]
        return [f"{each.order.number}  " + desk.place(each.order, each.person.fields, now_ms) for each in made]


def cancel(database: Database, store: str, order_id: str) -> str:
    """Cancel an order, by its id or its number; return the line that says so."""
    with database.writing() as tx:
        found = orders.named(tx, DEFAULT_CHAIN, store, order_id)
        done = orders.cancel(tx, DEFAULT_CHAIN, store, found.id, SystemClock().wall_ms())
    return f"{found.number} is cancelled" if done else f"{found.number} was cancelled before"


def free(database: Database, store: str, order_id: str) -> str:
    """Free an order that a till which is gone was handing over; return the line that says so."""
    with database.writing() as tx:
        found = orders.named(tx, DEFAULT_CHAIN, store, order_id)
        holder = orders.free(tx, DEFAULT_CHAIN, store, found.id, SystemClock().wall_ms())
    return f"{found.number} is free again; {holder} was handing it over"


def wrong_person(database: Database, store: str, order_id: str) -> str:
    """List that somebody else has the goods of an order, by its id or number."""
    with database.writing() as tx:
        found = orders.named(tx, DEFAULT_CHAIN, store, order_id)
        orders.report_wrong_person(tx, DEFAULT_CHAIN, store, found.id, SystemClock().wall_ms())
    return f"{found.number}: listed as handed to the wrong person; ./pos hub exceptions shows it"


def forget(database: Database, settings: HubSettings, store: str, order_id: str, by: str, reason: str) -> str:
    """Forget the customer of an order now, by its id or number; return the line that says so.

    Raises `Refusal` order.unknown, order.nobody, order.of_member.
    """
    now_ms = SystemClock().wall_ms()
    with key_store(settings) as keys:
        with database.writing() as tx:
            found = orders.named(tx, DEFAULT_CHAIN, store, order_id)
            count = orders_forgetting.ask(tx, keys, DEFAULT_CHAIN, found, by=by, reason=reason, now_ms=now_ms)
        work_off(database, keys, now_ms)
    also = f", in {count - 1} other orders of that phone too" if count > 1 else ""
    return f"{found.number}: its customer is forgotten{also}; tills lose the key as they are reached"


def lines(database: Database, store: str, *, everything: bool = False) -> Iterable[str]:
    """Return a line for each order that is open, or for all that tills know; never a person's data."""
    now_ms = SystemClock().wall_ms()
    with database.reading() as tx:
        found = orders.orders(tx, DEFAULT_CHAIN, store)
    shown = [each for each in found if everything or orders_state.state(each, now_ms) in orders_state.OPEN]
    for each in shown:
        state: OrderState = orders_state.state(each, now_ms)
        where = f" at {each.place}" if each.place else ""
        where += f", {each.handing_by} is handing it over" if each.handing_by else ""
        value = money_text(LANGUAGE, each.value, each.currency)
        yield f"{each.number}  {each.id}  {state}{where}  {len(each.lines)} lines  {value}"
    if not shown:
        yield f"no orders at {store}; ./pos hub orders --demo 5 places some"
