"""Price, weight or count inside a number of restricted circulation, by the store's rules.

Called by `read_code` for numbers of 12, 13 or 18 digits. Which prefix means what is agreed
per country or per shop, so the rules are data (`regions`), chosen in the store's settings.
Promises: integers only; a wrong inner check digit is refused; a prefix without a rule is an
ordinary in-store number. Source: GS1 General Specifications, sections 2.1.11 and 7.9.
"""

from __future__ import annotations

from typing import Final

import msgspec

from pos_app.domain.codes.gtin import check_digit
from pos_app.domain.codes.price_check import value_check_digit
from pos_app.domain.errors import Refusal
from pos_app.domain.money import AMOUNT_LIMIT

WEIGHT_DECIMALS: Final = 3
LAYOUT_LENGTHS: Final = frozenset((13, 18))


class MeasureRule(msgspec.Struct, frozen=True):
    """How the digits behind one prefix are to be read.

    `layout` has one letter for each digit: P prefix, I item, A amount (price), W weight,
    N number of pieces, K inner check digit of that one value, C check digit. It has 13
    letters (a UPC-A is read with a zero in front) or 18. `amount_decimals` and
    `weight_decimals` place the point; the weight is in kilograms. `source` names where the
    layout is laid down.

    >>> MeasureRule("20", "PPIIIIIKAAAAC", source="a shop").value_letters
    'A'
    """

    prefix: str
    layout: str
    amount_decimals: int = 2
    weight_decimals: int = 3
    source: str = ""

    def __post_init__(self) -> None:
        """Refuse a layout that could not be read one way only."""
        letters = self.layout
        guarded = sum(letters.count(letter) for letter in "AWN")
        sound = (
            len(letters) in LAYOUT_LENGTHS
            and set(letters) <= set("PIAWNKC")
            and letters.startswith("P" * len(self.prefix) + "I")
            and letters.count("P") == len(self.prefix)
            and letters.endswith("C")
            and letters.count("C") == 1
            and self.value_letters != ""
            and all(letter * letters.count(letter) in letters for letter in "IAWN")
            and letters.count("K") <= 1
            and ("K" not in letters or (guarded in {4, 5} and len(self.value_letters) == 1))
            and 0 <= self.weight_decimals <= WEIGHT_DECIMALS
            and 0 <= self.amount_decimals <= 4
        )
        if not sound:
            raise Refusal("code.bad_layout", prefix=self.prefix, layout=self.layout)

    @property
    def value_letters(self) -> str:
        """The kinds of value in the layout, out of `AWN`."""
        return "".join(letter for letter in "AWN" if letter in self.layout)

    def field(self, digits: str, letter: str) -> str:
        """Return the digits that stand where `letter` does, "" when the layout has none."""
        start = self.layout.find(letter)
        return "" if start < 0 else digits[start : self.layout.rfind(letter) + 1]


class VariableMeasureRules(msgspec.Struct, frozen=True):
    """What a store reads into codes: its region's rules and its currency.

    `currency` has ISO 4217's three letters; while it is "", a price that names its currency is
    refused. `currency_exponent` is its number of decimals. `upc_e_first` decides 8 digits that are right both as EAN-8
    and as UPC-E when the scanner does not say which.
    """

    region: str
    rules: tuple[MeasureRule, ...] = ()
    currency: str = ""
    currency_exponent: int = 2
    upc_e_first: bool = False

    def rule_for(self, digits: str) -> MeasureRule | None:
        """Return the first rule whose prefix and length fit `digits` (13 or 18)."""
        for rule in self.rules:
            if digits.startswith(rule.prefix) and len(digits) == len(rule.layout):
                return rule
        return None


class VariableMeasureCode(msgspec.Struct, frozen=True, tag="variable_measure"):
    """A number that carries its own price, weight or count.

    `item_reference` is the key to look the item up by: the number with its value and inner
    check digit set to zero and its check digit made anew, normalised to 14 digits. The price is
    in minor units of the store's currency, the weight in thousandths of a kilogram; what the
    label does not carry is None.
    """

    item_reference: str
    scanned: str
    price_minor: int | None = None
    weight_thousandths: int | None = None
    count: int | None = None


def read_measure(
    digits: str, rule: MeasureRule, currency_exponent: int, scanned: str = ""
) -> VariableMeasureCode | None:
    """Read `digits` (as many as the layout, right check digit) by `rule`.

    Returns None when every value is zero: such a label states the item alone. Raises `Refusal`
    `code.value_check_digit`, or `code.price_not_exact` when the price has more decimals than
    the currency.

    >>> rule = MeasureRule("02", "PPIIIIIKAAAAC", source="UPC-A, number system 2")
    >>> label = read_measure("0212345928758", rule, 2)
    >>> label.item_reference, label.price_minor
    ('00212345000007', 2875)
    """
    amount, weight, count = (rule.field(digits, letter) for letter in "AWN")
    inner = rule.field(digits, "K")
    if inner:
        expected = value_check_digit(amount or weight or count)
        if inner != expected:
            raise Refusal("code.value_check_digit", code=scanned or digits, expected=expected)
    if not int(amount + weight + count):
        return None
    return VariableMeasureCode(
        item_reference=item_reference(digits, rule),
        scanned=scanned or digits,
        price_minor=in_minor_units(int(amount), rule.amount_decimals, currency_exponent) if amount else None,
        weight_thousandths=int(weight) * 10 ** (WEIGHT_DECIMALS - rule.weight_decimals) if weight else None,
        count=int(count) if count else None,
    )


def item_reference(digits: str, rule: MeasureRule) -> str:
    """Return the 14 digits under which the item of a variable-measure number is filed.

    A number of 18 digits shares its reference with the one of 13 for the same item.

    >>> item_reference("2112345015002", MeasureRule("21", "PPIIIIIWWWWWC"))
    '02112345000008'
    """
    kept = (digit if letter in "PI" else "0" for digit, letter in zip(digits, rule.layout, strict=True))
    payload = "".join(kept)[:12]
    return "0" + payload + check_digit(payload)


def in_minor_units(value: int, decimals: int, currency_exponent: int) -> int:
    """Shift `value` (with `decimals` implied) to the currency's minor units, exactly or not at all.

    >>> in_minor_units(1299, 2, 2), in_minor_units(1300, 2, 0), in_minor_units(13, 0, 3)
    (1299, 13, 13000)
    """
    scale: int = 10 ** abs(currency_exponent - decimals)
    minor, rest = (value * scale, 0) if decimals <= currency_exponent else divmod(value, scale)
    if rest:
        raise Refusal("code.price_not_exact", value=value, decimals=decimals)
    if minor >= AMOUNT_LIMIT:
        raise Refusal("code.price_too_large", value=value, decimals=decimals)
    return minor
