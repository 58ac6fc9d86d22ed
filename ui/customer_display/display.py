"""The customer's window. It follows the till's view a moment behind the cashier's screen, so that it costs no scan.

It takes no key and no scan; its one touch is the language. The next sale begins in the store's language again.
"""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QWidget

from pos_app.selling.view import Mode
from pos_app.words import LANGUAGES
from ui.bridge import Bridge
from ui.customer_display.told import Told, ToldLine, told
from ui.face import Face
from ui.panels.device_cards import words_label
from ui.widgets.buttons import Button
from ui.widgets.card import Card, hairline
from ui.widgets.figure_text import FigureText

BEHIND_MS = 40
"""After a change of the view: the cashier's line is painted first, and a burst of scans paints here once."""
SIZE_PX = (1024, 600)
MARGIN_PX = 24
_ROW_PX = 40
_GAP_PX = 16
_SEMI, _BOLD = QFont.Weight.DemiBold, QFont.Weight.Bold


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


class CustomerDisplay(QWidget):
    """One window over a till's view; `language` "" is the store's first."""

    def __init__(self, cashier: Face, bridge: Bridge, language: str) -> None:
        """Take colours and scale from the cashier's face, the language from the store or the customer."""
        super().__init__()
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowFlag(Qt.WindowType.WindowDoesNotAcceptFocus)
        self._cashier, self._bridge, self._wanted = cashier, bridge, language
        self.face = Face(cashier.theme, self._store_language(), cashier.scale)
        self._mode = bridge.view.mode
        self._shown: Told | None = None
        self._build()
        self._behind = bridge.alarm(self.look)
        bridge.view_changed.connect(lambda: self._behind.start(BEHIND_MS))
        cashier.changed.connect(self._follow_face)
        self.face.changed.connect(self._put_on)
        self.face.dress(self)
        self._put_on()
        self.resize(*SIZE_PX)

    @property
    def shown(self) -> Told | None:
        """Return what the customer sees."""
        return self._shown

    def speak(self, language: str) -> None:
        """Show this language from now on, "" the store's; a change of the settings."""
        self._wanted = language
        self._say_in(self._store_language())

    def next_language(self) -> None:
        """Show the next language until this sale is over."""
        known = tuple(LANGUAGES)
        self._say_in(known[(known.index(self.face.language) + 1) % len(known)])

    def look(self) -> None:
        """Show the till's view as it is now."""
        mode = self._bridge.view.mode
        if self._mode is Mode.CHANGE and mode is not Mode.CHANGE:
            self._say_in(self._store_language())  # the next customer
        self._mode = mode
        now = told(self.face, self._bridge.view)
        if now != self._shown:
            self._shown = now
            self._show(now)

    def _build(self) -> None:
        face = self.face
        self._goods, self._money = Card(margin_px=MARGIN_PX, gap_px=12), Card(margin_px=MARGIN_PX, gap_px=8)
        self.title = FigureText(face, "title", weight=_SEMI)
        self.newest_words = words_label("figure")
        self.newest_amount = FigureText(face, "figure", weight=_SEMI, align=Qt.AlignmentFlag.AlignRight)
        self._rule = hairline()
        self.lines = CustomerLines(face)
        self.saving = FigureText(face, "key", weight=_SEMI)
        self.greeting = FigureText(face, "total", weight=_BOLD, align=Qt.AlignmentFlag.AlignHCenter)
        for widget in (self.title, self.newest_words, self.newest_amount, self._rule, self.greeting):
            self._goods.column.addWidget(widget)
        self._goods.column.addWidget(self.lines, 1)
        self._goods.column.addWidget(self.saving)
        self.caption = FigureText(face, "key")
        self.amount = FigureText(face, "display", weight=_BOLD)
        self.state = words_label("title")
        self.language = Button("quiet", self.next_language)
        for widget in (self.caption, self.amount, self.state):
            self._money.column.addWidget(widget)
        self._money.column.addStretch(1)
        self._money.column.addWidget(self.language)
        across = QHBoxLayout(self)
        across.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # whatever the screen's size, it is filled
        across.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, MARGIN_PX)
        across.setSpacing(MARGIN_PX)
        across.addWidget(self._goods, 58)
        across.addWidget(self._money, 42)

    def _show(self, now: Told) -> None:
        self.title.show_text(now.title if now.newest else "")
        self.greeting.show_text("" if now.newest else now.title)
        self.greeting.setVisible(now.newest is None)
        newest = now.newest or ToldLine("", "")
        if newest.words != self.newest_words.text():
            self.newest_words.setText(newest.words)
        self.newest_amount.show_text(newest.amount)
        self._rule.setVisible(bool(now.lines))
        self.lines.show_rows(now.lines)
        self.saving.show_text(now.saving, "brand_ink")
        self.caption.show_text(now.caption, "ink2")
        self.amount.show_text(now.amount, "brand_ink" if now.settled else "ink")
        if now.state != self.state.text():
            self.state.setText(now.state)

    def _store_language(self) -> str:
        wanted = self._wanted or next(iter(self._bridge.view.languages), "")
        return wanted if wanted in LANGUAGES else next(iter(LANGUAGES))

    def _say_in(self, language: str) -> None:
        if language != self.face.language:
            self.face.put_on(language=language)

    def _follow_face(self) -> None:
        if (self.face.theme, self.face.scale) != (self._cashier.theme, self._cashier.scale):
            self.face.put_on(theme=self._cashier.theme, scale=self._cashier.scale)

    def _put_on(self) -> None:
        self.setWindowTitle(self.face.say("ui.customer.title"))
        known = tuple(LANGUAGES)
        following = known[(known.index(self.face.language) + 1) % len(known)]
        self.language.show_words(LANGUAGES[following])
        self._shown = None
        self.look()
