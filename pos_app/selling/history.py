"""Undo and redo for one basket. What was once scanned never disappears from the record: undone, it is voided.

A basket is a value, so a step is the basket before and after. The record that goes into the sale's entry must show
what a cashier took back, therefore undoing an added line leaves it there as voided; and what was refused for the
buyer's age stays refused. Looking for the step and taking it are two calls, with the write to disk between them.
"""

from __future__ import annotations

from typing import Final

import msgspec

from pos_app.domain.basket import Basket, Line
from pos_app.selling.questions import AGE_REFUSED

STEPS_MAX: Final = 200
UNDONE: Final = "undone"
"""Void reason of a line that undo took back."""


class History:
    """The steps of one basket, newest last."""

    def __init__(self) -> None:
        """Begin with nothing to undo."""
        self._before: list[Basket] = []
        self._after: list[Basket] = []

    @property
    def can_undo(self) -> bool:
        """Tell whether there is a step to take back."""
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        """Tell whether a step was taken back and nothing was done since."""
        return bool(self._after)

    def clear(self) -> None:
        """Forget every step: another basket begins."""
        self._before.clear()
        self._after.clear()

    def done(self, before: Basket) -> None:
        """Note that a command changed the basket, which was `before`."""
        self._before.append(before)
        del self._before[:-STEPS_MAX]
        self._after.clear()

    def wanted_by_undo(self, now: Basket) -> Basket | None:
        """Return the basket one step back, with what that step added kept as voided; None at the beginning."""
        return _with_record(self._before[-1], now) if self._before else None

    def wanted_by_redo(self, now: Basket) -> Basket | None:
        """Return the basket as it was before the last undo; None when there is none."""
        return _with_record(self._after[-1], now) if self._after else None

    def undone(self, now: Basket) -> None:
        """The step back from `now` is on disk."""
        self._before.pop()
        self._after.append(now)

    def redone(self, now: Basket) -> None:
        """The step forward from `now` is on disk."""
        self._after.pop()
        self._before.append(now)


def _with_record(wanted: Basket, now: Basket) -> Basket:
    """Return `wanted` with the lines that only `now` has, voided, so that no number is ever used twice."""
    kept = tuple(
        there if there.voided and there.void_reason == AGE_REFUSED else line
        for line, there in zip(wanted.lines, now.lines, strict=False)
    )
    extra = tuple(_undone(line) for line in now.lines[len(kept) :])
    return msgspec.structs.replace(wanted, lines=kept + extra)


def _undone(line: Line) -> Line:
    return line if line.voided else msgspec.structs.replace(line, voided=True, void_reason=UNDONE)
