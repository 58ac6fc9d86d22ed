"""A receipt as plain text: for the file printer, the demo's output and golden files."""

from __future__ import annotations

from collections.abc import Iterator

from hardware.paper.columns import Grid
from pos_app.domain.receipt import Align, Barcode, Element, Gap, Pair, QrCode, Receipt, Ruler, Text


def render(receipt: Receipt, columns: int = 42) -> str:
    """Return the receipt as lines of at most `columns`, ended by a line feed.

    Large print is not wider here, so that every line can be read and compared.
    """
    grid = Grid(columns)
    rows = (line for element in receipt.elements for line in lines(element, grid, enlarge=False))
    return "\n".join(line.rstrip() for line in rows) + "\n"


def lines(element: Element, grid: Grid, *, enlarge: bool = True) -> Iterator[str]:
    """Return the lines of text that stand for one element; with `enlarge`, large ones in half the columns."""
    match element:
        case Text():
            yield from _aligned(element, grid, large=enlarge and element.large)
        case Pair():
            yield from grid.paired(element.left, element.right, large=enlarge and element.large)
        case Ruler():
            yield "-" * grid.columns
        case Barcode():
            yield from grid.centred(f"*{element.data}*")
        case QrCode():
            most = grid.columns - len("[]")
            fits = len(element.data) <= most
            yield from grid.centred(f"[{element.data if fits else element.data[: most - 1] + '…'}]")
        case Gap():
            yield ""


def _aligned(element: Text, grid: Grid, *, large: bool) -> Iterator[str]:
    match element.align:
        case Align.LEFT:
            yield from grid.wrapped(element.text, large=large)
        case Align.CENTRE:
            yield from grid.centred(element.text, large=large)
        case Align.RIGHT:
            yield from grid.flush_right(element.text, large=large)
