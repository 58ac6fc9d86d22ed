"""One customer, from the scanner to the paper in hand: what each room leaves behind on the way."""

from __future__ import annotations

from pathlib import Path

from pos_app.cli import workstation
from pos_app.demo import shop
from pos_app.selling.view import Mode
from pos_app.store import identity
from pos_app.store.journal_reader import JournalReader
from pos_app.store.verify import verify
from tests.shop_floor import code_of, make_workstation


def test_a_customer_buys_bread_and_fruit_and_leaves_with_a_receipt(tmp_path: Path) -> None:
    folder = make_workstation(tmp_path / "data")
    bread = next(product for product, _ in shop.goods() if product.department == "bakery")
    fruit = next(product for product, _ in shop.goods() if product.weighed)

    with workstation.opened(folder) as till:
        # The cashier signs in; a shift begins.
        till.sign_in("cashier", shop.PINS["cashier"])
        # The scanner sends a code: a line on the screen, a draft on the disk.
        assert till.scan(f"]E0{code_of(bread.id)}\r\n").line == 1
        # The fruit has a number on its sticker and asks for its weight.
        till.scan(fruit.plu)
        (question,) = till.view.questions
        till.weigh(question.number, 1_250)
        total = till.view.totals
        # F12, F12: the sale is on disk before the drawer opens.
        till.start_payment()
        till.pay_cash()
        change = till.view.change
        assert till.view.mode is Mode.CHANGE
        assert change is not None
        assert change.due == total.due_cash
        moves = till._journal.stock_moves_after(fruit.id, {})
        assert moves == -1_250

    # The journal holds it, signed and chained, and anyone can check that.
    assert verify(folder).whole
    with JournalReader.open_readonly(folder, identity.read(folder).scope.workstation) as journal:
        assert len(journal.after(0)) == 4  # an epoch, a shift, the sign-in, the sale

    # The paper: in the receipt's language, with its number and what was paid.
    papers = [file for file in sorted((folder / "receipts").rglob("*")) if file.suffix == ".txt"]
    assert len(papers) == 1
    text = papers[0].read_text(encoding="utf-8")
    assert bread.names["en"] in text
    assert change.receipt in text
    assert f"{change.due / 100:.2f}" in text
