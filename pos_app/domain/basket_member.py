"""Who buys: a member comes to the basket and leaves it. Reached by the till desk through `basket_commands`."""

from __future__ import annotations

from typing import Final

import msgspec

from pos_app.domain.basket import Basket
from pos_app.domain.errors import Refusal

MEMBER_ID_LENGTH_MAX: Final = 64
TIER_LENGTH_MAX: Final = 40


def attach_member(basket: Basket, member: str, tier: str) -> Basket:
    """Let `member` of `tier` buy, in place of any before; both are opaque and printable, never a name."""
    if not 0 < len(member) <= MEMBER_ID_LENGTH_MAX or not member.isprintable():
        raise Refusal("basket.text_unfit", limit=MEMBER_ID_LENGTH_MAX)
    if len(tier) > TIER_LENGTH_MAX or not tier.isprintable():
        raise Refusal("basket.text_unfit", limit=TIER_LENGTH_MAX)
    return msgspec.structs.replace(basket, member=member, tier=tier)


def take_member_off(basket: Basket) -> Basket:
    """Let nobody known buy."""
    if not basket.member:
        raise Refusal("basket.no_member")
    return msgspec.structs.replace(basket, member="", tier="")
