"""Hostile and broken requests at the hub's door: a clear no in the protocol's own words, and nothing kept."""

from __future__ import annotations

import json

import msgspec
import pytest
import zstandard

from pos_app.domain.entries import NoSale
from sync import wire
from sync.hub.openapi import ENDPOINTS, document
from sync.protocol import (
    BATCH_ENTRIES_MAX,
    FEED_PATH,
    JSON,
    MSGPACK,
    PUSH_PATH,
    VERSION_HEADER,
    PushReply,
    PushRequest,
)
from tests.sync.hub.stand import Stand, read, refused

BATCH = {"content_type": MSGPACK, "content_encoding": "zstd"}


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        (b"", (400, "wire.undecodable")),
        (b"not zstd at all", (400, "wire.undecodable")),
        (zstandard.ZstdCompressor().compress(b"\xc1"), (400, "wire.undecodable")),
        (zstandard.ZstdCompressor().compress(b"\x91" * 200_000), (400, "wire.undecodable")),
        (zstandard.ZstdCompressor().compress(bytes(100_000_000)), (413, "wire.too_large")),
        (wire.pack(PushRequest(())).body[:-1] + b"\x00", (400, "wire.undecodable")),
    ],
    ids=["empty", "bad zstd", "no message", "deep", "bomb", "cut"],
)
def test_what_is_no_message_is_refused(stand: Stand, body: bytes, answer: tuple[int, str]) -> None:
    till = stand.till()
    assert refused(stand.send(PUSH_PATH, body, till, **BATCH)) == answer


def test_a_body_over_the_limit_is_answered_413_so_that_the_till_halves_its_batch(stand: Stand) -> None:
    till = stand.till()
    body = b"x" * (stand.settings.batch_bytes_max + 200_000)
    assert refused(stand.send(PUSH_PATH, body, till, content_type=MSGPACK)) == (413, "wire.too_large")
    assert refused(stand.send(PUSH_PATH, body[:-150_000], till, content_type=MSGPACK)) == (413, "wire.too_large")


def test_too_many_entries_are_answered_413(stand: Stand) -> None:
    till = stand.till()
    entry = till.write(NoSale("shift-1", "op-1", "change"))
    packed = wire.pack(PushRequest((entry,) * (BATCH_ENTRIES_MAX + 1)))
    assert refused(stand.send(PUSH_PATH, packed.body, till, **packed.headers())) == (413, "wire.too_large")
    assert stand.kept(till) == []


def test_json_says_the_same_as_msgpack(stand: Stand) -> None:
    till = stand.till()
    till.opened()
    packed = wire.pack(PushRequest(tuple(till.entries)), JSON)
    answer = stand.send(PUSH_PATH, packed.body, till, **packed.headers())
    assert answer.headers["content-type"].startswith(JSON)
    assert read(answer, PushReply) == stand.push(till)


@pytest.mark.parametrize("version", ["", "0", "999", "one"])
def test_a_version_that_we_do_not_speak_is_said_so(stand: Stand, version: str) -> None:
    answer = stand.client.post(PUSH_PATH, headers={VERSION_HEADER: version})
    assert refused(answer) == (426, "hub.version")
    assert answer.headers[VERSION_HEADER] == "1"


def test_without_a_credential_nothing_is_answered(stand: Stand) -> None:
    assert refused(stand.client.get(FEED_PATH, headers=stand.headers(None))) == (401, "credential.missing")
    wrong = stand.headers(None) | {"authorization": "Bearer pos1.AAAA.BBBB"}
    assert refused(stand.client.get(FEED_PATH, headers=wrong)) == (401, "credential.unknown")


def test_a_sender_that_never_stops_is_asked_to_wait_and_others_are_not(stand: Stand) -> None:
    greedy, patient = stand.till(), stand.till()
    burst = stand.settings.requests_burst
    answers = [stand.client.get(FEED_PATH, headers=stand.headers(greedy)) for _ in range(burst + 5)]
    assert [answer.status_code for answer in answers[:burst]] == [200] * burst
    assert refused(answers[-1]) == (429, "hub.too_many_requests")
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert stand.feed(patient).batch
    stand.clock.advance(1_000)
    assert stand.feed(greedy).batch


@pytest.mark.parametrize("query", ["chain=x", "store=-1", "wait_ms=1.5", "chain=99999999999999999999", "chain=%00"])
def test_a_cursor_that_is_no_number_is_refused(stand: Stand, query: str) -> None:
    till = stand.till()
    assert refused(stand.client.get(f"{FEED_PATH}?{query}", headers=stand.headers(till))) == (400, "wire.undecodable")


@pytest.mark.expects_log("POST /v1/push failed")
def test_a_bug_is_answered_without_a_word_of_its_text(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    till = stand.till()

    async def broken(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(stand.central, "push", broken)
    packed = wire.pack(PushRequest(()))
    answer = stand.send(PUSH_PATH, packed.body, till, **packed.headers())
    assert refused(answer) == (500, "hub.failed")
    assert b"secret" not in answer.content


def test_an_unknown_path_or_method_is_said_in_the_protocols_words(stand: Stand) -> None:
    assert refused(stand.client.get("/v1/nothing")) == (404, "hub.no_such_path")
    assert refused(stand.client.get(PUSH_PATH)) == (405, "hub.no_such_path")


def test_health_and_description_are_open(stand: Stand) -> None:
    assert stand.client.get("/healthz").json() == {"ok": True}
    assert stand.client.get("/openapi.json").json() == json.loads(msgspec.json.encode(document()))


def test_the_description_names_every_route_and_no_other(stand: Stand) -> None:
    routes = {
        (method.lower(), route.path.replace(":str", ""))
        for route in stand.app.routes
        for method in getattr(route, "methods", ())
        if method != "OPTIONS"
    }
    assert routes == {(endpoint.method, endpoint.path) for endpoint in ENDPOINTS}
    assert len(document()["components"]["schemas"]) > 20


def test_nothing_personal_and_no_secret_reaches_the_log(stand: Stand, caplog: pytest.LogCaptureFixture) -> None:
    till = stand.till()
    till.write(NoSale("shift-1", "op-ada-lovelace", "for her birthday"))
    stand.push(till)
    stand.settle()
    for word in ("ada-lovelace", "birthday", stand.tokens[till.scope.workstation], "the admin's token"):
        assert word not in caplog.text
