"""The tabs of a sell screen that has no room for columns, and what brings one up that nobody touched.

A search, a question or the payment brings up the middle, a receipt's code the basket. A question for figures wants the
keypad too. Asked and laid out by `ui.layout.sell_columns`.
"""

from functools import partial

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from ui.face import Face
from ui.layout.keys_wish import KeysWish
from ui.panels.basket import BasketCard
from ui.panels.middle import MiddleCard
from ui.widgets.buttons import Button
from ui.widgets.fields import EntryField

TAB_GAP_PX = 8
BASKET, MIDDLE, KEYS = 0, 1, 2
_WORDS = ("ui.tab_basket", "ui.tab_find", "ui.tab_keys")


class SellTabs(QHBoxLayout):
    """One row of three keys."""

    touched = Signal(int)
    called = Signal(int)
    """This tab is to be up, because of what happened on the screen."""

    def __init__(self, face: Face, basket: BasketCard, middle: MiddleCard, wish: KeysWish) -> None:
        """`wish` is told when a question for figures begins and ends."""
        super().__init__()
        self._face, self._middle, self._wish = face, middle, wish
        self.setSpacing(TAB_GAP_PX)
        self.keys = tuple(Button("tab", partial(self.touched.emit, at), focusable=True) for at in range(len(_WORDS)))
        for key in self.keys:
            key.setCheckable(True)
            self.addWidget(key, 1)
        entry = middle.entry
        self.for_figures = (entry.figure, entry.secret)
        """The fields that the keypad types in."""
        basket.receipt.code_turned.connect(self._code_turned)
        middle.start.turned.connect(lambda: self.called.emit(MIDDLE))
        entry.search.textChanged.connect(lambda text: self.called.emit(MIDDLE) if text else None)
        for field in entry.findChildren(EntryField):
            if field is not entry.search:
                field.installEventFilter(self)
        for stack in middle.findChildren(QStackedWidget):
            stack.currentChanged.connect(self._turned)
        face.changed.connect(self._put_on)
        self._put_on()

    @property
    def due(self) -> int:
        """Return the tab that is to be up now: the basket, unless somebody pays, types or is asked."""
        middle = self._middle
        plain = not middle.paying and middle.page is middle.start and not middle.entry.asking
        return MIDDLE if not plain or middle.field.text() else BASKET

    def mark(self, up: int, *, keypad: bool) -> None:
        """Show which tab is up, and whether the keypad is."""
        for at, key in enumerate(self.keys):
            key.setChecked(keypad if at == KEYS else at == up)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Call for the middle when it asks for a figure or a PIN."""
        if event.type() == QEvent.Type.ShowToParent:
            if watched in self.for_figures:
                self._wish.begin()
            self.called.emit(MIDDLE)
        elif event.type() == QEvent.Type.HideToParent and watched in self.for_figures:
            self._wish.end()
        return False

    def _code_turned(self, shows: bool) -> None:  # noqa: FBT001 - a signal's argument
        """A receipt's code stands in the basket's place, and is asked for to be scanned now."""
        self.called.emit(BASKET if shows else self.due)

    def _turned(self, _at: int) -> None:
        self._put_on()
        self.called.emit(self.due)

    def _put_on(self) -> None:
        for at, (key, words) in enumerate(zip(self.keys, _WORDS, strict=True)):
            key.show_words(self._face.say("ui.pay" if at == MIDDLE and self._middle.paying else words))
