"""What a journal says of a customer's order: each step of its fulfilment, as it happened at this workstation.

Words after ARTS: CustomerOrder with FulfillmentLine (accept, pick, pack, ready, handoff, reject).
"""

from __future__ import annotations

import enum

import msgspec


class Step(enum.StrEnum):
    """What was done with an order."""

    ACCEPTED = "accepted"
    PICKED = "picked"
    """Goods scanned and set aside; `lines` says how much more of each, below nought what was put back."""
    READY = "ready"
    """Everything that there is lies at `place`."""
    HANDED_OVER = "handed_over"
    """The person has it: whole or in part, as `lines` says."""
    REJECTED = "rejected"
    """Lines that the shop lacks or the person refuses, with the reason."""
    WRONG_PERSON = "wrong_person"
    """It came out that somebody else than the customer has it; nothing moves, people must know."""


class StepLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """How much of one line of the order, thousandths of its unit; the product so that stock moves without the cache."""

    line: int
    product_id: str
    quantity: int


class OrderStep(msgspec.Struct, frozen=True, omit_defaults=True, tag="order_step"):
    """One step of one order."""

    order: str
    step: Step
    operator: str
    lines: tuple[StepLine, ...] = ()
    place: str = ""
    reason: str = ""
    """Reason code of a rejection, or of a hand-over that the policy would have refused."""
    proof: str = ""
    """How the person showed that it is theirs: `pickup_policy.Proof`"""
    proof_detail: str = ""
    """Never a person's data: the code's id, the kind of document."""
    approved_by: str = ""
    age_checked: bool = False
    claim: str = ""
    """Id of the claim that came before a hand-over."""
    handover: int = 0
    """Which hand-over of this order this is, from 1; part of the claim's subject."""
    alone: bool = False
    """Decided without the hub's answer."""
    known_ms: int = 0
    """As of when the order's state was known here."""
