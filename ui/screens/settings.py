"""Settings of this workstation: the screen's own at once, devices and money by a manager's PIN.

Each value is checked as it is chosen; what is unfit is said under it and not saved. Esc takes the changes back, and
then leaves.
"""

from collections.abc import Callable

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pos_app.domain.errors import Fault, Refusal
from pos_app.selling.view import Mode, Said
from pos_app.settings import Settings
from pos_app.settings_desk import CAMERAS, CHINESE, DISPLAYS, PRINTER_KINDS, SCALES_PERCENT, THEMES, problems
from pos_app.words import LANGUAGES
from ui.bridge import Bridge
from ui.face import Face
from ui.panels.device_cards import TitledCard
from ui.panels.setting_rows import ChoiceRow, FieldRow, SettingRow, Value
from ui.panels.two_columns import GAP_PX, TwoColumns
from ui.screen import Screen
from ui.shown import sentence
from ui.widgets.buttons import Button
from ui.widgets.fields import PIN_LENGTH_MOST, EntryField
from ui.widgets.label import Label
from ui.widgets.strip import Strip

VOLUMES = (0, 30, 50, 70, 100)
LOCKS_S = (0, 60, 300, 900, 3_600)
COLUMNS = (32, 42, 48)
_MINUTE_S = 60


class SettingsScreen(Screen):
    """Shows a draft of the settings until it is saved."""

    saved = Signal(object)  # Settings, to be put into force

    def __init__(self, face: Face, bridge: Bridge, _settings: Settings) -> None:
        """The window builds it only when there are rooms."""
        super().__init__()
        assert bridge.rooms is not None
        self._face, self._bridge, self._desk = face, bridge, bridge.rooms.settings
        self._draft = self._desk.settings
        self._manager = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._title = Label()
        self._title.setProperty("look", "title")
        self.back = Button("quiet", self.step_back, focusable=True)
        self.save = Button("pay", self.save_draft, focusable=True)
        self.told = Strip(face)
        self.pin = EntryField(self._pin_key)
        self.pin.setProperty("look", "pin")
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setMaxLength(PIN_LENGTH_MOST)
        self._screen_card = TitledCard(face, "sun-moon", "ui.settings.screen")
        self._device_card = TitledCard(face, "printer", "ui.settings.devices")
        self._money_card = TitledCard(face, "lock", "ui.settings.guarded")
        self.rows = {row.name: row for row in (*self._screen_rows(), *self._device_rows(), *self._money_rows())}
        self.managers = ChoiceRow(face, "manager", ("",), self._manager_name)
        self._guard = QWidget()
        self._build()
        bridge.failed.connect(self._show_no)
        face.changed.connect(self._put_on)
        self._put_on()

    def _screen_rows(self) -> tuple[SettingRow, ...]:
        face, say = self._face, self._words
        return self._in(
            self._screen_card,
            ChoiceRow(face, "language", tuple(LANGUAGES), lambda value: LANGUAGES.get(str(value), str(value))),
            ChoiceRow(face, "theme", THEMES, say("theme")),
            ChoiceRow(face, "scale_percent", SCALES_PERCENT, lambda value: f"{value} %"),
            ChoiceRow(face, "on_screen_keyboard", (False, True), say("on_off")),
            ChoiceRow(
                face, "sound_volume", VOLUMES, lambda value: f"{value} %" if value else face.say("ui.sound.muted")
            ),
        )

    def _device_rows(self) -> tuple[SettingRow, ...]:
        face, say = self._face, self._words
        return self._in(
            self._device_card,
            ChoiceRow(face, "printer.kind", PRINTER_KINDS, say("printer_kind")),
            FieldRow(face, "printer.host"),
            FieldRow(face, "printer.port", figure=True),
            ChoiceRow(face, "printer.columns", COLUMNS, str),
            ChoiceRow(face, "printer.chinese", CHINESE, say("chinese")),
            ChoiceRow(face, "camera", CAMERAS, self._camera_words),
            ChoiceRow(face, "customer_display", DISPLAYS, say("display")),
            ChoiceRow(
                face,
                "customer_language",
                ("", *LANGUAGES),
                lambda value: LANGUAGES.get(str(value), face.say("ui.option.store_language")),
            ),
        )

    def _camera_words(self, value: Value) -> str:
        """Say which camera: people count from one; a path stands as it is."""
        if value == CAMERAS[0]:
            return self._face.say("ui.option.camera.off")
        text = str(value)
        return self._face.say("ui.option.camera", number=int(text) + 1) if text in CAMERAS else text

    def _money_rows(self) -> tuple[SettingRow, ...]:
        face = self._face
        return self._in(
            self._money_card,
            ChoiceRow(face, "keypad_decimals", (True, False), self._words("decimals")),
            ChoiceRow(face, "lock_after_s", LOCKS_S, self._lock_words),
        )

    def _in(self, card: TitledCard, *rows: SettingRow) -> tuple[SettingRow, ...]:
        for row in rows:
            card.column.addWidget(row)
            row.changed.connect(self._change)
        card.put_on()
        return rows

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.back)
        guard = QVBoxLayout(self._guard)
        guard.setContentsMargins(0, 0, 0, 0)
        self._pin_label = Label()
        self._pin_label.setProperty("look", "quiet")
        self._pin_label.setWordWrap(True)
        for widget in (self.managers, self._pin_label, self.pin):
            guard.addWidget(widget)
        columns = TwoColumns(self._face, (50, 50))
        columns.left.addWidget(self._screen_card)
        columns.left.addWidget(self._money_card)
        columns.left.addStretch(1)
        columns.right.addWidget(self._device_card)
        columns.right.addStretch(1)
        self.managers.changed.connect(lambda _name, value: self._choose_manager(str(value)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(columns, 1)
        column.addWidget(self.told)
        last = QHBoxLayout()
        last.setSpacing(GAP_PX)
        last.addWidget(self._guard, 1)
        last.addWidget(self.save, 1, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(last)

    # -- what comes in

    def begin(self) -> None:
        """Show what stands on disk."""
        self.told.dismiss()
        self._draft = self._desk.settings
        people = self._desk.managers()
        for manager in people:
            self.managers.show_value(manager.id)
        self.managers.buttons[""].hide()
        self.managers.setVisible(len(people) > 1)
        self._choose_manager(people[0].id if people else "")
        self._show_draft()
        self.setFocus()

    def take_scan(self, _code: str) -> None:
        """Say that nothing is sold here."""
        self._bridge.failed.emit(Said("ui.scan_elsewhere"))
        self._bridge.warn()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Save by Ctrl+S, back by Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.step_back()
        elif event.key() == Qt.Key.Key_S and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.save_draft()
        else:
            super().keyPressEvent(event)

    def step_back(self) -> None:
        """Take the changes back, or leave."""
        self.told.dismiss()
        if self._draft != self._desk.settings:
            self._draft = self._desk.settings
            self._show_draft()
        else:
            self.left.emit()

    def save_draft(self) -> None:
        """Write what was changed."""
        if self._draft == self._desk.settings:
            self.told.tell("calm", lambda: self._face.say("ui.settings.nothing"))
            return
        pin = self.pin.text()
        self.pin.clear()
        try:
            saved = self._desk.save(self._draft, self._manager, pin)
        except (Refusal, Fault) as no:
            self._show_no(no)
            self._focus_what_is_wrong()
            return
        self.saved.emit(saved.settings)
        self._show_draft()
        told = "ui.settings.restart" if saved.after_restart else "ui.settings.saved"
        self.told.tell("calm", lambda: self._face.say(told))

    def _focus_what_is_wrong(self) -> None:
        for name in problems(self._draft):
            row = self.rows[name]
            (row.field if isinstance(row, FieldRow) else row).setFocus()
            return
        if not self._guard.isHidden():
            self.pin.setFocus()

    def _change(self, name: str, value: Value) -> None:
        self._draft = with_value(self._draft, name, value)
        self.told.dismiss()
        self._show_draft()

    def _choose_manager(self, manager: str) -> None:
        self._manager = manager
        self.managers.show_value(manager)

    def _pin_key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save_draft()
            return True
        return False

    # -- what is shown

    def _show_draft(self) -> None:
        unfit = problems(self._draft)
        for name, row in self.rows.items():
            row.show_value(value_of(self._draft, name))
            row.show_error(sentence(self._face, unfit[name]) if name in unfit else "")
        on_network = self._draft.printer.kind == "tcp"
        for name in ("printer.host", "printer.port", "printer.chinese"):
            self.rows[name].setVisible(on_network)
        self._guard.setVisible(self._desk.is_guarded(self._draft))
        if self._guard.isHidden():
            self.pin.clear()
        self.save.setEnabled(self._draft != self._desk.settings and not unfit)

    def _show_no(self, no: Refusal | Fault | Said) -> None:
        if self.isVisible() and self._bridge.view.mode is not Mode.SIGNED_OUT:
            self.told.tell("bad" if isinstance(no, Fault) else "warn", lambda: sentence(self._face, no))

    def _words(self, kind: str) -> Callable[[Value], str]:
        return lambda value: self._face.say(f"ui.option.{kind}.{str(value).lower()}")

    def _lock_words(self, value: Value) -> str:
        seconds = int(value)
        if not seconds:
            return self._face.say("ui.option.never")
        if seconds % _MINUTE_S:
            return self._face.say("ui.option.seconds", count=seconds)
        return self._face.say("ui.option.minutes", count=seconds // _MINUTE_S)

    def _manager_name(self, value: Value) -> str:
        return next((each.name for each in self._desk.managers() if each.id == value), str(value))

    def _put_on(self) -> None:
        face = self._face
        self._title.setText(face.say("ui.settings.title"))
        self.back.show_words(face.say("ui.back"), "Esc")
        self.save.show_words(face.say("ui.settings.save"), "Ctrl+S")
        self._pin_label.setText(face.say("ui.settings.pin"))
        self.pin.setAccessibleName(face.say("ui.settings.pin"))
        for row in (*self.rows.values(), self.managers):
            row.put_on()
        self._show_draft()


def value_of(settings: Settings, name: str) -> Value:
    """Return one value by its name, "printer.host"."""
    value: object = settings
    for part in name.split("."):
        value = getattr(value, part)
    assert isinstance(value, str | int)
    return value


def with_value(settings: Settings, name: str, value: Value) -> Settings:
    """Return the settings with one value changed."""
    table, _, within = name.rpartition(".")
    if not table:
        return msgspec.structs.replace(settings, **{name: value})
    inner = msgspec.structs.replace(getattr(settings, table), **{within: value})
    return msgspec.structs.replace(settings, **{table: inner})
