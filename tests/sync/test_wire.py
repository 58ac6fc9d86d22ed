"""Bodies on the wire: exact both ways, and safe against whatever a stranger may send."""

from __future__ import annotations

import json
import random

import msgspec
import pytest
import zstandard

from pos_app.domain.chain import Sealed
from sync import wire
from sync.protocol import JSON, MSGPACK, VERSION, ErrorReply, PushRequest

LIMIT = 100_000


def _push(entries: int) -> PushRequest:
    return PushRequest(tuple(Sealed(b"header%d" % n, b"body" * 40, bytes(32), bytes(64)) for n in range(entries)))


@pytest.mark.parametrize("content_type", [MSGPACK, JSON])
@pytest.mark.parametrize("entries", [0, 1, 100])
def test_a_message_comes_back_as_it_went(content_type: str, entries: int) -> None:
    packed = wire.pack(_push(entries), content_type)
    back = wire.unpack(packed.body, packed.content_type, packed.encoding, PushRequest, limit=LIMIT)
    assert back == _push(entries)


def test_many_entries_travel_packed_and_a_few_bytes_as_they_are() -> None:
    many, few = wire.pack(_push(100)), wire.pack(ErrorReply("x"))
    assert many.encoding == wire.ZSTD
    assert len(many.body) < len(msgspec.msgpack.encode(_push(100))) / 4
    assert "content-encoding" not in few.headers()


def test_json_carries_bytes_as_base64_for_a_person_to_read() -> None:
    said = json.loads(wire.pack(_push(1), JSON).body)
    assert said["entries"][0][0] == "aGVhZGVyMA=="


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = zstandard.compress(bytes(50_000_000))
    assert len(bomb) < 5_000
    with pytest.raises(wire.TooLarge):
        wire.unpack(bomb, MSGPACK, "zstd", PushRequest, limit=LIMIT)


def test_a_bomb_that_hides_its_size_is_refused() -> None:
    packer = zstandard.ZstdCompressor(write_content_size=False).compressobj()
    bomb = packer.compress(bytes(50_000_000)) + packer.flush()
    with pytest.raises(wire.Undecodable):
        wire.decompress(bomb, limit=LIMIT)


def test_a_second_frame_cannot_ride_behind_the_first() -> None:
    with pytest.raises(wire.Undecodable):
        wire.decompress(zstandard.compress(b"one") + zstandard.compress(b"two"), limit=LIMIT)


def test_a_plain_body_over_the_limit_is_too_large() -> None:
    with pytest.raises(wire.TooLarge):
        wire.unpack(bytes(LIMIT + 1), MSGPACK, "", PushRequest, limit=LIMIT)


@pytest.mark.parametrize(
    ("body", "content_type", "encoding"),
    [
        (b"<html>Please sign in to the wireless network</html>", "text/html", ""),
        (b"<html>", MSGPACK, ""),
        (b"<html>", JSON, ""),
        (b"<html>", MSGPACK, "zstd"),
        (b"", MSGPACK, ""),
        (b"", "", ""),
        (b"\x80", MSGPACK, "gzip"),
        (b'{"entries": "\xff"}', JSON, ""),
        (b"[" * 50_000, JSON, ""),
        (b"\x81\xa1x" + b"\x91" * 50_000, MSGPACK, ""),
    ],
)
def test_what_is_not_the_message_is_one_kind_of_error(body: bytes, content_type: str, encoding: str) -> None:
    with pytest.raises(wire.Undecodable):
        wire.unpack(body, content_type, encoding, PushRequest, limit=LIMIT)


def test_any_damage_to_a_body_is_an_error_of_ours_and_no_other() -> None:
    chance = random.Random(7)
    packed = wire.pack(_push(30))
    for _ in range(2_000):
        body = bytearray(packed.body)
        for _ in range(chance.randint(1, 4)):
            body[chance.randrange(len(body))] = chance.randrange(256)
        cut = bytes(body[: chance.randint(0, len(body))])
        try:
            wire.unpack(cut, MSGPACK, "zstd", PushRequest, limit=LIMIT)
        except (wire.Undecodable, wire.TooLarge):
            continue


@pytest.mark.parametrize("header", [None, "", "0", str(VERSION + 1), "one", "-1", "9" * 5_000, "٣"])
def test_a_foreign_protocol_version_is_not_spoken(header: str | None) -> None:
    with pytest.raises(wire.Undecodable):
        wire.version_of(header)


def test_our_version_is_spoken() -> None:
    assert wire.version_of(f" {VERSION} ") == VERSION
