"""What was scanned while a payment was in progress: it waits in sight and never drifts into the sale being paid.

Owned by the till desk. The cashier keeps it for the next sale or discards it; what nobody decided about comes into the
next basket, or into the same one when the payment is left. A scan is on disk at once, and leaves the tray only in the
same step in which it is on disk with a basket, as a line or as a question. Scans of the training mode are kept nowhere.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Final

from pos_app.domain.codes.scan import SCAN_LENGTH_MAX
from pos_app.domain.errors import Refusal
from pos_app.selling.entering import TERMINATORS
from pos_app.selling.view import Said, Sound, Told
from pos_app.store.drafts import Drafts, Scans

SCANS_MAX: Final = 100
"""Scans that wait while a payment is in progress; a further one is refused aloud."""


class Tray:
    """`waiting` is undecided, `kept` is for the next sale."""

    def __init__(self, drafts: Drafts, in_training: Callable[[], bool]) -> None:
        """Begin with what a crash left."""
        self._drafts, self._in_training = drafts, in_training
        self.waiting, self.kept = drafts.scans.waiting, drafts.scans.kept

    def hold(self, text: str) -> Told:
        """Put a scan into the tray."""
        if not text.strip(TERMINATORS):
            raise Refusal("code.empty")
        if len(text) > SCAN_LENGTH_MAX:
            raise Refusal("code.too_long", length=len(text), limit=SCAN_LENGTH_MAX)
        if len(self.waiting) + len(self.kept) >= SCANS_MAX:
            raise Refusal("till.tray_full", limit=SCANS_MAX)
        self._become((*self.waiting, text), self.kept)
        return Told(Sound.APPROVAL, Said("till.in_tray", {"count": len(self.waiting)}))

    def keep(self) -> None:
        """Keep the undecided scans for the next sale."""
        self._become((), self.kept + self.waiting)

    def discard(self) -> None:
        """Forget the undecided scans."""
        self._become((), self.kept)

    def show_kept(self) -> None:
        """Bring those kept for the next sale in sight: whoever signs in decides about them. On disk they stay kept."""
        self.waiting, self.kept = self.kept + self.waiting, ()

    def change_modes(self) -> None:
        """Begin or end training: what was scanned in one mode never comes into a basket of the other."""
        scans = Scans() if self._in_training() else self._drafts.scans
        self.waiting, self.kept = scans.waiting, scans.kept

    def empty_into(self, scan: Callable[[str], Told], *, next_sale: bool) -> Told | None:
        """Give each scan to `scan`, those kept for the next sale first when it begins; return what the last one told.

        A `Refusal` (too many questions) leaves the rest in sight; a `Fault` leaves it and goes on up.
        """
        if next_sale:
            self.waiting, self.kept = self.kept + self.waiting, ()
        told = None
        try:
            while self.waiting:
                rest = self.waiting[1:]
                with contextlib.nullcontext() if self._in_training() else self._drafts.leaving(Scans(rest, self.kept)):
                    told = scan(self.waiting[0])
                self.waiting = rest
        except Refusal:
            return told
        return told

    def _become(self, waiting: tuple[str, ...], kept: tuple[str, ...]) -> None:
        if not self._in_training():
            self._drafts.save_scans(Scans(waiting, kept))
        self.waiting, self.kept = waiting, kept
