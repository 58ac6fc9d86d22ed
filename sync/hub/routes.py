"""The protocol's endpoints: who is it, is it small and seldom enough, what does it say. The work is `Central`'s."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TypeVar

import msgspec
from litestar import Response, Router, get, post
from litestar.response import Stream

from pos_app.domain.errors import Fault, Refusal
from pos_app.domain.feed import Positions
from sync import wire
from sync.hub import enrolment, snapshots
from sync.hub.central import Central
from sync.hub.enrolment import Sender
from sync.hub.limits import RateLimit
from sync.hub.replies import STAMP, Asked, Problem, message
from sync.hub.settings import CLAIM_BYTES_MAX, ENROL_BYTES_MAX, HEADS_MAX, HELLO_BYTES_MAX, RINGS_BYTES_MAX
from sync.protocol import (
    BATCH_ENTRIES_MAX,
    RINGS_MAX,
    VERSION_HEADER,
    ClaimRequest,
    EnrolRequest,
    HelloRequest,
    PushRequest,
    RingsRequest,
)

T = TypeVar("T")
_NUMBER_MAX: Final = 2**63 - 1
_RANGE: Final = re.compile(r"bytes=(\d{1,15})-(\d{1,15})?")
_CHUNK_BYTES: Final = 1 << 18
_SNAPSHOT_ID: Final = re.compile(r"[0-9a-f]{32}")


class Gate:
    """What stands before every route: version, credential, rate and size."""

    def __init__(self, central: Central) -> None:
        """Take the limits from the hub's settings."""
        limits = central.settings
        self.central = central
        self._rate = RateLimit(limits.requests_per_s, limits.requests_burst)
        self._enrolments = RateLimit(limits.enrolments_per_min / 60, limits.enrolments_per_min)

    def version(self, request: Asked) -> None:
        """Let in only a version that we speak."""
        try:
            wire.version_of(request.headers.get(VERSION_HEADER))
        except wire.Undecodable as error:
            raise Problem(426, "hub.version", str(error.params["reason"])) from error

    async def sender(self, request: Asked) -> Sender:
        """Return whose credential the request carries, within its rate."""
        self.version(request)
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise Problem(401, "credential.missing")
        found = await self.central.read(functools.partial(self._known, token.strip()))
        if found is None:
            raise Problem(401, "credential.unknown")
        self._limited(self._rate, "/".join(msgspec.structs.astuple(found.scope)))
        return found

    def _known(self, token: str) -> Sender | None:
        with self.central.db.reading() as tx:
            return enrolment.sender(tx, token)

    def stranger(self, request: Asked) -> None:
        """Let in someone who has no credential yet, seldom."""
        self.version(request)
        self._limited(self._enrolments, request.client.host if request.client else "")

    def _limited(self, rate: RateLimit, who: str) -> None:
        wait_ms = rate.take(who, self.central.clock.monotonic_ms())
        if wait_ms:
            raise Problem(429, "hub.too_many_requests", retry_after_s=-(-wait_ms // 1_000))

    async def body(self, request: Asked, shape: type[T], limit: int) -> T:
        """Return the decoded body of at most `limit` bytes, before and after it is unpacked."""
        said = await request.body()
        content, encoding = request.headers.get("content-type", ""), request.headers.get("content-encoding", "")
        unpack = functools.partial(wire.unpack, said, content, encoding, shape, limit=limit)
        try:
            return await self.central.check(unpack)
        except wire.TooLarge as error:
            raise Problem(413, "wire.too_large", f"limit {limit} bytes") from error
        except wire.Undecodable as error:
            raise Problem(400, "wire.undecodable", str(error.params["reason"])) from error


def gate(request: Asked) -> Gate:
    """Return the gate that `create_app` put up."""
    found: Gate = request.app.state.gate
    return found


@post("/enrol", status_code=200)
async def enrol(request: Asked) -> Response[bytes]:
    """Use up an enrolment code."""
    door = gate(request)
    door.stranger(request)
    asked = await door.body(request, EnrolRequest, ENROL_BYTES_MAX)
    central = door.central

    def job() -> msgspec.Struct:
        with central.db.writing() as tx:
            return enrolment.enrol(tx, central.key, asked, central.clock.wall_ms())

    try:
        return message(request, await central.write(job))
    except Refusal as refusal:
        raise Problem(403, refusal.message_id) from refusal


@post("/hello", status_code=200)
async def hello(request: Asked) -> Response[bytes]:
    """Compare where the chains end."""
    door = gate(request)
    sender = await door.sender(request)
    asked = await door.body(request, HelloRequest, HELLO_BYTES_MAX)
    heads_fit = all(0 < head.epoch <= _NUMBER_MAX and 0 <= head.seq <= _NUMBER_MAX for head in asked.heads)
    if len(asked.heads) > HEADS_MAX or not heads_fit:
        raise Problem(400, "wire.undecodable", "heads")
    return message(request, await door.central.hello(sender, asked))


@post("/push", status_code=200)
async def push(request: Asked) -> Response[bytes]:
    """Keep a batch of entries."""
    door = gate(request)
    sender = await door.sender(request)
    asked = await door.body(request, PushRequest, door.central.settings.batch_bytes_max)
    if len(asked.entries) > BATCH_ENTRIES_MAX:
        raise Problem(413, "wire.too_large", f"limit {BATCH_ENTRIES_MAX} entries")
    return message(request, await door.central.push(sender, asked))


@post("/claim", status_code=200)
async def claim(request: Asked) -> Response[bytes]:
    """Answer one claim ahead of the backlog."""
    door = gate(request)
    sender = await door.sender(request)
    asked = await door.body(request, ClaimRequest, CLAIM_BYTES_MAX)
    try:
        return message(request, await door.central.claim(sender, asked))
    except Refusal as refusal:
        raise Problem(422, refusal.message_id, str(refusal.params.get("reason", ""))) from refusal


@post("/people-keys", status_code=200)
async def people_keys(request: Asked) -> Response[bytes]:
    """Give the rings of people's keys that a till has not."""
    door = gate(request)
    sender = await door.sender(request)
    asked = await door.body(request, RingsRequest, RINGS_BYTES_MAX)
    if len(asked.have) > RINGS_MAX:
        raise Problem(400, "wire.undecodable", "rings")
    try:
        return message(request, await door.central.read(lambda: door.central.people.rings(sender, asked)))
    except Fault as fault:
        raise Problem(503, fault.message_id, retry_after_s=60) from fault


@get("/feed")
async def feed(request: Asked) -> Response[bytes]:
    """Give what changed after a cursor, or wait for it."""
    door = gate(request)
    sender = await door.sender(request)
    chain, store, wait_ms = (_number(request, name) for name in ("chain", "store", "wait_ms"))
    return message(request, await door.central.feed(sender.scope, Positions(chain, store), wait_ms))


def _number(request: Asked, name: str) -> int:
    text = request.query_params.get(name, "0")
    if not text.isascii() or not text.isdigit() or int(text[:20]) > _NUMBER_MAX:
        raise Problem(400, "wire.undecodable", f"query {name}")
    return int(text[:20])


@get("/snapshot/{snapshot_id:str}")
async def snapshot(request: Asked) -> Stream:
    """Give a packed snapshot of the sender's store, or one range of it (RFC 9110)."""
    door = gate(request)
    scope = (await door.sender(request)).scope
    snapshot_id = str(request.path_params["snapshot_id"])
    central = door.central

    def look() -> tuple[Path, int] | None:
        with central.db.reading() as tx:
            name = snapshots.file_of(tx, scope.chain, scope.store, snapshot_id)
        path = central.settings.folder / snapshots.FOLDER / (name or "")
        return (path, path.stat().st_size) if name and path.is_file() else None

    found = await central.read(look) if _SNAPSHOT_ID.fullmatch(snapshot_id) else None
    if found is None:
        raise Problem(404, "snapshot.gone")
    path, size = found
    first, last, status = _range(request.headers.get("range", ""), size)
    headers = STAMP | {"accept-ranges": "bytes", "content-length": str(last - first + 1)}
    if status == 206:  # noqa: PLR2004 - partial content
        headers["content-range"] = f"bytes {first}-{last}/{size}"
    return Stream(_part(path, first, last), status_code=status, headers=headers, media_type="application/octet-stream")


def _range(header: str, size: int) -> tuple[int, int, int]:
    """Return first and last byte and the status for a Range header; anything but one plain range is ignored."""
    asked = _RANGE.fullmatch(header.strip())
    if asked is None:
        return 0, size - 1, 200
    first = int(asked[1])
    last = min(int(asked[2]) if asked[2] else size - 1, size - 1)
    if first > last:
        raise Problem(416, "snapshot.bad_range", f"size {size}")
    return first, last, 206


def _part(path: Path, first: int, last: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(first)
        left = last - first + 1
        while left > 0 and (chunk := file.read(min(left, _CHUNK_BYTES))):
            left -= len(chunk)
            yield chunk


protocol = Router("/v1", route_handlers=[enrol, hello, push, claim, people_keys, feed, snapshot])
