"""What is done with a member's data: shown in clear, or deleted. Each asks what for, and perhaps somebody else's PIN.

Opened by `ui.panels.membering`; nothing is done by a key that a scanner can send.
"""

from collections.abc import Callable

from pos_app.members.view import ERASURE_REASONS, PURPOSES, MemberView, RevealedView, RevealField
from pos_app.selling.view import Told
from ui.asked import Form, Purpose, keyed
from ui.face import Face
from ui.members_room import MembersRoom
from ui.panels import member_words
from ui.panels.asking import Asking
from ui.widgets.found_list import FoundRow


class MemberForms:
    """Opens the forms."""

    def __init__(self, face: Face, asking: Asking) -> None:
        """`asking` shows them."""
        self._face, self._asking = face, asking

    def reveal(
        self, room: MembersRoom, member: MemberView, field: RevealField, show: Callable[[RevealedView], object]
    ) -> None:
        """Ask what a field is to be seen for; `show` gets it in clear."""
        face = self._face

        def reveal(purpose: str, approver: str = "", pin: str = "") -> Told:
            show(room.reveal(member.id, field, purpose, approver, pin))
            return Told()

        self._asking.ask(
            lambda: Form(
                Purpose.REVEAL,
                face.say("ui.ask.reveal", field=face.say(f"ui.member.{field}")),
                lambda _text, _figure, purpose: reveal(purpose),
                title=face.say("ui.member.what_for"),
                rows=self._reasons(PURPOSES),
                needs=False,
                by_key_alone=True,
                approved=lambda who, pin, _text, _figure, purpose: reveal(purpose, who, pin),
                pin_for=lambda: face.say(f"ui.pin_for.{field}", name=member_words.name(face, member)),
            )
        )

    def erase(self, room: MembersRoom, member: MemberView) -> None:
        """Ask why a person is to be forgotten."""
        face = self._face
        self._asking.ask(
            lambda: Form(
                Purpose.ERASE,
                face.say("ui.ask.erase", name=member_words.name(face, member)),
                lambda _text, _figure, reason: room.ask_erasure(member.id, reason),
                title=face.say("ui.reason"),
                rows=self._reasons(ERASURE_REASONS),
                needs=False,
                by_key_alone=True,
                approved=lambda who, pin, _text, _figure, reason: room.ask_erasure(member.id, reason, who, pin),
                pin_for=lambda: face.say("ui.pin_for.erase", name=member_words.name(face, member)),
            )
        )

    def _reasons(self, codes: tuple[str, ...]) -> tuple[FoundRow, ...]:
        return keyed(tuple(FoundRow(code, self._face.say(f"reason.{code}"), "", "") for code in codes))
