"""What the stock screen asks of its desk: the seam between `ui` and `pos_app.stockroom`.

Every method runs on the UI thread and is fast; a command raises `Refusal` or `Fault` and leaves a fresh `view`.
Quantities are thousandths.
"""

from collections.abc import Collection
from typing import Protocol

from pos_app.selling.view import HitView, Told
from pos_app.stockroom.view import ChoiceView, LineView, StockView


class StockRoom(Protocol):
    """The stock desk as its screen sees it."""

    @property
    def view(self) -> StockView:
        """Return what the screen shows now."""

    def now_ms(self) -> int:
        """Return the wall time that ages are counted from."""

    def areas(self) -> tuple[ChoiceView, ...]:
        """Return what is counted by itself."""

    def deliveries(self) -> tuple[ChoiceView, ...]:
        """Return what is expected."""

    def stores(self) -> tuple[ChoiceView, ...]:
        """Return the other stores."""

    def search(self, text: str, limit: int = 50) -> tuple[HitView, ...]:
        """Find products by words or by the digits of a code."""

    def scan(self, text: str) -> Told:
        """Take a scanned or typed code."""

    def choose(self, product_id: str) -> Told:
        """Take a product that was found."""

    def close_card(self) -> Told:
        """Look at nothing."""

    def adjust(self, by: int, reason: str, approver: str = "", pin: str = "") -> Told:
        """Move the stock of the product on the card."""

    def begin_count(self, area: str = "", *, blind: bool = False) -> Told:
        """Begin to count."""

    def begin_receive(self, delivery: str = "", reference: str = "") -> Told:
        """Begin to receive."""

    def begin_transfer(self, to_store: str) -> Told:
        """Begin to send goods away."""

    def resume(self, sheet: str) -> Told:
        """Go on with a sheet that lies there."""

    def put_aside(self) -> Told:
        """Leave the sheet; it lies there."""

    def throw_away(self) -> Told:
        """Throw the sheet away."""

    def set_quantity(self, quantity: int, key: str = "") -> Told:
        """Set a line's quantity; without a key that of the line worked on last."""

    def step(self, by: int, key: str = "") -> Told:
        """Change it by so much."""

    def undo(self) -> Told:
        """Take the last scan or typed quantity back."""

    def add_unlisted(self, name: str) -> Told:
        """Receive what nobody knows under a name."""

    def refuse_unknown(self) -> Told:
        """Put it apart."""

    def unsure(self) -> tuple[LineView, ...]:
        """Return the lines of the count of which more may stand in other areas."""

    def finish(
        self,
        approver: str = "",
        pin: str = "",
        *,
        more_to_come: bool = False,
        elsewhere: Collection[str] = (),
    ) -> Told:
        """End the sheet as one entry; `elsewhere` are the lines of which more is still to be counted."""
