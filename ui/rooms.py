"""What the screens beside the sell screen ask of the desks: devices, settings, and the sounds' player.

The command line hands them over with the till desk. Every method runs on the UI thread and is fast.
"""

from typing import Protocol

import msgspec

from pos_app.devices import Scanner
from pos_app.selling.devices_view import DevicesView, ScanReading
from pos_app.selling.exceptions_view import ExceptionsView
from pos_app.selling.view import OperatorView, Told
from pos_app.settings import Settings
from pos_app.settings_desk import Saved
from ui.members_room import MembersRoom
from ui.pickup_room import PickupRoom
from ui.stock_room import StockRoom


class DevicesRoom(Protocol):
    """The desk of the Devices and sync page."""

    def look(self) -> DevicesView:
        """Return how everything stands now."""

    def read_scan(self, text: str) -> ScanReading:
        """Return what a scan is read as; nothing is sold."""

    def test_page(self) -> Told:
        """Print a test page."""

    def test_drawer(self) -> Told:
        """Open the drawer, on record."""

    def now_ms(self) -> int:
        """Return the wall time."""


class ExceptionsRoom(Protocol):
    """The desk of what did not reconcile."""

    def look(self) -> ExceptionsView:
        """Return what is open now."""


class SettingsRoom(Protocol):
    """The desk of the settings."""

    @property
    def settings(self) -> Settings:
        """Return what stands on disk."""

    def managers(self) -> tuple[OperatorView, ...]:
        """Return whose PIN opens the guarded settings."""

    def is_guarded(self, wanted: Settings) -> bool:
        """Tell whether the change needs a manager's PIN."""

    def save(self, wanted: Settings, manager: str = "", pin: str = "") -> Saved:
        """Check and write; Refusal or Fault, and nothing changed."""


class Sounds(Protocol):
    """The player of the till's sounds."""

    @property
    def state(self) -> str:
        """Return on, muted, no_device or not_yet."""

    def play(self, sound: str) -> None:
        """Play one and return at once."""

    def set_volume(self, volume: int) -> None:
        """Play at 0 to 100 from now on."""


class NoSounds:
    """A till that plays nothing: for the gallery and the pictures."""

    state = "muted"

    def play(self, sound: str) -> None:
        """Play nothing."""

    def set_volume(self, volume: int) -> None:
        """There is nothing to set."""


class Rooms(msgspec.Struct, frozen=True):
    """The desks beside the till desk."""

    devices: DevicesRoom
    settings: SettingsRoom
    sounds: Sounds
    pickup: PickupRoom | None = None
    stock: StockRoom | None = None
    exceptions: ExceptionsRoom | None = None
    members: MembersRoom | None = None
    camera: Scanner | None = None
    """The one camera, for whichever screen shows its view; None when it is off."""
