"""What the stock screen asks before a sheet is begun: where to count, what to receive, which store goods go to.

Of several rows none is chosen beforehand: pressed twice, a key would count an area, receive a delivery or send to a
store that nobody named.
"""

from functools import partial

from pos_app.domain.errors import Refusal
from pos_app.selling.view import Told
from pos_app.stockroom.view import StockView
from ui.panels import stock_words
from ui.panels.stock_question import Asking, Purpose, StockAsk
from ui.widgets.found_list import FoundRow

ANYWHERE = "-"
UNANNOUNCED = "-"


class BeginAsks:
    """Makes these questions."""

    def __init__(self, asking: Asking) -> None:
        """`asking` is shared with the other questions."""
        self._asking, self._face, self._desk = asking, asking.face, asking.desk

    def count(self, view: StockView) -> StockAsk:
        """Ask where; a touch chooses the area, and then how it is counted."""
        say = self._face.say
        anywhere = FoundRow(ANYWHERE, say("ui.stock.anywhere"), "", "")
        rows = tuple(stock_words.choice_row(self._face, each, view.zone) for each in self._desk.areas())

        def begin(*, blind: bool) -> None:
            chosen = self._asking.chosen()
            if not chosen:
                self._asking.do(partial(_nothing_chosen, "stock.area_needed"))
                return
            area = "" if chosen == ANYWHERE else chosen
            self._asking.ended(lambda: self._desk.begin_count(area, blind=blind))

        return StockAsk(
            "count", say("ui.stock.ask.count"), lambda _row, _typed: None, rows=(*rows, anywhere), enters=False,
            preset=not rows,
            acts=(
                (say("ui.stock.count"), "F7", lambda: begin(blind=False)),
                (say("ui.stock.count_blind"), "F8", lambda: begin(blind=True)),
            ),
        )  # fmt: skip

    def receive(self, view: StockView) -> StockAsk:
        """Ask what came."""
        rows = tuple(stock_words.choice_row(self._face, each, view.zone) for each in self._desk.deliveries())
        other = FoundRow(UNANNOUNCED, self._face.say("ui.stock.unannounced"), "", "")

        def begin(row: str, _typed: str) -> None:
            if not row:
                self._asking.do(partial(_nothing_chosen, "stock.delivery_needed"))
            elif row == UNANNOUNCED:
                self._asking.turn_to(Purpose.REFERENCE)
            else:
                self._asking.ended(lambda: self._desk.begin_receive(row))

        words = self._face.say("ui.stock.ask.receive")
        return StockAsk("receive", words, begin, rows=(*rows, other), preset=not rows)

    def reference(self, _view: StockView) -> StockAsk:
        """Ask for the number on the paper of what nobody announced."""
        say = self._face.say
        return StockAsk(
            "reference", say("ui.stock.ask.reference"),
            lambda _row, typed: self._asking.ended(lambda: self._desk.begin_receive(reference=typed)),
            field="text", prompt=say("ui.stock.reference"),
        )  # fmt: skip

    def transfer(self, view: StockView) -> StockAsk:
        """Ask which store the goods go to."""
        rows = tuple(stock_words.choice_row(self._face, each, view.zone) for each in self._desk.stores())
        words = self._face.say("ui.stock.ask.transfer" if rows else "ui.stock.no_other_store")

        def begin(row: str, _typed: str) -> None:
            if row:
                self._asking.ended(lambda: self._desk.begin_transfer(row))
            else:
                self._asking.do(partial(_nothing_chosen, "stock.store_needed"))

        return StockAsk("transfer", words, begin, rows=rows, preset=len(rows) == 1)


def _nothing_chosen(needed: str) -> Told:
    raise Refusal(needed)
