"""The strict layer over biip: dates, contents, associations, links, and the tables behind them."""

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.codes.gs1.association_rules import EXCLUDES, ONE_OF_EACH, REQUIRES
from pos_app.domain.codes.gs1.associations import check_associations
from pos_app.domain.codes.gs1.coupons import is_coupon
from pos_app.domain.codes.gs1.dates import full_year, read_date
from pos_app.domain.codes.gs1.digital_link import read_link
from pos_app.domain.codes.gs1.elements import CSET82, FNC1, element_of, read_bracketed, read_elements
from pos_app.domain.codes.gs1.linter_rules import CHECKS
from pos_app.domain.errors import Refusal
from tests.domain.codes.gs1_messages import message_of, read_message

TODAY = dt.date(2026, 7, 1)


def refusal(text: str) -> str:
    """Return the message id that a bracketed text is refused with."""
    with pytest.raises(Refusal) as refused:
        check_associations(read_bracketed(text, TODAY))
    return refused.value.message_id


@pytest.mark.parametrize(
    ("this_year", "two_digits", "year"),
    [
        # General Specifications 7.12: 51 to 99 ahead is the last century, 50 to 99 behind the next
        (2026, 26, 2026), (2026, 76, 2076), (2026, 77, 1977), (2026, 0, 2000),
        (2051, 1, 2101), (2051, 2, 2002), (2099, 0, 2100), (2099, 49, 2149), (2099, 50, 2050), (2000, 51, 1951),
    ],
)  # fmt: skip
def test_the_century_is_the_nearest_by_the_sliding_window(this_year: int, two_digits: int, year: int) -> None:
    assert full_year(two_digits, this_year) == year


@given(st.integers(1950, 2150), st.integers(0, 99))
def test_a_year_is_never_more_than_49_past_or_50_ahead(this_year: int, two_digits: int) -> None:
    year = full_year(two_digits, this_year)
    assert year % 100 == two_digits
    assert -49 <= year - this_year <= 50


@pytest.mark.parametrize(
    ("yymmdd", "date"),
    [
        ("260200", dt.date(2026, 2, 28)),
        ("280200", dt.date(2028, 2, 29)),
        ("280229", dt.date(2028, 2, 29)),
        ("270229", None),
        ("260431", None),
        ("261301", None),
        ("260001", None),
    ],
)
def test_day_zero_is_the_last_day_of_its_month_and_no_impossible_day_passes(yymmdd: str, date: dt.date | None) -> None:
    assert read_date(yymmdd, TODAY, day_may_be_zero=True) == date


def test_day_zero_is_wrong_where_the_standard_asks_for_a_day() -> None:
    assert refusal("(01)95012345678903(7006)260700") == "code.element_date"
    assert read_bracketed("(17)260700", TODAY)[0].value == "260700"


@pytest.mark.parametrize(
    ("text", "message_id"),
    [
        ("(01)95012345678904", "code.element_check_digit"),
        ("(01)9501234567890", "code.element_format"),
        ("(01)950123456789031", "code.element_format"),
        ("(01)95012345678903(10)", "code.element_empty"),
        ("(01)95012345678903(10)AB CD", "code.element_character"),
        ("(01)95012345678903(10)ÄÖ", "code.element_character"),
        ("(01)९५०१२३४५६७८९०३", "code.element_character"),
        ("(01)95012345678903(10)AB\n", "code.element_character"),
        ("(01)95012345678903(10)ABCDEFGHIJKLMNOPQRSTU", "code.element_format"),
        ("(01)95012345678903(17)261301", "code.element_date"),
        ("(01)95012345678903(11)261332", "code.element_date"),
        ("(01)95012345678903(7003)2607012460", "code.element_time"),
        ("(01)95012345678903(422)000", "code.element_country"),
        ("(01)95012345678903(30)2(3932)0001299", "code.element_currency"),
        ("(89)1", "code.element_unknown"),
        ("(0１)95012345678903", "code.element_unknown"),
        ("()1", "code.element_unknown"),
        ("(01)95012345678903(", "code.brackets"),
        ("(10)AB", "code.element_missing"),
        ("(01)95012345678903(3922)1299", "code.element_missing"),
        ("(01)95012345678903(3103)000195(3102)000195", "code.element_excluded"),
        ("(01)95012345678903(37)5", "code.element_excluded"),
        ("(01)95012345678903(10)A(10)B", "code.element_repeated"),
        ("(253)9501234567892(8030)AB", "code.element_check_digit"),
        ("(253)9501234567891(8030)AB", "code.element_serial_missing"),
    ],
)  # fmt: skip
def test_a_malformed_element_string_is_refused_with_its_reason(text: str, message_id: str) -> None:
    assert refusal(text) == message_id


def test_the_same_element_twice_with_one_value_says_nothing_new_and_passes() -> None:
    check_associations(read_bracketed("(01)95012345678903(10)A(10)A", TODAY))


def test_a_value_that_needs_a_separator_and_has_none_is_not_cut_where_its_pattern_ends() -> None:
    # biip alone reads this as (30)12345678 followed by (17)...: the count would be made up
    with pytest.raises(Refusal, match=r"^code\.element_format"):
        read_elements("019501234567890330" + "12345678" + "17270101", TODAY)


def test_a_separator_is_allowed_after_a_fixed_length_but_two_in_a_row_are_not() -> None:
    assert len(read_elements(f"0195012345678903{FNC1}10AB{FNC1}", TODAY)) == 2
    with pytest.raises(Refusal):
        read_elements(f"0195012345678903{FNC1}{FNC1}10AB", TODAY)


values = st.text(sorted(CSET82), min_size=1, max_size=20)


@given(batch=values, serial=values, internal=values)
def test_what_is_written_as_a_message_or_in_brackets_is_read_back_the_same(
    batch: str, serial: str, internal: str
) -> None:
    pairs = (("01", "95012345678903"), ("10", batch), ("21", serial), ("99", internal))
    elements = tuple(element_of(ai, value, TODAY) for ai, value in pairs)
    assert read_message(message_of(elements), TODAY) == elements
    brackets = "".join(f"({ai})" + value.replace("(", "\\(") for ai, value in pairs)
    assert read_bracketed(brackets, TODAY) == elements


@pytest.mark.parametrize(
    "link",
    [
        "https://example.com/01/9501234567892",  # wrong check digit
        "https://example.com/01/95012345678903/21/A/10/B",  # qualifiers out of order
        "https://example.com/01/95012345678903?10=A",  # a qualifier in the query
        "https://example.com/01/95012345678903?17=260701&17=260701",  # said twice
        "https://example.com/01/95012345678903/10/A%2",  # cut escape
        "https://example.com/01/95012345678903/10/A%00",  # a control character
        "https:///01/95012345678903",  # no host
        "https://example.com/01/95012345678903/10/é",
        "ftp://example.com/01/95012345678903",
    ],
)
def test_a_wrong_digital_link_is_refused(link: str) -> None:
    with pytest.raises(Refusal):
        read_link(link, TODAY)


def test_a_coupon_cannot_end_before_it_starts() -> None:
    assert is_coupon("0123456123456111101233" + "260701" + "4" + "260601") is True
    assert is_coupon("0123456123456111101233" + "260601" + "4" + "260701") is False


def _expanded(ais: str) -> list[str]:
    """Write 3100-3105 and 310n as every identifier that they stand for."""
    if "-" in ais:
        first, last = ais.split("-")
        return [str(number).zfill(len(first)) for number in range(int(first), int(last) + 1)]
    return [ais]


def _fits(ai: str, pattern: str) -> bool:
    return re.fullmatch(pattern.replace("n", r"\d"), ai) is not None


@pytest.fixture(scope="module")
def dictionary(pos_data: Path) -> dict[str, list[str]]:
    """The GS1 Barcode Syntax Dictionary, by identifier: specification and attributes."""
    path = pos_data / "gs1" / "gs1-syntax-dictionary.txt"
    if not path.is_file():
        pytest.skip(f"no syntax dictionary: {path} is missing")
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        words = line.partition("#")[0].split()
        if words:
            found.update(dict.fromkeys(_expanded(words[0]), words[1:]))
    return found


def test_our_required_associations_are_those_of_the_dictionary(dictionary: dict[str, list[str]]) -> None:
    for ai, words in dictionary.items():
        theirs = sorted(sorted(word[4:].split(",")) for word in words if word.startswith("req="))
        ours = sorted(
            sorted(right.split()) for left, right in REQUIRES if any(_fits(ai, pattern) for pattern in left.split())
        )
        assert ours == theirs, ai


def test_our_exclusions_are_those_of_the_dictionary(dictionary: dict[str, list[str]]) -> None:
    def excluded(pairs: set[tuple[str, str]]) -> set[frozenset[str]]:
        return {frozenset((a, b)) for a, b in pairs if a != b}

    theirs, ours = set(), set()
    for ai, words in dictionary.items():
        patterns = [pattern for word in words if word.startswith("ex=") for pattern in word[3:].split(",")]
        theirs |= {(ai, other) for other in dictionary for pattern in patterns if _fits(other, pattern)}
        mine = [
            pattern for left, right in EXCLUDES if any(_fits(ai, p) for p in left.split()) for pattern in right.split()
        ]
        mine += [ai[:3] + "n"] if ai[:3] in ONE_OF_EACH and len(ai) == 4 else []
        ours |= {(ai, other) for other in dictionary for pattern in mine if _fits(other, pattern)}
    assert excluded(ours) == excluded(theirs)


def test_every_identifier_that_the_dictionary_lints_has_its_checks(dictionary: dict[str, list[str]]) -> None:
    names = {
        "csum": "check_digit", "csumalpha": "check_pair", "gcppos1": "company_at_1", "gcppos2": "company_at_2",
        "yymmdd": "date", "yymmd0": "date_or_month", "yyyymmdd": "long_date", "hhmi": "hour_minute", "hh": "hour",
        "mi": "minute", "ss": "minute", "iso3166": "country", "iso3166999": "country_or_999",
        "iso3166alpha2": "country_letters", "iso4217": "currency", "iso5218": "biological_sex", "yesno": "yes_or_no",
        "nonzero": "not_zero", "zero": "zero", "winding": "winding", "importeridx": "importer_index",
        "packagetype": "package_type", "mediatype": "media_type", "pieceoftotal": "piece_of_total",
        "posinseqslash": "place_in_sequence", "pcenc": "percent_encoding", "nozeroprefix": "no_leading_zero",
        "hasnondigit": "has_letter", "hyphen": "hyphen", "latitude": "latitude", "longitude": "longitude",
        "iban": "iban", "couponcode": "coupon", "couponposoffer": "coupon_offer",
    }  # fmt: skip
    character_sets = {"character_set_39", "character_set_64"}  # the dictionary has them as component types
    for ai, words in dictionary.items():
        components = [word.strip("[]") for word in words if re.match(r"\[?[NXYZ](\.\.)?\d", word)]
        theirs = [names[name] for part in components for name in part.replace("]", "").split(",")[1:]]
        rules = [rule for ais, rule in CHECKS if any(_fits(ai, pattern) for pattern in ais.split())]
        ours = [
            word for rule in rules for word in rule.replace("|", " ").split()
            if not word.isdigit() and word != "*" and word not in character_sets
        ]  # fmt: skip
        assert len(rules) <= 1, ai
        assert ours == theirs, ai
