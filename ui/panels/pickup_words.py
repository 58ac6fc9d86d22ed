"""Turns orders into the text of cards, rows and facts: ages, what is picked, what is asked. Pure, but for the face."""

from datetime import UTC, datetime, tzinfo

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
_NOTHING = "–"
"""Stands for the figures of a line of which nothing is wanted any more."""
_LATEST_S = 253_000_000_000
"""In the year 9987: later moments have no date."""


def age(face: Face, since_ms: int, now_ms: int) -> str:
    """Return how long ago, in the largest whole unit; a moment ahead is now."""
    minutes = max(0, now_ms - since_ms) // _MINUTE_MS
    if minutes < _HOUR_MIN:
        return face.say("ui.pickup.minutes", count=minutes)
    if minutes < _DAY_MIN:
        return face.say("ui.pickup.hours", count=minutes // _HOUR_MIN)
    return face.say("ui.pickup.days", count=minutes // _DAY_MIN)


def time_of(face: Face, wall_ms: int, now_ms: int, zone: tzinfo) -> str:
    """Return a moment as its time, with its date when that is not today's."""
    same = _day(wall_ms, zone) == _day(now_ms, zone)
    return clock_text(face.language, wall_ms, zone) if same else face.moment(wall_ms, zone)


def _day(wall_ms: int, zone: tzinfo) -> object:
    seconds = min(max(wall_ms // 1_000, 0), _LATEST_S)  # a wrong clock must not blank the board
    return datetime.fromtimestamp(seconds, UTC).astimezone(zone).date()


def as_of(face: Face, message_id: str, since_ms: int, now_ms: int, zone: tzinfo) -> str:
    """Return the moment that a state is known of, with its age from a minute on."""
    return face.say(message_id, time=time_of(face, since_ms, now_ms, zone), age=age(face, since_ms, now_ms))


def waited(face: Face, card: OrderCard, now_ms: int) -> str:
    """Return how late an order is, or how long it has waited while it is not."""
    if card.state is OrderState.LATE:
        return late_by(face, card.due_ms, now_ms)
    return age(face, card.placed_ms, now_ms)


def late_by(face: Face, due_ms: int, now_ms: int) -> str:
    """Return by how much a promise is missed."""
    return face.say("ui.pickup.late_by", age=age(face, due_ms, now_ms))


def card_row(face: Face, card: OrderCard, now_ms: int, zone: tzinfo) -> FoundRow:
    """Return an order as a row of the board: number and masked name, how far it is, and its age or how late it is."""
    picked = ""
    if card.state in (OrderState.WAITING, OrderState.PICKING, OrderState.LATE):
        picked = face.say("ui.pickup.picked_of", picked=card.picked, lines=card.lines)
    due = face.say("ui.pickup.due", time=time_of(face, card.due_ms, now_ms, zone)) if card.due_ms else ""
    fresh = face.say("ui.pickup.fresh") if card.fresh else ""
    where = card.place if card.state in (OrderState.READY, OrderState.PARTLY, OrderState.HANDING_OVER) else ""
    state = face.say("ui.pickup.state.partly") if card.state is OrderState.PARTLY else ""
    served = face.say("ui.pickup.served_at", where=card.elsewhere) if card.elsewhere else ""
    return FoundRow(
        card.id,
        joined(card.number, card.name),
        joined(fresh, state, served, where, picked, "" if where or served else due),
        waited(face, card, now_ms),
    )


def found_row(face: Face, card: OrderCard, now_ms: int) -> FoundRow:
    """Return a found order as a row: its state too, for it may be over."""
    served = face.say("ui.pickup.served_at", where=card.elsewhere) if card.elsewhere else ""
    return FoundRow(
        card.id,
        joined(card.number, card.name),
        joined(face.say(f"ui.pickup.state.{card.state}"), served, card.place),
        waited(face, card, now_ms),
    )


def line_row(face: Face, line: LineView, *, handing: bool) -> FoundRow:
    """Return a line of the open order: how much of it is picked, or goes over the counter now."""
    said = face.quantity
    wanted = max(0, line.quantity - max(0, line.rejected))
    parts = [
        face.say("ui.pickup.rejected_n", quantity=said(line.rejected)) if line.rejected else "",
        face.say("ui.pickup.handed_n", quantity=said(line.handed_over)) if line.handed_over else "",
        face.say("ui.pickup.missing_n", quantity=said(line.missing)) if line.missing and not handing else "",
        face.say("ui.pickup.surplus_n", quantity=said(line.surplus)) if line.surplus else "",
        face.say("ui.pickup.age_n", age=line.min_age) if line.min_age else "",
    ]
    unit = f" {face.say(f'unit.{line.unit}')}" if line.unit != "each" else ""
    left = said(line.hands if handing else min(max(line.picked, line.handed_over), wanted))
    right = said(line.set_aside if handing else wanted)
    done = "✓ " if (line.hands == line.set_aside > 0 if handing else not line.missing and wanted > 0) else ""
    amount = f"{done}{left} / {right}{unit}" if handing or wanted or line.handed_over else _NOTHING
    return FoundRow(str(line.number), name_in(line.names, face.language), joined(*parts), amount)


def heads(face: Face, order: OpenOrderView, *, handing: bool) -> str:
    """Return what the two figures of each line are."""
    if handing:
        return face.say("ui.pickup.heads.giving")
    return face.say("ui.pickup.heads.done" if order.state is OrderState.DONE else "ui.pickup.heads.picking")


def age_limit(order: OpenOrderView) -> int:
    """Return from which age the goods are that the person has not got yet; 0 for no limit."""
    return max((line.min_age for line in order.lines if line.missing or line.set_aside), default=0)


def held(face: Face, order: OpenOrderView, now_ms: int, zone: tzinfo) -> str:
    """Return which other till has the order in hand, and since when."""
    since = time_of(face, order.elsewhere_ms, now_ms, zone)
    return face.say("ui.pickup.served_elsewhere", where=order.elsewhere, time=since)


def headline(order: OpenOrderView) -> str:
    """Return number and masked name."""
    return joined(order.number, order.name)


def state(face: Face, order: OpenOrderView) -> str:
    """Return what holds of the order; one that ended without a hand-over was rejected as a whole."""
    return face.say(f"ui.pickup.state.{order.state if given(order) else 'rejected'}")


def given(order: OpenOrderView) -> bool:
    """Tell whether the order goes on or ended with a hand-over; False: it was rejected as a whole."""
    return order.state is not OrderState.DONE or any(line.handed_over for line in order.lines)


def facts(face: Face, order: OpenOrderView, now_ms: int, zone: tzinfo) -> str:
    """Return what else is known of the order, a fact a line."""
    lies = order.place and order.state is not OrderState.DONE
    is_over = order.state in (OrderState.DONE, OrderState.CANCELLED)
    old = now_ms - order.as_of_ms >= _MINUTE_MS
    rows = [
        joined(
            face.money(order.value, order.currency),
            "" if order.paid else face.say("ui.pickup.unpaid"),
            face.say("ui.pickup.due", time=time_of(face, order.due_ms, now_ms, zone))
            if order.due_ms and not is_over
            else "",
            late_by(face, order.due_ms, now_ms) if order.state is OrderState.LATE else "",
        ),
        "" if order.name else face.say("ui.pickup.nameless"),
        joined(face.say("ui.pickup.lies_at", place=order.place) if lies else "", order.phone),
        _last_handed(face, order, now_ms, zone),
        face.say(f"ui.pickup.proof.{order.proof}") if order.proof else "",
        as_of(face, "ui.pickup.as_of_age" if old else "ui.pickup.as_of", order.as_of_ms, now_ms, zone),
    ]
    return "\n".join(row for row in rows if row)


def _last_handed(face: Face, order: OpenOrderView, now_ms: int, zone: tzinfo) -> str:
    if not order.handed_by:
        return ""
    words = "ui.pickup.last_handed_here" if order.handed_here else "ui.pickup.last_handed"
    return face.say(words, where=order.handed_by, time=time_of(face, order.handed_ms, now_ms, zone))


def one(line: LineView) -> int:
    """Return how much a press of + or - moves: a piece, or what is left of a weighed line."""
    return MILLI if line.unit == "each" else max(line.missing, line.set_aside + line.surplus, 1)
