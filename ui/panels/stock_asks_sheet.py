"""What the stock screen asks about the open sheet: the rest, what is short, an unknown code, throwing it away.

What ends a sheet has another key than what asked: F12 or Del pressed twice, or held, ends nothing.
"""

from pos_app.selling.view import Told
from pos_app.stockroom.view import StockView
from ui.panels import stock_words
from ui.panels.stock_question import Asking, StockAsk

ENDS = "F7"
"""On a sheet the key of the least: typing a quantity in a narrow window, and nothing in a wide one."""


class SheetAsks:
    """Makes these questions."""

    def __init__(self, asking: Asking) -> None:
        """`asking` is shared with the other questions."""
        self._asking, self._face, self._desk = asking, asking.face, asking.desk

    def close_short(self, view: StockView) -> StockAsk:
        """Ask whether more will come."""
        say, desk, ended = self._face.say, self._desk, self._asking.ended
        short = 0 if view.sheet is None else stock_words.short_lines(view.sheet)
        return StockAsk(
            "close-short", say("ui.stock.ask.close_short", count=short), lambda _row, _typed: None,
            acts=(
                (say("ui.stock.more_will_come"), "F8", lambda: ended(lambda: desk.finish(more_to_come=True))),
                (say("ui.stock.close_short"), ENDS, lambda: ended(desk.finish)),
            ),
        )  # fmt: skip

    def rest(self, _view: StockView) -> StockAsk:
        """Ask of which lines more stands in an area that is still to be counted."""
        say, desk, asking = self._face.say, self._desk, self._asking
        rows = tuple(stock_words.unsure_row(self._face, line, asking.elsewhere) for line in desk.unsure())

        def mark() -> None:
            asking.elsewhere = asking.elsewhere ^ {asking.chosen()}
            asking.do(Told)

        def finish() -> None:
            elsewhere = asking.elsewhere
            asking.approved = lambda approver, pin: desk.finish(approver, pin, elsewhere=elsewhere)
            asking.ended(lambda: desk.finish(elsewhere=elsewhere))

        return StockAsk(
            "rest", say("ui.stock.ask.rest"), lambda _row, _typed: None, rows=rows, enters=False,
            acts=(
                (say("ui.stock.stands_elsewhere"), "F8", mark),
                (say("ui.stock.finish.count"), ENDS, finish),
            ),
        )  # fmt: skip

    def throw_away(self, _view: StockView) -> StockAsk:
        """Ask whether it is meant."""
        say, ended = self._face.say, self._asking.ended
        return StockAsk(
            "throw-away", say("ui.stock.ask.throw_away"), lambda _row, _typed: None,
            acts=(
                (say("ui.stock.keep"), "F8", lambda: ended(Told)),
                (say("ui.stock.throw_away"), ENDS, lambda: ended(self._desk.throw_away)),
            ),
        )  # fmt: skip

    def unknown(self, view: StockView) -> StockAsk:
        """Ask what it is that nobody knows the code of."""
        say, ended = self._face.say, self._asking.ended
        return StockAsk(
            "unknown", say("ui.stock.ask.unknown", code=view.unknown),
            lambda _row, typed: ended(lambda: self._desk.add_unlisted(typed)),
            field="text", prompt=say("ui.stock.what_is_it"),
            acts=((say("ui.stock.put_apart"), "Del", lambda: ended(self._desk.refuse_unknown)),),
        )  # fmt: skip
