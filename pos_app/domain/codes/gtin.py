"""Trade item numbers: check digits, the one normal form of 14 digits, and UPC-E.

Called for each scan and for each imported row, so every function here is a few
byte sums. Promises: a number that comes out is 14 ASCII digits with a right check
digit; anything else is a `Refusal`. Source: GS1 General Specifications, sections
3.3.2 (GTIN), 5.2.2.4 (UPC-E) and 7.9.1 (check digit).
"""

from __future__ import annotations

from typing import Final

from pos_app.domain.codes.quoting import quoted
from pos_app.domain.errors import Refusal

GTIN_LENGTHS: Final = frozenset((8, 12, 13, 14))
_ZERO: Final = ord("0")


def check_digit(payload: str) -> str:
    """Return the GS1 modulo-10 check digit of `payload` (ASCII digits, any length).

    >>> check_digit("400638133393")
    '1'
    >>> check_digit("9501234567890")
    '3'
    """
    digits = payload.encode("ascii")
    heavy = digits[::-2]
    light = digits[-2::-2]
    total = 3 * (sum(heavy) - _ZERO * len(heavy)) + sum(light) - _ZERO * len(light)
    return chr(_ZERO + -total % 10)


def is_digits(text: str) -> bool:
    """Say whether `text` is one or more ASCII digits (`str.isdigit` also takes others).

    >>> is_digits("0123"), is_digits(""), is_digits("１２３")
    (True, False, False)
    """
    return text.isascii() and text.isdigit()


def has_check_digit(code: str) -> bool:
    """Say whether the last digit of `code` (ASCII digits) is its right check digit.

    >>> has_check_digit("4006381333931"), has_check_digit("4006381333930")
    (True, False)
    """
    digits = code.encode("ascii")
    light = digits[::-2]
    heavy = digits[-2::-2]
    total = sum(light) + 3 * sum(heavy) - _ZERO * (len(light) + 3 * len(heavy))
    return total % 10 == 0


def to_gtin14(code: str) -> str:
    """Normalise a GTIN-8, -12, -13 or -14 to 14 digits; UPC-E goes through `expand_upc_e` first.

    Raises `Refusal`: `code.not_digits`, `code.wrong_length`, `code.bad_check_digit`,
    `code.all_zeros`.

    >>> to_gtin14("4006381333931")
    '04006381333931'
    >>> to_gtin14("96385074")
    '00000096385074'
    >>> to_gtin14("4006381333930")
    Traceback (most recent call last):
    ...
    pos_app.domain.errors.Refusal: code.bad_check_digit code='4006381333930' expected='1'
    """
    if not (code.isascii() and code.isdigit()):
        raise Refusal("code.not_digits", code=quoted(code))
    if len(code) not in GTIN_LENGTHS:
        raise Refusal("code.wrong_length", code=quoted(code), length=len(code))
    if not has_check_digit(code):
        raise Refusal("code.bad_check_digit", code=code, expected=check_digit(code[:-1]))
    gtin14 = code.rjust(14, "0")
    if gtin14 == "00000000000000":
        raise Refusal("code.all_zeros", code=code)
    return gtin14


def shortest_form(gtin14: str) -> str:
    """Return the number as it is printed on the smallest symbol that holds it.

    Unambiguous, because GS1 gives out no GTIN-12 or -13 that begins with the zeros of a
    padded GTIN-8 (General Specifications, 1.4.3: prefix 0000000 is not used).

    >>> shortest_form("04006381333931"), shortest_form("00000096385074")
    ('4006381333931', '96385074')
    >>> shortest_form("00012345678905"), shortest_form("10012345678902")
    ('012345678905', '10012345678902')
    """
    if gtin14.startswith("000000"):
        return gtin14[6:]
    if gtin14.startswith("00"):
        return gtin14[2:]
    return gtin14[1:] if gtin14[0] == "0" else gtin14


def expand_upc_e(code: str) -> str:
    """Expand a UPC-E to its UPC-A of 12 digits.

    Takes 8 digits (number system 0 or 1, six digits, check digit), 7 (without the check
    digit) or 6 (number system 0, without the check digit). The check digit belongs to the
    expanded number. Raises `Refusal`: `code.not_digits`, `code.wrong_length`,
    `code.not_upc_e` (number system 2 to 9), `code.bad_check_digit`.

    >>> [expand_upc_e(c) for c in ("01234505", "01234531", "04567840", "01234558")]
    ['012000003455', '012300000451', '045670000080', '012345000058']
    >>> expand_upc_e("123456"), expand_upc_e("1123456")
    ('012345000065', '112345000062')
    """
    if not is_digits(code):
        raise Refusal("code.not_digits", code=quoted(code))
    if len(code) == 6:
        system, body = "0", code
    elif len(code) in (7, 8):
        system, body = code[0], code[1:7]
    else:
        raise Refusal("code.wrong_length", code=quoted(code), length=len(code))
    if system not in "01":
        raise Refusal("code.not_upc_e", code=quoted(code))
    payload = system + _expanded(body)
    expected = check_digit(payload)
    if len(code) == 8 and code[7] != expected:
        raise Refusal("code.bad_check_digit", code=code, expected=expected)
    return payload + expected


def _expanded(body: str) -> str:
    """Ten digits (company and item) out of the six of a UPC-E; the last one says how."""
    rule = body[5]
    if rule in "012":
        return f"{body[:2]}{rule}0000{body[2:5]}"
    if rule == "3":
        return f"{body[:3]}00000{body[3:5]}"
    if rule == "4":
        return f"{body[:4]}00000{body[4]}"
    return f"{body[:5]}0000{rule}"
