"""Content checks of GS1 values: check digits, dates, countries, pieces and the rest.

Called by `elements` for each value, whose characters and length already fit. Promises: a value
that passes says what its identifier says it means; a refusal names the kind of mistake.
Source: GS1 General Specifications, chapters 3 and 7; the checks' names are plain words for the
routines of the GS1 Barcode Syntax Tests.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final, TypeAlias

from pos_app.domain.codes.gs1.coupons import is_coupon, is_coupon_offer
from pos_app.domain.codes.gs1.dates import read_date
from pos_app.domain.codes.gs1.iso_codes import COUNTRY_DIGITS, COUNTRY_LETTERS, CURRENCIES
from pos_app.domain.codes.gs1.linter_rules import CHECKS
from pos_app.domain.codes.gtin import has_check_digit, is_digits
from pos_app.domain.errors import Refusal

Check: TypeAlias = Callable[[str, dt.date], bool]

_SET_82: Final = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
_SET_32: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_SET_39: Final = frozenset("#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_SET_64: Final = frozenset("-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz")
_PRIMES: Final = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83)
_COMPANY_PREFIX_MIN: Final = 4
_IBAN_MIN: Final = 15  # the shortest national form, Norway's


def check_value(ai: str, value: str, today: dt.date) -> None:
    """Refuse a value whose content is wrong: `code.element_*` with the identifier and the value.

    >>> check_value("17", "261331", dt.date(2026, 1, 1))
    Traceback (most recent call last):
    ...
    pos_app.domain.errors.Refusal: code.element_date ai='17' value='261331'
    """
    at = 0
    for length, names in _PARTS.get(ai) or _PARTS.get(ai[:-1] + "n", ()):
        part = value[at : at + length] if length else value[at:]
        at += len(part)
        if not part:
            return
        for name in names:
            check, message_id = _CHECKS[name]
            if not check(part, today):
                raise Refusal(message_id, ai=ai, value=value)


def begins_with_date(ai: str) -> bool:
    """Say whether the value of `ai` begins with six digits of a date."""
    parts = _PARTS.get(ai, ())
    return bool(parts) and parts[0][0] == 6 and parts[0][1] in (("date",), ("date_or_month",))


def _company_prefix(value: str) -> bool:
    return len(value) >= _COMPANY_PREFIX_MIN and is_digits(value[:_COMPANY_PREFIX_MIN])


def _long_date(value: str) -> bool:
    """Eight digits, year first, of a day that exists."""
    try:
        dt.date(int(value[:4]), int(value[4:6]), int(value[6:8]))
    except ValueError:
        return False
    return True


def _hour_minute(value: str) -> bool:
    return value[:2] < "24" and value[2:] < "60"


def _percent_encoding(value: str) -> bool:
    """Every percent sign begins two hexadecimal digits."""
    return all(len(part) >= 2 and set(part[:2]) <= set("0123456789ABCDEFabcdef") for part in value.split("%")[1:])


def _place_in_sequence(value: str) -> bool:
    """Two digits around a stroke, as 1/3: neither zero, the first not above the second."""
    place, _, total = value.partition("/")
    return "0" < place <= total


def _piece_of_total(value: str) -> bool:
    return "00" < value[:2] <= value[2:]


def _package_type(value: str) -> bool:
    """Capital letters and digits, as in UN/ECE Recommendation 21; the list itself is not kept here."""
    return all(character.isdigit() or "A" <= character <= "Z" for character in value)


def _iban(value: str) -> bool:
    """ISO 13616: country, length, and the remainder of 97."""
    if len(value) < _IBAN_MIN or value[:2] not in COUNTRY_LETTERS:
        return False
    if not all(character.isdigit() or "A" <= character <= "Z" for character in value):
        return False
    return int("".join(str(int(character, 36)) for character in value[4:] + value[:4])) % 97 == 1


def has_check_pair(value: str) -> bool:
    """Check the pair of characters at the end of a GMN (General Specifications, 7.9.5).

    >>> has_check_pair("1987654Ad4X4bL5ttr2310c2K"), has_check_pair("123456ABXX")
    (True, False)
    """
    payload, pair = value[:-2], value[-2:]
    if len(pair) < 2 or len(payload) > len(_PRIMES):
        return False
    total = sum(_SET_82.index(character) * prime for character, prime in zip(reversed(payload), _PRIMES, strict=False))
    high, low = divmod(total % 1021, 32)
    return pair == _SET_32[high] + _SET_32[low]


_CHECKS: Final[dict[str, tuple[Check, str]]] = {
    "check_digit": (lambda v, _: has_check_digit(v), "code.element_check_digit"),
    "check_pair": (lambda v, _: has_check_pair(v), "code.element_check_digit"),
    "company_at_1": (lambda v, _: _company_prefix(v), "code.element_prefix"),
    "company_at_2": (lambda v, _: _company_prefix(v[1:]), "code.element_prefix"),
    "date": (lambda v, t: read_date(v, t, day_may_be_zero=False) is not None, "code.element_date"),
    "date_or_month": (lambda v, t: read_date(v, t, day_may_be_zero=True) is not None, "code.element_date"),
    "long_date": (lambda v, _: _long_date(v), "code.element_date"),
    "hour": (lambda v, _: v < "24", "code.element_time"),
    "minute": (lambda v, _: v < "60", "code.element_time"),
    "hour_minute": (lambda v, _: _hour_minute(v), "code.element_time"),
    "country": (lambda v, _: v in COUNTRY_DIGITS, "code.element_country"),
    "country_or_999": (lambda v, _: v in COUNTRY_DIGITS or v == "999", "code.element_country"),
    "country_letters": (lambda v, _: v in COUNTRY_LETTERS, "code.element_country"),
    "currency": (lambda v, _: v in CURRENCIES, "code.element_currency"),
    "latitude": (lambda v, _: v <= "1800000000", "code.element_content"),
    "longitude": (lambda v, _: v <= "3600000000", "code.element_content"),
    "yes_or_no": (lambda v, _: v in {"0", "1"}, "code.element_content"),
    "hyphen": (lambda v, _: v == "-", "code.element_content"),
    "importer_index": (lambda v, _: v in _SET_64, "code.element_content"),
    "package_type": (lambda v, _: _package_type(v), "code.element_content"),
    "media_type": (lambda v, _: "01" <= v <= "10" or "80" <= v <= "99", "code.element_content"),
    "biological_sex": (lambda v, _: v in {"0", "1", "2", "9"}, "code.element_content"),
    "percent_encoding": (lambda v, _: _percent_encoding(v), "code.element_content"),
    "place_in_sequence": (lambda v, _: _place_in_sequence(v), "code.element_content"),
    "piece_of_total": (lambda v, _: _piece_of_total(v), "code.element_content"),
    "winding": (lambda v, _: v in {"0", "1", "9"}, "code.element_content"),
    "zero": (lambda v, _: v == "0", "code.element_content"),
    "not_zero": (lambda v, _: v.strip("0") != "", "code.element_content"),
    "no_leading_zero": (lambda v, _: v == "0" or v[0] != "0", "code.element_content"),
    "has_letter": (lambda v, _: not is_digits(v), "code.element_content"),
    "iban": (lambda v, _: _iban(v), "code.element_content"),
    "character_set_39": (lambda v, _: set(v) <= _SET_39, "code.element_content"),
    "character_set_64": (lambda v, _: set(v) <= _SET_64, "code.element_content"),
    "coupon": (lambda v, _: is_coupon(v), "code.element_coupon"),
    "coupon_offer": (lambda v, _: is_coupon_offer(v), "code.element_coupon"),
}


def _parts(rule: str) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Turn `13 check_digit | *` into lengths (0 for the rest) and names of checks."""
    parts = []
    for part in rule.split(" | "):
        length, *names = part.split()
        parts.append((0 if length == "*" else int(length), tuple(names)))
    return tuple(parts)


_PARTS: Final = {ai: _parts(rule) for ais, rule in CHECKS for ai in ais.split()}
