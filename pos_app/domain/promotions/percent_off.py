"""Percent off: the selected lines each cost `rate_ppm` parts per million less, rounded half up line by line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from pos_app.domain.basket import Line
from pos_app.domain.money import PPM, divide_each
from pos_app.domain.promotions.selection import Offer, Terms


class PercentOff(Terms, frozen=True, omit_defaults=True, tag="percent_off", kw_only=True):
    """`rate_ppm` off every line of the selection: 200_000 is 20 %, from 1 to 1_000_000."""

    joint: ClassVar[bool] = False

    rate_ppm: int

    def __post_init__(self) -> None:
        """Refuse a rate that is no discount."""
        if not 0 < self.rate_ppm <= PPM:
            raise ValueError("a percent-off rate lies between 1 and 1,000,000 ppm")

    def offer(self, lines: Sequence[Line], amounts: Sequence[int]) -> Offer | None:  # noqa: ARG002 - every kind's shape
        """Give each line its rate of what is left on it."""
        rate = self.rate_ppm
        return Offer(divide_each([amount * rate for amount in amounts], PPM))
