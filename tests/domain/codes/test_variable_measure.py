"""Labels that carry their own price or weight, region by region, in integers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.codes.gtin import check_digit, has_check_digit
from pos_app.domain.codes.price_check import value_check_digit
from pos_app.domain.codes.regions import REGIONS, rules_for
from pos_app.domain.codes.variable_measure import MeasureRule, in_minor_units, item_reference, read_measure
from pos_app.domain.errors import Refusal

ALL_RULES = [(region, rule) for region, rules in REGIONS.items() for rule in rules]


def label(rule: MeasureRule, item: int, values: dict[str, int]) -> str:
    """Print a label by `rule`, as a scale would."""
    width = {letter: rule.layout.count(letter) for letter in "IAWN"}
    fields = {letter: str(values[letter]).zfill(width[letter]) for letter in rule.value_letters}
    fields["I"] = str(item).zfill(width["I"])
    fields["K"] = value_check_digit(fields[rule.value_letters]) if "K" in rule.layout else ""
    fields["P"] = rule.prefix
    printed = "".join(fields[letter] for letter in dict.fromkeys(rule.layout) if letter != "C")
    return printed + check_digit(printed)


@pytest.mark.parametrize(
    ("region", "digits", "reference", "price_minor", "weight_thousandths"),
    [
        ("us", "212345928752", "00212345000007", 2875, None),
        ("gb", "2012345928756", "02012345000001", 2875, None),
        ("se", "2088123412342", "02088123400004", 1234, None),
        ("se", "2188123412349", "02188123400001", 12340, None),
        ("se", "2388123412343", "02388123400005", None, 1234),
        ("se", "2588123412347", "02588123400009", None, 123400),
        ("de", "2212346146856", "02212340000000", 14685, None),
        ("de", "2812346146858", "02812340000002", None, 14685),
        ("dk", "2112340123450", "02112340000003", 12345, None),
        ("generic", "2112345015002", "02112345000008", None, 1500),
    ],
)
def test_a_label_of_each_region_is_read(
    region: str, digits: str, reference: str, price_minor: int | None, weight_thousandths: int | None
) -> None:
    thirteen = digits.rjust(13, "0")
    rule = rules_for(region).rule_for(thirteen)
    assert rule is not None
    code = read_measure(thirteen, rule, 2, digits)
    assert code is not None
    assert has_check_digit(digits)
    assert code.item_reference == reference
    assert (code.price_minor, code.weight_thousandths) == (price_minor, weight_thousandths)


def test_the_inner_check_digits_are_those_of_the_standard() -> None:
    # GS1 General Specifications 7.9.3 and 7.9.4 work these two examples through.
    assert value_check_digit("2875") == "9"
    assert value_check_digit("14685") == "6"


@given(st.sampled_from([4, 5]), st.data())
def test_a_single_wrong_digit_of_the_price_is_found_by_its_inner_check_digit(length: int, data: st.DataObject) -> None:
    value = data.draw(st.text("0123456789", min_size=length, max_size=length))
    place = data.draw(st.integers(0, length - 1))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != value[place]]))
    assert value_check_digit(value) != value_check_digit(value[:place] + other + value[place + 1 :])


@given(st.sampled_from(ALL_RULES), st.data())
def test_every_region_reads_back_what_its_scales_print(named: tuple[str, MeasureRule], data: st.DataObject) -> None:
    region, rule = named
    item = data.draw(st.integers(0, 10 ** rule.layout.count("I") - 1))
    values = {letter: data.draw(st.integers(1, 10 ** rule.layout.count(letter) - 1)) for letter in rule.value_letters}
    printed = label(rule, item, values)
    assert len(printed) == len(rule.layout)
    assert rules_for(region).rule_for(printed) == rule
    code = read_measure(printed, rule, rule.amount_decimals)
    assert code is not None
    assert code.price_minor == values.get("A")
    assert code.count == values.get("N")
    if "W" in values:
        assert code.weight_thousandths == values["W"] * 10 ** (3 - rule.weight_decimals)
    assert has_check_digit(code.item_reference)
    other = label(rule, item, dict.fromkeys(values, 7))
    assert item_reference(other, rule) == code.item_reference


def test_two_items_never_share_a_reference() -> None:
    rule = REGIONS["gb"][0]
    references = {item_reference(label(rule, item, {"A": 100}), rule) for item in range(2_000)}
    assert len(references) == 2_000


def test_a_wrong_inner_check_digit_is_refused_with_the_right_one() -> None:
    payload = "2012345" + "8" + "2875"
    with pytest.raises(Refusal, match=r"^code\.value_check_digit") as refused:
        read_measure(payload + check_digit(payload), REGIONS["gb"][0], 2)
    assert refused.value.params["expected"] == "9"


def test_a_label_without_a_value_states_the_item_alone() -> None:
    assert read_measure(label(REGIONS["gb"][0], 12345, {"A": 0}), REGIONS["gb"][0], 2) is None


def test_a_scale_label_of_18_digits_gives_price_and_weight_under_the_same_reference_as_one_of_13() -> None:
    rule = next(rule for rule in REGIONS["cn"] if len(rule.layout) == 18)
    printed = label(rule, 6013, {"A": 4008, "W": 1336})
    code = read_measure(printed, rule, 2)
    assert code is not None
    assert (code.price_minor, code.weight_thousandths) == (4008, 1336)
    short = MeasureRule("26", "PPIIIIIAAAAAC")
    assert code.item_reference == item_reference(label(short, 6013, {"A": 1}), short)


def test_a_price_is_shifted_to_the_currency_or_refused() -> None:
    assert in_minor_units(498, 0, 0) == 498  # yen
    assert in_minor_units(12345, 2, 3) == 123450  # dinar
    with pytest.raises(Refusal, match=r"^code\.price_not_exact"):
        in_minor_units(12345, 2, 0)


@pytest.mark.parametrize(
    "layout",
    [
        "",
        "PPIIIIIAAAAAK",  # no check digit at the end
        "PPIIIIIAAAAAAC",  # 14 digits
        "PPIIIIIIIIIIC",  # no value
        "IIPPIIIAAAAAC",  # the prefix is not in front
        "PPIIAIIAAAAAC",  # the price is in two places
        "PPIIIIKAAAAAX",  # an unknown letter
        "PPIIIIIIKAAAC",  # no inner check digit is defined for three digits
        "PPPIIIIAAAAAC",  # prefix of another length
    ],
)
def test_a_layout_that_cannot_be_read_one_way_only_is_refused_when_it_is_set_up(layout: str) -> None:
    with pytest.raises(Refusal, match=r"^code\.bad_layout"):
        MeasureRule("20", layout)


def test_every_rule_names_its_source_and_no_region_gives_a_prefix_two_meanings() -> None:
    for rules in REGIONS.values():
        assert all(rule.source for rule in rules)
        assert len({(rule.prefix, len(rule.layout)) for rule in rules}) == len(rules)


def test_an_unknown_region_is_refused() -> None:
    with pytest.raises(Refusal, match=r"^code\.unknown_region"):
        rules_for("atlantis")
