"""Basket, search and till side of the sell screen: three columns, or tabs over each other where there is no room.

Whatever happens brings its tab up (`ui.layout.sell_tabs`). A question for figures brings the keypad up too, where it
has a tab.
"""

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.face import Face
from ui.layout.arrangement import Arrangement, arrange
from ui.layout.keys_room import gives_way, share, typed_px
from ui.layout.keys_wish import KeysWish
from ui.layout.sell_tabs import KEYS, MIDDLE, TAB_GAP_PX, SellTabs
from ui.panels.basket import BasketCard
from ui.panels.middle import MiddleCard
from ui.panels.till_side import TillSide
from ui.widgets.pages import Pages
from ui.widgets.scrolled_part import lay_bare

GAP_PX = 14
LOW_PX = 560  # of the columns: below it the keypad needs the room of the totals' small rows
TOO_LOW_PX = 440  # of the columns: the on-screen keyboard is up on a small screen, and has the digits
MIDDLE_LEAST_PX = 56  # where even that is not there: the field, scrolled to
_MOST_PX = 16_777_215  # Qt's QWIDGETSIZE_MAX: no limit
_PARTS = (46, 30, 26)


class SellColumns(QWidget):
    """Holds the three parts of the sell screen in the arrangement that their width asks for."""

    def __init__(self, face: Face, basket: BasketCard, middle: MiddleCard, side: TillSide) -> None:
        """Begin with three columns."""
        super().__init__()
        self._face, self._basket, self._middle, self._side = face, basket, middle, side
        self._arrangement: Arrangement | None = None
        self._wish, self._too_low = KeysWish(), False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._make_room)
        self._box = QHBoxLayout(self)
        self._box.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._left, self._stack, self._area = QWidget(), Pages(), _scrolled()
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(TAB_GAP_PX)
        self._tabs = SellTabs(face, basket, middle, self._wish)
        self.tabs = self._tabs.keys
        column.addLayout(self._tabs)
        column.addWidget(self._stack, 1)
        self._column = column
        self._follow_the_middle()
        self._lay_out(Arrangement.COLUMNS)

    @property
    def arrangement(self) -> Arrangement | None:
        """Return how the parts stand now."""
        return self._arrangement

    def show_basket(self) -> None:
        """Bring the basket up, unless somebody pays, types or is asked."""
        self._open(self._tabs.due)

    def show_middle(self) -> None:
        """Bring the search, or what stands in its place, up."""
        self._open(MIDDLE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the window's size; the room left is less while the on-screen keyboard is up."""
        super().resizeEvent(event)
        window = self.window()
        self._lay_out(arrange(window.width(), window.height()))
        low = self.height() < LOW_PX
        self._side.totals.show_compact(compact=low or self._arrangement is Arrangement.ONE_COLUMN)
        self._side.show_low(low=low and self._arrangement is Arrangement.TABBED)
        self._place_lamp(low=low)
        self._make_room()
        if (self.height() < self._face.px(TOO_LOW_PX)) is not self._too_low:
            self._too_low = not self._too_low
            self._show_keypad(self._stack.currentIndex())
            self._scroll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Make room for the strips that come, and for what is asked."""
        if watched is self._basket.strips:
            if event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
                self._make_room()
            elif event.type() == QEvent.Type.Resize:
                self._soon.start()  # not within the layout that resizes them: it would end with the places of before
        elif watched is self._middle.entry and event.type() == QEvent.Type.LayoutRequest:
            self._soon.start()
        return False

    def _follow_the_middle(self) -> None:
        entry = self._middle.entry
        self._tabs.touched.connect(self._touched)
        self._tabs.called.connect(self._open)
        entry.installEventFilter(self)
        entry.turned.connect(lambda: self._open(self._stack.currentIndex()))  # the keypad of what was asked goes
        entry.list_asked.connect(lambda: self._touched(KEYS))
        self._middle.listed.list.selectionModel().currentChanged.connect(lambda *_: self._say_chosen())
        self._area.verticalScrollBar().rangeChanged.connect(self._grown)
        self._basket.strips.installEventFilter(self)

    def _place_lamp(self, *, low: bool) -> None:
        """What stands against money stands over Pay, or at its side where there is no height."""
        beside = low and self._arrangement is Arrangement.TABBED
        strip = self._side.against_money
        if beside and self._column.indexOf(strip) < 0:
            self._column.addWidget(strip)
        elif not beside and self._column.indexOf(strip) >= 0:
            self._side.take_back_strip()

    def _grown(self, _least: int, _most: int) -> None:
        self._soon.start()
        if self._keys_are_up() or self._too_low:
            self._scroll()

    def _scroll(self) -> None:
        """Begin at the top, or at what is typed; its place is known after the layout."""
        self._area.verticalScrollBar().setValue(0)
        if self._keys_are_up() or self._too_low:
            if not self._middle.entry.chosen.isHidden():
                self._area.ensureWidgetVisible(self._middle.entry.chosen, 0, 0)
            self._area.ensureWidgetVisible(self._middle.field, 0, 0)  # what is typed is seen

    def _lay_out(self, wanted: Arrangement) -> None:
        if wanted is self._arrangement:
            return
        self._arrangement = wanted
        focus = QApplication.focusWidget()
        focused = focus is not None and self.isAncestorOf(focus)  # perhaps the basket, whose tab covers the field
        self._empty()
        if wanted is Arrangement.COLUMNS:
            self._left.hide()
            self._area.hide()
            self._basket.column.addWidget(self._basket.strips)
            for part, share in zip((self._basket, self._middle, self._side), _PARTS, strict=True):
                self._box.addWidget(part, share)
                part.show()
        else:
            self._stack.addWidget(self._basket)
            self._column.addWidget(self._basket.strips)  # whatever tab is up: what waits or blocks Pay is seen
            self._area.setWidget(self._middle)
            self._stack.addWidget(self._area)
            self._box.addWidget(self._left, _PARTS[0] + _PARTS[1] // 2)
            self._box.addWidget(self._side, 0 if wanted is Arrangement.ONE_COLUMN else _PARTS[2])
            self._left.show()
        narrow = wanted is Arrangement.ONE_COLUMN
        self._side.keypad.lay_out(four_across=narrow)
        across = QBoxLayout.Direction.LeftToRight
        self._box.setDirection(QBoxLayout.Direction.TopToBottom if narrow else across)
        self._box.setSpacing(TAB_GAP_PX if narrow else GAP_PX)
        self.tabs[-1].setVisible(narrow)
        self._open(self._tabs.due)
        if focused:
            self._middle.focus_field()

    def _empty(self) -> None:
        for part in (self._basket, self._middle, self._side, self._left):
            self._box.removeWidget(part)
        self._stack.removeWidget(self._basket)
        self._stack.removeWidget(self._area)
        if self._area.widget() is not None:
            self._area.takeWidget()
        for part in (self._basket, self._middle, self._side, self._left, self._area):
            part.setParent(self)

    def _touched(self, at: int) -> None:
        if at == KEYS:
            self._wish.turn()
            at = MIDDLE if self._wish.wanted else self._stack.currentIndex()
        self._open(at)

    def _open(self, at: int) -> None:
        tabbed = self._arrangement not in (None, Arrangement.COLUMNS)
        if tabbed:
            self._stack.setCurrentIndex(at)
        self._show_keypad(at)
        if not tabbed:
            return
        self._tabs.mark(at, keypad=self._side.keypad.isVisibleTo(self._side))
        if at == MIDDLE:
            self._scroll()
            self._middle.focus_field()

    def _show_keypad(self, at: int) -> None:
        """Show the keypad where there is room for it; on a narrow screen when its tab is up."""
        narrow = self._arrangement is Arrangement.ONE_COLUMN
        wanted = self._wish.wanted and at == MIDDLE and not (self._wish.by_itself and self._too_low)
        room = wanted if narrow else not self._too_low
        self._side.keypad.setVisible(room)
        self._make_room()

    def _keys_are_up(self) -> bool:
        return self._arrangement is Arrangement.ONE_COLUMN and not self._side.keypad.isHidden()

    def _make_room(self) -> None:
        """Where a narrow screen has no room the figure stands in one line; over the keypad it gives way at last."""
        side, strips, up = self._side, self._basket.strips, self._keys_are_up()
        over = [self.tabs[0].height(), *([strips.height()] if strips.isVisible() else [])]
        room_px = self.height() - sum(over) - TAB_GAP_PX * len(over)
        narrow = self._arrangement is Arrangement.ONE_COLUMN
        part = self._basket if self._stack.currentWidget() is self._basket else self._middle
        low = narrow and gives_way(side, part, room_px - TAB_GAP_PX)
        side.totals.show_line(one_line=up or low)
        self._middle.pay.stand_tight(tight=up)
        self._say_chosen()
        if not up:
            side.totals.show()
            self._left.setMaximumHeight(_MOST_PX)
            return
        room_px -= typed_px(self._face, self._middle) + TAB_GAP_PX
        keys_px = share(side, room_px, paying=self._middle.paying)
        self._left.setMaximumHeight(max(0, self.height() - TAB_GAP_PX - keys_px))

    def _say_chosen(self) -> None:
        """Say what Enter takes while the keypad stands over the list."""
        middle = self._middle
        asks = middle.page is middle.listed and middle.entry.field in self._tabs.for_figures and not middle.paying
        row = middle.listed.list.current() if asks and self._keys_are_up() else None
        middle.entry.show_chosen("" if row is None else row.name)


def _scrolled() -> QScrollArea:
    area = QScrollArea()
    lay_bare(area)
    area.setMinimumHeight(MIDDLE_LEAST_PX)
    return area
