"""What a search found: name, a second line, price. Also the held baskets, which look the same."""

import msgspec
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.face import Face
from ui.widgets.rows import ROW_ROLE, RowList

ROW_PX = 56
_INSET = 10
_GAP = 10
_MEDIUM, _SEMI = QFont.Weight.Medium, QFont.Weight.DemiBold
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class FoundRow(msgspec.Struct, frozen=True):
    """One product or held basket as text; `key` is its id."""

    key: str
    name: str
    detail: str
    amount: str

    @property
    def spoken(self) -> str:
        """Say name, amount and detail."""
        return f"{self.name}, {self.amount}. {self.detail}"


class FoundPainter(QStyledItemDelegate):
    """Paints one result."""

    def __init__(self, face: Face, parent: QWidget | None = None) -> None:
        """Take colours and type from the face."""
        super().__init__(parent)
        self._face = face

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Rows are fixed by the table."""
        return QSize(200, self._face.px(ROW_PX))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one row."""
        row: FoundRow = index.data(ROW_ROLE)
        face = self._face
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(face.colour(face.theme.brand_soft))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -2), 10, 10)
        else:
            painter.setPen(QPen(face.colour(face.theme.hairline), 1))
            painter.drawLine(area.left() + _INSET, area.bottom(), area.right() - _INSET, area.bottom())
        amount_width = face.metrics("body", _SEMI).horizontalAdvance(row.amount)
        left, right = area.left() + _INSET, area.right() - _INSET
        painter.setPen(face.colour(face.theme.ink))
        painter.setFont(face.font("body", _SEMI))
        painter.drawText(QRect(right - amount_width, area.top(), amount_width + 1, area.height()), _RIGHT, row.amount)
        width = right - amount_width - _GAP - left
        name_px, detail_px = face.metrics("body", _MEDIUM).height(), face.metrics("meta").height()
        top = area.top() + (area.height() - name_px - (detail_px if row.detail else 0)) // 2
        painter.setFont(face.font("body", _MEDIUM))
        name = face.metrics("body", _MEDIUM).elidedText(row.name, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRect(left, top, width, name_px), _LEFT, name)
        painter.setFont(face.font("meta"))
        painter.setPen(face.colour(face.theme.ink2))
        detail = face.metrics("meta").elidedText(row.detail, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRect(left, top + name_px, width, detail_px), _LEFT, detail)
        painter.restore()


class FoundList(RowList[FoundRow]):
    """The list of results."""

    def __init__(self, face: Face, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(face, FoundPainter(face), ROW_PX, parent)
        self.itemDelegate().setParent(self)
