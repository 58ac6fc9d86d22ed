"""A printer that is a folder: each receipt becomes a numbered text file. For the demo, and a till without a printer."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from hardware.paper.columns import Grid
from hardware.paper.text import render
from pos_app.devices import Condition, DeviceState, Health
from pos_app.domain.errors import Fault
from pos_app.domain.receipt import Receipt

FILES_MAX: Final = 10_000
"""Numbers go round: the oldest file leaves one place free, which says where to go on, whatever the clock says."""
DRAWER_LOG_BYTES_MAX: Final = 1_000_000
"""The drawer's log is begun anew beyond this; one older one is kept."""


class FilePrinter:
    """Writes receipts to `folder/receipt-NNNNN.txt` and a drawer's opening to `folder/drawer.log`."""

    def __init__(self, folder: Path, columns: int = 42, *, files_max: int = FILES_MAX) -> None:
        """Begin closed."""
        self._folder = folder
        self._columns = columns
        self._files_max = files_max
        self._state = DeviceState.CLOSED
        self._number = 0

    def open(self) -> None:
        """Make the folder and go on after its newest receipt; raises `Fault` "printer.folder", "paper.columns"."""
        Grid(self._columns)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            names = [file.stem.removeprefix("receipt-") for file in self._folder.glob("receipt-*.txt")]
        except OSError as error:
            raise self._fault() from error
        taken = {int(name) for name in names if name.isascii() and name.isdecimal()}
        before_gap = (number for number in sorted(taken) if number % self._files_max + 1 not in taken)
        self._number = next(before_gap, 0)
        self._state = DeviceState.OPEN

    def claim(self) -> None:
        """Nothing to take: the data folder is already this till's alone."""
        self._state = DeviceState.CLAIMED

    def enable(self) -> None:
        """Be ready."""
        self._state = DeviceState.ENABLED

    def health(self) -> Health:
        """Say whether the folder is there."""
        try:
            there = self._state is DeviceState.ENABLED and self._folder.is_dir()
        except OSError:
            there = False
        return Health(self._state, Condition.READY if there else Condition.UNREACHABLE)

    def close(self) -> None:
        """Let go."""
        self._state = DeviceState.CLOSED

    def print(self, receipt: Receipt) -> None:
        """Write the receipt as text; raises `Fault` "printer.folder" when the disk does not take it."""
        self._check_enabled()
        number = self._number % self._files_max + 1
        path = self._file(number)
        fresh = path.with_suffix(".new")
        try:
            fresh.write_text(render(receipt, self._columns), encoding="utf-8")
            self._file(number % self._files_max + 1).unlink(missing_ok=True)
            fresh.replace(path)
        except OSError as error:
            raise self._fault() from error
        self._number = number

    def kick(self) -> None:
        """Note that a drawer would open now."""
        self._check_enabled()
        log = self._folder / "drawer.log"
        try:
            if log.exists() and log.stat().st_size > DRAWER_LOG_BYTES_MAX:
                log.replace(log.with_suffix(".old"))
            with log.open("a", encoding="ascii") as file:
                file.write(f"kick after receipt {self._number:05d}\n")
        except OSError as error:
            raise self._fault() from error

    def _check_enabled(self) -> None:
        if self._state is not DeviceState.ENABLED:
            raise Fault("printer.not_ready", condition=Condition.UNREACHABLE)

    def _file(self, number: int) -> Path:
        return self._folder / f"receipt-{number:05d}.txt"

    def _fault(self) -> Fault:
        return Fault("printer.folder", folder=str(self._folder))
