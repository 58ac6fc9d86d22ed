"""What a screen may read of members: values only, every name, phone and card masked.

Points are whole; times are wall milliseconds. Tiers are the chain's codes; their words stand in the catalogue under
`members.tier.<code>` where there are any.
"""

from __future__ import annotations

import enum
from datetime import UTC, tzinfo
from typing import Final

import msgspec

PURPOSES: Final = ("call_back", "check_identity", "correct_data", "customer_asks")
"""What a reveal is for; each has its sentence `reason.<code>`."""
ERASURE_REASONS: Final = ("customer_asks", "enrolled_by_mistake")


class Standing(enum.StrEnum):
    """How far a member can be read here."""

    KNOWN = "known"
    UNREADABLE = "unreadable"
    """The person's key has not come to this till, or the cipher text is damaged: no name, all else holds."""
    ERASING = "erasing"
    """Asked to be forgotten at this till; the hub has not yet said that it is done."""
    GONE = "gone"
    """The chain knows no such member any more: erased meanwhile."""


class MemberView(msgspec.Struct, frozen=True):
    """One member as others may see them."""

    id: str
    name: str
    """Masked: "A*** C***"."""
    phone: str = ""
    """Masked: "138****2046"."""
    card: str = ""
    tier: str = ""
    points: int = 0
    """Own later sales added to what the hub last said."""
    as_of_ms: int = 0
    """Since when nothing is known of other tills' points; 0 while they are heard of at once."""
    pending: int = 0
    """Of the points, those that the hub has not confirmed yet."""
    standing: Standing = Standing.KNOWN
    zone: tzinfo = UTC
    """The store's: `as_of_ms` is told in it."""
    new_here: bool = False
    """Enrolled at this till, and not yet heard of from the hub."""


class BuyerView(msgspec.Struct, frozen=True):
    """The member who buys the open basket."""

    member: MemberView
    earns: int = 0
    """Points that this basket earns; nothing in training."""


class FoundView(msgspec.Struct, frozen=True):
    """An answer to a search."""

    members: tuple[MemberView, ...] = ()
    names_ready: bool = True
    """False while names and phone tails are still being loaded: phone, card and code are found all the same."""
    more: bool = False
    """There are more than are shown."""


class RevealField(enum.StrEnum):
    """What may be looked at in clear."""

    NAME = "name"
    PHONE = "phone"
    CARD = "card"


class RevealedView(msgspec.Struct, frozen=True):
    """A field in clear: to be shown for `until_ms` and kept nowhere."""

    member: str
    field: RevealField
    value: str
    until_ms: int


class ConsentView(msgspec.Struct, frozen=True):
    """The text that a customer is shown, in their language, and what they may agree to."""

    language: str
    text: str
    purposes: tuple[str, ...]
    needed: tuple[str, ...]
    """Without these there is no membership."""
