"""What a search found: name, a second line, price. Also the held baskets, which look the same."""

import msgspec
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QWidget

from ui.face import Face
from ui.widgets.row_painter import INSET, LEFT, RIGHT, RowPainter
from ui.widgets.rows import RowList

ROW_PX = 56
_GAP = 10
_MEDIUM, _SEMI = QFont.Weight.Medium, QFont.Weight.DemiBold


class FoundRow(msgspec.Struct, frozen=True):
    """One product or held basket as text; `key` is its id."""

    key: str
    name: str
    detail: str
    amount: str

    @property
    def spoken(self) -> str:
        """Say name, amount and detail, as far as there are any."""
        said = ", ".join(part for part in (self.name, self.amount) if part)
        return f"{said}. {self.detail}" if self.detail else said


class FoundPainter(RowPainter):
    """Paints one result; `over` puts the amount over the second line, which then has the whole width."""

    def __init__(self, face: Face, row_px: int, *, over: bool = False) -> None:
        """Take colours and type from the face."""
        super().__init__(face, row_px)
        self._over = over

    def draw(self, painter: QPainter, row: object, area: QRect) -> None:
        """Draw name, detail and price."""
        assert isinstance(row, FoundRow)
        face = self._face
        amount_width = face.metrics("body", _SEMI).horizontalAdvance(row.amount)
        left, right = area.left() + INSET, area.right() - INSET
        painter.setPen(face.colour(face.theme.ink))
        painter.setFont(face.font("body", _SEMI))
        name_px, detail_px = face.metrics("body", _MEDIUM).height(), face.metrics("meta").height()
        top = area.top() + (area.height() - name_px - (detail_px if row.detail else 0)) // 2
        beside = QRect(right - amount_width, area.top(), amount_width + 1, area.height())
        if self._over:
            beside = QRect(beside.left(), top, beside.width(), name_px)
        painter.drawText(beside, RIGHT | Qt.TextFlag.TextDontClip, row.amount)
        width = right - amount_width - _GAP - left
        painter.setFont(face.font("body", _MEDIUM))
        number = row.name.isascii() and " " not in row.name  # what tells two numbers apart stands at their end
        elide = Qt.TextElideMode.ElideMiddle if number else Qt.TextElideMode.ElideRight
        name = face.metrics("body", _MEDIUM).elidedText(row.name, elide, width)
        painter.drawText(QRect(left, top, width, name_px), LEFT, name)
        painter.setFont(face.font("meta"))
        painter.setPen(face.colour(face.theme.ink2))
        width = right - left if self._over else width
        detail = face.metrics("meta").elidedText(row.detail, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRect(left, top + name_px, width, detail_px), LEFT, detail)


class FoundList(RowList[FoundRow]):
    """The list of results."""

    def __init__(self, face: Face, parent: QWidget | None = None, *, over: bool = False) -> None:
        """Begin empty; `over`: narrow rows, whose second line passes under the amount."""
        super().__init__(face, FoundPainter(face, ROW_PX, over=over), ROW_PX, parent)
        self.itemDelegate().setParent(self)
