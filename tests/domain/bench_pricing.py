"""Measures pricing: `python -m tests.domain.bench_pricing`.

Targets: 12 lines with 3 rules in 120 us, 40 lines with 30 rules in 1.5 ms.
"""

from __future__ import annotations

import statistics
import time

from pos_app.domain.basket import Basket
from pos_app.domain.pricing import price
from pos_app.domain.promotions import Rule
from pos_app.domain.promotions.rule_set import RuleSet
from pos_app.domain.promotions.selection import Mode, Selection
from tests.domain.builders import basket, line, percent, rule_set, spend, taxes

ROUNDS = 1_000
MODES = (Mode.BEST, Mode.COMPOUND, Mode.BEST, Mode.BEST)


def bench_basket(count: int) -> Basket:
    """Return `count` lines of five departments."""
    return basket(*(line(f"p{n}", 199 + 37 * n, 1 + n % 3, department=f"d{n % 5}") for n in range(count)))


def bench_rules(count: int) -> RuleSet:
    """Return `count` rules, half of each kind, two thirds of them for one department."""
    rules: list[Rule] = []
    for n in range(count):
        goods = Selection(departments=frozenset([f"d{n % 5}"])) if n % 3 else Selection()
        mode = MODES[n % len(MODES)]
        if n % 2:
            rules.append(percent(f"r{n}", 50_000 + n * 1_000, selection=goods, mode=mode))
        else:
            rules.append(spend(f"r{n}", (5_000, 300), (20_000, 2_000), selection=goods, mode=mode))
    return rule_set(*rules)


def measure(lines: int, rules: int, *, explain: bool, near: bool) -> tuple[float, float]:
    """Return the median and the 95th percentile in microseconds."""
    sold, chosen, table = bench_basket(lines), bench_rules(rules), taxes()
    price(sold, chosen, table)
    taken: list[float] = []
    for _ in range(ROUNDS):
        begun_ns = time.perf_counter_ns()
        price(sold, chosen, table, explain=explain, near=near)
        taken.append((time.perf_counter_ns() - begun_ns) / 1_000)
    return statistics.median(taken), statistics.quantiles(taken, n=20)[-1]


def main() -> None:
    """Print one line for each size."""
    for lines, rules in ((12, 3), (40, 30), (200, 30)):
        for name, explain, near in (("plain", False, False), ("near", False, True), ("explained", True, True)):
            median_us, p95_us = measure(lines, rules, explain=explain, near=near)
            print(f"{lines} lines, {rules} rules, {name}: p50 {median_us:.0f} us, p95 {p95_us:.0f} us")  # noqa: T201 - a script's answer


if __name__ == "__main__":
    main()
