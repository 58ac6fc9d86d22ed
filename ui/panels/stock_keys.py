"""What each key means on the stock screen: on the list that was found, on a question, on the sheet, or anywhere.

The screen and each of its fields ask it first. A function key or a sign that is held down acts once.
"""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

from ui.panels.stock_acts import ActRow
from ui.panels.stock_asks import StockAsks
from ui.panels.stock_finder import StockFinder
from ui.panels.stock_hand import SheetHand
from ui.panels.stock_pages import StockPages
from ui.panels.stock_question import Purpose

Key = Qt.Key
_NAMED = {Key.Key_Insert: "Ins", Key.Key_Delete: "Del"} | {Key(Key.Key_F1 + at - 1): f"F{at}" for at in (7, 8, 11, 12)}


class StockKeys(QObject):
    """Does what a key means; where that is the screen's to do, it says so."""

    back = Signal()
    finds = Signal()
    """Goods are to be looked for."""
    code_typed = Signal(str)

    def __init__(self, pages: StockPages, finder: StockFinder, hand: SheetHand, asks: StockAsks, acts: ActRow) -> None:
        """The parts are the screen's."""
        super().__init__()
        self._pages, self._finder, self._hand, self._asks, self._acts = pages, finder, hand, asks, acts

    def take(self, event: QKeyEvent) -> bool:
        """Take a key; False for one that means nothing here."""
        key, pages = Key(event.key()), self._pages
        asked = pages.panel.typed_in
        typing = bool(self._finder.field.text() or (asked is not None and asked.text()))
        if key == Key.Key_Escape:
            self.back.emit()
        elif key in (Key.Key_Up, Key.Key_Down):
            pages.step(-1 if key == Key.Key_Up else 1)
        elif key in (Key.Key_Return, Key.Key_Enter):
            self._enter()
        elif key == Key.Key_F9 or (event.text() == "/" and not typing):
            self.finds.emit()
        elif event.isAutoRepeat():
            return False
        elif key in _NAMED and not (typing and key == Key.Key_Delete):
            return pages.panel.press(_NAMED[key]) if pages.asks else self._acts.press(_NAMED[key])
        elif event.text() in ("+", "-") and pages.shows(pages.sheet):
            self._hand.step(1 if event.text() == "+" else -1)
        elif event.text() in ("+", "-") and pages.asks:
            return pages.panel.press(event.text())
        elif event.matches(QKeySequence.StandardKey.Undo) and pages.shows(pages.sheet):
            self._hand.undo()
        else:
            return False
        return True

    def _enter(self) -> None:
        pages = self._pages
        if pages.shows(pages.found):
            self._take_found()
        elif pages.asks:
            if self._asks.purpose is Purpose.COUNT:
                pages.panel.press("F7")
            else:
                pages.panel.enter()
        elif pages.shows(pages.start):
            pages.start.take_chosen()
        elif pages.shows(pages.sheet):
            self._hand.take_typed()

    def _take_found(self) -> None:
        """Take the chosen product; digits that no product is found by are a code."""
        text = self._finder.text
        if not self._pages.found.take_chosen() and text:
            self.code_typed.emit(text)
