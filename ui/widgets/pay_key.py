"""The one large key over which money is taken: what it does, and in a second line what comes of it."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QPaintEvent
from PySide6.QtWidgets import QStyle, QStyleOptionButton, QStylePainter

from ui.face import Face
from ui.theme.type_scale import Role
from ui.widgets.buttons import MoneyButton
from ui.widgets.figure_fit import fitted

LEAST_PX = 120
BESIDE_PX = 12
_SMALLEST_PX = 11
_SEMI = QFont.Weight.DemiBold


class PayKey(MoneyButton):
    """Paints both lines smaller rather than cut off: amounts stand in them."""

    def __init__(self, face: Face, act: Callable[[], object]) -> None:
        """`act` is F12."""
        super().__init__("pay", act)
        self._face, self.after = face, ""

    def takes_again(self, said: str) -> bool:
        """Two taps are F12 twice, a sale in exact cash; after a part of it the payment itself rests."""
        del said
        return True

    def show_act(self, words: str, key: str, after: str = "") -> None:
        """Say what the key does, and what comes of it: the change, or what remains."""
        self.show_words(words, key)
        self.setAccessibleName(", ".join(part for part in (words, after, key) if part))
        if after != self.after:
            self.let_go()
            self.after = after
            self.update()

    def sizeHint(self) -> QSize:
        """Ask for no width of its own: an amount that is typed must not move the column it stands in."""
        return QSize(LEAST_PX, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Stay as high as a large key."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the key, and its lines in the largest type that fits."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        face, theme = self._face, self._face.theme
        ink = (theme.surface if self.isDown() else theme.on_brand) if self.isEnabled() else theme.ink3
        painter.setPen(face.colour(ink))
        roles: tuple[tuple[str, Role], ...] = ((self.text().replace("&&", "&"), "key"), (self.after, "body"))
        lines = [(text, role, face.metrics(role, _SEMI).height()) for text, role in roles if text]
        top = (self.height() - sum(height for _, _, height in lines)) // 2
        for text, role, height in lines:
            where = QRect(BESIDE_PX, top, self.width() - 2 * BESIDE_PX, height)
            painter.setFont(fitted(face.font(role, _SEMI), text, where.width(), _SMALLEST_PX))
            painter.drawText(where, Qt.AlignmentFlag.AlignCenter, text)
            top += height
        painter.end()
