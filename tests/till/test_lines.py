"""Quantities, voids, undo and redo: whatever is taken back stays on record."""

from __future__ import annotations

import msgspec

from pos_app.domain.basket import LINES_MAX
from pos_app.domain.errors import Refusal
from pos_app.till import Till
from tests.shop_floor import code_of
from tests.till.counter_top import (
    LOOSE,
    PLAIN,
    PRICE,
    UNKNOWN,
    drafts,
    label,
    last_sale,
    name,
    names,
    only_question,
    pay,
    refusal,
    scan,
)


def test_stepping_to_nought_is_refused_with_the_hint_to_void(till: Till) -> None:
    scan(till, PLAIN[0])
    till.step(1, 1_000)
    till.step(1, -1_000)
    assert refusal(lambda: till.step(1, -1_000)) == "basket.quantity_nought"
    assert till.view.lines[0].quantity == 1_000


def test_a_label_cannot_be_stepped(till: Till) -> None:
    till.scan(label("23", LOOSE, 1_999))
    assert refusal(lambda: till.step(1, 1_000)) == "basket.quantity_fixed"


def test_a_voided_line_stays_on_record(till: Till) -> None:
    scan(till, PLAIN[0], PLAIN[1])
    till.void(1)
    assert names(till) == [name(PLAIN[1])]
    assert refusal(lambda: till.void(1)) == "basket.line_voided"
    pay(till)
    sale = last_sale(till)
    assert [line.voided for line in sale.basket.lines] == [True, False]
    assert sale.due == (PRICE[PLAIN[1]] + 5) // 10 * 10


def test_commands_without_a_basket_are_refused(till: Till) -> None:
    for command in (lambda: till.void(1), lambda: till.step(1, 1_000), till.undo, till.redo, till.start_payment,
                    lambda: till.note("x"), till.abandon, till.hold):  # fmt: skip
        assert refusal(command) == "till.no_basket"
    assert drafts(till) == []


def test_the_first_scan_can_be_undone_and_done_again(till: Till) -> None:
    scan(till, PLAIN[0])
    till.undo()
    assert (till.view.lines, till.view.can_undo, till.view.can_redo) == ((), False, True)
    assert refusal(till.undo) == "till.nothing_to_undo"
    till.redo()
    assert names(till) == [name(PLAIN[0])]
    assert refusal(till.redo) == "till.nothing_to_redo"


def test_undone_lines_are_in_the_sale_as_undone(till: Till) -> None:
    scan(till, PLAIN[0], PLAIN[1])
    till.undo()
    scan(till, PLAIN[2])
    assert not till.view.can_redo
    pay(till)
    lines = last_sale(till).basket.lines
    assert [(line.number, line.void_reason) for line in lines] == [(1, ""), (2, "undone"), (3, "")]


def test_undo_takes_back_quantities_and_voids_too(till: Till) -> None:
    scan(till, PLAIN[0])
    till.set_quantity(1, 5_000)
    till.void(1)
    till.undo()
    assert till.view.lines[0].quantity == 5_000
    till.undo()
    assert till.view.lines[0].quantity == 1_000
    till.redo()
    till.redo()
    assert till.view.lines == ()


def test_undo_leaves_questions_as_they_stand(till: Till) -> None:
    till.scan(UNKNOWN)
    scan(till, PLAIN[0])
    till.set_aside(only_question(till).number)
    till.undo()
    assert till.view.questions == ()
    assert drafts(till)[0].basket.waiting == ()
    till.redo()
    pay(till)
    assert last_sale(till).basket.waiting == ()


def test_a_basket_ends_at_its_limit_of_lines_and_can_still_be_paid(till: Till) -> None:
    _recall_long(till, LINES_MAX, note="")
    assert refusal(lambda: till.scan(f"(01)0{code_of(PLAIN[0])}(21)S")) == "basket.too_many_lines"
    pay(till)
    assert len(last_sale(till).basket.lines) == LINES_MAX


def test_a_basket_too_large_for_its_entry_is_refused_while_it_grows_not_when_it_is_paid(till: Till) -> None:
    _recall_long(till, 780, note="𠀀" * 200)
    said = ""
    for number in range(780, LINES_MAX):
        try:
            till.scan(f"(01)0{code_of(PLAIN[0])}(21)S{number}")
            till.note("𠀀" * 200, line=number + 1)
        except Refusal as refused:
            said = refused.message_id
            break
    assert said == "basket.too_many_lines"
    till.note("", line=1)
    pay(till)
    assert last_sale(till).due > 0


def test_notes_have_their_limits(till: Till) -> None:
    scan(till, PLAIN[0])
    till.note("gift", line=1)
    till.note("for the party")
    assert till.view.lines[0].note == "gift"
    assert refusal(lambda: till.note("x" * 201)) == "basket.text_unfit"
    assert refusal(lambda: till.note("a\x00b")) == "basket.text_unfit"
    assert drafts(till)[0].basket.note == "for the party"


def _recall_long(till: Till, lines: int, note: str) -> None:
    """Bring a basket of so many lines to the counter, by way of the held ones."""
    scan(till, PLAIN[0])
    till.hold()
    (draft,) = drafts(till)
    (line,) = draft.basket.lines
    long = tuple(msgspec.structs.replace(line, number=number, note=note) for number in range(1, lines + 1))
    basket = msgspec.structs.replace(draft.basket, lines=long)
    till._journal.drafts.save(basket, held=True, name="", operator="cashier", shift="")
    till.recall(basket.sale_id)
