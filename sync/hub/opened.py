"""People read at the hub, each for an instant: an erasure and the forgetting of orders look through many of them.

Whoever makes one lets it go when the looking is done; nothing of it is kept or logged.
"""

from __future__ import annotations

from pos_app.domain.entries_members import PersonalFields
from pos_app.domain.errors import Refusal
from pos_app.domain.key_rings import RingKeys, place_of
from pos_app.domain.people import PersonFields
from pos_app.domain.sealing import open_person
from sync.hub.key_store import KeyStore


class Opened:
    """The rings of a chain, each opened once."""

    def __init__(self, store: KeyStore, chain: str) -> None:
        """Open none yet."""
        self._store, self._chain = store, chain
        self._rings: dict[int, RingKeys | None] = {}

    def fields(self, personal: PersonalFields) -> PersonFields | None:
        """Return a person's fields; None for one that can't be read."""
        place = place_of(personal.key_id)
        if place is None:
            return None
        if place[0] not in self._rings:
            self._rings[place[0]] = self._store.ring(self._chain, place[0])
        ring = self._rings[place[0]]
        try:
            return open_person(personal, None if ring is None else ring.key(place[1]))
        except Refusal:
            return None
