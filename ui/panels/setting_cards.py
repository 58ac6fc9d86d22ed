"""The cards of the settings screen: which settings there are, what each may be, and how a value is called.

They show a draft and tell on each choice; what a value does, who may change it and where it is written they don't know.
"""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal

from pos_app.selling.view import Said
from pos_app.settings import Settings
from pos_app.settings_desk import CAMERAS, CHINESE, DISPLAYS, PRINTER_KINDS, SCALES_PERCENT, THEMES
from pos_app.words import LANGUAGES
from ui.face import Face
from ui.panels.device_cards import TitledCard
from ui.panels.setting_rows import ChoiceRow, FieldRow, SettingRow
from ui.panels.setting_values import Value, value_of
from ui.shown import sentence

VOLUMES = (0, 30, 50, 70, 100)
LOCKS_S = (0, 60, 300, 900, 3_600)
COLUMNS = (32, 42, 48)
_MINUTE_S = 60
_OF_A_NETWORK_PRINTER = ("printer.host", "printer.port", "printer.chinese")


class SettingCards(QObject):
    """Screen and sound; printer, camera and customer display; money and lock. Each row by its setting's name."""

    changed = Signal(str, object)

    def __init__(self, face: Face, parent: QObject) -> None:
        """Build every row once."""
        super().__init__(parent)
        self._face = face
        self.screen = TitledCard(face, "sun-moon", "ui.settings.screen")
        self.devices = TitledCard(face, "printer", "ui.settings.devices")
        self.money = TitledCard(face, "lock", "ui.settings.guarded")
        self.rows: dict[str, SettingRow] = {}
        self._add(self.screen, *self._screen_rows())
        self._add(self.devices, *self._device_rows())
        self._add(self.money, *self._money_rows())

    def show_draft(self, draft: Settings, unfit: Mapping[str, Said]) -> None:
        """Show the values, and under each that does not fit what is wrong with it."""
        for name, row in self.rows.items():
            row.show_value(value_of(draft, name))
            row.show_error(sentence(self._face, unfit[name]) if name in unfit else "")
        for name in _OF_A_NETWORK_PRINTER:
            self.rows[name].setVisible(draft.printer.kind == "tcp")

    def put_on(self) -> None:
        """Take the words from the face."""
        for row in self.rows.values():
            row.put_on()

    def _add(self, card: TitledCard, *rows: SettingRow) -> None:
        for row in rows:
            card.column.addWidget(row)
            row.changed.connect(self.changed)
            self.rows[row.name] = row
        card.put_on()

    # -- which there are

    def _screen_rows(self) -> tuple[SettingRow, ...]:
        face, option = self._face, self._option
        return (
            ChoiceRow(face, "language", tuple(LANGUAGES), lambda value: LANGUAGES.get(str(value), str(value))),
            ChoiceRow(face, "theme", THEMES, option("theme")),
            ChoiceRow(face, "scale_percent", SCALES_PERCENT, lambda value: f"{value} %"),
            ChoiceRow(face, "on_screen_keyboard", (False, True), option("on_off")),
            ChoiceRow(
                face, "sound_volume", VOLUMES, lambda value: f"{value} %" if value else face.say("ui.sound.muted")
            ),
        )

    def _device_rows(self) -> tuple[SettingRow, ...]:
        face, option = self._face, self._option
        return (
            ChoiceRow(face, "printer.kind", PRINTER_KINDS, option("printer_kind")),
            FieldRow(face, "printer.host"),
            FieldRow(face, "printer.port", figure=True),
            ChoiceRow(face, "printer.columns", COLUMNS, str),
            ChoiceRow(face, "printer.chinese", CHINESE, option("chinese")),
            ChoiceRow(face, "camera", CAMERAS, self._camera_words),
            ChoiceRow(face, "customer_display", DISPLAYS, option("display")),
            ChoiceRow(
                face,
                "customer_language",
                ("", *LANGUAGES),
                lambda value: LANGUAGES.get(str(value), face.say("ui.option.store_language")),
            ),
        )

    def _money_rows(self) -> tuple[SettingRow, ...]:
        return (
            ChoiceRow(self._face, "keypad_decimals", (True, False), self._option("decimals")),
            ChoiceRow(self._face, "lock_after_s", LOCKS_S, self._lock_words),
        )

    # -- how a value is called

    def _option(self, kind: str) -> Callable[[Value], str]:
        return lambda value: self._face.say(f"ui.option.{kind}.{str(value).lower()}")

    def _camera_words(self, value: Value) -> str:
        """Say which camera: people count from one; a path stands as it is."""
        if value == CAMERAS[0]:
            return self._face.say("ui.option.camera.off")
        text = str(value)
        return self._face.say("ui.option.camera", number=int(text) + 1) if text in CAMERAS else text

    def _lock_words(self, value: Value) -> str:
        seconds = int(value)
        if not seconds:
            return self._face.say("ui.option.never")
        if seconds % _MINUTE_S:
            return self._face.say("ui.option.seconds", count=seconds)
        return self._face.say("ui.option.minutes", count=seconds // _MINUTE_S)
