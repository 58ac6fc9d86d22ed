"""What a person has to answer before the basket may be paid: unknown codes, weights, missing prices, ages.

Scanning goes on meanwhile; nothing here is a dialog. Questions about an age come from the basket itself, so that a
crash does not forget them; the others wait here and are kept with the draft as the codes that were scanned.
"""

from __future__ import annotations

from typing import Final

import msgspec

from pos_app.domain.basket import Basket
from pos_app.domain.basket_commands import ages_to_check
from pos_app.domain.errors import Refusal
from pos_app.selling.goods import Goods
from pos_app.selling.view import Question, QuestionKind

WAITING_MAX: Final = 50
"""Unanswered at once; beyond this a scan is refused, so that nobody scans past a wall of questions."""
_AGE: Final = 1_000_000
"""Question numbers of age checks: this plus the line's number."""


class Waiting(msgspec.Struct, frozen=True):
    """A scan that waits for an answer; `goods` None when the code is unknown."""

    number: int
    kind: QuestionKind
    code: str
    goods: Goods | None = None
    quantity: int = 1_000


class Questions:
    """The open questions, oldest first."""

    def __init__(self) -> None:
        """Begin with none."""
        self._waiting: list[Waiting] = []
        self._last = 0

    def ask(self, kind: QuestionKind, code: str, goods: Goods | None = None, quantity: int = 1_000) -> None:
        """Put a scan aside until a person says what to do with it."""
        if len(self._waiting) >= WAITING_MAX:
            raise Refusal("till.too_many_questions", limit=WAITING_MAX)
        self._last += 1
        self._waiting.append(Waiting(self._last, kind, code, goods, quantity))

    def peek(self, number: int, *kinds: QuestionKind) -> Waiting:
        """Return the question `number`; a `Refusal` when it is gone or of another kind."""
        for waiting in self._waiting:
            if waiting.number == number and waiting.kind in kinds:
                return waiting
        raise Refusal("till.no_such_question")

    def withdraw(self, waiting: Waiting) -> None:
        """Take a question away: it is being answered."""
        self._waiting.remove(waiting)

    def restore(self, waiting: Waiting) -> None:
        """Put a question back in its place: its answer did not hold."""
        self._waiting.append(waiting)
        self._waiting.sort(key=lambda each: each.number)

    def clear(self) -> None:
        """Forget all: the basket is gone."""
        self._waiting.clear()

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that wait, as scanned: kept with the draft."""
        return tuple(waiting.code for waiting in self._waiting)

    def shown(self, basket: Basket | None) -> tuple[Question, ...]:
        """Return every open question, those about ages last."""
        asked = [
            Question(
                waiting.number,
                waiting.kind,
                waiting.code,
                waiting.goods.product.names if waiting.goods else {},
            )
            for waiting in self._waiting
        ]
        if basket is not None:
            asked += [
                Question(_AGE + line.number, QuestionKind.AGE, line.scanned, line.item.names, line.item.min_age)
                for line in ages_to_check(basket)
            ]
        return tuple(asked)


def line_of_age(question: int) -> int:
    """Return the line that an age question is about."""
    if question <= _AGE:
        raise Refusal("till.no_such_question")
    return question - _AGE
