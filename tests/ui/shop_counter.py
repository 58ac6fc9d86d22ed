"""The desk in memory, beside the sale: quick keys, a price, a lock, approvals, receipts by choice."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from pos_app.domain.basket import ManualDiscount, PriceSource
from pos_app.domain.errors import Refusal
from pos_app.domain.money import extended
from pos_app.domain.product import Unit
from pos_app.selling.detail_view import LineDetailView, PriceCheckView, ReceiptView, TilePageView, TileView
from pos_app.selling.view import Mode, OperatorView, Paper, SellView, Told

TILES = (
    TilePageView(
        {"en": "Bread", "zh-Hans": "面包"},
        tuple(
            TileView(f"b{at}", {"en": f"Country loaf {at}", "zh-Hans": f"乡村面包{at}"}, "6901234567892", price=1_250)
            for at in range(8)
        ),
    ),
    TilePageView(
        {"en": "Bags", "zh-Hans": "袋子"},
        (
            TileView("bag", {"en": "Bag", "zh-Hans": "购物袋"}, "6900000829165", price=50),
            TileView("fruit", {"en": "Fruit by hand", "zh-Hans": "手工水果"}, department="fruit"),
        ),
    ),
)


class ShopCounter:
    """Remembers what was asked of it in `asked`, as the rest of the desk does."""

    asked: list[tuple[str, Any]]
    view: SellView

    def operators(self) -> tuple[OperatorView, ...]:
        raise NotImplementedError

    def _show(self, **changes: Any) -> None:  # noqa: ANN401 - any field of the view
        self.view = msgspec.structs.replace(self.view, **changes)

    def _noted(self, what: str, *values: object) -> Told:
        self.asked.append((what, values))
        return Told()

    def tiles(self) -> tuple[TilePageView, ...]:
        return TILES

    def line_detail(self, line: int) -> LineDetailView:
        shown = next(each for each in self.view.lines if each.number == line)
        return LineDetailView(
            line,
            shown.names,
            shown.code,
            shown.quantity,
            shown.unit,
            shown.unit_price,
            PriceSource.LIST,
            extended(shown.unit_price, shown.quantity),
            shown.amount,
        )

    def knows(self, text: str) -> bool:
        return "9999999" not in text

    def price_check(self, text: str) -> PriceCheckView:
        self.asked.append(("price_check", text))
        return PriceCheckView(text, {"en": "Dark Noodles 330 g", "zh-Hans": "方便面"}, text, Unit.EACH, 17_623, 17_623)

    def recent_receipts(self, limit: int = 20) -> tuple[ReceiptView, ...]:
        return (ReceiptView("s1", "0217-03-1A2B-000042", 1_760_000_000_000, 5_000, zone=ZoneInfo("Asia/Shanghai")),)[
            :limit
        ]

    def receipt_of(self, sale_id: str) -> tuple[ReceiptView, ...]:
        return tuple(each for each in self.recent_receipts() if each.sale_id == sale_id)

    def approvers(self, *, managers: bool = False) -> tuple[OperatorView, ...]:
        del managers
        present = self.view.operator
        return tuple(each for each in self.operators() if present is None or each.id != present.id)

    def lock(self) -> Told:
        self._show(mode=Mode.LOCKED)
        return Told()

    def switch_operator(self, operator_id: str, pin: str) -> Told:
        return self._noted("switch_operator", operator_id, pin)

    def set_associate(self, operator_id: str, line: int | None = None) -> Told:
        return self._noted("set_associate", operator_id, line)

    def override_price(self, line: int, unit_price: int, reason: str, approver: str = "", pin: str = "") -> Told:
        self._noted("override_price", line, unit_price, reason, approver)
        if not approver:
            raise Refusal(
                "basket.approval_needed", line=line, asked_minor=1, limit_minor=0, limit_ppm=100_000, currency="CNY"
            )
        return Told(line=line) if pin else Told()

    def discount_line(self, line: int, discount: ManualDiscount | None, approver: str = "", pin: str = "") -> Told:
        return self._noted("discount_line", line, discount, approver, pin)

    def discount_basket(self, discount: ManualDiscount | None, approver: str = "", pin: str = "") -> Told:
        return self._noted("discount_basket", discount, approver, pin)

    def note(self, text: str, line: int | None = None) -> Told:
        return self._noted("note", text, line)

    def start_training(self, approver: str = "", pin: str = "") -> Told:
        return self._train(approver, pin, on=True)

    def stop_training(self, approver: str = "", pin: str = "") -> Told:
        return self._train(approver, pin, on=False)

    def _train(self, approver: str, pin: str, *, on: bool) -> Told:
        if not approver or not pin:
            raise Refusal("till.manager_needed")
        self._show(training=on)
        return Told()

    def take_back(self) -> Told:
        payment = self.view.payment
        assert payment is not None
        if not payment.tenders:
            raise Refusal("tender.none_to_take_back")
        *kept, (_, amount) = payment.tenders
        changed = msgspec.structs.replace(
            payment, tenders=tuple(kept), paid=payment.paid - amount, missing=payment.missing + amount
        )
        self._show(payment=changed)
        return Told()

    def choose_paper(self, paper: Paper) -> Told:
        payment = self.view.payment
        assert payment is not None
        self._show(payment=msgspec.structs.replace(payment, paper=paper))
        return Told()

    def print_receipt(self) -> Told:
        return self._change(Paper.PRINT)

    def show_receipt_code(self) -> Told:
        return self._change(Paper.QR)

    def _change(self, paper: Paper) -> Told:
        change = self.view.change
        if change is None:
            raise Refusal("till.no_such_receipt")
        self._show(change=msgspec.structs.replace(change, paper=paper))
        return self._noted("receipt", paper)

    def reprint(self, sale_id: str) -> Told:
        return self._noted("reprint", sale_id)

    def no_sale(self, reason: str) -> Told:
        return self._noted("no_sale", reason)

    def abandon(self, reason: str = "customer_left") -> Told:
        return self._noted("abandon", reason)

    def name_held(self, name: str, sale_id: str = "") -> Told:
        return self._noted("name_held", name, sale_id)
