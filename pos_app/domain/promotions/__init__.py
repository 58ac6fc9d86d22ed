"""The registry of promotion kinds: a rule is one of these, told apart by its tag on disk and on the wire.

A new kind is one file beside this one, one name in `Rule`, and nothing else: the contract test runs over `KINDS`.
A kind inherits `Terms`, says whether lines earn it jointly, and gives an `Offer`; it knows no other kind. Kinds that
give points instead of money stand in `EARNING`.
"""

from __future__ import annotations

from typing import Final, get_args

import msgspec

from pos_app.domain.promotions.member_price import MemberPrice
from pos_app.domain.promotions.percent_off import PercentOff
from pos_app.domain.promotions.points import PointsForSpending
from pos_app.domain.promotions.spend_and_save import SpendAndSave

Discount = PercentOff | SpendAndSave | MemberPrice
"""Takes something off what is due."""

Earning = PointsForSpending
"""Gives a member points."""

Rule = Discount | Earning
"""A row of the stream `promotion`."""

KINDS: Final[tuple[type[Discount], ...]] = get_args(Discount)
"""Every registered kind of discount."""

EARNING: Final[tuple[type[Earning], ...]] = (PointsForSpending,)
"""Every registered kind that gives points."""

_decoder: msgspec.msgpack.Decoder[Rule] = msgspec.msgpack.Decoder(Rule)


def decode_rule(body: bytes) -> Rule:
    """Decode a promotion row; raises `msgspec.DecodeError` for a kind this version does not know or a bad figure."""
    return _decoder.decode(body)
