"""The basket card: how many items, the lines, and the strips that speak about them."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from pos_app.members.view import Standing
from pos_app.selling.view import LineView, SellView
from ui.face import Face
from ui.panels import member_words
from ui.panels.receipt_row import ReceiptRow
from ui.shown import joined, line_row
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.empty_state import empty_state
from ui.widgets.label import Label
from ui.widgets.line_list import LineList, LineRow
from ui.widgets.strip import Strip
from ui.widgets.strips import Strips

_HEAD_PX = 460
"""A narrower card has no room for the key beside the words of every button at its head."""


class BasketCard(Card):
    """Shows the lines of a view; keeps the rows that did not change."""

    def __init__(
        self,
        face: Face,
        hold: Callable[[], object],
        more: Callable[[], object],
        member: Callable[[], object],
        receipt: ReceiptRow,
        parent: QWidget | None = None,
    ) -> None:
        """`hold` puts the basket on hold, or shows those that are; `more` shows all one can do; `member` who buys.

        `receipt` stands where the lines stood while the change of the last sale is shown.
        """
        super().__init__(parent, margin_px=10)
        self._face = face
        self._kept: dict[int, tuple[LineView, LineRow]] = {}
        self._newest = 0
        self._language = face.language
        head = self.row()
        head.setContentsMargins(8, 0, 0, 0)
        self._title = Label()
        self._title.setProperty("look", "title")
        self._title.setWordWrap(True)
        self.hold = Button("head", hold)
        head.addWidget(self._title, 1)
        self.member = Button("head", member)
        head.addWidget(self.member)
        self.more = Button("head", more)
        head.addWidget(self.more)
        head.addWidget(self.hold)
        self._owner = Label()
        self._owner.setProperty("look", "meta")
        self._owner.setWordWrap(True)
        self._owner.setContentsMargins(8, 0, 8, 0)
        self._owner.hide()
        self.column.addWidget(self._owner)
        self.buyer = Strip(face)
        self.column.addWidget(self.buyer)
        self.receipt = receipt
        self._build_lines()
        face.changed.connect(self._forget_words)

    def _build_lines(self) -> None:
        """Put the lines under the head, the last sale's receipt where they are to stand, and the strips under all."""
        face = self._face
        self.lines = LineList(face)
        self._empty, self._empty_words = empty_state(face, "shopping-basket")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.lines)
        self.column.addWidget(self._stack, 1)
        self.column.addWidget(self.receipt)
        self.undo = Strip(face)
        self.tray = Strip(face)
        self.no = Strip(face)
        self.question = Strip(face)
        self.strips = Strips(self.undo, self.tray, self.no, self.question)
        self.column.addWidget(self.strips)

    @property
    def chosen(self) -> int:
        """Return the number of the chosen line, 0 for none."""
        row = self.lines.current()
        return row.number if row else 0

    def set_newest(self, number: int) -> None:
        """Make this line the large and chosen one at the next show."""
        self._newest = number

    def show_view(self, view: SellView) -> None:
        """Show the lines of the view."""
        numbers = [line.number for line in view.lines]
        if not numbers:
            self._newest = 0  # another basket counts its lines from one again
        newest = self._newest if self._newest in numbers else (numbers[-1] if numbers else 0)
        moved = newest != next((row.number for row in self.lines.row_model.rows if row.newest), 0)
        rows = tuple(self._row(line, view.currency, newest=line.number == newest) for line in view.lines)
        self._kept = {line.number: (line, row) for line, row in zip(view.lines, rows, strict=True)}
        chosen = newest if moved or self.chosen not in numbers else self.chosen
        self.lines.show_lines(rows, chosen)
        self._stack.setCurrentWidget(self.lines if rows else self._empty)
        self.receipt.show_change(view.change)
        self._stack.setVisible(bool(rows) or not self.receipt.shows_code)  # a code is as large as there is room for
        self._say(view)

    def _forget_words(self) -> None:
        if self._language != self._face.language:  # the rows' words stay as they are in another theme
            self._language, self._kept = self._face.language, {}

    def _row(self, line: LineView, currency: str, *, newest: bool) -> LineRow:
        kept = self._kept.get(line.number)
        if kept is not None and kept[0] == line and kept[1].newest == newest:
            return kept[1]
        return line_row(self._face, line, currency, newest=newest)

    def _say_owner(self, view: SellView) -> None:
        """Say whose basket and whose drawer it is when neither is the operator's."""
        face = self._face
        words = joined(
            face.say("ui.begun_by", name=view.begun_by) if view.begun_by else "",
            face.say("ui.drawer_of", name=view.drawer_of) if view.drawer_of else "",
        )
        if words != self._owner.text():
            self._owner.setText(words)
            self._owner.setVisible(bool(words))

    def _say_buyer(self, view: SellView) -> None:
        """Say who buys, masked; a till without members has no key for them."""
        if view.buyer is None:
            self.buyer.dismiss()
            return
        gone = view.buyer.member.standing is Standing.GONE
        self.buyer.tell("warn" if gone else "member", member_words.buyer(self._face, view.buyer))

    def _say_more(self) -> None:
        words, tight = self._face.say("ui.more"), self.width() < self._face.px(_HEAD_PX)
        self.more.show_words(words, "" if tight else "Ctrl+K")
        self.more.setAccessibleName(f"{words}, Ctrl+K")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width."""
        super().resizeEvent(event)
        self._say_more()

    def _say(self, view: SellView) -> None:
        face = self._face
        count = view.totals.items
        title_id = "ui.basket_items" if view.lines else "ui.basket"
        title = face.say(title_id, count=count)
        if self._title.text() != title:
            self._title.setText(title)
            self.lines.setAccessibleName(title)
        self._say_more()
        self.member.setText(" F10")
        self.member.setAccessibleName(f"{face.say('ui.member')}, F10")
        self.member.setIcon(face.icon("user-round", "ink", 20))
        self._say_owner(view)
        self._say_buyer(view)
        if view.lines:
            self.hold.show_words(face.say("ui.hold"), "F11")
        else:
            self.hold.show_words(face.say("ui.on_hold", count=view.held) if view.held else face.say("ui.hold"), "F11")
        self.hold.setEnabled(bool(view.lines or view.held))
        self._empty_words.setText(face.say("ui.basket_empty" if view.catalogue else "ui.no_catalogue"))
        self._empty_words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
