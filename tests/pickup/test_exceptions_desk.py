"""What did not reconcile: each named case says what happened, what is safe, what to do; own entries stand first."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos_app.demo import shop
from pos_app.domain.errors import Param
from pos_app.domain.feed import EntryState, Level, State
from pos_app.domain.open_exceptions import OpenException, key_of
from pos_app.exceptions_desk import _DO, ROWS_MAX, ExceptionsDesk, advice, safe, title, todo
from pos_app.store.cache_writer import CacheWriter
from pos_app.words import LANGUAGES, quantity_text, say
from sync.hub.desks import orders
from tests.pickup.service_desk import START, ServiceDesk, an_order
from tests.shop_floor import CACHE
from tests.till.counter_top import feed

NAMED = (orders.CANCELLED, orders.TWICE, orders.OVER, orders.WRONG_PERSON)


def desk(counter: ServiceDesk) -> ExceptionsDesk:
    return ExceptionsDesk(counter.till._journal, counter.till._shop, lambda: counter.seen, counter.clock)


def listed(folder: Path, *rows: OpenException) -> None:
    feed(folder, [(Level.STORE, "exception", key_of(row), row) for row in rows])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [*NAMED, "claim.clash", "stock.negative", "order.unknown", "total.differs"])
def test_every_case_has_its_sentences_in_every_language(kind: str, language: str) -> None:
    for message_id in (safe(kind), advice(kind), title(kind)):
        assert say(language, message_id) != message_id
    happened = "quarantine" if kind == "order.unknown" else "exception"
    assert say(language, f"hub.{happened}.{kind}") != f"hub.{happened}.{kind}"


def test_each_named_case_has_a_name_an_advice_and_an_assurance_of_its_own() -> None:
    assert len({title(kind) for kind in NAMED}) == len({advice(kind) for kind in NAMED}) == len(NAMED)
    assert len({safe(kind) for kind in NAMED}) == len(NAMED)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [*_DO, "something.new"])
def test_staff_are_told_no_command_and_the_office_finds_its_own_part(kind: str, language: str) -> None:
    shop_does, office_does = todo(kind)
    words = say(language, shop_does)
    assert words != shop_does
    assert "./pos" not in words
    assert office_does in {"", advice(kind)}
    assert office_does or shop_does == advice(kind)


def test_of_an_order_that_was_cancelled_nobody_is_told_that_its_payment_stands() -> None:
    """The online shop gives the money of a cancelled order back; no till can know."""
    assert "payment is as it was" not in say("en", safe(orders.CANCELLED))


def test_too_much_is_said_in_pieces_and_not_in_thousandths(counter: ServiceDesk) -> None:
    listed(counter.folder, OpenException(orders.OVER, "order-1/2", "t-9", 7, 6, "1000", "2500", START))
    counter.tick()
    (row,) = desk(counter).look().rows
    assert (row.happened.params["expected_milli"], row.happened.params["found_milli"]) == (1_000, 2_500)
    assert "2.5 instead of 1." in say("en", row.happened.message_id, **_figures(row.happened.params))


def _figures(params: dict[str, Param]) -> dict[str, Param]:
    """The figures as the screen writes them."""
    return params | {name: quantity_text("en", int(params[f"{name}_milli"])) for name in ("expected", "found")}


def test_an_order_is_named_as_people_know_it_the_newest_first(counter: ServiceDesk) -> None:
    counter.publish(an_order(1))
    listed(
        counter.folder,
        OpenException(orders.TWICE, "order-1", "t-9", 7, 5, "t-3", "t-9", START),
        OpenException(orders.OVER, "order-1/2", "t-9", 7, 6, "1000", "2000", START + 1),
        OpenException("total.differs", "basket", "t-9", 7, 4, "1000", "900", START - 1),
    )
    counter.tick()
    view = desk(counter).look()
    assert [row.happened.params["subject"] for row in view.rows] == ["1001/2", "1001", "basket"]
    assert [row.mine for row in view.rows] == [False, False, False]
    assert view.rows[2].happened.params["expected_minor"] == 1_000
    assert view.as_of_ms == counter.clock.wall_ms() - 1_000


def test_own_entries_that_the_hub_set_aside_stand_first(counter: ServiceDesk) -> None:
    listed(counter.folder, OpenException("stock.negative", "milk", made_ms=START))
    header = counter.till._journal.newest_headers(1)[0]
    writer = CacheWriter.open(counter.folder / CACHE, shop.STORE, now_ms=0)
    try:
        writer.save_acks((), (EntryState(header.epoch, header.seq, State.QUARANTINED, "product.unknown"),))
    finally:
        writer.close()
    counter.tick()
    first, second = desk(counter).look().rows
    assert (first.mine, first.happened.message_id) == (True, "hub.quarantine.product.unknown")
    assert (second.mine, second.workstation) == (False, "")


def test_a_long_list_is_cut_and_says_how_many_more_there_are(counter: ServiceDesk) -> None:
    listed(counter.folder, *(OpenException("stock.negative", f"p{at}") for at in range(ROWS_MAX + 7)))
    counter.tick()
    view = desk(counter).look()
    assert (len(view.rows), view.more) == (ROWS_MAX, 7)
