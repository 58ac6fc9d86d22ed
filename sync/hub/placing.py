"""Places orders of the online shop: seals the person who collects, signs the codes, publishes. The connectors' seam.

An order placed again takes over what the shop changed of it; person, codes and what the tills did with it stay. A
customer who was forgotten does not come back with it.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Final

import msgspec
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from pos_app.domain.codes.signed import CodeKind, SignedCode
from pos_app.domain.entries_members import PersonalFields
from pos_app.domain.errors import Fault
from pos_app.domain.orders import BAG, CustomerOrder
from pos_app.domain.people import PersonFields
from pos_app.domain.sealing import NONCE_BYTES, seal_person
from sync.hub import codes, orders_forgetting
from sync.hub.database import Database
from sync.hub.desks import orders
from sync.hub.key_store import KeyStore

CODE_VALID_MS: Final = 30 * 24 * 3_600_000
"""A customer's code holds so long after the promised time."""


class Placing:
    """Places orders of one chain at one hub."""

    def __init__(self, database: Database, folder: Path, store: KeyStore, *, chain: str) -> None:
        """Work on an open database with the keys in the hub's `folder` and the people's in `store`."""
        self._database, self._store, self._chain = database, store, chain
        self._codes = codes.CodeKeys(folder)

    def place(self, placed: CustomerOrder, person: PersonFields | None, now_ms: int) -> str:
        """Publish an order, again too; return the code that its customer shows.

        Raises `Refusal` order.malformed, `Fault` order.hub_busy when the database has no time now: ask again.
        """
        try:
            with self._database.writing() as tx:
                return self._place(tx, placed, person, now_ms)
        except OperationalError as error:
            raise Fault("order.hub_busy", detail=type(error).__name__) from error

    def _place(self, tx: Connection, placed: CustomerOrder, person: PersonFields | None, now_ms: int) -> str:
        expires_s = (max(placed.due_ms, now_ms) + CODE_VALID_MS) // 1_000
        before = orders.order(tx, self._chain, placed.store, placed.id)
        personal = before.personal if before is not None else None
        forgotten = orders_forgetting.is_forgotten(tx, self._chain, placed.store, placed.id)
        if personal is None and person is not None and not forgotten:
            personal = self._sealed(tx, placed, person)
        bag = SignedCode(CodeKind.PICKUP, BAG + placed.id, placed.store, expires_s)
        slip = before.slip_code if before is not None and before.slip_code else ""
        slip = slip or codes.issue(tx, self._codes, self._chain, bag)
        made = msgspec.structs.replace(placed, personal=personal, slip_code=slip)
        orders.publish_order(tx, self._chain, made, now_ms)
        own = SignedCode(CodeKind.PICKUP, placed.id, placed.store, expires_s)
        return codes.issue(tx, self._codes, self._chain, own)

    def _sealed(self, tx: Connection, placed: CustomerOrder, person: PersonFields) -> PersonalFields | None:
        """Seal a member's fields under the member's own key, so that forgetting the member forgets them here too."""
        key_id = orders.key_of_member(tx, self._chain, placed.member) if placed.member else ""
        key = self._store.key(self._chain, key_id) if key_id else None
        if key_id and key is None:
            return None
        if key is None:
            ((key_id, key),) = self._store.grant(self._chain, 1)
        return seal_person(person, key_id, key, secrets.token_bytes(NONCE_BYTES))
