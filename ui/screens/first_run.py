"""The first window of a computer that is no till yet: enrol it by a code from the office, or open the demo.

The command line gives it what to do; it does it beside the window, says how it ended, and closes when it is done.
"""

import enum
from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputDevice, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from pos_app.domain.errors import Fault, Refusal
from pos_app.selling.view import Said
from pos_app.words import LANGUAGES, language_after
from ui.background import Background
from ui.face import Face
from ui.layout.keyboard_dock import KeyboardDock
from ui.panels.device_cards import TitledCard
from ui.panels.two_columns import GAP_PX, ONE_COLUMN_BELOW_PX, TwoColumns
from ui.shown import sentence
from ui.widgets.buttons import Button
from ui.widgets.fields import EntryField
from ui.widgets.label import Label, words_label
from ui.widgets.strip import Strip

SIZE_PX = (1024, 720)
_MARGIN_PX, _NARROW_MARGIN_PX = 24, 14


class Answers(msgspec.Struct, frozen=True):
    """What was typed."""

    hub: str
    code: str
    name: str
    certificate: Path | None


class Outcome(enum.Enum):
    """How the first window ended."""

    CLOSED = enum.auto()
    ENROLLED = enum.auto()
    DEMO = enum.auto()


class FirstRun(QWidget):
    """Asks for address, code and name; `outcome` says what was done once it is closed."""

    def __init__(self, face: Face, enrol: Callable[[Answers], object], open_demo: Callable[[], object]) -> None:
        """`enrol` and `open_demo` run beside the window's thread and raise Refusal or Fault."""
        super().__init__()
        self.setObjectName("window")
        self._face, self._enrol, self._open_demo = face, enrol, open_demo
        self.outcome = Outcome.CLOSED
        self._wanted = Outcome.CLOSED
        self._narrow: bool | None = None
        self.background = Background(self)
        self.background.done.connect(self._finish)
        self.background.failed.connect(self._show_no)
        self.told = Strip(face)
        self.fields = {name: EntryField(self._take_key) for name in ("hub", "code", "name", "certificate")}
        self._labels = {name: words_label("quiet") for name in self.fields}
        self.enrol = Button("pay", self.start_enrolment, focusable=True)
        self.demo = Button("act", self.start_demo, focusable=True)
        self.letters = Button("quiet", self._toggle_letters, focusable=True)
        self.language = Button("quiet", self._next_language, focusable=True)
        self._build()
        face.changed.connect(self._put_on)
        self._put_on()
        self.resize(*SIZE_PX)
        self.fields["hub"].setFocus()

    def _build(self) -> None:
        self.title = Label()
        self.title.setProperty("look", "title")
        self.title.setWordWrap(True)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.letters)
        head.addWidget(self.language)
        self._enrol_card = TitledCard(self._face, "cloud-check", "ui.first.enrol_title")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(GAP_PX)
        self._grid.setVerticalSpacing(self._enrol_card.column.spacing())
        for each in range(2):
            self._grid.setColumnStretch(each, 1)
        self._enrol_card.column.addLayout(self._grid)
        self._enrol_card.column.addWidget(self.enrol)
        self._demo_card = TitledCard(self._face, "play", "ui.first.demo_title")
        self._demo_words = words_label()
        self._demo_card.column.addWidget(self._demo_words)
        self._demo_card.column.addWidget(self.demo)
        columns = self._columns = TwoColumns(self._face, (60, 40))
        columns.left.addWidget(self._enrol_card)
        columns.left.addStretch(1)
        columns.right.addWidget(self._demo_card)
        columns.right.addStretch(1)
        column = self._column = QVBoxLayout(self)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # a small screen must still show it
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.told)
        column.addWidget(columns, 1)
        self.dock = KeyboardDock(self._face, self, column, by_touch=False)
        for field in self.fields.values():
            field.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width."""
        super().resizeEvent(event)
        self._lay_fields()

    def _lay_fields(self) -> None:
        """Code and name stand beside each other where they have room: over the letters the act must be in sight."""
        narrow = self.width() - 2 * _MARGIN_PX < self._face.px(ONE_COLUMN_BELOW_PX)
        if narrow is self._narrow:
            return
        self._narrow = narrow
        margin = _NARROW_MARGIN_PX if narrow else _MARGIN_PX
        self._column.setContentsMargins(margin, margin, margin, margin)
        places = {"hub": (0, 0, 2), "code": (2, 0, 1), "name": (2, 1, 1), "certificate": (4, 0, 2)}
        for at, (name, field) in enumerate(self.fields.items()):
            row, column, wide = (2 * at, 0, 2) if narrow else places[name]
            for part in (self._labels[name], field):
                self._grid.removeWidget(part)
            self._grid.addWidget(self._labels[name], row, column, 1, wide, Qt.AlignmentFlag.AlignBottom)
            self._grid.addWidget(field, row + 1, column, 1, wide)

    # -- what comes in

    def start_enrolment(self) -> None:
        """Enrol with what was typed; an empty field is asked for first."""
        typed = {name: field.text().strip() for name, field in self.fields.items()}
        for name in ("hub", "code", "name"):
            if not typed[name]:
                self._tell("warn", f"ui.first.missing_{name}")
                self._type_in(name)
                return
        certificate = Path(typed["certificate"]).expanduser() if typed["certificate"] else None
        answers = Answers(typed["hub"], typed["code"], typed["name"], certificate)
        self._begin(Outcome.ENROLLED, "ui.first.enrolling", lambda: self._enrol(answers))

    def start_demo(self) -> None:
        """Start the demo's store."""
        self._begin(Outcome.DEMO, "ui.first.demo_starting", self._open_demo)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 opens the demo, F12 enrols."""
        if not self._take_key(event):
            super().keyPressEvent(event)

    def _take_key(self, event: QKeyEvent) -> bool:
        if event.isAutoRepeat():
            return False
        acts: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_F2: self.start_demo,
            Qt.Key.Key_F12: self.start_enrolment,
            Qt.Key.Key_Return: self._next_field,
            Qt.Key.Key_Enter: self._next_field,
        }
        act = acts.get(Qt.Key(event.key()))
        if act is None:
            return False
        act()
        return True

    def _next_field(self) -> None:
        """Enter goes to the next empty field, and enrols when none is left."""
        if self._empty:
            self._type_in(self._empty)
        else:
            self.start_enrolment()

    @property
    def _empty(self) -> str:
        """Return the first field that must be filled and is not."""
        return next((name for name in ("hub", "code", "name") if not self.fields[name].text().strip()), "")

    def _type_in(self, name: str) -> None:
        self.fields[name].setFocus()
        self._columns.ensureWidgetVisible(self.fields[name])

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Bring the letters up for a finger: nobody has set yet whether this computer has a keyboard."""
        if (
            isinstance(event, QMouseEvent)
            and event.type() == QEvent.Type.MouseButtonRelease  # of a tap: nothing moves under a finger that draws
            and event.pointingDevice().type() is QInputDevice.DeviceType.TouchScreen
        ):
            self.dock.keyboard.show()
        return False

    def _toggle_letters(self) -> None:
        self.dock.toggle()
        if QApplication.focusWidget() not in self.fields.values():
            self._type_in(self._empty or "hub")

    def _begin(self, wanted: Outcome, message_id: str, work: Callable[[], object]) -> None:
        if self.background.is_busy:
            return
        self._wanted = wanted
        self._enable(on=False)
        self._tell("calm", message_id)
        self.background.start(work)

    def _finish(self) -> None:
        self.outcome = self._wanted
        self.close()

    # -- what is shown

    def _show_no(self, no: Refusal | Fault | Said) -> None:
        self._enable(on=True)
        self.told.tell("bad" if isinstance(no, Fault) else "warn", lambda: sentence(self._face, no))
        self._type_in("code")

    def _tell(self, kind: str, message_id: str) -> None:
        self.told.tell(kind, lambda: self._face.say(message_id))

    def _enable(self, *, on: bool) -> None:
        for widget in (*self.fields.values(), self.enrol, self.demo):
            widget.setEnabled(on)

    def _next_language(self) -> None:
        self._face.put_on(language=language_after(self._face.language))

    def _put_on(self) -> None:
        face = self._face
        self._lay_fields()
        self.setWindowTitle(face.say("ui.first.title"))
        self.title.setText(face.say("ui.first.title"))
        for name, field in self.fields.items():
            words = face.say(f"ui.first.{name}")
            self._labels[name].setText(words)
            field.setAccessibleName(words)
            field.setPlaceholderText(face.say(f"ui.first.{name}_example"))
        self._demo_words.setText(face.say("ui.first.demo_words"))
        self.enrol.show_words(face.say("ui.first.enrol"), "F12")
        self.demo.show_words(face.say("ui.first.demo"), "F2")
        self.letters.show_words(face.say("ui.keyboard"))
        self.language.show_words(LANGUAGES[language_after(face.language)])
        for card in (self._enrol_card, self._demo_card):
            card.put_on()
