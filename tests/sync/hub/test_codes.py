"""The hub signs codes with one key, tills check them with every key that still holds, and a stolen till's ends."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos_app.domain.chain import Scope
from pos_app.domain.codes.signed import WORKSTATION, CodeKind, SignedCode, make, read
from pos_app.domain.errors import Refusal
from pos_app.domain.store_rows import SigningKey
from sync.hub import codes, enrolment
from sync.hub.database import Database
from sync.hub.keys import HubKey
from sync.protocol import EnrolRequest
from tests.sync.hub.paper_till import CHAIN, STORE

NOW = 1_790_000_000_000
DAY_MS = 86_400_000
KEY = HubKey(b"k" * 32)
PICKUP = SignedCode(CodeKind.PICKUP, "f" * 32, STORE)


def issued(db: Database, folder: Path) -> str:
    with db.writing() as tx:
        return codes.issue(tx, codes.CodeKeys(folder), CHAIN, PICKUP)


def known(db: Database) -> list[SigningKey]:
    with db.reading() as tx:
        return codes.published(tx, CHAIN)


def refused(text: str, keys: list[SigningKey], now_ms: int = NOW) -> str:
    with pytest.raises(Refusal) as no:
        read(text, keys, now_ms, STORE)
    return no.value.message_id


def enrolled(db: Database, public: bytes) -> Scope:
    code = enrolment.new_code(db, STORE, chain=CHAIN, now_ms=NOW)
    with db.writing() as tx:
        return enrolment.enrol(tx, KEY, EnrolRequest(code, public, "Till 1"), NOW).scope


def test_a_code_of_the_hub_holds_at_every_till_and_its_key_is_made_once(db: Database, tmp_path: Path) -> None:
    text = issued(db, tmp_path)
    assert issued(db, tmp_path) == text
    (key,) = known(db)
    assert read(text, [key], NOW, STORE).key_id == key.id
    mode = (tmp_path / codes.FOLDER / key.id).stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_after_a_rotation_the_new_key_signs_and_the_old_one_verifies_for_a_while(db: Database, tmp_path: Path) -> None:
    old = issued(db, tmp_path)
    with db.writing() as tx:
        fresh = codes.rotate(tx, codes.CodeKeys(tmp_path), CHAIN, NOW, overlap_days=10)
    keys, new = known(db), issued(db, tmp_path)
    assert read(new, keys, NOW, STORE).key_id == fresh.id
    assert read(old, keys, NOW + 10 * DAY_MS - 1, STORE).subject == PICKUP.subject
    assert refused(old, keys, NOW + 10 * DAY_MS) == "code.retired_key"


def test_a_second_rotation_never_lengthens_the_life_of_an_old_key(db: Database, tmp_path: Path) -> None:
    issued(db, tmp_path)
    first = known(db)[0].id
    for days in (1, 100):
        with db.writing() as tx:
            codes.rotate(tx, codes.CodeKeys(tmp_path), CHAIN, NOW, overlap_days=days)
    ends = {key.id: key.valid_to_ms for key in known(db)}
    assert ends[first] == NOW + DAY_MS
    assert list(ends.values()).count(None) == 1


def test_a_hub_that_lost_its_folder_signs_with_a_key_of_its_own(db: Database, tmp_path: Path) -> None:
    old, new = issued(db, tmp_path / "lost"), issued(db, tmp_path / "new")
    for text in (old, new):
        assert read(text, known(db), NOW, STORE) is not None


def test_any_till_checks_the_receipts_of_another_until_that_one_is_stolen(db: Database) -> None:
    private = Ed25519PrivateKey.from_private_bytes(b"t" * 32)
    scope = enrolled(db, private.public_key().public_bytes_raw())
    receipt = make(SignedCode(CodeKind.RECEIPT, "a" * 32), private)
    assert read(receipt, known(db), NOW, "another store").subject == "a" * 32
    assert refused(make(PICKUP, private), known(db)) == "code.forged"
    enrolment.revoke(db, scope, NOW)
    assert refused(receipt, known(db), NOW) == "code.retired_key"
    enrolment.revoke(db, scope, NOW + DAY_MS)
    assert [key.valid_to_ms for key in known(db)] == [NOW], "revoked again, it stays ended"


def test_an_older_hub_publishes_at_its_start_what_it_lacked(db: Database, tmp_path: Path) -> None:
    from pos_app.domain.feed import Level
    from sync.hub import publish
    from sync.hub.publish import Row

    public = Ed25519PrivateKey.from_private_bytes(b"t" * 32).public_key().public_bytes_raw()
    scope = enrolled(db, public)
    name = f"{scope.store}-{scope.workstation}"
    publish.publish_many(db, [Row(Level.CHAIN, None, codes.STREAM, name, None)], chain=CHAIN)
    for _ in range(2):
        with db.writing() as tx:
            codes.publish_all(tx, codes.CodeKeys(tmp_path))
    assert [key.purpose for key in known(db)] == ["codes", WORKSTATION]
