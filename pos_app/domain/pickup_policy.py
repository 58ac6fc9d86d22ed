"""What a store decides about handing orders over: which proof is asked without the code, and what may happen alone."""

from __future__ import annotations

import enum
from typing import Final

import msgspec


class PickupOffline(enum.StrEnum):
    """What a till does when the hub cannot say whether another till has handed the order over."""

    REFUSE = "refuse"
    ALLOW_WITH_REASON = "allow_with_reason"


class PickupPolicy(msgspec.Struct, frozen=True, omit_defaults=True):
    """Part of `store_rows.StoreInfo`. Amounts are minor units of the order's value; from that value on, inclusive."""

    offline: PickupOffline = PickupOffline.ALLOW_WITH_REASON
    alone_approval_from: int = 20_000
    """Decided alone, a supervisor approves by PIN."""
    identity_from: int = 20_000
    """Without the code a document is looked at, beside phone and name."""
    approval_from: int = 100_000
    """Without the code a supervisor approves too."""


class Proof(enum.StrEnum):
    """How a person showed that an order is theirs; the entry keeps the kind and nothing of the person."""

    CODE = "code"
    """The signed code that the customer got."""
    PHONE_AND_NAME = "phone_and_name"
    IDENTITY = "identity"
    """A document was shown; which kind stands beside it."""
    SUPERVISOR = "supervisor"
    """A document was shown and a supervisor approved."""


DOCUMENTS: Final = ("id_card", "passport", "driving_licence", "other")
"""Kinds of document that may be noted: never a number, never a name."""
_RANK: Final = (Proof.PHONE_AND_NAME, Proof.IDENTITY, Proof.SUPERVISOR, Proof.CODE)


def proof_needed(policy: PickupPolicy, value: int, *, person_readable: bool) -> Proof:
    """Return the least proof without the code for an order of this value (minor units).

    A person whose fields this till cannot read cannot be compared with: then a supervisor decides.
    """
    if not person_readable or value >= policy.approval_from:
        return Proof.SUPERVISOR
    return Proof.IDENTITY if value >= policy.identity_from else Proof.PHONE_AND_NAME


def proves(given: Proof, needed: Proof) -> bool:
    """Tell whether one proof is as good as another; the code is always good."""
    return _RANK.index(given) >= _RANK.index(needed)
