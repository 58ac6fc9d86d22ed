"""What the signed-in operator sees: theme, type scale and language, and the drawing material made from them.

Every widget and delegate gets the one `Face`. Changing it puts on one new style sheet and tells everyone through
`changed`; no event on the sale's path changes it.
"""

from collections.abc import Callable
from datetime import tzinfo
from functools import lru_cache

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon
from PySide6.QtWidgets import QApplication, QWidget

from pos_app.words import day_text, moment_text, money_text, quantity_text, say
from ui.theme import icons
from ui.theme.style_sheet import sheets
from ui.theme.tokens import LIGHT, Theme
from ui.theme.type_scale import Role, TypeScale
from ui.theme.wardrobe import Wardrobe

LANGUAGES = ("en", "zh-Hans")
Words = str | Callable[[], str]
"""A sentence, or what says it: that is asked again in another language, so that no sentence stays in the old one."""


def said(words: Words) -> str:
    """Return the sentence as it is said now."""
    return words() if callable(words) else words


class Face(QObject):
    """Theme, scale and language of this workstation."""

    changed = Signal()

    def __init__(self, theme: Theme = LIGHT, language: str = "en", scale: TypeScale | None = None) -> None:
        """Begin with the light theme in English unless told otherwise."""
        super().__init__()
        self.theme = theme
        self.language = language
        self.scale = scale or TypeScale()
        self._wardrobe = Wardrobe(self)
        self.font = lru_cache(maxsize=64)(self._font)
        self.metrics = lru_cache(maxsize=64)(self._metrics)
        self.colour = lru_cache(maxsize=64)(self._colour)

    def put_on(
        self, *, theme: Theme | None = None, language: str | None = None, scale: TypeScale | None = None
    ) -> None:
        """Change what is given; the style sheet is set again only when colours or sizes changed."""
        resized = scale not in (None, self.scale)
        restyle = resized or theme not in (None, self.theme)
        self.theme = theme or self.theme
        self.language = language or self.language
        self.scale = scale or self.scale
        self._wardrobe.repaint_as_one()
        if restyle:
            self.font.cache_clear()
            self.metrics.cache_clear()
            self._dress(same_sizes=not resized)
        self.changed.emit()

    def dress(self, window: QWidget) -> None:
        """Keep this window in the colours and the style sheet of this face from now on."""
        self._wardrobe.take(window)
        self._dress(same_sizes=False)

    def _colour(self, written: str) -> QColor:
        """Make a colour: a cache around QColor itself would read its signatures, 50 ms of the till's start."""
        return QColor(written)

    def px(self, at_100_percent: int) -> int:
        """Scale a row height or a box with the type."""
        return (at_100_percent * self.scale.percent + 50) // 100

    def icon(self, name: str, token: str = "ink2", side_px: int = 24) -> QIcon:
        """Return an icon in a token's colour."""
        return icons.icon(name, getattr(self.theme, token), side_px, disabled=self.theme.ink3)

    def say(self, message_id: str, /, **params: str | int) -> str:
        """Return a sentence of the catalogue in the operator's language."""
        return say(self.language, message_id, **params)

    def money(self, minor: int, currency: str) -> str:
        """Return an amount as this language writes it."""
        return money_text(self.language, minor, currency)

    def quantity(self, thousandths: int) -> str:
        """Return a quantity as this language writes it."""
        return quantity_text(self.language, thousandths)

    def day(self, iso_date: str) -> str:
        """Return a day as this language writes it."""
        return day_text(self.language, iso_date)

    def moment(self, wall_ms: int, zone: tzinfo) -> str:
        """Return date and time of the store's `zone` as this language writes them."""
        return moment_text(self.language, wall_ms, zone)

    def _font(self, role: Role, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        return self.scale.font(role, weight)

    def _metrics(self, role: Role, weight: QFont.Weight = QFont.Weight.Normal) -> QFontMetrics:
        return QFontMetrics(self.font(role, weight))

    def _dress(self, *, same_sizes: bool) -> None:
        QApplication.setFont(self.font("body"))
        self._wardrobe.put_on(self.theme, sheets(self.theme, self.scale), same_sizes=same_sizes)
