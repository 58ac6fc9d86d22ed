"""Undo and redo for one basket. What was once scanned never disappears from the record: undone, it is voided.

A basket is a value, so a step is the basket before and after. The record that goes into the sale's entry must show
what a cashier took back, therefore undoing an added line leaves it there as voided.
"""

from __future__ import annotations

from typing import Final

import msgspec

from pos_app.domain.basket import Basket

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

    def undo(self, now: Basket) -> Basket | None:
        """Return the basket one step back, with what that step added kept as voided; None at the beginning."""
        if not self._before:
            return None
        self._after.append(now)
        return _with_record(self._before.pop(), now)

    def redo(self, now: Basket) -> Basket | None:
        """Return the basket as it was before the last undo; None when there is none."""
        if not self._after:
            return None
        self._before.append(now)
        return _with_record(self._after.pop(), now)


def _with_record(wanted: Basket, now: Basket) -> Basket:
    """Return `wanted` with the lines that only `now` has, voided, so that no number is ever used twice."""
    extra = tuple(
        line if line.voided else msgspec.structs.replace(line, voided=True, void_reason=UNDONE)
        for line in now.lines[len(wanted.lines) :]
    )
    return msgspec.structs.replace(wanted, lines=wanted.lines + extra) if extra else wanted
