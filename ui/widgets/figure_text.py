"""A figure that is painted in tabular digits, and smaller rather than cut off when it is long."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from ui.face import Face
from ui.theme.type_scale import Role
from ui.widgets.figure_fit import fitted
from ui.widgets.label import Label

_LEAST_PX = 13


class FigureText(Label):
    """One line of text in a role's size, in a token's colour."""

    def __init__(
        self,
        face: Face,
        role: Role,
        *,
        weight: QFont.Weight = QFont.Weight.Normal,
        token: str = "ink",
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        parent: QWidget | None = None,
    ) -> None:
        """Begin empty."""
        super().__init__(parent=parent)
        self._face, self._role, self._weight, self._token, self._align = face, role, weight, token, align
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        face.changed.connect(self._refit)

    @property
    def shown(self) -> str:
        """Return what is shown; a screen reader finds it as the name of a static text."""
        return self._text

    def show_text(self, text: str, token: str | None = None) -> None:
        """Show other text, and in another colour when `token` is given; paints only when something changed."""
        token = token or self._token
        if (text, token) == (self._text, self._token):
            return
        wider = len(text) != len(self._text)
        self._text, self._token = text, token
        self.setAccessibleName(text)
        if wider:
            self.updateGeometry()
        self.update()

    def show_role(self, role: Role) -> None:
        """Write it in another size of the type scale."""
        if role != self._role:
            self._role = role
            self._refit()
            self.update()

    def sizeHint(self) -> QSize:
        """Return the whole text's size."""
        metrics = self._face.metrics(self._role, self._weight)
        return QSize(metrics.horizontalAdvance(self._text) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:
        """Let it shrink in width, never in height."""
        return QSize(10, self._face.metrics(self._role, self._weight).height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint at the largest size that fits."""
        painter = QPainter(self)
        painter.setFont(fitted(self._face.font(self._role, self._weight), self._text, self.width(), _LEAST_PX))
        painter.setPen(self._face.colour(getattr(self._face.theme, self._token)))
        align = QStyle.visualAlignment(self.layoutDirection(), self._align) | Qt.AlignmentFlag.AlignAbsolute
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # a minus stays before its amount in every script
        painter.drawText(self.rect(), align | Qt.AlignmentFlag.AlignVCenter, self._text)
        painter.end()

    def _refit(self) -> None:
        self.updateGeometry()
        self.update()
