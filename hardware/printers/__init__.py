"""The kinds of printer that `terminal.toml` may choose, by name.

To add one: a file beside this one, a line in the registry; the contract test runs over the whole registry. Making one
never fails and touches nothing: what is wrong with it is said by `open`, so that a till starts without its printer.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

import msgspec

from hardware.paper.escpos import EscPos
from hardware.paper.picture import Pictured
from hardware.printers.file import FilePrinter
from hardware.printers.none import NoPrinter
from hardware.printers.tcp import TcpPrinter
from pos_app.devices import CashDrawer, POSPrinter


class DrawerPrinter(POSPrinter, CashDrawer, Protocol):
    """A printer with a drawer on its kick line: what every kind here is."""


class Model(msgspec.Struct, frozen=True):
    """What `terminal.toml` says of the printer, and the folder of this till's receipts."""

    folder: Path
    host: str = ""
    port: int = 9100
    columns: int = 42
    chinese: str = "image"
    """image | gb18030."""
    font: str = ""
    answers: bool = True
    """It answers status questions; with False, what was sent is believed to be printed."""


def _none(_model: Model) -> DrawerPrinter:
    return NoPrinter()


def _file(model: Model) -> DrawerPrinter:
    return FilePrinter(model.folder, model.columns)


def _tcp(model: Model) -> DrawerPrinter:
    picture = None if model.chinese == "gb18030" else Pictured(model.font, model.columns)
    return TcpPrinter(model.host, model.port, EscPos(model.columns, picture), answers=model.answers)


PRINTERS: Final[dict[str, Callable[[Model], DrawerPrinter]]] = {"none": _none, "file": _file, "tcp": _tcp}
"""Every kind of printer by its name in the settings."""
