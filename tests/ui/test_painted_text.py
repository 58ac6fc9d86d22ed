"""Text that delegates and tiles paint themselves: inside its place, never one over the other, figures never cut."""

from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QFontMetrics, QPainter, QPixmap

from ui.face import Face
from ui.theme.type_scale import SCALES_PERCENT, TypeScale
from ui.widgets import tile_key
from ui.widgets.found_list import ROW_PX as FOUND_PX
from ui.widgets.found_list import FoundPainter, FoundRow
from ui.widgets.line_list import ROW_PX, LinePainter, LineRow
from ui.widgets.row_painter import RowPainter
from ui.widgets.tile_key import HEIGHT_PX, TileFace, TileKey
from ui.widgets.totals import Totals, TotalsCard, TotalsRow

NAMES = (
    "Tea",
    "Iced Soap 500 g, twin pack with a name that no till has room for",
    "Donaudampfschifffahrtsgesellschaftskapitänsmütze",
    "优质有机五常大米家庭装十公斤真空包装礼盒",
    "شاي أخضر مع النعناع",
    "",
)
AMOUNTS = ("¥0.01", "¥176.23", "−¥12,345.00", "¥99,999,999.99")


class Drawn(msgspec.Struct, frozen=True):
    """One text as it was painted, in px."""

    text: str
    place: QRect
    width: int
    height: int


class Recording(QPainter):
    """Paints, and remembers the texts."""

    drawn: list[Drawn]

    def drawText(self, *args: Any) -> Any:  # noqa: ANN401, N802 - Qt's overloads and Qt's name
        text, metrics = args[-1], QFontMetrics(self.font())
        width = metrics.horizontalAdvance(text)
        if isinstance(args[0], QPointF):
            top = round(args[0].y()) - metrics.ascent()
            place = QRect(round(args[0].x()), top, width, metrics.height())
        else:
            place = QRect(args[0])
        if text:
            type(self).drawn.append(Drawn(text, place, width, metrics.height()))
        super().drawText(*args)


def painted(painter: RowPainter, row: object, width_px: int, height_px: int) -> list[Drawn]:
    Recording.drawn = []
    picture = QPixmap(width_px, height_px)
    recording = Recording(picture)
    painter.draw(recording, row, picture.rect())
    recording.end()
    return Recording.drawn


def cut(drawn: list[Drawn], area: QRect) -> list[str]:
    """Return the texts that do not fit in their place, stand out of the area, or lie over another one."""
    wrong = [
        f"{each.text!r}: {each.width} px in {each.place.width()}"
        for each in drawn
        if each.width > each.place.width() + 1
    ]
    wrong += [f"{each.text!r} stands out" for each in drawn if not area.contains(each.place)]
    wrong += [
        f"{one.text!r} lies over {other.text!r}"
        for at, one in enumerate(drawn)
        for other in drawn[at + 1 :]
        if one.place.adjusted(1, 1, -1, -1).intersects(other.place.adjusted(1, 1, -1, -1))
    ]
    return wrong


@pytest.fixture(params=SCALES_PERCENT)
def face(request: pytest.FixtureRequest, qapp: object) -> Face:
    del qapp
    return Face(scale=TypeScale(request.param))


_WIDTHS, _NAME, _AMOUNT = st.integers(300, 620), st.sampled_from(NAMES), st.sampled_from(AMOUNTS)
_fixtures_stay = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)


@_fixtures_stay
@given(
    width=_WIDTHS,
    name=_NAME,
    detail=_NAME,
    amount=_AMOUNT,
    quantity=st.sampled_from(("1", "99,999", "12.345")),
    newest=st.booleans(),
)
def test_a_basket_line_cuts_no_figure_and_covers_nothing(
    face: Face, width: int, name: str, detail: str, amount: str, quantity: str, *, newest: bool
) -> None:
    row = LineRow(1, quantity, name, detail, amount, newest=newest)
    drawn = painted(LinePainter(face, ROW_PX), row, face.px(width), face.px(ROW_PX))
    assert cut(drawn, QRect(0, 0, face.px(width), face.px(ROW_PX))) == []
    assert {amount, quantity} <= {each.text for each in drawn}


@_fixtures_stay
@given(width=_WIDTHS, name=_NAME, detail=_NAME, amount=_AMOUNT)
def test_a_found_row_cuts_no_price_and_covers_nothing(
    face: Face, width: int, name: str, detail: str, amount: str
) -> None:
    drawn = painted(
        FoundPainter(face, FOUND_PX), FoundRow("k", name, detail, amount), face.px(width), face.px(FOUND_PX)
    )
    assert cut(drawn, QRect(0, 0, face.px(width), face.px(FOUND_PX))) == []
    assert amount in {each.text for each in drawn}


@pytest.mark.parametrize("name", [name for name in NAMES if len(name) > 20])
def test_a_name_without_room_ends_in_an_ellipsis(face: Face, name: str) -> None:
    drawn = painted(LinePainter(face, ROW_PX), LineRow(1, "1", name, "", AMOUNTS[1]), 260, face.px(ROW_PX))
    shown = next(each.text for each in drawn if each.text not in ("1", AMOUNTS[1]))
    assert shown.endswith("…")
    assert name.startswith(shown.removesuffix("…"))


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> type[Recording]:
    monkeypatch.setattr(tile_key, "QPainter", Recording)
    Recording.drawn = []
    return Recording


@_fixtures_stay
@given(width=st.integers(92, 200), name=_NAME, price=st.sampled_from(("", *AMOUNTS[:3])))
def test_a_tile_keeps_two_lines_of_name_over_a_whole_price(
    face: Face, recorded: type[Recording], width: int, name: str, price: str
) -> None:
    tile = TileKey(face, lambda _key: None, lambda _tile, _across, _down: None)
    tile.show_tile(TileFace("k", name, price))
    tile.resize(face.px(width), face.px(HEIGHT_PX))
    recorded.drawn = []
    tile.grab()
    drawn = recorded.drawn
    assert cut(drawn, tile.rect()) == []
    assert not price or price in {each.text for each in drawn}
    assert len([each for each in drawn if each.text != price]) <= 2
    tile.deleteLater()


def test_of_a_long_number_both_ends_are_read(face: Face) -> None:
    row = FoundRow("r", "0217-03-4D4B-000042-000001", "", "¥30.10")
    texts = [each.text for each in painted(FoundPainter(face, FOUND_PX), row, face.px(220), face.px(FOUND_PX))]
    shortened = next(text for text in texts if "…" in text)
    assert shortened.startswith("0217")
    assert shortened.endswith("01")


@pytest.mark.parametrize("word", ["Oranges", "Watermelon", "Aubergines", "Mandarins"])
def test_a_word_on_a_tile_is_made_smaller_and_never_broken(
    face: Face, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    monkeypatch.setattr(tile_key, "QPainter", Recording)
    key = TileKey(face, lambda _key: None, lambda *_way: None)
    key.show_tile(TileFace("k", word, "¥4.58"))
    for width in range(face.px(96), face.px(140)):
        Recording.drawn = []
        key.resize(width, face.px(HEIGHT_PX))
        key.grab()
        assert word in {each.text for each in Recording.drawn}, width


def test_a_long_name_of_an_offer_makes_no_amount_of_the_totals_smaller(face: Face) -> None:
    card = TotalsCard(face)
    amounts = ("−¥5.15", "−¥12,345.00")
    rows = tuple(TotalsRow("Household and cleaning things twenty percent off", each, saving=True) for each in amounts)
    card.show_totals(Totals(rows, "To pay", "¥207.88"))
    card.resize(face.px(250), 300)
    card.grab()
    for (_, words, amount), text in zip(card._rows, amounts, strict=False):
        assert (amount.shown, amount.width() >= amount.sizeHint().width()) == (text, True)
        assert words.width() < words.sizeHint().width()
        assert words.accessibleName() == rows[0].words
