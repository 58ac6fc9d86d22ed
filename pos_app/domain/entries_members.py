"""What a journal says of members: enrolled, looked at in clear, asked to be forgotten.

A person's fields stand here only as cipher text under that person's key (`people.PersonFields` inside), phone and
card too: nothing in the journal finds a person once the key is gone, not even a keyed hash that could be tried out.
"""

from __future__ import annotations

import msgspec


class PersonalFields(msgspec.Struct, frozen=True, omit_defaults=True):
    """A person's fields as cipher text under the key `key_id`, which lies outside the journal."""

    key_id: str
    cipher: bytes


class Consent(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the person agreed to, when, and the text that was shown."""

    purposes: tuple[str, ...]
    """points | offers | contact ..."""
    text: str
    """Id and version of the text: "membership-2"."""
    language: str
    given_at_ms: int


class MemberEnrolled(msgspec.Struct, frozen=True, omit_defaults=True, tag="member_enrolled"):
    """A person became a member at this workstation, with or without a network."""

    member: str
    """Opaque id, made here."""
    personal: PersonalFields
    consent: Consent
    operator: str
    tier: str = ""


class MemberRevealed(msgspec.Struct, frozen=True, omit_defaults=True, tag="member_revealed"):
    """An operator looked at a member's field in clear: which one, and what for."""

    member: str
    field: str
    purpose: str
    operator: str
    approved_by: str = ""


class MemberErasureAsked(msgspec.Struct, frozen=True, omit_defaults=True, tag="member_erasure_asked"):
    """The person asks to be forgotten; the hub deletes the key and every row, and says so through the feed."""

    member: str
    operator: str
    reason: str = ""
    approved_by: str = ""
