"""Exceptions: what did not reconcile for this store and this till, each with what happened, what is safe, what to do.

Opened from Devices and sync, from the palette, or by its key. Nothing is changed here: the hub's desk settles a case.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from pos_app.selling.exceptions_view import ExceptionsView, ExceptionView
from pos_app.selling.view import Said
from pos_app.settings import Settings
from pos_app.words import clock_text
from ui.bridge import Bridge
from ui.face import Face
from ui.panels.choices import Choices
from ui.panels.two_columns import TwoColumns
from ui.screen import Screen
from ui.shown import joined
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.found_list import ROW_PX, FoundRow
from ui.widgets.label import Label, words_label

TICKS_BETWEEN_LOOKS = 4
"""Of the bridge's 250 ms."""
_PARTS = ("happened", "safe", "todo")
_ROWS_SEEN = 5


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
        self.case = Card(margin_px=16, gap_px=8)
        self._case_title = words_label("title")
        self._where = words_label("meta")
        self._heads = tuple(words_label("quiet") for _ in _PARTS)
        self.words = tuple(words_label() for _ in _PARTS)
        self._more = words_label("meta")
        self._build()
        self.cases.list.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_case())
        bridge.also(self._on_tick)
        face.changed.connect(self._put_on)
        self._put_on()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.back)
        listed = Card(margin_px=10)
        listed.column.addWidget(self.cases, 1)
        listed.column.addWidget(self._more)
        self.case.column.addWidget(self._case_title)
        self.case.column.addWidget(self._where)
        for name, words in zip(self._heads, self.words, strict=True):
            self.case.column.addSpacing(6)
            self.case.column.addWidget(name)
            self.case.column.addWidget(words)
        columns = TwoColumns(self._face, (45, 55))
        columns.left.addWidget(listed, 1)
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
        rows = tuple(FoundRow(row.key, face.say(row.title), self._place(row), "") for row in view.rows)
        heading = "" if view.as_of_ms is None else face.say(
            "ui.exceptions.as_of", time=clock_text(face.language, view.as_of_ms, view.zone)
        )  # fmt: skip
        self.cases.say_again(heading, rows, face.say("ui.exceptions.none"))
        self._more.setText(face.say("ui.exceptions.more", count=view.more) if view.more else "")
        self._more.setVisible(bool(view.more))
        self._show_case()

    def _show_case(self) -> None:
        chosen, view = self.cases.list.current(), self._seen
        row = next((each for each in view.rows if chosen and each.key == chosen.key), None) if view else None
        self.case.setVisible(row is not None)
        if row is None or view is None:
            return
        face = self._face
        self._case_title.setText(face.say(row.title))
        entry = face.say("ui.exceptions.place", entry=row.entry) if row.entry else ""
        self._where.setText(joined(self._place(row), entry))
        said = (self._sentence(row.happened), face.say(row.safe), face.say(row.todo))
        for name, part, label, words in zip(self._heads, _PARTS, self.words, said, strict=True):
            name.setText(face.say(f"ui.exceptions.{part}"))
            label.setText(words)

    def _place(self, row: ExceptionView) -> str:
        face, zone = self._face, self._seen.zone if self._seen is not None else None
        moment = face.moment(row.made_ms, zone) if row.made_ms and zone is not None else ""
        if not row.workstation:
            return face.say("ui.exceptions.where_store", moment=moment)
        name = face.say("ui.exceptions.mine") if row.mine else row.workstation
        return face.say("ui.exceptions.where", workstation=name, moment=moment)

    def _sentence(self, said: Said) -> str:
        """Return what happened, its amounts and quantities as the language writes them."""
        params, currency = dict(said.params), str(said.params.get("currency", ""))
        for name in ("expected", "found"):
            minor = params.get(f"{name}_minor")
            if isinstance(minor, int) and currency:
                params[name] = self._face.money(minor, currency)
            milli = params.get(f"{name}_milli")
            if isinstance(milli, int):
                params[name] = self._face.quantity(milli)
        words = self._face.say(said.message_id, **params)
        return words[:1].upper() + words[1:]

    def _on_tick(self) -> None:
        self._ticks += 1
        if self.isVisible() and self._ticks >= TICKS_BETWEEN_LOOKS:
            self.look()

    def _put_on(self) -> None:
        self._title.setText(self._face.say("ui.exceptions.title"))
        self.back.show_words(self._face.say("ui.back"), "Esc")
        self.cases.setMinimumHeight(self._face.px(ROW_PX) * _ROWS_SEEN)
        self._seen = None
        if self.isVisible():
            self.look()
