"""What a bench says: figures, each beside its limit and its reference of the same run."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec


class Figure(msgspec.Struct, frozen=True):
    """One measured figure. `at_least` tells whether the limit is a floor; no limit is None."""

    bench: str
    name: str
    value: float
    unit: str
    limit: float | None = None
    at_least: bool = False
    reference: str = ""

    @property
    def holds(self) -> bool | None:
        """Tell whether the limit is kept; None without one."""
        if self.limit is None:
            return None
        return self.value >= self.limit if self.at_least else self.value <= self.limit


def quantile(values: Sequence[float], at: float) -> float:
    """Return the value that `at` of all (0.5: the median) do not exceed."""
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * at))], 2)
