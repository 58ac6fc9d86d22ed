"""The desks beside the till desk, in memory: devices to look at, settings with two managers, silent sounds."""

from __future__ import annotations

from datetime import UTC

import msgspec

from pos_app.devices import Condition
from pos_app.domain.errors import Refusal
from pos_app.selling.devices_view import CatalogueView, DevicesView, QueueEntry, QueueState, ScanReading, StationView
from pos_app.selling.lamp import Link, SyncSeen
from pos_app.selling.view import Lamp, LampState, OperatorView, Told
from pos_app.settings import Settings
from pos_app.settings_desk import AT_START, GUARDED, Saved, problems
from tests.ui.shop_camera import ShopCamera
from ui.rooms import Rooms

NOW_MS = 1_800_000_000_000
MANAGER_PIN = "9999"
SEEN = DevicesView(
    Lamp(LampState.ONLINE),
    SyncSeen(Link.ONLINE, contact_age_ms=2_000, catalogue_age_ms=180_000),
    StationView("Till 3", "0217-03", "0217", "demo", "https://hub.example:8470", 77, 4_212),
    CatalogueView("cache-7.db", NOW_MS - 86_400_000, is_current=True, age_ms=180_000),
    tuple(
        QueueEntry(77, 4_212 - at, kind, NOW_MS - at * 60_000, state, reason)
        for at, (kind, state, reason) in enumerate(
            (
                ("sale", QueueState.LOOK, "quarantined"),
                ("sale", QueueState.WAITING, ""),
                ("no_sale", QueueState.WAITING, ""),
                ("sale", QueueState.SENT, ""),
                ("signed_on", QueueState.SENT, ""),
            )
        )
    ),
    Condition.READY,
    (),
    UTC,
)


class ShopDevices:
    """Shows `seen`, and counts what was tried."""

    def __init__(self) -> None:
        self.seen = SEEN
        self.tried: list[str] = []
        self.fails: Exception | None = None

    def look(self) -> DevicesView:
        return self.seen

    def read_scan(self, text: str) -> ScanReading:
        return ScanReading("plain", text, "EAN-13")

    def test_page(self) -> Told:
        return self._try("test_page")

    def test_drawer(self) -> Told:
        return self._try("test_drawer")

    def now_ms(self) -> int:
        return NOW_MS

    def _try(self, what: str) -> Told:
        if self.fails is not None:
            raise self.fails
        self.tried.append(what)
        return Told()


class ShopSettings:
    """Keeps the settings in memory by the desk's own rules."""

    def __init__(self) -> None:
        self.settings = Settings()

    def managers(self) -> tuple[OperatorView, ...]:
        return (OperatorView("30", "Wang Fang", "en"), OperatorView("31", "赵磊", "zh-Hans"))

    def is_guarded(self, wanted: Settings) -> bool:
        return any(getattr(wanted, name) != getattr(self.settings, name) for name in GUARDED)

    def save(self, wanted: Settings, manager: str = "", pin: str = "") -> Saved:
        assert not problems(wanted)
        if self.is_guarded(wanted) and (manager, pin) != ("30", MANAGER_PIN):
            raise Refusal("settings.manager_needed" if not pin else "staff.wrong_pin", left=4)
        waits = any(getattr(wanted, name) != getattr(self.settings, name) for name in AT_START)
        self.settings = wanted
        return Saved(wanted, waits)


class ShopSounds:
    """Remembers what was played."""

    def __init__(self) -> None:
        self.played: list[str] = []
        self.volume = 70
        self.state = "on"

    def play(self, sound: str) -> None:
        self.played.append(sound)

    def set_volume(self, volume: int) -> None:
        self.volume = volume


class ShopRooms:
    """All of them, with their own types."""

    def __init__(self) -> None:
        self.devices, self.settings, self.sounds = ShopDevices(), ShopSettings(), ShopSounds()
        self.camera = ShopCamera()

    @property
    def rooms(self) -> Rooms:
        return Rooms(self.devices, self.settings, self.sounds, camera=self.camera)

    def show(self, **changes: object) -> None:
        """Let the next look see something else."""
        self.devices.seen = msgspec.structs.replace(self.devices.seen, **changes)
