"""Customers of the demo who order online while it runs: some orders at the start, then one every half minute.

A thread beside the demo's hub, through the same seam as a connector. It stops with the demo, and while enough is open.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Iterator
from typing import Final

from pos_app.cli import hub_desk
from pos_app.cli.hub_members import key_store
from pos_app.clock import SystemClock
from pos_app.demo import orders as demo
from pos_app.demo import shop
from pos_app.demo.orders import DemoOrder
from pos_app.domain import orders_state
from pos_app.domain.errors import Fault
from sync.hub.database import Database
from sync.hub.desks import orders
from sync.hub.placing import Placing
from sync.hub.settings import HubSettings

EVERY_S: Final = 30.0
OPEN_MAX: Final = 12
"""With so many open orders nobody orders more: the demo's board stays one that a person can look at."""
_log = logging.getLogger(__name__)


@contextlib.contextmanager
def ordering(settings: HubSettings, every_s: float = EVERY_S) -> Iterator[None]:
    """Let customers order at the demo's hub for as long as the block lasts."""
    stop = threading.Event()
    thread = threading.Thread(target=_run, args=(settings, every_s, stop), name="demo-orders", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _run(settings: HubSettings, every_s: float, stop: threading.Event) -> None:
    with hub_desk.opened(settings) as database, key_store(settings) as store:
        placing = Placing(database, settings.folder, store, chain=shop.CHAIN)
        first = True
        while not stop.is_set():
            now_ms = SystemClock().wall_ms()
            try:
                for each in _next(database, now_ms, first=first):
                    placing.place(each.order, each.person.fields, now_ms)
            except Fault as fault:  # the hub has the database for itself: another time
                _log.info("no order this time: %s", fault)
            first = False
            stop.wait(every_s)


def _next(database: Database, now_ms: int, *, first: bool) -> list[DemoOrder]:
    """Return the orders to place now."""
    with database.reading() as tx:
        known = orders.orders(tx, shop.CHAIN, shop.STORE)
    if first and not known:
        return list(demo.at_the_start(now_ms))
    still_open = sum(orders_state.state(each, now_ms) in orders_state.OPEN for each in known)
    return [] if still_open >= OPEN_MAX else [demo.order(len(known), now_ms)]
