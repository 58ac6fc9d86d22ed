"""Looks closer without selling: at one line of the basket, or at the price of whatever is scanned next."""

from pos_app.selling.view import LineView, Told
from ui.asked import Form, Purpose
from ui.bridge import Bridge
from ui.face import Face
from ui.panels.asking import Asking, Do
from ui.panels.middle import MiddleCard


class Looking:
    """Opens the line panel and the price panel."""

    def __init__(self, face: Face, bridge: Bridge, middle: MiddleCard, asking: Asking, do: Do) -> None:
        """`do` runs a command of the desk and tells whether it was done."""
        self._face, self._bridge, self._middle, self._asking, self._do = face, bridge, middle, asking, do
        self._line = 0

    def show_line(self, line: LineView | None) -> None:
        """Open the panel of a line; the desk explains its price now."""
        if line is None:
            return
        self._line = line.number
        if self._explain():
            self._asking.look_only(Form(Purpose.LINE, "", target=line.number))
            self._middle.entry.ask_words()
            self._middle.open(self._middle.line)

    def show_view(self) -> None:
        """Explain the open line afresh after a change; a line that is gone closes its panel."""
        if self._asking.purpose is not Purpose.LINE:
            return
        if all(line.number != self._line for line in self._bridge.view.lines):
            self._asking.nothing()
        else:
            self._explain()

    def toggle_price(self) -> None:
        """Begin to tell prices, or end it."""
        if self._asking.purpose is Purpose.PRICE_CHECK:
            self._asking.nothing()
            return
        self._asking.ask(lambda: Form(Purpose.PRICE_CHECK, self._face.say("ui.ask.price_check"), needs=False))
        self._middle.price.begin()
        self._middle.open(self._middle.price)

    def enter_price(self) -> None:
        """Tell the price of the typed code; with nothing typed go back to selling."""
        field = self._middle.entry.field
        typed = field.text().strip()
        if not typed:
            self._asking.nothing()
        else:
            self.check(typed)

    def toggle_camera(self) -> None:
        """Begin to sell what is shown to the camera, or end it."""
        if self._asking.purpose is Purpose.CAMERA:
            self._asking.nothing()
            return
        self._asking.ask(lambda: Form(Purpose.CAMERA, self._face.say("ui.ask.camera"), needs=False))
        self._middle.open(self._middle.camera)

    def enter_beside_camera(self) -> None:
        """Sell the number that was typed, the camera looking on; with nothing typed go back to selling."""
        field = self._middle.entry.field
        typed = field.text().strip()
        if not typed:
            self._asking.nothing()
        elif self._do(lambda: self._bridge.desk.scan(typed)):
            field.clear()

    def check(self, code: str) -> bool:
        """Tell the price of a code; nothing is sold."""
        self._middle.entry.text.clear()

        def look() -> Told:
            found = self._bridge.desk.price_check(code)
            self._middle.price.show_price(found, self._bridge.view.currency)
            return Told()

        return self._do(look)

    def _explain(self) -> bool:
        def look() -> Told:
            detail = self._bridge.desk.line_detail(self._line)
            self._middle.line.show_line(detail, self._bridge.view.currency)
            return Told()

        return bool(self._bridge.ask(lambda: (look(),)))
