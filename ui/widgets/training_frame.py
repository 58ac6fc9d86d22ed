"""The striped frame over a screen on which nothing counts, with the words that say so in its upper edge.

The words stand in the colours of a warning, which every theme keeps readable, whatever page is open under them.
"""

from PySide6.QtCore import QEvent, QMargins, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QFont, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.face import Face

WIDTH_PX = 7
WORDS_PX = 24  # of the upper edge, where the words stand in it
_GAP_PX, _AROUND_PX = 3, 14
_STRIPE_PX = 14
_BOLD = QFont.Weight.Bold


class TrainingFrame(QWidget):
    """Lies over its parent's edge and lets every touch through."""

    def __init__(self, face: Face, parent: QWidget, *, words: bool = False) -> None:
        """Begin hidden; with `words` it says what it is, and the parent's content gives way to the edge."""
        super().__init__(parent)
        self._face, self._over, self._words = face, parent, words
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setVisible(False)
        parent.installEventFilter(self)
        face.changed.connect(self._put_on)

    def show_training(self, training: bool) -> None:  # noqa: FBT001 - the name says it
        """Show or hide the frame."""
        self.setVisible(training)
        self._put_on()
        self.setGeometry(self._over.rect())
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the parent."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._over.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the stripes along the edge, and the words on a ground of one colour."""
        face, painter = self._face, QPainter(self)
        edge = QPainterPath()
        edge.addRect(QRectF(self.rect()))
        inside = QPainterPath()
        inside.addRect(QRectF(self.rect()).adjusted(WIDTH_PX, self._top_px(), -WIDTH_PX, -WIDTH_PX))
        painter.setClipPath(edge - inside)
        painter.fillRect(self.rect(), QBrush(face.colour(face.theme.warn_soft)))
        painter.setPen(QPen(face.colour(face.theme.warn), _STRIPE_PX // 2))
        for start in range(-self.height(), self.width(), _STRIPE_PX * 2):
            painter.drawLine(start, self.height(), start + self.height(), 0)
        if self._words:
            self._paint_words(painter)
        painter.end()

    def _paint_words(self, painter: QPainter) -> None:
        face, words = self._face, self.accessibleName()
        wide = min(self.width(), face.metrics("body", _BOLD).horizontalAdvance(words) + 2 * _AROUND_PX)
        place = QRect((self.width() - wide) // 2, 0, wide, self._top_px())
        painter.fillRect(place, face.colour(face.theme.warn_soft))
        painter.setPen(face.colour(face.theme.warn))
        painter.setFont(face.font("body", _BOLD))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)

    def _top_px(self) -> int:
        return self._face.px(WORDS_PX) if self._words else WIDTH_PX

    def _put_on(self) -> None:
        self.setAccessibleName(self._face.say("ui.training_words"))
        if self._words:
            side = WIDTH_PX + _GAP_PX
            room = QMargins(side, self._top_px() + _GAP_PX, side, side)
            self._over.setContentsMargins(QMargins() if self.isHidden() else room)
        self.update()
