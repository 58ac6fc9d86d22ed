"""The goods on the customer display, painted: words on the left, amounts on the right, as many as there is room for.

What there is no room for is counted in the last row: nobody is to think that it was not bought.
"""

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
        self._beyond = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_rows(self, rows: tuple[ToldLine, ...], beyond: int = 0) -> None:
        """Show other lines, `beyond` of which there are more; nothing is painted when they are the same."""
        if (rows, beyond) != (self.rows, self._beyond):
            self.rows, self._beyond = rows, beyond
            self.setAccessibleName(". ".join(f"{row.words}, {row.amount}" for row in rows))
            self.update()

    @property
    def unseen(self) -> int:
        """Return how many lines the last row counts, because there is no room for them."""
        return len(self.rows) + self._beyond - self._seen()

    def _seen(self) -> int:
        """Return how many lines are painted as such: one row fewer when the last one has to count the rest."""
        room = self.height() // self._face.px(_ROW_PX)
        whole = self._beyond == 0 and len(self.rows) <= room
        return len(self.rows) if whole else min(len(self.rows), max(0, room - 1))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint words on the left and amounts on the right."""
        face, row_px = self._face, self._face.px(_ROW_PX)
        painter = QPainter(self)
        metrics, strong = face.metrics("key"), face.metrics("key", _SEMI)
        rows, unseen = list(self.rows[: self._seen()]), self.unseen
        if unseen:
            rows.append(ToldLine(face.say("ui.customer.more", count=unseen), ""))
        for at, row in enumerate(rows):
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
