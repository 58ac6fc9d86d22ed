"""Shows what a printer did as a person would see it: the paper as a picture, or as lines of text."""

from __future__ import annotations

from collections.abc import Iterable

from PIL import Image

from hardware.fakes.escpos_reader import Bars, Cut, Dots, Event, Feed, Kick, Qr, Row
from hardware.paper.columns import Grid
from hardware.paper.picture import ROW_DOTS, Pictured, stacked
from pos_app.domain.receipt import Barcode, QrCode, Ruler


def drawn(events: Iterable[Event], columns: int, font: str = "") -> Image.Image:
    """Return the paper: the printer's text in our font, pictures dot by dot, a ruler where it was cut."""
    pictured = Pictured(font, columns)
    in_chinese = Grid(columns, lambda character: 1 if character.isascii() else 2)
    strips = []
    for event in events:
        match event:
            case Row(text, bold, large, chinese):
                grid = in_chinese if chinese else pictured.grid
                strips.append(pictured.row(text, bold=bold, large=large, grid=grid))
            case Dots(wide, data):
                black = Image.frombytes("1", (wide * 8, len(data) // wide), bytes(byte ^ 0xFF for byte in data))
                strips.append(black)
            case Bars(data):
                strips.append(pictured.element(Barcode(data)))
            case Qr(data):
                strips.append(pictured.element(QrCode(data)))
            case Feed(lines):
                strips.append(Image.new("1", (pictured.dots, lines * ROW_DOTS), 1))
            case Cut():
                strips.append(pictured.element(Ruler()))
            case _:
                pass
    return stacked(strips, pictured.dots)


def told(events: Iterable[Event]) -> tuple[str, ...]:
    """Return one line for each thing the printer did: its text, and "<cut>" and the like for the rest."""
    lines: list[str] = []
    for event in events:
        match event:
            case Row(text):
                lines.append(text)
            case Bars(data):
                lines.append(f"<bars {data}>")
            case Qr(data):
                lines.append(f"<qr {data}>")
            case Kick(now):
                lines.append("<kick now>" if now else "<kick>")
            case _:
                lines.append(f"<{type(event).__name__.lower()}>")
    return tuple(lines)
