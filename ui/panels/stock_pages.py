"""The pages of the stock screen, one at a time: what lies there, what was found, a card, a sheet, a question."""

from collections.abc import Callable

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from pos_app.stockroom.view import StockView
from ui.face import Face
from ui.panels import stock_words
from ui.panels.choices import Choices
from ui.panels.stock_ask_panel import StockAskPage, StockAskPanel
from ui.panels.stock_card import StockCard
from ui.panels.stock_question import StockAsk
from ui.panels.stock_sheet import SheetPanel
from ui.stock_room import StockRoom
from ui.widgets.found_list import FoundList


class StockPages(QStackedWidget):
    """Shows the page of the moment."""

    def __init__(
        self, face: Face, desk: StockRoom, keys: Callable[[QKeyEvent], bool], back: Callable[[], object]
    ) -> None:
        """`keys` sees each key of the fields first; `back` is what Esc does."""
        super().__init__()
        self._face, self._desk = face, desk
        self.start, self.found = Choices(face, "scan-barcode"), Choices(face, "search")
        self.card = StockCard(face)
        self.sheet = SheetPanel(face, keys)
        self.panel = StockAskPanel(face, keys, back)
        self.panel.list.setAccessibleName("")
        self.asking = StockAskPage(face, self.panel)
        for page in (self.start, self.found, self.card, self.sheet, self.asking):
            self.addWidget(page)

    @property
    def asks(self) -> bool:
        """Tell whether a question stands there."""
        return self.currentWidget() is self.asking

    def shows(self, page: QWidget) -> bool:
        """Tell whether it is this page that stands there."""
        return self.currentWidget() is page

    def show_view(self, view: StockView, ask: StockAsk | None, text: str, currency: str) -> None:
        """Show the question, what `text` finds, the sheet, the card or what lies there."""
        self.panel.show_ask(ask)
        if ask is not None:
            self._turn_to(self.asking)
            self.asking.fit()
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
        shown: dict[QWidget | None, FoundList] = {self.found: self.found.list, self.asking: self.panel.list}
        shown.get(page, self.start.list).step(by)

    def _turn_to(self, page: QWidget) -> None:
        if self.currentWidget() is not page:
            self.setCurrentWidget(page)
