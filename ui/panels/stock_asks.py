"""Which question the stock screen puts, as an `Ask`: where to count, what to receive, why to adjust, who approves."""

import enum
from collections.abc import Callable

from pos_app.selling.view import Told
from pos_app.stockroom.view import REASONS, StockView
from ui.face import Face
from ui.panels import stock_words
from ui.panels.pickup_ask import Ask
from ui.stock_room import StockRoom
from ui.widgets.found_list import FoundRow

Do = Callable[[Callable[[], Told]], object]
UNANNOUNCED = "-"


class Purpose(enum.Enum):
    """What was begun on the screen."""

    COUNT = enum.auto()
    RECEIVE = enum.auto()
    REFERENCE = enum.auto()
    TRANSFER = enum.auto()
    ADJUST = enum.auto()
    APPROVE = enum.auto()
    CLOSE_SHORT = enum.auto()
    REST = enum.auto()
    THROW_AWAY = enum.auto()
    UNKNOWN = enum.auto()


class StockAsks:
    """Makes the question of the moment; `do` runs a command and shows what came of it."""

    def __init__(self, face: Face, desk: StockRoom, do: Do) -> None:
        """Begin with nothing begun."""
        self._face, self._desk, self._do = face, desk, do
        self.purpose: Purpose | None = None
        self.approved: Callable[[str, str], Told] | None = None
        """What somebody is to approve, by approver and PIN."""
        self._elsewhere: frozenset[str] = frozenset()
        """Lines of which more stands in an area that is still to be counted."""
        self._chosen: Callable[[], str] = str
        self._typed: Callable[[], str] = str

    def nothing(self) -> None:
        """Forget what was begun."""
        self.purpose, self.approved, self._elsewhere = None, None, frozenset()

    def ask(self, view: StockView) -> Ask | None:
        """Return what is asked now; None for nothing."""
        makes = {
            Purpose.COUNT: self._count,
            Purpose.RECEIVE: self._receive,
            Purpose.REFERENCE: self._reference,
            Purpose.TRANSFER: self._transfer,
            Purpose.ADJUST: self._adjust,
            Purpose.APPROVE: self._approve,
            Purpose.CLOSE_SHORT: self._close_short,
            Purpose.REST: self._rest,
            Purpose.THROW_AWAY: self._throw_away,
            Purpose.UNKNOWN: self._unknown,
        }
        return None if self.purpose is None else makes[self.purpose](view)

    def _count(self, view: StockView) -> Ask:
        say, desk = self._face.say, self._desk
        anywhere = FoundRow("", say("ui.stock.anywhere"), "", "")
        rows = tuple(stock_words.choice_row(self._face, each, view.zone) for each in desk.areas())

        def begin(area: str, *, blind: bool) -> None:
            self._ended(lambda: desk.begin_count(area, blind=blind))

        return Ask(
            "count", say("ui.stock.ask.count"), lambda _row, _typed: None, rows=(*rows, anywhere),
            enters=False,  # a touch chooses the area, and then how it is counted
            acts=(
                (say("ui.stock.count"), "F7", lambda: begin(self._chosen(), blind=False)),
                (say("ui.stock.count_blind"), "F8", lambda: begin(self._chosen(), blind=True)),
            ),
        )  # fmt: skip

    def _receive(self, view: StockView) -> Ask:
        rows = tuple(stock_words.choice_row(self._face, each, view.zone) for each in self._desk.deliveries())
        other = FoundRow(UNANNOUNCED, self._face.say("ui.stock.unannounced"), "", "")

        def begin(row: str, _typed: str) -> None:
            if row == UNANNOUNCED:
                self.purpose = Purpose.REFERENCE
                self._do(Told)
            else:
                self._ended(lambda: self._desk.begin_receive(row))

        return Ask("receive", self._face.say("ui.stock.ask.receive"), begin, rows=(*rows, other))

    def _reference(self, _view: StockView) -> Ask:
        say = self._face.say
        return Ask(
            "reference", say("ui.stock.ask.reference"),
            lambda _row, typed: self._ended(lambda: self._desk.begin_receive(reference=typed)),
            field="text", prompt=say("ui.stock.reference"),
        )  # fmt: skip

    def _transfer(self, view: StockView) -> Ask:
        rows = tuple(stock_words.choice_row(self._face, each, view.zone) for each in self._desk.stores())
        words = "ui.stock.ask.transfer" if rows else "ui.stock.no_other_store"
        return Ask(
            "transfer",
            self._face.say(words),
            lambda row, _typed: self._ended(lambda: self._desk.begin_transfer(row)),
            rows=rows,
        )

    def _adjust(self, _view: StockView) -> Ask:
        say = self._face.say
        rows = tuple(FoundRow(code, say(f"stock.reason.{code}"), "", "") for code in REASONS)

        def move(way: int) -> None:
            by = way * stock_words.typed_thousandths(self._typed())
            reason = self._chosen()
            self.approved = lambda approver, pin: self._desk.adjust(by, reason, approver, pin)
            self._ended(lambda: self._desk.adjust(by, reason))

        return Ask(
            "adjust", say("ui.stock.ask.adjust"), lambda _row, _typed: None, field="text",
            prompt=say("ui.stock.how_many"), rows=rows, enters=False,
            acts=((say("ui.stock.take_off"), "-", lambda: move(-1)), (say("ui.stock.add"), "+", lambda: move(1))),
        )  # fmt: skip

    def _approve(self, view: StockView) -> Ask:
        say = self._face.say
        rows = tuple(FoundRow(each.id, each.name, "", "") for each in view.approvers)
        act = self.approved

        def approve(row: str, typed: str) -> None:
            if act is not None:
                self._do(lambda: self._and_end(act(row, typed)))

        return Ask(
            "approve", say("ui.stock.ask.approve"), approve, field="secret", prompt=say("ui.stock.pin"), rows=rows
        )

    def _close_short(self, view: StockView) -> Ask:
        say, desk = self._face.say, self._desk
        count = (
            0
            if view.sheet is None
            else len(view.sheet.missing)
            + sum(line.expected is not None and line.quantity < line.expected for line in view.sheet.lines)
        )
        return Ask(
            "close-short", say("ui.stock.ask.close_short", count=count), lambda _row, _typed: None,
            acts=(
                (say("ui.stock.more_will_come"), "F8", lambda: self._ended(lambda: desk.finish(more_to_come=True))),
                (say("ui.stock.close_short"), "F12", lambda: self._ended(desk.finish)),
            ),
        )  # fmt: skip

    def _rest(self, _view: StockView) -> Ask:
        say, desk = self._face.say, self._desk
        rows = tuple(stock_words.unsure_row(self._face, line, self._elsewhere) for line in desk.unsure())

        def mark() -> None:
            self._elsewhere = self._elsewhere ^ {self._chosen()}
            self._do(Told)

        def finish() -> None:
            elsewhere = self._elsewhere
            self.approved = lambda approver, pin: desk.finish(approver, pin, elsewhere=elsewhere)
            self._ended(lambda: desk.finish(elsewhere=elsewhere))

        return Ask(
            "rest", say("ui.stock.ask.rest"), lambda _row, _typed: None, rows=rows, enters=False,
            acts=(
                (say("ui.stock.stands_elsewhere"), "F8", mark),
                (say("ui.stock.finish.count"), "F12", finish),
            ),
        )  # fmt: skip

    def _throw_away(self, _view: StockView) -> Ask:
        say = self._face.say
        return Ask(
            "throw-away", say("ui.stock.ask.throw_away"), lambda _row, _typed: None,
            acts=(
                (say("ui.stock.keep"), "F8", lambda: self._ended(Told)),
                (say("ui.stock.throw_away"), "Del", lambda: self._ended(self._desk.throw_away)),
            ),
        )  # fmt: skip

    def _unknown(self, view: StockView) -> Ask:
        say = self._face.say
        return Ask(
            "unknown", say("ui.stock.ask.unknown", code=view.unknown),
            lambda _row, typed: self._ended(lambda: self._desk.add_unlisted(typed)),
            field="text", prompt=say("ui.stock.what_is_it"),
            acts=((say("ui.stock.put_apart"), "Del", lambda: self._ended(self._desk.refuse_unknown)),),
        )  # fmt: skip

    def look_at(self, chosen: Callable[[], str], typed: Callable[[], str]) -> None:
        """Ask these for the row that is chosen and the words that are typed."""
        self._chosen, self._typed = chosen, typed

    def _ended(self, command: Callable[[], Told]) -> None:
        """Run a command; done, nothing is asked any more. A refusal leaves the question where it is."""
        self._do(lambda: self._and_end(command()))

    def _and_end(self, told: Told) -> Told:
        self.nothing()
        return told
