"""What the stock screen asks to adjust the product on the card: why, by how much, and who approves it.

Nothing is chosen beforehand: a reason that nobody gave makes wrong books. Who approves is told what it is.
"""

from pos_app.domain.errors import Refusal
from pos_app.selling.view import Told
from pos_app.stockroom.view import REASONS, StockView
from ui.panels import stock_words
from ui.panels.stock_question import Asking, Purpose, StockAsk
from ui.widgets.found_list import FoundRow


class AdjustAsks:
    """Makes these questions, and the one for a PIN, which a count may need too."""

    def __init__(self, asking: Asking) -> None:
        """`asking` is shared with the other questions."""
        self._asking, self._face, self._desk = asking, asking.face, asking.desk

    def reason(self, view: StockView) -> StockAsk:
        """Ask why, naming the goods and what is on hand."""
        say = self._face.say
        rows = tuple(FoundRow(code, say(f"stock.reason.{code}"), "", "") for code in REASONS)
        words = f"{stock_words.on_hand_line(self._face, view.card)}\n{say('ui.stock.ask.reason')}"

        def take(row: str, _typed: str) -> None:
            if row:
                self._asking.reason = row
                self._asking.turn_to(Purpose.ADJUST)
            else:
                self._asking.do(_no_reason)

        return StockAsk("reason", words, take, rows=rows, preset=False)

    def quantity(self, view: StockView) -> StockAsk:
        """Ask by how much, for the reason given."""
        say, card, reason = self._face.say, view.card, self._asking.reason
        unit = "" if card is None else stock_words.unit(self._face, card.price.unit)

        def move(way: int) -> None:
            by = way * self._asking.quantity()
            self._asking.approved = lambda approver, pin: self._desk.adjust(by, reason, approver, pin)
            self._asking.approves = lambda now: stock_words.adjustment(self._face, now.card, by, reason)
            self._asking.ended(lambda: self._desk.adjust(by, reason))

        asks = "ui.stock.ask.how_much" if unit else "ui.stock.ask.how_many"
        question = say(asks, reason=say(f"stock.reason.{reason}"), unit=unit)
        words = f"{stock_words.on_hand_line(self._face, card)}\n{question}"
        return StockAsk(
            "adjust", words, lambda _row, _typed: None, prompt=say("ui.stock.how_many"), enters=False,
            figure=stock_words.WEIGHT_PLACES if unit else 0, unit=unit,
            acts=((say("ui.stock.take_off"), "-", lambda: move(-1)), (say("ui.stock.add"), "+", lambda: move(1))),
        )  # fmt: skip

    def approval(self, view: StockView) -> StockAsk:
        """Ask for a supervisor's PIN, saying what it is for."""
        say, asking = self._face.say, self._asking
        rows = tuple(FoundRow(each.id, each.name, "", "") for each in view.approvers)
        act = asking.approved
        what = "" if view.sheet is None else stock_words.sheet_line(self._face, view.sheet)
        if asking.approves is not None:
            what = asking.approves(view)

        def approve(row: str, typed: str) -> None:
            if act is not None:
                asking.do(lambda: asking.and_end(act(row, typed)))

        words = f"{what}\n{say('ui.stock.ask.approve')}"
        return StockAsk("approve", words, approve, field="secret", prompt=say("ui.stock.pin"), rows=rows)


def _no_reason() -> Told:
    raise Refusal("stock.reason_needed")
