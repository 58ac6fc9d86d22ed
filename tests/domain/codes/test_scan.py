"""Reading one code at the counter: what a scan or a typed code becomes, and what is refused."""

import datetime as dt
import subprocess
import sys
import timeit
from pathlib import Path

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pos_app.domain.codes.gs1.reading import ElementString, Measure
from pos_app.domain.codes.gtin import check_digit
from pos_app.domain.codes.regions import REGIONS, rules_for
from pos_app.domain.codes.scan import (
    SCAN_LENGTH_MAX,
    TEXT_LENGTH_MAX,
    InternalCode,
    PlainCode,
    PluCode,
    ScannedCode,
    read_code,
)
from pos_app.domain.codes.variable_measure import VariableMeasureCode
from pos_app.domain.errors import Refusal

TODAY = dt.date(2026, 7, 1)
GB = rules_for("gb", currency="GBP")
US = rules_for("us", currency="USD")
GS = "\x1d"
PLAIN_LIMIT_US = 10


def read(text: str) -> ScannedCode:
    return read_code(text, GB, TODAY)


def item(text: str) -> ElementString:
    code = read(text)
    assert isinstance(code, ElementString)
    return code


def refused(text: str, rules: str = "gb") -> Refusal:
    with pytest.raises(Refusal) as caught:
        read_code(text, rules_for(rules), TODAY)
    return caught.value


@pytest.mark.parametrize("sent", ["4006381333931", "]E04006381333931", "4006381333931\r\n", "]C04006381333931"])
def test_an_ean_is_the_same_item_however_it_is_sent(sent: str) -> None:
    code = read(sent)
    assert isinstance(code, PlainCode)
    assert (code.gtin14, code.scanned) == ("04006381333931", "4006381333931")


@pytest.mark.parametrize(
    ("sent", "gtin14"),
    [
        ("036000291452", "00036000291452"),
        ("]E0036000291452", "00036000291452"),
        ("]E00036000291452", "00036000291452"),
        ("]E496385074", "00000096385074"),
        ("96385074", "00000096385074"),
        ("10012345678902", "10012345678902"),
        ("]I110012345678902", "10012345678902"),
        ("]E001234531", "00012300000451"),
    ],
)
def test_every_kind_of_item_number_is_normalised_to_14_digits(sent: str, gtin14: str) -> None:
    code = read(sent)
    assert isinstance(code, PlainCode)
    assert code.gtin14 == gtin14


@pytest.mark.parametrize("good", ["4006381333931", "036000291452", "96385074", "10012345678902"])
def test_a_wrong_check_digit_is_refused_with_the_right_one(good: str) -> None:
    bad = good[:-1] + str((int(good[-1]) + 1) % 10)
    refusal = refused(bad)
    assert refusal.message_id == "code.bad_check_digit"
    assert refusal.params == {"code": bad, "expected": good[-1]}


def test_eight_digits_that_fit_both_ways_are_read_by_the_regions_habit() -> None:
    both = next(
        code
        for number in range(100_000, 999_999)
        for code in (f"0{number}" + check_digit(f"0{number}"),)
        if read_code(code, US, TODAY) != read_code(code, GB, TODAY)
    )
    at_home, abroad = read_code(both, GB, TODAY), read_code(both, US, TODAY)
    assert isinstance(at_home, PlainCode)
    assert isinstance(abroad, PlainCode)
    assert at_home.gtin14 == both.rjust(14, "0")
    assert abroad.symbology == "UPC-E"
    assert read(f"]E4{both}") == PlainCode(both.rjust(14, "0"), both, "EAN-8")


def test_eight_digits_that_fit_only_as_upc_e_are_one() -> None:
    code = read("01234531")
    assert isinstance(code, PlainCode)
    assert (code.gtin14, code.symbology) == ("00012300000451", "UPC-E")


def test_a_typed_look_up_number_keeps_its_zeros() -> None:
    assert read("004011") == PluCode("004011")
    assert read("7") == PluCode("7")


def test_a_linear_symbol_with_few_digits_is_the_shops_own_code_not_a_look_up_number() -> None:
    assert read("]C04011") == InternalCode("4011", "Code 128")
    assert read("]I0123456") == InternalCode("123456", "ITF")


def test_digits_in_code_128_promise_no_check_digit_and_are_looked_up_as_they_are() -> None:
    assert read("]C012345678") == InternalCode("12345678", "Code 128")


def test_element_strings_in_a_symbol_that_is_not_gs1s_are_not_read_as_such() -> None:
    assert read("]C00195012345678903") == InternalCode("0195012345678903", "Code 128")


def test_a_magazines_issue_is_kept_beside_its_number() -> None:
    assert read("]E3977147396801205") == PlainCode("09771473968012", "9771473968012", "EAN-13 with add-on", "05")


def test_a_price_label_of_the_region_is_read_and_elsewhere_it_is_a_number_like_any_other() -> None:
    label = "2012345928756"
    assert read(label) == VariableMeasureCode("02012345000001", label, price_minor=2875)
    assert read_code(label, rules_for("fi"), TODAY) == PlainCode("02012345928756", label)


def test_a_us_price_label_is_read_from_12_and_from_13_digits() -> None:
    short = "21234592875" + check_digit("21234592875")
    for sent in (short, f"0{short}", f"]E00{short}", f"]E0{short}"):
        code = read_code(sent, US, TODAY)
        assert isinstance(code, VariableMeasureCode)
        assert (code.price_minor, code.item_reference) == (2875, "00212345000007")


def test_a_label_of_18_digits_is_read_where_the_store_has_such_scales() -> None:
    payload = "26060130400801336"
    label = payload + check_digit(payload)
    code = read_code(label, rules_for("cn"), TODAY)
    assert isinstance(code, VariableMeasureCode)
    assert (code.price_minor, code.weight_thousandths) == (4008, 1336)
    wrong = payload + str((int(label[-1]) + 1) % 10)
    assert refused(wrong, "cn").message_id == "code.bad_check_digit"
    assert read(wrong) == InternalCode(wrong)


def test_everything_acted_on_is_read_from_one_symbol() -> None:
    fixed = "]C1" + "0195012345678903" + "11260601" + "15260801" + "17260831" + "3103000195"
    code = item(f"{fixed}10LOT7{GS}21SN9{GS}39221299")
    assert code.gtin14 == "95012345678903"
    assert (code.batch, code.serial) == ("LOT7", "SN9")
    assert (code.produced_on, code.best_before, code.expiry) == (
        dt.date(2026, 6, 1),
        dt.date(2026, 8, 1),
        dt.date(2026, 8, 31),
    )
    assert (code.weight_thousandths, code.price_minor) == (195, 1299)


@pytest.mark.parametrize(
    ("element", "measure"),
    [
        ("(3100)000002", Measure("weight_kg", 2000)),
        ("(3105)012300", Measure("weight_kg", 123)),
        ("(3111)000015", Measure("length_m", 1500)),
        ("(3122)000015", Measure("width_m", 150)),
        ("(3133)000015", Measure("height_m", 15)),
        ("(3140)000003", Measure("area_m2", 3000)),
        ("(3152)000075", Measure("volume_l", 750)),
        ("(3163)000075", Measure("volume_m3", 75)),
    ],
)
def test_each_trade_measure_comes_in_thousandths(element: str, measure: Measure) -> None:
    assert item(f"(01)95012345678903{element}").measures == (measure,)


def test_prices_come_in_minor_units_of_the_stores_currency() -> None:
    start = "(01)95012345678903(30)12"
    assert item(f"{start}(3922)1299").price_minor == 1299
    assert item(f"{start}(3920)12").price_minor == 1200
    assert item(f"{start}(3932)8261299").price_minor == 1299
    assert item(f"{start}(3952)000499").unit_price_minor == 499
    assert item(f"{start}(8005)000499").unit_price_minor == 499
    assert item(start).count == 12
    assert refused(f"{start}(3923)12995").message_id == "code.price_not_exact"
    assert refused(f"{start}(3932)9781299").params == {"currency": "EUR"}
    assert refused(f"{start}(3920)999999999999999").message_id == "code.price_too_large"
    assert item("(255)9501234567891(3941)0125").percent_off_ppm == 125_000


def test_a_measure_finer_than_a_thousandth_is_refused_not_rounded() -> None:
    assert refused("(01)95012345678903(3104)000195").message_id == "code.measure_too_fine"


@pytest.mark.parametrize("element", ["(3103)000000", "(30)0", "(3152)000000"])
def test_a_label_that_states_nothing_of_the_item_is_refused(element: str) -> None:
    assert refused(f"(01)95012345678903{element}").message_id == "code.measure_zero"


def test_an_item_is_sold_on_its_last_day_and_refused_the_day_after() -> None:
    text = "(01)95012345678903(17)260701"
    assert item(text).expiry == TODAY
    with pytest.raises(Refusal, match=r"^code\.expired") as caught:
        read_code(text, GB, TODAY + dt.timedelta(days=1))
    assert caught.value.params == {"date": "2026-07-01", "gtin": "95012345678903"}


def test_an_item_that_expires_in_a_month_may_be_sold_to_its_last_day() -> None:
    text = "(01)95012345678903(17)260700"
    assert item(text).expiry == dt.date(2026, 7, 31)
    assert isinstance(read_code(text, GB, dt.date(2026, 7, 31)), ElementString)


def test_an_expired_item_can_still_be_counted_and_written_off() -> None:
    code = read_code("(01)95012345678903(17)200101", GB, TODAY, refuse_expired=False)
    assert isinstance(code, ElementString)
    assert code.is_expired(TODAY)


def test_an_expiry_with_an_hour_is_an_expiry_too() -> None:
    assert refused("(01)95012345678903(7003)2606302359").message_id == "code.expired"


def test_best_before_is_shown_and_does_not_stop_the_sale() -> None:
    assert item("(01)95012345678903(15)260601").best_before == dt.date(2026, 6, 1)


def test_what_is_not_acted_on_is_still_there_to_be_shown() -> None:
    code = item("(01)95012345678903(422)826(99)HELLO")
    assert [(e.ai, e.value, e.title) for e in code.elements[1:]] == [
        ("422", "826", "ORIGIN"),
        ("99", "HELLO", "INTERNAL"),
    ]


def test_a_pallet_label_is_read_and_names_no_item_of_its_own() -> None:
    code = item("]C10012345678901234567502950123456789033724")
    assert code.gtin14 is None
    assert len(code.elements) == 3


def test_digits_that_look_like_gs1_are_not_read_as_gs1_without_its_identifier() -> None:
    # biip alone reads this EAN as (400)6381333931
    assert isinstance(read("4006381333931"), PlainCode)
    assert read("019501234567890310AB") == InternalCode("019501234567890310AB")


def test_a_separator_shows_gs1_data_even_when_the_scanner_sends_no_identifier() -> None:
    assert item(f"{GS}0195012345678903").gtin14 == "95012345678903"
    assert item(f"019501234567890310AB{GS}21C").serial == "C"


def test_a_symbol_over_an_ean_is_one_item_with_it() -> None:
    code = item(f"]E04006381333931|]e010LOT7{GS}17260831")
    assert (code.gtin14, code.batch) == ("04006381333931", "LOT7")
    assert refused("]E04006381333930|]e010LOT7").message_id == "code.bad_check_digit"


def test_a_web_address_with_an_item_in_it_is_that_item_and_any_other_is_text() -> None:
    assert item("]Q1https://example.com/01/9501234567891?17=260831").expiry == dt.date(2026, 8, 31)
    assert read("]Q1https://example.com/sale") == InternalCode("https://example.com/sale", "QR Code")


@pytest.mark.parametrize(
    ("text", "message_id"),
    [
        ("", "code.empty"),
        (" \r\n", "code.empty"),
        ("]C1", "code.empty"),
        ("]C0", "code.empty"),
        ("]", "code.unknown_symbology"),
        ("]Y0123", "code.unknown_symbology"),
        ("]E9123", "code.unknown_symbology"),
        ("]E0400638133393X", "code.not_digits"),
        ("]E0123456", "code.wrong_length"),
        ("]E44006381333931", "code.wrong_length"),
        ("]I110012345678903", "code.bad_check_digit"),
        ("0000000000000", "code.all_zeros"),
        ("]C10100000000000000", "code.all_zeros"),
        ("A" * (TEXT_LENGTH_MAX + 1), "code.too_long"),
        ("A" * (SCAN_LENGTH_MAX + 1), "code.too_long"),
        ("]Q1" + "A" * 513, "code.too_long"),
        ("AB\x00C", "code.control_character"),
        ("AB\tC", "code.control_character"),
        ("\x1b[2J", "code.control_character"),
        ("A\u202eB", "code.control_character"),
        ("]C1\x00", "code.element_character"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(text: str, message_id: str) -> None:
    assert refused(text).message_id == message_id


STARTS = ("]C1", "]e0", "]d2", "]Q3", "]J1", "]E0", "]E3", "]E4", "]I1", "]Q1", "]C0", "(01)", GS, "https://a/")
IDENTIFIERS = ("01", "10", "17", "21", "30", "3103", "3922", "8005", "8110", "8007", "253", "7003")

hostile = st.one_of(
    st.text(max_size=60),
    st.text("0123456789", max_size=24),
    st.builds(str.__add__, st.sampled_from(STARTS), st.text("0123456789()/?=&%|]e^ABab-_ " + GS, max_size=60)),
    st.lists(
        st.builds("({}){}".format, st.sampled_from(IDENTIFIERS), st.text("0123456789ABCD", max_size=22)), max_size=5
    ).map("".join),
)


@given(hostile, st.sampled_from(sorted(REGIONS)))
@example("https://a/01/%", "none")
@example("]E0|]e0", "none")
@example("]E3" + "1" * 15, "none")
@example("(8007)" + "A" * 34, "none")
@example("\ud800", "none")
def test_no_text_at_all_raises_anything_but_a_refusal_that_can_be_shown(text: str, region: str) -> None:
    read_back = msgspec.json.Decoder(ScannedCode)
    try:
        code = read_code(text, rules_for(region), TODAY)
    except Refusal as refusal:
        said = refusal
    else:
        assert read_back.decode(msgspec.json.encode(code)) == code
        return
    assert said.message_id.startswith("code.")
    assert all(isinstance(value, int) or value.isprintable() for value in said.params.values())


def test_reading_a_plain_ean_costs_less_than_10_microseconds() -> None:
    rules = rules_for("se")
    calls = 10_000
    best_s = min(timeit.repeat(lambda: read_code("4006381333931", rules, TODAY), number=calls, repeat=7))
    assert best_s / calls * 1e6 < PLAIN_LIMIT_US


def test_a_tills_start_and_its_plain_scans_do_not_import_biip(project: Path) -> None:
    program = (
        "import sys, datetime; from pos_app.domain.codes.scan import read_code;"
        "from pos_app.domain.codes.regions import rules_for;"
        "read_code(']E04006381333931', rules_for('gb'), datetime.date(2026, 7, 1));"
        "sys.exit('biip' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=project, check=False, timeout=60).returncode == 0
