"""What cashiers do all day, each by keys and by taps, with what must be true afterwards.

A task begins with a basket that stands on the counter (`before`), which is not counted.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec

from pos_app.demo import people, shop
from pos_app.demo.shop import PINS
from pos_app.selling.view import Mode, SellView
from tests.tasks.hand import Hand

Doing = Callable[[Hand], None]

_PLAIN: Final = [
    product.codes[0].gtin[-13:]
    for product, _ in shop.goods()
    if product.codes and not product.weighed and not product.min_age
]
_MEMBER: Final = next(each for each in people.members() if each.tier == "gold")
_TAIL: Final = _MEMBER.fields.phone[-4:]
LAST_LINE: Final = "row:800g"
"""A part of the last line's words."""
UNKNOWN: Final = "4006381333931"


class Task(msgspec.Struct, frozen=True):
    """One task, with keys alone and with taps alone."""

    name: str
    by_keys: Doing
    by_taps: Doing
    done: Callable[[SellView], bool]
    before: Doing = lambda _hand: None
    shows: Callable[[Hand], bool] = lambda _hand: True
    most_keys: int | None = None
    """A promise of the specification."""
    most_taps: int | None = None
    letters: bool = False
    """By taps it needs letters: a till that is set to have them on the screen."""


def _three_scans(hand: Hand) -> None:
    for code in _PLAIN[:3]:
        hand.scan(code)


def _sale(hand: Hand) -> None:
    _three_scans(hand)
    hand.player.press("F12", "F12")


def _held(hand: Hand) -> None:
    _three_scans(hand)
    hand.player.press("F11")


def _unknown(hand: Hand) -> None:
    _three_scans(hand)
    hand.scan(UNKNOWN)


def _sold(view: SellView) -> bool:
    return view.mode is Mode.CHANGE


def _card(hand: Hand) -> None:
    hand.scan(_MEMBER.fields.card)


def _sold_to_a_member(view: SellView) -> bool:
    return _sold(view) and view.change is not None and view.change.points > 0


def _lines(count: int) -> Callable[[SellView], bool]:
    return lambda view: len(view.lines) == count and not view.questions and view.mode is Mode.SELLING


def _last_costs(price: int) -> Callable[[SellView], bool]:
    return lambda view: view.lines[-1].unit_price == price and view.lines[-1].overridden


def _served_by(operator: str) -> Callable[[SellView], bool]:
    return lambda view: view.operator is not None and view.operator.id == operator and len(view.lines) == 3


def _keys(*names: str) -> Doing:
    return lambda hand: hand.keys(*names)


def _taps(*targets: str) -> Doing:
    return lambda hand: hand.taps(*targets)


def _then(*doings: Doing) -> Doing:
    def do_all(hand: Hand) -> None:
        for doing in doings:
            doing(hand)

    return do_all


TASKS: Final = (
    Task(
        "Scan-only sale, exact cash",
        _keys("F12", "F12"),
        _taps("ui.pay", "ui.exact_cash"),
        _sold,
        _three_scans,
        most_keys=2,
        most_taps=2,
    ),
    Task(
        "Cash with change: 100.00 given",
        _then(_keys("F12"), _keys("'10000'", "F12")),
        _then(_taps("ui.pay"), _taps("1", "00", "00", "ui.tender.cash")),
        lambda view: _sold(view) and view.change is not None and view.change.given == 10_000,
        _three_scans,
    ),
    Task(
        "Member by the last four digits, exact cash",
        _then(_keys("F10"), _keys(f"'{_TAIL}'", "Enter"), _keys("F12", "F12")),
        _then(_taps("ui.member"), _taps(_TAIL), _taps("row:***"), _taps("ui.pay", "ui.exact_cash")),
        _sold_to_a_member,
        _three_scans,
        most_keys=8,
        most_taps=8,
    ),
    Task(
        "Member's card scanned, exact cash",
        _then(_card, _keys("F12", "F12")),
        _then(_card, _taps("ui.pay", "ui.exact_cash")),
        _sold_to_a_member,
        _three_scans,
        most_keys=2,
        most_taps=2,
    ),
    Task(
        "Enrol a member: name, phone, consent",
        _then(
            _keys("F10", "F1"),
            _keys("'Nora Lind'", "Enter"),
            _keys("'13900007731'", "Enter", "Enter"),
            _keys("F1", "F6"),
        ),
        _then(
            _taps("ui.member", "ui.member.enrol"),
            _taps("field", "letters:Nora Lind", "ui.member.next"),
            _taps("13900007731", "ui.member.next", "ui.member.next"),
            _taps("members.purpose.points", "ui.member.enrol_now"),
        ),
        lambda view: view.buyer is not None and view.buyer.member.new_here,
        _three_scans,
        letters=True,
    ),
    Task("Hold the basket", _keys("F11"), _taps("ui.hold"), lambda view: view.held == 1, _three_scans),
    Task("Recall the only held basket", _keys("F11", "Enter"), _taps("ui.on_hold:1", "row:items"), _lines(3), _held),
    Task("Unknown code: set aside", _keys("Del"), _taps("ui.set_aside"), _lines(3), _unknown),
    Task(
        "Unknown code: sell by department at 3.50",
        _then(_keys("Ins"), _keys("'350'", "Enter")),
        _then(_taps("ui.sell_by_department"), _taps("350"), _taps("row:Bakery")),
        lambda view: len(view.lines) == 4 and view.lines[-1].amount == 350,
        _unknown,
    ),
    Task(
        "Price override to 30.00 with a reason",
        _then(_keys("Ctrl+P"), _keys("'3000'"), _keys("F1")),
        _then(_taps(LAST_LINE, "ui.change_price"), _taps("30", "00"), _taps("row:Price match")),
        _last_costs(3_000),
        _three_scans,
    ),
    Task(
        "Price override to 3.50, approved by the manager",
        _then(_keys("Ctrl+P"), _keys("'350'"), _keys("F1"), _keys(f"'{PINS['manager']}'", "Enter")),
        _then(
            _taps(LAST_LINE, "ui.change_price"),
            _taps("350"),
            _taps("row:Price match"),
            _taps(PINS["manager"], "ui.enter"),
        ),
        _last_costs(350),
        _three_scans,
    ),
    Task(
        "Discount of 10 % on the last line",
        _then(_keys("F8"), _keys("'10'"), _keys("F1")),
        _then(_taps("ui.discount_key"), _taps("10"), _taps("row:F1")),
        lambda view: any(reduction.manual for reduction in view.lines[-1].reductions),
        _three_scans,
    ),
    Task(
        "Price check",
        _then(_keys("="), lambda hand: hand.scan(_PLAIN[7])),
        _then(_taps("ui.more"), _taps("row:Price check"), lambda hand: hand.scan(_PLAIN[7])),
        _lines(3),
        _three_scans,
        lambda hand: hand.offers("ui.sell_it"),
    ),
    Task(
        "Operator switch, the basket kept",
        _then(_keys("Ctrl+O"), _keys(f"'{PINS['manager']}'", "Enter")),
        _then(_taps("ui.more"), _taps("row:Ctrl+O"), _taps(PINS["manager"], "ui.enter")),
        _served_by("manager"),
        _three_scans,
    ),
    Task(
        "Reprint the last receipt",
        _keys("Ctrl+R"),
        _taps("ui.print_again"),
        _sold,
        _sale,
        lambda hand: hand.printed == 1,
    ),
    Task(
        "Quantity of the last line: 3",
        _keys("F7", "'3'", "Enter"),
        _taps("ui.quantity", "3", "ui.enter"),
        lambda view: view.lines[-1].quantity == 3_000,
        _three_scans,
    ),
    Task(
        "Quantity before the scan: 3",
        _then(_keys("*", "'3'", "Enter"), lambda hand: hand.scan(_PLAIN[5])),
        _then(_taps("ui.quantity", "ui.kind.next_scan", "3"), lambda hand: hand.scan(_PLAIN[5])),
        lambda view: view.lines[-1].quantity == 3_000,
        _three_scans,
    ),
    Task("Void the last line", _keys("Del"), _taps("ui.void"), _lines(2), _three_scans),
    Task("Void and take it back", _keys("Del", "Ctrl+Z"), _taps("ui.void", "ui.undo"), _lines(3), _three_scans),
)
"""In the order of the table."""
