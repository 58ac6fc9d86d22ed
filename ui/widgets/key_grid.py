"""Keys in rows, as many beside each other as their words allow: a narrow panel is not to hide one below its edge.

Each key keeps its place in the order while others come and go, so that none moves under the finger.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.widgets.buttons import Button

GAP_PX = 8


class KeyGrid(QWidget):
    """Lays `keys` in at most `most` columns."""

    def __init__(self, keys: Sequence[Button], most: int) -> None:
        """The keys are in reading order; words come with `say`."""
        super().__init__()
        self._held = tuple(keys)
        self._most = most
        self._said: dict[Button, tuple[str, str]] = {}
        self.columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP_PX)
        self._place(most)

    def say(self, key: Button, words: str, shortcut: str = "") -> None:
        """Give a key its words; its text changes only when they do."""
        if self._said.get(key) != (words, shortcut):
            self._said[key] = words, shortcut
            self.fit()

    def hold(self, keys: Sequence[Button]) -> None:
        """Lay out these keys instead; another grid may hold one of them meanwhile."""
        if tuple(keys) != self._held:
            for key in self._held:
                self._grid.removeWidget(key)
            self._held = tuple(keys)
            self._place(self.columns)
            self.fit()

    def fit(self) -> None:
        """Use as many columns as the words of all keys have room in, shown or not: none moves when another comes."""
        for columns in range(self._most, 0, -1):
            room = (self.width() + GAP_PX) // columns - GAP_PX
            for lines in (1, 2):
                if self._needs(lines) <= room or (columns, lines) == (1, 2):
                    for key in self._held:
                        _print(key, *self._words_of(key), lines=lines)
                    rows = max(1, -(-len(self._held) // columns))
                    even = max(1, -(-len(self._held) // rows))  # no key alone in a row that could be shared
                    if even != self.columns:
                        self._place(even)
                    self._keep_lines_whole()
                    return

    def minimumSizeHint(self) -> QSize:
        """Need one column: a grid that asked for the columns it has would never become narrow."""
        return QSize(self._needs(2), super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Fit anew when a key needs another width, as in another type or language."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.fit()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit()

    def _needs(self, lines: int) -> int:
        """Return the width of the widest key with its words in so many lines."""
        widest = 0
        for key in self._held:
            words, shortcut = self._words_of(key)
            key.ensurePolished()  # its font is the style sheet's
            metrics, now = key.fontMetrics(), key.text().split("\n")
            around = key.sizeHint().width() - max(map(metrics.horizontalAdvance, now))
            printed = _broken(words, shortcut, lines).split("\n")
            widest = max(widest, around + max(map(metrics.horizontalAdvance, printed)))
        return widest

    def _keep_lines_whole(self) -> None:
        """Make each row as high as the words of its keys: the style sheet's least height would cut two large lines."""
        for row in range(self._grid.rowCount()):
            held = self._held[row * self.columns : (row + 1) * self.columns]
            least_px = max((key.sizeHint().height() for key in held if not key.isHidden()), default=0)
            if self._grid.rowMinimumHeight(row) != least_px:
                self._grid.setRowMinimumHeight(row, least_px)

    def _words_of(self, key: Button) -> tuple[str, str]:
        return self._said.get(key, ("", ""))

    def _place(self, columns: int) -> None:
        self.columns = columns
        for key in self._held:
            self._grid.removeWidget(key)
        for at, key in enumerate(self._held):
            self._grid.addWidget(key, at // columns, at % columns)
        for column in range(self._most):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)


def _print(key: Button, words: str, shortcut: str, *, lines: int) -> None:
    text = _broken(words, shortcut, lines).replace("&", "&&")
    key.setAccessibleName(f"{words}, {shortcut}" if shortcut else words)
    if text != key.text():
        key.setText(text)


def _broken(words: str, shortcut: str, lines: int) -> str:
    """Return words and shortcut in one line, or in two of about one length; without a gap the shortcut stands below."""
    whole = f"{words}  {shortcut}" if shortcut else words
    if lines == 1:
        return whole
    if " " not in words:
        return f"{words}\n{shortcut}" if shortcut else words
    *first, last = words.split(" ")
    parts = [*first, f"{last}  {shortcut}" if shortcut else last]
    broken = [(" ".join(parts[:at]), " ".join(parts[at:])) for at in range(1, len(parts))]
    return "\n".join(min(broken, key=lambda two: max(map(len, two))))
