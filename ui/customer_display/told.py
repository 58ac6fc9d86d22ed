"""What a customer is told of a view: text only, in the customer's language. Pure.

No operator, member or note stands in it: a customer's screen is read by whoever waits behind.
"""

import msgspec

from pos_app.domain.money import MILLI
from pos_app.domain.product import Unit, name_in
from pos_app.selling.view import LineView, Mode, SellView
from ui.face import Face

LINES_MOST = 24
"""More do not fit on any screen; the newest stand first."""


class ToldLine(msgspec.Struct, frozen=True):
    """One line: what, and what it costs after reductions."""

    words: str
    amount: str


class Told(msgspec.Struct, frozen=True):
    """Everything on the display."""

    title: str
    newest: ToldLine | None = None
    lines: tuple[ToldLine, ...] = ()
    """Without the newest, newest first."""
    saving: str = ""
    caption: str = ""
    amount: str = ""
    state: str = ""
    """Of the payment: what was given, what is missing."""
    settled: bool = False


def told(face: Face, view: SellView) -> Told:
    """Return what the customer sees."""
    if view.change is not None:
        change = view.change
        given = face.say("ui.customer.given", amount=face.money(change.given, view.currency))
        return Told(
            face.say("ui.customer.thanks"),
            caption=face.say("ui.customer.change"),
            amount=face.money(change.change, view.currency),
            state=f"{face.say('ui.customer.paid', amount=face.money(change.due, view.currency))}\n{given}",
            settled=True,
        )
    if not view.lines or view.mode is Mode.SIGNED_OUT:
        return Told(face.say("ui.customer.welcome"), state=view.store_name)
    newest, *others = (_line(face, line, view.currency) for line in reversed(view.lines[-LINES_MOST:]))
    saved = view.totals.reduction
    common = Told(
        face.say("ui.customer.basket", count=view.totals.items),
        newest,
        tuple(others),
        face.say("ui.customer.saving", amount=face.money(saved, view.currency)) if saved > 0 else "",
        face.say("ui.to_pay"),
        face.money(view.totals.total, view.currency),
    )
    if view.payment is None:
        return common
    paid = view.payment.paid
    return msgspec.structs.replace(
        common,
        caption=face.say("ui.still_to_pay" if paid else "ui.to_pay"),
        amount=face.money(view.payment.missing, view.currency),
        state=face.say("ui.customer.given", amount=face.money(paid, view.currency))
        if paid
        else face.say("ui.customer.pay_now"),
    )


def _line(face: Face, line: LineView, currency: str) -> ToldLine:
    words = name_in(line.names, face.language)
    if line.unit is not Unit.EACH:
        words = f"{words} · {face.quantity(line.quantity)} {face.say(f'unit.{line.unit}')}"
    elif line.quantity != MILLI:
        words = f"{words} × {face.quantity(line.quantity)}"
    return ToldLine(words, face.money(line.amount, currency))
