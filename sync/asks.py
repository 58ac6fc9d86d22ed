"""What the courier wants sent and what may come back: plain values between the sans-IO core and a transport.

An `Ask` is complete but for the hub's address and the credential, which only the transport knows. A transport
reports one `Answer` or `NoAnswer` for each; the courier also survives none at all, and two.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Final, TypeVar

import msgspec

from sync import wire
from sync.backoff import retry_after_ms
from sync.protocol import VERSION_HEADER, ErrorReply

T = TypeVar("T")

OK: Final = 200
PARTIAL: Final = 206


class Lane(enum.StrEnum):
    """The conversations with the hub; each has at most one ask under way, and none waits for another."""

    CLAIM = "claim"
    HELLO = "hello"
    PUSH = "push"
    FEED = "feed"
    SNAPSHOT = "snapshot"
    PEOPLE = "people"


class Ask(msgspec.Struct, frozen=True):
    """One HTTP request; `path` carries its query. After `timeout_ms` nobody waits for its answer."""

    number: int
    lane: Lane
    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    timeout_ms: int
    answer_bytes_max: int = wire.REPLY_BYTES_MAX
    """A longer answer is cut and reported as `NoAnswer`."""


class Answer(msgspec.Struct, frozen=True):
    """What came back, as it came: header names in lower case, the body still packed."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class NoAnswer(msgspec.Struct, frozen=True):
    """Nothing usable came: `reason` is sync.unreachable | sync.timed_out | sync.certificate | sync.cut."""

    reason: str


class Verdict(enum.StrEnum):
    """What an answer means for the lane that waited for it."""

    OK = "ok"
    LOST = "lost"
    """Nothing, a portal's page, a gateway's error, or bytes that are no message: as if it had not come."""
    BUSY = "busy"
    """429 or 503: wait as long as it asks."""
    TOO_LARGE = "too_large"
    """413, from the hub or from a proxy before it."""
    CREDENTIAL = "credential"
    REJECTED = "rejected"
    """The hub itself says that this message is wrong."""
    GONE = "gone"
    VERSION = "version"
    """The hub speaks no version that we speak."""
    HUB_FAILED = "hub_failed"
    """The hub itself met a bug."""


class Judged(msgspec.Struct, frozen=True):
    """A verdict with what goes with it: the least wait, and a message id for the status page."""

    verdict: Verdict
    wait_ms: int = 0
    reason: str = ""


_BY_STATUS: Final = {
    400: Verdict.REJECTED, 401: Verdict.CREDENTIAL, 403: Verdict.CREDENTIAL, 404: Verdict.GONE, 409: Verdict.REJECTED,
    410: Verdict.GONE, 415: Verdict.REJECTED, 416: Verdict.REJECTED, 422: Verdict.REJECTED, 426: Verdict.VERSION,
    500: Verdict.HUB_FAILED,
}  # fmt: skip
"""Believed only with the protocol's header and the hub's own `ErrorReply` as body: a portal may answer in JSON too."""
_FROM_ANYONE: Final = {413: Verdict.TOO_LARGE, 429: Verdict.BUSY, 503: Verdict.BUSY}
"""Believed whatever the body: proxies say these too, and mean them."""


def judge(answer: Answer | NoAnswer, wall_ms: int) -> Judged:
    """Tell what `answer` means before its message is decoded."""
    if isinstance(answer, NoAnswer):
        return Judged(Verdict.LOST, reason=answer.reason)
    if answer.status in _FROM_ANYONE:
        wait_ms = retry_after_ms(answer.headers.get("retry-after"), wall_ms)
        return Judged(_FROM_ANYONE[answer.status], wait_ms, "sync.busy")
    if answer.status in {OK, PARTIAL}:
        return _judge_version(answer) or Judged(Verdict.OK)
    if answer.status in _BY_STATUS and VERSION_HEADER in answer.headers:
        try:
            said = read(answer, ErrorReply)
        except (wire.Undecodable, wire.TooLarge):
            return Judged(Verdict.LOST, reason="sync.portal")
        return Judged(_BY_STATUS[answer.status], reason=said.error[:100])
    return Judged(Verdict.LOST, reason="sync.portal" if answer.status < 500 else "sync.gateway")  # noqa: PLR2004 - the classes of RFC 9110


def _judge_version(answer: Answer) -> Judged | None:
    """Return why a good status is not the hub's: a portal names no version, an old or new hub a foreign one."""
    stated = answer.headers.get(VERSION_HEADER)
    if stated is None:
        return Judged(Verdict.LOST, reason="sync.portal")
    try:
        wire.version_of(stated)
    except wire.Undecodable:
        return Judged(Verdict.VERSION, reason="sync.version")
    return None


def read(answer: Answer, shape: type[T], *, limit: int = wire.REPLY_BYTES_MAX) -> T:
    """Return the message in `answer`; raises `wire.Undecodable` or `wire.TooLarge`."""
    return wire.unpack(
        answer.body,
        answer.headers.get("content-type", ""),
        answer.headers.get("content-encoding", ""),
        shape,
        limit=limit,
    )
