"""The frame around a chart: title, legend, the drawing, and what stands there when there is nothing to draw."""

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from ui.face import Face
from ui.theme.swatch import swatch
from ui.widgets.card import Card
from ui.widgets.empty_state import empty_state
from ui.widgets.label import Label

_SWATCH_PX = 12


class Series(msgspec.Struct, frozen=True):
    """One series of a chart: its words and the theme token of its colour."""

    words: str
    token: str


class ChartFrame(Card):
    """A card for one chart."""

    def __init__(self, face: Face, parent: QWidget | None = None) -> None:
        """Begin with nothing to draw."""
        super().__init__(parent, margin_px=16)
        self._face = face
        self._series: tuple[Series, ...] = ()
        self._swatches: tuple[Label, ...] = ()
        head = self.row(16)
        self._title = Label()
        self._title.setProperty("look", "title")
        head.addWidget(self._title, 1)
        self._legend = QHBoxLayout()
        self._legend.setSpacing(16)
        head.addLayout(self._legend)
        self._empty, self._empty_words = empty_state(face, "chart-column")
        self._body = QStackedWidget()
        self._body.addWidget(self._empty)
        self.column.addWidget(self._body, 1)
        face.changed.connect(self._colour_legend)

    def show_title(self, title: str, series: tuple[Series, ...] = ()) -> None:
        """Show title and legend; a screen reader says both."""
        self._title.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(", ".join(each.words for each in series))
        self._series = series
        self._show_legend()

    def show_drawing(self, drawing: QWidget) -> None:
        """Show a chart in the frame."""
        if self._body.indexOf(drawing) < 0:
            self._body.addWidget(drawing)
        self._body.setCurrentWidget(drawing)

    def show_empty(self, words: str) -> None:
        """Show that there is nothing yet, and what to do."""
        self._empty_words.setText(words)
        self._body.setCurrentWidget(self._empty)

    def _show_legend(self) -> None:
        while (item := self._legend.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._swatches = tuple(Label() for _ in self._series)
        for picture, each in zip(self._swatches, self._series, strict=True):
            words = Label(each.words)
            words.setProperty("look", "meta")
            self._legend.addWidget(picture, 0, Qt.AlignmentFlag.AlignVCenter)
            self._legend.addWidget(words)
        self._colour_legend()

    def _colour_legend(self) -> None:
        """Another theme: the words are dressed with the window, the fields of colour are made again."""
        for picture, each in zip(self._swatches, self._series, strict=True):
            picture.setPixmap(swatch(self._face.colour(getattr(self._face.theme, each.token)), _SWATCH_PX))
