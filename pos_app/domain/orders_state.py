"""An order's row and steps made one state: what holds now, and what may be done next. Pure; till and hub share it.

Steps add up, so their order and their doubles do not matter: two tills and the hub reach the same state by any way.
A `Refusal` says why something cannot be done with the order as it is known here.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

import msgspec

from pos_app.domain.entries_orders import OrderStep, Step, StepLine
from pos_app.domain.errors import Refusal
from pos_app.domain.orders import CustomerOrder, FulfillmentLine
from pos_app.domain.stamp import hlc_wall_ms

REASONS: Final = ("not_in_stock", "damaged", "refused_by_customer", "too_young", "expired", "other")
"""Why a line is rejected."""
WEIGHED: Final = "weighed"
"""Why the rest of a weighed line is rejected that weighs near enough."""
WEIGHED_NEAR_PPM: Final = 100_000
PLACE_LENGTH_MAX: Final = 24


class OrderState(enum.StrEnum):
    """What holds of an order now; the gravest that applies."""

    WAITING = "waiting"
    PICKING = "picking"
    READY = "ready"
    HANDING_OVER = "handing_over"
    """A hand-over was begun, here or at another till, and has not ended."""
    LATE = "late"
    """Promised by now, and not ready."""
    PARTLY = "partly"
    """Some of it was handed over, and some is still to come."""
    DONE = "done"
    CANCELLED = "cancelled"


OPEN: Final = frozenset(OrderState) - {OrderState.DONE, OrderState.CANCELLED}


class Placed(NamedTuple):
    """A step and where it was written: that place makes it one step however often it is heard."""

    workstation: str
    epoch: int
    seq: int
    hlc: int
    step: OrderStep


def with_steps(order: CustomerOrder, steps: Iterable[Placed]) -> CustomerOrder:
    """Return the order with those of the steps that its row does not contain yet.

    Any order of the steps and any doubles give the same; a step of another order is passed by.
    """
    fresh = {
        (each.workstation, each.epoch, each.seq): each
        for each in steps
        if each.step.order == order.id and each.seq > order.contains.get(_chain(each), 0)
    }
    if not fresh:
        return order
    found = sorted(fresh.values(), key=lambda each: (each.hlc, each.workstation, each.epoch, each.seq))
    contains = dict(order.contains)
    for each in found:
        contains[_chain(each)] = max(contains.get(_chain(each), 0), each.seq)
    said = [each.step.step for each in found]
    places = [each for each in found if each.step.step is Step.READY and each.hlc >= order.ready_hlc]
    handed = [each for each in found if each.step.step is Step.HANDED_OVER]
    last = handed[-1] if handed and handed[-1].hlc >= order.handed_hlc else None
    return msgspec.structs.replace(
        order,
        lines=_lines(order.lines, found),
        accepted=order.accepted or Step.ACCEPTED in said,
        ready=order.ready or Step.READY in said,
        place=_shown(places[-1].step.place) if places else order.place,
        ready_hlc=places[-1].hlc if places else order.ready_hlc,
        handovers=order.handovers + len(handed),
        handed_hlc=last.hlc if last else order.handed_hlc,
        handed_by=last.workstation if last else order.handed_by,
        contains=contains,
    )


def _shown(place: str) -> str:
    """Return a place as every till may show it: steps come from other tills, and `check_ready` was theirs to ask."""
    return "".join(sign for sign in place[:PLACE_LENGTH_MAX] if sign.isprintable())


def _chain(placed: Placed) -> str:
    return f"{placed.workstation}/{placed.epoch}"


def _lines(lines: Sequence[FulfillmentLine], steps: Sequence[Placed]) -> tuple[FulfillmentLine, ...]:
    added: dict[tuple[int, str], int] = {}
    for each in steps:
        if each.step.step in _SUMS:
            for line in each.step.lines:
                key = (line.line, _SUMS[each.step.step])
                added[key] = added.get(key, 0) + line.quantity
    return tuple(
        msgspec.structs.replace(
            line, **{name: getattr(line, name) + added.get((line.number, name), 0) for name in _SUMS.values()}
        )
        for line in lines
    )


_SUMS: Final = {Step.PICKED: "picked", Step.HANDED_OVER: "handed_over", Step.REJECTED: "rejected"}


def handed_ms(order: CustomerOrder) -> int:
    """Return the wall time of the last hand-over, as its till's clock said; 0 for none."""
    return hlc_wall_ms(order.handed_hlc)


def wanted(line: FulfillmentLine) -> int:
    """Return how much of a line is to be collected in all, thousandths: what was ordered less what was rejected."""
    return max(0, line.quantity - max(0, line.rejected))


def missing(line: FulfillmentLine) -> int:
    """Return how much is still to be picked."""
    return max(0, wanted(line) - max(line.picked, line.handed_over))


def set_aside(line: FulfillmentLine) -> int:
    """Return how much lies picked and not handed over."""
    return max(0, min(line.picked, wanted(line)) - line.handed_over)


def surplus(line: FulfillmentLine) -> int:
    """Return how much lies picked that nobody wants any more: rejected or taken off the order, to be put back."""
    return max(0, line.picked - max(wanted(line), line.handed_over))


def to_come(line: FulfillmentLine) -> int:
    """Return how much the person has not got yet."""
    return max(0, wanted(line) - line.handed_over)


def state(order: CustomerOrder, now_ms: int, *, claimed: bool = False) -> OrderState:
    """Return what holds of the order at wall time `now_ms`; `claimed`: a hand-over was begun and has not ended."""
    holds = (
        (order.cancelled, OrderState.CANCELLED),
        (not any(map(to_come, order.lines)), OrderState.DONE),
        (claimed, OrderState.HANDING_OVER),
        (any(line.handed_over for line in order.lines), OrderState.PARTLY),
        (order.ready, OrderState.READY),
        (0 < order.due_ms < now_ms, OrderState.LATE),
        (order.accepted or any(line.picked for line in order.lines), OrderState.PICKING),
    )
    return next((each for is_so, each in holds if is_so), OrderState.WAITING)


def by_now(timeless: OrderState, order: CustomerOrder, now_ms: int) -> OrderState:
    """Return what `state` says at `now_ms` of an order of which it said `timeless` at the beginning of time."""
    late = timeless in (OrderState.WAITING, OrderState.PICKING) and 0 < order.due_ms < now_ms
    return OrderState.LATE if late else timeless


def check_open(order: CustomerOrder) -> None:
    """Refuse to work on an order that is cancelled, or that nothing is left of."""
    if order.cancelled:
        raise Refusal("order.cancelled", number=order.number)
    if not any(map(to_come, order.lines)):
        handed = any(line.handed_over for line in order.lines)
        raise Refusal("order.handed_over" if handed else "order.all_rejected", number=order.number)


def line_of(order: CustomerOrder, number: int) -> FulfillmentLine:
    """Return a line by its number; `Refusal` order.no_such_line."""
    found = next((line for line in order.lines if line.number == number), None)
    if found is None:
        raise Refusal("order.no_such_line", line=number)
    return found


def line_to_pick(order: CustomerOrder, product_id: str, quantity: int) -> FulfillmentLine:
    """Return the line that a scanned item (thousandths) fills.

    Refusals: order.wrong_item for what is not in the order, order.picked_already when nothing more of it is wanted,
    order.too_many when the scanned pack holds more than is missing.
    """
    check_open(order)
    lines = [line for line in order.lines if line.product_id == product_id and product_id]
    if not lines:
        raise Refusal("order.wrong_item", number=order.number)
    fits = [line for line in lines if missing(line) >= quantity]
    if fits:
        return fits[0]
    left = max(map(missing, lines))
    if not left:
        off = not any(map(wanted, lines))
        raise Refusal("order.item_off" if off else "order.picked_already", number=order.number)
    raise Refusal("order.too_many", quantity_milli=quantity, missing_milli=left)


def weighed_line_to_pick(order: CustomerOrder, product_id: str, weight: int) -> tuple[FulfillmentLine, int, int]:
    """Return the line that a weighed item fills, how much of it counts, and how much less than ordered is near enough.

    What weighs up to `WEIGHED_NEAR_PPM` more or less than was ordered fills the line: more is the shop's, less is
    rejected with the reason `WEIGHED`. Refusals as `line_to_pick`.
    """
    lines = [line for line in order.lines if line.product_id == product_id and product_id and missing(line)]
    for line in lines:
        near = line.quantity * WEIGHED_NEAR_PPM // 1_000_000
        if weight <= missing(line) + near:
            rest = max(0, missing(line) - weight)
            return line, min(weight, missing(line)), rest if rest <= near else 0
    return line_to_pick(order, product_id, weight), weight, 0


def put_back(order: CustomerOrder, number: int, quantity: int) -> StepLine:
    """Return the step line that takes picked goods back to the shelf; not more than lie there."""
    check_open(order)
    line = line_of(order, number)
    if not 0 < quantity <= set_aside(line) + surplus(line):
        raise Refusal("order.nothing_picked", line=number)
    return StepLine(number, line.product_id, -quantity)


def check_ready(order: CustomerOrder, place: str) -> None:
    """Refuse to call an order ready that lacks goods, or that lies nowhere."""
    check_open(order)
    lacking = sum(1 for line in order.lines if missing(line))
    if lacking:
        raise Refusal("order.not_all_picked", count=lacking)
    if not place.strip() or len(place) > PLACE_LENGTH_MAX or not place.isprintable():
        raise Refusal("order.no_place", limit=PLACE_LENGTH_MAX)


def check_reject(order: CustomerOrder, number: int, quantity: int, reason: str) -> StepLine:
    """Return the step line of a rejection: not more than the person has not got, and for a known reason."""
    check_open(order)
    line = line_of(order, number)
    if line.rejected and not to_come(line):
        raise Refusal("order.rejected_already", line=number)
    if reason not in REASONS:
        raise Refusal("order.no_such_reason")
    if not 0 < quantity <= to_come(line):
        raise Refusal("order.nothing_to_reject", line=number)
    return StepLine(number, line.product_id, quantity)


def take_back(order: CustomerOrder, number: int) -> StepLine:
    """Return the step line that takes a line's rejection back: it was found after all, or a key was wrong.

    Refusals: order.cancelled, and order.not_rejected for a line that nobody rejected.
    """
    if order.cancelled:
        raise Refusal("order.cancelled", number=order.number)
    line = line_of(order, number)
    if line.rejected <= 0:
        raise Refusal("order.not_rejected", line=number)
    return StepLine(number, line.product_id, -line.rejected)


def lines_to_hand(order: CustomerOrder, chosen: Mapping[int, int] | None = None) -> tuple[StepLine, ...]:
    """Return the step lines of a hand-over: all that lies picked, or the `chosen` quantities by line number.

    Refusals: order.nothing_picked when there is nothing to give, order.not_picked for more than lies picked.
    """
    check_open(order)
    ready = {line.number: line for line in order.lines if set_aside(line)}
    take = {number: set_aside(line) for number, line in ready.items()} if chosen is None else dict(chosen)
    take = {number: quantity for number, quantity in take.items() if quantity}
    if not take:
        raise Refusal("order.nothing_picked", line=0)
    for number, quantity in take.items():
        if number not in ready or not 0 < quantity <= set_aside(ready[number]):
            raise Refusal("order.not_picked", line=number)
    return tuple(StepLine(number, ready[number].product_id, take[number]) for number in sorted(take))


def least_age(order: CustomerOrder, lines: Iterable[StepLine]) -> int:
    """Return the greatest age that goods among `lines` ask of the person who takes them; 0 for none."""
    ages = {line.number: line.min_age for line in order.lines}
    return max((ages.get(line.line, 0) for line in lines), default=0)
