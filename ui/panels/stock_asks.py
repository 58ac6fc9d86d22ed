"""Which question the stock screen puts, and what Back leads to from it."""

from collections.abc import Callable

from pos_app.stockroom.view import StockView
from ui.face import Face
from ui.panels.stock_asks_adjust import AdjustAsks
from ui.panels.stock_asks_begin import BeginAsks
from ui.panels.stock_asks_sheet import SheetAsks
from ui.panels.stock_question import BEFORE, Asking, Do, Purpose, StockAsk
from ui.stock_room import StockRoom


class StockAsks(Asking):
    """Makes the question of the moment."""

    def __init__(self, face: Face, desk: StockRoom, do: Do) -> None:
        """Begin with nothing begun."""
        super().__init__(face, desk, do)
        begin, sheet, adjust = BeginAsks(self), SheetAsks(self), AdjustAsks(self)
        self._makes: dict[Purpose, Callable[[StockView], StockAsk]] = {
            Purpose.COUNT: begin.count,
            Purpose.RECEIVE: begin.receive,
            Purpose.REFERENCE: begin.reference,
            Purpose.TRANSFER: begin.transfer,
            Purpose.REASON: adjust.reason,
            Purpose.ADJUST: adjust.quantity,
            Purpose.APPROVE: adjust.approval,
            Purpose.CLOSE_SHORT: sheet.close_short,
            Purpose.REST: sheet.rest,
            Purpose.THROW_AWAY: sheet.throw_away,
            Purpose.UNKNOWN: sheet.unknown,
        }

    def ask(self, view: StockView) -> StockAsk | None:
        """Return what is asked now; None for nothing."""
        return None if self.purpose is None else self._makes[self.purpose](view)

    def back(self) -> None:
        """Put the question before this one, or none."""
        before = BEFORE.get(self.purpose) if self.purpose is not None else None
        self.nothing()
        self.purpose = before

    def needs_somebody(self) -> bool:
        """Ask for a supervisor's PIN; False when that is what is asked already."""
        if self.purpose is Purpose.APPROVE:
            return False
        if self.purpose not in (Purpose.ADJUST, Purpose.REST):
            self.approved = self.desk.finish
        self.purpose = Purpose.APPROVE
        return True
