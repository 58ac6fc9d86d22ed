"""What the screens ask of the till desk: the seam between `ui` and `pos_app.till`.

Every method runs on the UI thread, is fast, raises `Refusal` or `Fault`, and leaves a fresh `view`. Amounts are minor
units, quantities thousandths.
"""

from typing import Protocol

from pos_app.domain.basket import ManualDiscount
from pos_app.selling.detail_view import LineDetailView, PriceCheckView, ReceiptView, TilePageView
from pos_app.selling.view import (
    DepartmentView,
    HeldView,
    HitView,
    Lamp,
    OperatorView,
    Paper,
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

    def override_price(self, line: int, unit_price: int, reason: str, approver: str = "", pin: str = "") -> Told:
        """Set another unit price; above the limit by somebody else's PIN."""

    def discount_line(self, line: int, discount: ManualDiscount | None, approver: str = "", pin: str = "") -> Told:
        """Give a line a discount by hand, or take it away."""

    def discount_basket(self, discount: ManualDiscount | None, approver: str = "", pin: str = "") -> Told:
        """Give the whole basket one, or take it away."""

    def note(self, text: str, line: int | None = None) -> Told:
        """Write a note on a line or on the basket."""

    def set_associate(self, operator_id: str, line: int | None = None) -> Told:
        """Name who served."""

    def tiles(self) -> tuple[TilePageView, ...]:
        """Return the quick keys."""

    def line_detail(self, line: int) -> LineDetailView:
        """Return a line with the story of its price."""

    def price_check(self, text: str) -> PriceCheckView:
        """Return what a code would cost."""

    def knows(self, text: str) -> bool:
        """Tell whether a code is goods of the catalogue or a code of ours that holds; changes nothing."""

    def recent_receipts(self, limit: int = 20) -> tuple[ReceiptView, ...]:
        """Return the newest receipts."""

    def receipt_of(self, sale_id: str) -> tuple[ReceiptView, ...]:
        """Return one recorded receipt."""

    def approvers(self, *, managers: bool = False) -> tuple[OperatorView, ...]:
        """Return who may approve."""

    def lock(self) -> Told:
        """Cover the screen until a PIN is typed."""

    def switch_operator(self, operator_id: str, pin: str) -> Told:
        """Let somebody else work on with the basket as it is."""

    def start_training(self, approver: str = "", pin: str = "") -> Told:
        """Begin to train, by a manager's PIN."""

    def stop_training(self, approver: str = "", pin: str = "") -> Told:
        """End it."""

    def take_back(self) -> Told:
        """Take the last tender back."""

    def choose_paper(self, paper: Paper) -> Told:
        """Say how the receipt will be given."""

    def print_receipt(self) -> Told:
        """Print the receipt of the sale just made."""

    def show_receipt_code(self) -> Told:
        """Show it as a QR."""

    def reprint(self, sale_id: str) -> Told:
        """Print an older receipt again, marked DUPLICATE."""

    def no_sale(self, reason: str) -> Told:
        """Open the drawer without a sale."""

    def abandon(self, reason: str = "customer_left") -> Told:
        """End the basket without a sale."""

    def name_held(self, name: str, sale_id: str = "") -> Told:
        """Name the basket put on hold last."""

    def tick(self) -> bool:
        """Do what waits between two commands; True when the view changed."""

    def lamp(self) -> Lamp:
        """Return the lamp's state."""
