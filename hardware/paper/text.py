"""A receipt as plain text: for the file printer, the demo's output and golden files."""

from __future__ import annotations

from collections.abc import Iterator

from hardware.paper.columns import centred, paired, width, wrapped
from pos_app.domain.receipt import Align, Barcode, Element, Gap, Pair, QrCode, Receipt, Ruler, Text


def render(receipt: Receipt, columns: int = 42) -> str:
    """Return the receipt as lines of at most `columns`, ended by a line feed."""
    return "\n".join(line.rstrip() for element in receipt.elements for line in lines(element, columns)) + "\n"


def lines(element: Element, columns: int) -> Iterator[str]:
    """Return the lines of text that stand for one element."""
    match element:
        case Text():
            for line in wrapped(element.text, columns):
                yield _aligned(line, element.align, columns)
        case Pair():
            yield from paired(element.left, element.right, columns)
        case Ruler():
            yield "-" * columns
        case Barcode():
            yield centred(f"*{element.data}*", columns)
        case QrCode():
            for line in wrapped(f"[{element.data}]", columns):
                yield centred(line, columns)
        case Gap():
            yield ""


def _aligned(line: str, align: Align, columns: int) -> str:
    if align is Align.CENTRE:
        return centred(line, columns)
    return " " * (columns - width(line)) + line if align is Align.RIGHT else line
