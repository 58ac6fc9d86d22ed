"""What a typed figure on the sell screen is for, and what is done with it when Enter is pressed."""

import enum

import msgspec

MILLI_PLACES = 3


class Purpose(enum.Enum):
    """Why a figure is asked for."""

    QUANTITY = enum.auto()  # of a line
    NEXT_QUANTITY = enum.auto()  # of the next scan
    WEIGHT = enum.auto()  # answer to a question
    OPEN_PRICE = enum.auto()  # answer to a question, with a department
    APPROVAL = enum.auto()  # answer to a question, by somebody else's PIN


class Asked(msgspec.Struct, frozen=True):
    """A figure that is being typed; `target` is a line or a question by number, 0 for none."""

    purpose: Purpose
    target: int = 0
    weighed: bool = False
    """The quantity is thousandths of a unit, typed with three decimals."""

    def places(self, currency_places: int) -> int:
        """Return how many decimals the digits carry."""
        if self.purpose is Purpose.OPEN_PRICE:
            return currency_places
        return MILLI_PLACES if self.purpose is Purpose.WEIGHT or self.weighed else 0

    def thousandths(self, typed: int) -> int:
        """Return a typed quantity in thousandths."""
        return typed if self.purpose is Purpose.WEIGHT or self.weighed else typed * 10**MILLI_PLACES
