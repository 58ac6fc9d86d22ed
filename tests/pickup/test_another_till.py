"""What another till does with an order while somebody stands before it here: seen, refused, claimed, agreed."""

from __future__ import annotations

import shutil
from pathlib import Path

from pos_app.domain.orders_state import OrderState
from pos_app.pickup.handing import ANSWER_LIMIT_MS
from pos_app.pickup.view import Asks, Column
from pos_app.selling.lamp import Link, SyncSeen
from tests.pickup.service_desk import START, TAIL, ServiceDesk, an_order, code_for, service_desk
from tests.pickup.test_desk import column, refused, shown
from tests.pickup.test_giving import handed

HOUR_MS = 3_600_000


def test_an_order_that_another_till_hands_over_stands_in_that_column_and_says_where(counter: ServiceDesk) -> None:
    counter.publish(an_order(1, ready=True))
    counter.publish(an_order(1, ready=True, handing_by="till-9"))
    assert column(counter, Column.READY) == []
    (card,) = counter.desk.view.board.columns[Column.HANDING_OVER]
    assert (card.number, card.elsewhere, card.state) == ("1001", "till-9", OrderState.HANDING_OVER)
    counter.desk.open("order-1")
    assert (shown(counter).elsewhere, shown(counter).state) == ("till-9", OrderState.HANDING_OVER)
    counter.publish(an_order(1, ready=True))
    assert column(counter, Column.READY) == ["1001"]


def test_what_another_till_hands_over_cannot_be_begun_here_and_nothing_is_claimed(counter: ServiceDesk) -> None:
    order = an_order(1)
    counter.publish(order)
    counter.pick_all(order)
    assert shown(counter).can_hand_over
    counter.publish(an_order(1, handing_by="till-9", as_of_ms=START + 5))
    assert not shown(counter).can_hand_over
    assert refused(counter.desk.begin_handover) == "pickup.claimed_elsewhere"
    assert refused(counter.desk.hand_over) == "pickup.claimed_elsewhere"
    assert counter.claims() == []
    counter.publish(an_order(1, as_of_ms=START + 9))
    counter.desk.begin_handover()
    assert [each.subject for each in counter.claims()] == ["order-1/1"]


def test_since_when_another_till_has_it_is_the_moment_that_was_heard_first(counter: ServiceDesk) -> None:
    counter.publish(an_order(1, handing_by="till-9", as_of_ms=START + 5))
    counter.publish(an_order(1, handing_by="till-9", as_of_ms=START + 900_000, due_ms=START))
    counter.desk.open("order-1")
    assert (shown(counter).elsewhere, shown(counter).elsewhere_ms) == ("till-9", START + 5)
    counter.publish(an_order(1, handing_by="till-8", as_of_ms=START + 900_001))
    assert shown(counter).elsewhere_ms == START + 900_001


def test_out_of_touch_nobody_hears_when_the_other_till_ends_so_the_stores_rule_decides(counter: ServiceDesk) -> None:
    order = an_order(1)
    counter.publish(order)
    counter.pick_all(order)
    counter.publish(an_order(1, handing_by="till-9"))
    counter.seen = SyncSeen(Link.OFFLINE, contact_age_ms=HOUR_MS)
    assert shown(counter).can_hand_over
    counter.desk.scan(code_for("order-1"))
    counter.desk.begin_handover()
    counter.clock.advance(ANSWER_LIMIT_MS)
    counter.desk.hand_over()
    assert (shown(counter).asks, shown(counter).elsewhere) == (Asks.ALONE, "till-9")


def test_what_the_feed_says_of_this_till_itself_is_judged_by_its_own_journal(counter: ServiceDesk) -> None:
    order = an_order(1)
    counter.publish(order)
    counter.pick_all(order)
    counter.desk.begin_handover()
    counter.desk.stop_handover()
    here = counter.till._journal.scope.workstation
    counter.publish(an_order(1, handing_by=here))  # the hub has not heard yet that it was given back
    assert (column(counter, Column.HANDING_OVER), column(counter, Column.READY)) == ([], ["1001"])


def test_a_hand_over_is_claimed_when_it_begins_and_another_tills_claim_is_told_before_anybody_is_asked(
    counter: ServiceDesk,
) -> None:
    order = an_order(1)
    counter.publish(order)
    counter.pick_all(order)
    counter.desk.begin_handover()
    assert [each.subject for each in counter.claims()] == ["order-1/1"]
    assert (shown(counter).state, shown(counter).asks) == (OrderState.HANDING_OVER, Asks.PROOF)
    assert counter.answer(granted=False, held_by="till-9") == ["pickup.claimed_elsewhere"]
    assert (shown(counter).asks, len(counter.released()), handed(counter)) == (Asks.NOTHING, 1, [])


def test_an_agreement_that_came_while_the_person_was_asked_waits_for_the_press(counter: ServiceDesk) -> None:
    order = an_order(1)
    counter.publish(order)
    counter.pick_all(order)
    counter.desk.begin_handover()
    assert counter.answer(granted=True) == []
    counter.seen = SyncSeen(Link.OFFLINE, contact_age_ms=9_000)
    counter.clock.advance(10 * ANSWER_LIMIT_MS)
    assert counter.tick() == []
    assert handed(counter) == []
    counter.desk.prove_phone(TAIL)
    answer = counter.desk.hand_over()
    assert (answer.said and answer.said.message_id) == "pickup.handed_over"
    assert handed(counter) == [("phone_and_name", False, "", "")]


def test_the_hub_had_its_two_seconds_while_the_person_was_asked(counter: ServiceDesk) -> None:
    order = an_order(1)
    counter.publish(order)
    counter.pick_all(order)
    counter.desk.scan(code_for("order-1"))
    counter.desk.begin_handover()
    counter.clock.advance(ANSWER_LIMIT_MS)
    assert counter.tick() == [], "nobody is asked to decide alone before the goods are to be given"
    counter.desk.hand_over()
    assert shown(counter).asks is Asks.ALONE


def test_what_was_handed_over_elsewhere_in_the_meantime_is_told_apart_from_what_is_claimed(
    counter: ServiceDesk,
) -> None:
    order = an_order(1)
    counter.publish(order)
    counter.asked(order)
    assert counter.answer(granted=False, reason="order.handed_over", held_by="till-9") == ["pickup.handed_elsewhere"]
    counter.desk.begin_handover()
    assert counter.answer(granted=False, reason="epoch.forked") == ["pickup.claim_refused"]
    assert handed(counter) == []


def test_killed_after_the_hub_agreed_the_same_claim_hands_it_over_once(counter: ServiceDesk, tmp_path: Path) -> None:
    order = an_order(1)
    counter.publish(order)
    counter.pick_all(order)
    counter.desk.begin_handover()
    counter.answer(granted=True)
    shutil.copytree(counter.folder, tmp_path / "crashed", ignore=shutil.ignore_patterns("*.lock", "*-shm"))
    with service_desk(tmp_path / "crashed") as again:
        again.desk.scan(code_for("order-1"))
        assert (shown(again).resumed, shown(again).asks) == (True, Asks.READY_TO_GIVE)
        assert handed(again) == []
        again.desk.hand_over()
        assert handed(again) == [("code", False, "", "")]
        assert len(again.claims()) == 1


def test_an_order_that_is_laid_elsewhere_by_a_till_whose_clock_is_behind_is_found_there(counter: ServiceDesk) -> None:
    order = an_order(1)
    counter.publish(order)
    counter.pick_all(order, place="A1")
    ahead_hlc = counter.till._journal.stamp().hlc + (HOUR_MS << 16)
    counter.publish(an_order(1, ready=True, place="B2", ready_hlc=ahead_hlc))
    assert shown(counter).place == "B2"
    counter.desk.ready("C3")
    assert shown(counter).place == "C3", "who laid it there last had seen where it was"
