"""The stock desk: every action of a stock associate as a method that does it, durably, and says what to show.

The bridge calls it on the thread that writes the journal. A method does what it says and leaves a fresh `view`, or
raises `Refusal` or `Fault` and leaves everything as it was.
"""

from __future__ import annotations

from typing import Final

from pos_app.domain.basket import QUANTITY_MAX
from pos_app.domain.entries import StockMoved
from pos_app.domain.errors import Refusal
from pos_app.domain.money import MILLI
from pos_app.domain.product import Unit
from pos_app.domain.sheets import Sheet, SheetHead, SheetKind, SheetLine, lines_of
from pos_app.selling.goods import Goods
from pos_app.selling.questions import printable
from pos_app.selling.view import HitView, Said, Sound, Told
from pos_app.stockroom import goods_card
from pos_app.stockroom.around import Shared
from pos_app.stockroom.sheets import NUMBER_LENGTH, Sheets
from pos_app.stockroom.view import REASONS, CardView, ChoiceView, LineView, SheetView, StockView

LINES_SHOWN: Final = 200
"""Of a long sheet, the ones worked on last."""


class StockDesk(Sheets):
    """One workstation's stock desk."""

    def __init__(self, rooms: Shared) -> None:
        """Look at nothing; a sheet that a restart left is open."""
        super().__init__(rooms)
        self._goods: Goods | None = None

    # What the screen shows

    @property
    def view(self) -> StockView:
        """Return what the screen shows now."""
        shop, people = self._rooms.shop, self._rooms.till.people
        signed_in = people.operator is not None
        sheet = self._seen_sheet(self.sheet) if self._open else None
        card: CardView | None = None
        if sheet is None and self._goods is not None and shop.known:
            card = goods_card.card(self._rooms, self._goods, self.heard_ms())
        waiting = tuple(
            self._lying(each) for each in reversed(self._rooms.journal.sheets.all()) if each.head.id != self._open
        )
        approvers = self._rooms.till.approvers() if signed_in else ()
        return StockView(card, sheet, self._unknown, waiting, approvers, self.training, shop.zone)

    def areas(self) -> tuple[ChoiceView, ...]:
        """Return the areas that are counted by themselves."""
        return tuple(ChoiceView(each.id, each.names) for each in self._rooms.shop.catalogue.areas())

    def deliveries(self) -> tuple[ChoiceView, ...]:
        """Return the open deliveries and transfers to this store, the earliest due first."""
        names = {each.id: each.name for each in self._rooms.shop.catalogue.stores()}
        rows = [
            each for each in self._rooms.shop.catalogue.deliveries() if not goods_card.received(self._rooms, each)[1]
        ]
        return tuple(
            ChoiceView(row.id, {"": names.get(row.sender, row.sender)}, row.number, len(row.lines), row.due_ms)
            for row in sorted(rows, key=lambda row: (row.due_ms, row.number, row.id))
        )

    def stores(self) -> tuple[ChoiceView, ...]:
        """Return the other stores of the chain."""
        here = self._rooms.journal.scope.store
        return tuple(
            ChoiceView(each.id, {"": each.name}) for each in self._rooms.shop.catalogue.stores() if each.id != here
        )

    def unsure(self) -> tuple[LineView, ...]:
        """Return the lines of which more may stand in other areas: to be asked about before a count by area ends.

        Where nothing that is expected may be seen it is every line, so that the question gives nothing away.
        """
        head = self.sheet.head
        if head.kind is not SheetKind.COUNT or not head.area:
            return ()
        lines = [self._seen_line(head, line, {}) for line in lines_of(self.sheet.acts)]
        return tuple(
            line for line in lines if head.blind or (line.expected is not None and line.quantity < line.expected)
        )

    # Looking

    def scan(self, text: str) -> Told:
        """Take a scanned or typed code: onto the open sheet, else as a card; an unknown one is told with a tone."""
        self.operator  # noqa: B018 - refuses while nobody is signed on
        goods = goods_card.found(self._rooms, text)
        if goods is None:
            self._unknown = printable(text.strip())
            return Told(Sound.UNKNOWN, Said("stock.unknown_code", {"code": self._unknown}))
        return self._taken(goods)

    def choose(self, product_id: str) -> Told:
        """Take a product that was found by its name."""
        self.operator  # noqa: B018 - refuses while nobody is signed on
        return self._taken(goods_card.chosen(self._rooms, product_id))

    def search(self, text: str, limit: int = 50) -> tuple[HitView, ...]:
        """Return products that `text` finds, in any script."""
        return self._rooms.till.search(text, limit)

    def close_card(self) -> Told:
        """Look at nothing."""
        self._goods, self._unknown = None, ""
        return Told()

    # Adjusting

    def adjust(self, by: int, reason: str, approver: str = "", pin: str = "") -> Told:
        """Move the stock of the product on the card by thousandths, either way, for a reason of `REASONS`."""
        operator = self.operator.id
        goods = self._goods
        if goods is None or self._open:
            raise Refusal("stock.scan_first")
        if reason not in REASONS:
            raise Refusal("stock.reason_needed")
        if not by or abs(by) > QUANTITY_MAX:
            raise Refusal("stock.quantity_unlikely", limit=QUANTITY_MAX // MILLI)
        approved = self.approval(approver, pin)
        if self.training:
            return Told(said=Said("stock.nothing_in_training"))
        self.write(StockMoved("adjustment", operator, {goods.product.id: by}, reason, approved))
        return Told(Sound.OK, Said("stock.adjusted"))

    # Inside

    def _taken(self, goods: Goods) -> Told:
        if self._open:
            return self._scanned(goods)
        self._goods, self._unknown = goods, ""
        return Told(Sound.OK)

    def _seen_sheet(self, sheet: Sheet) -> SheetView:
        head, catalogue = sheet.head, self._rooms.shop.catalogue
        lines = lines_of(sheet.acts)
        wanted = {line.product_id: line.quantity for line in self._expected_lines()} if head.delivery else {}
        shown = tuple(self._seen_line(head, line, wanted) for line in reversed(lines[-LINES_SHOWN:]))
        row = catalogue.delivery(head.delivery) if head.delivery else None
        names = {each.id: each.name for each in catalogue.stores()}
        area = next((each.names for each in catalogue.areas() if each.id == head.area), {})
        came = {line.product_id for line in lines}
        missing = tuple(
            LineView(line.key, line.product_id, line.names, "", line.unit, 0, line.quantity)
            for line in (self._expected_lines() if head.delivery else [])
            if line.product_id not in came and line.quantity
        )
        number = head.id[-NUMBER_LENGTH:].upper() if head.kind is SheetKind.TRANSFER else head.reference
        return SheetView(
            head.id,
            head.kind,
            shown,
            head.blind,
            area,
            number if row is None else row.number,
            "" if row is None else names.get(row.sender, row.sender),
            names.get(head.to_store, head.to_store),
            missing,
        )

    def _seen_line(self, head: SheetHead, line: SheetLine, wanted: dict[str, int]) -> LineView:
        expected: int | None = None
        if head.kind is SheetKind.RECEIVE and wanted:
            expected = wanted.get(line.product_id, 0)
        elif head.kind is not SheetKind.RECEIVE and not head.blind:
            expected = goods_card.expected(self._rooms, line.product_id, head.area)
        return LineView(
            line.key,
            line.product_id,
            line.names,
            line.code,
            line.unit,
            line.quantity,
            expected,
            line.scans,
            line.unit is not Unit.EACH,
            line.name,
        )

    def _lying(self, sheet: Sheet) -> ChoiceView:
        head = sheet.head
        names = next((each.names for each in self._rooms.shop.catalogue.areas() if each.id == head.area), {})
        if head.delivery:
            row = self._rooms.shop.catalogue.delivery(head.delivery)
            names = {"": row.number if row else head.delivery[-NUMBER_LENGTH:]}
        elif head.to_store:
            names = {"": next((s.name for s in self._rooms.shop.catalogue.stores() if s.id == head.to_store), "")}
        return ChoiceView(head.id, names, head.reference, len(lines_of(sheet.acts)), head.started_ms, head.kind)
