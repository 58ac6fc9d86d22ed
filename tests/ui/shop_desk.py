"""A till desk that lives in memory, for tests of the window alone: the same verbs, the same views, no disk.

It prices by a table, knows the shelf below, and remembers what was asked of it in `asked`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from pos_app.domain.errors import Refusal
from pos_app.domain.money import MILLI, extended
from pos_app.domain.product import Unit
from pos_app.selling.view import (
    ChangeView,
    DepartmentView,
    HeldView,
    HitView,
    Lamp,
    LampState,
    LineView,
    Mode,
    OperatorView,
    PaymentView,
    PromotionView,
    Question,
    QuestionKind,
    ReductionView,
    Said,
    SellView,
    Sound,
    Told,
    TotalsView,
)
from tests.ui.shop_counter import ShopCounter

OK = Told(Sound.OK)
CURRENCY = "CNY"


class Goods(msgspec.Struct, frozen=True):
    """What the shelf holds."""

    code: str
    names: dict[str, str]
    price: int
    unit: Unit = Unit.EACH
    min_age: int = 0


SHELF = (
    Goods("6901234567892", {"en": "Dark Noodles 330 g", "zh-Hans": "方便面 330克"}, 17_623),
    Goods("6900000936509", {"en": "Roasted Coffee 250 g", "zh-Hans": "烘焙咖啡 250克"}, 8_685),
    Goods("6900000409657", {"en": "Soft Rice 330 g", "zh-Hans": "软米 330克"}, 19_336),
    Goods("6900000355985", {"en": "Premium Rice 250 g", "zh-Hans": "优质大米 250克"}, 5_168),
    Goods("6900000829165", {"en": "Roasted Tea 绿茶 250 g", "zh-Hans": "绿茶 250克"}, 729),
    Goods("6900000302316", {"en": "Crispy Tea 750 g", "zh-Hans": "脆茶 750克"}, 2_252),
    Goods("2000000000015", {"en": "Bananas", "zh-Hans": "香蕉"}, 898, Unit.KILOGRAM),
    Goods("6900000000182", {"en": "Plum Wine 12 %", "zh-Hans": "梅酒 12%"}, 6_800, min_age=18),
    Goods("6900000248642", {"en": "Iced Soap 500 g, twin pack with a long name", "zh-Hans": "冰爽香皂 500克"}, 12_461),
)
LI_WEI = OperatorView("17", "Li Wei", "en")
ZHANG = OperatorView("21", "张敏", "zh-Hans")
PIN = "1234"


class ShopDesk(ShopCounter):
    """Sells from the shelf."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Any]] = []
        self.lamp_now = Lamp(LampState.ONLINE)
        self.hits: Callable[[str], tuple[HitView, ...]] | None = None
        self._held: dict[str, tuple[LineView, ...]] = {}
        self._voided: list[tuple[LineView, ...]] = []
        self._next_line = 1
        self._next_question = 1
        self._pending: dict[int, Goods] = {}
        self._sales = 0
        self._refused_before = False
        self.view = SellView(Mode.SIGNED_OUT, CURRENCY, "Store 0217", "Till 3")

    def operators(self) -> tuple[OperatorView, ...]:
        return (LI_WEI, ZHANG)

    def sign_in(self, operator_id: str, pin: str) -> Told:
        self.asked.append(("sign_in", operator_id))
        if pin != PIN:
            raise Refusal("staff.wrong_pin", left=4)
        operator = next(one for one in self.operators() if one.id == operator_id)
        self._show(mode=Mode.SELLING, operator=operator)
        return Told()

    def sign_off(self) -> Told:
        self._show(mode=Mode.SIGNED_OUT, operator=None)
        return Told()

    def scan(self, text: str) -> Told:
        self.asked.append(("scan", text))
        if self.view.mode is Mode.PAYING:
            self._show(tray=(*self.view.tray, text))
            return Told(Sound.UNKNOWN)
        self._begin_next()
        found = next((goods for goods in SHELF if goods.code == text), None)
        if found is None:
            return self._ask(QuestionKind.UNKNOWN_CODE, None, text)
        if found.unit is Unit.KILOGRAM:
            return self._ask(QuestionKind.WEIGHT, found, text)
        told = self._add(found, self.view.next_quantity)
        if found.min_age:
            self._ask(QuestionKind.AGE, found, text)
            return Told(Sound.APPROVAL, line=told.line)
        return told

    def add_product(self, product_id: str) -> Told:
        self.asked.append(("add_product", product_id))
        return self.scan(product_id)

    def search(self, text: str, limit: int = 50) -> tuple[HitView, ...]:
        self.asked.append(("search", text))
        if self.hits is not None:
            return self.hits(text)[:limit]
        return tuple(
            HitView(goods.code, goods.names, goods.price, goods.code, weighed=goods.unit is not Unit.EACH)
            for goods in SHELF
            if any(text.lower() in name.lower() for name in goods.names.values()) or text in goods.code
        )

    def departments(self) -> tuple[DepartmentView, ...]:
        return (
            DepartmentView("fruit", {"en": "Fruit and vegetables", "zh-Hans": "蔬果"}),
            DepartmentView("dry", {"en": "Dry goods", "zh-Hans": "干货"}),
        )

    def set_next_quantity(self, quantity: int) -> Told:
        self._show(next_quantity=quantity)
        return Told()

    def set_quantity(self, line: int, quantity: int) -> Told:
        self.asked.append(("set_quantity", (line, quantity)))
        if not 0 < quantity <= 99_999 * MILLI:
            raise Refusal("basket.quantity", quantity=quantity)
        self._lines(tuple(_with(each, quantity) if each.number == line else each for each in self.view.lines))
        return Told(Sound.OK, line=line)

    def step(self, line: int, by: int) -> Told:
        now = next(each.quantity for each in self.view.lines if each.number == line)
        return self.set_quantity(line, now + by)

    def void(self, line: int) -> Told:
        self.asked.append(("void", line))
        self._voided.append(self.view.lines)
        self._lines(tuple(each for each in self.view.lines if each.number != line))
        self._show(can_undo=True)
        return Told()

    def undo(self) -> Told:
        if not self._voided:
            raise Refusal("basket.nothing_to_undo")
        self._lines(self._voided.pop())
        return Told()

    def redo(self) -> Told:
        raise Refusal("basket.nothing_to_redo")

    def set_aside(self, question: int) -> Told:
        self.asked.append(("set_aside", question))
        self._answer(question)
        return Told()

    def sell_by_department(self, question: int, department: str, unit_price: int) -> Told:
        self.asked.append(("sell_by_department", (question, department, unit_price)))
        names = next(each.names for each in self.departments() if each.id == department)
        self._answer(question)
        return self._add(Goods("", names, unit_price), MILLI)

    def sell_open(self, department: str, unit_price: int) -> Told:
        return self.sell_by_department(0, department, unit_price)

    def confirm_age(self, question: int, approver: str = "", pin: str = "") -> Told:
        self.asked.append(("confirm_age", (question, approver, pin)))
        if self._refused_before and not approver:
            raise Refusal("till.age_approval")
        self._answer(question)
        return Told()

    def refuse_age(self, question: int) -> Told:
        goods = self._pending[question]
        self._lines(tuple(line for line in self.view.lines if line.code != goods.code))
        self._answer(question)
        self._refused_before = True
        return Told()

    def weigh(self, question: int, quantity: int) -> Told:
        self.asked.append(("weigh", (question, quantity)))
        goods = self._pending[question]
        self._answer(question)
        return self._add(goods, quantity)

    def hold(self, name: str = "") -> Told:
        self._held[f"held-{len(self._held)}"] = self.view.lines
        self.asked.append(("hold", name))
        self._lines(())
        self._show(can_undo=False, promotions=(), held=len(self._held))
        return Told()

    def held(self) -> tuple[HeldView, ...]:
        return tuple(
            HeldView(key, "", len(lines), sum(line.amount for line in lines), 0, "Li Wei")
            for key, lines in self._held.items()
        )

    def recall(self, sale_id: str) -> Told:
        self._begin_next()
        self._lines(self._held.pop(sale_id))
        self._show(held=len(self._held))
        return Told()

    def start_payment(self) -> Told:
        if self.view.questions:
            raise Refusal("basket.question_open")
        if not self.view.lines:
            raise Refusal("basket.empty")
        due = self.view.totals.due_cash
        quick = tuple(sorted({due, -(-due // 1_000) * 1_000, -(-due // 5_000) * 5_000, -(-due // 10_000) * 10_000}))
        self._show(mode=Mode.PAYING, payment=PaymentView(due, 0, due, (), quick))
        return Told()

    def back_to_basket(self) -> Told:
        self._show(mode=Mode.SELLING, payment=None)
        return Told()

    def pay_cash(self, given: int | None, *, part: bool = False) -> Told:
        payment = self.view.payment
        if given is not None and payment is not None and given < payment.missing and not part:
            raise Refusal("tender.not_enough", missing_minor=payment.missing - given, currency=CURRENCY)
        return self._pay("cash", given)

    def pay_other(self, amount: int | None, reference: str) -> Told:
        if not reference:
            raise Refusal("tender.reference")
        return self._pay("other", amount)

    def tray_next_sale(self) -> Told:
        self._show(tray=())
        return Told()

    def tray_discard(self) -> Told:
        self.asked.append(("tray_discard", None))
        self._show(tray=())
        return Told()

    def next_sale(self) -> Told:
        self.asked.append(("next_sale", None))
        self._begin_next()
        return Told()

    def reprint_last(self) -> Told:
        return Told()

    def tick(self) -> bool:
        return False

    def lamp(self) -> Lamp:
        return self.lamp_now

    def save(self, number: int, amount: int) -> None:
        """Let a promotion take something off a line."""
        names = {"en": "Spend & save", "zh-Hans": "满减"}
        self._lines(
            tuple(
                msgspec.structs.replace(line, amount=line.gross - amount, reductions=(ReductionView(names, amount),))
                if line.number == number
                else line
                for line in self.view.lines
            )
        )
        self._show(promotions=(PromotionView(names, amount),))

    def _pay(self, kind: str, given: int | None) -> Told:
        payment = self.view.payment
        assert payment is not None
        self.asked.append((f"pay_{kind}", given))
        amount = payment.missing if given is None else given
        if amount < payment.missing:
            tenders = (*payment.tenders, (kind, amount))
            paid = payment.paid + amount
            self._show(payment=PaymentView(payment.due, paid, payment.due - paid, tenders, ()))
            return Told()
        self._sales += 1
        change = ChangeView("sale", f"0217-03-000{self._sales:03d}", payment.due, amount, amount - payment.missing)
        self._lines(())
        self._show(mode=Mode.CHANGE, payment=None, change=change, promotions=())
        return Told(Sound.PAID)

    def _begin_next(self) -> None:
        if self.view.mode is Mode.CHANGE:
            self._show(mode=Mode.SELLING, change=None)

    def _ask(self, kind: QuestionKind, goods: Goods | None, code: str) -> Told:
        number, self._next_question = self._next_question, self._next_question + 1
        names = goods.names if goods else {}
        if goods:
            self._pending[number] = goods
        approval = kind is QuestionKind.AGE and self._refused_before
        question = Question(number, kind, code, names, goods.min_age if goods else 0, approval)
        self._show(questions=(*self.view.questions, question))
        return Told(Sound.UNKNOWN)

    def _answer(self, number: int) -> None:
        self._show(questions=tuple(each for each in self.view.questions if each.number != number))

    def _add(self, goods: Goods, quantity: int) -> Told:
        number, self._next_line = self._next_line, self._next_line + 1
        line = LineView(number, goods.names, quantity, goods.unit, goods.price, 0, 0, goods.code)
        self._lines((*self.view.lines, _with(line, quantity)))
        self._show(next_quantity=MILLI)
        return Told(Sound.OK, Said("ui.ready"), line=number)

    def _lines(self, lines: tuple[LineView, ...]) -> None:
        gross = sum(line.gross for line in lines)
        total = sum(line.amount for line in lines)
        items = sum(line.quantity // MILLI if line.unit is Unit.EACH else 1 for line in lines)
        totals = TotalsView(items, gross, gross - total, total * 13 // 113, True, total, total)  # noqa: FBT003
        self._show(lines=lines, totals=totals)

    def _show(self, **changes: Any) -> None:  # noqa: ANN401 - any field of the view
        self.view = msgspec.structs.replace(self.view, **changes)


def _with(line: LineView, quantity: int) -> LineView:
    gross = extended(line.unit_price, quantity)
    return msgspec.structs.replace(line, quantity=quantity, gross=gross, amount=gross)
