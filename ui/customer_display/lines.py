"""The goods on the customer display, painted: words on the left, amounts on the right, as many as there is room for."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.customer_display.told import ToldLine
from ui.face import Face

_ROW_PX = 40
_GAP_PX = 16
_SEMI = QFont.Weight.DemiBold


class CustomerLines(QWidget):
    """Paints as many lines as there is room for, newest first."""

    def __init__(self, face: Face) -> None:
        """Begin empty."""
        super().__init__()
        self._face = face
        self.rows: tuple[ToldLine, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_rows(self, rows: tuple[ToldLine, ...]) -> None:
        """Show other lines; nothing is painted when they are the same."""
        if rows != self.rows:
            self.rows = rows
            self.setAccessibleName(". ".join(f"{row.words}, {row.amount}" for row in rows))
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint words on the left and amounts on the right."""
        face, row_px = self._face, self._face.px(_ROW_PX)
        painter = QPainter(self)
        metrics, strong = face.metrics("key"), face.metrics("key", _SEMI)
        for at, row in enumerate(self.rows[: self.height() // row_px]):
            area = QRect(0, at * row_px, self.width(), row_px)
            amount_px = strong.horizontalAdvance(row.amount) + 2
            painter.setPen(face.colour(face.theme.ink))
            painter.setFont(face.font("key", _SEMI))
            painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.amount)
            words_px = area.width() - amount_px - _GAP_PX
            words = metrics.elidedText(row.words, Qt.TextElideMode.ElideRight, words_px)
            painter.setFont(face.font("key"))
            where = QRect(0, area.top(), words_px, row_px)
            painter.drawText(where, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()
