"""One tile: a key with its department's colour at the edge, a name of at most two lines and a price under it."""

from collections.abc import Callable
from functools import lru_cache

import msgspec
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.face import Face
from ui.theme.tint import tint
from ui.widgets.figure_fit import fitted
from ui.widgets.let_go import let_go
from ui.widgets.tile_picture import SIDE_PX, picture

HEIGHT_PX = 68  # two lines of name and one of price; never under the 54 px of a key
RADIUS_PX = 10
EDGE_PX = 5
_INNER = (12, 7, -8, -7)
"""Where name, price and picture stand, from the edges of the tile."""
_LINES_MOST = 2
_PICTURE_GAP_PX = 4
_LEAST_PX = 11
_MEDIUM, _SEMI = QFont.Weight.Medium, QFont.Weight.DemiBold
_TAKING = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Select})
_WALKING = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class TileFace(msgspec.Struct, frozen=True):
    """What a tile shows; `key` is what is said when it is taken, `colour` #RRGGBB or "" for none."""

    key: str
    name: str
    price: str = ""
    colour: str = ""
    picture: bytes = b""

    @property
    def spoken(self) -> str:
        """Say name and price."""
        return f"{self.name}, {self.price}" if self.price else self.name


class TileKey(QAbstractButton):
    """A painted key that no style sheet reaches; a screen reader finds a button with name and price."""

    def __init__(
        self,
        face: Face,
        take: Callable[[str], object],
        walk: Callable[["TileKey", int, int], object],
        parent: QWidget | None = None,
    ) -> None:
        """`take` gets the tile's key, `walk` the tile and the step to the one beside it."""
        super().__init__(parent)
        self._face, self._walk = face, walk
        self.shown = TileFace("", "")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda _checked: take(self.shown.key))
        face.changed.connect(self._fit)
        self._fit()

    def show_tile(self, tile: TileFace) -> None:
        """Show another tile."""
        if tile != self.shown:
            if self.isDown():
                let_go(self)  # what is under the finger now is not what it came down on
            self.shown = tile
            self.setAccessibleName(tile.spoken)
            self.update()

    def name_is_whole(self, width_px: int) -> bool:
        """Tell whether all of the name, in letters not too small, stands on a tile of this width."""
        face, inner = self._face, QRect(0, 0, width_px, self.height()).adjusted(*_INNER)
        side = face.px(SIDE_PX)
        room = inner.width() - (side + _PICTURE_GAP_PX if self.shown.picture and inner.width() >= 3 * side else 0)
        return self._name_font(room) is not None

    def sizeHint(self) -> QSize:
        """One height for all; the width is the grid's."""
        return QSize(self._face.px(100), self._face.px(HEIGHT_PX))

    def minimumSizeHint(self) -> QSize:
        """Never narrower than a finger."""
        return QSize(54, self._face.px(HEIGHT_PX))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space take the tile, arrows go to the next one; every other key is the screen's."""
        key = Qt.Key(event.key())
        if key in _TAKING:
            if not event.isAutoRepeat():
                self.click()
        elif key in _WALKING:
            self._walk(self, *_WALKING[key])
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, edge, name and price."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        inner = self.rect().adjusted(*_INNER)
        face = self._face
        price_px = face.metrics("meta", _SEMI).height()
        beside = self._paint_picture(painter, inner)
        width = inner.width() - beside
        painter.setFont(fitted(face.font("meta", _SEMI), self.shown.price, width, _LEAST_PX))  # never cut
        painter.setPen(face.colour(face.theme.ink2))
        place = QRect(inner.left(), inner.bottom() - price_px + 1, width, price_px)
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.shown.price)
        self._paint_name(painter, QPointF(inner.left(), inner.top()), width)
        painter.end()

    def _paint_picture(self, painter: QPainter, inner: QRect) -> int:
        """Draw the picture at the end of the tile, in the middle of its height; return the width that it takes."""
        if not self.shown.picture:
            return 0
        side = self._face.px(SIDE_PX)
        drawn = picture(self.shown.picture, side)
        if drawn is None or inner.width() < 3 * side:  # the words come first
            return 0
        square = QRect(inner.right() - side + 1, inner.center().y() - side // 2, side, side)
        painter.drawPixmap(
            square.left() + (side - drawn.width()) // 2, square.top() + (side - drawn.height()) // 2, drawn
        )
        return side + _PICTURE_GAP_PX

    def _paint_ground(self, painter: QPainter) -> None:
        face, theme, focused = self._face, self._face.theme, self.hasFocus()
        width = 2 if focused else 1
        area = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        shape = QPainterPath()
        shape.addRoundedRect(area, RADIUS_PX, RADIUS_PX)
        worn = tint(self.shown.colour, theme)
        painter.fillPath(shape, face.colour(theme.brand_soft if self.isDown() else worn.ground))
        if worn.edge:
            painter.save()
            painter.setClipPath(shape)
            painter.fillRect(QRectF(area.left(), area.top(), EDGE_PX, area.height()), face.colour(worn.edge))
            painter.restore()
        painter.setPen(QPen(face.colour(theme.focus if focused else theme.hairline), width))
        painter.drawPath(shape)

    def _paint_name(self, painter: QPainter, at: QPointF, width: int) -> None:
        """Draw at most two lines; what does not fit in the second ends in an ellipsis."""
        face = self._face
        font = self._name_font(width)
        if font is None:
            font, metrics = face.font("body", _MEDIUM), face.metrics("body", _MEDIUM)
            longest = max((metrics.horizontalAdvance(word) for word in self.shown.name.split()), default=0)
            if longest >= width > 0 and self.shown.name.isascii():  # a word is made smaller rather than broken
                font = QFont(font)
                font.setPixelSize(max(_LEAST_PX, font.pixelSize() * (width - 1) // longest))
        metrics = QFontMetrics(font)
        painter.setPen(face.colour(face.theme.ink))
        painter.setFont(font)
        for line, text in enumerate(_kept_lines(self.shown.name, font.toString(), width)):
            kept = elided(metrics, text, width)
            painter.drawText(at + QPointF(0, metrics.ascent() + line * metrics.height()), kept)

    def _name_font(self, width: int) -> QFont | None:
        """The largest letters from body to meta in which all of the name has room; none when there are none."""
        face, font = self._face, QFont(self._face.font("body", _MEDIUM))
        for size in range(font.pixelSize(), face.font("meta", _MEDIUM).pixelSize() - 1, -1):
            font.setPixelSize(size)
            if _is_whole(self.shown.name, font.toString(), width):
                return font
        return None

    def _fit(self) -> None:
        self.setFixedHeight(self._face.px(HEIGHT_PX))
        self.update()


@lru_cache(maxsize=512)  # names of two pages of tiles at the widths of some windows
def _kept_lines(name: str, font: str, width_px: int) -> tuple[str, ...]:
    drawn = QFont()
    drawn.fromString(font)
    return name_lines(name, drawn, width_px)


@lru_cache(maxsize=2048)  # some columns and letter sizes of the same names
def _is_whole(name: str, font: str, width_px: int) -> bool:
    """Tell whether the lines have room and no word is broken."""
    drawn = QFont()
    drawn.fromString(font)
    metrics = QFontMetrics(drawn)
    lines = name_lines(name, drawn, width_px)
    broken = name.isascii() and [word for line in lines for word in line.split()] != name.split()
    return not broken and all(metrics.horizontalAdvance(line) <= width_px for line in lines)


def elided(metrics: QFontMetrics, text: str, width_px: int) -> str:
    """Cut a text that is too wide after a whole word; a single word, and Chinese, where the room ends."""
    if metrics.horizontalAdvance(text) <= width_px:
        return text
    words = text.split(" ") if text.isascii() else []
    while len(words) > 1:
        words.pop()
        if metrics.horizontalAdvance(kept := " ".join((*words, "…"))) <= width_px:
            return kept
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width_px)


def name_lines(name: str, font: QFont, width_px: int) -> tuple[str, ...]:
    """Break a name into at most two lines of `width_px`; the last one holds all the rest."""
    layout = QTextLayout(name, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    begins: list[int] = []
    while len(begins) < _LINES_MOST and (line := layout.createLine()).isValid():
        line.setLineWidth(width_px)
        begins.append(line.textStart())
    layout.endLayout()
    ends = [*begins[1:], len(name)]
    return tuple(name[start:end].rstrip() for start, end in zip(begins, ends, strict=True))
