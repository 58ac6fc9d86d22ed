"""Orders at the hub: published, moved on by steps, reserved, claimed once, cancelled; what cannot agree is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import msgspec
import pytest
from sqlalchemy import select

from pos_app.domain.entries import PICKUP, ClaimMade, ClaimReleased
from pos_app.domain.entries_orders import OrderStep, Step, StepLine
from pos_app.domain.errors import Refusal
from pos_app.domain.feed import FeedBatch, Positions
from pos_app.domain.open_exceptions import OpenException
from pos_app.domain.orders import CustomerOrder, FulfillmentLine
from pos_app.domain.store_rows import StockLevel
from sync.hub import exception_feed, settling
from sync.hub.desks import orders
from sync.hub.settling import Settling
from sync.hub.tables import exception
from tests.sync.hub.paper_till import CHAIN, STORE, PaperTill
from tests.sync.hub.stand import OPENING, Stand

NOW = 1_760_000_000_000
ALL = (StepLine(1, "p1", 2_000), StepLine(2, "p2", 1_000))


def an_order(**changed: object) -> CustomerOrder:
    lines = (FulfillmentLine(1, "p1", {"en": "One"}, 2_000, 400), FulfillmentLine(2, "p2", {"en": "Two"}, 1_000, 300))
    made = CustomerOrder("o-1", "1042", STORE, "EUR", 700, NOW, NOW + 3_600_000, lines)
    return msgspec.structs.replace(made, **changed)


def step(kind: Step, *lines: StepLine, **more: object) -> OrderStep:
    return OrderStep("o-1", kind, "anna", lines, **more)  # type: ignore[arg-type]


def publish(stand: Stand, order: CustomerOrder) -> bool:
    with stand.db.writing() as tx:
        return orders.publish_order(tx, CHAIN, order, NOW)


def at_the_hub(stand: Stand) -> CustomerOrder:
    with stand.db.reading() as tx:
        found = orders.order(tx, CHAIN, STORE, "o-1")
    assert found is not None
    return found


def reserved(stand: Stand) -> dict[str, int]:
    with stand.db.reading() as tx:
        return orders.reserved(tx, CHAIN, STORE, ["p1", "p2", "p3"])


def wrote(stand: Stand, till: PaperTill, *bodies: OrderStep | ClaimMade | ClaimReleased) -> None:
    if not till.entries:
        till.opened()
    for body in bodies:
        till.write(body)
    stand.push(till)
    stand.settle()


def rows(stand: Stand, till: PaperTill, stream: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for batch in stand.follow(till):
        for row in batch.rows:
            if row.stream == stream:
                found[row.key] = row.body
    return {key: body for key, body in found.items() if body}


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as no:
        act()
    return no.value.message_id


def test_an_order_reaches_the_tills_and_each_step_moves_it_on_saying_what_it_contains(stand: Stand) -> None:
    till = stand.till()
    assert publish(stand, an_order())
    assert not publish(stand, an_order())
    row = msgspec.msgpack.decode(rows(stand, till, "order")["o-1"], type=CustomerOrder)
    assert (row.number, row.contains, row.as_of_ms) == ("1042", {}, NOW)
    wrote(stand, till, step(Step.PICKED, ALL[0]), step(Step.PICKED, ALL[1]), step(Step.READY, place="A3"))
    row = msgspec.msgpack.decode(rows(stand, till, "order")["o-1"], type=CustomerOrder)
    assert [line.picked for line in row.lines] == [2_000, 1_000]
    assert (row.ready, row.place) == (True, "A3")
    assert row.contains == {f"{till.scope.workstation}/{till.epoch}": 4}


def test_handing_over_moves_stock_and_what_is_reserved_falls(stand: Stand) -> None:
    till = stand.till()
    publish(stand, an_order())
    assert reserved(stand) == {"p1": 2_000, "p2": 1_000}
    wrote(stand, till, step(Step.PICKED, *ALL), step(Step.HANDED_OVER, ALL[0], handover=1))
    assert reserved(stand) == {"p2": 1_000}
    level = msgspec.msgpack.decode(rows(stand, till, "stock")["p1"], type=StockLevel)
    assert level.on_hand == OPENING - 2_000
    wrote(stand, till, step(Step.REJECTED, ALL[1], reason="damaged"))
    assert reserved(stand) == {}
    assert stand.kinds() == []


def test_entries_pushed_twice_move_an_order_once(stand: Stand) -> None:
    till = stand.till()
    publish(stand, an_order())
    wrote(stand, till, step(Step.PICKED, *ALL), step(Step.HANDED_OVER, *ALL, handover=1))
    before = at_the_hub(stand)
    stand.push(till)
    stand.settle()
    assert at_the_hub(stand) == before


def test_what_the_shop_changes_of_an_order_keeps_what_the_tills_did(stand: Stand) -> None:
    till = stand.till()
    publish(stand, an_order())
    wrote(stand, till, step(Step.PICKED, ALL[0]), step(Step.READY, place="B1"))
    publish(stand, an_order(due_ms=NOW + 7_200_000))
    found = at_the_hub(stand)
    assert (found.due_ms, found.place, found.lines[0].picked) == (NOW + 7_200_000, "B1", 2_000)
    assert found.contains


def test_a_step_of_an_order_that_the_hub_does_not_know_is_set_aside_and_delays_nothing(stand: Stand) -> None:
    till = stand.till()
    wrote(stand, till, step(Step.PICKED, ALL[0]))
    assert stand.reasons() == ["order.unknown"]
    publish(stand, an_order())
    wrote(stand, till, step(Step.PICKED, ALL[1]))
    assert [line.picked for line in at_the_hub(stand).lines] == [0, 1_000]


def test_an_absurd_quantity_is_set_aside(stand: Stand) -> None:
    till = stand.till()
    publish(stand, an_order())
    wrote(stand, till, step(Step.PICKED, StepLine(1, "p1", 10**17)))
    assert stand.reasons() == ["amount.absurd"]
    assert at_the_hub(stand).lines[0].picked == 0


def test_cancelled_online_and_handed_over_offline_is_a_named_exception(stand: Stand) -> None:
    till = stand.till()
    publish(stand, an_order())
    with stand.db.writing() as tx:
        assert orders.cancel(tx, CHAIN, STORE, "o-1", NOW)
        assert not orders.cancel(tx, CHAIN, STORE, "o-1", NOW)
    assert reserved(stand) == {}
    wrote(stand, till, step(Step.PICKED, *ALL), step(Step.HANDED_OVER, *ALL, handover=1, alone=True))
    assert stand.kinds() == [orders.CANCELLED]
    assert at_the_hub(stand).lines[0].handed_over == 2_000


def test_what_a_person_has_is_not_cancelled(stand: Stand) -> None:
    till = stand.till()
    publish(stand, an_order())
    wrote(stand, till, step(Step.PICKED, *ALL), step(Step.HANDED_OVER, ALL[0], handover=1))

    def cancel(order_id: str) -> None:
        with stand.db.writing() as tx:
            orders.cancel(tx, CHAIN, STORE, order_id, NOW)

    assert refused(lambda: cancel("o-1")) == "order.handed_over"
    assert refused(lambda: cancel("o-9")) == "order.unknown"


def test_handed_over_at_two_tills_with_the_network_gone_is_a_named_exception_of_the_second(stand: Stand) -> None:
    first, second = stand.till(), stand.till()
    publish(stand, an_order())
    for till in (first, second):
        claim = ClaimMade(f"c-{till.scope.workstation}", PICKUP, "o-1/1")
        handed = step(Step.HANDED_OVER, *ALL, handover=1, alone=True, claim=claim.claim)
        wrote(stand, till, step(Step.PICKED, *ALL), claim, handed)
    assert stand.kinds() == [orders.TWICE]
    (said,) = stand.admin("exceptions")
    assert (said["workstation"], said["expected"]) == (second.scope.workstation, first.scope.workstation)


def test_two_parts_that_were_handed_over_apart_are_no_exception(stand: Stand) -> None:
    first, second = stand.till(), stand.till()
    publish(stand, an_order())
    wrote(stand, first, step(Step.PICKED, *ALL), step(Step.HANDED_OVER, ALL[0], handover=1))
    wrote(stand, second, step(Step.HANDED_OVER, ALL[1], handover=2))
    assert stand.kinds() == []
    assert at_the_hub(stand).handovers == 2


def test_more_than_was_ordered_is_an_exception_of_the_line(stand: Stand) -> None:
    till = stand.till()
    publish(stand, an_order())
    wrote(stand, till, step(Step.HANDED_OVER, StepLine(1, "p1", 3_000), handover=1))
    assert stand.kinds() == [orders.OVER]


def test_the_wrong_person_is_listed_from_the_desk_and_from_the_hub(stand: Stand) -> None:
    till = stand.till()
    publish(stand, an_order())
    wrote(stand, till, step(Step.PICKED, *ALL), step(Step.HANDED_OVER, *ALL, handover=1), step(Step.WRONG_PERSON))
    assert stand.kinds() == [orders.WRONG_PERSON]
    with stand.db.writing() as tx:
        orders.report_wrong_person(tx, CHAIN, STORE, "o-1", NOW)
    assert stand.kinds() == [orders.WRONG_PERSON] * 2


def test_online_the_first_claim_wins_and_the_second_hears_who_has_it(stand: Stand) -> None:
    first, second = stand.till(), stand.till()
    publish(stand, an_order())
    replies = []
    for till in (first, second):
        till.opened()
        replies.append(stand.claim(till, till.write(ClaimMade(f"c-{till.scope.workstation}", PICKUP, "o-1/1"))))
    assert [reply.granted for reply in replies] == [True, False]
    assert replies[1].held_by == first.scope.workstation
    again = stand.claim(second, second.entries[-1])
    assert again == replies[1]


def test_a_claim_that_was_given_back_is_free_for_the_next(stand: Stand) -> None:
    first, second = stand.till(), stand.till()
    publish(stand, an_order())
    first.opened()
    second.opened()
    assert stand.claim(first, first.write(ClaimMade("c-1", PICKUP, "o-1/1"))).granted
    stand.claim(first, first.write(ClaimReleased("c-1", PICKUP, "o-1/1")))
    assert stand.claim(second, second.write(ClaimMade("c-2", PICKUP, "o-1/1"))).granted


def test_nothing_is_claimed_of_an_order_that_is_cancelled_gone_or_handed_over(stand: Stand) -> None:
    till, other = stand.till(), stand.till()
    till.opened()
    reply = stand.claim(till, till.write(ClaimMade("c-1", PICKUP, "o-1/1")))
    assert (reply.granted, reply.reason) == (False, "order.unknown")
    publish(stand, an_order())
    wrote(stand, other, step(Step.PICKED, *ALL), step(Step.HANDED_OVER, *ALL, handover=1))
    reply = stand.claim(till, till.write(ClaimMade("c-2", PICKUP, "o-1/1")))
    assert (reply.reason, reply.held_by) == ("order.handed_over", other.scope.workstation)
    with stand.db.writing() as tx:
        orders.publish_order(tx, CHAIN, an_order(id="o-2", cancelled=True), NOW)
    assert stand.claim(till, till.write(ClaimMade("c-3", PICKUP, "o-2/1"))).reason == "order.cancelled"


def test_a_claim_refused_and_given_back_is_no_clash_for_people(stand: Stand) -> None:
    first, second = stand.till(), stand.till()
    publish(stand, an_order())
    wrote(stand, first, ClaimMade("c-1", PICKUP, "o-1/1"))
    wrote(stand, second, ClaimMade("c-2", PICKUP, "o-1/1"), ClaimReleased("c-2", PICKUP, "o-1/1"))
    assert stand.kinds() == []


def test_an_order_that_no_till_could_work_on_is_not_published(stand: Stand) -> None:
    line = an_order().lines[0]
    for wrong in (
        an_order(number=""), an_order(id="o/1"), an_order(lines=()), an_order(lines=(line, line)),
        an_order(lines=(msgspec.structs.replace(line, quantity=0),)), an_order(value=10**17),
    ):  # fmt: skip
        assert refused(partial(publish, stand, wrong)) == "order.malformed"


def test_orders_that_ended_long_ago_leave_the_tills(stand: Stand) -> None:
    publish(stand, an_order(cancelled=True))
    with stand.db.writing() as tx:
        orders.publish_order(tx, CHAIN, an_order(id="o-2"), NOW)
        assert orders.forget_old(tx, CHAIN, STORE, NOW + orders.KEPT_MS) == 0
        assert orders.forget_old(tx, CHAIN, STORE, NOW + orders.KEPT_MS + 1) == 1
        assert [each.id for each in orders.orders(tx, CHAIN, STORE)] == ["o-2"]


def test_the_store_follows_its_open_exceptions_until_they_are_settled(stand: Stand) -> None:
    till = stand.till()
    publish(stand, an_order())
    wrote(stand, till, step(Step.PICKED, *ALL), step(Step.HANDED_OVER, *ALL, handover=1), step(Step.WRONG_PERSON))
    (body,) = rows(stand, till, "exception").values()
    told = msgspec.msgpack.decode(body, type=OpenException)
    assert (told.kind, told.subject, told.workstation) == (orders.WRONG_PERSON, "o-1", till.scope.workstation)
    with stand.db.writing() as tx:
        settling.settle(
            tx, Settling(CHAIN, STORE, told.workstation, told.epoch, told.seq, "Ada", "returned"), stand.clock.wall_ms()
        )
    stand.settle()
    assert rows(stand, till, "exception") == {}


def test_a_store_with_very_many_exceptions_follows_the_newest(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exception_feed, "FOLLOWED_MAX", 2)
    till = stand.till()
    publish(stand, an_order())
    wrote(stand, till, *(step(Step.WRONG_PERSON) for _ in range(5)))
    with stand.db.reading() as tx:
        assert len(tx.execute(select(exception.c.seq)).all()) == 5
    assert len(rows(stand, till, "exception")) == 2


def test_another_stores_till_sees_none_of_it(stand: Stand) -> None:
    publish(stand, an_order())
    other = stand.till("store-2")
    reply = stand.feed(other, Positions())
    batch = msgspec.msgpack.decode(reply.batch, type=FeedBatch)
    assert [row for row in batch.rows if row.stream in ("order", "exception")] == []


def as_told(stand: Stand, till: PaperTill) -> CustomerOrder:
    """The order as the feed tells it to a till."""
    return msgspec.msgpack.decode(rows(stand, till, "order")["o-1"], type=CustomerOrder)


def test_every_till_is_told_who_hands_an_order_over_until_it_is_given_back_or_done(stand: Stand) -> None:
    first, second = stand.till(), stand.till()
    publish(stand, an_order())
    wrote(stand, first, step(Step.PICKED, *ALL))
    stand.claim(first, first.write(ClaimMade("c-1", PICKUP, "o-1/1")))  # ahead of the journal
    stand.settle()
    assert as_told(stand, second).handing_by == first.scope.workstation
    wrote(stand, first, ClaimReleased("c-1", PICKUP, "o-1/1"))
    assert as_told(stand, second).handing_by == ""
    wrote(stand, first, ClaimMade("c-2", PICKUP, "o-1/1"), step(Step.HANDED_OVER, ALL[0], handover=1, claim="c-2"))
    told = as_told(stand, second)
    assert (told.handing_by, told.handed_by) == ("", first.scope.workstation)
    wrote(stand, second, ClaimMade("c-3", PICKUP, "o-1/2"))
    publish(stand, an_order(due_ms=NOW + 7_200_000))  # the shop's change knows nothing of it, and changes nothing of it
    assert as_told(stand, first).handing_by == second.scope.workstation


def test_a_claim_that_lost_names_nobody_else(stand: Stand) -> None:
    first, second = stand.till(), stand.till()
    publish(stand, an_order())
    wrote(stand, first, step(Step.PICKED, *ALL), ClaimMade("c-1", PICKUP, "o-1/1"))
    wrote(stand, second, ClaimMade("c-2", PICKUP, "o-1/1"))
    wrote(stand, second, ClaimReleased("c-2", PICKUP, "o-1/1"))
    assert at_the_hub(stand).handing_by == first.scope.workstation
    wrote(stand, second, ClaimMade("c-3", PICKUP, "o-77/1"), ClaimMade("c-4", "coupon", "o-1/1"))
    assert stand.reasons() == []


def test_a_line_that_the_shop_takes_off_stays_in_sight_when_it_lies_picked_or_has_left(stand: Stand) -> None:
    till = stand.till()
    publish(stand, an_order())
    wrote(stand, till, step(Step.PICKED, *ALL), step(Step.HANDED_OVER, StepLine(2, "p2", 1_000), handover=1))
    third = FulfillmentLine(3, "p3", {"en": "Three"}, 1_000, 100)
    publish(stand, an_order(lines=(third,)))
    found = at_the_hub(stand)
    assert [(line.number, line.quantity, line.picked, line.handed_over) for line in found.lines] == [
        (3, 1_000, 0, 0), (1, 0, 2_000, 0), (2, 1_000, 1_000, 1_000),
    ]  # fmt: skip
    assert reserved(stand) == {"p3": 1_000}
    publish(stand, an_order())  # the shop thinks again
    assert [line.quantity for line in at_the_hub(stand).lines] == [2_000, 1_000]
    assert stand.kinds() == []


def test_goods_of_a_line_that_was_taken_off_are_an_exception_when_they_leave_all_the_same(stand: Stand) -> None:
    till = stand.till()
    publish(stand, an_order())
    publish(stand, an_order(lines=(an_order().lines[1],)))
    wrote(stand, till, step(Step.PICKED, *ALL), step(Step.HANDED_OVER, *ALL, handover=1, alone=True))
    assert stand.kinds() == [orders.OVER]
    (said,) = stand.admin("exceptions")
    assert (said["subject"], said["expected"], said["found"]) == ("o-1/1", "0", "2000")


def test_an_order_that_a_dead_till_was_handing_over_is_freed_by_the_office(stand: Stand) -> None:
    dead, other = stand.till(), stand.till()
    publish(stand, an_order())

    def free() -> str:
        with stand.db.writing() as tx:
            return orders.free(tx, CHAIN, STORE, "o-1", NOW)

    assert refused(free) == "order.not_claimed"
    wrote(stand, dead, step(Step.PICKED, *ALL), ClaimMade("c-1", PICKUP, "o-1/1"))
    assert free() == dead.scope.workstation
    assert at_the_hub(stand).handing_by == ""
    other.opened()
    assert stand.claim(other, other.write(ClaimMade("c-2", PICKUP, "o-1/1"))).granted
    wrote(stand, other, step(Step.HANDED_OVER, *ALL, handover=1, claim="c-2"))
    wrote(stand, dead, step(Step.HANDED_OVER, *ALL, handover=1, claim="c-1"))  # it was not that dead
    assert stand.kinds() == [orders.TWICE]
