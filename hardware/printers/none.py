"""The printer of a till that has none: it is never ill, and says plainly that nothing was printed."""

from __future__ import annotations

from pos_app.devices import Condition, DeviceState, Health
from pos_app.domain.errors import Fault
from pos_app.domain.receipt import Receipt


class NoPrinter:
    """Takes no paper and opens no drawer."""

    def __init__(self) -> None:
        """Begin closed."""
        self._state = DeviceState.CLOSED

    def open(self) -> None:
        """There is nothing to find."""
        self._state = DeviceState.OPEN

    def claim(self) -> None:
        """There is nothing to take."""
        self._state = DeviceState.CLAIMED

    def enable(self) -> None:
        """Be as ready as it can be."""
        self._state = DeviceState.ENABLED

    def health(self) -> Health:
        """Say that nothing is known, which troubles nobody."""
        enabled = self._state is DeviceState.ENABLED
        return Health(self._state, Condition.UNKNOWN if enabled else Condition.UNREACHABLE)

    def close(self) -> None:
        """Let go."""
        self._state = DeviceState.CLOSED

    def print(self, receipt: Receipt) -> None:
        """Refuse by `Fault` "printer.none"."""
        raise Fault("printer.none", elements=len(receipt.elements))

    def kick(self) -> None:
        """Refuse by `Fault` "devices.no_drawer"."""
        raise Fault("devices.no_drawer")
