"""Exceptions: what did not reconcile for this store and this till, each with what happened, what is safe, what to do.

Opened from Devices and sync, from the palette, or by its key. Nothing is changed here: the hub's desk settles a case.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout

from pos_app.selling.exceptions_view import ExceptionsView
from pos_app.settings import Settings
from pos_app.words import clock_text
from ui.bridge import Bridge
from ui.face import Face
from ui.panels.choices import Choices
from ui.panels.exception_card import ExceptionCard, place
from ui.panels.two_columns import ONE_COLUMN_BELOW_PX, TwoColumns
from ui.screen import Screen
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.found_list import ROW_PX, FoundRow
from ui.widgets.label import Label, words_label

TICKS_BETWEEN_LOOKS = 4
"""Of the bridge's 250 ms."""
_ROWS_SEEN, _ROWS_SEEN_NARROW = 5, 2.5
"""In a narrow window the case stands below, and what is to be done is seen: half a row says that there are more."""
_TITLE_PX = 26
"""Of the line over the list, with the gap below it."""
_HEIGHT_MOST_PX = 16_777_215
"""Qt's QWIDGETSIZE_MAX: no limit."""


class ExceptionsScreen(Screen):
    """The list, and the chosen case beside it."""

    def __init__(self, face: Face, bridge: Bridge, _settings: Settings) -> None:
        """The window builds it only when there is such a desk."""
        super().__init__()
        assert bridge.rooms is not None
        assert bridge.rooms.exceptions is not None
        self._face, self._desk = face, bridge.rooms.exceptions
        self._seen: ExceptionsView | None = None
        self._ticks = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._title = Label()
        self._title.setProperty("look", "title")
        self.back = Button("quiet", self.left.emit, focusable=True)
        self.cases = Choices(face, "circle-check")
        self.case = ExceptionCard(face)
        self.words = self.case.words
        self._more = words_label("meta")
        self._listed = Card(margin_px=10)
        self._build()
        self.cases.list.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_case())
        bridge.also(self._on_tick)
        face.changed.connect(self._put_on)
        self._put_on()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.back)
        self._listed.column.addWidget(self.cases, 1)
        self._listed.column.addWidget(self._more)
        columns = TwoColumns(self._face, (45, 55))
        columns.left.addWidget(self._listed, 1)
        columns.right.addWidget(self.case)
        columns.right.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(columns, 1)

    # -- what comes in

    def begin(self) -> None:
        """Look at once, at the newest."""
        self._seen = None
        self.look()
        self.setFocus()

    def take_scan(self, _code: str) -> None:
        """Nothing is scanned here."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose, Esc leaves."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.cases.list.step(-1 if key == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the case the room that it needs."""
        super().resizeEvent(event)
        self._fit()

    # -- what is shown

    def look(self) -> None:
        """Ask the desk, and show what changed; the chosen case stays chosen."""
        self._ticks = 0
        view = self._desk.look()
        if self._seen is not None and view.rows == self._seen.rows:
            self._seen = view
            return
        self._seen = view
        face = self._face
        rows = tuple(FoundRow(row.key, face.say(row.title), place(face, row, view.zone), "") for row in view.rows)
        heading = "" if view.as_of_ms is None else face.say(
            "ui.exceptions.as_of", time=clock_text(face.language, view.as_of_ms, view.zone)
        )  # fmt: skip
        self.cases.say_again(heading, rows, face.say("ui.exceptions.none"))
        self._more.setText(face.say("ui.exceptions.more", count=view.more) if view.more else "")
        self._more.setVisible(bool(view.more))
        self._fit()
        self._show_case()

    def _show_case(self) -> None:
        chosen, view = self.cases.list.current(), self._seen
        if view is not None:
            row = next((each for each in view.rows if chosen and each.key == chosen.key), None)
            self.case.show_case(row, view.zone)

    def _fit(self) -> None:
        """Let the list be as high as the window, or in a narrow one as high as a few rows."""
        row_px, rows = self._face.px(ROW_PX), len(self.cases.list.row_model.rows)
        few = self.width() < self._face.px(ONE_COLUMN_BELOW_PX) and rows > 0
        high = int(row_px * min(rows, _ROWS_SEEN_NARROW))
        self.cases.list.setMinimumHeight(high if few else row_px * _ROWS_SEEN)
        self.cases.list.setMaximumHeight(high if few else _HEIGHT_MOST_PX)
        titled = self._seen is not None and self._seen.as_of_ms is not None
        self.cases.setMaximumHeight(high + titled * self._face.px(_TITLE_PX) if few else _HEIGHT_MOST_PX)
        down = QSizePolicy.Policy.Maximum if few else QSizePolicy.Policy.Preferred
        self._listed.setSizePolicy(QSizePolicy.Policy.Preferred, down)

    def _on_tick(self) -> None:
        self._ticks += 1
        if self.isVisible() and self._ticks >= TICKS_BETWEEN_LOOKS:
            self.look()

    def _put_on(self) -> None:
        self._title.setText(self._face.say("ui.exceptions.title"))
        self.back.show_words(self._face.say("ui.back"), "Esc")
        self._fit()
        self._seen = None
        if self.isVisible():
            self.look()
