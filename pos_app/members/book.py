"""The members as this till knows them: rows of the cache, and what its own journal adds that they do not hold yet.

Owned by the members desk. Phone and card are found by keyed hash, names and phone tails by the index in memory, and
whoever was enrolled here is found at once, long before the hub has heard of it. Fields in clear leave `fields` alone.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Final

import msgspec

from pos_app.domain.entries import Sale
from pos_app.domain.entries_members import MemberEnrolled, MemberErasureAsked, PersonalFields
from pos_app.domain.errors import Refusal
from pos_app.domain.people import Member, PersonFields
from pos_app.domain.sealing import (
    card_hash,
    masked_card,
    masked_name,
    masked_phone,
    open_person,
    phone_hash,
    phone_number,
    seal_person,
)
from pos_app.members.ports import Keys, MemberRows, Names
from pos_app.members.view import MemberView, Standing
from pos_app.store.journal import Journal
from pos_app.store.journal_subjects import not_in

PHONE_DIGITS: Final = 7
"""From so many digits on, what is typed may be a whole phone."""
NAME_SIGNS: Final = 2
"""From so many signs on a name is looked for; one Chinese sign is a surname."""
CUSTOMERS_FEW: Final = 2
CUSTOMERS_MANY: Final = 40
"""So many more are asked for, as may be customers of orders and no members: few at first, for each costs time."""
KEPT: Final = 200
"""Members whose own entries are remembered between two looks."""


class Known(msgspec.Struct, frozen=True):
    """A member with what this till's own entries add."""

    row: Member
    points: int
    pending: int
    new_here: bool
    erasing: bool


class MemberBook:
    """Finds members and says what is known of them."""

    def __init__(
        self, rows: MemberRows, journal: Journal, keys: Keys, names: Names, country: Callable[[], str] = lambda: ""
    ) -> None:
        """`country` says where a phone without country code is dialled from (ISO 3166-1 alpha-2, "" for nowhere)."""
        self._rows, self._journal, self._keys, self._names = rows, journal, keys, names
        self._country = country
        self._kept: dict[str, tuple[Member | None, int, Known | None]] = {}
        self._own: dict[str, PersonFields] = {}
        self._own_until = 0

    @property
    def country(self) -> str:
        """The country of the store."""
        return self._country()

    @property
    def names_ready(self) -> bool:
        """Whether names and phone tails can be asked for."""
        return self._names.ready

    def known(self, member_id: str) -> Known | None:
        """Return a member; None when the chain knows none of that id and none was enrolled here."""
        row = self._rows.member(member_id)
        kept = self._kept.get(member_id)
        if kept is not None and kept[0] == row and kept[1] == self._journal.position:
            return kept[2]
        found = self._read(member_id, row)
        if len(self._kept) >= KEPT:
            self._kept.clear()
        self._kept[member_id] = (row, self._journal.position, found)
        return found

    def fields(self, known: Known) -> PersonFields:
        """Return a person's fields in clear; raises `Refusal` person.erased or person.unreadable."""
        return open_person(known.row.personal, self._keys.key(known.row.personal.key_id))

    def sealed(self, fields: PersonFields, nonce: bytes) -> PersonalFields:
        """Return fields under a key that nobody had; `Refusal("person.no_spare_key")` when none is left."""
        key_id, key = self._keys.spare()
        return seal_person(fields, key_id, key, nonce)

    def remember(self, member: str, personal: PersonalFields) -> None:
        """Let somebody who was enrolled a moment ago be found by name at once."""
        self._names.note(member, personal)

    def masked(self, known: Known, as_of_ms: int = 0, fields: PersonFields | None = None) -> MemberView:
        """Return what a screen may show of a member; `fields` when they are open already."""
        standing = Standing.ERASING if known.erasing else Standing.KNOWN
        try:
            fields = self.fields(known) if fields is None else fields
        except Refusal:
            fields, standing = PersonFields(""), Standing.UNREADABLE
        return MemberView(
            known.row.id,
            masked_name(fields.name),
            masked_phone(fields.phone),
            masked_card(fields.card),
            known.row.tier,
            known.points,
            as_of_ms,
            known.pending,
            standing,
            new_here=known.new_here,
        )

    def by_phone(self, phone: str) -> tuple[str, ...]:
        """Return the ids of the members with a phone in normal form; a family may share one."""
        lookup = self._keys.lookup_key
        rows = () if lookup is None else self._rows.members_by_hash(phone_hash(lookup, phone))
        here = (each for each, fields in self._enrolled_here().items() if phone and fields.phone == phone)
        return tuple(dict.fromkeys((*(row.id for row in rows), *here)))

    def by_card(self, card: str) -> str:
        """Return the id of the member whose card reads so, before one who asked to be forgotten; empty for none."""
        card, lookup = card.strip(), self._keys.lookup_key
        rows = () if lookup is None or not card else self._rows.members_by_hash(card_hash(lookup, card))
        here = (each for each, fields in self._enrolled_here().items() if card and fields.card == card)
        found = (*(row.id for row in rows), *here)
        staying = (each for each in found if (known := self.known(each)) is None or not known.erasing)
        return next(staying, found[0] if found else "")

    def find(self, text: str, limit: int) -> list[tuple[Known, PersonFields | None]]:
        """Return up to `limit` members that `text` finds: a whole phone, a card, a phone's last digits, a name.

        Who asked here to be forgotten is not found any more. Whose fields were opened on the way come with them:
        opening one more ring of keys costs as much as all the rest.
        """
        ids: dict[str, PersonFields | None] = {}
        if len(_digits(text)) >= PHONE_DIGITS:
            with contextlib.suppress(Refusal):
                ids |= dict.fromkeys(self.by_phone(phone_number(text, self.country)))
        card = self.by_card(text)
        if card:
            ids[card] = None
        if self._names.ready and _is_enough(text):
            ids |= self._called(text, limit)
        found = ((self.known(each), fields) for each, fields in ids.items())
        return [(known, fields) for known, fields in found if known is not None and not known.erasing][:limit]

    def _called(self, text: str, limit: int) -> dict[str, PersonFields | None]:
        """Return the members that the index finds; asked for more when customers of orders took their places."""
        found: dict[str, PersonFields | None] = {}
        for asked in (limit + CUSTOMERS_FEW, limit + CUSTOMERS_MANY):
            people = self._names.find(text, asked)
            found = {each.id: each.fields for each in people if each.kind == "member"}
            if len(found) >= limit or len(people) < asked:
                break
        return found

    def _read(self, member_id: str, row: Member | None) -> Known | None:
        entries = self._journal.entries_about("member", member_id)
        enrolled = next((each.body for each in entries if isinstance(each.body, MemberEnrolled)), None)
        erasing = any(isinstance(each.body, MemberErasureAsked) for each in entries)
        if row is None:
            if enrolled is None or erasing or self._rows.member_is_gone(member_id):
                return None
            row = Member(enrolled.member, enrolled.personal, tier=enrolled.tier, consent=enrolled.consent)
            new_here = True
        else:
            new_here = False
        later = [each.body for each in not_in(entries, row.contains)]
        pending = sum(each.points for each in later if isinstance(each, Sale) and not each.training)
        return Known(row, row.points + pending, pending, new_here, erasing)

    def _enrolled_here(self) -> dict[str, PersonFields]:
        """Return whoever was enrolled at this till and is still to be heard of from the hub."""
        if self._journal.position != self._own_until:
            for each in self._journal.subjects_after("enrolled", self._own_until):
                known = self.known(each) if self._rows.member(each) is None else None
                if known is not None:
                    with contextlib.suppress(Refusal):
                        self._own[each] = self.fields(known)
            self._own_until = self._journal.position
        for each in list(self._own):
            known = self.known(each)
            if known is None or not known.new_here:
                del self._own[each]
        return self._own


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isascii() and sign.isdecimal())


def _is_enough(text: str) -> bool:
    """Tell whether to look for names: not at every first letter, but at one Chinese sign."""
    plain = text.strip()
    return len(plain) >= NAME_SIGNS or (bool(plain) and not plain.isascii())
