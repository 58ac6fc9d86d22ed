"""Goods for the gallery's pages: enough to see long and short names, both scripts, and figures of every width."""

from ui.face import Face
from ui.widgets.found_list import FoundRow
from ui.widgets.line_list import LineRow
from ui.widgets.tiles import TileFace

NAMES = (
    ("Dark Noodles 330 g", "方便面 330克"),
    ("Roasted Coffee, whole beans, from the hills 250 g", "烘焙咖啡豆 250克"),
    ("Bananas", "香蕉"),
    ("Watermelon", "西瓜"),
    ("Chinese Cabbage", "大白菜"),
    ("Sparkling Water 6 × 1.5 l", "气泡水 6×1.5升"),
)
_PRICES = (1_359, 17_370, 698, 1_498, 298, 124_999)
_COLOURS = ("#B8862B", "#6B4A2B", "#3E7D3A", "#3E7D3A", "#3E7D3A", "#2B6CB8")
_CURRENCY = "CNY"


def _name(face: Face, at: int) -> str:
    return NAMES[at][face.language.startswith("zh")]


def line_rows(face: Face) -> tuple[LineRow, ...]:
    """Return basket lines, the last one the newest."""
    last = len(NAMES) - 1
    return tuple(
        LineRow(
            number=at + 1,
            quantity=str(at % 3 + 1),
            name=_name(face, at),
            detail=f"{face.money(price, _CURRENCY)} · 690000099017{at}",
            amount=face.money(price * (at % 3 + 1), _CURRENCY),
            newest=at == last,
        )
        for at, price in enumerate(_PRICES)
    )


def found_rows(face: Face) -> tuple[FoundRow, ...]:
    """Return what a search found."""
    return tuple(
        FoundRow(str(at), _name(face, at), f"690000099017{at}", face.money(price, _CURRENCY))
        for at, price in enumerate(_PRICES)
    )


def tile_faces(face: Face) -> tuple[tuple[str, ...], tuple[TileFace, ...]]:
    """Return page names and the tiles of the first page."""
    pages = ("Fruit & veg", "Bakery", "Bags") if not face.language.startswith("zh") else ("果蔬", "面包", "袋子")
    tiles = (
        TileFace(
            str(at),
            _name(face, at % len(NAMES)),
            face.money(_PRICES[at % len(NAMES)], _CURRENCY),
            _COLOURS[at % len(NAMES)],
        )
        for at in range(18)
    )
    return pages, tuple(tiles)
