"""What the members desk asks of the rooms below: rows, keys, the index of names. Fulfilled by `pos_app.store`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from pos_app.domain.entries_members import PersonalFields
from pos_app.domain.people import Member
from pos_app.store.people_index import Person


class MemberRows(Protocol):
    """The rows of the stream `member`."""

    def member(self, member_id: str) -> Member | None:
        """Return a member's row."""

    def member_is_gone(self, member_id: str) -> bool:
        """Tell whether the feed has said that there is no such member any more."""

    def members_by_hash(self, hashed: bytes, /) -> tuple[Member, ...]:
        """Return who has this phone or card by its keyed hash, the earliest enrolled first."""


class Keys(Protocol):
    """People's keys, as far as this till holds them."""

    def key(self, named: str, /) -> bytes | None:
        """Return a person's key; None when it was erased or has not come."""

    @property
    def lookup_key(self) -> bytes | None:
        """The key of the hashes by which phone and card are found; None until it has come."""

    def spare(self) -> tuple[str, bytes]:
        """Give an unused key with its id; `Refusal("person.no_spare_key")` when there is none left."""


class Names(Protocol):
    """Names and phone tails, decrypted into memory after the start."""

    @property
    def ready(self) -> bool:
        """Whether everybody is in it."""

    def find(self, text: str, limit: int) -> Sequence[Person]:
        """Return members and customers of orders whose name or phone tail `text` is, best first."""

    def note(self, member: str, personal: PersonalFields) -> None:
        """Know a member who was enrolled here a moment ago."""
