"""What happens to an order while somebody stands before it: at another till, in the online shop, or to the clock."""

from __future__ import annotations

import msgspec
import pytest

from pos_app.demo import shop
from pos_app.domain.entries_orders import Step
from pos_app.domain.errors import Refusal
from pos_app.domain.feed import FeedBatch, FeedRow, Level
from pos_app.domain.orders import BAG, CustomerOrder, FulfillmentLine
from pos_app.domain.orders_state import OrderState
from pos_app.domain.product import Unit
from pos_app.pickup.view import Asks, Column
from pos_app.selling.lamp import Link, SyncSeen
from pos_app.selling.view import Sound, Told
from pos_app.store.cache_writer import CacheWriter
from pos_app.words import LANGUAGES, said
from tests.pickup.service_desk import BEER, PLAIN, START, TAIL, ServiceDesk, an_order, code_for, line
from tests.pickup.test_desk import column, refused, shown
from tests.pickup.test_giving import SUPERVISOR, handed
from tests.shop_floor import CACHE, code_of
from tests.till.counter_top import feed

HOUR_MS = 3_600_000


def told(counter: ServiceDesk) -> list[Told]:
    """What the next tick says."""
    counter.till.tick()
    return list(counter.desk.tick())


def in_words(answer: Told, language: str = "en") -> str:
    """The sentence that a person sees."""
    assert answer.said is not None
    return said(language, Refusal(answer.said.message_id, **answer.said.params))


# A code that is shown once more


def test_a_code_of_an_order_that_was_handed_over_says_so_and_when_and_where(counter: ServiceDesk) -> None:
    order = an_order(1)
    counter.publish(order)
    counter.asked(order)
    counter.answer(granted=True)
    counter.desk.close()
    counter.clock.advance(26 * HOUR_MS)
    bag = counter.desk.scan(code_for(BAG + "order-1"))
    answer = counter.desk.scan(code_for("order-1"))
    assert [each.sound for each in (bag, answer)] == [Sound.UNKNOWN] * 2
    assert [each.said and each.said.message_id for each in (bag, answer)] == ["pickup.was_handed_over_here"] * 2
    assert shown(counter).handed_here
    assert shown(counter).proof == ""
    assert "1001 was handed over already: at this till, " in in_words(answer)
    for language in LANGUAGES:
        assert "{" not in in_words(answer, language)


def test_what_another_till_handed_over_is_said_with_its_place_by_the_hubs_state(counter: ServiceDesk) -> None:
    gone = tuple(line(number, PLAIN[number]) for number in (1, 2))
    gone = tuple(_had(each) for each in gone)
    counter.publish(an_order(1, *gone, handovers=1, handed_by="till-9", handed_hlc=START << 16))
    answer = counter.desk.scan(code_for("order-1"))
    assert answer.said is not None
    assert (answer.said.message_id, answer.said.params["where"]) == ("pickup.was_handed_over", "till-9")
    assert answer.said.params["time_ms"] == START
    assert not shown(counter).handed_here


def test_a_code_of_an_order_that_ended_otherwise_says_how(counter: ServiceDesk) -> None:
    counter.publish(an_order(1, cancelled=True), an_order(2))
    cancelled = counter.desk.scan(code_for("order-1"))
    assert (cancelled.sound, cancelled.said and cancelled.said.message_id) == (Sound.UNKNOWN, "order.cancelled")
    counter.desk.open("order-2")
    for number in (1, 2):
        counter.desk.reject(number, "damaged")
    rejected = counter.desk.scan(code_for("order-2"))
    assert rejected.said is not None
    assert rejected.said.message_id == "order.all_rejected"


def _had(each: FulfillmentLine) -> FulfillmentLine:
    return msgspec.structs.replace(each, picked=each.quantity, handed_over=each.quantity)


# The online shop


def test_an_order_cancelled_while_it_is_open_is_told_low_and_says_where_its_goods_lie(counter: ServiceDesk) -> None:
    order = an_order(1)
    counter.publish(order)
    counter.pick_all(order, "Fridge 2")
    counter.desk.begin_handover()
    _came(counter, an_order(1, cancelled=True))
    (answer,) = told(counter)
    assert (answer.sound, answer.said and answer.said.message_id) == (Sound.UNKNOWN, "pickup.cancelled_lies")
    assert "Fridge 2" in in_words(answer)
    assert (shown(counter).state, shown(counter).asks) == (OrderState.CANCELLED, Asks.NOTHING)
    assert refused(counter.desk.hand_over) == "order.cancelled"
    counter.desk.close()
    assert (handed(counter), len(counter.released())) == ([], 1)
    assert told(counter) == []


def test_an_order_cancelled_while_nobody_looks_sounds_as_orders_do(counter: ServiceDesk) -> None:
    counter.publish(an_order(1))
    _came(counter, an_order(1, cancelled=True))
    (answer,) = told(counter)
    assert (answer.sound, answer.said and answer.said.message_id) == (Sound.PICKUP, "order.cancelled")
    _came(counter, an_order(2, cancelled=True))
    assert told(counter) == [], "one that was never here is no news"


def test_a_line_taken_off_while_it_is_picked_is_told_and_what_lies_there_goes_back(counter: ServiceDesk) -> None:
    counter.publish(an_order(1))
    counter.desk.open("order-1")
    counter.desk.scan(code_of(PLAIN[0]))
    off = line(1, PLAIN[0], 2_000)
    _came(counter, an_order(1, line(2, PLAIN[1]), msgspec.structs.replace(off, quantity=0)))
    (answer,) = told(counter)
    assert (answer.sound, answer.said and answer.said.message_id) == (Sound.UNKNOWN, "pickup.changed_online")
    assert told(counter) == []
    assert [(each.number, each.surplus, each.missing) for each in shown(counter).lines] == [
        (2, 0, 1_000),
        (1, 1_000, 0),
    ]
    assert refused(lambda: counter.desk.scan(code_of(PLAIN[0]))) == "order.item_off"
    counter.desk.pick(1, -1_000)
    assert [each.surplus for each in shown(counter).lines] == [0, 0]
    assert refused(lambda: counter.desk.pick(1, -1_000)) == "order.nothing_picked"
    counter.desk.scan(code_of(PLAIN[1]))
    counter.desk.ready("A1")
    assert shown(counter).state is OrderState.READY


def test_an_order_that_the_feed_takes_away_while_it_is_handed_over_is_left_and_its_claim_given_back(
    counter: ServiceDesk,
) -> None:
    order = an_order(1)
    counter.publish(order)
    counter.pick_all(order)
    counter.desk.begin_handover()
    writer = CacheWriter.open(counter.folder / CACHE, shop.STORE, now_ms=0)
    try:
        at = writer.positions()
        gone = FeedRow(Level.STORE, "order", order.id, at.store + 1, deleted=True, body=b"")
        writer.apply(FeedBatch((gone,), msgspec.structs.replace(at, store=at.store + 1)))
    finally:
        writer.close()
    assert counter.tick() == []
    assert counter.desk.view.order is None
    assert refused(counter.desk.hand_over) == "pickup.no_such_order"
    counter.desk.close()
    assert [each.subject for each in counter.released()] == ["order-1/1"]


# A slip of the hand


def test_a_line_rejected_by_mistake_or_found_after_all_is_wanted_again(counter: ServiceDesk) -> None:
    counter.publish(an_order(1))
    counter.desk.open("order-1")
    assert refused(lambda: counter.desk.take_back(2)) == "order.not_rejected"
    counter.desk.reject(2, "not_in_stock")
    assert refused(lambda: counter.desk.reject(2, "not_in_stock")) == "order.rejected_already"
    assert refused(lambda: counter.desk.scan(code_of(PLAIN[1]))) == "order.item_off"
    counter.desk.take_back(2)
    assert [(each.rejected, each.missing) for each in shown(counter).lines] == [(0, 2_000), (0, 1_000)]
    counter.desk.scan(code_of(PLAIN[1]))
    assert [each.step for each in counter.steps()] == [Step.REJECTED, Step.REJECTED, Step.PICKED]


def test_a_thumb_on_the_wrong_key_at_the_age_question_is_taken_back(counter: ServiceDesk) -> None:
    order = an_order(1, line(1, BEER))
    counter.publish(order)
    counter.pick_all(order)
    counter.desk.scan(code_for("order-1"))
    counter.desk.begin_handover()
    counter.desk.refuse_age()
    assert shown(counter).state is OrderState.DONE  # all of it was rejected
    counter.desk.take_back(1)
    assert shown(counter).asks is Asks.AGE
    counter.desk.confirm_age()
    counter.desk.hand_over()
    counter.answer(granted=True)
    assert handed(counter) == [("code", False, "", "")]


# The clock, the printer, the label


@pytest.mark.parametrize("ahead_ms", [3 * HOUR_MS, -3 * HOUR_MS])
def test_a_clock_that_is_known_to_be_wrong_makes_nothing_late_and_nothing_early(
    counter: ServiceDesk, ahead_ms: int
) -> None:
    counter.publish(an_order(1, due_ms=START + HOUR_MS), an_order(2, due_ms=START - HOUR_MS))
    counter.clock.jump(START + ahead_ms)
    counter.seen = SyncSeen(Link.ONLINE, contact_age_ms=0, clock_wrong_ms=-ahead_ms)
    counter.tick()
    assert (column(counter, Column.WAITING), column(counter, Column.LATE)) == (["1001"], ["1002"])
    counter.desk.open("order-1")
    assert (counter.desk.now_ms(), shown(counter).as_of_ms) == (START, START)


def test_a_till_that_never_heard_the_hub_says_no_age_of_its_board(counter: ServiceDesk) -> None:
    counter.seen = SyncSeen(Link.NONE)
    counter.publish(an_order(1))
    assert counter.desk.view.board.as_of_ms == 0
    counter.desk.open("order-1")
    assert shown(counter).as_of_ms == START


def test_with_a_dead_printer_the_order_is_taken_in_hand_and_its_slip_printed_again(counter: ServiceDesk) -> None:
    counter.publish(an_order(1))
    counter.desk.open("order-1")
    counter.counter.fails = "paper out"
    counter.desk.start_picking()
    counter.tick()
    assert shown(counter).state is OrderState.PICKING
    counter.counter.fails = ""
    counter.desk.print_slip()
    counter.desk.scan(code_of(PLAIN[0]))
    assert len(counter.counter.printed) == 2
    assert [each.step for each in counter.steps()] == [Step.ACCEPTED, Step.PICKED]


def test_a_gs1_label_of_the_same_item_picks_it_and_one_past_its_date_does_not(counter: ServiceDesk) -> None:
    counter.publish(an_order(1))
    counter.desk.open("order-1")
    gtin = code_of(PLAIN[0]).zfill(14)
    counter.desk.scan(f"]C101{gtin}10LOT7")
    assert shown(counter).lines[0].picked == 1_000
    assert refused(lambda: counter.desk.scan(f"]C117200101{chr(29)}01{gtin}")) == "code.expired"
    counter.desk.scan(f"]C101{gtin}17491231")
    assert refused(lambda: counter.desk.scan(f"]C101{gtin}10LOT7")) == "order.picked_already"
    assert [each.quantity for step in counter.steps() for each in step.lines] == [1_000, 1_000]


def test_goods_that_the_catalogue_lacks_are_picked_by_the_codes_of_the_order_as_pieces_or_by_weight(
    counter: ServiceDesk,
) -> None:
    loose, tray = "99506000134355", "09506000134352"
    counter.publish(
        an_order(
            1,
            FulfillmentLine(1, "not-here-1", {"en": "Cheese"}, 400, 900, unit=Unit.KILOGRAM, gtins=(loose,)),
            FulfillmentLine(2, "not-here-2", {"en": "Tray"}, 12_000, 900, pack=6_000, gtins=(tray,)),
        )
    )
    counter.desk.open("order-1")
    counter.desk.scan(f"]C101{loose}3103000385")
    counter.desk.scan(tray[1:])
    assert [each.picked for each in shown(counter).lines] == [385, 6_000]
    assert [each.rejected for each in shown(counter).lines] == [15, 0], "near enough: the rest is not owed"


# A customer who was forgotten


def test_an_order_whose_customer_was_forgotten_is_picked_and_handed_over_by_a_supervisor(counter: ServiceDesk) -> None:
    order = an_order(1)
    counter.index.people = {"order-1": ("王小明", TAIL)}
    counter.publish(order)
    counter.keys.clear()
    counter.index.people = {}
    counter.publish(an_order(1, place="A1", personal=None))
    assert [card.name for card in counter.desk.view.board.columns[Column.WAITING]] == [""]
    assert [card.number for card in counter.desk.find("1001")] == ["1001"]
    assert counter.desk.find(TAIL) == ()
    counter.pick_all(order)
    counter.desk.begin_handover()
    needs = shown(counter).needs
    assert needs is not None
    assert (needs.phone_tail, needs.document, needs.approval) == (False, True, True)
    counter.desk.prove_document("passport")
    counter.desk.prove_by_supervisor(*SUPERVISOR)
    counter.desk.hand_over()
    counter.answer(granted=True)
    assert handed(counter) == [("supervisor", False, "", "supervisor")]
    assert shown(counter).name == ""


def _came(counter: ServiceDesk, order: CustomerOrder) -> None:
    feed(counter.folder, [(Level.STORE, "order", order.id, order)])
