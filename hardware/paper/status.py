"""How an ESC/POS printer is asked how it is, and what its answers mean; the commands' bytes are Epson's.

Used by the drivers and by the loopback printer that answers for one. Real-time answers (DLE EOT) come even while the
printer is busy or stopped; the answer in order (GS r) only when everything sent before it has been worked off.
"""

from __future__ import annotations

from typing import Final

from pos_app.devices import Condition

ASK_OFFLINE: Final = b"\x10\x04\x02"
ASK_ERROR: Final = b"\x10\x04\x03"
ASK_PAPER: Final = b"\x10\x04\x04"
"""DLE EOT n."""
ASK_IN_ORDER: Final = b"\x1dr\x01"
"""GS r 1: the paper sensor."""

REAL_TIME_MASK: Final = 0x93
REAL_TIME: Final = 0x12
"""Every DLE EOT answer has bits 1 and 4 set, 0 and 7 clear."""
IN_ORDER_MASK: Final = 0x90
"""Every GS r answer has bits 4 and 7 clear, which tells it from a real-time one."""

PAPER_NEAR_END: Final = 0x0C
PAPER_END: Final = 0x60
COVER_OPEN: Final = 0x04
STOPPED_BY_PAPER: Final = 0x20
STOPPED_BY_ERROR: Final = 0x40
ERROR: Final = 0x6C
"""Of DLE EOT 3: recoverable, cutter, unrecoverable, and overheated (recovers by itself)."""


def judged(offline: int, error: int, paper: int) -> Condition:
    """Return what the answers to DLE EOT 2, 3 and 4 say, the first thing for a person to mend first."""
    if offline & COVER_OPEN:
        return Condition.COVER_OPEN
    if paper & PAPER_END or offline & STOPPED_BY_PAPER:
        return Condition.PAPER_OUT
    if error & ERROR or offline & STOPPED_BY_ERROR:
        return Condition.ERROR
    return Condition.PAPER_LOW if paper & PAPER_NEAR_END else Condition.READY
