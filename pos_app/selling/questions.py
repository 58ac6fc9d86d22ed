"""What a person has to answer before the basket may be paid: unknown codes, weights, missing prices, ages.

Scanning goes on meanwhile; nothing here is a dialog. Questions about an age come from the basket itself; the others
are kept with the draft as the codes that were scanned. A value: asking and answering return the questions as they are
then, so that a change that does not reach the disk leaves them as they were.
"""

from __future__ import annotations

from typing import Final, Self

import msgspec

from pos_app.domain.basket import QUANTITY_MAX, Basket
from pos_app.domain.basket_commands import ages_to_check
from pos_app.domain.errors import Refusal
from pos_app.domain.money import MILLI
from pos_app.selling.goods import Goods
from pos_app.selling.view import Question, QuestionKind

WAITING_MAX: Final = 50
"""Unanswered at once; beyond this a scan is refused, so that nobody scans past a wall of questions."""
CODE_SHOWN_MAX: Final = 60
"""Characters of a code that are shown."""
AGE_REFUSED: Final = "age_refused"
"""Void reason of a line that the buyer was too young for."""
_AGE: Final = 1_000_000
"""Question numbers of age checks: this plus the line's number."""
_TIMES: Final = "\x1e"
"""Between a kept code and its quantity; no code that can be read has this character."""


class Waiting(msgspec.Struct, frozen=True):
    """A scan that waits for an answer: its code as it was read; `goods` None when the code is unknown."""

    number: int
    kind: QuestionKind
    code: str
    goods: Goods | None = None
    quantity: int = MILLI

    @property
    def kept(self) -> str:
        """The code, and the quantity when it is not one: as the draft keeps it."""
        return self.code if self.quantity == MILLI else f"{self.code}{_TIMES}{self.quantity}"


class Questions(msgspec.Struct, frozen=True):
    """The open questions, oldest first; `last` is the highest number given."""

    waiting: tuple[Waiting, ...] = ()
    last: int = 0

    @classmethod
    def left(cls, kept: tuple[str, ...]) -> Self:
        """Return the questions that a draft kept, as unknown codes: whether they still are is asked afresh."""
        return cls(tuple(_left(number, each) for number, each in enumerate(kept, 1)), len(kept))

    def asked(self, kind: QuestionKind, code: str, goods: Goods | None = None, quantity: int = MILLI) -> Self:
        """Return them with one more; refuses at the limit."""
        if len(self.waiting) >= WAITING_MAX:
            raise Refusal("till.too_many_questions", limit=WAITING_MAX)
        asked = Waiting(self.last + 1, kind, code, goods, quantity)
        return msgspec.structs.replace(self, waiting=(*self.waiting, asked), last=asked.number)

    def peek(self, number: int, *kinds: QuestionKind) -> Waiting:
        """Return the question `number`; a `Refusal` when it is gone or of another kind."""
        for waiting in self.waiting:
            if waiting.number == number and waiting.kind in kinds:
                return waiting
        raise Refusal("till.no_such_question")

    def without(self, answered: Waiting) -> Self:
        """Return them without the one that is answered."""
        rest = tuple(each for each in self.waiting if each.number != answered.number)
        return msgspec.structs.replace(self, waiting=rest)

    def instead(self, changed: Waiting) -> Self:
        """Return them with `changed` in the place of the one of its number."""
        waiting = tuple(changed if each.number == changed.number else each for each in self.waiting)
        return msgspec.structs.replace(self, waiting=waiting)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that wait: kept with the draft."""
        return tuple(waiting.kept for waiting in self.waiting)

    def shown(self, basket: Basket | None) -> tuple[Question, ...]:
        """Return every open question, those about ages last."""
        asked = [
            Question(
                waiting.number,
                waiting.kind,
                printable(waiting.code),
                waiting.goods.product.names if waiting.goods else {},
            )
            for waiting in self.waiting
        ]
        if basket is not None:
            approval = age_was_refused(basket)
            asked += [
                Question(
                    _AGE + line.number, QuestionKind.AGE, line.scanned, line.item.names, line.item.min_age, approval
                )
                for line in ages_to_check(basket)
            ]
        return tuple(asked)


def line_of_age(question: int, basket: Basket) -> int:
    """Return the line that an age question is about; a `Refusal` when it is not asked any more."""
    number = question - _AGE
    if all(line.number != number for line in ages_to_check(basket)):
        raise Refusal("till.no_such_question")
    return number


def age_was_refused(basket: Basket) -> bool:
    """Tell whether goods were refused for the buyer's age before: the next try asks a supervisor."""
    return any(line.voided and line.void_reason == AGE_REFUSED for line in basket.lines)


def printable(code: str) -> str:
    """Return what a screen may show of a code."""
    return "".join(character for character in code if character.isprintable())[:CODE_SHOWN_MAX]


def _left(number: int, kept: str) -> Waiting:
    code, times, quantity = kept.rpartition(_TIMES)
    if times and quantity.isascii() and quantity.isdigit() and 0 < int(quantity[:12]) <= QUANTITY_MAX:
        return Waiting(number, QuestionKind.UNKNOWN_CODE, code, quantity=int(quantity))
    return Waiting(number, QuestionKind.UNKNOWN_CODE, kept)
