"""The stock screen: the card of a product, and the sheet of a count, a delivery or a transfer in its place.

A scan works wherever the focus is: it shows a card, or goes onto the open sheet. No key that a scanner sends ends a
sheet or moves stock: that is a function key, or a finger. The same screen fills a handheld's window.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_app.domain.errors import Fault, Refusal
from pos_app.domain.sheets import SheetKind
from pos_app.selling.view import Mode, Said, Told
from pos_app.settings import Settings
from pos_app.stockroom.view import StockView
from ui.bridge import Bridge
from ui.face import Face
from ui.layout.arrangement import LOW_BELOW_PX, ONE_COLUMN_BELOW_PX
from ui.panels import stock_acts, stock_words
from ui.panels.alone_hint import AloneHint
from ui.panels.camera_strip import CameraStrip
from ui.panels.stock_acts import ActRow
from ui.panels.stock_asks import StockAsks
from ui.panels.stock_doing import StockDoing
from ui.panels.stock_finder import StockFinder
from ui.panels.stock_hand import SheetHand
from ui.panels.stock_head import StockHead
from ui.panels.stock_keys import StockKeys
from ui.panels.stock_pages import StockPages
from ui.panels.stock_question import Purpose
from ui.screen import Screen
from ui.widgets.strip import Strip

_MINUTE_MS = 60_000


class StockScreen(Screen):
    """The stock desk's screen."""

    def __init__(self, face: Face, bridge: Bridge, _settings: Settings) -> None:
        """The window builds it only when there is a stock desk."""
        super().__init__()
        assert bridge.rooms is not None
        assert bridge.rooms.stock is not None
        self._face, self._bridge, self._desk = face, bridge, bridge.rooms.stock
        self._seen: StockView | None = None
        self._minute, self._room = -1, (False, False)
        self._taken = False  # whether the last scan was goods
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.finder = StockFinder(face, self._key, self._touch_letters)
        self.field = self.finder.field
        self.strip, self.camera, self.alone = Strip(face), CameraStrip(face, bridge), AloneHint(face, bridge)
        self._doing = StockDoing(face, bridge, self.strip)
        self.head = StockHead(face, self.camera, self._find, self._step_back)
        self._pages = StockPages(face, self._desk, self._key, self._step_back)
        self.start, self.found = self._pages.start, self._pages.found
        self.card, self.sheet, self.panel = self._pages.card, self._pages.sheet, self._pages.panel
        self._hand = SheetHand(face, self._desk, self.sheet, self._do, self._ask_for)
        self.asks = StockAsks(face, self._desk, self._do)
        self.asks.chosen, self.asks.quantity = self.panel.chosen, self.panel.quantity
        self.acts = ActRow()
        self.main, self.buttons = self.acts.main, self.acts.buttons
        self._keys = StockKeys(self._pages, self.finder, self._hand, self.asks, self.acts)
        self._build()
        self._connect()
        self._put_on()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self.head)
        for widget in (self.finder, self.strip, self.alone, self.camera):
            column.addWidget(widget)
        column.addWidget(self._pages, 1)
        column.addWidget(self.acts)

    def _connect(self) -> None:
        self.start.taken.connect(lambda sheet: self._do(lambda: self._desk.resume(sheet)))
        self.found.taken.connect(self._choose)
        self.camera.view.code.connect(self._take_seen)
        self.camera.turned.connect(self._show)
        self._keys.back.connect(self._step_back)
        self._keys.finds.connect(self._find)
        self._keys.code_typed.connect(self.take_scan)
        self.field.textChanged.connect(lambda _text: self._show())
        self.sheet.edited.connect(self._on_typing)
        self.panel.keys.letters.connect(self._touch_letters)
        self._pages.asking.fitted.connect(self._one_back)
        self._bridge.also(self._on_tick)
        self._bridge.failed.connect(self._show_no)
        self._face.changed.connect(self._put_on)

    # -- what comes in

    def begin(self) -> None:
        """Show the card or the sheet that is open, with the focus where the hand goes first."""
        self.strip.dismiss()
        self.asks.nothing()
        self.show_view()

    def _take_seen(self, code: str) -> None:
        """Take a code that the camera saw; its view calls the goods by their name."""
        self.take_scan(code)
        if self._taken:
            self.camera.view.call_it(stock_words.worked_on(self._face, self._desk.view))

    def take_scan(self, code: str) -> None:
        """Take what was typed for the line before, then show or write what was scanned."""
        self.field.clear()
        self.asks.nothing()
        self._hand.take_typed()
        taken = self._do(lambda: self._desk.scan(code))
        view = self._desk.view
        self._taken = taken and not view.unknown
        if view.unknown and view.sheet is not None and view.sheet.kind is SheetKind.RECEIVE:
            self._ask_for(Purpose.UNKNOWN)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a key that reached no field."""
        if not self._key(event):
            super().keyPressEvent(event)

    def _key(self, event: QKeyEvent) -> bool:
        return self._keys.take(event) or self.camera.take_key(event)

    def _find(self) -> None:
        """Show the field that finds goods, and type in it."""
        self.finder.asked = True
        self._show()
        self.field.setFocus()

    def _choose(self, product_id: str) -> None:
        self.field.clear()
        self._hand.take_typed()
        self._do(lambda: self._desk.choose(product_id))

    def _step_back(self) -> None:
        view = self._desk.view
        if self.field.text():
            self.field.clear()
        elif self.finder.asked:
            self.finder.asked = False
        elif self.asks.purpose is not None:
            if self.asks.purpose is Purpose.UNKNOWN:
                self._do(self._desk.refuse_unknown)
            self.asks.back()
        elif self.sheet.typed and view.sheet is not None:
            self.sheet.taken()
        elif view.sheet is not None:
            self._do(self._desk.put_aside)
        elif view.card is not None:
            self._do(self._desk.close_card)
        else:
            self.left.emit()
            return
        self.show_view()

    def _do(self, command: Callable[[], Told]) -> bool:
        """Run a command, and show what holds then."""
        self.finder.asked = False
        done = self._doing.do(command, self._asks_for, self.show_view)
        self._one_strip()
        if done:
            self._no_letters()
        return done

    def _asks_for(self, no: Refusal) -> bool:
        """Ask for the supervisor that a count or an adjustment needs."""
        return no.message_id == "stock.approval_needed" and self.asks.needs_somebody()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what a narrow or low window has no room for."""
        super().resizeEvent(event)
        low = self.window().height() < LOW_BELOW_PX
        room = (low or self.width() < ONE_COLUMN_BELOW_PX, low)
        if room != self._room or self.asks.purpose is not None:
            self._room = room
            self._show()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let the letters that a question brought up go with it."""
        super().hideEvent(event)
        self._no_letters()

    def _touch_letters(self) -> None:
        self.keyboard.emit(True)  # noqa: FBT003 - a signal

    def _no_letters(self) -> None:
        self.keyboard.emit(False)  # noqa: FBT003 - a signal

    # -- what is shown

    def show_view(self) -> None:
        """Ask the desk, and show what it says."""
        if self._bridge.view.mode in (Mode.SIGNED_OUT, Mode.LOCKED):
            self._seen = None
            return
        self._seen, self._minute = self._desk.view, self._desk.now_ms() // _MINUTE_MS
        self._show()

    def _show(self) -> None:
        view = self._seen
        if view is None:
            return
        text = self.finder.text
        ask = self.asks.ask(view)
        self._pages.show_view(view, ask, text, self._bridge.view.currency)
        self._one_strip()
        narrow, low = self._room
        full = narrow and bool(view.sheet.lines) if view.sheet is not None else low and self.camera.is_open
        self.head.show_view(view, full=full, asks=ask is not None, width=self.width())
        self._one_back()
        self.alone.about("" if full else stock_words.capability(view))
        if ask is None:
            self.finder.show_for(has_room=not full, narrow=self._room[0])
        else:
            self.finder.hide()
        self.acts.show_acts(() if ask is not None else self._acts_of(view))
        if self.finder.isHidden() and (ask is None or ask.field != "text"):
            self._no_letters()
        self._place_focus(typing=bool(text))

    def _acts_of(self, view: StockView) -> tuple[stock_acts.Do, ...]:
        sheet = view.sheet
        if sheet is None:
            return stock_acts.of_card(self._face, self._ask_for, on_card=view.card is not None)
        return self._hand.acts(sheet)

    def _ask_for(self, purpose: Purpose) -> None:
        self.strip.dismiss()
        self.asks.nothing()
        self.asks.purpose = purpose
        self.show_view()

    def _place_focus(self, *, typing: bool) -> None:
        if not self.isVisible():
            return
        wanted: QWidget = self.field
        if self._pages.asks:
            wanted = self.panel.typed_in or self
        elif self._pages.shows(self.sheet) and self.sheet.key and not typing and not self.finder.asked:
            wanted = self.sheet.figure
        if not wanted.isVisible():
            wanted = self  # the keys alone
        if not wanted.hasFocus():
            wanted.setFocus()

    def _on_tick(self) -> None:
        if self.isVisible() and self._desk.now_ms() // _MINUTE_MS != self._minute:
            self.show_view()

    def _one_strip(self) -> None:
        """Where it is narrow one strip at a time: the figures in the list say the rest."""
        self.sheet.line_card.be_quiet(on=self._room[0] and not self.strip.isHidden())

    def _one_back(self) -> None:
        """Show Back in the head unless the question has its own."""
        self.head.back.setVisible(not self._pages.asks or self.panel.keys.isHidden())

    def _on_typing(self) -> None:
        """What was said of the line before is over: from now on its own strip speaks of what is typed."""
        self.strip.dismiss()
        self._one_strip()

    def _show_no(self, no: Refusal | Fault | Said) -> None:
        if self.isVisible():
            self._doing.show_no(no)
            self._one_strip()

    def _put_on(self) -> None:
        self.finder.put_on()
        self.head.put_on()
        if self._seen is not None:
            self._show()
