"""What the acts of the sell screen do with the chosen line: its quantity, one more or less, another price, a note."""

from collections.abc import Callable

from pos_app.selling.view import LineView, Mode, Said
from ui.asked import Purpose
from ui.bridge import Bridge
from ui.panels.asking import Asking, Do
from ui.panels.basket import BasketCard
from ui.panels.goods_forms import GoodsForms


class LineActs:
    """Acts on the chosen line, or says that there is none."""

    def __init__(self, bridge: Bridge, basket: BasketCard, asking: Asking, goods: GoodsForms, do: Do) -> None:
        """`basket` knows which line is chosen, `goods` opens the forms, `do` runs a command of the desk."""
        self._bridge, self._basket, self._asking, self._goods, self._do = bridge, basket, asking, goods, do

    def chosen(self) -> LineView | None:
        """Return the chosen line while selling."""
        view, number = self._bridge.view, self._basket.chosen
        if view.mode is not Mode.SELLING:
            return None
        return next((line for line in view.lines if line.number == number), None)

    def quantity(self) -> None:
        """Ask for the quantity of the chosen line; without one, or for the key once more, for that of the next scan."""
        asked, line = self._asking.form, self.chosen()
        if asked is not None and asked.purpose in (Purpose.QUANTITY, Purpose.NEXT_QUANTITY) and asked.again is not None:
            self._asking.turn(asked.again)
        elif line is not None:
            self._goods.quantity(line)
        else:
            self._goods.next_quantity(None)

    def next_quantity(self) -> None:
        """Ask for the quantity of the next scan."""
        self._goods.next_quantity(self.chosen())

    def price(self) -> None:
        """Ask for another price."""
        line = self.chosen()
        if line is not None:
            self._goods.price(line)
        elif self._bridge.view.mode is Mode.SELLING:
            self._bridge.hinted.emit(Said("ui.no_line"))

    def discount(self) -> None:
        """Ask for a discount of the line or of the basket."""
        self._round(Purpose.DISCOUNT, self._goods.discount)

    def note(self) -> None:
        """Ask for a note on the line or on the basket."""
        self._round(Purpose.NOTE, self._goods.note)

    def served_by(self) -> None:
        """Ask who served."""
        self._round(Purpose.SERVED_BY, self._goods.served_by)

    def step(self, by: int) -> None:
        """Change the quantity by so many thousandths."""
        line = self.chosen()
        if line is not None:
            self._do(lambda: self._bridge.desk.step(line.number, by))

    def _round(self, purpose: Purpose, form: Callable[[LineView | None], None]) -> None:
        """Ask about the chosen line; while that is asked the same key goes round: other kinds, the whole basket."""
        asked, view = self._asking.form, self._bridge.view
        if asked is not None and asked.purpose is purpose and asked.again is not None:
            self._asking.turn(asked.again)
        elif view.mode is Mode.SELLING and view.lines:
            form(self.chosen())
        else:
            self._bridge.hinted.emit(Said("ui.no_line"))
