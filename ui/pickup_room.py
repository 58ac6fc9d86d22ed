"""What the pickup screen asks of its desk: the seam between `ui` and `pos_app.pickup`.

Every method runs on the UI thread and is fast; a command raises `Refusal` or `Fault` and leaves a fresh `view`.
"""

from typing import Protocol

from pos_app.pickup.view import OrderCard, PickupView
from pos_app.selling.view import Told


class PickupRoom(Protocol):
    """The pickup desk as its screen sees it."""

    @property
    def view(self) -> PickupView:
        """Return what the screen shows; the same object as long as nothing moved."""

    def tick(self) -> tuple[Told, ...]:
        """Do what waits between two commands; return what people must hear of it."""

    def now_ms(self) -> int:
        """Return the wall time that ages are counted from."""

    def seen(self) -> None:
        """Somebody looks at the board."""

    def find(self, text: str, limit: int = 20) -> tuple[OrderCard, ...]:
        """Find orders by number, name or the last digits of the phone."""

    def scan(self, text: str) -> Told:
        """Take a scan: a code of ours, or goods for the open order."""

    def open(self, order_id: str) -> Told:
        """Open an order."""

    def close(self) -> Told:
        """Back to the board."""

    def start_picking(self) -> Told:
        """Take the order in hand, and print its slip."""

    def pick(self, line: int, quantity: int) -> Told:
        """Pick by hand, or below nought put back."""

    def ready(self, place: str) -> Told:
        """Everything that there is lies at this place."""

    def reject(self, line: int, reason: str, quantity: int | None = None) -> Told:
        """Reject a line for a reason."""

    def take_back(self, line: int) -> Told:
        """Take a line's rejection back."""

    def print_slip(self) -> Told:
        """Print the slip for the bag."""

    def report_wrong_person(self) -> Told:
        """Say that somebody else has the goods."""

    def begin_handover(self) -> Told:
        """Begin to hand over."""

    def stop_handover(self) -> Told:
        """Leave the hand-over."""

    def prove_phone(self, tail: str) -> Told:
        """Take the last digits of the phone."""

    def prove_document(self, kind: str) -> Told:
        """Note which document was looked at."""

    def prove_by_supervisor(self, approver: str, pin: str) -> Told:
        """Let a supervisor agree."""

    def confirm_age(self) -> Told:
        """Old enough."""

    def refuse_age(self) -> Told:
        """Not old enough."""

    def choose(self, line: int, quantity: int) -> Told:
        """Hand over so much of a line."""

    def hand_over(self) -> Told:
        """Hand over; asks the hub first."""

    def hand_over_alone(self, reason: str, approver: str = "", pin: str = "") -> Told:
        """Hand over without its answer."""
