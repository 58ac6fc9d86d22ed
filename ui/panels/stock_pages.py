"""The pages of the stock screen, one at a time: what lies there, what was found, a card, a sheet, a question."""

from collections.abc import Callable

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from pos_app.stockroom.view import StockView
from ui.face import Face
from ui.panels import stock_words
from ui.panels.choices import Choices
from ui.panels.pickup_ask import Ask, AskPanel
from ui.panels.stock_card import StockCard
from ui.panels.stock_sheet import SheetPanel
from ui.stock_room import StockRoom
from ui.widgets.found_list import ROW_PX, FoundList

_FIELD_PX, _WORDS_PX = 250, 200
"""What stands around the rows of a question, with a field and without."""


class StockPages(QStackedWidget):
    """Shows the page of the moment."""

    def __init__(self, face: Face, desk: StockRoom, keys: Callable[[QKeyEvent], bool]) -> None:
        """`keys` sees each key of the fields first."""
        super().__init__()
        self._face, self._desk = face, desk
        self.start, self.found = Choices(face, "scan-barcode"), Choices(face, "search")
        self.card = StockCard(face)
        self.sheet = SheetPanel(face, keys)
        self.panel = AskPanel(face, keys)
        self.panel.list.setAccessibleName("")
        self._asking = QWidget()
        asking = QVBoxLayout(self._asking)
        asking.setContentsMargins(0, 0, 0, 0)
        asking.addWidget(self.panel)
        asking.addStretch(1)
        for page in (self.start, self.found, self.card, self.sheet, self._asking):
            self.addWidget(page)

    @property
    def asks(self) -> bool:
        """Tell whether a question stands there."""
        return self.currentWidget() is self._asking

    def shows(self, page: QWidget) -> bool:
        """Tell whether it is this page that stands there."""
        return self.currentWidget() is page

    def show_view(self, view: StockView, ask: Ask | None, text: str, currency: str, height: int) -> None:
        """Show the question, what `text` finds, the sheet, the card or what lies there; `height` is the screen's."""
        self.panel.show_ask(ask)
        if ask is not None:
            self._show_ask(height - self._face.px(_FIELD_PX if ask.field else _WORDS_PX))
        elif text:
            hits = self._desk.search(text)
            rows = tuple(stock_words.found_row(self._face, hit, currency) for hit in hits)
            self.found.show_rows("", rows, self._face.say("ui.stock.nothing_found"))
            self._turn_to(self.found)
        elif view.sheet is not None:
            self.sheet.show_sheet(view.sheet)
            self._turn_to(self.sheet)
        elif view.card is not None:
            self.card.show_card(view.card, self._desk.now_ms(), view.zone)
            self._turn_to(self.card)
        else:
            rows = tuple(stock_words.waiting_row(self._face, each, view.zone) for each in view.waiting)
            title = self._face.say("ui.stock.go_on_with") if rows else ""
            self.start.show_rows(title, rows, self._face.say("ui.stock.scan_or_type"))
            self._turn_to(self.start)

    def step(self, by: int) -> None:
        """Choose the row so many further down on the page that stands there."""
        page = self.currentWidget()
        if page is self.sheet:
            self.sheet.step(by)
            return
        shown: dict[QWidget | None, FoundList] = {self.found: self.found.list, self._asking: self.panel.list}
        shown.get(page, self.start.list).step(by)

    def _show_ask(self, room: int) -> None:
        row = self._face.px(ROW_PX)
        most = max(2, room // row)
        self.panel.list.setFixedHeight(row * min(len(self.panel.list.row_model.rows), most) + 2)
        self._turn_to(self._asking)

    def _turn_to(self, page: QWidget) -> None:
        if self.currentWidget() is not page:
            self.setCurrentWidget(page)
