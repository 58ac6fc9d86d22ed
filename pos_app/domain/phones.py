"""Phone numbers in one form, so that the same phone is the same hash at every till and at the hub; and masked forms.

The normal form is E.164: "+", country code, national number without trunk prefix. A table of our own gives the
countries where numbers are typed as people say them; any other number is taken with its country code only.
"""

from __future__ import annotations

import unicodedata
from typing import Final, NamedTuple

from pos_app.domain.errors import Refusal

DIGITS_MIN: Final = 7
DIGITS_MAX: Final = 15
"""Of an international number with its country code (E.164)."""
TYPED_MAX: Final = 40
"""Characters that are read at all."""
TAIL_DIGITS: Final = 4
"""So many last digits are shown and asked for."""
LONG_NUMBER: Final = 10
"""From so many national digits on the first three are shown too, as people know their number's kind by them."""
HEAD_DIGITS: Final = 3
HIDDEN: Final = "****"
_SEPARATORS: Final = frozenset(" -.()/\u00a0\u2009\u200a\u202f\u2010\u2011\u2012\u2013\u2212\t")


class Dialling(NamedTuple):
    """How a country dials: its code, the digit before national numbers at home, their lengths without it."""

    code: str
    trunk: str
    least: int
    most: int


COUNTRIES: Final[dict[str, Dialling]] = {
    "AE": Dialling("971", "0", 8, 9), "AR": Dialling("54", "0", 10, 11), "AT": Dialling("43", "0", 4, 13),
    "AU": Dialling("61", "0", 9, 9), "BE": Dialling("32", "0", 8, 9), "BR": Dialling("55", "0", 10, 11),
    "CA": Dialling("1", "1", 10, 10), "CH": Dialling("41", "0", 9, 9), "CL": Dialling("56", "", 9, 9),
    "CN": Dialling("86", "0", 9, 11), "CO": Dialling("57", "", 10, 10), "CZ": Dialling("420", "", 9, 9),
    "DE": Dialling("49", "0", 5, 12), "DK": Dialling("45", "", 8, 8), "EE": Dialling("372", "", 7, 8),
    "EG": Dialling("20", "0", 8, 10), "ES": Dialling("34", "", 9, 9), "FI": Dialling("358", "0", 5, 12),
    "FR": Dialling("33", "0", 9, 9), "GB": Dialling("44", "0", 9, 10), "GR": Dialling("30", "", 10, 10),
    "HK": Dialling("852", "", 8, 8), "HU": Dialling("36", "06", 8, 9), "ID": Dialling("62", "0", 8, 12),
    "IE": Dialling("353", "0", 7, 9), "IL": Dialling("972", "0", 8, 9), "IN": Dialling("91", "0", 10, 10),
    "IT": Dialling("39", "", 6, 11), "JP": Dialling("81", "0", 9, 10), "KE": Dialling("254", "0", 9, 9),
    "KR": Dialling("82", "0", 8, 10), "KW": Dialling("965", "", 8, 8), "LT": Dialling("370", "0", 8, 8),
    "LU": Dialling("352", "", 6, 11), "LV": Dialling("371", "", 8, 8), "MO": Dialling("853", "", 8, 8),
    "MX": Dialling("52", "", 10, 10), "MY": Dialling("60", "0", 8, 10), "NG": Dialling("234", "0", 8, 10),
    "NL": Dialling("31", "0", 9, 9), "NO": Dialling("47", "", 8, 8), "NZ": Dialling("64", "0", 8, 10),
    "PH": Dialling("63", "0", 8, 10), "PL": Dialling("48", "", 9, 9), "PT": Dialling("351", "", 9, 9),
    "RO": Dialling("40", "0", 9, 9), "RU": Dialling("7", "8", 10, 10), "SA": Dialling("966", "0", 8, 9),
    "SE": Dialling("46", "0", 7, 9), "SG": Dialling("65", "", 8, 8), "TH": Dialling("66", "0", 8, 9),
    "TR": Dialling("90", "0", 10, 10), "TW": Dialling("886", "0", 8, 9), "UA": Dialling("380", "0", 9, 9),
    "US": Dialling("1", "1", 10, 10), "VN": Dialling("84", "0", 9, 10), "ZA": Dialling("27", "0", 9, 9),
}  # fmt: skip
"""By ISO 3166-1 alpha-2, after the ITU's national numbering plans (ITU-T E.129 notices)."""
_CODES: Final = frozenset(each.code for each in COUNTRIES.values())


def phone_number(text: str, country: str) -> str:
    """Return `text` in normal form, as dialled in `country` (ISO 3166-1 alpha-2, "" knows none).

    Digits of any script count. Raises `Refusal("person.phone_unreadable")`, which never repeats what was typed.
    """
    plain = "".join(_plain(sign) for sign in text.strip()[: TYPED_MAX + 1])
    if len(text.strip()) > TYPED_MAX or not (plain.removeprefix("+").isdecimal() and plain.isascii()):
        raise Refusal("person.phone_unreadable")
    if plain.startswith("00"):
        plain = "+" + plain[2:]
    if not plain.startswith("+"):
        plain = _from_home(plain, COUNTRIES.get(country.upper()))
    if not DIGITS_MIN <= len(plain) - 1 <= DIGITS_MAX or plain[1] == "0":
        raise Refusal("person.phone_unreadable")
    return plain


def _plain(sign: str) -> str:
    if sign in "+\uff0b":
        return "+"
    if sign in _SEPARATORS:
        return ""
    digit = unicodedata.decimal(sign, -1)
    return str(digit) if digit >= 0 else "?"


def _from_home(digits: str, dialling: Dialling | None) -> str:
    if dialling is None:
        raise Refusal("person.phone_unreadable")
    national = digits
    if dialling.trunk and digits.startswith(dialling.trunk) and len(digits) > dialling.least:
        national = digits.removeprefix(dialling.trunk)
    if not dialling.least <= len(national) <= dialling.most:
        raise Refusal("person.phone_unreadable")
    return f"+{dialling.code}{national}"


def national_part(phone: str) -> str:
    """Return a number in normal form without "+" and country code, as far as the code is known."""
    digits = phone.removeprefix("+")
    for length in (1, 2, 3):
        if digits[:length] in _CODES:
            return digits[length:]
    return digits


def masked_phone(phone: str) -> str:
    """Return what others may see of a number in normal form: "138****2046", of a short one "****046"."""
    national = national_part(phone)
    if len(national) >= LONG_NUMBER:
        return national[:HEAD_DIGITS] + HIDDEN + national[-TAIL_DIGITS:]
    return HIDDEN + national[len(national) * 2 // 3 :] if national else ""


def masked_card(card: str) -> str:
    """Return what others may see of a card's number: its last digits, at most a third of them."""
    return HIDDEN + card[len(card) - min(TAIL_DIGITS, len(card) // 3) :] if card else ""


def masked_name(name: str) -> str:
    """Return what others may see of a name: the first letter of each word, of a Chinese or Japanese name the first."""
    words = name.split()
    if len(words) == 1 and words[0] and not words[0].isascii() and _is_unspaced(words[0][0]):
        return words[0][0] + "*" * (len(words[0]) - 1 or 1)
    return " ".join(_first_letter(word) + "***" for word in words)


def _first_letter(word: str) -> str:
    """Return the first letter or digit of a word: a picture or a mark says nothing, and not every font has it."""
    return next((sign for sign in word if sign.isalnum()), "")


def _is_unspaced(sign: str) -> bool:
    return unicodedata.name(sign, "").startswith(("CJK ", "HIRAGANA ", "KATAKANA ", "HANGUL "))
