"""The paper that a customer takes home, compared letter by letter with what was once looked at and found right.

`POS_WRITE_GOLDEN=1 pytest tests/hardware/test_receipts.py` writes the files anew: look at them before a commit.
"""

import os
from datetime import timedelta, timezone
from pathlib import Path

import msgspec
import pytest
from barcode import Code128
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from hardware.paper.codes import module_dots, modules
from hardware.paper.columns import Grid
from hardware.paper.escpos import EscPos
from hardware.paper.picture import CELL_DOTS, Pictured
from hardware.paper.text import render
from pos_app.domain.errors import Fault
from pos_app.domain.receipt import Align, Barcode, Pair, QrCode, Receipt, Text
from pos_app.domain.tax import TaxComponent, TaxGroup, TaxSum, TaxTable
from pos_app.selling.receipt_paper import MemberOnPaper, Paper
from tests.hardware.worked_sale import STORE, TAXES, member_sale, sale

GOLDEN = Path(__file__).parent.parent / "golden" / "receipts"
CODE = "0217-03-1A2B-000042"
SHANGHAI = timezone(timedelta(hours=8))


def _receipt(language: str, *, duplicate: bool = False, training: bool = False) -> Receipt:
    paper = Paper(STORE, TAXES, language, SHANGHAI)
    return paper.sale(
        sale(training=training), code=CODE, wall_ms=1_790_000_000_000, operator="Ada 王芳", duplicate=duplicate
    )


@pytest.mark.parametrize("columns", [32, 42, 48])
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_a_receipt_is_what_it_was(language: str, columns: int) -> None:
    said = render(_receipt(language), columns)
    path = GOLDEN / f"sale-{language}-{columns}.txt"
    if os.environ.get("POS_WRITE_GOLDEN"):
        path.write_text(said, encoding="utf-8")
    assert said == path.read_text(encoding="utf-8")


NAMES = {"en": "A*** C***", "zh-Hans": "王*"}


def _member_receipt(language: str, *, duplicate: bool = False) -> Receipt:
    balance = None if duplicate else 1_479
    member = MemberOnPaper(NAMES[language], "138****2046", balance, 1_790_000_000_000)
    return Paper(STORE, TAXES, language, SHANGHAI).sale(
        member_sale(), code=CODE, wall_ms=1_790_000_000_000, operator="Ada", duplicate=duplicate, member=member
    )


@pytest.mark.parametrize("columns", [32, 42, 48])
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_a_members_receipt_names_them_masked_with_points_and_balance(language: str, columns: int) -> None:
    said = render(_member_receipt(language), columns)
    path = GOLDEN / f"member-{language}-{columns}.txt"
    if os.environ.get("POS_WRITE_GOLDEN"):
        path.write_text(said, encoding="utf-8")
    assert said == path.read_text(encoding="utf-8")


def test_a_members_receipt_on_the_wire_is_what_it_was() -> None:
    sent = EscPos(42, Pictured(columns=42)).receipt(_member_receipt("en"))
    path = GOLDEN / "member-en-42.escpos"
    if os.environ.get("POS_WRITE_GOLDEN"):
        path.write_bytes(sent)
    assert sent == path.read_bytes()


def test_a_members_receipt_drawn_is_what_it_was() -> None:
    """Compared where the same font is at hand: another release of it draws other dots."""
    picture = Pictured(columns=42)
    drawn = picture.receipt(_member_receipt("zh-Hans")).convert("1")
    path = GOLDEN / "member-zh-Hans-42.png"
    if os.environ.get("POS_WRITE_GOLDEN"):
        drawn.save(path, optimize=True)
    golden = Image.open(path)
    assert drawn.size == golden.size
    differing = ImageChops.difference(drawn.convert("L"), golden.convert("L")).histogram()[128:]
    assert sum(differing) * 100 <= drawn.width * drawn.height


def test_a_members_receipt_printed_again_keeps_the_points_and_leaves_out_the_balance() -> None:
    said = render(_member_receipt("en", duplicate=True))
    assert "+227" in said
    assert "1,479" not in said


def test_a_member_who_cannot_be_read_any_more_still_has_a_receipt() -> None:
    said = render(Paper(STORE, TAXES, "en", SHANGHAI).sale(member_sale(), code=CODE, wall_ms=0, operator=""))
    assert "+227" in said
    assert "***" not in said


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_a_training_sale_printed_again_says_both(language: str) -> None:
    said = render(_receipt(language, duplicate=True, training=True), 42)
    path = GOLDEN / f"duplicate-training-{language}-42.txt"
    if os.environ.get("POS_WRITE_GOLDEN"):
        path.write_text(said, encoding="utf-8")
    assert said == path.read_text(encoding="utf-8")
    assert said != render(_receipt(language), 42)


def test_the_amounts_of_the_worked_sale_add_up() -> None:
    made = sale()
    priced = made.priced
    assert sum(line.gross for line in priced.lines) == priced.subtotal
    assert priced.subtotal - priced.reduction == sum(line.net for line in priced.lines) == priced.total
    assert sum(tender.settles for tender in made.tenders) == made.due == priced.total + made.rounding
    assert sum(row.base + row.amount for row in priced.taxes) == priced.total


def test_a_voided_line_is_not_on_the_paper() -> None:
    assert "Chewing gum" not in render(_receipt("en"))


def test_the_taxes_of_a_group_with_several_are_named() -> None:
    state = TaxComponent("state", {"en": "State"}, 60_000)
    city = TaxComponent("city", {"en": "City"}, 22_500)
    taxes = TaxTable("us", (TaxGroup("standard", {"en": "Goods"}, (state, city), letter="T"),))
    made = sale()
    rows = (TaxSum("standard", "state", 60_000, 100, 6), TaxSum("standard", "city", 22_500, 100, 2))
    made = msgspec.structs.replace(made, priced=msgspec.structs.replace(made.priced, taxes=rows))
    said = render(Paper(STORE, taxes, "en").sale(made, code=CODE, wall_ms=0, operator="Ada"))
    assert "T State 6%" in said
    assert "T City 2.25%" in said


def test_a_product_in_no_language_of_ours_and_a_store_without_taxes_still_get_a_receipt() -> None:
    assert CODE in render(Paper(STORE, None, "fr").sale(sale(), code=CODE, wall_ms=0, operator=""))


@given(
    left=st.text(max_size=80),
    right=st.text(st.characters(codec="utf-8"), max_size=60),
    columns=st.integers(24, 80),
    large=st.booleans(),
)
def test_no_line_is_wider_than_the_paper_and_no_amount_is_cut(left: str, right: str, columns: int, large: bool) -> None:
    grid = Grid(columns)
    across = columns // 2 if large else columns
    rows = list(grid.paired(left, right, large=large))
    assert all(grid.width(row) <= across for row in rows)
    if grid.width(right) <= across and right.isascii() and right.isprintable():
        assert rows[-1].endswith(right.strip())


@given(text=st.text(max_size=200), columns=st.integers(24, 80))
def test_wrapping_loses_nothing_and_lets_no_control_character_through(text: str, columns: int) -> None:
    grid = Grid(columns)
    rows = list(grid.wrapped(text))
    assert all(grid.width(row) <= columns for row in rows)
    assert "".join("".join(rows).split()) == "".join(grid.shown(text).split())
    assert all(character.isprintable() for row in rows for character in row)


def test_a_name_without_end_is_cut_to_a_limit() -> None:
    assert len(render(Receipt((Text("x" * 1_000_000),)))) < 600


def test_a_paper_of_no_columns_is_refused() -> None:
    with pytest.raises(Fault, match=r"paper\.columns"):
        Grid(8)


def _ink(picture: Image.Image) -> tuple[int, int]:
    """Return the first and the last column of dots with black in them."""
    box = picture.convert("L").point(lambda value: 255 - value).getbbox()
    assert box is not None
    return int(box[0]), int(box[2])


@pytest.mark.parametrize("columns", [32, 42, 48])
def test_drawn_amounts_end_where_printed_ones_end(columns: int) -> None:
    pictured = Pictured(columns=columns)
    ends = {
        _ink(pictured.element(Pair(words, amount, large=large)))[1]
        for words, amount, large in (
            ("Bread", "9.00", False),
            ("黑色长臂可调节台灯（礼盒装）", "99.00", False),
            ("合计", "100.00", True),
        )
    }
    assert max(ends) <= columns * CELL_DOTS
    assert max(ends) - min(ends) <= CELL_DOTS // 2


def test_nothing_is_clipped_at_the_paper_s_edges() -> None:
    picture = Pictured(columns=42).receipt(_receipt("zh-Hans"))
    left, right = _ink(picture)
    assert left >= 0
    assert right <= picture.width == 42 * CELL_DOTS


def test_a_character_that_the_font_lacks_is_refused_where_it_must_be_right() -> None:
    with pytest.raises(Fault, match=r"paper\.missing_glyph character='U\+1F600'"):
        Pictured(strict=True).element(Text("lamp 😀"))


@pytest.mark.expects_log(r"no U\+1F600")
def test_a_sale_is_not_left_without_a_receipt_by_a_strange_name() -> None:
    pictured = Pictured()
    assert pictured.grid.shown("lamp 😀") == "lamp [U+1F600]"
    drawn, spelled = pictured.element(Text("lamp 😀")), pictured.element(Text("lamp [U+1F600]"))
    assert drawn.tobytes() == spelled.tobytes()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\ue000", "[U+E000]"),
        ("a\udc80b", "a[U+DC80]b"),
        ("e\u0301", "é"),
        ("a\u202eb\u200dc", "abc"),
        ("a\tb\x1b@\x00c", "a b @ c"),
        ("\u22125.00\u00a0", "-5.00 "),
    ],
)
def test_what_has_no_shape_is_spelled_and_what_is_a_command_is_not_said(text: str, shown: str) -> None:
    assert Grid(42).shown(text) == shown


def test_an_absent_font_is_said() -> None:
    with pytest.raises(Fault, match=r"paper\.no_font"):
        Pictured("/nowhere/font.ttf").element(Text("x"))


def test_a_file_that_is_no_font_is_said(tmp_path: Path) -> None:
    (tmp_path / "font.ttf").write_bytes(b"not a font")
    with pytest.raises(Fault, match=r"paper\.no_font"):
        Pictured(str(tmp_path / "font.ttf")).element(Text("x"))


@pytest.mark.parametrize("data", [CODE, "hello", "A1234", "0217", "{B}", "~ ~"])
def test_the_bars_are_those_of_code_128(data: str) -> None:
    assert modules(data) == Code128(data).build()[0]  # another's encoder agrees


def test_the_drawn_bars_are_the_encoded_ones_with_room_beside_them() -> None:
    picture = Pictured(columns=42).element(Barcode(CODE))
    wide = module_dots(CODE, picture.width)
    row = [picture.getpixel((x, 40)) == 0 for x in range(picture.width)]
    first = row.index(True)
    read = "".join("1" if row[first + place * wide] else "0" for place in range(len(modules(CODE))))
    assert read == modules(CODE)
    assert first >= 10 * wide
    assert not any(row[first + len(read) * wide :])


def test_a_barcode_too_wide_for_narrow_paper_becomes_a_qr_code_with_its_number() -> None:
    pictured = Pictured(columns=32)
    expected = pictured.element(QrCode(CODE)).height + pictured.element(Text(CODE, Align.CENTRE)).height
    assert pictured.element(Barcode(CODE)).height == expected


@pytest.mark.parametrize("data", ["", "\x1b@", "标签", "x" * 49, "9" * 2_000])
def test_no_barcode_holds_a_receipt_back(data: str) -> None:
    assert Pictured().element(Barcode(data)).width == Pictured().dots
