"""The basket's lines: quantity, name, detail, amount. The newest line is written larger than the others.

A till is read from twice the distance of a desk: the cashier's eye goes from the goods to the newest line and back.
"""

import msgspec
from PySide6.QtCore import QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QScroller, QWidget

from ui.face import Face
from ui.theme.type_scale import Role
from ui.widgets.row_painter import INSET, LEFT, RIGHT, RowPainter
from ui.widgets.rows import RowList

ROW_PX = 60
_BOX = 38  # quantity box
_GAP = 12
_MEDIUM, _SEMI = QFont.Weight.Medium, QFont.Weight.DemiBold


class LineRow(msgspec.Struct, frozen=True):
    """One line as text, ready to paint."""

    number: int
    quantity: str
    name: str
    detail: str
    amount: str
    saving: bool = False  # the detail tells of a saving
    newest: bool = False

    @property
    def spoken(self) -> str:
        """Say quantity, name and amount."""
        return f"{self.quantity} × {self.name}, {self.amount}. {self.detail}"


class LinePainter(RowPainter):
    """Paints one line."""

    def draw(self, painter: QPainter, row: object, area: QRect) -> None:
        """Draw box, words and amount."""
        assert isinstance(row, LineRow)
        self._paint_words(painter, row, area, self._paint_quantity(painter, row, area))

    def _paint_quantity(self, painter: QPainter, row: LineRow, area: QRect) -> int:
        """Paint the box; return where the words begin."""
        face = self._face
        side = face.px(_BOX)
        width = max(side, face.metrics("body", _SEMI).horizontalAdvance(row.quantity) + 14)
        box = QRect(area.left() + INSET, area.center().y() - side // 2, width, side)
        painter.setPen(QPen(face.colour(face.theme.hairline), 1))
        painter.setBrush(face.colour(face.theme.sunken))
        painter.drawRoundedRect(box, 8, 8)
        painter.setPen(face.colour(face.theme.ink))
        painter.setFont(face.font("body", _SEMI))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, row.quantity)
        return box.right() + _GAP

    def _paint_words(self, painter: QPainter, row: LineRow, area: QRect, left: int) -> None:
        face = self._face
        role: Role = "key" if row.newest else "line"
        right = area.right() - INSET - 4
        amount_width = face.metrics(role, _SEMI).horizontalAdvance(row.amount)
        width = right - amount_width - _GAP - left
        painter.setPen(face.colour(face.theme.ink))
        painter.setFont(face.font(role, _SEMI))
        painter.drawText(QRect(right - amount_width, area.top(), amount_width + 1, area.height()), RIGHT, row.amount)
        if row.newest and face.metrics(role, _MEDIUM).horizontalAdvance(row.name) > width:
            role = "line"  # a whole name says more than a large one
        name_px = face.metrics(role, _MEDIUM).height()
        detail_px = face.metrics("meta").height() if row.detail else 0
        top = area.top() + (area.height() - name_px - detail_px) // 2
        name = face.metrics(role, _MEDIUM).elidedText(row.name, Qt.TextElideMode.ElideRight, width)
        painter.setFont(face.font(role, _MEDIUM))
        painter.drawText(QRect(left, top, width, name_px), LEFT, name)
        painter.setFont(face.font("meta"))
        painter.setPen(face.colour(face.theme.brand_ink if row.saving else face.theme.ink2))
        detail = face.metrics("meta").elidedText(row.detail, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRect(left, top + name_px, width, detail_px), LEFT, detail)


class LineList(RowList[LineRow]):
    """The basket's list; `show_lines` keeps the newest line in view and chosen."""

    def __init__(self, face: Face, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(face, LinePainter(face, ROW_PX), ROW_PX, parent)
        self.itemDelegate().setParent(self)
        self._before = self._touched = QPersistentModelIndex()
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the line, and keep in mind which one was chosen."""
        self._before = QPersistentModelIndex(self.currentIndex())
        super().mousePressEvent(event)
        self._touched = QPersistentModelIndex(self.currentIndex())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Choose nothing on the way: a finger swept over a few lines means none of them."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Give the choice back when the finger was lifted elsewhere, unless a scan has chosen its own line since."""
        super().mouseReleaseEvent(event)
        lifted, chosen = self.indexAt(event.position().toPoint()), QPersistentModelIndex(self.currentIndex())
        if self._before.isValid() and chosen == self._touched and QPersistentModelIndex(lifted) != self._touched:
            self.setCurrentIndex(self._before)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the chosen line in view when a strip takes room."""
        super().resizeEvent(event)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def show_lines(self, rows: tuple[LineRow, ...], chosen: int | None) -> None:
        """Show the lines and choose the one with the number `chosen`."""
        self.row_model.show(rows)
        at = next((at for at, row in enumerate(rows) if row.number == chosen), len(rows) - 1)
        if rows and (self.currentIndex().row() != at or not self.selectionModel().isRowSelected(at)):
            QScroller.scroller(self.viewport()).stop()  # a finger that draws older lines would keep the new one away
            self.choose(at)
