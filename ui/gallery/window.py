"""The gallery as a window: the pages at the left, the chosen one beside it, theme, language and type to switch."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLayout, QStackedWidget, QVBoxLayout, QWidget

from pos_app.words import LANGUAGES
from ui.face import Face
from ui.gallery.widgets import PAGES
from ui.theme.tokens import THEMES
from ui.theme.type_scale import SCALES_PERCENT, TypeScale
from ui.widgets.buttons import Button


class GalleryWindow(QWidget):
    """Every widget, to look through."""

    def __init__(self, face: Face) -> None:
        """Build every page once; a switched language builds them again, for their words are examples."""
        super().__init__()
        self._face = face
        self._at = 0
        self.setWindowTitle("Gallery")
        across = QHBoxLayout(self)
        across.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        across.setContentsMargins(14, 14, 14, 14)
        across.setSpacing(14)
        side = QVBoxLayout()
        for at, page in enumerate(PAGES):
            side.addWidget(self._button(page.name, partial(self._open, at)))
        side.addStretch(1)
        for words, switch in (("Theme", self._theme), ("Language", self._language), ("Type", self._scale)):
            side.addWidget(self._button(words, switch))
        across.addLayout(side)
        self._stack = QStackedWidget()
        across.addWidget(self._stack, 1)
        self._build()
        self.resize(1280, 800)

    def _button(self, words: str, act: Callable[[], object]) -> Button:
        button = Button("act", act, focusable=True)
        button.show_words(words)
        button.setMinimumWidth(140)
        return button

    def _open(self, at: int) -> None:
        self._at = at
        self._stack.setCurrentIndex(at)

    def _build(self) -> None:
        while (page := self._stack.widget(0)) is not None:
            self._stack.removeWidget(page)
            page.deleteLater()
        for entry in PAGES:
            self._stack.addWidget(entry.make(self._face))
        self._stack.setCurrentIndex(self._at)
        self._face.dress(self)

    def _theme(self) -> None:
        names = tuple(THEMES)
        self._face.put_on(theme=THEMES[names[(names.index(self._face.theme.name) + 1) % len(names)]])

    def _language(self) -> None:
        known = tuple(LANGUAGES)
        self._face.put_on(language=known[(known.index(self._face.language) + 1) % len(known)])
        self._build()

    def _scale(self) -> None:
        at = SCALES_PERCENT.index(self._face.scale.percent)
        self._face.put_on(scale=TypeScale(SCALES_PERCENT[(at + 1) % len(SCALES_PERCENT)]))
