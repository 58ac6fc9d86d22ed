"""Forms about goods: quantity, weight, a price by department, a discount, another price, a note, who served."""

import itertools
from collections.abc import Callable
from functools import partial

from pos_app.domain.basket import ManualDiscount
from pos_app.domain.money import PPM, exponent
from pos_app.domain.product import Unit, name_in
from pos_app.selling.reasons import REASONS, ReasonFor
from pos_app.selling.view import LineView, Question, Told
from pos_app.words.numbers import symbol
from ui.asked import MILLI_PLACES, Field, Form, Purpose, keyed, thousandths
from ui.bridge import Bridge
from ui.face import Face
from ui.panels.asking import Asking
from ui.panels.people_rows import people_rows
from ui.widgets.found_list import FoundRow
from ui.widgets.kinds_row import Kind, Kinds

PERCENT = PPM // 100


class GoodsForms:
    """Opens the forms."""

    def __init__(self, face: Face, bridge: Bridge, asking: Asking) -> None:
        """`asking` shows them."""
        self._face, self._bridge, self._asking = face, bridge, asking

    def quantity(self, line: LineView) -> None:
        """How much of a line; the same key again: of the next scan."""
        desk, weighed = self._bridge.desk, line.unit is not Unit.EACH
        self._asking.ask(
            lambda: Form(
                Purpose.QUANTITY,
                self._face.say("ui.ask.quantity", name=self._name(line.names)),
                lambda _text, typed, _chosen: desk.set_quantity(line.number, thousandths(typed, weighed=weighed)),
                Field.FIGURE,
                MILLI_PLACES if weighed else 0,
                target=line.number,
                again=lambda: self.next_quantity(line),
                kinds=self._now_or_next(line, of_line=True),
            )
        )

    def next_quantity(self, line: LineView | None) -> None:
        """How many the next scan sells; the same key again: how much of the line."""
        desk = self._bridge.desk
        self._asking.ask(
            lambda: Form(
                Purpose.NEXT_QUANTITY,
                self._face.say("ui.ask.next_quantity"),
                lambda _text, typed, _chosen: desk.set_next_quantity(thousandths(typed, weighed=False)),
                Field.FIGURE,
                again=None if line is None else lambda: self.quantity(line),
                kinds=() if line is None else self._now_or_next(line, of_line=False),
            )
        )

    def weight(self, question: Question) -> None:
        """How much the scale shows."""
        desk = self._bridge.desk
        self._asking.ask(
            lambda: Form(
                Purpose.WEIGHT,
                self._face.say("ui.ask.weight", name=self._name(question.names)),
                lambda _text, typed, _chosen: desk.weigh(question.number, typed),
                Field.FIGURE,
                MILLI_PLACES,
                target=question.number,
                answers=True,
            )
        )

    def by_department(self, question: Question | None = None, department: str = "") -> None:
        """What it costs, and of which department it is; of one `department` when that is known."""
        face, desk, number = self._face, self._bridge.desk, question.number if question else 0
        known = self._bridge.ask(desk.departments)
        offered = tuple(each for each in known if department in ("", each.id))
        self._asking.ask(
            lambda: Form(
                Purpose.OPEN_PRICE,
                face.say("ui.ask.open_price", name=self._name(question.names if question else {})),
                lambda _text, typed, chosen: (
                    desk.sell_by_department(number, chosen, typed) if number else desk.sell_open(chosen, typed)
                ),
                Field.FIGURE,
                exponent(self._bridge.view.currency),
                face.say("ui.choose_department"),
                tuple(FoundRow(each.id, name_in(each.names, face.language), "", "") for each in offered),
                face.say("ui.no_departments"),
                target=number,
                answers=bool(number),
            )
        )

    def old_enough(self, question: Question) -> None:
        """A supervisor says that the buyer is old enough; the strip of the question says why one is asked."""
        desk = self._bridge.desk
        self._asking.ask_approval(
            "",
            lambda who, pin: desk.confirm_age(question.number, who, pin),
            question=question.number,
            prompt=lambda: self._face.say("ui.pin_for.age", name=self._name(question.names)),
        )

    def discount(self, line: LineView | None, *, turn: int = 0) -> None:
        """A discount in percent or as an amount, on the line or on the whole basket; F8 goes round."""
        ways = list(itertools.product((line, None) if line else (None,), (True, False)))
        at = turn % len(ways)
        on, by_rate = ways[at]
        face, desk, view = self._face, self._bridge.desk, self._bridge.view
        number = on.number if on else 0

        def give(who: str, pin: str, _text: str, typed: int, reason: str) -> Told:
            rate, amount = (typed * PERCENT, 0) if by_rate else (0, typed)
            given = ManualDiscount(reason, rate, amount) if typed else None
            return desk.discount_line(number, given, who, pin) if number else desk.discount_basket(given, who, pin)

        def prompt() -> str:
            kind = face.say("ui.percent" if by_rate else "ui.amount")
            return face.say("ui.ask.discount", kind=kind, name=self._what(on))

        def to(on: LineView | None, by_rate: bool) -> None:  # noqa: FBT001 - one of `ways`
            self.discount(line, turn=ways.index((on, by_rate)))

        def kinds() -> Kinds:
            signs = (("ui.percent", "%", True), ("ui.amount", symbol(face.language, view.currency), False))
            how = tuple(
                Kind(face.say(words), rate is by_rate, partial(to, on, rate), sign, "" if rate is by_rate else "F8")
                for words, sign, rate in signs
            )
            return (*self._line_or_basket(line, on, lambda new: to(new, by_rate)), how)

        self._asking.ask(
            lambda: Form(
                Purpose.DISCOUNT,
                prompt(),
                lambda text, typed, reason: give("", "", text, typed, reason),
                Field.FIGURE,
                0 if by_rate else exponent(view.currency),
                face.say("ui.reason_discount"),
                self._reasons(ReasonFor.DISCOUNT),
                target=number,
                again=lambda: self.discount(line, turn=at + 1),
                kinds=kinds(),
                approved=give,
            )
        )

    def price(self, line: LineView) -> None:
        """Another unit price, with its reason."""
        face, desk = self._face, self._bridge.desk
        self._asking.ask(
            lambda: Form(
                Purpose.PRICE,
                face.say("ui.ask.price", name=self._name(line.names)),
                lambda _text, typed, reason: desk.override_price(line.number, typed, reason),
                Field.FIGURE,
                exponent(self._bridge.view.currency),
                face.say("ui.reason_price"),
                self._reasons(ReasonFor.PRICE),
                target=line.number,
                approved=lambda who, pin, _text, typed, reason: desk.override_price(
                    line.number, typed, reason, who, pin
                ),
            )
        )

    def note(self, line: LineView | None, *, whole: bool = False) -> None:
        """A note on the line; the same key again: on the basket."""
        desk, on = self._bridge.desk, None if whole else line
        number = on.number if on else None
        self._asking.ask(
            lambda: Form(
                Purpose.NOTE,
                self._face.say("ui.ask.note", name=self._what(on)),
                lambda text, _typed, _chosen: desk.note(text, number),
                target=number or 0,
                needs=False,
                again=lambda: self.note(line, whole=not whole),
                kinds=self._line_or_basket(line, on, lambda new: self.note(line, whole=new is None), "Ctrl+N"),
            )
        )

    def served_by(self, line: LineView | None, *, whole: bool = False) -> None:
        """Who served the line; the same key again: all of the basket."""
        face, desk, on = self._face, self._bridge.desk, None if whole else line
        number = on.number if on else None
        people = people_rows(face, self._bridge.ask(desk.operators))
        self._asking.ask(
            lambda: Form(
                Purpose.SERVED_BY,
                face.say("ui.ask.served_by", name=self._what(on)),
                lambda _text, _typed, chosen: desk.set_associate(chosen, number),
                title=face.say("ui.choose_associate"),
                rows=keyed((*people, FoundRow("", face.say("ui.nobody"), "", ""))),
                target=number or 0,
                needs=False,
                again=lambda: self.served_by(line, whole=not whole),
                kinds=self._line_or_basket(line, on, lambda new: self.served_by(line, whole=new is None), "Ctrl+S"),
            )
        )

    def _now_or_next(self, line: LineView, *, of_line: bool) -> Kinds:
        say = self._face.say
        return (
            (
                _kind(say("ui.kind.line"), of_line, lambda: self.quantity(line), "F7"),
                _kind(say("ui.kind.next_scan"), not of_line, lambda: self.next_quantity(line), "F7"),
            ),
        )

    def _line_or_basket(
        self, line: LineView | None, on: LineView | None, to: Callable[[LineView | None], object], key: str = ""
    ) -> Kinds:
        """Return the keys that choose between the line and all of the basket; none where there is no line."""
        if line is None:
            return ()
        say = self._face.say
        return (
            (
                _kind(say("ui.kind.line"), on is not None, lambda: to(line), key),
                _kind(say("ui.kind.basket"), on is None, lambda: to(None), key),
            ),
        )

    def _reasons(self, asked_for: ReasonFor) -> tuple[FoundRow, ...]:
        return keyed(tuple(FoundRow(each, self._face.say(f"reason.{each}"), "", "") for each in REASONS[asked_for]))

    def _what(self, line: LineView | None) -> str:
        return self._name(line.names) if line else self._face.say("ui.whole_basket")

    def _name(self, names: dict[str, str]) -> str:
        return name_in(names, self._face.language)


def _kind(words: str, on: bool, choose: Callable[[], object], key: str) -> Kind:  # noqa: FBT001 - as a `Kind` has it
    """Return one of two kinds; the one that is not open names the key that goes there."""
    return Kind(words, on, choose, key="" if on else key)
