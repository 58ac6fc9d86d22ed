"""What the questions of the stock screen stand on: which one is put, what was said so far, how one ends."""

import enum
from collections.abc import Callable

from pos_app.selling.view import Told
from pos_app.stockroom.view import StockView
from ui.face import Face
from ui.panels.pickup_ask import Ask
from ui.stock_room import StockRoom

Do = Callable[[Callable[[], Told]], object]


class Purpose(enum.Enum):
    """What was begun on the screen."""

    COUNT = enum.auto()
    RECEIVE = enum.auto()
    REFERENCE = enum.auto()
    TRANSFER = enum.auto()
    REASON = enum.auto()
    """Why the stock is adjusted."""
    ADJUST = enum.auto()
    """By how much."""
    APPROVE = enum.auto()
    CLOSE_SHORT = enum.auto()
    REST = enum.auto()
    THROW_AWAY = enum.auto()
    UNKNOWN = enum.auto()


BEFORE = {Purpose.REFERENCE: Purpose.RECEIVE, Purpose.ADJUST: Purpose.REASON}
"""The question that a question follows, and that Back leads to."""


class StockAsk(Ask, frozen=True):
    """A question that may ask for a quantity."""

    figure: int | None = None
    """Decimals of the quantity that is typed; None: none is."""
    unit: str = ""
    """What it is measured in; empty for pieces."""
    preset: bool = True
    """Whether the first row is chosen beforehand."""


class Asking:
    """Shared by the questions; `do` runs a command and shows what came of it."""

    def __init__(self, face: Face, desk: StockRoom, do: Do) -> None:
        """Begin with nothing begun."""
        self.face, self.desk, self.do = face, desk, do
        self.purpose: Purpose | None = None
        self.chosen: Callable[[], str] = str
        """The key of the row that is chosen."""
        self.quantity: Callable[[], int] = int
        """The thousandths that are typed."""
        self.nothing()

    def nothing(self) -> None:
        """Forget what was begun."""
        self.purpose = None
        self.reason = ""
        self.elsewhere: frozenset[str] = frozenset()
        """Lines of which more stands in an area that is still to be counted."""
        self.approved: Callable[[str, str], Told] | None = None
        """What somebody is to approve, by approver and PIN."""
        self.approves: Callable[[StockView], str] | None = None
        """What that is, in words."""

    def turn_to(self, purpose: Purpose) -> None:
        """Put the next question."""
        self.purpose = purpose
        self.do(Told)

    def ended(self, command: Callable[[], Told]) -> None:
        """Run a command; done, nothing is asked any more. A refusal leaves the question where it is."""
        self.do(lambda: self.and_end(command()))

    def and_end(self, told: Told) -> Told:
        """Forget the question, what it was for being done."""
        self.nothing()
        return told
