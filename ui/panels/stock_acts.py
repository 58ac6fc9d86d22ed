"""What can be done on the stock screen, with its keys: a row of acts, and in large the one that ends a sheet."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_app.selling.view import Told
from pos_app.stockroom.view import SheetView
from ui.face import Face
from ui.panels.stock_question import Purpose
from ui.stock_room import StockRoom
from ui.widgets.buttons import Button

Do = tuple[str, str, Callable[[], object]]
"""Words, key, and what it does."""
MAIN = "F12"
_MOST = 4


class ActRow(QWidget):
    """Shows acts; the one of F12 stands in large."""

    def __init__(self) -> None:
        """Begin with none."""
        super().__init__()
        self._acts: tuple[Do, ...] = ()
        self.main = Button("pay", lambda: self.press(MAIN), focusable=True)
        self.buttons = tuple(Button("act", partial(self._act, at), focusable=True) for at in range(_MOST))
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in self.buttons:
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            row.addWidget(button, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.main)

    @property
    def _others(self) -> list[Do]:
        return [act for act in self._acts if act[1] != MAIN]

    def show_acts(self, acts: tuple[Do, ...]) -> None:
        """Show what can be done now; what cannot is not there."""
        self._acts = acts
        main, others = next((act for act in acts if act[1] == MAIN), None), self._others
        self.setVisible(bool(acts))
        self.main.setVisible(main is not None)
        if main is not None:
            self.main.show_words(main[0], main[1])
        for at, button in enumerate(self.buttons):
            button.setVisible(at < len(others))
            if at < len(others):
                button.show_words(others[at][0], others[at][1], "\n")

    def press(self, key: str) -> bool:
        """Do the act that has this key; return whether one has."""
        for act in self._acts:
            if act[1] == key:
                act[2]()
                return True
        return False

    def _act(self, at: int) -> None:
        if at < len(self._others):
            self._others[at][2]()


def of_card(face: Face, ask_for: Callable[[Purpose], object], *, on_card: bool) -> tuple[Do, ...]:
    """Return what can be done without a sheet."""
    asks = [("count", "F7", Purpose.COUNT), ("receive", "F8", Purpose.RECEIVE), ("transfer", "F11", Purpose.TRANSFER)]
    if on_card:
        asks.append(("adjust", "Ins", Purpose.REASON))
    return tuple((face.say(f"ui.stock.{words}"), key, partial(ask_for, purpose)) for words, key, purpose in asks)


def of_sheet(
    face: Face,
    desk: StockRoom,
    sheet: SheetView,
    do: Callable[[Callable[[], Told]], object],
    others: dict[str, Callable[[], object]],
) -> tuple[Do, ...]:
    """Return what can be done on a sheet; `others` are the screen's own by key: F7 (or none), Del and F12."""
    say = face.say
    aside: Do = (say("ui.stock.put_aside"), "F11", partial(do, desk.put_aside))
    if not sheet.lines:
        return (aside,)
    typing: tuple[Do, ...] = ((say("ui.quantity"), "F7", others["F7"]),) if "F7" in others else ()
    return (
        *typing,
        (say("ui.stock.undo"), "F8", partial(do, desk.undo)),
        aside,
        (say("ui.stock.throw_away"), "Del", others["Del"]),
        (say(f"ui.stock.finish.{sheet.kind}"), MAIN, others[MAIN]),
    )
