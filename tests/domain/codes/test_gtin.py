"""Item numbers: check digits, one normal form, and UPC-E in every one of its cases."""

import timeit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.codes.gtin import (
    check_digit,
    expand_upc_e,
    has_check_digit,
    is_digits,
    shortest_form,
    to_gtin14,
)
from pos_app.domain.errors import Refusal

NORMALISE_LIMIT_US = 3


def compress_upc_e(upc_a: str) -> str | None:
    """Return the UPC-E of a UPC-A (12 digits, right check digit), or None when it has none."""
    system, company, item = upc_a[0], upc_a[1:6], upc_a[6:11]
    if system not in "01":
        return None
    body: str | None = None
    if company[2:] in ("000", "100", "200") and item.startswith("00"):
        body = company[:2] + item[2:] + company[2]
    elif company.endswith("00") and item.startswith("000"):
        body = company[:3] + item[3:] + "3"
    elif company.endswith("0") and item.startswith("0000"):
        body = company[:4] + item[4] + "4"
    elif item.startswith("0000") and item[4] in "56789":
        body = company + item[4]
    return None if body is None else system + body + upc_a[11]


def digits(length: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=length, max_size=length)


def textbook_check_digit(payload: str) -> str:
    """The standard's own wording: weights 3, 1, 3 ... from the right, up to the next multiple of ten."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(payload)))
    return str((10 - total % 10) % 10)


@given(st.integers(1, 17).flatmap(digits))
def test_a_check_digit_is_the_one_of_the_standard(payload: str) -> None:
    assert check_digit(payload) == textbook_check_digit(payload)
    assert has_check_digit(payload + check_digit(payload))


@given(st.sampled_from([7, 11, 12, 13]).flatmap(digits), st.integers(0, 13), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(payload: str, place: int, off: int) -> None:
    code = payload + check_digit(payload)
    place %= len(code)
    wrong = code[:place] + str((int(code[place]) + off) % 10) + code[place + 1 :]
    assert not has_check_digit(wrong)
    with pytest.raises(Refusal, match=r"^code\.bad_check_digit") as refused:
        to_gtin14(wrong)
    assert refused.value.params == {"code": wrong, "expected": textbook_check_digit(wrong[:-1])}


@given(st.sampled_from([7, 11, 12, 13]).flatmap(digits))
def test_the_normal_form_has_14_digits_and_never_changes_again(payload: str) -> None:
    if not int(payload):
        return
    gtin14 = to_gtin14(payload + check_digit(payload))
    assert len(gtin14) == 14
    assert to_gtin14(gtin14) == gtin14
    assert to_gtin14(shortest_form(gtin14)) == gtin14


@pytest.mark.parametrize(
    ("printed", "gtin14"),
    [
        ("96385074", "00000096385074"),
        ("036000291452", "00036000291452"),
        ("4006381333931", "04006381333931"),
        ("10012345678902", "10012345678902"),
    ],
)
def test_a_printed_number_comes_back_from_its_normal_form(printed: str, gtin14: str) -> None:
    assert to_gtin14(printed) == gtin14
    assert shortest_form(gtin14) == printed


@pytest.mark.parametrize(
    ("code", "message_id"),
    [
        ("", "code.not_digits"),
        ("４００６３８１３３３９３１", "code.not_digits"),
        ("400638133393X", "code.not_digits"),
        ("-006381333931", "code.not_digits"),
        ("123", "code.wrong_length"),
        ("40063813339", "code.wrong_length"),
        ("400638133393100", "code.wrong_length"),
        ("0000000000000", "code.all_zeros"),
    ],
)
def test_what_is_no_item_number_is_refused_with_its_reason(code: str, message_id: str) -> None:
    with pytest.raises(Refusal) as refused:
        to_gtin14(code)
    assert refused.value.message_id == message_id


@pytest.mark.parametrize(
    ("upc_e", "upc_a"),
    [
        # the last of the six digits says where the zeros were; GS1 General Specifications, 5.2.2.4
        ("01234505", "012000003455"),
        ("01234514", "012100003454"),
        ("01234523", "012200003453"),
        ("01234531", "012300000451"),
        ("01234543", "012340000053"),
        ("01234558", "012345000058"),
        ("01234565", "012345000065"),
        ("01234572", "012345000072"),
        ("01234589", "012345000089"),
        ("01234596", "012345000096"),
        ("11234562", "112345000062"),
    ],
)
def test_a_upc_e_expands_to_its_upc_a(upc_e: str, upc_a: str) -> None:
    assert expand_upc_e(upc_e) == upc_a
    assert expand_upc_e(upc_e[:7]) == upc_a
    assert compress_upc_e(upc_a) == upc_e


@given(st.sampled_from("01"), digits(6))
def test_every_upc_e_is_one_upc_a_and_no_two_forms_of_it_disagree(system: str, body: str) -> None:
    upc_a = expand_upc_e(system + body)
    assert has_check_digit(upc_a)
    shortest = compress_upc_e(upc_a)
    assert shortest is not None
    assert expand_upc_e(shortest) == upc_a


@given(digits(11))
def test_a_upc_a_that_can_be_shortened_comes_back_whole(payload: str) -> None:
    upc_a = payload + check_digit(payload)
    short = compress_upc_e(upc_a)
    assert short is None or expand_upc_e(short) == upc_a


@pytest.mark.parametrize(
    ("code", "message_id"),
    [
        ("01234506", "code.bad_check_digit"),
        ("21234505", "code.not_upc_e"),
        ("12345", "code.wrong_length"),
        ("0123450a", "code.not_digits"),
    ],
)
def test_a_wrong_upc_e_is_refused(code: str, message_id: str) -> None:
    with pytest.raises(Refusal) as refused:
        expand_upc_e(code)
    assert refused.value.message_id == message_id


@given(st.text(max_size=20))
def test_only_ascii_digits_are_digits(text: str) -> None:
    assert is_digits(text) == (text != "" and set(text) <= set("0123456789"))


def test_normalising_is_fast_enough_for_an_import_of_200_000_rows() -> None:
    calls = 20_000
    best_s = min(timeit.repeat(lambda: to_gtin14("4006381333931"), number=calls, repeat=7))
    assert best_s / calls * 1e6 < NORMALISE_LIMIT_US
