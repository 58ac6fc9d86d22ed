"""An order's state: the same by any way, and nothing is done with an order that its state does not allow."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain import orders_state
from pos_app.domain.entries_orders import OrderStep, Step, StepLine
from pos_app.domain.errors import Refusal
from pos_app.domain.orders import CustomerOrder, FulfillmentLine
from pos_app.domain.orders_state import PLACE_LENGTH_MAX, OrderState, Placed, with_steps
from pos_app.domain.pickup_policy import PickupPolicy, Proof, proof_needed, proves

NOW = 1_800_000_000_000


def order(**changed: object) -> CustomerOrder:
    lines = (
        FulfillmentLine(1, "milk", {"en": "Milk"}, 3_000, 900),
        FulfillmentLine(2, "beer", {"en": "Beer"}, 6_000, 3_000, min_age=18),
    )
    made = CustomerOrder("o-1", "1042", "0217", "CNY", 3_900, NOW - 3_600_000, NOW + 3_600_000, lines)
    return msgspec.structs.replace(made, **changed)


def step(kind: Step, *lines: StepLine, **more: object) -> OrderStep:
    return OrderStep("o-1", kind, "anna", lines, **more)  # type: ignore[arg-type]


def placed(seq: int, said: OrderStep, workstation: str = "t1", hlc: int | None = None) -> Placed:
    return Placed(workstation, 7, seq, (hlc or seq) << 16, said)


MILK = StepLine(1, "milk", 1_000)
ALL = (StepLine(1, "milk", 3_000), StepLine(2, "beer", 6_000))


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as no:
        act()
    return no.value.message_id


_lines = st.lists(
    st.builds(StepLine, st.sampled_from((1, 2)), st.just("milk"), st.integers(1, 4).map(lambda n: n * 500)), max_size=2
).map(tuple)
_steps = st.builds(
    OrderStep,
    st.sampled_from(("o-1", "o-1", "o-1", "another")),
    st.sampled_from(Step),
    st.just("anna"),
    _lines,
    st.sampled_from(("", "A1", "B2")),
)


@st.composite
def written(draw: st.DrawFn) -> list[Placed]:
    """What two tills wrote of the order: each its own chain, their clocks interleaved anyhow."""
    found = []
    for workstation in ("t1", "t2"):
        for seq, said in enumerate(draw(st.lists(_steps, max_size=5)), 1):
            found.append(Placed(workstation, 7, seq, draw(st.integers(0, 5)) << 16, said))
    return found


@given(written(), st.randoms(use_true_random=False), st.data())
def test_steps_doubled_and_reordered_across_tills_give_the_same_order(
    steps: list[Placed], chance: object, data: st.DataObject
) -> None:
    straight = with_steps(order(), steps)
    shuffled = [*steps, *data.draw(st.lists(st.sampled_from(steps), max_size=4) if steps else st.just([]))]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert with_steps(order(), shuffled) == straight
    assert with_steps(straight, shuffled) == straight


@given(written(), st.data())
def test_a_row_that_contains_some_of_the_steps_comes_to_the_same_state(
    steps: list[Placed], data: st.DataObject
) -> None:
    """The hub has posted a beginning of each till's chain; the till adds the rest of its own."""
    upto = {name: data.draw(st.integers(0, 5)) for name in ("t1", "t2")}
    row = with_steps(order(), [each for each in steps if each.seq <= upto[each.workstation]])
    seen, whole = with_steps(row, steps), with_steps(order(), steps)
    assert (seen.lines, seen.ready, seen.place, seen.handovers) == (
        whole.lines, whole.ready, whole.place, whole.handovers,
    )  # fmt: skip


def test_an_order_goes_from_waiting_to_done() -> None:
    now, seen = order(), []
    steps = (
        step(Step.PICKED, MILK), step(Step.PICKED, StepLine(1, "milk", 2_000), StepLine(2, "beer", 6_000)),
        step(Step.READY, place="A1"), step(Step.HANDED_OVER, StepLine(1, "milk", 3_000)),
        step(Step.HANDED_OVER, StepLine(2, "beer", 6_000)),
    )  # fmt: skip
    seen.append(orders_state.state(now, NOW))
    for seq, said in enumerate(steps, 1):
        now = with_steps(now, [placed(seq, said)])
        seen.append(orders_state.state(now, NOW))
    assert seen == [
        OrderState.WAITING, OrderState.PICKING, OrderState.PICKING, OrderState.READY, OrderState.PARTLY,
        OrderState.DONE,
    ]  # fmt: skip
    assert (now.handovers, now.handed_by, now.place) == (2, "t1", "A1")


def test_what_is_promised_by_now_and_not_ready_is_late_and_what_is_begun_here_is_being_handed_over() -> None:
    assert orders_state.state(order(due_ms=NOW - 1), NOW) is OrderState.LATE
    assert orders_state.state(order(due_ms=NOW - 1, ready=True), NOW) is OrderState.READY
    assert orders_state.state(order(ready=True), NOW, claimed=True) is OrderState.HANDING_OVER
    assert orders_state.state(order(cancelled=True), NOW, claimed=True) is OrderState.CANCELLED


def test_a_later_place_holds_whichever_comes_first() -> None:
    early, late = placed(1, step(Step.READY, place="A1"), "t1", 5), placed(1, step(Step.READY, place="B2"), "t2", 9)
    assert with_steps(with_steps(order(), [late]), [early]).place == "B2"


def test_a_place_that_no_till_of_ours_would_say_is_cut_and_commands_nothing() -> None:
    now = with_steps(order(), [placed(1, step(Step.READY, place="A1\x1b[2J" + "x" * 100_000))])
    assert now.place == "A1[2J" + "x" * (PLACE_LENGTH_MAX - 6)


def test_a_scanned_item_that_is_not_in_the_order_is_refused() -> None:
    assert refused(lambda: orders_state.line_to_pick(order(), "bread", 1_000)) == "order.wrong_item"
    assert refused(lambda: orders_state.line_to_pick(order(), "", 1_000)) == "order.wrong_item"


def test_more_than_was_ordered_is_refused_and_a_pack_counts_as_what_it_holds() -> None:
    assert orders_state.line_to_pick(order(), "beer", 6_000).number == 2
    assert refused(lambda: orders_state.line_to_pick(order(), "milk", 6_000)) == "order.too_many"
    full = with_steps(order(), [placed(1, step(Step.PICKED, StepLine(1, "milk", 3_000)))])
    assert refused(lambda: orders_state.line_to_pick(full, "milk", 1_000)) == "order.picked_already"


def test_goods_ordered_in_two_lines_fill_the_line_that_has_room() -> None:
    twice = order(lines=(*order().lines, FulfillmentLine(3, "milk", {"en": "Milk"}, 2_000, 600)))
    full = with_steps(twice, [placed(1, step(Step.PICKED, StepLine(1, "milk", 3_000)))])
    assert orders_state.line_to_pick(full, "milk", 1_000).number == 3


def test_nothing_is_ready_before_everything_is_picked_or_rejected() -> None:
    assert refused(lambda: orders_state.check_ready(order(), "A1")) == "order.not_all_picked"
    picked = with_steps(order(), [placed(1, step(Step.PICKED, *ALL))])
    assert refused(lambda: orders_state.check_ready(picked, " ")) == "order.no_place"
    orders_state.check_ready(picked, "A1")
    short = with_steps(
        order(),
        [placed(1, step(Step.PICKED, ALL[1])), placed(2, step(Step.REJECTED, ALL[0], reason="not_in_stock"))],
    )
    orders_state.check_ready(short, "A1")


def test_only_what_lies_picked_is_handed_over() -> None:
    assert refused(lambda: orders_state.lines_to_hand(order())) == "order.nothing_picked"
    picked = with_steps(order(), [placed(1, step(Step.PICKED, MILK))])
    assert orders_state.lines_to_hand(picked) == (MILK,)
    assert refused(lambda: orders_state.lines_to_hand(picked, {1: 2_000})) == "order.not_picked"
    assert refused(lambda: orders_state.lines_to_hand(picked, {2: 1_000})) == "order.not_picked"


def test_handed_over_twice_here_is_refused() -> None:
    done = with_steps(order(), [placed(1, step(Step.PICKED, *ALL)), placed(2, step(Step.HANDED_OVER, *ALL))])
    assert refused(lambda: orders_state.lines_to_hand(done)) == "order.handed_over"
    assert refused(lambda: orders_state.line_to_pick(done, "milk", 1_000)) == "order.handed_over"


def test_a_rejected_line_is_not_wanted_any_more_and_needs_a_known_reason() -> None:
    assert refused(lambda: orders_state.check_reject(order(), 1, 1_000, "because")) == "order.no_such_reason"
    assert refused(lambda: orders_state.check_reject(order(), 1, 4_000, "damaged")) == "order.nothing_to_reject"
    assert refused(lambda: orders_state.check_reject(order(), 9, 1_000, "damaged")) == "order.no_such_line"
    said = orders_state.check_reject(order(), 2, 6_000, "too_young")
    left = with_steps(order(), [placed(1, step(Step.REJECTED, said))])
    assert [orders_state.missing(line) for line in left.lines] == [3_000, 0]
    assert orders_state.least_age(left, (MILK,)) == 0


def test_picked_goods_go_back_to_the_shelf_and_are_missing_again() -> None:
    picked = with_steps(order(), [placed(1, step(Step.PICKED, MILK))])
    back = with_steps(picked, [placed(2, step(Step.PICKED, orders_state.put_back(picked, 1, 1_000)))])
    assert orders_state.missing(back.lines[0]) == 3_000
    assert refused(lambda: orders_state.put_back(back, 1, 1_000)) == "order.nothing_picked"


def test_nothing_is_done_with_a_cancelled_order() -> None:
    gone = order(cancelled=True)
    for act in (
        lambda: orders_state.line_to_pick(gone, "milk", 1_000), lambda: orders_state.check_ready(gone, "A"),
        lambda: orders_state.lines_to_hand(gone), lambda: orders_state.check_reject(gone, 1, 1, "other"),
    ):  # fmt: skip
        assert refused(act) == "order.cancelled"


def test_the_dearer_the_order_the_better_the_proof() -> None:
    policy = PickupPolicy(identity_from=100, approval_from=1_000)
    needed = [proof_needed(policy, value, person_readable=True) for value in (99, 100, 999, 1_000)]
    assert needed == [Proof.PHONE_AND_NAME, Proof.IDENTITY, Proof.IDENTITY, Proof.SUPERVISOR]
    assert proof_needed(policy, 1, person_readable=False) is Proof.SUPERVISOR
    assert proves(Proof.CODE, Proof.SUPERVISOR)
    assert not proves(Proof.PHONE_AND_NAME, Proof.IDENTITY)


def test_a_rejection_taken_back_at_two_tills_asks_for_no_more_than_was_ordered() -> None:
    rejected = with_steps(
        order(), [placed(1, step(Step.REJECTED, orders_state.check_reject(order(), 1, 3_000, "other")))]
    )
    again = step(Step.REJECTED, orders_state.take_back(rejected, 1))
    both = with_steps(rejected, [placed(2, again), placed(1, again, "t2")])
    assert [orders_state.wanted(line) for line in both.lines] == [3_000, 6_000]
    assert refused(lambda: orders_state.take_back(both, 1)) == "order.not_rejected"
    assert refused(lambda: orders_state.take_back(order(cancelled=True), 1)) == "order.cancelled"


def test_what_lies_picked_and_is_wanted_no_more_is_put_back_and_not_handed_over() -> None:
    picked = with_steps(order(), [placed(1, step(Step.PICKED, *ALL))])
    off = with_steps(picked, [placed(2, step(Step.REJECTED, StepLine(1, "milk", 2_000), reason="refused_by_customer"))])
    assert [orders_state.surplus(line) for line in off.lines] == [2_000, 0]
    assert orders_state.lines_to_hand(off) == (MILK, ALL[1])
    back = with_steps(off, [placed(3, step(Step.PICKED, orders_state.put_back(off, 1, 2_000)))])
    assert [orders_state.surplus(line) for line in back.lines] == [0, 0]
    assert orders_state.lines_to_hand(back) == (MILK, ALL[1])
