"""What blocks Pay: unknown codes, weights, missing prices, ages. Scanning goes on; nothing is lost by a crash."""

from __future__ import annotations

from pathlib import Path

from pos_app.demo import shop
from pos_app.domain.basket import PriceSource
from pos_app.domain.feed import Level
from pos_app.domain.product import Price, Product, Unit
from pos_app.selling.questions import WAITING_MAX
from pos_app.selling.view import QuestionKind, Sound
from pos_app.till import Till
from tests.shop_floor import code_of
from tests.till.counter_top import (
    ALCOHOL,
    LOOSE,
    PLAIN,
    PRICE,
    UNKNOWN,
    after_a_crash,
    drafts,
    feed,
    last_sale,
    name,
    names,
    only_question,
    pay,
    price_row,
    questions,
    refusal,
    scan,
)

UNPRICED = Product("late", {"en": "Late price"}, "pantry", "A", plu="77777", min_age=18)


def _without_price(till: Till, folder: Path) -> None:
    feed(folder, [(Level.CHAIN, "product", "late", UNPRICED)])
    till.tick()


def test_an_unknown_code_blocks_pay_but_not_the_scanner(till: Till) -> None:
    told = till.scan(UNKNOWN)
    assert (told.sound, told.said and told.said.message_id) == (Sound.UNKNOWN, "till.ask_unknown_code")
    scan(till, PLAIN[0])
    assert len(till.view.lines) == 1
    assert refusal(till.start_payment) == "till.answer_first"
    till.set_aside(only_question(till).number)
    pay(till)
    assert last_sale(till).basket.waiting == ()


def test_an_answer_given_twice_is_refused_the_second_time(till: Till) -> None:
    till.scan(UNKNOWN)
    number = only_question(till).number
    till.sell_by_department(number, "pantry", 300)
    assert refusal(lambda: till.sell_by_department(number, "pantry", 300)) == "till.no_such_question"
    assert refusal(lambda: till.set_aside(number)) == "till.no_such_question"
    assert till.view.totals.total == 300


def test_an_answer_that_does_not_hold_leaves_the_question(till: Till) -> None:
    till.scan(UNKNOWN)
    number = only_question(till).number
    assert refusal(lambda: till.sell_by_department(number, "nowhere", 300)) == "till.no_such_department"
    assert refusal(lambda: till.sell_by_department(number, "pantry", 0)) == "basket.price_nought"
    assert refusal(lambda: till.sell_by_department(number, "pantry", 10**9)) == "basket.open_price_too_high"
    assert refusal(lambda: till.weigh(number, 500)) == "till.no_such_question"
    assert only_question(till).number == number


def test_a_weight_must_be_a_weight(till: Till) -> None:
    till.scan(LOOSE.plu)
    number = only_question(till).number
    assert refusal(lambda: till.weigh(number, 0)) == "till.weight_unlikely"
    assert refusal(lambda: till.weigh(number, -5)) == "till.weight_unlikely"
    assert refusal(lambda: till.weigh(number, 10**15)) == "till.weight_unlikely"
    till.weigh(number, 1)
    assert till.view.lines[0].quantity == 1


def test_goods_without_a_price_stay_themselves_at_a_typed_price(till: Till, folder: Path) -> None:
    _without_price(till, folder)
    till.scan("77777")
    assert only_question(till).kind is QuestionKind.PRICE
    till.sell_by_department(only_question(till).number, "pantry", 450)
    assert questions(till) == [QuestionKind.AGE], "the age limit holds at a typed price too"
    till.confirm_age(only_question(till).number)
    pay(till)
    (line,) = last_sale(till).basket.lines
    assert (line.item.product_id, line.price_source, line.unit_price) == ("late", PriceSource.OPEN, 450)


def test_weighed_goods_without_a_price_keep_their_weight(till: Till, folder: Path) -> None:
    loose = Product("new-loose", {"en": "New"}, "produce", "Z", unit=Unit.KILOGRAM, plu="88888", weighed=True)
    feed(folder, [(Level.CHAIN, "product", "new-loose", loose)])
    till.tick()
    till.scan("88888")
    till.weigh(only_question(till).number, 1_500)
    assert only_question(till).kind is QuestionKind.PRICE
    till.sell_by_department(only_question(till).number, "produce", 1_000)
    assert (till.view.lines[0].quantity, till.view.totals.total) == (1_500, 1_500)


def test_one_yes_serves_later_goods_of_the_same_age(till: Till) -> None:
    assert till.scan(code_of(ALCOHOL[0])).sound is Sound.APPROVAL
    assert refusal(till.start_payment) == "till.answer_first"
    till.confirm_age(only_question(till).number)
    scan(till, ALCOHOL[1], PLAIN[0], ALCOHOL[0])
    assert till.view.questions == ()
    till.void(1)
    scan(till, ALCOHOL[2])
    assert till.view.questions == (), "the yes was about the buyer, not about the bottle"
    till.start_payment()


def test_a_no_takes_the_line_out_on_record_and_the_next_try_asks_a_supervisor(till: Till) -> None:
    scan(till, ALCOHOL[0], PLAIN[0])
    till.refuse_age(only_question(till).number)
    assert names(till) == [name(PLAIN[0])]
    scan(till, ALCOHOL[1])
    question = only_question(till)
    assert question.approval
    assert refusal(lambda: till.confirm_age(question.number)) == "till.age_approval"
    till.confirm_age(question.number, "supervisor", shop.PINS["supervisor"])
    pay(till)
    refused = last_sale(till).basket.lines[0]
    assert (refused.voided, refused.void_reason) == (True, "age_refused")


def test_undo_does_not_bring_back_what_was_refused_for_age(till: Till) -> None:
    scan(till, ALCOHOL[0], PLAIN[0])
    till.refuse_age(only_question(till).number)
    till.undo()
    till.undo()
    assert till.view.lines == ()
    assert drafts(till)[0].basket.lines[0].void_reason == "age_refused"


def test_an_age_question_that_is_not_asked_cannot_be_answered(till: Till) -> None:
    scan(till, PLAIN[0])
    for question in (1, 1_000_001, 1_000_099, -1):
        assert refusal(lambda number=question: till.refuse_age(number)) == "till.no_such_question"  # type: ignore[misc]
        assert refusal(lambda number=question: till.confirm_age(number)) == "till.no_such_question"  # type: ignore[misc]
    assert len(till.view.lines) == 1


def test_nobody_scans_past_a_wall_of_questions(till: Till) -> None:
    for number in range(WAITING_MAX):
        till.scan(f"NOT-OURS-{number}")
    assert refusal(lambda: till.scan("ONE-MORE")) == "till.too_many_questions"
    assert len(till.view.questions) == WAITING_MAX
    scan(till, PLAIN[0])
    assert len(till.view.lines) == 1


def test_questions_survive_a_crash(till: Till, folder: Path, tmp_path: Path) -> None:
    till.set_next_quantity(3_000)
    till.scan(UNKNOWN)
    till.scan(LOOSE.plu)
    scan(till, ALCOHOL[0])
    with after_a_crash(folder, tmp_path / "crash") as again:
        assert questions(again) == [QuestionKind.UNKNOWN_CODE, QuestionKind.WEIGHT, QuestionKind.AGE]
        unknown, weight, age = again.view.questions
        again.sell_by_department(unknown.number, "pantry", 100)
        again.weigh(weight.number, 1_000)
        again.confirm_age(age.number)
        assert again.view.totals.total == 300 + PRICE[LOOSE.id] + PRICE[ALCOHOL[0]]
        pay(again)


def test_a_product_without_code_or_price_is_asked_about_again_after_a_crash(
    till: Till, folder: Path, tmp_path: Path
) -> None:
    feed(folder, [(Level.CHAIN, "product", "bare", Product("bare", {"en": "Bare"}, "pantry", "A"))])
    till.tick()
    till.add_product("bare")
    with after_a_crash(folder, tmp_path / "crash") as again:
        assert only_question(again).kind is QuestionKind.PRICE
        assert only_question(again).names == {"en": "Bare"}


def test_a_code_that_became_known_is_sold_when_the_basket_comes_back(till: Till, folder: Path, tmp_path: Path) -> None:
    till.set_next_quantity(2_000)
    till.scan("77777")
    new = Product("new", {"en": "New"}, "pantry", "A", plu="77777")
    feed(folder, [(Level.CHAIN, "product", "new", new), price_row("new", Price(500))])
    with after_a_crash(folder, tmp_path / "crash") as again:
        assert (again.view.questions, again.view.totals.subtotal) == ((), 1_000)
        assert drafts(again)[0].basket.waiting == ()


def test_a_question_about_an_element_string_survives_with_its_separators(
    till: Till, folder: Path, tmp_path: Path
) -> None:
    text = f"]d2010{UNKNOWN}10LOT\x1d21SN"
    till.scan(text)
    assert drafts(till)[0].basket.waiting == (text,)
    with after_a_crash(folder, tmp_path / "crash") as again:
        assert only_question(again).kind is QuestionKind.UNKNOWN_CODE
        assert only_question(again).code.isprintable()


def test_a_damaged_question_in_a_draft_does_not_keep_the_cashier_out(till: Till, folder: Path, tmp_path: Path) -> None:
    import msgspec

    scan(till, PLAIN[0])
    (draft,) = drafts(till)
    hostile = ("4006381333932", "", "\x1e", "x\x1e99999999999999999999", "(01)", "(17)200131")
    basket = msgspec.structs.replace(draft.basket, waiting=hostile)
    till._journal.drafts.save(basket, held=False, name="", operator="", shift="")
    with after_a_crash(folder, tmp_path / "crash") as again:
        assert len(again.view.questions) == len(hostile)
        for question in again.view.questions:
            again.set_aside(question.number)
        pay(again)


def test_goods_by_department_without_any_code(till: Till) -> None:
    assert [each.id for each in till.departments() if each.id == "alcohol"] == []
    till.set_next_quantity(2_000)
    till.sell_open("pantry", 199)
    assert (till.view.totals.total, till.view.next_quantity) == (398, 1_000)
    assert refusal(lambda: till.sell_open("nowhere", 199)) == "till.no_such_department"
