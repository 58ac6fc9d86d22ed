"""Prices, offers and taxes change in mid-basket: a line keeps its scan's price, a basket its first line's rules."""

from __future__ import annotations

from pathlib import Path

import msgspec

from pos_app.clock import SetClock
from pos_app.demo import shop
from pos_app.domain.basket import RulesVersion
from pos_app.domain.feed import Level
from pos_app.domain.product import Price
from pos_app.domain.promotions.percent_off import PercentOff
from pos_app.till import Till
from tests.till.counter_top import PLAIN, PRICE, feed, last_sale, pay, price_row, refusal, scan

HALF = PercentOff(id="half", names={"en": "Half"}, rate_ppm=500_000)


def _version(till: Till, folder: Path) -> RulesVersion:
    return till._shop.rules().version


def test_earlier_lines_keep_their_price_and_later_scans_take_the_new_one(till: Till, folder: Path) -> None:
    scan(till, PLAIN[0], PLAIN[1])
    feed(folder, [price_row(PLAIN[0], Price(777))])
    till.tick()
    scan(till, PLAIN[0])
    assert [line.unit_price for line in till.view.lines] == [PRICE[PLAIN[0]], PRICE[PLAIN[1]], 777]
    pay(till)
    first, _, third = last_sale(till).basket.lines
    assert third.price_version > first.price_version


def test_a_price_switches_by_itself_at_its_time(till: Till, folder: Path, clock: SetClock) -> None:
    then = clock.wall_ms() + 10_000
    feed(folder, [price_row(PLAIN[0], Price(500, valid_to_ms=then), Price(600, valid_from_ms=then))])
    till.tick()
    scan(till, PLAIN[0])
    clock.advance(10_000)
    scan(till, PLAIN[0])
    assert [line.unit_price for line in till.view.lines] == [500, 600]


def test_the_offers_of_the_first_line_hold_until_the_basket_is_paid(till: Till, folder: Path) -> None:
    scan(till, PLAIN[0])
    before = _version(till, folder)
    feed(folder, [(Level.CHAIN, "promotion", "half", HALF)])
    assert till.tick()
    scan(till, PLAIN[1])
    assert till.view.totals.reduction == 0
    till.undo()
    till.redo()
    pay(till)
    sale = last_sale(till)
    assert (sale.basket.rules_version, sale.priced.reduction) == (before, 0)
    scan(till, PLAIN[2])
    assert till.view.totals.reduction > 0
    pay(till)
    after = last_sale(till).basket.rules_version
    assert after == _version(till, folder) != before


def test_the_tax_of_the_first_line_holds_too(till: Till, folder: Path) -> None:
    scan(till, PLAIN[0])
    table = shop.tax_table()
    dearer = msgspec.structs.replace(
        table,
        groups=tuple(
            msgspec.structs.replace(
                group,
                components=tuple(msgspec.structs.replace(each, rate_ppm=500_000) for each in group.components),
            )
            for group in table.groups
        ),
    )
    feed(folder, [(Level.CHAIN, "tax", shop.TAX_TABLE, dearer)])
    till.tick()
    till.sell_open("household", 10_000)
    tax = till.view.totals.tax
    pay(till)
    first = last_sale(till)
    till.sell_open("household", 10_000)
    assert till.view.totals.tax > tax
    pay(till)
    assert last_sale(till).basket.tax_version > first.basket.tax_version


def test_a_first_scan_that_failed_binds_nothing(till: Till, folder: Path) -> None:
    assert refusal(lambda: till.scan("4006381333932")) == "code.bad_check_digit"
    till.set_next_quantity(1_500)
    assert refusal(lambda: scan(till, PLAIN[0])) == "basket.quantity_not_whole"
    feed(folder, [(Level.CHAIN, "promotion", "half", HALF)])
    till.tick()
    till.set_next_quantity(1_000)
    scan(till, PLAIN[0])
    assert till.view.totals.reduction > 0
    pay(till)
    assert last_sale(till).basket.rules_version == _version(till, folder)


def test_goods_taken_from_the_catalogue_stay_in_the_basket(till: Till, folder: Path) -> None:
    scan(till, PLAIN[0])
    feed(folder, [price_row(PLAIN[0], Price(1, valid_to_ms=1))])
    till.tick()
    till.step(1, 1_000)
    assert till.view.totals.total == 2 * PRICE[PLAIN[0]]
    pay(till)
