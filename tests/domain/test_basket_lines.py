"""What a cashier may do to the lines of a basket, and where it ends."""

from __future__ import annotations

import msgspec
import pytest

from pos_app.domain.basket import LINES_MAX, NOTE_LENGTH_MAX, QUANTITY_MAX, Basket, Line, ManualDiscount, PriceSource
from pos_app.domain.basket_commands import (
    add_line,
    add_open_price,
    ages_to_check,
    confirm_age,
    set_associate,
    set_note,
    set_quantity,
    void_line,
)
from pos_app.domain.errors import Refusal
from pos_app.domain.product import Department, Unit
from tests.domain.builders import basket, line

TOYS = Department("toys", {"en": "Toys"}, "std", open_price_max=5_000)


def _added(*lines: Line, merge: bool = True) -> list[tuple[int, int]]:
    """Add one after the other; return number and quantity of each line."""
    sold = basket()
    for one in lines:
        sold = add_line(sold, one, merge=merge)
    return [(one.number, one.quantity) for one in sold.lines]


def _refused(message: str, *arguments: object, command: object) -> None:
    with pytest.raises(Refusal) as refused:
        command(*arguments)  # type: ignore[operator]  # any of the commands
    assert refused.value.message_id == message


def test_the_same_goods_scanned_again_raise_the_quantity() -> None:
    assert _added(line(), line(scanned_at_ms=9_000), line(quantity=3)) == [(1, 5_000)]
    assert _added(line(), line(), merge=False) == [(1, 1_000), (2, 1_000)]


def test_a_grown_line_keeps_the_time_of_its_first_scan() -> None:
    sold = add_line(add_line(basket(), line(scanned_at_ms=5)), line(scanned_at_ms=900))
    assert [one.scanned_at_ms for one in sold.lines] == [5]


@pytest.mark.parametrize(
    "other",
    [
        line("bread"),
        line(price=101),
        line(pack=6_000),
        line(price_source=PriceSource.OVERRIDE),
        line(price_version=7),
        line(associate="ann"),
        line(note="gift"),
        line(batch="B1"),
        line(serial="S1"),
        line(unit=Unit.KILOGRAM, weighed=True),
        line(fixed_amount=250),
        line(scanned="2000000000015"),
    ],
)
def test_anything_that_differs_is_a_line_of_its_own(other: Line) -> None:
    assert len(_added(line(), other)) == 2
    assert len(_added(other, line())) == 2


@pytest.mark.parametrize(
    "alone", [line(""), line(serial="S1"), line(fixed_amount=250), line(unit=Unit.KILOGRAM, weighed=True)]
)
def test_open_price_serial_labelled_and_weighed_goods_never_grow(alone: Line) -> None:
    assert len(_added(alone, alone)) == 2


def test_a_discounted_line_does_not_grow_and_a_line_between_keeps_them_apart() -> None:
    given = add_line(basket(line(discount=ManualDiscount("x", amount=1))), line())
    assert len(given.lines) == 2
    assert _added(line(), line("bread"), line()) == [(1, 1_000), (2, 1_000), (3, 1_000)]


def test_a_voided_line_is_passed_over_and_its_number_is_never_used_again() -> None:
    sold = void_line(basket(line(), line("bread")), 2, "customer_request")
    grown = add_line(sold, line())
    assert [(one.number, one.quantity, one.voided) for one in grown.lines] == [(1, 2_000, False), (2, 1_000, True)]
    assert [one.number for one in add_line(sold, line("jam")).lines] == [1, 2, 3]


def test_a_voided_line_stays_in_the_record_with_its_reason() -> None:
    sold = void_line(basket(line()), 1, "damaged")
    assert (sold.live, sold.lines[0].void_reason) == ((), "damaged")
    _refused("basket.line_voided", sold, 1, "damaged", command=void_line)
    _refused("basket.line_voided", sold, 1, 2_000, command=set_quantity)


def test_a_quantity_has_its_limits() -> None:
    sold = basket(line(), line(unit=Unit.KILOGRAM, weighed=True), line(fixed_amount=5), line(serial="S"))
    assert set_quantity(sold, 1, QUANTITY_MAX).lines[0].quantity == QUANTITY_MAX
    assert set_quantity(sold, 2, 385).lines[1].quantity == 385
    for number, quantity, message in (
        (1, 0, "quantity_nought"),
        (1, -1_000, "quantity_nought"),
        (1, 1_500, "quantity_not_whole"),
        (1, QUANTITY_MAX + 1_000, "quantity_too_large"),
        (3, 2_000, "quantity_fixed"),
        (4, 2_000, "quantity_of_serial"),
        (9, 1_000, "no_such_line"),
    ):
        _refused(f"basket.{message}", sold, number, quantity, command=set_quantity)


def test_an_amount_no_till_can_hold_is_refused() -> None:
    _refused("basket.amount_too_large", basket(line(price=10**9)), 1, QUANTITY_MAX, command=set_quantity)
    _refused("basket.amount_too_large", basket(), line(price=-1), command=add_line)


def test_a_basket_ends_at_its_line_limit() -> None:
    full = basket(*(line(f"p{number}") for number in range(LINES_MAX)))
    _refused("basket.too_many_lines", full, line("one more"), command=add_line)
    assert add_line(full, line(f"p{LINES_MAX - 1}")).lines[-1].quantity == 2_000


def test_goods_without_a_record_are_sold_by_department_up_to_its_limit() -> None:
    sold = add_open_price(add_open_price(basket(), TOYS, 5_000, scanned_at_ms=7), TOYS, 5_000)
    assert [(one.number, one.unit_price, one.price_source, one.item.tax_group) for one in sold.lines] == [
        (1, 5_000, PriceSource.OPEN, "std"), (2, 5_000, PriceSource.OPEN, "std"),
    ]  # fmt: skip
    _refused("basket.open_price_too_high", basket(), TOYS, 5_001, command=add_open_price)
    _refused("basket.price_nought", basket(), TOYS, 0, command=add_open_price)
    closed = msgspec.structs.replace(TOYS, open_price=False)
    _refused("basket.open_price_not_allowed", basket(), closed, 1, command=add_open_price)


@pytest.mark.parametrize("wrong", ["x" * (NOTE_LENGTH_MAX + 1), "a\x1b@b", "two\nlines"])
def test_a_note_is_short_and_printable(wrong: str) -> None:
    _refused("basket.text_unfit", basket(line()), wrong, command=set_note)
    _refused("basket.text_unfit", basket(line()), wrong, 1, command=set_note)


def test_notes_and_salespeople_are_kept_and_can_be_taken_away() -> None:
    sold = set_associate(set_note(set_note(basket(line()), "礼品"), "wrap it", 1), 1, "ann")
    assert (sold.note, sold.lines[0].note, sold.lines[0].associate) == ("礼品", "wrap it", "ann")
    assert set_note(sold, "").note == ""


@pytest.mark.parametrize("reason", ["", "  ", "x" * 41, "a\x00b"])
def test_a_void_has_a_reason(reason: str) -> None:
    with pytest.raises(Refusal, match=r"basket\.(reason_required|text_unfit)"):
        void_line(basket(line()), 1, reason)


def test_one_age_check_serves_every_line_that_asks_no_more() -> None:
    sold: Basket = basket(line("beer", min_age=16), line("rum", min_age=18), line("milk"), line("gin", min_age=18))
    assert [one.number for one in ages_to_check(sold)] == [1, 2, 4]
    assert [one.number for one in ages_to_check(confirm_age(sold, 1))] == [2, 4]
    assert ages_to_check(confirm_age(sold, 2)) == ()
    assert not confirm_age(sold, 2).lines[2].age_checked
    assert ages_to_check(void_line(confirm_age(sold, 1), 2, "refused_age"))[0].number == 4
