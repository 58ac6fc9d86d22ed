"""A printer that is a folder: each receipt becomes a numbered text file. For the demo, and a till without a printer."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from hardware.paper.text import render
from pos_app.devices import Condition, DeviceState, Health
from pos_app.domain.errors import Fault
from pos_app.domain.receipt import Receipt

FILES_MAX: Final = 10_000
"""The oldest is overwritten beyond this many."""


class FilePrinter:
    """Writes receipts to `folder/receipt-NNNNN.txt` and a drawer's opening to `folder/drawer.log`."""

    def __init__(self, folder: Path, columns: int = 42) -> None:
        """Begin closed."""
        self._folder = folder
        self._columns = columns
        self._state = DeviceState.CLOSED
        self._number = 0

    def open(self) -> None:
        """Make the folder, and go on after the newest receipt in it."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            newest = max(self._folder.glob("receipt-*.txt"), key=lambda file: file.stat().st_mtime_ns, default=None)
        except OSError as error:
            raise Fault("printer.folder", folder=str(self._folder)) from error
        digits = "" if newest is None else newest.stem.removeprefix("receipt-")
        self._number = int(digits) if digits.isdecimal() else 0
        self._state = DeviceState.OPEN

    def claim(self) -> None:
        """Nothing to take: the data folder is already this till's alone."""
        self._state = DeviceState.CLAIMED

    def enable(self) -> None:
        """Be ready."""
        self._state = DeviceState.ENABLED

    def health(self) -> Health:
        """Say whether the folder is there."""
        there = self._state is DeviceState.ENABLED and self._folder.is_dir()
        return Health(self._state, Condition.READY if there else Condition.UNREACHABLE)

    def close(self) -> None:
        """Let go."""
        self._state = DeviceState.CLOSED

    def print(self, receipt: Receipt) -> None:
        """Write the receipt as text; raises `Fault` "printer.folder" when the disk does not take it."""
        self._number = self._number % FILES_MAX + 1
        path = self._folder / f"receipt-{self._number:05d}.txt"
        fresh = path.with_suffix(".new")
        try:
            fresh.write_text(render(receipt, self._columns), encoding="utf-8")
            fresh.replace(path)
        except OSError as error:
            raise Fault("printer.folder", folder=str(self._folder)) from error

    def kick(self) -> None:
        """Note that a drawer would open now."""
        try:
            with (self._folder / "drawer.log").open("a", encoding="ascii") as log:
                log.write(f"kick after receipt {self._number:05d}\n")
        except OSError as error:
            raise Fault("printer.folder", folder=str(self._folder)) from error
