"""The customer's window. It follows the till's view a moment behind the cashier's screen, so that it costs no scan.

It takes no key and no scan; its one touch is the language. The next sale begins in the store's language again.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from pos_app.selling.view import Mode
from pos_app.words import LANGUAGES, language_after
from ui.bridge import Bridge
from ui.customer_display.lines import CustomerLines
from ui.customer_display.told import Told, ToldLine, told
from ui.face import Face
from ui.widgets.buttons import Button
from ui.widgets.card import Card, hairline
from ui.widgets.figure_text import FigureText
from ui.widgets.label import words_label
from ui.widgets.qr_image import QrImage
from ui.widgets.training_frame import TrainingFrame

BEHIND_MS = 40
"""After a change of the view: the cashier's line is painted first, and a burst of scans paints here once."""
SIZE_PX = (1024, 600)
MARGIN_PX = 24
CODE_PX = (120, 360)
"""Of the receipt's QR: the least that a phone reads at arm's length, and the most that helps."""
_SEMI, _BOLD = QFont.Weight.DemiBold, QFont.Weight.Bold


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
        self._say_in(language_after(self.face.language))

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
        self.goods, self.money = Card(margin_px=MARGIN_PX, gap_px=12), Card(margin_px=MARGIN_PX, gap_px=8)
        self._build_goods()
        self._build_money()
        across = QHBoxLayout(self)
        across.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # whatever the screen's size, it is filled
        across.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, MARGIN_PX)
        across.setSpacing(MARGIN_PX)
        across.addWidget(self.goods, 58)
        across.addWidget(self.money, 42)
        self._frame = TrainingFrame(self.face, self)

    def _build_goods(self) -> None:
        """Build what is bought, and what stands there between two sales."""
        face, column = self.face, self.goods.column
        self.title = FigureText(face, "title", weight=_SEMI)
        self.newest_words = words_label("figure")
        self.newest_amount = FigureText(face, "figure", weight=_SEMI, align=Qt.AlignmentFlag.AlignRight)
        self._rule = hairline()
        self.lines = CustomerLines(face)
        self.greeting = FigureText(face, "total", weight=_BOLD, align=Qt.AlignmentFlag.AlignHCenter)
        self.under = words_label("title")
        self.under.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.code = QrImage()
        self.code.setMinimumHeight(CODE_PX[0])
        self.code.setMaximumHeight(CODE_PX[1])
        self.saving = FigureText(face, "key", weight=_SEMI)
        self.language = Button("quiet", self.next_language)
        for widget in (self.title, self.newest_words, self.newest_amount, self._rule):
            column.addWidget(widget)
        column.addWidget(self.lines, 1)
        self._between = QWidget()
        middle = QVBoxLayout(self._between)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(8)
        middle.addStretch(1)
        middle.addWidget(self.greeting)
        middle.addWidget(self.code, 12)
        middle.addWidget(self.under)
        middle.addStretch(1)
        column.addWidget(self._between, 1)
        foot = self.goods.row()
        foot.addWidget(self.saving, 1)
        foot.addWidget(self.language)

    def _build_money(self) -> None:
        """Build what it costs and what comes back."""
        self.caption = FigureText(self.face, "key")
        self.amount = FigureText(self.face, "display", weight=_BOLD)
        self.state = words_label("title")
        for widget in (self.caption, self.amount, self.state):
            self.money.column.addWidget(widget)
        self.money.column.addStretch(1)

    def _show(self, now: Told) -> None:
        buying = now.newest is not None
        self.title.show_text(now.title if buying else "", "warn" if now.training else "ink")
        self.greeting.show_text("" if buying else now.title, "warn" if now.training else "ink")
        for widget in (self.title, self.newest_words, self.newest_amount, self.lines):
            widget.setVisible(buying)
        self._between.setVisible(not buying)
        self.under.setVisible(bool(now.under))
        self.code.setVisible(bool(now.code))
        self.money.setVisible(bool(now.amount))
        newest = now.newest or ToldLine("", "")
        for label, words in ((self.newest_words, newest.words), (self.under, now.under), (self.state, now.state)):
            if words != label.text():
                label.setText(words)
        self.newest_amount.show_text(newest.amount)
        self._rule.setVisible(bool(now.lines))
        self.lines.show_rows(now.lines, now.beyond)
        if now.code:
            self.code.show_text(now.code)
        self.saving.show_text(now.saving, "brand_ink")
        self.caption.show_text(now.caption, "ink2")
        self.amount.show_text(now.amount, "brand_ink" if now.settled else "ink")
        self._frame.show_training(now.training)

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
        self.language.show_words(LANGUAGES[language_after(self.face.language)])
        self._shown = None
        self.look()
