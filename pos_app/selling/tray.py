"""What was scanned while a payment was in progress: it waits in sight and never drifts into the sale being paid.

Owned by the till desk. The cashier keeps it for the next sale or discards it; what nobody decided about comes into the
next basket, or into the same one when the payment is left. A scan leaves the tray only when it is on disk with a
basket, as a line or as a question.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pos_app.domain.codes.scan import SCAN_LENGTH_MAX
from pos_app.domain.errors import Refusal
from pos_app.selling.entering import TERMINATORS
from pos_app.selling.view import Said, Sound, Told

SCANS_MAX: Final = 100
"""Scans that wait while a payment is in progress; a further one is refused aloud."""


class Tray:
    """`waiting` is undecided, `kept` is for the next sale."""

    def __init__(self) -> None:
        """Begin empty."""
        self.waiting: tuple[str, ...] = ()
        self.kept: tuple[str, ...] = ()

    def hold(self, text: str) -> Told:
        """Put a scan into the tray."""
        if not text.strip(TERMINATORS):
            raise Refusal("code.empty")
        if len(text) > SCAN_LENGTH_MAX:
            raise Refusal("code.too_long", length=len(text), limit=SCAN_LENGTH_MAX)
        if len(self.waiting) + len(self.kept) >= SCANS_MAX:
            raise Refusal("till.tray_full", limit=SCANS_MAX)
        self.waiting = (*self.waiting, text)
        return Told(Sound.APPROVAL, Said("till.in_tray", {"count": len(self.waiting)}))

    def keep(self) -> None:
        """Keep the undecided scans for the next sale."""
        self.kept, self.waiting = self.kept + self.waiting, ()

    def discard(self) -> None:
        """Forget the undecided scans."""
        self.waiting = ()

    def empty_into(self, scan: Callable[[str], Told], *, next_sale: bool) -> Told | None:
        """Give each scan to `scan`, those kept for the next sale first when it begins; return what the last one told.

        A `Refusal` (too many questions) leaves the rest in sight; a `Fault` leaves it and goes on up.
        """
        if next_sale:
            self.waiting, self.kept = self.kept + self.waiting, ()
        told = None
        try:
            while self.waiting:
                told = scan(self.waiting[0])
                self.waiting = self.waiting[1:]
        except Refusal:
            return told
        return told
