"""Forms about goods: quantity, weight, a price by department, a discount, another price, a note, who served."""

import itertools

from pos_app.domain.basket import ManualDiscount
from pos_app.domain.money import PPM, exponent
from pos_app.domain.product import Unit, name_in
from pos_app.selling.reasons import REASONS, ReasonFor
from pos_app.selling.view import LineView, Question, Told
from ui.asked import MILLI_PLACES, Field, Form, Purpose, keyed, thousandths
from ui.bridge import Bridge
from ui.face import Face
from ui.panels.asking import Asking
from ui.panels.people_rows import people_rows
from ui.widgets.found_list import FoundRow

PERCENT = PPM // 100


class GoodsForms:
    """Opens the forms."""

    def __init__(self, face: Face, bridge: Bridge, asking: Asking) -> None:
        """`asking` shows them."""
        self._face, self._bridge, self._asking = face, bridge, asking
        self._again: LineView | None = None
        """The line that a form about the whole basket goes back to."""

    def quantity(self, line: LineView) -> None:
        """How much of a line."""
        desk, weighed = self._bridge.desk, line.unit is not Unit.EACH
        self._asking.ask(
            lambda: Form(
                Purpose.QUANTITY,
                self._face.say("ui.ask.quantity", name=self._name(line.names)),
                lambda _text, typed, _chosen: desk.set_quantity(line.number, thousandths(typed, weighed=weighed)),
                Field.FIGURE,
                MILLI_PLACES if weighed else 0,
                target=line.number,
            )
        )

    def next_quantity(self) -> None:
        """How many the next scan sells."""
        desk = self._bridge.desk
        self._asking.ask(
            lambda: Form(
                Purpose.NEXT_QUANTITY,
                self._face.say("ui.ask.next_quantity"),
                lambda _text, typed, _chosen: desk.set_next_quantity(thousandths(typed, weighed=False)),
                Field.FIGURE,
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
        """A supervisor says that the buyer is old enough."""
        desk = self._bridge.desk

        def why() -> str:
            name = self._name(question.names)
            return self._face.say("ui.question.age_again", name=name, age=question.min_age, code=question.code)

        self._asking.ask_approval(
            why, lambda who, pin: desk.confirm_age(question.number, who, pin), question=question.number
        )

    def discount(self, line: LineView | None, *, turn: int = 0) -> None:
        """A discount in percent or as an amount, on the line or on the whole basket; F8 goes round."""
        kinds = list(itertools.product((line, None) if line else (None,), (True, False)))
        on, by_rate = kinds[turn % len(kinds)]
        face, desk, view = self._face, self._bridge.desk, self._bridge.view
        number = on.number if on else 0

        def give(who: str, pin: str, _text: str, typed: int, reason: str) -> Told:
            rate, amount = (typed * PERCENT, 0) if by_rate else (0, typed)
            given = ManualDiscount(reason, rate, amount) if typed else None
            return desk.discount_line(number, given, who, pin) if number else desk.discount_basket(given, who, pin)

        def prompt() -> str:
            kind = face.say("ui.percent" if by_rate else "ui.amount")
            return face.say("ui.ask.discount", kind=kind, name=self._what(on))

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
                again=lambda: self.discount(line, turn=turn + 1),
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

    def note(self, line: LineView | None) -> None:
        """A note on the line; the same key again: on the basket."""
        desk = self._bridge.desk
        number = line.number if line else None
        self._asking.ask(
            lambda: Form(
                Purpose.NOTE,
                self._face.say("ui.ask.note", name=self._what(line)),
                lambda text, _typed, _chosen: desk.note(text, number),
                target=number or 0,
                needs=False,
                again=lambda: self.note(None if line else self._again),
            )
        )
        self._again = line or self._again

    def served_by(self, line: LineView | None) -> None:
        """Who served the line; the same key again: all of the basket."""
        face, desk = self._face, self._bridge.desk
        number = line.number if line else None
        people = people_rows(face, self._bridge.ask(desk.operators))
        self._asking.ask(
            lambda: Form(
                Purpose.SERVED_BY,
                face.say("ui.ask.served_by", name=self._what(line)),
                lambda _text, _typed, chosen: desk.set_associate(chosen, number),
                title=face.say("ui.choose_associate"),
                rows=keyed((*people, FoundRow("", face.say("ui.nobody"), "", ""))),
                target=number or 0,
                needs=False,
                again=lambda: self.served_by(None if line else self._again),
            )
        )
        self._again = line or self._again

    def _reasons(self, asked_for: ReasonFor) -> tuple[FoundRow, ...]:
        return keyed(tuple(FoundRow(each, self._face.say(f"reason.{each}"), "", "") for each in REASONS[asked_for]))

    def _what(self, line: LineView | None) -> str:
        return self._name(line.names) if line else self._face.say("ui.whole_basket")

    def _name(self, names: dict[str, str]) -> str:
        return name_in(names, self._face.language)
