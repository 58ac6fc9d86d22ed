"""Turns what the desks say into the text that rows, cards and strips show. Pure, but for the face it speaks with."""

from functools import reduce

from pos_app.domain.errors import Fault, Refusal
from pos_app.domain.money import MILLI
from pos_app.domain.product import Unit, name_in
from pos_app.selling.view import (
    HeldView,
    HitView,
    LineView,
    Mode,
    NearView,
    Question,
    Said,
    SellView,
)
from pos_app.words import said as error_said
from ui.face import Face
from ui.widgets.found_list import FoundRow
from ui.widgets.line_list import LineRow
from ui.widgets.totals import ROWS_MOST, Totals, TotalsRow

_SEPARATOR = " · "
_HOUR_MIN = 60


def joined(*parts: str) -> str:
    """Join what is not empty."""
    return _SEPARATOR.join(part for part in parts if part)


def line_row(face: Face, line: LineView, currency: str, *, newest: bool) -> LineRow:
    """Return a basket line as text."""
    parts = []
    if line.quantity != MILLI or line.unit is not Unit.EACH:
        each = face.money(line.unit_price, currency)
        parts.append(face.say(f"ui.price_per.{line.unit}", price=each))
    if line.reductions:
        saved = sum(reduction.amount for reduction in line.reductions)
        names = [name_in(reduction.names, face.language) for reduction in line.reductions if not reduction.manual]
        words = reduce(lambda one, other: face.say("ui.both", one=one, other=other), names) if names else ""
        words = words or face.say("ui.discount")
        parts.append(f"{words} {face.money(-saved, currency)}")
    elif line.code:
        parts.append(line.code)
    if line.overridden:
        parts.append(face.say("ui.price_changed"))
    if line.note:
        parts.append(line.note)
    return LineRow(
        number=line.number,
        quantity=face.quantity(line.quantity),
        name=name_in(line.names, face.language),
        detail=_SEPARATOR.join(parts),
        amount=face.money(line.amount, currency),
        saving=bool(line.reductions),
        newest=newest,
    )


def hit_row(face: Face, hit: HitView, currency: str) -> FoundRow:
    """Return a found product as text."""
    price = face.say("ui.no_price") if hit.price is None else face.money(hit.price, currency)
    detail = _SEPARATOR.join(part for part in (hit.code, face.say("ui.by_weight") if hit.weighed else "") if part)
    return FoundRow(hit.product_id, name_in(hit.names, face.language), detail, price)


def held_row(face: Face, held: HeldView, currency: str, now_ms: int) -> FoundRow:
    """Return a held basket as text, with its age."""
    minutes = max(0, now_ms - held.held_ms) // 60_000
    if minutes >= _HOUR_MIN:
        age = face.say("ui.devices.hours", count=minutes // _HOUR_MIN)
    else:
        age = face.say("ui.held_now") if not minutes else face.say("ui.held_minutes", minutes=minutes)
    detail = _SEPARATOR.join(part for part in (face.say("ui.items", count=held.items), age, held.operator) if part)
    return FoundRow(held.sale_id, held.name or face.say("ui.held_basket"), detail, face.money(held.total, currency))


def totals(face: Face, view: SellView) -> Totals:
    """Return the totals card for the mode that the till is in."""
    if view.change is not None:
        return _change(face, view)
    rows = _goods(face, view)
    if view.payment is not None:
        paid = tuple(
            TotalsRow(face.say(f"ui.tender.{kind}"), face.money(-amount, view.currency))
            for kind, amount in view.payment.tenders
        )
        kept = paid[-(ROWS_MOST - 1) :]
        shown = (*rows[: ROWS_MOST - len(kept)], *kept)
        caption = "ui.still_to_pay" if view.payment.paid else "ui.to_pay"
        exact = view.payment.not_in_cash
        note = "" if exact is None else face.say("ui.not_in_cash", amount=face.money(exact, view.currency))
        missing = face.money(view.payment.missing, view.currency)
        return Totals(shown, face.say(caption), missing, note=note, saved=_saved(face, view))
    note = ""
    if view.totals.due_cash != view.totals.total:
        note = face.say("ui.in_cash", amount=face.money(view.totals.due_cash, view.currency))
    total = face.money(view.totals.total, view.currency)
    return Totals(rows, face.say("ui.to_pay"), total, note=note, saved=_saved(face, view))


def _saved(face: Face, view: SellView) -> str:
    saved = view.totals.reduction
    return face.say("ui.saved_of", amount=face.money(saved, view.currency)) if saved > 0 else ""


def _change(face: Face, view: SellView) -> Totals:
    change = view.change
    assert change is not None
    rows: tuple[TotalsRow, ...] = (
        TotalsRow(face.say("ui.paid_for"), face.money(change.due, view.currency)),
        TotalsRow(face.say("ui.given"), face.money(change.given, view.currency)),
    )
    if change.points:
        earned = f"+{face.quantity(change.points * MILLI)}"
        rows = (*rows, TotalsRow(face.say("ui.points_earned"), earned, saving=True))
    return Totals(
        rows,
        face.say("ui.change_due"),
        face.money(change.change, view.currency),
        settled=True,
        note=face.say("ui.receipt_number", number=change.receipt),
    )


def _goods(face: Face, view: SellView) -> tuple[TotalsRow, ...]:
    money = view.totals
    rows = [TotalsRow(face.say("ui.subtotal"), face.money(money.subtotal, view.currency))]
    room = ROWS_MOST - 2
    for promotion in view.promotions[:room]:
        words = name_in(promotion.names, face.language) if promotion.names else face.say("ui.discount")
        rows.append(TotalsRow(words, face.money(-promotion.amount, view.currency), saving=True))
    if len(view.promotions) > room:
        rest = sum(promotion.amount for promotion in view.promotions[room - 1 :])
        rows[-1] = TotalsRow(face.say("ui.more_savings"), face.money(-rest, view.currency), saving=True)
    if money.tax:
        tax = "ui.tax_included" if money.tax_included else "ui.tax_added"
        rows.append(TotalsRow(face.say(tax), face.money(money.tax, view.currency)))
    return tuple(rows)


def near(face: Face, nearly: NearView, currency: str) -> str:
    """Return what is nearly earned."""
    return face.say(
        "ui.near_member" if nearly.member else "ui.near",
        missing=face.money(nearly.missing, currency),
        gain=face.money(nearly.gain, currency),
        name=name_in(nearly.names, face.language),
    )


def question(face: Face, asked: Question, of: int) -> str:
    """Return a question's words; `of` is how many wait."""
    words = face.say(
        "ui.question.age_again" if asked.approval else f"ui.question.{asked.kind}",
        code=asked.code,
        name=name_in(asked.names, face.language),
        age=asked.min_age,
    )
    return face.say("ui.question_of_many", question=words, which=face.say("ui.one_of", count=of)) if of > 1 else words


def sentence(face: Face, what: Refusal | Fault | Said) -> str:
    """Return the sentence of an error or of a desk's remark."""
    no = Refusal(what.message_id, **what.params) if isinstance(what, Said) else what
    return error_said(face.language, no)  # it writes amounts and rates in the way of the language


def blocks_pay(view: SellView) -> bool:
    """Whether a question must be answered before Pay."""
    return view.mode is Mode.SELLING and bool(view.questions)
