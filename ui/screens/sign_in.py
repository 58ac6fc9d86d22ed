"""Sign-in: who works here, and the PIN. Also what stands when the till locks."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pos_app.domain.errors import Fault, Refusal
from pos_app.selling.view import Mode, OperatorView, Said
from pos_app.settings import Settings
from ui.bridge import Bridge
from ui.face import Face
from ui.keys import Act, act_of
from ui.layout.arrangement import Arrangement, arrange
from ui.layout.two_parts import TwoParts
from ui.panels.people_rows import people_rows
from ui.screen import Screen
from ui.shown import sentence
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.fields import PIN_LENGTH_MOST, EntryField
from ui.widgets.found_list import FoundList
from ui.widgets.keypad import BACKSPACE, ENTER, Keypad
from ui.widgets.label import Label
from ui.widgets.strip import Strip
from ui.widgets.whole_rows import WholeRows

PEOPLE_HIGH_PX = 228  # over the keypad on a narrow window: the title and three rows

ROOM_PX = 560
"""A lower screen, its parts under each other, has no room for more than names, PIN and keys."""


class SignInScreen(Screen):
    """A list of operators beside a PIN field with its keypad."""

    def __init__(self, face: Face, bridge: Bridge, _settings: Settings) -> None:
        """Begin with nobody chosen."""
        super().__init__()
        self._face, self._bridge = face, bridge
        self._operators: tuple[OperatorView, ...] = ()
        people = self._people = Card()
        self._title = Label()
        self._title.setProperty("look", "title")
        self._hint = Label()
        self._hint.setProperty("look", "quiet")
        self._hint.setWordWrap(True)
        self.list = FoundList(face)
        self.no = Strip(face)
        for widget in (self._title, self._hint):
            people.column.addWidget(widget)
        people.column.addWidget(WholeRows(face, self.list), 1)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        both = TwoParts(people, self._pin_side(), widths_px=(380, 320), first_high_px=PEOPLE_HIGH_PX)
        across.addWidget(both)
        self._connect()
        self._put_on()

    def _pin_side(self) -> QWidget:
        side = QWidget()
        column = self._pin_column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        entry = self._entry = Card()
        self._pin_title = Label()
        self._pin_title.setProperty("look", "quiet")
        self.pin = EntryField(self.take_key)
        self.pin.setProperty("look", "pin")
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setMaxLength(PIN_LENGTH_MOST)
        self.pin.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        for widget in (self._pin_title, self.no, self.pin):
            entry.column.addWidget(widget)
        self.keypad = Keypad(self._face, acts=False)
        self.enter = Button("pay", self.sign_in)
        column.addWidget(entry)
        column.addWidget(self.keypad, 1)
        column.addWidget(self.enter)
        return side

    def _connect(self) -> None:
        self._face.changed.connect(self._put_on)
        self._bridge.failed.connect(self._show_no)
        self._bridge.view_changed.connect(self._on_view)
        self._bridge.view_changed.connect(self._look_again)
        self.keypad.pressed.connect(self._press)
        self.list.clicked.connect(lambda _index: self.pin.setFocus())

    def begin(self) -> None:
        """Show who may sign in and wait for a PIN."""
        self._tell_no(None)
        self.pin.clear()
        self._operators = self._bridge.ask(self._bridge.desk.operators)
        self._put_on()
        present = self._bridge.view.operator
        at = next((at for at, each in enumerate(self._operators) if present and each.id == present.id), 0)
        self.list.choose(at)
        self.pin.setFocus()

    def take_scan(self, _code: str) -> None:
        """Say that nobody sells while signed out."""
        self._bridge.failed.emit(Said("ui.scan_signed_out"))
        self._bridge.warn()

    def sign_in(self) -> None:
        """Sign the chosen operator in with the typed PIN."""
        chosen = self.list.current()
        if chosen is None or not self.pin.text():
            self.pin.setFocus()
            return
        pin = self.pin.text()
        self.pin.clear()
        self._tell_no(None)
        self._bridge.do(lambda: self._bridge.desk.sign_in(chosen.key, pin))

    def take_key(self, event: QKeyEvent) -> bool:
        """Arrows choose, Enter signs in, Esc clears."""
        act = act_of(event, field_is_empty=False)
        acts: dict[Act, Callable[[], object]] = {
            Act.UP: lambda: self.list.step(-1),
            Act.DOWN: lambda: self.list.step(1),
            Act.ENTER: self.sign_in,
            Act.BACK: self.pin.clear,
        }
        if act not in acts:
            return False
        acts[act]()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Bring a key that reached no field to the PIN."""
        if self.pin.hasFocus():
            super().keyPressEvent(event)
        elif not self.take_key(event) and event.text().isprintable() and event.text():
            self.pin.setFocus()
            QCoreApplication.sendEvent(self.pin, event)

    def _press(self, key: str) -> None:
        if key == BACKSPACE:
            self.pin.backspace()
        elif key == ENTER:
            self.sign_in()
        else:
            self.pin.insert(key)

    def _look_again(self) -> None:
        """The first catalogue may arrive while somebody waits to sign in."""
        if not self.isVisible():
            return
        operators = self._bridge.desk.operators()
        if operators != self._operators:
            self._operators = operators
            self._show_operators()

    def _on_view(self) -> None:
        """Show operators that arrived while nobody was signed in."""
        if self._bridge.view.mode in (Mode.SIGNED_OUT, Mode.LOCKED):
            self._operators = self._bridge.ask(self._bridge.desk.operators)
            self._show_operators()

    def _show_no(self, no: Refusal | Fault | Said) -> None:
        if self.isVisible():
            self._tell_no(no)

    def _tell_no(self, no: Refusal | Fault | Said | None) -> None:
        if no is None:
            self.no.dismiss()
        else:
            self.no.tell("bad" if isinstance(no, Fault) else "warn", lambda: sentence(self._face, no))
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the height."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        window = self.window()
        narrow = arrange(window.width(), window.height()) is Arrangement.ONE_COLUMN
        for card, wide_px, narrow_px in ((self._people, 18, 12), (self._entry, 12, 8)):
            margin = narrow_px if narrow else wide_px
            card.column.setContentsMargins(margin, margin, margin, margin)
        self._pin_column.setSpacing(8 if narrow else 12)
        self._hint.setHidden(narrow and bool(self._operators))
        self._pin_title.setHidden(not self.no.isHidden())  # what was wrong stands in its place, by the field
        low = self.height() < self._face.px(ROOM_PX) or not self.no.isHidden()  # what is said takes the title's room
        self._title.setHidden(narrow and low)

    def _show_operators(self) -> None:
        rows = people_rows(self._face, self._operators)
        at = self.list.currentIndex().row()
        self.list.row_model.show(rows)
        self.list.choose(max(at, 0))
        none = "" if rows else self._face.say("ui.no_operators")
        self._hint.setText(none or self._face.say("ui.sign_in_hint"))
        self._make_room()

    def _put_on(self) -> None:
        present = self._bridge.view.operator
        locked = self._bridge.view.mode is Mode.LOCKED
        self._title.setText(
            self._face.say("ui.locked_title", name=present.name)
            if present and locked
            else self._face.say("ui.sign_in_title")
        )
        self._pin_title.setText(self._face.say("ui.pin"))
        self.pin.setAccessibleName(self._face.say("ui.pin"))
        self.list.setAccessibleName(self._face.say("ui.sign_in_title"))
        self.enter.show_words(self._face.say("ui.sign_in"), "Enter")
        self._show_operators()
