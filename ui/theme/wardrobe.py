"""Dresses windows part by part, so that changing the theme costs what is on the screen and no more.

One style sheet on a whole window polishes every widget in it again, shown or not: 50 ms of processor for 290 widgets,
of which 70 are seen. So every page of a stack is a part with a style sheet of its own: the parts that are seen change
at once, the others one by one when the event loop is idle, or when they come up, whichever is first. What holds the
parts (the window, cards with pages in them) takes its colours by palette.
"""

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QPushButton, QStackedWidget, QTableView, QWidget
from shiboken6 import isValid

from ui.theme.style_sheet import Sheets
from ui.theme.tokens import Theme

BETWEEN_PARTS_MS = 20  # so that a scan finds its turn between two parts
SEEN_FIRST_MS = 250  # what is seen has been painted by then, on a slow machine too: nothing unseen is dressed before it


class Wardrobe(QObject):
    """Keeps the windows dressed in the newest style sheet."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin with no window."""
        super().__init__(parent)
        # else a widget under a style sheet would not see the palette of its window
        QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_UseStyleSheetPropagationInWidgetStyles)
        self._windows: list[QWidget] = []
        self._undressed: list[QWidget] = []  # in the newest sheet; each is watched until it is
        self._sheets = Sheets("", "", "", "")
        self._idle = QTimer(self)
        self._idle.timeout.connect(self._dress_one)

    def take(self, window: QWidget) -> None:
        """Dress this window from now on, as long as it lives."""
        if window not in self._windows:
            self._windows.append(window)

    def repaint_as_one(self) -> None:
        """Let what changes from here on be painted once.

        Qt paints a dirty window by itself first and the dirty parts in it after that, which is everything twice, unless
        a part that lets the window shine through was dirty before the window (QWidgetRepaintManager::paintAndFlush).
        """
        for window in filter(isValid, self._windows):
            for part in window.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
                if part.isVisible() and not part.autoFillBackground():
                    part.update()
                    break
            window.update()

    def put_on(self, theme: Theme, worn: Sheets, *, same_sizes: bool) -> None:
        """Give every window these colours and this style sheet: what is seen now, the rest when there is time.

        Without `same_sizes` all of it now: pages that are not seen have a say in how large the others are.
        """
        self._sheets, colours = worn, palette(theme)
        self._stop_waiting()
        for window in self._windows:
            window.setPalette(colours)
            for part in parts(window):
                if part.isVisible() or not (same_sizes and window.isVisible()):
                    part.setStyleSheet(_sheet_of(part, worn))
                else:
                    part.installEventFilter(self)
                    self._undressed.append(part)
        self._idle.start(SEEN_FIRST_MS)

    def eventFilter(self, part: QObject, event: QEvent) -> bool:
        """Dress a part that comes up."""
        if event.type() == QEvent.Type.Show and part in self._undressed:
            assert isinstance(part, QWidget)
            self._undressed.remove(part)
            self._dress(part)
        return False

    def _dress(self, part: QWidget) -> None:
        part.removeEventFilter(self)
        part.setStyleSheet(_sheet_of(part, self._sheets))

    def _dress_one(self) -> None:
        self._idle.setInterval(BETWEEN_PARTS_MS)
        if not self._undressed:
            self._idle.stop()
        elif isValid(part := self._undressed.pop()):
            self._dress(part)

    def _stop_waiting(self) -> None:
        for part in filter(isValid, self._undressed):
            part.removeEventFilter(self)
        self._undressed = []
        self._windows = [window for window in self._windows if isValid(window)]


def _sheet_of(part: QWidget, worn: Sheets) -> str:
    """Return what this part needs: a list, or a widget that holds no other one, does with a section."""
    if isinstance(part, QTableView):
        return worn.lists
    if part.findChildren(QWidget):
        return worn.whole
    if isinstance(part, QLabel):
        return worn.words
    return worn.buttons if isinstance(part, QPushButton) else worn.whole


def parts(window: QWidget) -> Iterator[QWidget]:
    """Yield the widgets that wear a style sheet: pages of stacks, and what holds no stack."""
    stacks = window.findChildren(QStackedWidget)
    if isinstance(window, QStackedWidget):
        stacks.append(window)
    holders: dict[QWidget, None] = {}
    for stack in stacks:
        holder: QWidget | None = stack
        while holder is not None and holder not in holders:
            holders[holder] = None
            holder = holder.parentWidget() if holder is not window else None
    if not holders:
        yield window
    for holder in holders:
        for child in holder.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if child not in holders:
                yield child


def palette(theme: Theme) -> QPalette:
    """Return the theme's colours for what is painted without a style sheet."""
    colours = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, theme.ground),
        (QPalette.ColorRole.Base, theme.surface),
        (QPalette.ColorRole.Button, theme.sunken),
        (QPalette.ColorRole.Mid, theme.hairline),
        (QPalette.ColorRole.WindowText, theme.ink),
        (QPalette.ColorRole.Text, theme.ink),
        (QPalette.ColorRole.ButtonText, theme.ink),
        (QPalette.ColorRole.PlaceholderText, theme.ink3),
        (QPalette.ColorRole.Highlight, theme.brand),
        (QPalette.ColorRole.HighlightedText, theme.on_brand),
    ):
        colours.setColor(role, QColor(colour))
    return colours
