"""The registry of promotion kinds: a rule is one of these, told apart by its tag on disk and on the wire.

A new kind is one file beside this one, one name in `Rule`, and nothing else: the contract test runs over `KINDS`.
A kind inherits `Terms`, says whether lines earn it jointly, and gives an `Offer`; it knows no other kind.
"""

from __future__ import annotations

from typing import Final, get_args

import msgspec

from pos_app.domain.promotions.percent_off import PercentOff
from pos_app.domain.promotions.spend_and_save import SpendAndSave

Rule = PercentOff | SpendAndSave
"""A row of the stream `promotion`."""

KINDS: Final[tuple[type[Rule], ...]] = get_args(Rule)
"""Every registered kind."""

_decoder: msgspec.msgpack.Decoder[Rule] = msgspec.msgpack.Decoder(Rule)


def decode_rule(body: bytes) -> Rule:
    """Decode a promotion row; raises `msgspec.DecodeError` for a kind this version does not know or a bad figure."""
    return _decoder.decode(body)
