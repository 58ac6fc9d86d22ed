"""Who an order belongs to, masked: names and phone tails come from memory, and a person that cannot be read is said so.

The desk asks it; it holds no clear text longer than a call, and hands out none but masked.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Sequence
from typing import Final, Protocol

from pos_app.domain.entries_members import PersonalFields
from pos_app.domain.errors import Refusal
from pos_app.domain.people import PersonFields
from pos_app.domain.phones import TAIL_DIGITS
from pos_app.domain.sealing import masked_name, masked_phone, open_person

LOOKED_AT: Final = 1_000
"""Orders of a name that are looked through; open ones are shown first."""


class FindsPeople(Protocol):
    """The index in memory over names and phone tails (`store.people_index`)."""

    @property
    def ready(self) -> bool:
        """Whether every name has been read since the start."""

    def ids(self, kind: str, text: str, limit: int) -> Sequence[str]:
        """Return ids of one kind (order) by words of the name or last digits of the phone, best first."""


class NobodyKnown:
    """For a workstation without the keys: nobody is found by name."""

    ready = True

    def ids(self, _kind: str, _text: str, _limit: int) -> Sequence[str]:
        """Find nobody."""
        return ()


class Collectors:
    """The persons who collect; `key_of` gives a person's key by its id, None when there is none here."""

    def __init__(self, key_of: Callable[[str], bytes | None], index: FindsPeople | None = None) -> None:
        """Read persons with these keys."""
        self._key_of = key_of
        self.index: FindsPeople = NobodyKnown() if index is None else index

    def orders(self, text: str) -> list[str]:
        """Return ids of orders whose person `text` names, best first."""
        return list(self.index.ids("order", text, LOOKED_AT))

    def masked(self, personal: PersonalFields | None) -> tuple[str, str]:
        """Return name and phone as a screen may show them; empty when they cannot be read."""
        fields = self._fields(personal)
        return ("", "") if fields is None else (masked_name(fields.name), masked_phone(fields.phone))

    def readable(self, personal: PersonalFields | None) -> bool:
        """Tell whether there is a phone to compare with."""
        fields = self._fields(personal)
        return fields is not None and len(fields.phone) >= TAIL_DIGITS

    def has_tail(self, personal: PersonalFields | None, tail: str) -> bool:
        """Tell whether the person's phone ends in these digits."""
        fields = self._fields(personal)
        if fields is None or len(tail) != TAIL_DIGITS or not (tail.isascii() and tail.isdigit()):
            return False
        return hmac.compare_digest(fields.phone[-TAIL_DIGITS:], tail)

    def _fields(self, personal: PersonalFields | None) -> PersonFields | None:
        if personal is None:
            return None
        try:
            return open_person(personal, self._key_of(personal.key_id))
        except Refusal:
            return None
