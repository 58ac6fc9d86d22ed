"""Asks for a manager's PIN under the settings, and says what it is for. There while something guarded was changed."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from pos_app.selling.view import OperatorView
from ui.face import Face, Words, said
from ui.panels.setting_rows import ChoiceRow
from ui.widgets.fields import PIN_LENGTH_MOST, EntryField
from ui.widgets.label import words_label


class ManagerGuard(QWidget):
    """Which manager, where there are several, and the PIN; Enter in it does `entered`."""

    def __init__(self, face: Face, entered: Callable[[], object]) -> None:
        """Begin with nobody."""
        super().__init__()
        self._face, self._entered = face, entered
        self._people: tuple[OperatorView, ...] = ()
        self._what_for: Words = ""
        self.manager = ""
        """Whose PIN is typed."""
        self.managers = ChoiceRow(face, "manager", ("",), self._name)
        self.label = words_label("quiet")
        """What the PIN is for; the screen lays it over the PIN and the key beside it, in all the width."""
        self.label.hide()
        self.pin = EntryField(self._take_key)
        self.pin.setProperty("look", "pin")
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setMaxLength(PIN_LENGTH_MOST)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.managers, self.pin):
            column.addWidget(widget)
        self.managers.changed.connect(lambda _name, value: self._choose(str(value)))

    def show_managers(self, people: tuple[OperatorView, ...]) -> None:
        """Let one of these be chosen; the only one is."""
        self._people = people
        for manager in people:
            self.managers.show_value(manager.id)
        self.managers.buttons[""].hide()
        self.managers.setVisible(len(people) > 1)
        self._choose(people[0].id if people else "")

    def ask(self, what_for: Words) -> None:
        """Ask for a PIN, or, with nothing that it is for, go."""
        self._what_for = what_for
        for widget in (self, self.label):
            widget.setVisible(bool(said(what_for)))
        if self.isHidden():
            self.pin.clear()
        self._say()

    def taken(self) -> str:
        """Return the PIN and forget it."""
        pin = self.pin.text()
        self.pin.clear()
        return pin

    def put_on(self) -> None:
        """Take the words from the face."""
        self.managers.put_on()
        self._say()

    def _say(self) -> None:
        words = said(self._what_for)
        self.label.setText(words)
        self.pin.setAccessibleName(words)

    def _choose(self, manager: str) -> None:
        self.manager = manager
        self.managers.show_value(manager)

    def _name(self, manager: str | int) -> str:
        return next((each.name for each in self._people if each.id == manager), str(manager))

    def _take_key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._entered()
            return True
        return False
