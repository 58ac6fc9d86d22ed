"""How a sale is paid: several tenders, change, the smallest coin, and the slips of the hand."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.errors import Refusal
from pos_app.domain.priced import PricedBasket
from pos_app.domain.settlement import CHANGE_MAX, Payment, due, pay, pay_exact_cash, settle, start, take_back
from pos_app.domain.tender import TENDERS_MAX, Tender, TenderKind
from tests.domain.builders import STORE

SWISS = msgspec.structs.replace(STORE, currency="CHF", cash_step=5)
CASH, OTHER = TenderKind.CASH, TenderKind.OTHER


def _due(total: int, store: object = SWISS) -> Payment:
    return start(PricedBasket(total=total), store)  # type: ignore[arg-type]  # a StoreInfo


def _other(payment: Payment, amount: int, reference: str = "V-1") -> Payment:
    return pay(payment, OTHER, amount, reference=reference)


def _refused(message: str, payment: Payment, kind: TenderKind, given_: int, reference: str = "V-1") -> Refusal:
    with pytest.raises(Refusal) as refused:
        pay(payment, kind, given_, reference=reference)
    assert refused.value.message_id == f"tender.{message}"
    return refused.value


def test_cash_above_what_is_due_gives_change() -> None:
    paid = settle(pay(_due(1_235, STORE), CASH, 2_000))
    assert (paid.tenders, paid.due, paid.rounding, paid.change) == ((Tender(CASH, 2_000, 765),), 1_235, 0, 765)


@pytest.mark.parametrize(("total", "cash"), [(1_232, 1_230), (1_233, 1_235), (1_237, 1_235), (1_238, 1_240)])
def test_exact_cash_is_rounded_to_the_smallest_coin(total: int, cash: int) -> None:
    paid = settle(pay_exact_cash(_due(total)))
    assert (paid.due, paid.rounding, paid.change) == (cash, cash - total, 0)
    assert due(PricedBasket(total=total), SWISS) == (cash, cash - total)


def test_what_is_not_cash_is_never_rounded() -> None:
    paid = settle(_other(_due(1_233), 1_233))
    assert (paid.due, paid.rounding) == (1_233, 0)


def test_cash_that_settles_the_rest_rounds_only_the_rest() -> None:
    paid = settle(pay(_other(_due(1_233), 700), CASH, 1_000))
    assert paid.tenders == (Tender(OTHER, 700, 0, "V-1"), Tender(CASH, 1_000, 465))
    assert (paid.due, paid.rounding) == (1_235, 2)


def test_part_in_cash_and_the_rest_otherwise_rounds_nothing() -> None:
    paid = settle(_other(pay(_due(1_233), CASH, 500, part=True), 733))
    assert (paid.due, paid.rounding, paid.change) == (1_233, 0, 0)


def test_too_little_cash_says_what_is_missing() -> None:
    assert _refused("not_enough", _due(1_233), CASH, 1_000).params == {"missing_minor": 235, "currency": "CHF"}
    with pytest.raises(Refusal, match=r"tender\.missing missing_minor=733"):
        settle(pay(_due(1_233), CASH, 500, part=True))


def test_a_rest_smaller_than_the_smallest_coin_is_settled_by_no_cash_at_all() -> None:
    rest = _other(_due(1_002), 1_000)
    assert rest.cash_due == 0
    paid = settle(pay_exact_cash(rest))
    assert (paid.due, paid.rounding) == (1_000, -2)


def test_a_barcode_typed_as_cash_is_refused() -> None:
    assert pay(_due(1_000), CASH, 1_000 + CHANGE_MAX).change == CHANGE_MAX
    _refused("amount_unlikely", _due(1_000), CASH, 1_005 + CHANGE_MAX)
    _refused("amount_unlikely", _due(1_000, STORE), CASH, 4_006_381_333_931)


def test_a_currency_of_large_notes_takes_them() -> None:
    rupiah = msgspec.structs.replace(STORE, currency="IDR")
    assert pay(_due(2_000_000, rupiah), CASH, 10_000_000).change == 8_000_000


@pytest.mark.parametrize("amount", [1_001, 1_003])
def test_cash_comes_in_coins_that_exist(amount: int) -> None:
    _refused("not_in_coins", _due(1_000), CASH, amount)


@pytest.mark.parametrize("amount", [0, -5])
def test_a_tender_of_nothing_is_refused(amount: int) -> None:
    _refused("no_amount", _due(1_000), CASH, amount)
    _refused("no_amount", _due(1_000), OTHER, amount)


def test_a_tender_without_change_takes_at_most_what_is_due() -> None:
    _refused("above_due", _due(1_000), OTHER, 1_001)


@pytest.mark.parametrize(
    ("reference", "message"), [("", "required"), ("  ", "required"), ("x" * 65, "unfit"), ("a\x1bb", "unfit")]
)
def test_another_tender_has_a_readable_reference(reference: str, message: str) -> None:
    _refused(f"reference_{message}", _due(1_000), OTHER, 500, reference)


def test_a_paid_sale_takes_no_more_and_a_sale_has_so_many_tenders() -> None:
    _refused("already_settled", pay_exact_cash(_due(1_000)), CASH, 1_000)
    payment = _due(100_000)
    for _ in range(TENDERS_MAX):
        payment = _other(payment, 1)
    _refused("too_many", payment, OTHER, 1)


def test_a_sale_that_costs_nothing_is_settled_without_a_tender() -> None:
    paid = settle(_due(0))
    assert (paid.tenders, paid.due) == ((), 0)
    with pytest.raises(Refusal, match=r"tender\.negative_total"):
        _due(-1)


def test_a_tender_is_taken_back_with_its_rounding() -> None:
    first = _other(_due(1_233), 500)
    assert take_back(pay_exact_cash(first)) == first
    with pytest.raises(Refusal, match=r"tender\.none_to_take_back"):
        take_back(_due(1_233))


@pytest.mark.parametrize("step", [0, -5])
def test_a_bad_coin_in_the_store_row_does_not_stop_a_sale(step: int) -> None:
    assert settle(pay_exact_cash(_due(1_233, msgspec.structs.replace(SWISS, cash_step=step)))).due == 1_233


@given(
    st.integers(0, 10**6), st.sampled_from([1, 2, 5, 10, 25]), st.lists(st.integers(1, 10**5), max_size=6), st.data()
)
def test_the_tenders_settle_exactly_what_is_due(total: int, step: int, parts: list[int], data: st.DataObject) -> None:
    payment = _due(total, msgspec.structs.replace(SWISS, cash_step=step))
    for amount in parts:
        if payment.settled:
            break
        if amount <= payment.remaining and data.draw(st.booleans()):
            payment = _other(payment, amount)
        elif amount * step < payment.cash_due:
            payment = pay(payment, CASH, amount * step, part=True)
    if not payment.settled:
        payment = pay(payment, CASH, payment.cash_due + step * data.draw(st.integers(0, 1_000)))
    paid = settle(payment)
    assert sum(tender.settles for tender in paid.tenders) == paid.due == total + paid.rounding
    assert 2 * abs(paid.rounding) <= step
    assert all(tender.change == 0 for tender in paid.tenders[:-1])
