"""Buttons that say their key, and never act on a key that a scanner sends."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from ui.widgets.let_go import let_go

_SCANNED_KEYS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Select})


class Button(QPushButton):
    """A button with its key printed beside its words; `look` chooses its dress in the style sheet."""

    def __init__(
        self, look: str, act: Callable[[], object], parent: QWidget | None = None, *, focusable: bool = False
    ) -> None:
        """`focusable` buttons can be reached with Tab; the others leave the focus where the cashier types."""
        super().__init__(parent)
        self.setProperty("look", look)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if focusable else Qt.FocusPolicy.NoFocus)
        self.setAutoDefault(False)
        self.clicked.connect(lambda _checked: act())

    def show_words(self, words: str, key: str = "", between: str = "  ") -> None:
        """Show words and key; a screen reader says the words and then the key."""
        text = f"{words}{between}{key}" if key else words
        if text != self.text():
            self.setText(text.replace("&", "&&"))
            self.setAccessibleName(f"{words}, {key}" if key else words)

    def setText(self, text: str) -> None:
        """Say something else: a finger that is down on it did not mean that."""
        if text != self.text():
            self.let_go()
        super().setText(text)

    def let_go(self) -> None:
        """Spring back: what is down on it presses nothing when it is lifted."""
        if self.isDown():
            let_go(self)

    @property
    def weighs(self) -> bool:
        """Whether one finger alone may press it: the large key of a screen, on which the work goes on."""
        return bool(self.property("look") == "pay")

    def takes_again(self, said: str) -> bool:
        """Tell whether the second of two quick taps counts; `said` stood on it at the first."""
        return not self.weighs or said == self.text()


class MoneyButton(Button):
    """A button that takes money: only a finger, the mouse or its function key press it, and no quick second tap."""

    @property
    def weighs(self) -> bool:
        """Always."""
        return True

    def takes_again(self, said: str) -> bool:
        """Never: what the second tap would take is not what the hand meant."""
        del said
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let keys that a scanner can send go by."""
        if event.key() in _SCANNED_KEYS:
            event.ignore()
            return
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let their release go by too."""
        if event.key() in _SCANNED_KEYS:
            event.ignore()
            return
        super().keyReleaseEvent(event)


def two_abreast(buttons: Iterable[Button]) -> QGridLayout:
    """Return the buttons in rows of two, as every panel has its acts."""
    grid = QGridLayout()
    grid.setSpacing(8)
    for at, button in enumerate(buttons):
        grid.addWidget(button, at // 2, at % 2)
    return grid
