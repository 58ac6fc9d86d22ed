"""The striped frame over a screen on which nothing counts."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.face import Face

WIDTH_PX = 7
_STRIPE_PX = 14


class TrainingFrame(QWidget):
    """Lies over its parent's edge and lets every touch through."""

    def __init__(self, face: Face, parent: QWidget) -> None:
        """Begin hidden."""
        super().__init__(parent)
        self._face, self._over = face, parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setVisible(False)
        parent.installEventFilter(self)
        face.changed.connect(self.update)

    def show_training(self, training: bool) -> None:  # noqa: FBT001 - the name says it
        """Show or hide the frame."""
        self.setAccessibleName(self._face.say("ui.training"))
        self.setGeometry(self._over.rect())
        self.setVisible(training)
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the parent."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._over.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the stripes along the edge."""
        face, painter = self._face, QPainter(self)
        edge = QPainterPath()
        edge.addRect(QRectF(self.rect()))
        inside = QPainterPath()
        inside.addRect(QRectF(self.rect()).adjusted(WIDTH_PX, WIDTH_PX, -WIDTH_PX, -WIDTH_PX))
        painter.setClipPath(edge - inside)
        painter.fillRect(self.rect(), QBrush(face.colour(face.theme.warn_soft)))
        painter.setPen(QPen(face.colour(face.theme.warn), _STRIPE_PX // 2))
        for start in range(-self.height(), self.width(), _STRIPE_PX * 2):
            painter.drawLine(start, self.height(), start + self.height(), 0)
        painter.end()
