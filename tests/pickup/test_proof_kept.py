"""What a person proved, or got wrong, outlasts a hand-over that was left and an order that was opened again."""

from __future__ import annotations

from functools import partial

from pos_app.domain.entries_orders import Step
from pos_app.domain.pickup_policy import PickupOffline, PickupPolicy
from pos_app.pickup.view import ProofView
from pos_app.selling.lamp import Link, SyncSeen
from tests.pickup.service_desk import TAIL, ServiceDesk, an_order
from tests.pickup.test_desk import refused
from tests.pickup.test_giving import SUPERVISOR


def needs(counter: ServiceDesk) -> ProofView:
    shown = counter.desk.view.order
    assert shown is not None
    assert shown.needs is not None
    return shown.needs


def test_an_order_left_and_opened_again_gives_no_new_tries_at_the_phone(counter: ServiceDesk) -> None:
    order = an_order(1)
    counter.publish(order)
    counter.pick_all(order)
    for wrong in ("1111", "2222"):
        counter.desk.begin_handover()
        assert refused(partial(counter.desk.prove_phone, wrong)) == "pickup.wrong_tail"
        counter.desk.stop_handover()
    counter.desk.close()
    counter.desk.open(order.id)
    counter.desk.begin_handover()
    assert refused(partial(counter.desk.prove_phone, "3333")) == "pickup.wrong_tail_last"
    counter.desk.close()
    counter.desk.open(order.id)
    counter.desk.begin_handover()
    assert needs(counter).needed == "supervisor"
    counter.desk.prove_phone(TAIL)
    assert refused(counter.desk.hand_over) == "pickup.asks_proof"


def test_wrong_digits_for_one_order_say_nothing_of_another(counter: ServiceDesk) -> None:
    first, second = an_order(1), an_order(2)
    counter.publish(first, second)
    counter.pick_all(second)
    counter.pick_all(first)
    counter.desk.begin_handover()
    for wrong in ("1111", "2222", "3333"):
        refused(partial(counter.desk.prove_phone, wrong))
    counter.desk.open(second.id)
    counter.desk.begin_handover()
    assert (needs(counter).needed, needs(counter).tail_tries_left) == ("phone_and_name", 3)


def test_who_approved_stands_in_the_record_after_a_hand_over_was_left_and_begun_again(counter: ServiceDesk) -> None:
    counter.policy(PickupPolicy(identity_from=0, approval_from=0, offline=PickupOffline.REFUSE))
    order = an_order(1)
    counter.publish(order)
    counter.pick_all(order)
    counter.desk.begin_handover()
    counter.desk.prove_document("id_card")
    counter.desk.prove_by_supervisor(*SUPERVISOR)
    counter.seen = SyncSeen(Link.DEAD)
    assert refused_alone(counter)
    counter.seen = SyncSeen(Link.ONLINE, contact_age_ms=0)
    counter.desk.begin_handover()
    counter.desk.hand_over()
    counter.answer(granted=True)
    (step,) = [each for each in counter.steps() if each.step is Step.HANDED_OVER]
    assert (step.proof, step.proof_detail, step.approved_by) == ("supervisor", "id_card", "supervisor")


def refused_alone(counter: ServiceDesk) -> bool:
    told = counter.desk.hand_over()
    return told.said is not None and told.said.message_id == "pickup.alone_refused"
