"""The demo's customers order online: some at the start, more while it runs, and nobody when the board is full."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pos_app.cli import hub_desk
from pos_app.cli.demo import order_maker
from pos_app.clock import SystemClock
from pos_app.demo import orders as demo
from pos_app.demo import shop
from sync.hub.desks import orders
from sync.hub.settings import HubSettings


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_orders_are_the_same_for_the_same_number_and_differ_between_numbers() -> None:
    made = [demo.order(number, 5).order for number in range(40)]
    assert made == [demo.order(number, 5).order for number in range(40)]
    assert len({str(each.lines) for each in made}) > 30
    assert any(line.min_age for each in made for line in each.lines)


def test_the_demos_hub_gets_orders_while_it_runs_until_enough_are_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order_maker, "OPEN_MAX", len(demo.MINUTES_AGO) + 2)
    settings = HubSettings(tmp_path)
    with hub_desk.opened(settings) as database:

        def known() -> int:
            with database.reading() as tx:
                return len(orders.orders(tx, shop.CHAIN, shop.STORE))

        with order_maker.ordering(settings, every_s=0.01):
            wait_for(lambda: known() == order_maker.OPEN_MAX)
        assert known() == order_maker.OPEN_MAX
        assert order_maker._next(database, SystemClock().wall_ms(), first=False) == [], "the board is full"
        with database.reading() as tx:
            for each in orders.orders(tx, shop.CHAIN, shop.STORE):
                assert each.personal is not None
                assert each.slip_code
