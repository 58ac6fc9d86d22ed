"""Devices and sync: what the lamp's colour is about, entry by entry and device by device, and what can be tried.

Opened by the lamp or its key. It looks once a second while it is open. Nothing that is scanned here is sold.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractSlider, QHBoxLayout, QVBoxLayout

from pos_app.domain.errors import Fault, Refusal
from pos_app.selling.devices_view import DevicesView
from pos_app.selling.view import Said, Sound
from pos_app.settings import Settings
from ui.bridge import Bridge
from ui.face import Face, Words, said
from ui.panels import device_words
from ui.panels.device_cards import ActsCard, FactsCard, KeysCard, QueueCard
from ui.panels.two_columns import TwoColumns
from ui.screen import Screen
from ui.shown import sentence
from ui.widgets.buttons import Button, MoneyButton
from ui.widgets.camera_view import camera_words
from ui.widgets.label import Label
from ui.widgets.strip import Strip

TICKS_BETWEEN_LOOKS = 4
"""Of the bridge's 250 ms."""
_TEST_SOUND = Sound.PAID


class DevicesScreen(Screen):
    """The page behind the lamp."""

    def __init__(self, face: Face, bridge: Bridge, _settings: Settings) -> None:
        """The window builds it only when there are rooms."""
        super().__init__()
        assert bridge.rooms is not None
        self._face, self._bridge, self._rooms = face, bridge, bridge.rooms
        self._seen: DevicesView | None = None
        self._ticks = 0
        self._pace = (0, 0)
        self._tried = ""
        self._heard: Words = ""
        """What the scanner or the keyboard sent last."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.back = Button("quiet", self.left.emit, focusable=True)
        self._title = Label()
        self._title.setProperty("look", "title")
        self.no = Strip(face)
        self.facts, self.queue, self.keys = FactsCard(face), QueueCard(face), KeysCard(face)
        self.printer = ActsCard(
            face,
            "printer",
            "ui.devices.printer",
            (
                ("ui.devices.test_page", "F7", Button, self.print_test_page),
                ("ui.devices.test_drawer", "F8", MoneyButton, self.open_drawer),
            ),
        )
        self.sound = ActsCard(
            face, "volume-2", "ui.devices.sound", (("ui.devices.test_sound", "F9", Button, self.play_test_sound),)
        )
        self.scanner = ActsCard(face, "scan-barcode", "ui.devices.scanner", ())
        self.camera = ActsCard(face, "scan-barcode", "ui.camera", ())
        self.journal = ActsCard(face, "hard-drive", "ui.devices.journal", ())
        self.alone = ActsCard(
            face,
            "cloud-off",
            "ui.devices.without_network",
            (("ui.devices.read_it", "Ctrl+E", Button, lambda: self.wants.emit("without_network")),),
        )
        self.exceptions = ActsCard(
            face,
            "triangle-alert",
            "ui.devices.exceptions",
            (("ui.devices.look_at_it", "Ctrl+G", Button, lambda: self.wants.emit("exceptions")),),
        )
        self._build()
        self.exceptions.setVisible(self._rooms.exceptions is not None)
        bridge.also(self._on_tick)
        bridge.failed.connect(self._show_no)
        face.changed.connect(self._put_on)
        self._put_on()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.back)
        self._columns = columns = TwoColumns(self._face)
        columns.left.addWidget(self.facts)
        columns.left.addWidget(self.queue)
        columns.left.addWidget(self.keys)
        for card in (self.printer, self.sound, self.scanner, self.camera, self.journal, self.exceptions, self.alone):
            columns.right.addWidget(card)
        columns.left.setStretchFactor(self.queue, 1)
        columns.right.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.no)
        column.addWidget(columns, 1)

    # -- what comes in

    def begin(self) -> None:
        """Look at once."""
        self.no.dismiss()
        self._tried = ""
        self._pace = (0, 0)
        self._hear_nothing()
        self.look()
        self.setFocus()

    def take_pace(self, keys: int, took_ms: int) -> None:
        """Keep how fast the scan came that follows."""
        self._pace = (keys, took_ms)

    def take_scan(self, code: str) -> None:
        """Show what the till reads; nothing is sold."""
        read = self._rooms.devices.read_scan(code)
        pace, self._pace = self._pace, (0, 0)
        self._hear(lambda: device_words.reading(self._face, read, *pace))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Try a device by its key, turn the page, leave by Esc; any other key shows what the keyboard sends."""
        acts: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_F7: self.print_test_page,
            Qt.Key.Key_F8: self.open_drawer,
            Qt.Key.Key_F9: self.play_test_sound,
            Qt.Key.Key_Escape: self.left.emit,
            Qt.Key.Key_PageUp: lambda: self._turn(QAbstractSlider.SliderAction.SliderPageStepSub),
            Qt.Key.Key_PageDown: lambda: self._turn(QAbstractSlider.SliderAction.SliderPageStepAdd),
        }
        act = acts.get(Qt.Key(event.key()))
        if event.isAutoRepeat():
            return
        if act is not None:
            act()
            return
        name = QKeySequence(event.key()).toString()
        if name.isprintable():
            text = event.text().strip() or name
            self._hear(lambda: self._face.say("ui.devices.key", key=name, text=text))

    def hideEvent(self, event: QHideEvent) -> None:
        """Forget what was seen: the next visit looks afresh."""
        super().hideEvent(event)
        self._seen = None

    def _turn(self, by: QAbstractSlider.SliderAction) -> None:
        self._columns.verticalScrollBar().triggerAction(by)

    # -- what can be tried

    def print_test_page(self) -> None:
        """Print a test page."""
        self._try("ui.devices.printing", self._bridge.do(self._rooms.devices.test_page))

    def open_drawer(self) -> None:
        """Open the drawer: a no-sale on record."""
        self._try("ui.devices.opening", self._bridge.do(self._rooms.devices.test_drawer))

    def play_test_sound(self) -> None:
        """Play a sound at the volume of the settings."""
        self._rooms.sounds.play(_TEST_SOUND)
        self._show_sound()

    def _try(self, message_id: str, done: bool) -> None:  # noqa: FBT001 - the command's own answer
        if done:
            self.no.dismiss()
            self._tried = message_id
        self.look()

    # -- what is shown

    def look(self) -> None:
        """Ask the desk, and show what changed."""
        self._ticks = 0
        view = self._rooms.devices.look()
        now_ms = self._rooms.devices.now_ms()
        face = self._face
        self.facts.show_facts(
            device_words.headline(face, view),
            device_words.what_to_do(face, view),
            device_words.facts(face, view, now_ms),
        )
        if self._seen is None or view.queue != self._seen.queue:
            rows = tuple(device_words.queue_row(face, entry, view) for entry in view.queue)
            self.queue.show_rows(rows, device_words.reasons(face, view))
        words = face.say(f"ui.printer.{view.printer}")
        self.printer.show_state(f"{words} · {face.say(self._tried)}" if self._tried else words)
        self.exceptions.show_state(face.say("ui.devices.exceptions.what"))
        self.alone.show_state(face.say("ui.devices.without_network.what"))
        self.journal.show_state(device_words.alarms(face, view))
        self._show_sound()
        self._show_camera()
        self._seen = view

    def _on_tick(self) -> None:
        self._ticks += 1
        if self.isVisible() and self._ticks >= TICKS_BETWEEN_LOOKS:
            self.look()

    def _show_camera(self) -> None:
        camera = self._rooms.camera
        words = self._face.say("ui.camera.off") if camera is None else camera_words(self._face, camera.health())
        self.camera.show_state(words)

    def _show_sound(self) -> None:
        volume = self._rooms.settings.settings.sound_volume
        state = self._face.say(f"ui.sound.{self._rooms.sounds.state}")
        self.sound.show_state(self._face.say("ui.devices.volume", state=state, percent=volume))

    def _hear(self, words: Words) -> None:
        self._heard = words
        self.scanner.show_state(said(words))

    def _hear_nothing(self) -> None:
        self._hear(lambda: self._face.say("ui.devices.scan_here"))

    def _show_no(self, no: Refusal | Fault | Said) -> None:
        if self.isVisible():
            self.no.tell("bad" if isinstance(no, Fault) else "warn", lambda: sentence(self._face, no))

    def _put_on(self) -> None:
        self._title.setText(self._face.say("ui.devices.title"))
        self.back.show_words(self._face.say("ui.back"), "Esc")
        if self._heard:
            self._hear(self._heard)
        self._seen = None
        if self.isVisible():
            self.look()
