"""The window over the real till desk and the demo store on disk: what is pressed is what is written."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from pos_app.cli.demo_workstation import things
from pos_app.cli.workstation import opened
from pos_app.demo import shop
from pos_app.demo.shop import PINS
from pos_app.domain.product import Product
from pos_app.selling.view import Mode, SellView
from pos_app.settings import Settings
from pos_app.till import Till
from ui.app import OpenTill, open_window
from ui.key_player import KeyPlayer
from ui.screens.sell import SellScreen

UNKNOWN = "4006381333931"


@pytest.fixture
def real(enrolled: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[tuple[Till, KeyPlayer, OpenTill]]:
    """Return a till with the demo cashier signed in."""
    folder = shutil.copytree(enrolled, tmp_path / "till")
    with opened(folder) as till:
        window = open_window(till, Settings())
        qtbot.addWidget(window.window)
        with qtbot.waitExposed(window.window):
            window.window.show()
        keys = KeyPlayer(window.window)
        keys.type(PINS["cashier"])
        keys.press("Enter")
        yield till, keys, window
        window.close()


def goods(*, weighed: bool = False, min_age: bool = False) -> Product:
    return next(
        product
        for product, _ in shop.goods()
        if product.weighed == weighed and bool(product.min_age) == min_age and (product.codes or product.plu)
    )


def seen(till: Till) -> SellView:
    """Return the view afresh: each key may have changed it."""
    return till.view


def code_of(product: Product) -> str:
    return product.codes[0].gtin[-13:]


def test_scan_pay_next(real: tuple[Till, KeyPlayer, OpenTill]) -> None:
    till, keys, _ = real
    product = goods()
    keys.scan(code_of(product))
    keys.scan(code_of(product))
    due = seen(till).totals.due_cash
    keys.press("F12", "F12")
    assert seen(till).mode is Mode.CHANGE
    change = seen(till).change
    assert change is not None
    assert (change.due, change.change) == (due, 0)
    keys.scan(code_of(product))
    assert seen(till).mode is Mode.SELLING
    assert len(seen(till).lines) == 1


def test_cash_with_change(real: tuple[Till, KeyPlayer, OpenTill]) -> None:
    till, keys, _ = real
    keys.scan(code_of(goods()))
    due = seen(till).totals.due_cash
    keys.press("F12")
    keys.type("10000")
    keys.press("F1")
    change = seen(till).change
    assert change is not None
    assert change.change == 10_000 - due


def test_what_needs_no_coins_is_shown_and_taken_to_the_last_cent(real: tuple[Till, KeyPlayer, OpenTill]) -> None:
    till, keys, window = real
    sell = window.window.screens["sell"]
    assert isinstance(sell, SellScreen)
    keys.scan(things().codes["goods"][0])
    owed, currency = seen(till).totals, seen(till).currency
    coins, exact = (window.face.money(amount, currency) for amount in (owed.due_cash, owed.total))
    assert coins != exact
    keys.press("F12")
    assert (sell.side.totals.figure.shown, sell.middle.pay.amount.placeholderText()) == (coins, coins)
    assert exact in sell.side.totals._note.text()
    keys.press("F2")
    assert sell.middle.pay.amount.placeholderText() == exact
    keys.press("Esc")
    assert sell.middle.pay.amount.placeholderText() == coins
    keys.press("F2")
    keys.type("V-881")
    keys.press("F2")
    change = seen(till).change
    assert change is not None
    assert (change.due, change.given) == (owed.total, owed.total)


def test_a_weighed_item_by_its_number(real: tuple[Till, KeyPlayer, OpenTill]) -> None:
    till, keys, _ = real
    keys.type(goods(weighed=True).plu)
    keys.press("Enter")
    keys.type("1250")
    keys.press("Enter")
    assert [line.quantity for line in seen(till).lines] == [1_250]


def test_questions_are_answered_by_their_keys(real: tuple[Till, KeyPlayer, OpenTill]) -> None:
    till, keys, _ = real
    keys.scan(UNKNOWN)
    keys.press("F12")
    assert seen(till).mode is Mode.SELLING
    keys.press("Ins")
    keys.type("350")
    keys.press("Enter")
    assert [line.amount for line in seen(till).lines] == [350]
    keys.scan(code_of(goods(min_age=True)))
    keys.press("Ins")
    assert seen(till).questions == ()
    keys.scan(UNKNOWN)
    keys.press("Del")
    assert seen(till).questions == ()
    assert len(seen(till).lines) == 2


def test_a_refused_age_asks_a_supervisor_the_next_time(real: tuple[Till, KeyPlayer, OpenTill]) -> None:
    till, keys, _ = real
    beer = code_of(goods(min_age=True))
    keys.scan(beer)
    keys.press("Del")
    assert seen(till).lines == ()
    keys.scan(beer)
    keys.press("Ins")
    supervisor = [each.id for each in till.operators() if each.id != "cashier"].index("supervisor")
    for _ in range(supervisor):
        keys.press("Down")
    keys.type(PINS["supervisor"])
    keys.press("Enter")
    assert seen(till).questions == ()
    assert len(seen(till).lines) == 1


def test_void_undo_redo_hold_recall(real: tuple[Till, KeyPlayer, OpenTill]) -> None:
    till, keys, _ = real
    keys.scan(code_of(goods()))
    keys.press("F7")
    keys.type("3")
    keys.press("Enter", "Del")
    assert seen(till).lines == ()
    keys.press("Ctrl+Z")
    assert [line.quantity for line in seen(till).lines] == [3_000]
    keys.press("Ctrl+Y")
    assert seen(till).lines == ()
    keys.press("Ctrl+Y")  # nothing is left to do again
    assert seen(till).lines == ()
    keys.press("Ctrl+Z")
    assert [line.quantity for line in seen(till).lines] == [3_000]
    keys.press("F11")
    assert (seen(till).lines, seen(till).held) == ((), 1)
    keys.press("F11", "Enter")
    assert [line.quantity for line in seen(till).lines] == [3_000]


def test_a_scan_during_payment_is_kept_for_the_next_sale(real: tuple[Till, KeyPlayer, OpenTill]) -> None:
    till, keys, _ = real
    keys.scan(code_of(goods()))
    keys.press("F12")
    keys.scan(code_of(goods(min_age=True)))
    keys.press("F9", "F12")
    assert seen(till).mode is Mode.CHANGE
    keys.press("Esc")
    assert len(seen(till).lines) == 1


def test_a_price_above_the_limit_is_approved_by_somebody_else_at_the_same_till(
    real: tuple[Till, KeyPlayer, OpenTill],
) -> None:
    till, keys, _ = real
    keys.scan(code_of(goods()))
    keys.press("Ctrl+P")
    keys.type("1")
    keys.press("Enter")
    keys.type("0000")
    keys.press("Enter")
    assert not seen(till).lines[0].overridden
    keys.type(PINS[till.approvers()[0].id])
    keys.press("Enter")
    line = seen(till).lines[0]
    assert (line.overridden, line.unit_price) == (True, 1)
    told = till.line_detail(line.number)
    assert told.approved_by == till.approvers()[0].name
    operator = seen(till).operator
    assert operator is not None
    assert operator.id == "cashier"


def test_another_operator_takes_over_and_the_screen_says_whose_basket_it_is(
    real: tuple[Till, KeyPlayer, OpenTill],
) -> None:
    till, keys, window = real
    keys.scan(code_of(goods()))
    others = [each.id for each in till.operators() if each.id != "cashier"]
    keys.press("Ctrl+O")
    keys.press(*["Down"] * others.index("supervisor"))
    keys.type(PINS["supervisor"])
    keys.press("Enter")
    view = seen(till)
    assert view.operator is not None
    assert (view.operator.id, len(view.lines)) == ("supervisor", 1)
    assert window.face.language == view.operator.language
    sell = window.window.screens["sell"]
    assert isinstance(sell, SellScreen)
    stated = sell.basket._owner.text()
    assert window.face.say("ui.begun_by", name=view.begun_by) in stated
    assert window.face.say("ui.drawer_of", name=view.drawer_of) in stated
    assert window.window.status.words.text().count(view.drawer_of) == 2  # whose basket, and whose drawer


def test_training_by_a_manager_marks_the_sale(real: tuple[Till, KeyPlayer, OpenTill]) -> None:
    till, keys, window = real
    window.face.put_on(language="en")
    keys.press("Ctrl+K")
    keys.type("training")
    keys.press("Enter")
    keys.type(PINS["manager"])
    keys.press("Enter")
    assert seen(till).training
    keys.scan(code_of(goods()))
    keys.press("F12", "F12")
    assert till.recent_receipts(1)[0].training


def test_search_finds_in_two_scripts(real: tuple[Till, KeyPlayer, OpenTill]) -> None:
    till, keys, _ = real
    keys.type("牛奶")
    keys.press("Enter")
    keys.type("milk")
    keys.press("Enter")
    assert sum(line.quantity for line in seen(till).lines) == 2_000


def test_a_scanned_receipt_code_opens_that_receipt_and_enter_prints_it_again(
    real: tuple[Till, KeyPlayer, OpenTill],
) -> None:
    till, keys, window = real
    for _ in range(2):
        keys.scan(code_of(goods()))
        keys.press("F12", "F12")
    newest, older = till.recent_receipts(2)
    keys.scan(till.codes.of_receipt(older.sale_id))
    sell = window.window.screens["sell"]
    assert isinstance(sell, SellScreen)
    shown = [row.name for row in sell.middle.listed.list.row_model.rows]
    assert shown == [older.code]
    assert newest.code not in shown
    keys.press("Enter")
    assert window.window.status.words.text() == window.face.say("till.reprinting")
