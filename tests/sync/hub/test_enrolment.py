"""Becoming a workstation: one code, one key, and the same answer when the first one was lost."""

from __future__ import annotations

import stat

import pytest

from pos_app.domain.chain import Scope
from pos_app.domain.errors import Refusal
from sync import wire
from sync.hub import enrolment
from sync.hub.database import Database
from sync.hub.keys import HubKey, admin_token, hub_key
from sync.protocol import ENROL_PATH, HELLO_PATH, EnrolReply, EnrolRequest, HelloRequest, Positions
from tests.sync.hub.paper_till import CHAIN, STORE
from tests.sync.hub.stand import Stand, refused

KEY = HubKey(b"k" * 32)
NOW = 1_760_000_000_000


def ask(db: Database, code: str, public_key: bytes = b"p" * 32, now_ms: int = NOW, name: str = "Till 1") -> EnrolReply:
    with db.writing() as tx:
        return enrolment.enrol(tx, KEY, EnrolRequest(code, public_key, name), now_ms)


def test_a_lost_answer_is_given_again_to_the_same_key(db: Database) -> None:
    code = enrolment.new_code(db, STORE, chain=CHAIN, now_ms=NOW)
    first = ask(db, code)
    assert ask(db, f" {code[:4]}-{code[4:8]}-{code[8:].lower()} ") == first
    with db.reading() as tx:
        found = enrolment.sender(tx, first.credential)
    assert found is not None
    assert found.scope == first.scope == Scope(CHAIN, STORE, first.scope.workstation)


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"public_key": b"q" * 32}, "enrol.code_used"),
        ({"now_ms": NOW + enrolment.VALID_MS}, "enrol.code_expired"),
        ({"code": "AAAABBBBCCCC"}, "enrol.unknown_code"),
        ({"public_key": b"short"}, "enrol.bad_key"),
        ({"name": ""}, "enrol.bad_name"),
        ({"name": "Till\x00"}, "enrol.bad_name"),
    ],
)
def test_a_code_is_good_once_for_a_while_and_for_one_key(db: Database, asked: dict[str, object], reason: str) -> None:
    code = enrolment.new_code(db, STORE, chain=CHAIN, now_ms=NOW)
    ask(db, code)
    with pytest.raises(Refusal, match=reason):
        ask(db, **({"code": code} | asked))  # type: ignore[arg-type]


def test_no_secret_is_kept_as_it_is(db: Database) -> None:
    code = enrolment.new_code(db, STORE, chain=CHAIN, now_ms=NOW)
    reply = ask(db, code)
    secret = reply.credential.rpartition(".")[2]
    with db.reading() as tx:
        for table in ("credential", "enrolment_code", "workstation"):
            shown = repr(tx.exec_driver_sql(f'SELECT * FROM "{table}"').all())
            assert code not in shown
            assert secret not in shown


def test_the_hubs_own_secrets_are_readable_by_their_owner_alone(stand: Stand) -> None:
    folder = stand.settings.folder
    assert admin_token(folder) == admin_token(folder)
    assert hub_key(folder).id == stand.central.key.id
    for name in ("hub-key", "admin-token"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600


def test_a_revoked_credential_is_nobodys(stand: Stand) -> None:
    till = stand.till()
    said = {"chain": CHAIN, "store": STORE, "workstation": till.scope.workstation}
    answer = stand.client.post("/admin/revoke", json=said, headers={"authorization": "Bearer the admin's token"})
    assert answer.json() == {"ended": 1}
    packed = wire.pack(HelloRequest((), 1, Positions(), 1))
    assert refused(stand.send(HELLO_PATH, packed.body, till, **packed.headers())) == (401, "credential.unknown")


@pytest.mark.parametrize("token", ["", "pos1.", "pos1.AAAA.BBBB", "pos1.YQpiCmMA.x", "pos1.é.x", "x" * 10_000])
def test_a_made_up_credential_is_nobodys(db: Database, token: str) -> None:
    with db.reading() as tx:
        assert enrolment.sender(tx, token) is None


def test_codes_cannot_be_guessed_at_speed(stand: Stand) -> None:
    packed = wire.pack(EnrolRequest("AAAABBBBCCCC", b"p" * 32, "Till"))
    answers = [stand.send(ENROL_PATH, packed.body, None, **packed.headers()) for _ in range(40)]
    assert refused(answers[0]) == (403, "enrol.unknown_code")
    assert refused(answers[-1]) == (429, "hub.too_many_requests")
    assert int(answers[-1].headers["retry-after"]) >= 1


def test_the_admin_makes_codes_and_nobody_else(stand: Stand) -> None:
    said = {"chain": CHAIN, "store": STORE}
    for token in ("", "Bearer ", "Bearer wrong", f"Bearer {stand.tokens.get('none', '')}"):
        answer = stand.client.post("/admin/code", json=said, headers={"authorization": token})
        assert answer.status_code == 401
    answer = stand.client.post("/admin/code", json=said, headers={"authorization": "Bearer the admin's token"})
    assert len(answer.json()["code"]) == enrolment.CODE_LENGTH
