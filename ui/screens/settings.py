"""Settings of this workstation: the screen's own at once, devices and money by a manager's PIN.

Each value is checked as it is chosen; what is unfit is said under it and not saved. Esc takes the changes back, and
then leaves.
"""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from pos_app.domain.errors import Fault, Refusal
from pos_app.selling.view import Mode, Said
from pos_app.settings import Settings
from pos_app.settings_desk import GUARDED, problems
from ui.bridge import Bridge
from ui.face import Face
from ui.panels.manager_guard import ManagerGuard
from ui.panels.setting_cards import SettingCards
from ui.panels.setting_rows import FieldRow
from ui.panels.setting_values import Value, changed, with_value
from ui.panels.two_columns import GAP_PX, TwoColumns
from ui.screen import Screen
from ui.shown import joined, sentence
from ui.widgets.buttons import Button
from ui.widgets.label import Label
from ui.widgets.strip import Strip


class SettingsScreen(Screen):
    """Shows a draft of the settings until it is saved."""

    saved = Signal(object)  # Settings, to be put into force

    def __init__(self, face: Face, bridge: Bridge, _settings: Settings) -> None:
        """The window builds it only when there are rooms."""
        super().__init__()
        assert bridge.rooms is not None
        self._face, self._bridge, self._desk = face, bridge, bridge.rooms.settings
        self._draft = self._desk.settings
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._title = Label()
        self._title.setProperty("look", "title")
        self.back = Button("quiet", self.step_back, focusable=True)
        self.save = Button("pay", self.save_draft, focusable=True)
        self.told = Strip(face)
        self.cards = SettingCards(face, self)
        self.rows = self.cards.rows
        self.guard = ManagerGuard(face, self.save_draft)
        self.pin = self.guard.pin
        self._build()
        self.cards.changed.connect(self._change)
        bridge.failed.connect(self._show_no)
        face.changed.connect(self._put_on)
        self._put_on()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.back)
        columns = self._columns = TwoColumns(self._face, (50, 50))
        columns.left.addWidget(self.cards.screen)
        columns.left.addWidget(self.cards.money)
        columns.left.addStretch(1)
        columns.right.addWidget(self.cards.devices)
        columns.right.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(columns, 1)
        column.addWidget(self.told)
        column.addWidget(self.guard.label)
        last = QHBoxLayout()
        last.setSpacing(GAP_PX)
        last.addWidget(self.guard, 1, Qt.AlignmentFlag.AlignBottom)
        last.addWidget(self.save, 1, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(last)

    # -- what comes in

    def begin(self) -> None:
        """Show what stands on disk."""
        self.told.dismiss()
        self._draft = self._desk.settings
        self.guard.show_managers(self._desk.managers())
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
        try:
            saved = self._desk.save(self._draft, self.guard.manager, self.guard.taken())
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
        if not self.guard.isHidden():
            self.pin.setFocus()

    def _change(self, name: str, value: Value) -> None:
        before = problems(self._draft)
        self._draft = with_value(self._draft, name, value)
        self.told.dismiss()
        self._show_draft()
        for unfit in problems(self._draft):
            if unfit not in before:  # or Save rests, and what it waits for is under the edge of a low screen
                QTimer.singleShot(0, partial(self._columns.ensureWidgetVisible, self.rows[unfit], 0, GAP_PX))
                return

    # -- what is shown

    def _show_draft(self) -> None:
        unfit = problems(self._draft)
        self.cards.show_draft(self._draft, unfit)
        self.guard.ask(self._pin_words if self._desk.is_guarded(self._draft) else "")
        self.save.setEnabled(self._draft != self._desk.settings and not unfit)

    def _pin_words(self) -> str:
        """Say what the PIN is for: the guarded settings that were changed."""
        guarded = tuple(name for name in self.rows if name.partition(".")[0] in GUARDED)
        names = changed(self._draft, self._desk.settings, guarded)
        return self._face.say("ui.pin_for.settings", what=joined(*(self.rows[name].words for name in names)))

    def _show_no(self, no: Refusal | Fault | Said) -> None:
        if self.isVisible() and self._bridge.view.mode is not Mode.SIGNED_OUT:
            self.told.tell("bad" if isinstance(no, Fault) else "warn", lambda: sentence(self._face, no))

    def _put_on(self) -> None:
        face = self._face
        self._title.setText(face.say("ui.settings.title"))
        self.back.show_words(face.say("ui.back"), "Esc")
        self.save.show_words(face.say("ui.settings.save"), "Ctrl+S")
        self.cards.put_on()
        self.guard.put_on()
        self._show_draft()
