"""The rows of the settings: a choice of buttons, or a field; each with its name and what is wrong with its value."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.face import Face
from ui.panels.setting_values import Value
from ui.widgets.buttons import Button
from ui.widgets.fields import EntryField
from ui.widgets.label import Label

FIELD_LENGTH_MAX = 253  # of a host name


class SettingRow(QWidget):
    """Name over control over error; `changed` gives the setting's name and its value."""

    changed = Signal(str, object)

    def __init__(self, face: Face, name: str) -> None:
        """`name` is the setting's: "printer.host"."""
        super().__init__()
        self._face, self.name = face, name
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 4)
        self.column.setSpacing(4)
        self._label = Label()
        self._label.setProperty("look", "quiet")
        self._label.setWordWrap(True)
        self.error = Label()
        self.error.setProperty("look", "bad")
        self.error.setWordWrap(True)
        self.error.hide()
        self.column.addWidget(self._label)

    @property
    def words(self) -> str:
        """Return the setting's name in words."""
        return self._face.say(f"ui.setting.{self.name}")

    def show_value(self, value: Value) -> None:
        """Show what is set."""
        raise NotImplementedError

    def show_error(self, words: str) -> None:
        """Say what is wrong; "" when nothing is."""
        if self.error.text() != words or self.error.isHidden() == bool(words):
            self.error.setText(words)
            self.error.setVisible(bool(words))

    def put_on(self) -> None:
        """Take the words from the face."""
        self._label.setText(self.words)


class ChoiceRow(SettingRow):
    """One of a few values, each a button."""

    def __init__(self, face: Face, name: str, options: tuple[Value, ...], say: Callable[[Value], str]) -> None:
        """`say` gives a value's words; a value beside the options gets a button of its own."""
        super().__init__(face, name)
        self._say, self._value = say, options[0]
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self.column.addLayout(self._row)
        self.column.addWidget(self.error)
        self.buttons: dict[Value, Button] = {}
        for option in options:
            self._add(option)

    def show_value(self, value: Value) -> None:
        """Mark the chosen one."""
        if value not in self.buttons:
            self._add(value)
            self.put_on()
        self._value = value
        for option, button in self.buttons.items():
            button.setChecked(option == value)

    def put_on(self) -> None:
        """Take the words from the face."""
        super().put_on()
        for option, button in self.buttons.items():
            words = self._say(option)
            button.show_words(words)
            button.setAccessibleName(f"{self.words}: {words}")

    def _add(self, option: Value) -> None:
        button = Button("choice", partial(self._choose, option), focusable=True)
        button.setCheckable(True)
        self.buttons[option] = button
        self._row.addWidget(button, 1)

    def _choose(self, option: Value) -> None:
        self.show_value(option)
        self.changed.emit(self.name, option)


class FieldRow(SettingRow):
    """A typed value; with `figure` a whole number, -1 while none is typed."""

    def __init__(self, face: Face, name: str, *, figure: bool = False) -> None:
        """Begin empty."""
        super().__init__(face, name)
        self._figure = figure
        self.field = EntryField(_no_keys)
        self.field.setMaxLength(FIELD_LENGTH_MAX)
        if figure:
            self.field.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.column.addWidget(self.field)
        self.column.addWidget(self.error)
        self.field.textEdited.connect(self._edited)

    def show_value(self, value: Value) -> None:
        """Show what is set."""
        if str(value) != self.field.text() and not (value == -1 and self._figure):
            self.field.setText(str(value))

    def put_on(self) -> None:
        """Take the words from the face."""
        super().put_on()
        self.field.setAccessibleName(self.words)

    def _edited(self, text: str) -> None:
        if not self._figure:
            self.changed.emit(self.name, text.strip())
        else:
            digits = text.strip()
            self.changed.emit(self.name, int(digits) if digits.isascii() and digits.isdigit() else -1)


def _no_keys(_event: QKeyEvent) -> bool:
    return False
