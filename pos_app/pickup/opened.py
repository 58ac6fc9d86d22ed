"""The open order as the screen shows it. Pure: the desk hands in what holds now."""

from __future__ import annotations

from pos_app.domain import orders_state
from pos_app.domain.orders import FulfillmentLine
from pos_app.pickup.book import Known
from pos_app.pickup.handing import Handing
from pos_app.pickup.view import Asks, LineView, OpenOrderView, ProofView


def open_view(
    known: Known,
    handing: Handing,
    needs: ProofView | None,
    person: tuple[str, str],
    *,
    now_ms: int,
    as_of_ms: int,
    alone_approval: bool,
) -> OpenOrderView:
    """Return the view; `person` is name and phone, masked. The phone is shown once its digits were proved."""
    order, state = known.now, known.state(now_ms)
    is_open = state in orders_state.OPEN
    missing = any(map(orders_state.missing, order.lines))
    aside = {line.number: orders_state.set_aside(line) for line in order.lines}
    hands = aside if handing.chosen is None else handing.chosen
    given = {number: min(hands.get(number, 0), most) for number, most in aside.items()} if handing.begun else {}
    age = max((line.min_age for line in order.lines if hands.get(line.number)), default=0)
    name, phone = person
    proved = needs is None or needs.phone_done
    return OpenOrderView(
        order.id,
        order.number,
        state,
        order.currency,
        order.value,
        order.placed_ms,
        order.due_ms,
        min(now_ms, max(order.as_of_ms, as_of_ms, known.touched_ms)),
        tuple(_line(line, given.get(line.number, 0)) for line in order.lines),
        name,
        phone if proved else "",
        order.place,
        str(handing.proof or ""),
        handing.asks(needs, age) if is_open else Asks.NOTHING,
        needs if handing.begun and is_open else None,
        age,
        alone_approval,
        order.paid,
        handing.resumed,
        can_pick=is_open and missing and not handing.begun,
        can_ready=is_open and not missing and not handing.begun and not order.ready,
        can_hand_over=is_open and any(aside.values()),
        can_report=any(line.handed_over for line in order.lines),
        handed_ms=orders_state.handed_ms(order),
        handed_by=order.handed_by,
        handed_here=known.handed_here,
        elsewhere=known.elsewhere if is_open else "",
        elsewhere_ms=known.elsewhere_ms,
    )


def _line(line: FulfillmentLine, hands: int) -> LineView:
    return LineView(
        line.number,
        line.names,
        line.unit,
        line.quantity,
        line.picked,
        line.handed_over,
        line.rejected,
        orders_state.missing(line),
        orders_state.set_aside(line),
        hands,
        line.min_age,
        orders_state.surplus(line),
    )
