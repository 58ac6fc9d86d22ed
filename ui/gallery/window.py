"""The gallery as a window: pages at the left, the chosen one beside it; theme, language, type and size to switch."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pos_app.words import language_after
from ui.face import Face
from ui.gallery.dress import WIDGET_SIZES
from ui.gallery.widgets import PAGES
from ui.theme.tokens import THEMES
from ui.theme.type_scale import SCALES_PERCENT, TypeScale
from ui.widgets.buttons import Button

SIDE_PX = 168
GAP_PX = 14
_BETWEEN_PX = 6


class GalleryWindow(QWidget):
    """Every widget, to look through: Page Up and Page Down turn the pages, F2 to F5 change what they wear."""

    def __init__(self, face: Face) -> None:
        """Begin with the first page."""
        super().__init__()
        self.setWindowTitle("Gallery")
        self._around = QVBoxLayout(self)
        self._around.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._around.setContentsMargins(0, 0, 0, 0)
        self.shown = self._made(face)
        self._switches: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_PageUp: lambda: self.shown.open(self.shown.at - 1),
            Qt.Key.Key_PageDown: lambda: self.shown.open(self.shown.at + 1),
            Qt.Key.Key_F2: self._theme,
            Qt.Key.Key_F3: self._language,
            Qt.Key.Key_F4: self._scale,
            Qt.Key.Key_F5: self._size,
        }
        self.resize(*WIDGET_SIZES[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn the pages, or change theme, language, type and size."""
        switch = self._switches.get(Qt.Key(event.key()))
        if switch is None:
            super().keyPressEvent(event)
        else:
            switch()

    def _made(self, face: Face, at: int = 0) -> "GalleryPages":
        pages = GalleryPages(
            face,
            (
                ("Theme", "F2", self._theme),
                ("Language", "F3", self._language),
                ("Type", "F4", self._scale),
                ("Size", "F5", self._size),
            ),
        )
        pages.open(at)
        self._around.addWidget(pages)
        face.dress(pages)
        return pages

    def _theme(self) -> None:
        face, names = self.shown.face, tuple(THEMES)
        face.put_on(theme=THEMES[names[(names.index(face.theme.name) + 1) % len(names)]])

    def _language(self) -> None:
        """Make every page again, with a face of its own: the words on them are examples and do not follow a face."""
        old = self.shown
        self._around.removeWidget(old)
        old.hide()
        self.shown = self._made(Face(old.face.theme, language_after(old.face.language), old.face.scale), old.at)
        old.deleteLater()

    def _scale(self) -> None:
        face = self.shown.face
        at = SCALES_PERCENT.index(face.scale.percent)
        face.put_on(scale=TypeScale(SCALES_PERCENT[(at + 1) % len(SCALES_PERCENT)]))

    def _size(self) -> None:
        """Give the page the next width; the names stand beside it."""
        (large, _), (small, high) = WIDGET_SIZES
        beside = SIDE_PX + GAP_PX
        self.resize(beside + small if self.width() != beside + small else large, high)


class Names(QScrollArea):
    """Scrolls by the wheel and to the page that is open; every key is the window's."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Page Up and Page Down to the window."""
        event.ignore()


class GalleryPages(QWidget):
    """All pages in one face, and the buttons that open them."""

    def __init__(self, face: Face, switches: Sequence[tuple[str, str, Callable[[], object]]]) -> None:
        """`switches` stand below the pages' names: words, key and what they do."""
        super().__init__()
        self.setObjectName("window")
        self.setAutoFillBackground(True)
        self.face, self.at = face, 0
        across = QHBoxLayout(self)
        across.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        across.setContentsMargins(GAP_PX, GAP_PX, GAP_PX, GAP_PX)
        across.setSpacing(GAP_PX)
        self.names = tuple(_button("tab", page.name, partial(self.open, at)) for at, page in enumerate(PAGES))
        self._area = Names()
        across.addWidget(self._side(switches))
        self._stack = QStackedWidget()
        for entry in PAGES:
            self._stack.addWidget(_page(entry.make(face)))
        across.addWidget(self._stack, 1)

    def open(self, at: int) -> None:
        """Open a page by its place, round the corner."""
        self.at = at % len(PAGES)
        self._stack.setCurrentIndex(self.at)
        for place, button in enumerate(self.names):
            button.setChecked(place == self.at)
        self._area.ensureWidgetVisible(self.names[self.at])

    def _side(self, switches: Sequence[tuple[str, str, Callable[[], object]]]) -> QWidget:
        side, names = QWidget(), QWidget()
        side.setFixedWidth(SIDE_PX)
        column, listed = QVBoxLayout(side), QVBoxLayout(names)
        for box in (column, listed):
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(_BETWEEN_PX)
        listed.setContentsMargins(0, 0, _BETWEEN_PX, 0)
        for button in self.names:
            button.setCheckable(True)
            listed.addWidget(button)
        listed.addStretch(1)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(names)
        self._area.viewport().setAutoFillBackground(False)
        names.setAutoFillBackground(False)
        column.addWidget(self._area, 1)
        for words, key, switch in switches:
            column.addWidget(_button("act", words, switch, key))
        return side


def _page(widget: QWidget) -> QWidget:
    """Return the widget, or a page with it at the top where it has a height of its own."""
    if widget.sizePolicy().verticalPolicy() is not QSizePolicy.Policy.Fixed:
        return widget
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(widget)
    column.addStretch(1)
    return page


def _button(look: str, words: str, act: Callable[[], object], key: str = "") -> Button:
    button = Button(look, act, focusable=True)
    button.show_words(words, key)
    return button
