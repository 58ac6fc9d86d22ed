"""Puts a sale on paper: store header, lines, totals, tenders, tax table, the number as a barcode.

Called by the till desk for the first print and for a DUPLICATE. Promises: everything comes from the sale's own entry
and the store's row, in the receipt's language, so that any till prints the same paper years later.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, tzinfo

import msgspec

from pos_app.domain.basket import Line
from pos_app.domain.entries import ReceiptNumber, Sale
from pos_app.domain.money import MILLI
from pos_app.domain.priced import PricedLine
from pos_app.domain.product import name_in
from pos_app.domain.receipt import Align, Barcode, Element, Gap, Pair, QrCode, Receipt, Ruler, Text
from pos_app.domain.store_rows import StoreInfo
from pos_app.domain.tax import TaxTable
from pos_app.words import money_text, paper_moment_text, quantity_text, rate_text, say


def receipt_code(workstation: str, epoch: int, number: ReceiptNumber) -> str:
    """Return a receipt's number as printed and scanned: "0217-03-1A2B-000042".

    Gap-free per workstation, epoch and kind; the epoch stands as its last four hexadecimal digits. A kind other than
    a sale leads with its initial.
    """
    lead = "" if number.kind == "sale" else number.kind[0].upper()
    return f"{lead}{workstation}-{epoch & 0xFFFF:04X}-{number.number:06d}"


class MemberOnPaper(msgspec.Struct, frozen=True):
    """The member of a sale as the paper may name them; a sale whose member can't be read has none of these."""

    name: str = ""
    """Masked."""
    phone: str = ""
    """Masked."""
    balance: int | None = None
    """Points after this sale; None on a paper that is printed again, for they have moved since."""
    as_of_ms: int = 0


class Paper:
    """Builds receipts for one store in one language."""

    def __init__(self, store: StoreInfo, taxes: TaxTable | None, language: str, zone: tzinfo = UTC) -> None:
        """Take the store's rows; `taxes` gives the letters that tie lines to the tax table."""
        self._store = store
        self._language = language
        self._zone = zone
        groups = taxes.groups if taxes else ()
        self._letters = {group.id: group.letter for group in groups}
        self._components = {
            (group.id, component.id): component.names
            for group in groups
            if len(group.components) > 1
            for component in group.components
        }
        """Names of the taxes of a group that has several; one alone is known by its letter."""

    def sale(
        self,
        sale: Sale,
        *,
        code: str,
        wall_ms: int,
        operator: str,
        duplicate: bool = False,
        signed: str = "",
        member: MemberOnPaper | None = None,
    ) -> Receipt:
        """Return the receipt of `sale`, numbered `code`, made at `wall_ms` by the operator called `operator`.

        `signed` is the code by which any till knows that the receipt is genuine; a receipt can be without.
        """
        return Receipt(
            (
                *self._head(sale, duplicate=duplicate),
                *self._lines(sale),
                Ruler(),
                *self._totals(sale),
                *self._tenders(sale),
                *self._tax_rows(sale),
                *self._member(sale, member or MemberOnPaper()),
                *self._foot(code, wall_ms, operator, signed),
            ),
            language=self._language,
            duplicate=duplicate,
        )

    def _say(self, message_id: str, **params: str | int) -> str:
        return say(self._language, message_id, **params)

    def _money(self, minor: int) -> str:
        return money_text(self._language, minor, self._store.currency)

    def _head(self, sale: Sale, *, duplicate: bool) -> Iterator[Element]:
        for place, line in enumerate(self._store.header or (self._store.name,)):
            yield Text(line, Align.CENTRE, bold=place == 0, large=place == 0)
        if self._store.tax_number:
            yield Text(self._say("receipt.tax_number", number=self._store.tax_number), Align.CENTRE)
        if duplicate:
            yield Text(self._say("receipt.duplicate"), Align.CENTRE, bold=True, large=True)
        if sale.training:
            yield Text(self._say("receipt.training"), Align.CENTRE, bold=True, large=True)
        yield Ruler()

    def _lines(self, sale: Sale) -> Iterator[Element]:
        priced = {line.number: line for line in sale.priced.lines}
        for line in sale.basket.live:
            yield from self._line(line, priced[line.number])

    def _line(self, line: Line, priced: PricedLine) -> Iterator[Element]:
        letter = self._letters.get(line.item.tax_group, "")
        mark = f" {letter}".rstrip()
        yield Pair(name_in(line.item.names, self._language), self._money(priced.gross) + mark)
        if line.quantity != MILLI:
            unit = self._say(f"unit.{line.item.unit}")
            quantity = quantity_text(self._language, line.quantity)
            yield Text(f"  {quantity} {unit} x {self._money(line.unit_price)}")
        if line.list_price:
            yield Text("  " + self._say("receipt.instead_of", price=self._money(line.list_price)))
        off = sum(reduction.amount for reduction in priced.reductions)
        if off:
            yield Pair("  " + self._say("receipt.reduction"), self._money(-off) + mark)

    def _totals(self, sale: Sale) -> Iterator[Element]:
        priced = sale.priced
        if priced.reduction:
            yield Pair(self._say("receipt.subtotal"), self._money(priced.subtotal))
            yield Pair(self._say("receipt.saved"), self._money(-priced.reduction))
        added = priced.total - (priced.subtotal - priced.reduction)
        if added:
            yield Pair(self._say("receipt.tax_added"), self._money(added))
        if sale.rounding:
            yield Pair(self._say("receipt.rounding"), self._money(sale.rounding))
        yield Pair(self._say("receipt.total"), self._money(sale.due), bold=True, large=True)

    def _tenders(self, sale: Sale) -> Iterator[Element]:
        for tender in sale.tenders:
            words = self._say(f"tender.{tender.kind}")
            yield Pair(f"{words} {tender.reference}".rstrip(), self._money(tender.given))
            if tender.change:
                yield Pair(self._say("receipt.change"), self._money(tender.change))

    def _tax_rows(self, sale: Sale) -> Iterator[Element]:
        if not sale.priced.taxes:
            return
        yield Ruler()
        yield Pair(self._say("receipt.tax_table"), self._say("receipt.tax_amount"))
        for row in sale.priced.taxes:
            letter = self._letters.get(row.group, row.group)
            rate = rate_text(self._language, row.rate_ppm)
            names = self._components.get((row.group, row.component))
            which = f"{letter} {name_in(names, self._language)} {rate}" if names else f"{letter} {rate}"
            yield Pair(f"{which} · {self._money(row.base)}", self._money(row.amount))

    def _member(self, sale: Sale, member: MemberOnPaper) -> Iterator[Element]:
        if not sale.basket.member:
            return
        yield Ruler()
        yield Pair(f"{self._say('receipt.member')} {member.name}".rstrip(), member.phone)
        if sale.points:
            yield Pair(self._say("receipt.points_earned"), f"+{self._points(sale.points)}")
        if member.balance is not None:
            moment = paper_moment_text(self._language, member.as_of_ms, self._zone)
            yield Pair(self._say("receipt.points_balance", moment=moment), self._points(member.balance))

    def _points(self, points: int) -> str:
        return quantity_text(self._language, points * MILLI)

    def _foot(self, code: str, wall_ms: int, operator: str, signed: str) -> Iterator[Element]:
        yield Ruler()
        yield Pair(paper_moment_text(self._language, wall_ms, self._zone), operator)
        yield Gap()
        yield Barcode(code)
        if signed:
            yield QrCode(signed)
        for line in self._store.footer:
            yield Text(line, Align.CENTRE)


def test_page(store: StoreInfo, language: str) -> Receipt:
    """Return a page that shows whether the printer prints words, Chinese, large type and codes."""
    return Receipt(
        (
            Text(store.name, Align.CENTRE, bold=True, large=True),
            Text(say(language, "receipt.test_page"), Align.CENTRE),
            Ruler(),
            Pair("0123456789 ABCDEFGHIJ", money_text(language, 123_456, store.currency)),
            Pair("中文打印测试 方便面", money_text(language, 880, store.currency), bold=True),
            Ruler(),
            Barcode("TEST-0001"),
            Gap(),
        ),
        language=language,
    )
