"""The devices of a till, a card each: how each is, and what can be tried with it. The Devices screen holds them.

What a try or a scan brought is said on its own card, and `answered` names the card, so that it is brought into sight.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from pos_app.selling.devices_view import DevicesView
from pos_app.selling.view import Sound
from ui.bridge import Bridge
from ui.face import Face, Words, said
from ui.panels import device_words
from ui.panels.device_cards import ActsCard
from ui.widgets.buttons import Button, MoneyButton
from ui.widgets.camera_view import camera_words

_TEST_SOUND = Sound.PAID


class DeviceTries(QObject):
    """Makes the cards, tries the devices, and shows how they are."""

    answered = Signal(object)  # the ActsCard that says what came of it
    done = Signal()
    """A try went through."""

    def __init__(self, face: Face, bridge: Bridge, opens: Callable[[str], object]) -> None:
        """`opens` shows another screen by its name."""
        super().__init__()
        assert bridge.rooms is not None
        self._face, self._bridge, self._rooms = face, bridge, bridge.rooms
        self._pace = (0, 0)
        self._tried = ""
        self._heard: Words = ""
        """What the scanner or the keyboard sent last."""
        self.printer = ActsCard(
            face, "printer", "ui.devices.printer",
            (
                ("ui.devices.test_page", "F7", Button, self.print_test_page),
                ("ui.devices.test_drawer", "F8", MoneyButton, self.open_drawer),
            ),
        )  # fmt: skip
        tests_sound = ("ui.devices.test_sound", "F9", Button, self.play_test_sound)
        self.sound = ActsCard(face, "volume-2", "ui.devices.sound", (tests_sound,))
        self.scanner = ActsCard(face, "scan-barcode", "ui.devices.scanner", ())
        self.camera = ActsCard(face, "scan-barcode", "ui.camera", ())
        self.journal = ActsCard(face, "hard-drive", "ui.devices.journal", ())
        reads = ("ui.devices.read_it", "Ctrl+E", Button, lambda: opens("without_network"))
        self.alone = ActsCard(face, "cloud-off", "ui.devices.without_network", (reads,))
        looks = ("ui.devices.look_at_it", "Ctrl+G", Button, lambda: opens("exceptions"))
        self.exceptions = ActsCard(face, "triangle-alert", "ui.devices.exceptions", (looks,))

    @property
    def cards(self) -> tuple[ActsCard, ...]:
        """Return the cards in the order that they stand under each other."""
        return (self.printer, self.sound, self.scanner, self.camera, self.journal, self.exceptions, self.alone)

    @property
    def keys(self) -> dict[Qt.Key, Callable[[], object]]:
        """Return what each key tries."""
        return {
            Qt.Key.Key_F7: self.print_test_page,
            Qt.Key.Key_F8: self.open_drawer,
            Qt.Key.Key_F9: self.play_test_sound,
        }

    def begin(self) -> None:
        """Forget what was tried and heard."""
        self._tried, self._pace = "", (0, 0)
        self._hear(lambda: self._face.say("ui.devices.scan_here"))

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
        self.answered.emit(self.sound)

    def _try(self, message_id: str, done: bool) -> None:  # noqa: FBT001 - the command's own answer
        if done:
            self._tried = message_id
            self.done.emit()
        self.show_view(self._rooms.devices.look())
        self.answered.emit(self.printer)

    # -- what comes in

    def take_pace(self, keys: int, took_ms: int) -> None:
        """Keep how fast the scan came that follows."""
        self._pace = (keys, took_ms)

    def take_scan(self, code: str) -> None:
        """Show what the till reads; nothing is sold."""
        read = self._rooms.devices.read_scan(code)
        pace, self._pace = self._pace, (0, 0)
        self._hear(lambda: device_words.reading(self._face, read, *pace))
        self.answered.emit(self.scanner)

    def take_key(self, name: str, text: str) -> None:
        """Show what a key of the keyboard sends."""
        self._hear(lambda: self._face.say("ui.devices.key", key=name, text=text))
        self.answered.emit(self.scanner)

    def _hear(self, words: Words) -> None:
        self._heard = words
        self.scanner.show_state(said(words))

    # -- what is shown

    def show_view(self, view: DevicesView) -> None:
        """Show how every device is."""
        face = self._face
        words = face.say(f"ui.printer.{view.printer}")
        self.printer.show_state(f"{words} · {face.say(self._tried)}" if self._tried else words)
        self.exceptions.show_state(face.say("ui.devices.exceptions.what"))
        self.alone.show_state(face.say("ui.devices.without_network.what"))
        self.journal.show_state(device_words.alarms(face, view))
        camera = self._rooms.camera
        self.camera.show_state(face.say("ui.camera.off") if camera is None else camera_words(face, camera.health()))
        self._show_sound()

    def put_on(self) -> None:
        """Say in another language what was heard."""
        if self._heard:
            self._hear(self._heard)

    def _show_sound(self) -> None:
        volume = self._rooms.settings.settings.sound_volume
        state = self._face.say(f"ui.sound.{self._rooms.sounds.state}")
        self.sound.show_state(self._face.say("ui.devices.volume", state=state, percent=volume))
