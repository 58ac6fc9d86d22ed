"""One hand-over while it is prepared: what was proved, what is still asked, and how the hub's answer stands.

In memory alone: after a crash the claim in the journal says that it was begun, and everything is proved again.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Final

from pos_app.domain.errors import Refusal
from pos_app.domain.pickup_policy import DOCUMENTS, PickupPolicy, Proof, proof_needed, proves
from pos_app.pickup.open_claim import OpenClaim
from pos_app.pickup.view import Asks, ProofView

ANSWER_LIMIT_MS: Final = 2_000
"""So long a desk waits for the hub; then the store's own rule holds (0074)."""
TAIL_TRIES_MAX: Final = 3
"""Wrong last digits of the phone, after which only a supervisor helps."""
ALONE_REASONS: Final = ("customer_waits", "known_customer", "other")


class Answer(enum.Enum):
    """What is known of the claim."""

    NOT_ASKED = enum.auto()
    ASKED = enum.auto()
    ALONE = enum.auto()
    """Nobody answered in time."""


@dataclass
class Handing:
    """What happens with the order that is open: what was shown of the person, and the hand-over once it was begun."""

    order: str
    proof: Proof | None = None
    detail: str = ""
    """The code's key, or the kind of document: never a person's data."""
    approved_by: str = ""
    phone_done: bool = False
    tail_wrong: int = 0
    age_done: bool = False
    chosen: dict[int, int] | None = None
    claim: OpenClaim | None = None
    answer: Answer = Answer.NOT_ASKED
    asked_ms: int = 0
    """Monotonic."""
    resumed: bool = False

    @property
    def begun(self) -> bool:
        """Whether the order is being handed over: from the claim on, so that other tills see it."""
        return self.claim is not None

    def needs(self, policy: PickupPolicy, value: int, *, readable: bool) -> ProofView | None:
        """Return which proof is still asked; None when it is given."""
        least = Proof.SUPERVISOR if self.tail_wrong >= TAIL_TRIES_MAX else Proof.PHONE_AND_NAME
        needed = proof_needed(policy, value, person_readable=readable)
        needed = needed if proves(needed, least) else least
        if self.proof is not None and proves(self.proof, needed):
            return None
        asks_phone = readable and needed is not Proof.SUPERVISOR
        return ProofView(
            needed,
            asks_phone,
            self.phone_done,
            needed is not Proof.PHONE_AND_NAME,
            bool(self.detail) and self.proof is not Proof.CODE,
            needed is Proof.SUPERVISOR,
            max(0, TAIL_TRIES_MAX - self.tail_wrong) if asks_phone else 0,
            self.tail_wrong >= TAIL_TRIES_MAX,
        )

    def show_tail(self, needs: ProofView, *, right: bool) -> None:
        """Take the last digits of the phone that the person said, right or wrong."""
        if not right:
            self.tail_wrong += 1
            left = TAIL_TRIES_MAX - self.tail_wrong
            raise Refusal("pickup.wrong_tail" if left > 0 else "pickup.wrong_tail_last", count=max(0, left))
        self.phone_done = True
        if needs.needed is Proof.PHONE_AND_NAME or (needs.needed is Proof.IDENTITY and self.detail):
            self.proof = needs.needed

    def show_document(self, needs: ProofView, kind: str) -> None:
        """Note that a document of this kind was looked at and names the person."""
        if kind not in DOCUMENTS:
            raise Refusal("pickup.no_such_document")
        self.detail = kind
        if needs.needed is Proof.IDENTITY and (self.phone_done or not needs.phone_tail):
            self.proof = Proof.IDENTITY

    def approve(self, needs: ProofView, approver: str) -> None:
        """Note that a supervisor agrees, after the document was shown."""
        if needs.document and not self.detail:
            raise Refusal("pickup.document_first")
        self.approved_by = approver
        self.proof = Proof.SUPERVISOR

    def asks(self, needs: ProofView | None, age: int) -> Asks:
        """Return what stands between the person and the goods."""
        if not self.begun:
            return Asks.NOTHING
        if needs is not None:
            return Asks.PROOF
        if age and not self.age_done:
            return Asks.AGE
        return {Answer.NOT_ASKED: Asks.READY_TO_GIVE, Answer.ASKED: Asks.HUB, Answer.ALONE: Asks.ALONE}[self.answer]
