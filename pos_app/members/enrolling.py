"""What it takes to become a member: the fields, checked, and a consent given to a text that was shown.

Called by the members desk. The texts stand in the message catalogue under their own id, so that what a person agreed
to is told by the id for ever: a changed text gets the next number.
"""

from __future__ import annotations

import unicodedata
from typing import Final

import msgspec

from pos_app.domain.entries_members import Consent
from pos_app.domain.errors import Refusal
from pos_app.domain.people import PersonFields
from pos_app.domain.sealing import phone_number
from pos_app.members.view import ConsentView
from pos_app.words import say

TEXT_ID: Final = "membership-1"
PURPOSES: Final = ("points", "offers", "contact")
NEEDED: Final = ("points",)
LANGUAGES: Final = ("en", "zh-Hans")
NAME_LENGTH_MAX: Final = 100
CARD_LENGTH_MAX: Final = 64
CARD_LENGTH_MIN: Final = 4
_TURNING: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of text: pasted with a name, they would turn a whole line around."""
_HIDDEN: Final = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Signs that a name does not have: controls, halves, private and unknown ones, line ends."""


class Applicant(msgspec.Struct, frozen=True):
    """What was typed and chosen in the form."""

    name: str
    phone: str = ""
    card: str = ""
    language: str = "en"
    purposes: tuple[str, ...] = ()
    tier: str = ""


def consent_text(language: str) -> ConsentView:
    """Return the text to show in `language`, one of `LANGUAGES`."""
    if language not in LANGUAGES:
        raise Refusal("members.language_unknown")
    return ConsentView(language, say(language, f"members.consent.{TEXT_ID}"), PURPOSES, NEEDED)


def checked_fields(typed: Applicant, country: str) -> PersonFields:
    """Return the fields in their normal form; a `Refusal` says which is missing or unfit, and never repeats it."""
    name = " ".join("".join(sign for sign in typed.name if sign not in _TURNING).split())
    if not name:
        raise Refusal("members.name_missing")
    if len(name) > NAME_LENGTH_MAX or any(unicodedata.category(sign) in _HIDDEN for sign in name):
        raise Refusal("members.name_unfit", limit=NAME_LENGTH_MAX)
    card = typed.card.strip()
    if card and not (CARD_LENGTH_MIN <= len(card) <= CARD_LENGTH_MAX and card.isascii() and card.isprintable()):
        raise Refusal("members.card_unfit")
    phone = phone_number(typed.phone, country) if typed.phone.strip() else ""
    if not phone and not card:
        raise Refusal("members.phone_or_card")
    return PersonFields(name, phone, card)


def checked_consent(typed: Applicant, now_ms: int) -> Consent:
    """Return the consent; without the purposes that a membership needs there is none."""
    if typed.language not in LANGUAGES:
        raise Refusal("members.language_unknown")
    if not set(NEEDED) <= set(typed.purposes):
        raise Refusal("members.consent_missing")
    purposes = tuple(each for each in PURPOSES if each in typed.purposes)
    return Consent(purposes, TEXT_ID, typed.language, now_ms)
