"""Baskets on hold: kept over restarts, priced afresh, and removed with exactly their own sale."""

from __future__ import annotations

from pathlib import Path

from pos_app.clock import SetClock
from pos_app.domain.feed import Level
from pos_app.domain.product import Price
from pos_app.domain.promotions.percent_off import PercentOff
from pos_app.domain.promotions.selection import Selection
from pos_app.store.drafts import DRAFTS_MAX
from pos_app.till import Till
from tests.shop_floor import code_of, open_till
from tests.till.counter_top import (
    DRINKS,
    PLAIN,
    PRICE,
    UNKNOWN,
    after_a_crash,
    drafts,
    feed,
    last_sale,
    name,
    names,
    only_question,
    pay,
    price_row,
    refusal,
    scan,
)


def test_hold_and_recall(till: Till, clock: SetClock) -> None:
    scan(till, PLAIN[0], PLAIN[1])
    till.hold(" Mrs Li ")
    assert (till.view.lines, till.view.held) == ((), 1)
    clock.advance(60_000)
    scan(till, PLAIN[2])
    (held,) = till.held()
    assert (held.name, held.items, held.total) == ("Mrs Li", 2, PRICE[PLAIN[0]] + PRICE[PLAIN[1]])
    assert refusal(lambda: till.recall(held.sale_id)) == "till.basket_in_the_way"
    pay(till)
    assert till.view.held == 1, "only the draft of the sale went with the sale"
    told = till.recall(held.sale_id)
    assert (told.said, names(till), till.view.held) == (None, [name(PLAIN[0]), name(PLAIN[1])], 0)
    pay(till)
    assert last_sale(till).basket.sale_id == held.sale_id
    assert drafts(till) == []


def test_recalled_twice_or_unknown_is_refused(till: Till) -> None:
    scan(till, PLAIN[0])
    till.hold()
    (held,) = till.held()
    till.recall(held.sale_id)
    assert refusal(lambda: till.recall(held.sale_id)) == "till.not_held"
    assert refusal(lambda: till.recall("nobody's")) == "till.not_held"


def test_a_recalled_basket_is_priced_afresh_and_the_difference_is_told(till: Till, folder: Path) -> None:
    scan(till, PLAIN[0], PLAIN[1])
    till.hold()
    feed(folder, [price_row(PLAIN[0], Price(PRICE[PLAIN[0]] + 130))])
    till.tick()
    told = till.recall(till.held()[0].sale_id)
    assert told.said is not None
    assert (told.said.message_id, told.said.params["difference_minor"]) == ("till.recalled_by", 130)
    assert till.view.totals.total == PRICE[PLAIN[0]] + PRICE[PLAIN[1]] + 130


def test_a_recalled_pack_is_priced_afresh_too(till: Till, folder: Path) -> None:
    till.scan(code_of(DRINKS[0], pack=6_000))
    till.hold()
    feed(folder, [price_row(DRINKS[0], Price(100), Price(500, pack=6_000))])
    till.tick()
    till.recall(till.held()[0].sale_id)
    assert till.view.lines[0].unit_price == 500


def test_new_offers_are_told_at_recall(till: Till, folder: Path) -> None:
    scan(till, PLAIN[0])
    till.hold()
    offer = PercentOff(
        id="half", names={"en": "Half"}, rate_ppm=500_000, selection=Selection(products=frozenset({PLAIN[0]}))
    )
    feed(folder, [(Level.CHAIN, "promotion", "half", offer)])
    till.tick()
    told = till.recall(till.held()[0].sale_id)
    assert told.said is not None
    assert told.said.params["difference_minor"] == -(PRICE[PLAIN[0]] // 2)


def test_windows_of_a_recalled_basket_are_judged_by_the_recall(till: Till, folder: Path, clock: SetClock) -> None:
    now = clock.wall_ms()
    feed(folder, [price_row(PLAIN[0], Price(900), Price(700, valid_from_ms=now + 1_000))])
    till.tick()
    scan(till, PLAIN[0])
    till.hold()
    clock.advance(5_000)
    till.recall(till.held()[0].sale_id)
    (line,) = drafts(till)[0].basket.lines
    assert (line.unit_price, line.scanned_at_ms) == (700, now + 5_000)


def test_typed_prices_and_overrides_are_not_priced_afresh(till: Till, folder: Path) -> None:
    till.sell_open("pantry", 777)
    scan(till, PLAIN[0])
    price = PRICE[PLAIN[0]] * 95 // 100
    till.override_price(2, price, "damaged")
    till.hold()
    feed(folder, [price_row(PLAIN[0], Price(1))])
    till.tick()
    till.recall(till.held()[0].sale_id)
    assert [line.unit_price for line in till.view.lines] == [777, price]


def test_held_baskets_are_there_after_a_restart(folder: Path) -> None:
    with open_till(folder) as till:
        for product in PLAIN[:3]:
            scan(till, product)
            till.hold(product)
        expected = till.held()
    with open_till(folder) as again:
        assert again.view.held == 3
        assert [held.sale_id for held in again.held()] == [held.sale_id for held in expected]
        assert again.recall(expected[1].sale_id).said is None
        assert names(again) == [name(PLAIN[1])]


def test_offers_that_changed_over_a_restart_are_told(folder: Path) -> None:
    with open_till(folder) as till:
        scan(till, PLAIN[0])
        till.hold()
    offer = PercentOff(id="half", names={"en": "Half"}, rate_ppm=500_000)
    feed(folder, [(Level.CHAIN, "promotion", "half", offer)])
    with open_till(folder) as again:
        told = again.recall(again.held()[0].sale_id)
        assert told.said is not None
        assert told.said.message_id == "till.offers_changed"


def test_a_basket_of_questions_alone_can_wait(till: Till) -> None:
    till.scan(UNKNOWN)
    till.hold()
    till.recall(till.held()[0].sale_id)
    till.set_aside(only_question(till).number)
    assert refusal(till.hold) == "till.nothing_to_hold"


def test_a_basket_with_nothing_left_in_it_makes_room(till: Till) -> None:
    scan(till, PLAIN[0])
    till.hold()
    scan(till, PLAIN[1])
    till.void(1)
    till.recall(till.held()[0].sale_id)
    assert names(till) == [name(PLAIN[0])]
    assert len(drafts(till)) == 1


def test_a_name_has_its_limits(till: Till) -> None:
    scan(till, PLAIN[0])
    assert refusal(lambda: till.hold("x" * 41)) == "basket.text_unfit"
    assert refusal(lambda: till.hold("a\x00b")) == "basket.text_unfit"
    assert len(till.view.lines) == 1


def test_an_abandoned_basket_is_on_record_and_never_comes_back(till: Till, folder: Path, tmp_path: Path) -> None:
    scan(till, PLAIN[0])
    assert refusal(lambda: till.abandon("")) == "basket.reason_required"
    head = till._journal.head.seq
    till.abandon()
    assert till._journal.head.seq == head + 1
    assert (till.view.lines, drafts(till)) == ((), [])
    assert till._journal.totals(till._register.day)
    with after_a_crash(folder, tmp_path / "crash") as again:
        assert again.view.lines == ()
    assert refusal(till.abandon) == "till.no_basket"


def test_too_many_baskets_on_hold_refuse_a_new_one_and_nothing_else(till: Till) -> None:
    for _ in range(DRAFTS_MAX):
        scan(till, PLAIN[0])
        till.hold()
    assert refusal(lambda: scan(till, PLAIN[1])) == "draft.too_many"
    assert (till.view.lines, till.view.held) == ((), DRAFTS_MAX)
    till.recall(till.held()[0].sale_id)
    scan(till, PLAIN[1])
    pay(till)


def test_a_held_basket_is_counted_once(till: Till) -> None:
    for product in PLAIN[:3]:
        scan(till, product)
        till.hold()
        till.recall(till.held()[-1].sale_id)
        till.hold()
    assert till.view.held == len(till.held()) == len(drafts(till)) == 3
