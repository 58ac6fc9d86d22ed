"""Sheets: begun, written on with each scan, put aside, taken up again, and ended as one entry.

Base of `desk.StockDesk`. Only one sheet is open at a time; the others lie in the journal with all that was scanned.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import msgspec

from pos_app.domain.basket import PriceSource
from pos_app.domain.entries import Body
from pos_app.domain.entries_shelf import CountedLine, DeliveryReceived, StockCounted, TransferSent, Unlisted
from pos_app.domain.errors import Refusal
from pos_app.domain.money import MILLI
from pos_app.domain.product import Unit
from pos_app.domain.sheets import NAME_LENGTH_MAX, Act, Sheet, SheetHead, SheetKind, SheetLine, lines_of
from pos_app.selling import goods as on_counter
from pos_app.selling.goods import Goods, Price
from pos_app.selling.questions import printable
from pos_app.selling.view import Said, Sound, Told
from pos_app.stockroom import goods_card
from pos_app.stockroom.around import Around, Shared

NUMBER_LENGTH: Final = 6
"""Characters of a transfer's id that people read to each other; the hub shows the same ones."""
REFERENCE_LENGTH_MAX: Final = 40
_TRAINED: Final = Told(said=Said("stock.nothing_in_training"))


class Sheets(Around):
    """The open sheet and what is done on it."""

    def __init__(self, rooms: Shared) -> None:
        """Take up the sheet that was worked on last: a restart in the middle of a count goes on where it was."""
        super().__init__(rooms)
        lying = rooms.journal.sheets.all()
        self._open = lying[-1].head.id if lying else ""
        self._unknown = ""

    @property
    def sheet(self) -> Sheet:
        """The open sheet; a `Refusal` when there is none."""
        if not self._open:
            raise Refusal("stock.no_sheet")
        return self._rooms.journal.sheets.of(self._open)

    # Beginning and leaving

    def begin_count(self, area: str = "", *, blind: bool = False) -> Told:
        """Begin to count an area, or anywhere in the store."""
        if area and all(each.id != area for each in self._rooms.shop.catalogue.areas()):
            raise Refusal("stock.no_such_area")
        return self._begin(SheetKind.COUNT, area=area, blind=blind)

    def begin_receive(self, delivery: str = "", reference: str = "") -> Told:
        """Begin to receive an expected delivery, or goods that nobody announced; the latter need a reference."""
        if delivery:
            row = self._rooms.shop.catalogue.delivery(delivery)
            if row is None:
                raise Refusal("stock.no_such_delivery")
            if goods_card.received(self._rooms, row)[1]:
                raise Refusal("stock.delivery_closed", number=row.number)
        lying = [each for each in self._rooms.journal.sheets.all() if delivery and each.head.delivery == delivery]
        if lying:
            return self.resume(lying[0].head.id)
        return self._begin(SheetKind.RECEIVE, delivery=delivery, reference=printable(reference)[:REFERENCE_LENGTH_MAX])

    def begin_transfer(self, to_store: str) -> Told:
        """Begin to send goods to another store."""
        known = {each.id for each in self._rooms.shop.catalogue.stores()} - {self._rooms.journal.scope.store}
        if to_store not in known:
            raise Refusal("stock.no_such_store")
        return self._begin(SheetKind.TRANSFER, to_store=to_store)

    def resume(self, sheet: str) -> Told:
        """Go on with a sheet that lies there."""
        self.operator  # noqa: B018 - refuses while nobody is signed on
        self._rooms.journal.sheets.of(sheet)
        self._open, self._unknown = sheet, ""
        return Told()

    def put_aside(self) -> Told:
        """Leave the sheet; it lies there with all that was scanned. An empty one is thrown away."""
        if self._open and not self.sheet.acts:
            self._rooms.journal.sheets.drop(self._open)
        self._open, self._unknown = "", ""
        return Told()

    def throw_away(self) -> Told:
        """Throw the sheet away: nothing comes of it."""
        self.operator  # noqa: B018 - refuses while nobody is signed on
        self._rooms.journal.sheets.drop(self.sheet.head.id)
        self._open, self._unknown = "", ""
        return Told(said=Said("stock.thrown_away"))

    # Writing on it

    def set_quantity(self, quantity: int, key: str = "") -> Told:
        """Set a line's thousandths as typed; without a key the line worked on last."""
        line = self._line(key)
        return self._write(line, quantity, sets=True)

    def step(self, by: int, key: str = "") -> Told:
        """Raise or lower a line by thousandths."""
        return self._write(self._line(key), by, sets=False)

    def undo(self) -> Told:
        """Take the last scan or typed quantity back."""
        self.operator  # noqa: B018 - refuses while nobody is signed on
        self._unknown = ""
        gone = self._rooms.journal.sheets.undo(self.sheet.head.id)
        return Told(said=Said("stock.undone", {"name": self._name(gone.names, gone.name or gone.code)}))

    def add_unlisted(self, name: str) -> Told:
        """Receive what has an unknown code under a name; it moves no stock, and people are told of it."""
        name = printable(name.strip())[:NAME_LENGTH_MAX]
        if not self._unknown or not name or self.sheet.head.kind is not SheetKind.RECEIVE:
            raise Refusal("stock.name_needed")
        act = Act("", {}, Unit.EACH, MILLI, self.now_ms(), self._unknown, name=name)
        self._rooms.journal.sheets.add(self.sheet.head.id, act)
        self._unknown = ""
        return Told(Sound.OK, line=1)

    def refuse_unknown(self) -> Told:
        """The goods of the unknown code are put apart."""
        self._unknown = ""
        return Told()

    def _scanned(self, goods: Goods) -> Told:
        """Write what was scanned on the open sheet: a piece, a pack, or what its label measures."""
        product, head = goods.product, self.sheet.head
        quantity = self._quantity(goods)
        code = goods_card.code_of(goods)
        act = Act(product.id, product.names, product.unit, quantity, self.now_ms(), code)
        self._rooms.journal.sheets.add(head.id, act)
        self._unknown = ""
        if not quantity:
            return Told(Sound.APPROVAL, Said("stock.type_the_weight", {"unit": product.unit.value}), line=1)
        if head.delivery and all(line.product_id != product.id for line in self._expected_lines()):
            return Told(Sound.APPROVAL, Said("stock.not_on_the_list"), line=1)
        return Told(Sound.OK, line=1)

    def _quantity(self, goods: Goods) -> int:
        """Return the thousandths that a scan stands for; nought for goods that must be weighed."""
        if on_counter.needs_weight(goods):
            return 0
        price = on_counter.price_of(goods, self._rooms.shop.catalogue, self.now_ms()) or Price(0, PriceSource.OPEN)
        line = on_counter.line_of(goods, price, quantity=MILLI, now_ms=self.now_ms())
        return line.quantity * goods.pack // MILLI

    def _write(self, line: SheetLine, quantity: int, *, sets: bool) -> Told:
        act = Act(line.product_id, line.names, line.unit, quantity, self.now_ms(), line.code, sets=sets, name=line.name)
        self._rooms.journal.sheets.add(self.sheet.head.id, act)
        self._unknown = ""
        return Told(Sound.OK, line=1)

    def _begin(self, kind: SheetKind, **said: str | bool) -> Told:
        operator = self.operator.id
        self.put_aside()
        head = msgspec.structs.replace(SheetHead(self._rooms.ids(), kind, operator, self.now_ms()), **said)
        self._rooms.journal.sheets.begin(head)
        self._open = head.id
        return Told()

    def _line(self, key: str) -> SheetLine:
        self.operator  # noqa: B018 - refuses while nobody is signed on
        lines = lines_of(self.sheet.acts)
        found = [line for line in lines if line.key == key] if key else list(lines[-1:])
        if not found:
            raise Refusal("stock.scan_first")
        return found[0]

    # Ending

    def finish(
        self,
        approver: str = "",
        pin: str = "",
        *,
        more_to_come: bool = False,
        elsewhere: Collection[str] = (),
    ) -> Told:
        """End the sheet as one entry. A count that a cashier made needs somebody's approval.

        `elsewhere` are the keys of lines of which more stands in areas that are still to be counted.
        """
        sheet = self.sheet
        operator = self.operator.id
        lines = lines_of(sheet.acts)
        if not lines:
            raise Refusal("stock.sheet_empty")
        approved = self.approval(approver, pin) if sheet.head.kind is SheetKind.COUNT else ""
        if self.training:
            self._rooms.journal.sheets.drop(sheet.head.id)
            self._open = ""
            return _TRAINED
        if sheet.head.kind is SheetKind.COUNT:
            body: Body = _counted(sheet.head, lines, operator, approved, elsewhere)
        else:
            body = self._moved(sheet, lines, operator, closes=not more_to_come)
        self.write(body, sheet.head.id)
        self._open, self._unknown = "", ""
        number = sheet.head.id[-NUMBER_LENGTH:].upper()
        return Told(Sound.PAID, Said(f"stock.done_{sheet.head.kind}", {"count": len(lines), "number": number}))

    def _moved(self, sheet: Sheet, lines: tuple[SheetLine, ...], operator: str, *, closes: bool) -> Body:
        head = sheet.head
        deltas = {line.product_id: line.quantity for line in lines if line.product_id and line.quantity}
        if head.kind is SheetKind.TRANSFER:
            if not deltas:
                raise Refusal("stock.sheet_empty")
            return TransferSent(head.id, head.to_store, operator, {each: -by for each, by in deltas.items()})
        missing = {line.product_id: line.quantity for line in self._missing(deltas)} if closes else {}
        unlisted = tuple(Unlisted(line.code, line.name, line.quantity) for line in lines if not line.product_id)
        return DeliveryReceived(head.delivery, operator, deltas, missing, head.reference, closes, unlisted)

    def _expected_lines(self) -> list[SheetLine]:
        """Return what the open sheet's delivery is still to bring."""
        row = self._rooms.shop.catalogue.delivery(self.sheet.head.delivery)
        if row is None:
            return []
        came, _ = goods_card.received(self._rooms, row)
        before = {line.product_id: came.get(line.product_id, 0) for line in row.lines}
        lines = []
        for line in row.lines:
            product = self._rooms.shop.catalogue.product(line.product_id)
            names = line.names if product is None else product.names
            unit = Unit.EACH if product is None else product.unit
            left = max(0, line.quantity - before[line.product_id])
            lines.append(SheetLine(line.product_id, names, unit, left, 0, 0))
        return lines

    def _missing(self, came: dict[str, int]) -> list[SheetLine]:
        """Return what is expected and has not come with this sheet."""
        left = []
        for line in self._expected_lines():
            short = line.quantity - came.get(line.product_id, 0)
            if short > 0:
                left.append(SheetLine(line.product_id, line.names, line.unit, short, 0, 0))
        return left

    def _name(self, names: dict[str, str], other: str) -> str:
        operator = self._rooms.till.people.operator
        language = "en" if operator is None else operator.language
        return names.get(language) or next(iter(names.values()), other)


def _counted(
    head: SheetHead, lines: tuple[SheetLine, ...], operator: str, approved: str, elsewhere: Collection[str]
) -> StockCounted:
    """Return what was counted; by area it is what the area has, and `elsewhere` says of what that is not all."""
    by_area = bool(head.area)
    counted = tuple(
        CountedLine(
            line.product_id, line.quantity, line.at_ms, line.scans, more_elsewhere=by_area and line.key in elsewhere
        )
        for line in lines
    )
    return StockCounted(head.id, operator, counted, head.area, head.blind, approved, adds_up=by_area)
