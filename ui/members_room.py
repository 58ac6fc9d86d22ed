"""What the sell screen asks of the members desk: the seam between `ui` and `pos_app.members`.

Every method runs on the UI thread and is fast; a command raises `Refusal` or `Fault` and leaves the till's view fresh.
Everything is masked but what `reveal` returns.
"""

from typing import Protocol

from pos_app.members.enrolling import Applicant
from pos_app.members.view import ConsentView, FoundView, MemberView, RevealedView, RevealField
from pos_app.selling.view import Told


class MembersRoom(Protocol):
    """The members desk as the screen sees it."""

    def find(self, text: str) -> FoundView:
        """Find members by phone, card, code, the last digits of the phone, or name."""

    def look(self, member_id: str) -> MemberView:
        """Return one member."""

    def would_earn(self, member_id: str) -> int:
        """Return the points that the open basket would earn for a member."""

    def attach(self, member_id: str) -> Told:
        """Let a member buy the open basket."""

    def take_off(self) -> Told:
        """Let nobody known buy."""

    def reveal(
        self, member_id: str, field: RevealField, purpose: str, approver: str = "", pin: str = ""
    ) -> RevealedView:
        """Return a field in clear, on record; by somebody else's PIN when one is asked for."""

    def consent(self, language: str) -> ConsentView:
        """Return the text that the customer agrees to."""

    def enrol(self, typed: Applicant, *, anyway: bool = False) -> Told:
        """Make a person a member; a phone that a member has already is refused once."""

    def ask_erasure(self, member_id: str, reason: str, approver: str = "", pin: str = "") -> Told:
        """Record that a person wants to be forgotten."""
