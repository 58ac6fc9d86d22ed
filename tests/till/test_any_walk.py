"""Any sequence of a cashier's commands: the screen shows what the disk has, and the money adds up."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pos_app.demo import shop
from pos_app.domain.basket import ManualDiscount
from pos_app.domain.errors import Refusal
from pos_app.domain.pricing import price
from pos_app.selling.view import Mode
from pos_app.store.verify import verify
from pos_app.till import Till
from tests.shop_floor import open_till
from tests.till.counter_top import ALCOHOL, DRINKS, LOOSE, PLAIN, UNKNOWN, after_a_crash, code, drafts, label, sales

CODES = (
    *(code(each) for each in (*PLAIN[:4], *DRINKS[:2], *ALCOHOL[:2])), code(DRINKS[0], 6_000), LOOSE.plu, UNKNOWN,
    label("21", LOOSE, 345), label("23", LOOSE, 987), "4006381333932", "(01)" + "0" + code(PLAIN[0]) + "(21)SN",
)  # fmt: skip
SUPERVISOR = ("supervisor", shop.PINS["supervisor"])


def _question(till: Till, number: int) -> int:
    asked = till.view.questions
    return asked[number % len(asked)].number if asked else number


def _held(till: Till, number: int) -> str:
    held = till.held()
    return held[number % len(held)].sale_id if held else ""


def _line(till: Till, number: int) -> int:
    lines = till.view.lines
    return lines[number % len(lines)].number if lines else number


VERBS: dict[str, Callable[[Till, int], object]] = {
    "scan": lambda till, n: till.scan(CODES[n % len(CODES)]),
    "times": lambda till, n: till.set_next_quantity(n % 5 * 1_000),
    "department": lambda till, n: till.sell_open("pantry", n),
    "void": lambda till, n: till.void(_line(till, n)),
    "step": lambda till, n: till.step(_line(till, n), 1_000 if n % 2 else -1_000),
    "quantity": lambda till, n: till.set_quantity(_line(till, n), n * 1_000),
    "undo": lambda till, _: till.undo(),
    "redo": lambda till, _: till.redo(),
    "aside": lambda till, n: till.set_aside(_question(till, n)),
    "by department": lambda till, n: till.sell_by_department(_question(till, n), "pantry", n),
    "weigh": lambda till, n: till.weigh(_question(till, n), n * 7),
    "old enough": lambda till, n: till.confirm_age(_question(till, n), *SUPERVISOR),
    "too young": lambda till, n: till.refuse_age(_question(till, n)),
    "discount": lambda till, n: till.discount_line(_line(till, n), ManualDiscount("damaged", rate_ppm=n * 1_000 + 1)),
    "all discount": lambda till, n: till.discount_basket(ManualDiscount("damaged", amount=n + 1), *SUPERVISOR),
    "price": lambda till, n: till.override_price(_line(till, n), n * 10, "price_match", *SUPERVISOR),
    "hold": lambda till, n: till.hold(str(n)),
    "recall": lambda till, n: till.recall(_held(till, n)),
    "abandon": lambda till, _: till.abandon(),
    "pay": lambda till, _: till.start_payment(),
    "back": lambda till, _: till.back_to_basket(),
    "exact": lambda till, _: till.pay_cash(),
    "note": lambda till, n: till.pay_cash(n * 1_000),
    "part": lambda till, n: till.pay_cash(n * 10, part=True),
    "other": lambda till, n: till.pay_other(n * 10 if n % 2 else None, "slip"),
    "keep": lambda till, _: till.tray_next_sale(),
    "discard": lambda till, _: till.tray_discard(),
    "next": lambda till, _: till.next_sale(),
    "tick": lambda till, _: till.tick(),
    "swap": lambda till, _: (till.sign_off(), till.sign_in("cashier", shop.PINS["cashier"])),
}
OFTEN = ("scan",) * 12 + ("pay", "exact") * 3
"""A basket must grow and be paid now and then, or a walk stays at the door."""
WALKS = st.lists(st.tuples(st.sampled_from((*sorted(VERBS), *OFTEN)), st.integers(0, 60)), min_size=5, max_size=60)


def _true(till: Till) -> None:
    """The view, the open basket and its draft say the same; every sale is settled exactly; the journal's sums agree."""
    basket = till._basket.basket
    here = [draft for draft in drafts(till) if not draft.held]
    if basket is None:
        assert here == []
        assert till.view.lines == ()
    else:
        assert [draft.basket for draft in here] == [basket]
        taxes = till._basket.taxes
        assert taxes is not None
        priced = price(basket, till._basket.rules, taxes).priced
        totals = till.view.totals
        assert (totals.subtotal, totals.reduction, totals.total) == (priced.subtotal, priced.reduction, priced.total)
        assert sum(line.amount for line in till.view.lines) == priced.total
        assert basket.waiting == till._basket.questions.codes
        assert [line.number for line in basket.lines] == list(range(1, len(basket.lines) + 1))
    assert till.view.held == len(drafts(till)) - len(here)
    kept = till._journal.drafts.scans
    assert (kept.waiting, kept.kept) == (till._tray.waiting, till._tray.kept)
    assert (till.view.mode is Mode.PAYING) == (till.view.payment is not None)


def _sums(till: Till) -> None:
    sold = sales(till)
    for sale in sold:
        assert sum(tender.settles for tender in sale.tenders) == sale.due == sale.priced.total + sale.rounding
        assert sale.basket.waiting == ()
    totals = till._journal.totals(till._register.day)
    assert sum(total.amount for total in totals if total.what == "sale") == sum(sale.due for sale in sold)
    tendered = sum(total.amount for total in totals if total.what.startswith("tender."))
    assert tendered == sum(sale.due for sale in sold)
    assert sorted(sale.receipt.number for sale in sold) == list(range(1, len(sold) + 1))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(walk=WALKS)
def test_any_walk_leaves_screen_disk_and_money_in_agreement(template: Path, walk: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = shutil.copytree(template, Path(name) / "data")
        with open_till(folder) as till:
            for verb, number in walk:
                before = till.view
                try:
                    VERBS[verb](till, number)
                except Refusal:
                    assert till.view.totals == before.totals or before.tray, verb
                _true(till)
            _sums(till)
            with after_a_crash(folder, Path(name) / "crash") as again:
                assert again.view.lines == till.view.lines
                assert again.view.totals == till.view.totals
                assert again.held() == till.held()
                assert sorted((*again._tray.kept, *again.view.tray)) == sorted((*till._tray.kept, *till.view.tray))
                _sums(again)
        assert verify(folder).whole
