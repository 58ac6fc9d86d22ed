"""Members as the chain knows them: rows of the feed without a name in clear, and what their cipher text holds."""

from __future__ import annotations

import msgspec

from pos_app.domain.entries_members import Consent, PersonalFields


class PersonFields(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is sealed under a person's own key: the only place of these fields on any disk."""

    name: str
    phone: str = ""
    """Digits with country code, "+8613812342046"."""
    card: str = ""
    """Number on the member's card, as its barcode reads."""


class Member(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row of the stream `member` (level chain, key: the member's id)."""

    id: str
    personal: PersonalFields
    phone_hash: bytes = b""
    """Keyed hash of the phone, 16 bytes; the key comes with the key rings."""
    card_hash: bytes = b""
    tier: str = ""
    points: int = 0
    """As of this row; a till adds its own later ones."""
    points_ms: int = 0
    """When the hub last posted points of this member."""
    consent: Consent | None = None
    contains: dict[str, int] = {}
    """"workstation/epoch" to the last seq whose points are in `points`."""
