"""What a hand does on the open sheet: type a quantity, one less or more, take back, put aside, end it."""

from collections.abc import Callable

from pos_app.domain.money import MILLI
from pos_app.domain.sheets import SheetKind
from pos_app.stockroom.view import SheetView
from ui.face import Face
from ui.panels import stock_acts, stock_words
from ui.panels.stock_question import Do, Purpose
from ui.panels.stock_sheet import SheetPanel
from ui.stock_room import StockRoom


class SheetHand:
    """Runs the desk's commands for the sheet; a figure that is typed is taken before anything else is done."""

    def __init__(
        self, face: Face, desk: StockRoom, panel: SheetPanel, do: Do, ask_for: Callable[[Purpose], object]
    ) -> None:
        """`do` runs a command, `ask_for` puts a question."""
        self._face, self._desk, self._panel = face, desk, panel
        self._do, self._ask_for = do, ask_for
        panel.quantity_typed.connect(self.set_quantity)
        panel.stepped.connect(self.step)

    def take_typed(self) -> None:
        """Take the figure that is typed, if one is."""
        quantity = self._panel.taken() if self._desk.view.sheet is not None else None
        if quantity is not None:
            self.set_quantity(quantity)

    def set_quantity(self, quantity: int) -> None:
        """Set the line's thousandths."""
        key = self._panel.key
        self._do(lambda: self._desk.set_quantity(quantity, key))

    def step(self, way: int) -> None:
        """Raise or lower the line by one."""
        self.take_typed()
        key = self._panel.key
        if key:
            self._do(lambda: self._desk.step(way * MILLI, key))

    def undo(self) -> None:
        """Take the last scan or quantity back."""
        self._do(self._desk.undo)

    def acts(self, sheet: SheetView) -> tuple[stock_acts.Do, ...]:
        """Return what can be done on the sheet, with its keys."""
        others: dict[str, Callable[[], object]] = {
            "Del": lambda: self._ask_for(Purpose.THROW_AWAY),
            stock_acts.MAIN: lambda: self.finish(sheet),
        }
        if self._panel.keypad_by_key:
            others["F7"] = self._panel.toggle_keypad
        return stock_acts.of_sheet(self._face, self._desk, sheet, self._do, others)

    def finish(self, sheet: SheetView) -> None:
        """End the sheet, or ask what has to be known first."""
        self.take_typed()
        now = self._desk.view.sheet or sheet
        if now.kind is SheetKind.RECEIVE and stock_words.short_lines(now):
            self._ask_for(Purpose.CLOSE_SHORT)
        elif self._desk.unsure():
            self._ask_for(Purpose.REST)
        else:
            self._do(self._desk.finish)
