"""Turns orders into the text of cards, rows and facts: ages, what is picked, what is asked. Pure, but for the face."""

from datetime import tzinfo

from pos_app.domain.money import MILLI
from pos_app.domain.orders_state import OrderState
from pos_app.domain.product import name_in
from pos_app.pickup.view import LineView, OpenOrderView, OrderCard
from pos_app.words import clock_text
from ui.face import Face
from ui.shown import joined
from ui.widgets.found_list import FoundRow

_MINUTE_MS = 60_000
_HOUR_MIN, _DAY_MIN = 60, 24 * 60


def age(face: Face, since_ms: int, now_ms: int) -> str:
    """Return how long ago, in the largest whole unit; a moment ahead is now."""
    minutes = max(0, now_ms - since_ms) // _MINUTE_MS
    if minutes < _HOUR_MIN:
        return face.say("ui.pickup.minutes", count=minutes)
    if minutes < _DAY_MIN:
        return face.say("ui.pickup.hours", count=minutes // _HOUR_MIN)
    return face.say("ui.pickup.days", count=minutes // _DAY_MIN)


def card_row(face: Face, card: OrderCard, now_ms: int, zone: tzinfo) -> FoundRow:
    """Return an order as a row of the board: number and masked name, how far it is, and its age."""
    picked = ""
    if card.state in (OrderState.WAITING, OrderState.PICKING, OrderState.LATE):
        picked = face.say("ui.pickup.picked_of", picked=card.picked, lines=card.lines)
    due = face.say("ui.pickup.due", time=clock_text(face.language, card.due_ms, zone)) if card.due_ms else ""
    fresh = face.say("ui.pickup.fresh") if card.fresh else ""
    where = card.place if card.state in (OrderState.READY, OrderState.PARTLY, OrderState.HANDING_OVER) else ""
    state = face.say("ui.pickup.state.partly") if card.state is OrderState.PARTLY else ""
    return FoundRow(
        card.id,
        joined(card.number, card.name),
        joined(fresh, state, where, picked, "" if where else due),
        age(face, card.placed_ms, now_ms),
    )


def found_row(face: Face, card: OrderCard, now_ms: int) -> FoundRow:
    """Return a found order as a row: its state too, for it may be over."""
    return FoundRow(
        card.id,
        joined(card.number, card.name),
        joined(face.say(f"ui.pickup.state.{card.state}"), card.place),
        age(face, card.placed_ms, now_ms),
    )


def line_row(face: Face, line: LineView, *, handing: bool) -> FoundRow:
    """Return a line of the open order: how much of it is picked, or goes over the counter now."""
    said = face.quantity
    wanted = line.quantity - line.rejected
    parts = [
        face.say("ui.pickup.rejected_n", quantity=said(line.rejected)) if line.rejected else "",
        face.say("ui.pickup.handed_n", quantity=said(line.handed_over)) if line.handed_over else "",
        face.say("ui.pickup.missing_n", quantity=said(line.missing)) if line.missing and not handing else "",
        face.say("ui.pickup.age_n", age=line.min_age) if line.min_age else "",
    ]
    unit = f" {face.say(f'unit.{line.unit}')}" if line.unit != "each" else ""
    left = said(line.hands if handing else min(max(line.picked, line.handed_over), wanted))
    right = said(line.set_aside if handing else wanted)
    done = "✓ " if (line.hands == line.set_aside > 0 if handing else not line.missing and wanted > 0) else ""
    return FoundRow(
        str(line.number), name_in(line.names, face.language), joined(*parts), f"{done}{left} / {right}{unit}"
    )


def headline(order: OpenOrderView) -> str:
    """Return number and masked name."""
    return joined(order.number, order.name)


def state(face: Face, order: OpenOrderView) -> str:
    """Return what holds of the order; one that ended without a hand-over was rejected as a whole."""
    given = any(line.handed_over for line in order.lines)
    return face.say(f"ui.pickup.state.{order.state if given or order.state is not OrderState.DONE else 'rejected'}")


def facts(face: Face, order: OpenOrderView, zone: tzinfo) -> str:
    """Return what else is known of the order, a fact a line."""
    clock, lies = face.language, order.place and order.state is not OrderState.DONE
    rows = [
        joined(
            face.money(order.value, order.currency),
            "" if order.paid else face.say("ui.pickup.unpaid"),
            face.say("ui.pickup.due", time=clock_text(clock, order.due_ms, zone)) if order.due_ms else "",
        ),
        joined(face.say("ui.pickup.lies_at", place=order.place) if lies else "", order.phone),
        face.say(f"ui.pickup.proof.{order.proof}") if order.proof else "",
        face.say("ui.pickup.as_of", time=clock_text(clock, order.as_of_ms, zone)),
    ]
    if order.handed_by:
        time = clock_text(clock, order.handed_ms, zone)
        rows.insert(2, face.say("ui.pickup.last_handed", where=order.handed_by, time=time))
    return "\n".join(row for row in rows if row)


def one(line: LineView) -> int:
    """Return how much a press of + or - moves: a piece, or what is left of a weighed line."""
    return MILLI if line.unit == "each" else max(line.missing, line.set_aside, 1)
