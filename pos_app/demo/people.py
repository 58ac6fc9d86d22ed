"""The demo store's members, made by arithmetic from small tables: names in two scripts, phones, cards, tiers.

The demo hub enrols them, and workstations without a hub get them with their keys. Nobody real is meant, and nobody has
such a phone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from pos_app.domain.codes.gtin import check_digit
from pos_app.domain.entries_members import Consent
from pos_app.domain.people import PersonFields

COUNT: Final = 240
TIERS: Final = ("", "silver", "", "gold", "silver", "")
_FIRST_ID: Final = 0x0192_A1B2_C3D4_7E5F_8000_0000_0000_0000
_CARD_PREFIX: Final = "952777"
"""Of the range that GS1 keeps for demonstrations."""
NOBODYS_PHONES: Final = "+86128"
"""Eight digits follow. Nobody can have such a number: in China mobile numbers begin with 13 to 19 and no area code
but Beijing's 10 begins with 1 (ITU-T E.129 notice of +86), so that 12 is nothing of eleven digits."""
_LATIN: Final = (
    ("Amara", "Bruno", "Carla", "Deniz", "Elias", "Farah", "Greta", "Hugo", "Ines", "Jonas", "Keiko", "Luca"),
    ("Costa", "Ahmed", "Novak", "Silva", "Meyer", "Rossi", "Dubois", "Kowalski", "Larsen", "Okafor", "Reyes"),
)
_CHINESE: Final = (
    ("王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "欧阳"),
    ("伟", "芳", "秀英", "敏", "静", "丽华", "强", "磊", "洋", "建国", "桂花", "小明", "雨桐"),
)


class DemoMember(NamedTuple):
    """One member of the demo store."""

    id: str
    fields: PersonFields
    tier: str
    points: int
    consent: Consent


def members(count: int = COUNT) -> Iterator[DemoMember]:
    """Return the first `count` members, the same at each call; no two share a phone or a card."""
    for number in range(count):
        digits = f"{_CARD_PREFIX}{number:06d}"
        phone = f"{NOBODYS_PHONES}{10_000_000 + number * 7_919 % 10_000_000}"
        fields = PersonFields(_name(number), phone, digits + check_digit(digits))
        language = "zh-Hans" if number % 3 else "en"
        consent = Consent(("points", "offers")[: 1 + number % 2], "membership-1", language, 1_750_000_000_000)
        yield DemoMember(
            f"{_FIRST_ID + number:032x}", fields, TIERS[number % len(TIERS)], number * 137 % 5_000, consent
        )


def _name(number: int) -> str:
    first, second = _CHINESE if number % 3 else _LATIN
    names = first[number % len(first)], second[number * 5 % len(second)]
    return ("" if number % 3 else " ").join(names)
