"""How a workstation becomes one: a code that a person types, used once, and the credential that its daemon keeps.

The hub keeps hashes of both. The same code with the same public key gets the same answer until the code expires, so
that a lost answer costs nothing; with another key it is refused.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from typing import Final, NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, select, update

from pos_app.domain.chain import Scope
from pos_app.domain.errors import Refusal
from sync.hub import bulk, codes
from sync.hub.database import Database
from sync.hub.keys import HubKey
from sync.hub.settings import DEFAULT_CHAIN
from sync.hub.tables import credential, enrolment_code, store, workstation
from sync.protocol import EnrolReply, EnrolRequest

CODE_LENGTH: Final = 12
WORKSTATION_LETTERS: Final = 4
"""810,000 names for the workstations of one store."""
CODE_LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""No letter or digit that looks like another; 12 of them are 59 bits."""
VALID_MS: Final = 24 * 3_600_000
PUBLIC_KEY_BYTES: Final = 32
NAME_LENGTH_MAX: Final = 80
ID_LENGTH_MAX: Final = 64
_TOKEN_LENGTH_MAX: Final = 600
_PREFIX: Final = "pos1"


class Sender(NamedTuple):
    """Whom a credential belongs to, and the key that its entries are signed with."""

    scope: Scope
    public_key: Ed25519PublicKey


def new_code(  # the shop's clerk reads it to the person at the till
    db: Database, store_id: str, *, now_ms: int, chain: str = DEFAULT_CHAIN, valid_ms: int = VALID_MS
) -> str:
    """Make an enrolment code for one workstation of a store; it can be shown this once."""
    if not all(0 < len(part) <= ID_LENGTH_MAX and part.isprintable() for part in (chain, store_id)):
        raise Refusal("hub.bad_store_id", store=store_id[:ID_LENGTH_MAX])
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    with db.writing() as tx:
        bulk.put(tx, store, [(chain, store_id, now_ms)], "keep")
        bulk.put(tx, enrolment_code, [(chain, store_id, _hash(code), now_ms + valid_ms, None, None)])
    return code


def enrol(tx: Connection, key: HubKey, request: EnrolRequest, now_ms: int) -> EnrolReply:
    """Use up a code. Raises `Refusal` enrol.unknown_code | code_expired | code_used | bad_key | bad_name."""
    if len(request.public_key) != PUBLIC_KEY_BYTES:
        raise Refusal("enrol.bad_key")
    if not 0 < len(request.name) <= NAME_LENGTH_MAX or not request.name.isprintable():
        raise Refusal("enrol.bad_name", limit=NAME_LENGTH_MAX)
    c = enrolment_code
    code = tidy(request.code)
    found = tx.execute(select(c).where(c.c.hash == _hash(code)).with_for_update()).first()
    if found is None:
        raise Refusal("enrol.unknown_code")
    if now_ms >= found.expires_ms:
        raise Refusal("enrol.code_expired")
    if found.public_key is not None and found.public_key != request.public_key:
        raise Refusal("enrol.code_used")
    # The credential comes from the code and the key, so that a repeated request gives a repeated answer.
    said = code.encode() + request.public_key
    name = found.workstation or _new_name(tx, found.chain, found.store)
    scope = Scope(found.chain, found.store, name)
    token = _token(scope, key.derived(b"credential", said))
    if found.public_key is None:
        place = (scope.chain, scope.store, scope.workstation)
        bulk.put(tx, workstation, [(*place, request.name, request.public_key, now_ms)])
        bulk.put(tx, credential, [(*place, _hash(token), now_ms, None)])
        used = update(c).where(c.c.chain == scope.chain, c.c.store == scope.store, c.c.hash == found.hash)
        tx.execute(used.values(workstation=name, public_key=request.public_key))
        codes.publish_workstation(tx, scope, request.public_key)
    return EnrolReply(scope, token, key.id, key.public)


def _new_name(tx: Connection, chain: str, store_id: str) -> str:
    """Return a short name that no workstation of the store has: it stands on every receipt.

    By chance and not counted, so that a hub put back from a backup does not give the same name to two computers.
    """
    w = workstation
    asked = select(w.c.workstation).where(w.c.chain == chain, w.c.store == store_id)
    taken = {name for (name,) in tx.execute(asked)}
    while (name := "".join(secrets.choice(CODE_LETTERS) for _ in range(WORKSTATION_LETTERS))) in taken:
        pass
    return name


def sender(tx: Connection, token: str) -> Sender | None:
    """Return whom the bearer `token` belongs to; None when nobody has it, or not any more."""
    scope = _scope_of(token)
    if scope is None:
        return None
    k, w = credential, workstation
    same = (k.c.chain == w.c.chain) & (k.c.store == w.c.store) & (k.c.workstation == w.c.workstation)
    mine = (k.c.chain == scope.chain) & (k.c.store == scope.store) & (k.c.workstation == scope.workstation)
    asked = select(k.c.hash, w.c.public_key).join(w, same).where(mine, k.c.revoked_ms.is_(None))
    wanted = _hash(token)
    for hashed, public_key in tx.execute(asked):
        if hmac.compare_digest(hashed, wanted):
            return Sender(scope, Ed25519PublicKey.from_public_bytes(public_key))
    return None


def revoke(db: Database, scope: Scope, now_ms: int) -> int:
    """End every credential of a workstation (a stolen till) and its key for codes; return how many there were."""
    k = credential
    mine = (k.c.chain == scope.chain) & (k.c.store == scope.store) & (k.c.workstation == scope.workstation)
    w = workstation
    here = (w.c.chain == scope.chain) & (w.c.store == scope.store) & (w.c.workstation == scope.workstation)
    with db.writing() as tx:
        ended = int(tx.execute(update(k).where(mine, k.c.revoked_ms.is_(None)).values(revoked_ms=now_ms)).rowcount)
        if ended:
            codes.publish_workstation(tx, scope, tx.execute(select(w.c.public_key).where(here)).scalar_one(), now_ms)
        return ended


def tidy(code: str) -> str:
    """Return a code as it was made, however it was typed: lower case, with blanks or dashes."""
    return "".join(letter for letter in code[:100].upper() if letter.isalnum())


def _hash(secret: str) -> bytes:
    # Codes and credentials carry 59 and 256 random bits: a plain hash cannot be searched backwards in their lifetime.
    return hashlib.sha256(secret.encode()).digest()


def _token(scope: Scope, secret: bytes) -> str:
    place = f"{scope.chain}\n{scope.store}\n{scope.workstation}".encode()
    return ".".join((_PREFIX, _text(place), _text(secret)))


def _scope_of(token: str) -> Scope | None:
    prefix, _, rest = token.partition(".")
    if prefix != _PREFIX or len(token) > _TOKEN_LENGTH_MAX or not token.isascii():
        return None
    place = rest.partition(".")[0]
    try:
        parts = base64.urlsafe_b64decode(place + "=" * (-len(place) % 4)).decode().split("\n")
    except ValueError:
        return None
    return Scope(*parts) if len(parts) == 3 and "\x00" not in parts[0] + parts[1] + parts[2] else None  # noqa: PLR2004


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
