"""Handing over: who it is, how old, whether another till was first, and what happens alone, late, twice or killed."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

import pytest

from pos_app.demo import shop
from pos_app.domain.chain import Header
from pos_app.domain.entries_orders import Step
from pos_app.domain.errors import Fault
from pos_app.domain.orders_state import OrderState
from pos_app.domain.pickup_policy import PickupOffline, PickupPolicy
from pos_app.pickup.giving import CLAIM_KEPT_MS
from pos_app.pickup.handing import ANSWER_LIMIT_MS
from pos_app.pickup.view import Asks, Column
from pos_app.selling.lamp import Link, SyncSeen
from tests.pickup.service_desk import BEER, PLAIN, TAIL, ServiceDesk, an_order, code_for, line, service_desk
from tests.pickup.test_desk import refused, shown
from tests.shop_floor import code_of

SUPERVISOR = ("supervisor", shop.PINS["supervisor"])


def handed(counter: ServiceDesk) -> list[tuple[str, bool, str, str]]:
    """What the journal says of hand-overs: proof, alone, reason, who approved."""
    return [
        (step.proof, step.alone, step.reason, step.approved_by)
        for step in counter.steps()
        if step.step is Step.HANDED_OVER
    ]


def test_with_the_code_one_press_asks_the_hub_and_the_grant_hands_it_over(counter: ServiceDesk) -> None:
    order = an_order(1)
    counter.publish(order)
    counter.asked(order)
    assert (shown(counter).asks, shown(counter).state) == (Asks.HUB, OrderState.HANDING_OVER)
    (claim,) = counter.claims()
    assert (claim.what, claim.subject) == ("pickup", "order-1/1")
    assert handed(counter) == []
    assert counter.answer(granted=True) == ["pickup.handed_over"]
    assert handed(counter) == [("code", False, "", "")]
    assert shown(counter).state is OrderState.DONE
    (step,) = [each for each in counter.steps() if each.step is Step.HANDED_OVER]
    assert (step.claim, step.handover, [each.quantity for each in step.lines]) == (claim.claim, 1, [2_000, 1_000])


def test_a_journal_never_says_whose_phone_or_name_it_was(counter: ServiceDesk) -> None:
    order = an_order(1)
    counter.publish(order)
    counter.pick_all(order)
    counter.desk.begin_handover()
    counter.desk.prove_phone(TAIL)
    counter.desk.hand_over()
    counter.answer(granted=True)
    said = str(counter.steps()) + str(counter.claims())
    assert handed(counter) == [("phone_and_name", False, "", "")]
    assert TAIL not in said
    assert "王" not in said


def test_without_the_code_a_dearer_order_asks_for_a_document_and_a_dear_one_for_a_supervisor(
    counter: ServiceDesk,
) -> None:
    counter.policy(PickupPolicy(identity_from=10_000, approval_from=50_000))
    middle, dear = an_order(1, value=10_000), an_order(2, value=50_000)
    counter.publish(middle, dear)
    counter.pick_all(middle)
    counter.desk.begin_handover()
    counter.desk.prove_phone(TAIL)
    assert refused(counter.desk.hand_over) == "pickup.asks_proof"
    assert refused(lambda: counter.desk.prove_document("library card")) == "pickup.no_such_document"
    counter.desk.prove_document("passport")
    counter.desk.hand_over()
    counter.answer(granted=True)
    counter.pick_all(dear)
    counter.desk.begin_handover()
    assert refused(lambda: counter.desk.prove_by_supervisor(*SUPERVISOR)) == "pickup.document_first"
    counter.desk.prove_document("id_card")
    assert refused(lambda: counter.desk.prove_by_supervisor("", "")) == "pickup.supervisor_needed"
    assert refused(lambda: counter.desk.prove_by_supervisor("supervisor", "0000")) == "staff.wrong_pin"
    counter.desk.prove_by_supervisor(*SUPERVISOR)
    counter.desk.hand_over()
    counter.answer(granted=True)
    assert handed(counter) == [("identity", False, "", ""), ("supervisor", False, "", "supervisor")]


def test_three_wrong_phone_tails_leave_only_the_supervisor(counter: ServiceDesk) -> None:
    order = an_order(1)
    counter.publish(order)
    counter.pick_all(order)
    counter.desk.begin_handover()
    for wrong in ("1111", "", "20466"):
        assert refused(partial(counter.desk.prove_phone, wrong)).startswith("pickup.wrong_tail")
    needs = shown(counter).needs
    assert needs is not None
    assert (needs.needed, needs.phone_tail) == ("supervisor", False)
    counter.desk.prove_phone(TAIL)
    assert refused(counter.desk.hand_over) == "pickup.asks_proof"


def test_an_order_whose_person_cannot_be_read_needs_a_supervisor(counter: ServiceDesk) -> None:
    order = an_order(1, personal=None)
    counter.publish(order)
    counter.pick_all(order)
    counter.desk.begin_handover()
    needs = shown(counter).needs
    assert needs is not None
    assert needs.needed == "supervisor"


def test_goods_with_an_age_limit_ask_and_a_no_keeps_them_here(counter: ServiceDesk) -> None:
    order = an_order(1, line(1, BEER), line(2, PLAIN[0]))
    counter.publish(order)
    counter.pick_all(order)
    counter.desk.scan(code_for("order-1"))
    counter.desk.begin_handover()
    assert shown(counter).asks is Asks.AGE
    assert refused(counter.desk.hand_over) == "pickup.asks_age"
    counter.desk.refuse_age()
    assert shown(counter).asks is Asks.READY_TO_GIVE
    counter.desk.hand_over()
    counter.answer(granted=True)
    (step,) = [each for each in counter.steps() if each.step is Step.HANDED_OVER]
    assert [each.line for each in step.lines] == [2]
    assert [each.reason for each in counter.steps() if each.step is Step.REJECTED] == ["too_young"]
    assert shown(counter).state is OrderState.DONE


def test_goods_for_grown_ups_handed_over_say_that_the_age_was_checked(counter: ServiceDesk) -> None:
    order = an_order(1, line(1, BEER))
    counter.publish(order)
    counter.asked(order)
    counter.answer(granted=True)
    assert [each.age_checked for each in counter.steps() if each.step is Step.HANDED_OVER] == [True]


def test_in_part_the_rest_is_a_second_hand_over_with_its_own_claim(counter: ServiceDesk) -> None:
    order = an_order(1)
    counter.publish(order)
    counter.pick_all(order)
    counter.desk.scan(code_for("order-1"))
    counter.desk.begin_handover()
    counter.desk.choose(1, 1_000)
    counter.desk.choose(2, 0)
    assert [each.hands for each in shown(counter).lines] == [1_000, 0]
    counter.desk.hand_over()
    assert counter.answer(granted=True) == ["pickup.handed_in_part"]
    assert shown(counter).state is OrderState.PARTLY
    counter.desk.close()
    assert [card.number for card in counter.desk.view.board.columns[Column.HANDING_OVER]] == ["1001"]
    counter.desk.scan(code_for("order-1"))
    counter.desk.begin_handover()
    counter.desk.hand_over()
    counter.answer(granted=True)
    assert [each.subject for each in counter.claims()] == ["order-1/1", "order-1/2"]
    assert shown(counter).state is OrderState.DONE


def test_handed_over_twice_here_is_refused(counter: ServiceDesk) -> None:
    order = an_order(1)
    counter.publish(order)
    counter.asked(order)
    counter.answer(granted=True)
    counter.desk.close()
    counter.desk.scan(code_for("order-1"))
    assert refused(counter.desk.begin_handover) == "order.handed_over"
    assert refused(counter.desk.hand_over) == "order.handed_over"


def test_another_till_was_first_online_nothing_is_recorded_here(counter: ServiceDesk) -> None:
    order = an_order(1)
    counter.publish(order)
    counter.asked(order)
    assert counter.answer(granted=False, held_by="till-9") == ["pickup.claimed_elsewhere"]
    assert handed(counter) == []
    assert len(counter.released()) == 1
    assert shown(counter).state is OrderState.READY


def test_an_order_cancelled_between_the_feed_and_the_claim_is_refused_by_the_hub(counter: ServiceDesk) -> None:
    order = an_order(1)
    counter.publish(order)
    counter.asked(order)
    assert counter.answer(granted=False, reason="order.cancelled") == ["order.cancelled"]
    assert handed(counter) == []


def test_no_answer_within_two_seconds_asks_for_a_reason_and_is_recorded_as_decided_alone(counter: ServiceDesk) -> None:
    order = an_order(1)
    counter.publish(order)
    counter.asked(order)
    counter.clock.advance(ANSWER_LIMIT_MS - 1)
    assert counter.tick() == []
    counter.clock.advance(1)
    assert counter.tick() == ["pickup.alone_asks"]
    assert shown(counter).asks is Asks.ALONE
    assert refused(lambda: counter.desk.hand_over_alone("because")) == "order.no_such_reason"
    counter.desk.hand_over_alone("customer_waits")
    assert handed(counter) == [("code", True, "customer_waits", "")]


def test_alone_from_a_value_on_a_supervisor_approves(counter: ServiceDesk) -> None:
    counter.policy(PickupPolicy(alone_approval_from=5_000))
    order = an_order(1, value=5_000)
    counter.publish(order)
    counter.asked(order)
    counter.clock.advance(ANSWER_LIMIT_MS)
    counter.tick()
    assert shown(counter).alone_approval
    assert refused(lambda: counter.desk.hand_over_alone("customer_waits")) == "pickup.supervisor_needed"
    counter.desk.hand_over_alone("customer_waits", *SUPERVISOR)
    assert handed(counter) == [("code", True, "customer_waits", "supervisor")]


def test_a_store_that_hands_nothing_over_alone_keeps_the_goods_and_gives_the_claim_back(counter: ServiceDesk) -> None:
    counter.policy(PickupPolicy(offline=PickupOffline.REFUSE))
    order = an_order(1)
    counter.publish(order)
    counter.asked(order)
    counter.clock.advance(ANSWER_LIMIT_MS)
    assert counter.tick() == ["pickup.alone_refused"]
    assert (handed(counter), len(counter.released())) == ([], 1)
    assert refused(lambda: counter.desk.hand_over_alone("customer_waits")) == "pickup.not_alone"
    assert shown(counter).state is OrderState.READY


@pytest.mark.parametrize("link", [Link.NONE, Link.DEAD])
def test_with_nobody_to_carry_the_question_nothing_is_waited_for(counter: ServiceDesk, link: Link) -> None:
    counter.seen = SyncSeen(link)
    order = an_order(1)
    counter.publish(order)
    counter.asked(order)
    assert shown(counter).asks is Asks.ALONE


def test_an_answer_that_comes_while_the_reason_is_asked_still_decides(counter: ServiceDesk) -> None:
    order = an_order(1)
    counter.publish(order)
    counter.asked(order)
    counter.clock.advance(ANSWER_LIMIT_MS)
    counter.tick()
    assert counter.answer(granted=True) == ["pickup.handed_over"]
    assert handed(counter) == [("code", False, "", "")]


def test_an_answer_doubled_or_late_changes_nothing_that_was_decided(counter: ServiceDesk) -> None:
    order = an_order(1)
    counter.publish(order)
    counter.asked(order)
    claim = counter.claims()[0].claim
    counter.answer(granted=True)
    assert counter.answer(granted=True, claim=claim) == []
    assert counter.answer(granted=False, held_by="till-9", claim=claim) == []
    assert len(handed(counter)) == 1


def test_decided_alone_and_another_was_first_is_told_the_moment_it_is_known(counter: ServiceDesk) -> None:
    order = an_order(1)
    counter.publish(order)
    counter.asked(order)
    counter.clock.advance(ANSWER_LIMIT_MS)
    counter.tick()
    counter.desk.hand_over_alone("customer_waits")
    assert counter.answer(granted=False, held_by="till-9") == ["pickup.clash"]
    assert counter.tick() == []


def test_killed_between_claim_and_hand_over_it_is_begun_still_and_everything_is_proved_again(
    counter: ServiceDesk, tmp_path: Path
) -> None:
    order = an_order(1)
    counter.publish(order)
    counter.asked(order)
    shutil.copytree(counter.folder, tmp_path / "crashed", ignore=shutil.ignore_patterns("*.lock", "*-shm"))
    with service_desk(tmp_path / "crashed") as again:
        assert [card.number for card in again.desk.view.board.columns[Column.HANDING_OVER]] == ["1001"]
        again.desk.open("order-1")
        assert (shown(again).resumed, shown(again).asks) == (True, Asks.PROOF)
        again.desk.scan(code_for("order-1"))
        again.answer(granted=True)
        again.desk.hand_over()
        assert handed(again) == [("code", False, "", "")]
        assert [each.subject for each in again.claims()] == ["order-1/1"]


def test_killed_right_after_the_hand_over_it_is_not_handed_over_again(counter: ServiceDesk, tmp_path: Path) -> None:
    order = an_order(1)
    counter.publish(order)
    counter.asked(order)
    counter.answer(granted=True)
    shutil.copytree(counter.folder, tmp_path / "crashed", ignore=shutil.ignore_patterns("*.lock", "*-shm"))
    with service_desk(tmp_path / "crashed") as again:
        again.desk.scan(code_for("order-1"))
        assert refused(again.desk.begin_handover) == "order.handed_over"


def test_a_claim_that_was_granted_and_never_used_is_given_back(counter: ServiceDesk, tmp_path: Path) -> None:
    order = an_order(1)
    counter.publish(order)
    counter.asked(order)
    shutil.copytree(counter.folder, tmp_path / "crashed", ignore=shutil.ignore_patterns("*.lock", "*-shm"))
    with service_desk(tmp_path / "crashed") as again:
        again.answer(granted=True)
        assert again.released() == []
        again.clock.advance(CLAIM_KEPT_MS + 1)
        assert again.tick() == ["pickup.claim_given_back"]
        assert [each.subject for each in again.released()] == ["order-1/1"]
        assert again.tick() == []
        assert [card.number for card in again.desk.view.board.columns[Column.READY]] == ["1001"]


def test_going_back_gives_the_claim_back_and_the_next_hand_over_claims_anew(counter: ServiceDesk) -> None:
    order = an_order(1)
    counter.publish(order)
    counter.asked(order)
    counter.desk.stop_handover()
    assert (shown(counter).asks, len(counter.released())) == (Asks.NOTHING, 1)
    counter.desk.begin_handover()
    counter.desk.hand_over()
    assert len(counter.claims()) == 2
    counter.answer(granted=True)
    assert len(handed(counter)) == 1


def test_the_code_of_another_order_does_not_prove_this_one(counter: ServiceDesk) -> None:
    counter.publish(an_order(1), an_order(2))
    counter.pick_all(an_order(1))
    counter.desk.begin_handover()
    assert refused(lambda: counter.desk.scan(code_for("order-2"))) == "pickup.other_order"
    assert refused(lambda: counter.desk.scan(code_of(PLAIN[0]))) == "pickup.handing_over"
    assert shown(counter).asks is Asks.PROOF


def test_the_wrong_person_is_reported_once_something_was_given(counter: ServiceDesk) -> None:
    order = an_order(1)
    counter.publish(order)
    counter.desk.open("order-1")
    assert refused(counter.desk.report_wrong_person) == "pickup.not_handed_over"
    counter.asked(order)
    counter.answer(granted=True)
    counter.desk.report_wrong_person()
    assert counter.steps()[-1].step is Step.WRONG_PERSON


def test_in_training_nothing_is_handed_over(counter: ServiceDesk) -> None:
    order = an_order(1)
    counter.publish(order)
    counter.till.start_training("manager", shop.PINS["manager"])
    assert refused(lambda: counter.desk.open("order-1")) == "till.not_in_training"


def test_an_order_cancelled_while_the_hub_is_asked_stays_here_although_it_was_granted(counter: ServiceDesk) -> None:
    order = an_order(1)
    counter.publish(order)
    counter.asked(order)
    counter.publish(an_order(1, cancelled=True))
    assert counter.answer(granted=True) == ["order.cancelled"]
    assert (handed(counter), len(counter.released())) == ([], 1)


def test_a_locked_till_hands_nothing_over_until_somebody_is_back(counter: ServiceDesk) -> None:
    order = an_order(1)
    counter.publish(order)
    counter.asked(order)
    counter.till.lock()
    assert counter.answer(granted=True) == []
    counter.till.sign_in("cashier", shop.PINS["cashier"])
    assert counter.tick() == ["pickup.handed_over"]


def test_a_full_disk_loses_nothing_and_the_hand_over_is_pressed_again(
    counter: ServiceDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = an_order(1)
    counter.publish(order)
    counter.asked(order)

    def full(*_: object, **__: object) -> Header:
        raise Fault("journal.disk_full")

    with monkeypatch.context() as disk:
        disk.setattr(counter.till._journal, "append", full)
        with pytest.raises(Fault):
            counter.answer(granted=True)
        assert counter.tick() == []
    assert handed(counter) == []
    counter.desk.hand_over()
    assert handed(counter) == [("code", False, "", "")]
