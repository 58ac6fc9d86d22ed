"""Money that was taken for a basket which is not paid in full yet: written down, so that a crash does not forget it.

Owned by the till desk. Each part is an intent of the journal; it ends with the sale, when the money is given back, or
when the cashier is told of it after a restart.
"""

from __future__ import annotations

import contextlib
from typing import Final

from pos_app.domain.errors import Fault
from pos_app.store.journal import Journal

KIND: Final = "payment"
SETTLED: Final = "settled"
GIVEN_BACK: Final = "given_back"
TOLD: Final = "told_after_restart"


class PartPayments:
    """The parts of payments in progress."""

    def __init__(self, journal: Journal) -> None:
        """Read nothing yet."""
        self._journal = journal

    def note(self, sale_id: str, amount: int) -> None:
        """Write down `amount` minor units taken; raises the journal's `Fault`, and then nothing was taken."""
        self._journal.intents.begin(KIND, sale_id, b"%d" % amount)

    def end(self, sale_id: str, outcome: str) -> None:
        """The parts of `sale_id` are settled or given back; what the disk does not take now is seen at the start."""
        with contextlib.suppress(Fault):
            for intent in self._journal.intents.open():
                if intent.kind == KIND and intent.sale_id == sale_id:
                    self._journal.intents.finish(intent.id, outcome)

    def take_back(self, sale_id: str) -> None:
        """The last part of `sale_id` is given back; raises the journal's `Fault`, and then it still counts."""
        parts = [each for each in self._journal.intents.open() if each.kind == KIND and each.sale_id == sale_id]
        if parts:
            self._journal.intents.finish(max(parts, key=lambda each: each.id).id, GIVEN_BACK)

    def left(self) -> int:
        """After a start: return what was taken for sales that never came to be, minor units, and forget it."""
        amount = 0
        for intent in self._journal.intents.open():
            if intent.kind != KIND:
                continue
            sold = self._journal.receipt(intent.sale_id) is not None
            self._journal.intents.finish(intent.id, SETTLED if sold else TOLD)
            if not sold and intent.payload.isdigit():
                amount += int(intent.payload)
        return amount
