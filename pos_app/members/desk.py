"""The members desk: each action on a member as a method, durable or refused, as the till desk's are.

The screens' bridge calls it on the thread that writes the journal. What it returns is masked; a field in clear comes
from `reveal` alone, after its entry is on disk. Attaching a member is the till desk's command, so that undo, the draft
and the prices follow.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Final

import msgspec

from pos_app.clock import Clock
from pos_app.domain.basket import Basket
from pos_app.domain.codes.scan import signed_text
from pos_app.domain.codes.signed import CodeKind, SignedCode
from pos_app.domain.entries import Sale
from pos_app.domain.entries_members import MemberEnrolled, MemberErasureAsked, MemberRevealed
from pos_app.domain.errors import Refusal
from pos_app.domain.ids import IdMaker
from pos_app.domain.people import PersonFields
from pos_app.domain.priced import Pricing
from pos_app.domain.sealing import NONCE_BYTES, masked_name
from pos_app.members.book import Known, MemberBook
from pos_app.members.enrolling import Applicant, checked_consent, checked_fields, consent_text
from pos_app.members.view import (
    ERASURE_REASONS,
    PURPOSES,
    BuyerView,
    ConsentView,
    FoundView,
    MemberView,
    RevealedView,
    RevealField,
    Standing,
)
from pos_app.selling.lamp import Link, SyncSeen
from pos_app.selling.receipt_paper import MemberOnPaper
from pos_app.selling.view import Said, Sound, Told
from pos_app.selling.with_members import WithMembers

FOUND_MOST: Final = 8
"""As many as a screen shows at once: nobody reads on, one types another letter."""
SEARCH_LENGTH_MAX: Final = 512
"""A signed code is the longest thing that is looked for."""
REVEALED_MS: Final = 30_000
"""So long a field stands in clear."""
_MINUTE_MS: Final = 60_000


class MembersDesk:
    """Members at one till."""

    def __init__(
        self,
        till: WithMembers,
        book: MemberBook,
        sync: Callable[[], SyncSeen],
        *,
        clock: Clock,
        ids: IdMaker,
        random: Callable[[int], bytes],
    ) -> None:
        """Let the till show its buyers by this desk, and hand it members' codes and cards."""
        self._till, self._book, self._sync = till, book, sync
        self._clock, self._ids, self._random = clock, ids, random
        till.follow_members(self)

    # Finding

    def find(self, text: str) -> FoundView:
        """Find members by a phone, a card, a code, a phone's last digits or a name; refuses a code that fails."""
        text = _whole(text).strip()
        if len(text) > SEARCH_LENGTH_MAX:
            raise Refusal("members.search_too_long", limit=SEARCH_LENGTH_MAX)
        signed = signed_text(text)
        if signed is not None:
            known = self._known(self._subject(self._till.codes.read(signed)))
            return FoundView((self._masked(known),), self._book.names_ready)
        found = self._book.find(text, FOUND_MOST + 1) if text else []
        shown = tuple(self._masked(known, fields) for known, fields in found[:FOUND_MOST])
        return FoundView(shown, self._book.names_ready, more=len(found) > FOUND_MOST)

    def look(self, member_id: str) -> MemberView:
        """Return one member."""
        return self._masked(self._known(member_id))

    def masked_name(self, member_id: str) -> str:
        """Return who a member is, masked, with the phone or card; the id of one whom this till can't read."""
        known = self._book.known(member_id)
        shown = None if known is None else self._book.masked(known)
        words = () if shown is None else (shown.name, shown.phone or shown.card)
        return " ".join(filter(None, words)) or member_id

    def would_earn(self, member_id: str) -> int:
        """Return the points that the open basket would earn for a member."""
        return self._till.would_earn(member_id, self._known(member_id).row.tier)

    # Buying

    def attach(self, member_id: str) -> Told:
        """Let a member buy the open basket."""
        known = self._not_erasing(member_id)
        return self._till.attach_member(member_id, known.row.tier)

    def take_off(self) -> Told:
        """Let nobody known buy."""
        return self._till.take_member_off()

    # Looking in clear

    def reveal(
        self, member_id: str, field: RevealField, purpose: str, approver: str = "", pin: str = ""
    ) -> RevealedView:
        """Return a field in clear, on record with its purpose; by a supervisor, or approved by one."""
        if purpose not in PURPOSES:
            raise Refusal("members.purpose_needed")
        operator, approved = self._till.authorised(approver, pin)
        value = _field(self._book.fields(self._not_erasing(member_id)), field)
        if not value:
            raise Refusal(f"members.no_{field}")
        self._till.record(MemberRevealed(member_id, str(field), purpose, operator, approved))
        return RevealedView(member_id, field, value, self._clock.wall_ms() + REVEALED_MS)

    # Enrolling, forgetting

    def consent(self, language: str) -> ConsentView:
        """Return the text that the customer agrees to."""
        return consent_text(language)

    def enrol(self, typed: Applicant, *, anyway: bool = False) -> Told:
        """Make a person a member, with or without a network, and let them buy the open basket.

        A phone that a member has already is refused once: the same with `anyway` goes through. That refusal, and the
        one of a card that is taken, carries the `member` who has it: most often it is they who stand there.
        """
        if self._till.view.training:
            raise Refusal("till.not_in_training")
        operator = self._operator()
        fields = checked_fields(typed, self._book.country)
        consent = checked_consent(typed, self._clock.wall_ms())
        self._refuse_doubles(fields, anyway=anyway)
        member = self._ids()
        personal = self._book.sealed(fields, self._random(NONCE_BYTES))
        self._till.record(MemberEnrolled(member, personal, consent, operator, typed.tier))
        self._book.remember(member, personal)
        with contextlib.suppress(Refusal):  # a payment in progress: the member is on record all the same
            self._till.attach_member(member, typed.tier)
        return Told(Sound.OK_PROMOTION, Said("members.enrolled", {"name": masked_name(fields.name)}))

    def ask_erasure(self, member_id: str, reason: str, approver: str = "", pin: str = "") -> Told:
        """Record that a person wants to be forgotten: from now on this till knows them no more, soon nobody does."""
        if reason not in ERASURE_REASONS:
            raise Refusal("members.purpose_needed")
        if self._till.view.training:
            raise Refusal("till.not_in_training")
        operator, approved = self._till.authorised(approver, pin)
        self._not_erasing(member_id)
        self._till.record(MemberErasureAsked(member_id, operator, reason, approved))
        buyer = self._till.view.buyer
        if buyer is not None and buyer.member.id == member_id:
            with contextlib.suppress(Refusal):  # a payment in progress is finished first
                self._till.take_member_off()
        return Told(said=Said("members.erasure_asked"))

    # What the till desk asks

    def buyer_of(self, basket: Basket, pricing: Pricing) -> BuyerView | None:
        """Return the member who buys, masked; one whom the chain knows no more is told as gone."""
        known = self._book.known(basket.member)
        if known is None:
            return BuyerView(MemberView(basket.member, "", tier=basket.tier, standing=Standing.GONE))
        return BuyerView(self._masked(known), 0 if self._till.training else pricing.points)

    def take_code(self, code: SignedCode) -> Told:
        """Attach the member of a code that was scanned."""
        return self.attach(self._subject(code))

    def take_card(self, text: str) -> Told | None:
        """Attach the member whose card was scanned; None when it is nobody's."""
        found = self._book.by_card(_whole(text)) if len(text) <= SEARCH_LENGTH_MAX else ""
        return self.attach(found) if found else None

    def on_paper(self, sale: Sale) -> MemberOnPaper | None:
        """Return how the member of a sale stands on its receipt; no balance in training."""
        known = self._book.known(sale.basket.member)
        if known is None:
            return None
        shown = self._masked(known)
        as_of_ms = shown.as_of_ms or self._clock.wall_ms()
        return MemberOnPaper(shown.name, shown.phone, None if sale.training else shown.points, as_of_ms)

    # Inside

    def _operator(self) -> str:
        operator = self._till.view.operator
        if operator is None:
            raise Refusal("till.signed_out")
        return operator.id

    def _known(self, member_id: str) -> Known:
        known = self._book.known(member_id)
        if known is None:
            raise Refusal("members.unknown")
        return known

    def _not_erasing(self, member_id: str) -> Known:
        known = self._known(member_id)
        if known.erasing:
            raise Refusal("members.erasing")
        return known

    def _refuse_doubles(self, fields: PersonFields, *, anyway: bool) -> None:
        """Refuse a card or phone that a member has; who asked to be forgotten stands in nobody's way.

        A card that reads as goods do is refused too: at a scan goods win, and the card would never find its member.
        """
        if fields.card and self._till.sells(fields.card):
            raise Refusal("members.card_is_goods")
        card = self._book.by_card(fields.card) if fields.card else ""
        if card and not self._known(card).erasing:
            raise Refusal("members.card_known", name=self._masked(self._known(card)).name, member=card)
        with_phone = self._book.by_phone(fields.phone) if fields.phone else ()
        doubles = [each for each in with_phone if not self._known(each).erasing]
        if doubles and not anyway:
            known = doubles[0]
            raise Refusal("members.phone_known", name=self._masked(self._known(known)).name, member=known)

    def _subject(self, code: SignedCode) -> str:
        if code.kind is not CodeKind.MEMBER:
            raise Refusal("members.code_of_another_kind")
        return code.subject

    def _masked(self, known: Known, fields: PersonFields | None = None) -> MemberView:
        masked = self._book.masked(known, self._as_of_ms(known), fields)
        return msgspec.structs.replace(masked, zone=self._till.zone)

    def _as_of_ms(self, known: Known) -> int:
        """Return since when the hub has not been heard, to the minute; 0 while it is, and for a till without one."""
        seen = self._sync()
        if seen.link in (Link.NONE, Link.ONLINE, Link.SLOW):
            return 0
        age_ms = seen.contact_age_ms
        heard_ms = known.row.points_ms if age_ms is None else self._clock.wall_ms() - age_ms
        return heard_ms // _MINUTE_MS * _MINUTE_MS


def _whole(text: str) -> str:
    """Return `text` without halves of characters, which no encoding has."""
    return text.encode("utf-8", "ignore").decode()


def _field(fields: PersonFields, field: RevealField) -> str:
    return {RevealField.NAME: fields.name, RevealField.PHONE: fields.phone, RevealField.CARD: fields.card}[field]
