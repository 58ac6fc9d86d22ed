"""Paints a row once and keeps the picture: a new line makes a table paint every row, and most did not change."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.face import Face
from ui.widgets.rows import ROW_ROLE

INSET = 10
# Chinese letters stand taller than the Latin line that the row is measured by: they must not be cut.
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextDontClip)
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
KEPT_MOST = 64  # rows of two lists on one screen, chosen and not


class RowPainter(QStyledItemDelegate):
    """Background, hairline and choice of a row; what stands in it is drawn by `draw` of the list's own painter."""

    def __init__(self, face: Face, row_px: int, parent: QWidget | None = None) -> None:
        """Take colours and type from the face."""
        super().__init__(parent)
        self._face, self._row_px = face, row_px
        self._kept: dict[object, QPixmap] = {}
        face.changed.connect(self._kept.clear)

    def draw(self, painter: QPainter, row: object, area: QRect) -> None:
        """Draw the words of one row."""
        raise NotImplementedError

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Rows are fixed by the table."""
        return QSize(200, self._face.px(self._row_px))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one row from its picture, drawn when it is first seen."""
        row, area = index.data(ROW_ROLE), option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        ratio = painter.device().devicePixelRatioF()
        key = (row, chosen, area.width(), area.height(), ratio)
        picture = self._kept.get(key)
        if picture is None:
            picture = self._picture(row, area.size(), ratio, chosen=chosen)
            if len(self._kept) >= KEPT_MOST:
                self._kept.pop(next(iter(self._kept)))
            self._kept[key] = picture
        painter.drawPixmap(area.topLeft(), picture)

    def _picture(self, row: object, size: QSize, ratio: float, *, chosen: bool) -> QPixmap:
        face, area = self._face, QRect(QPoint(0, 0), size)
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(face.colour(face.theme.surface))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            edge = QPen(face.colour(face.theme.brand), 2)
            painter.setPen(edge if face.theme.of_one_ink else Qt.PenStyle.NoPen)  # the ground alone is seen too little
            painter.setBrush(face.colour(face.theme.brand_soft))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -2), 10, 10)
        else:
            painter.setPen(QPen(face.colour(face.theme.hairline), 1))
            painter.drawLine(area.left() + INSET, area.bottom(), area.right() - INSET, area.bottom())
        self.draw(painter, row, area)
        painter.end()
        return picture
