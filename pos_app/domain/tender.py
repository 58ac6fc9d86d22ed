"""How a sale is paid: the tenders, the change, and the rounding to the smallest coin when cash settles it."""

from __future__ import annotations

import enum
from typing import Final

import msgspec

TENDERS_MAX: Final = 20
REFERENCE_LENGTH_MAX: Final = 64


class TenderKind(enum.StrEnum):
    """The kinds of tender this version takes."""

    CASH = "cash"
    OTHER = "other"
    """Anything settled outside the till (a voucher of the mall, a bank transfer), with its reference."""


class Tender(msgspec.Struct, frozen=True, omit_defaults=True):
    """One payment: `given` by the customer, `change` back, so that `given - change` is what it settles."""

    kind: TenderKind
    given: int
    change: int = 0
    reference: str = ""

    @property
    def settles(self) -> int:
        """Minor units of the sale that this tender pays."""
        return self.given - self.change
