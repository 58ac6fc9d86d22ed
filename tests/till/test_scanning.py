"""Scanning: every kind of code that a shop reads becomes a line, a question or a refusal that changed nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos_app.clock import SetClock
from pos_app.domain.basket import PriceSource
from pos_app.domain.errors import Refusal
from pos_app.domain.feed import Level
from pos_app.domain.product import Barcode, Price, Product, ProductPrices, Unit
from pos_app.selling.view import QuestionKind, Sound
from pos_app.till import Till
from tests.shop_floor import code_of
from tests.till.counter_top import (
    DRINKS,
    LOOSE,
    PLAIN,
    PRICE,
    UNKNOWN,
    drafts,
    feed,
    label,
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

GS = "\x1d"


def test_a_scan_is_a_line_on_the_screen_and_on_the_disk(till: Till) -> None:
    told = till.scan(code_of(PLAIN[0]))
    assert (told.sound, told.line, names(till)) == (Sound.OK, 1, [name(PLAIN[0])])
    assert till.view.totals.total == PRICE[PLAIN[0]]
    (draft,) = drafts(till)
    assert [line.item.product_id for line in draft.basket.lines] == [PLAIN[0]]


def test_the_same_goods_again_raise_the_line(till: Till) -> None:
    scan(till, PLAIN[0], PLAIN[0], PLAIN[1], PLAIN[0])
    assert [line.quantity for line in till.view.lines] == [2_000, 1_000, 1_000]


def test_a_scan_with_an_identifier_or_in_upc_form_is_the_same_thing(till: Till) -> None:
    till.scan("]E0" + code_of(PLAIN[0]) + "\r\n")
    till.scan(f"(01)0{code_of(PLAIN[0])}")
    assert names(till) == [name(PLAIN[0])] * 2


def test_a_promotion_sounds_different(till: Till) -> None:
    assert till.scan(code_of(DRINKS[0])).sound is Sound.OK_PROMOTION
    assert till.view.promotions[0].amount == PRICE[DRINKS[0]] // 10


def test_a_tray_has_its_own_price_and_takes_six_from_the_stock(till: Till) -> None:
    till.scan(code_of(DRINKS[0], pack=6_000))
    assert till.view.lines[0].unit_price == PRICE[DRINKS[0]] * 6 * 95 // 100
    pay(till)
    position = {"till-3/" + str(till._journal.epoch): 0}
    assert till._journal.stock_moves_after(DRINKS[0], position) == -6_000


def test_a_tray_without_a_price_of_its_own_costs_what_its_pieces_cost(till: Till, folder: Path) -> None:
    feed(folder, [(Level.CHAIN, "price", DRINKS[0], ProductPrices(DRINKS[0], (Price(311),)))])
    till.tick()
    till.scan(code_of(DRINKS[0], pack=6_000))
    assert till.view.lines[0].unit_price == 6 * 311


def test_a_typed_look_up_number_asks_for_the_weight(till: Till) -> None:
    told = till.scan(LOOSE.plu)
    assert told.sound is Sound.APPROVAL
    assert only_question(till).kind is QuestionKind.WEIGHT
    till.weigh(only_question(till).number, 1_234)
    (line,) = till.view.lines
    assert (line.quantity, line.unit) == (1_234, Unit.KILOGRAM)
    assert line.amount == (PRICE[LOOSE.id] * 1_234 + 500) // 1_000
    assert not till.view.questions


def test_a_weight_label_sells_its_weight(till: Till) -> None:
    till.scan(label("21", LOOSE, 750))
    assert (till.view.lines[0].quantity, till.view.lines[0].amount) == (750, (PRICE[LOOSE.id] * 750 + 500) // 1_000)
    assert not till.view.questions


def test_a_price_label_sells_its_price_and_takes_its_weight_from_the_stock(till: Till) -> None:
    till.scan(label("23", LOOSE, 1_999))
    assert till.view.totals.total == 1_999
    (line,) = drafts(till)[0].basket.lines
    assert (line.fixed_amount, line.price_source) == (1_999, PriceSource.EMBEDDED)
    assert line.quantity == pytest.approx(1_999_000 / PRICE[LOOSE.id], abs=1)


def test_a_label_that_carries_nothing_asks_for_the_weight(till: Till) -> None:
    till.scan(label("21", LOOSE, 0))
    assert questions(till) == [QuestionKind.WEIGHT]


def test_a_quantity_typed_before_a_label_is_refused_and_not_forgotten(till: Till) -> None:
    till.set_next_quantity(3_000)
    assert refusal(lambda: till.scan(label("23", LOOSE, 1_999))) == "till.label_is_one_piece"
    assert (till.view.lines, till.view.next_quantity) == ((), 3_000)


def test_an_element_string_brings_batch_serial_and_expiry(till: Till) -> None:
    till.scan(f"]d2010{code_of(PLAIN[0])}17301231" + f"10LOT7{GS}21SN1")
    pay(till)
    (line,) = last_sale(till).basket.lines
    assert (line.batch, line.serial, line.expiry) == ("LOT7", "SN1", "2030-12-31")


def test_two_pieces_with_serials_are_two_lines(till: Till) -> None:
    for serial in ("A", "B"):
        till.scan(f"(01)0{code_of(PLAIN[0])}(21){serial}")
    assert len(till.view.lines) == 2
    assert refusal(lambda: till.step(1, 1_000)) == "basket.quantity_of_serial"


def test_an_expired_item_is_refused_and_leaves_nothing(till: Till) -> None:
    assert refusal(lambda: till.scan(f"(01)0{code_of(PLAIN[0])}(17)200131")) == "code.expired"
    assert (till.view.lines, drafts(till)) == ((), [])


def test_a_wrong_check_digit_is_refused_and_leaves_nothing(till: Till) -> None:
    scan(till, PLAIN[0])
    right = code_of(PLAIN[1])
    wrong = right[:-1] + str((int(right[-1]) + 1) % 10)
    before = till.view.lines
    assert refusal(lambda: till.scan(wrong)) == "code.bad_check_digit"
    assert till.view.lines == before
    assert len(drafts(till)[0].basket.lines) == 1


HOSTILE = (
    "", " ", "\r\n", "\x00\x01", "\ud800", "(01)", "(01)\udfff", "]d2", "]Q3\x1d\x1d", "'; DROP TABLE draft;--",
    "9" * 5_000, "８００１２３４５", "\u202eevil", "🍺" * 40, "(" * 400, "https://x/01/" + "9" * 300, "-1", "1e9",
    "\x1d10",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_a_refusal_or_a_question_and_never_a_line(till: Till, text: str) -> None:
    said = ""
    try:
        till.scan(text)
    except Refusal as refused:
        said = refused.message_id
    assert till.view.lines == ()
    if said:
        assert said.startswith("code.")
        assert (till.view.questions, drafts(till)) == ((), [])
    else:
        assert only_question(till).code.isprintable()
        assert drafts(till)[0].basket.waiting


def test_weight_of_goods_sold_by_the_piece_is_not_their_quantity(till: Till) -> None:
    till.scan(f"(01)0{code_of(PLAIN[0])}(3103)000195")
    assert till.view.lines[0].quantity == 1_000


def test_pieces_of_goods_sold_by_weight_are_not_their_weight(till: Till) -> None:
    till.scan(f"(01){LOOSE.codes[0].gtin}(30)5")
    assert questions(till) == [QuestionKind.WEIGHT]


def test_a_label_with_a_price_of_nought_costs_the_list_price(till: Till) -> None:
    till.scan(f"(01)0{code_of(PLAIN[0])}(8005)000000")
    assert till.view.lines[0].unit_price == PRICE[PLAIN[0]]


def test_a_unit_price_on_the_label_decides_the_amount(till: Till) -> None:
    till.scan(f"(01){LOOSE.codes[0].gtin}(3103)000500(8005)001000")
    assert till.view.totals.total == 500
    pay(till)
    assert last_sale(till).basket.lines[0].fixed_amount == 500


def test_the_shops_own_text_code_finds_its_product(till: Till, folder: Path) -> None:
    product = Product("BAG-L", {"en": "Large bag"}, "household", "A", codes=(Barcode(""),))
    feed(folder, [(Level.CHAIN, "product", "BAG-L", product), price_row("BAG-L", Price(50))])
    till.tick()
    till.scan("BAG-L")
    assert (names(till), till.view.lines[0].unit_price) == (["Large bag"], 50)


def test_a_product_chosen_from_the_list_is_the_product_scanned(till: Till) -> None:
    (hit, *_) = till.search(name(PLAIN[0]))
    till.add_product(hit.product_id)
    till.scan(code_of(hit.product_id))
    assert [line.quantity for line in till.view.lines] == [2_000]
    assert refusal(lambda: till.add_product("gone")) == "till.no_such_product"


def test_the_search_takes_any_limit_and_any_text(till: Till) -> None:
    assert till.search("", 0) == ()
    assert len(till.search("a", 10_000)) <= 50
    assert till.search("'\"*()", -5) == ()


def test_a_quantity_for_the_next_scan_counts_once(till: Till) -> None:
    till.set_next_quantity(3_000)
    scan(till, PLAIN[0], PLAIN[1])
    assert [line.quantity for line in till.view.lines] == [3_000, 1_000]
    assert refusal(lambda: till.set_next_quantity(0)) == "till.next_quantity_nought"
    assert refusal(lambda: till.set_next_quantity(10**12)) == "basket.quantity_too_large"


def test_a_quantity_for_the_next_scan_outlives_a_refused_one_but_not_the_basket(till: Till) -> None:
    scan(till, PLAIN[0])
    till.set_next_quantity(3_000)
    assert refusal(lambda: till.scan("4006381333932")) == "code.bad_check_digit"
    assert till.view.next_quantity == 3_000
    till.hold()
    assert till.view.next_quantity == 1_000


def test_a_quantity_of_loose_goods_is_their_weight(till: Till) -> None:
    till.set_next_quantity(2_500)
    till.scan(LOOSE.plu)
    assert till.view.lines[0].quantity == 2_500


def test_an_unknown_code_is_kept_with_its_quantity(till: Till) -> None:
    till.set_next_quantity(4_000)
    assert till.scan(UNKNOWN).sound is Sound.UNKNOWN
    till.sell_by_department(only_question(till).number, "pantry", 250)
    assert till.view.totals.total == 1_000


def test_expiry_is_judged_by_the_business_day(till: Till, clock: SetClock) -> None:
    # 2025-10-10 01:00 in Shanghai belongs to the business day before: what expires on the 9th still sells
    clock.jump(1_760_029_200_000)
    till.scan(f"(01)0{code_of(PLAIN[0])}(17)251009")
    assert len(till.view.lines) == 1
    clock.advance(4 * 3_600_000)
    assert refusal(lambda: till.scan(f"(01)0{code_of(PLAIN[0])}(17)251009")) == "code.expired"
