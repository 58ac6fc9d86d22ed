"""The middle column: the entry bar over whatever the moment needs. One page at a time, none over another."""

from collections.abc import Callable

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.face import Face
from ui.panels.choices import Choices
from ui.panels.enrol_page import EnrolPage
from ui.panels.entry_bar import EntryBar
from ui.panels.line_panel import LinePanel
from ui.panels.member_page import MemberPage
from ui.panels.pay import PayPanel
from ui.panels.price_panel import PricePanel
from ui.panels.start import StartPanel
from ui.widgets.camera_view import CameraView
from ui.widgets.card import Card
from ui.widgets.fields import EntryField
from ui.widgets.pages import Pages


class MiddleCard(Card):
    """Entry bar with quick keys, results or another page under it; or the pay panel."""

    def __init__(
        self,
        face: Face,
        keys: Callable[[QKeyEvent], bool],
        by_department: Callable[[], object],
        camera: CameraView,
        *,
        implied_decimals: bool,
    ) -> None:
        """`keys` sees each key first; `by_department` sells goods without a code."""
        super().__init__(margin_px=12)
        self.entry = EntryBar(face, keys)
        self.start = StartPanel(face, by_department)
        self.results = Choices(face, "search")
        self.listed = Choices(face, "inbox")
        self.held = Choices(face, "inbox")
        self.line = LinePanel(face)
        self.price = PricePanel(face)
        self.member = MemberPage(face)
        self.enrol = EnrolPage(face)
        self.camera = camera
        self.pay = PayPanel(face, keys, implied_decimals=implied_decimals)
        self._pages = Pages()
        lists = (self.start, self.results, self.listed, self.held)
        for page in (*lists, self.line, self.price, self.camera, self.member, self.enrol):
            self._pages.addWidget(page)
        selling = QWidget()
        column = QVBoxLayout(selling)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.entry)
        column.addWidget(self._pages, 1)
        self._selling = selling
        self._both = Pages()
        self._both.addWidget(selling)
        self._both.addWidget(self.pay)
        self.column.addWidget(self._both, 1)
        self._pages.currentChanged.connect(self._show_back)
        self.entry.search.textChanged.connect(self._show_back)
        self.entry.turned.connect(self._show_back)
        self._show_back()

    @property
    def page(self) -> QWidget:
        """Return the page that is open."""
        page = self._pages.currentWidget()
        assert page is not None
        return page

    @property
    def paying(self) -> bool:
        """Whether the pay panel is open."""
        return self._both.currentWidget() is self.pay

    @property
    def choices(self) -> Choices | None:
        """Return the open page when it is a list to choose from."""
        page = self.member.results if self.page is self.member else self.page
        return page if isinstance(page, Choices) and not self.paying else None

    def open(self, page: QWidget) -> None:
        """Open a page under the entry bar."""
        if self._pages.currentWidget() is not page:
            self._pages.setCurrentWidget(page)

    def show_paying(self, paying: bool) -> bool:  # noqa: FBT001 - the name says it
        """Change to the pay panel or back; return whether anything changed."""
        if paying == self.paying:
            return False
        self._both.setCurrentWidget(self.pay if paying else self._selling)
        return True

    @property
    def field(self) -> EntryField:
        """Return the field that is typed in now."""
        return self.pay.field if self.paying else self.entry.field

    def _show_back(self) -> None:
        """Whatever Esc would leave has a key for it."""
        entry = self.entry
        entry.show_back(there_is_one=entry.asking or self.page is not self.start or bool(entry.search.text()))

    def focus_field(self) -> None:
        """Put the focus where the cashier types."""
        self.field.setFocus()

    def type(self, text: str) -> None:
        """Type from the keypad into whichever field is typed in."""
        (self.pay.typed if self.paying else self.entry).type(text)

    def backspace(self) -> None:
        """Take one character back."""
        (self.pay.typed if self.paying else self.entry).backspace()
