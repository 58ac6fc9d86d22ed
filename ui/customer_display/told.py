"""What a customer is told of a view: text only, in the customer's language. Pure.

No operator, member or note stands in it: a customer's screen is read by whoever waits behind.
"""

import msgspec

from pos_app.domain.money import MILLI
from pos_app.domain.product import Unit, name_in
from pos_app.selling.view import ChangeView, LineView, Mode, Paper, SellView
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
    under: str = ""
    """Under the greeting: the store's name, or what the code is."""
    code: str = ""
    """The receipt as a QR; "" for none."""
    newest: ToldLine | None = None
    lines: tuple[ToldLine, ...] = ()
    """Without the newest, newest first."""
    beyond: int = 0
    """How many lines more there are than these."""
    saving: str = ""
    caption: str = ""
    amount: str = ""
    state: str = ""
    """Of the payment: what was given, and what a card pays where coins cannot settle the same."""
    settled: bool = False
    training: bool = False
    """Nothing counts: no customer is to believe that this was a sale."""


def told(face: Face, view: SellView) -> Told:
    """Return what the customer sees."""
    if view.change is not None:
        now = _change(face, view, view.change)
    elif not view.lines or view.mode is Mode.SIGNED_OUT:
        now = Told(face.say("ui.customer.welcome"), under=view.store_name)
    else:
        now = _basket(face, view)
    if view.training:
        now = msgspec.structs.replace(now, title=face.say("ui.training_words"), training=True)
    return now


def _change(face: Face, view: SellView, change: ChangeView) -> Told:
    given = face.say("ui.customer.given", amount=face.money(change.given, view.currency))
    as_code = change.paper is Paper.QR
    return Told(
        face.say("ui.customer.thanks"),
        under=face.say("ui.customer.receipt_code", number=change.receipt) if as_code else "",
        code=(change.signed or change.receipt) if as_code else "",
        caption=face.say("ui.customer.change"),
        amount=face.money(change.change, view.currency),
        state=f"{face.say('ui.customer.paid', amount=face.money(change.due, view.currency))}\n{given}",
        settled=True,
    )


def _basket(face: Face, view: SellView) -> Told:
    newest, *others = (_line(face, line, view.currency) for line in reversed(view.lines[-LINES_MOST:]))
    saved = view.totals.reduction
    common = Told(
        face.say("ui.customer.basket", count=view.totals.items),
        newest=newest,
        lines=tuple(others),
        beyond=max(0, len(view.lines) - LINES_MOST),
        saving=face.say("ui.customer.saving", amount=face.money(saved, view.currency)) if saved > 0 else "",
        caption=face.say("ui.to_pay"),
        amount=face.money(view.totals.total, view.currency),
    )
    if view.payment is None:
        return msgspec.structs.replace(common, state=_member(face, view))
    paid, exact = view.payment.paid, view.payment.not_in_cash
    given = face.say("ui.customer.given", amount=face.money(paid, view.currency))
    state = [given if paid else face.say("ui.customer.pay_now")]
    if exact is not None:
        state.append(face.say("ui.customer.not_in_cash", amount=face.money(exact, view.currency)))
    return msgspec.structs.replace(
        common,
        caption=face.say("ui.still_to_pay" if paid else "ui.to_pay"),
        amount=face.money(view.payment.missing, view.currency),
        state="\n".join(state),
    )


def _member(face: Face, view: SellView) -> str:
    """Return the member masked, and the points of this purchase: nothing in clear is for the people in the queue."""
    buyer = view.buyer
    if buyer is None or not buyer.member.name:
        return ""
    if not buyer.earns:
        return face.say("ui.customer.member_plain", name=buyer.member.name)
    points = face.quantity(buyer.earns * MILLI)
    return face.say("ui.customer.member", name=buyer.member.name, points=points)


def _line(face: Face, line: LineView, currency: str) -> ToldLine:
    words = name_in(line.names, face.language)
    if line.unit is not Unit.EACH:
        words = f"{words} · {face.quantity(line.quantity)} {face.say(f'unit.{line.unit}')}"
    elif line.quantity != MILLI:
        words = f"{words} × {face.quantity(line.quantity)}"
    return ToldLine(words, face.money(line.amount, currency))
