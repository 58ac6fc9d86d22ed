"""Tax included and added, per line and per document; the lines always sum to the tax table."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.errors import Refusal
from pos_app.domain.money import PPM
from pos_app.domain.tax import LineTax, TaxScope, TaxSum, TaxTable
from pos_app.domain.tax_rules import group_at, tax_of
from tests.domain.builders import group, tax_tables, taxes

MOMENT_MS = 1_000


class Taxable(NamedTuple):
    """A line for tax: its group, and what is left to pay on it."""

    group: str
    net: int


documents = st.lists(
    st.builds(Taxable, st.sampled_from(["std", "low", "free"]), st.integers(-100_000, 100_000)), max_size=12
)


def _tax(table: TaxTable, *nets: int, name: str = "std") -> tuple[list[int], list[int]]:
    taxed = tax_of([Taxable(name, net) for net in nets], table, MOMENT_MS)
    return [row.amount for row in taxed.sums], [part.amount for parts in taxed.lines for part in parts]


def test_included_tax_is_taken_out_of_the_price_and_added_tax_comes_on_top() -> None:
    assert tax_of([Taxable("std", 11_900)], taxes(), MOMENT_MS).sums == (TaxSum("std", "std0", 190_000, 10_000, 1_900),)
    added = tax_of([Taxable("std", 10_000)], taxes(included=False), MOMENT_MS)
    assert added.lines == ((LineTax("std0", 190_000, 10_000, 1_900),),)


def test_rounding_by_line_and_by_document_differ_and_both_tie_to_their_lines() -> None:
    three = (10, 10, 10)  # 19 % of 0.10 is 0.019
    assert _tax(taxes(included=False, scope=TaxScope.LINE), *three) == ([6], [2, 2, 2])
    assert _tax(taxes(group("std", 160_000), included=False), *three) == ([5], [2, 2, 1])
    assert _tax(taxes(group("std", 50_000), included=False, rounding="half_even"), 10) == ([0], [0])
    assert _tax(taxes(group("std", 50_000), included=False), 10) == ([1], [1])


def test_equal_rates_give_equal_tax_on_one_line() -> None:
    halves = taxes(group("std", 90_000, 90_000))
    for net in range(1, 500):
        first, second = _tax(halves, net)[0]
        assert first == second, net


def test_exempt_goods_stand_in_the_tax_table_with_their_base() -> None:
    taxed = tax_of([Taxable("free", 500), Taxable("free", 700)], taxes(group("free", components=())), MOMENT_MS)
    assert taxed.sums == (TaxSum("free", "", 0, 1_200, 0),)


def test_a_tax_switches_by_itself_at_its_moment() -> None:
    table = taxes(group("std", 190_000, valid_to_ms=2_000), group("std", 160_000, valid_from_ms=2_000))
    assert [group_at(table, "std", moment).components[0].rate_ppm for moment in (0, 1_999, 2_000)] == [
        190_000, 190_000, 160_000,
    ]  # fmt: skip


def test_of_two_rows_from_the_same_moment_the_later_holds() -> None:
    assert group_at(taxes(group("std", 1), group("std", 2)), "std", MOMENT_MS).components[0].rate_ppm == 2


def test_equal_lines_of_a_return_round_like_those_of_the_sale() -> None:
    table = taxes(group("std", 160_000), included=False)
    assert _tax(table, 10, 10, 10)[1] == [2, 2, 1]
    assert _tax(table, -10, -10, -10)[1] == [-2, -2, -1]


@pytest.mark.parametrize("moment_ms", [0, 500, 3_000])
def test_an_unknown_or_lapsed_group_is_refused_by_name(moment_ms: int) -> None:
    table = taxes(group("low", valid_from_ms=1_000, valid_to_ms=3_000))
    with pytest.raises(Refusal, match=r"tax\.unknown_group group='low'"):
        tax_of([Taxable("low", 100)], table, moment_ms)


def test_nothing_sold_has_no_tax() -> None:
    assert tax_of([], taxes(), MOMENT_MS).sums == ()


@given(documents, tax_tables())
def test_the_lines_sum_to_the_tax_table_in_base_and_amount(lines: list[Taxable], table: TaxTable) -> None:
    taxed = tax_of(lines, table, MOMENT_MS)
    bases: Counter[tuple[str, str]] = Counter()
    amounts: Counter[tuple[str, str]] = Counter()
    for line, parts in zip(lines, taxed.lines, strict=True):
        for part in parts:
            bases[line.group, part.component] += part.base
            amounts[line.group, part.component] += part.amount
        net = parts[0].base + (sum(part.amount for part in parts) if table.included else 0)
        assert net == line.net
        assert len({part.base for part in parts}) == 1
    assert {(row.group, row.component): row.base for row in taxed.sums} == dict(bases)
    assert {(row.group, row.component): row.amount for row in taxed.sums} == dict(amounts)


@given(documents, tax_tables())
def test_tax_is_never_more_than_the_rounding_away_from_exact(lines: list[Taxable], table: TaxTable) -> None:
    for row in tax_of(lines, table, MOMENT_MS).sums:
        nets = [line.net for line in lines if line.group == row.group]
        rates = sum(part.rate_ppm for part in group_at(table, row.group, MOMENT_MS).components)
        exact = Fraction(sum(nets) * row.rate_ppm, PPM + rates if table.included else PPM)
        roundings = 1 if table.scope is TaxScope.DOCUMENT else len(nets)
        assert abs(row.amount - exact) <= Fraction(roundings, 2)


@given(documents, tax_tables())
def test_a_return_of_everything_gives_the_same_tax_back(lines: list[Taxable], table: TaxTable) -> None:
    sold = tax_of(lines, table, MOMENT_MS)
    returned = tax_of([Taxable(line.group, -line.net) for line in lines], table, MOMENT_MS)
    assert [(row.group, row.component, -row.base, -row.amount) for row in returned.sums] == [
        (row.group, row.component, row.base, row.amount) for row in sold.sums
    ]


@given(st.lists(st.integers(-10_000, -1), min_size=1, max_size=9), tax_tables())
def test_each_line_of_a_whole_return_gives_its_own_tax_back(nets: list[int], table: TaxTable) -> None:
    returned = tax_of([Taxable("std", net) for net in nets], table, MOMENT_MS)
    sold = tax_of([Taxable("std", -net) for net in nets], table, MOMENT_MS)
    assert [[-part.amount for part in parts] for parts in returned.lines] == [
        [part.amount for part in parts] for parts in sold.lines
    ]
