"""What the screens ask of the till desk: the seam between `ui` and `pos_app.till`.

Every method runs on the UI thread, is fast, raises `Refusal` or `Fault`, and leaves a fresh `view`. Amounts are minor
units, quantities thousandths.
"""

from typing import Protocol

from pos_app.selling.view import (
    DepartmentView,
    HeldView,
    HitView,
    Lamp,
    OperatorView,
    SellView,
    Told,
)


class SellDesk(Protocol):
    """The till desk as the screens see it."""

    @property
    def view(self) -> SellView:
        """Return what the screen shows after the last command."""

    def operators(self) -> tuple[OperatorView, ...]:
        """Return who may sign in."""

    def sign_in(self, operator_id: str, pin: str) -> Told:
        """Sign in; Refusal for a wrong PIN."""

    def sign_off(self) -> Told:
        """Sign off."""

    def scan(self, text: str) -> Told:
        """Take a scanned code, or a typed one."""

    def add_product(self, product_id: str) -> Told:
        """Sell a product that was chosen."""

    def search(self, text: str, limit: int = 50) -> tuple[HitView, ...]:
        """Find products by words in any script, or by the digits of a code."""

    def departments(self) -> tuple[DepartmentView, ...]:
        """Return the departments that sell at a typed price."""

    def set_next_quantity(self, quantity: int) -> Told:
        """Set the quantity of the next scan."""

    def set_quantity(self, line: int, quantity: int) -> Told:
        """Set a line's quantity."""

    def step(self, line: int, by: int) -> Told:
        """Change a line's quantity by so much."""

    def void(self, line: int) -> Told:
        """Take a line out."""

    def undo(self) -> Told:
        """Take the last basket action back."""

    def redo(self) -> Told:
        """Do it again."""

    def set_aside(self, question: int) -> Told:
        """Answer: the goods stay with the cashier."""

    def sell_by_department(self, question: int, department: str, unit_price: int) -> Told:
        """Answer: sell the goods at a typed price."""

    def sell_open(self, department: str, unit_price: int) -> Told:
        """Sell something that has no code, at a typed price."""

    def confirm_age(self, question: int, approver: str = "", pin: str = "") -> Told:
        """Answer: old enough; by a supervisor's PIN when one is asked for."""

    def refuse_age(self, question: int) -> Told:
        """Answer: not old enough, the line leaves."""

    def weigh(self, question: int, quantity: int) -> Told:
        """Answer: this much."""

    def hold(self, name: str = "") -> Told:
        """Put the basket on hold."""

    def held(self) -> tuple[HeldView, ...]:
        """Return the baskets on hold."""

    def recall(self, sale_id: str) -> Told:
        """Take a basket from hold."""

    def start_payment(self) -> Told:
        """Begin to pay."""

    def back_to_basket(self) -> Told:
        """Leave the payment."""

    def pay_cash(self, given: int | None, *, part: bool = False) -> Told:
        """Take cash; None: exactly what is due. Less than is missing is refused unless it is meant as a part."""

    def pay_other(self, amount: int | None, reference: str) -> Told:
        """Take what was settled outside the till; None: all that is missing."""

    def tray_next_sale(self) -> Told:
        """Keep the codes scanned during payment for the next sale."""

    def tray_discard(self) -> Told:
        """Forget them."""

    def next_sale(self) -> Told:
        """Clear the change; what was kept in the tray begins the next basket."""

    def reprint_last(self) -> Told:
        """Print the last receipt again, marked DUPLICATE."""

    def tick(self) -> bool:
        """Do what waits between two commands; True when the view changed."""

    def lamp(self) -> Lamp:
        """Return the lamp's state."""
