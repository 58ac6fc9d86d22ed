"""How a message becomes a body and back: msgpack with zstd, or JSON for debugging. Both ends of the wire call this.

`pack` never fails. `unpack` trusts nothing: it knows the size before it unpacks (a small body may claim gigabytes),
takes exactly one zstd frame, and raises `TooLarge` or `Undecodable`, never anything else.
"""

from __future__ import annotations

from typing import Final, NamedTuple, TypeVar

import msgspec
import zstandard

from pos_app.domain.errors import Fault
from sync.protocol import JSON, MSGPACK, OLDEST, VERSION

ZSTD: Final = "zstd"
PLAIN_BYTES_MAX: Final = 512
"""A body up to this size travels as it is: packing it would cost more than it saves."""
LEVEL: Final = 3
WINDOW_BYTES_MAX: Final = 8 * 1024 * 1024
"""A frame that asks for a larger window of memory is refused."""
REPLY_BYTES_MAX: Final = 16_000_000
"""Unpacked size of an answer: a feed batch of `FEED_ROWS_MAX` rows lies well below."""
_DEPTH_REASON: Final = "nested too deep"

T = TypeVar("T")


class Undecodable(Fault):
    """The body is not the message that was expected: `wire.undecodable`, with a reason for the log."""

    def __init__(self, reason: str) -> None:
        """Keep `reason`; it names shapes and sizes, never contents."""
        super().__init__("wire.undecodable", reason=reason[:200])


class TooLarge(Fault):
    """The body is, or would unpack to, more than the limit: `wire.too_large`. A hub answers 413."""

    def __init__(self, limit: int) -> None:
        """Keep the limit in bytes."""
        super().__init__("wire.too_large", limit=limit)


class Packed(NamedTuple):
    """A body with the two headers that describe it; `encoding` is "zstd" or empty."""

    body: bytes
    content_type: str
    encoding: str

    def headers(self) -> dict[str, str]:
        """Return the HTTP headers that describe the body."""
        described = {"content-type": self.content_type}
        return described | {"content-encoding": self.encoding} if self.encoding else described


def pack(message: msgspec.Struct, content_type: str = MSGPACK) -> Packed:
    """Return `message` as a body of `content_type` (`MSGPACK` packed by zstd, or `JSON` as it is)."""
    if content_type == JSON:
        return Packed(msgspec.json.encode(message), JSON, "")
    assert content_type == MSGPACK
    plain = msgspec.msgpack.encode(message)
    if len(plain) <= PLAIN_BYTES_MAX:
        return Packed(plain, MSGPACK, "")
    return Packed(compress(plain), MSGPACK, ZSTD)


def unpack(body: bytes, content_type: str, encoding: str, shape: type[T], *, limit: int) -> T:
    """Return the message of type `shape`; `limit` bounds the unpacked bytes. Raises `Undecodable` or `TooLarge`."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in {MSGPACK, JSON}:
        raise Undecodable(f"content type {kind!r}")
    plain = unfold(body, encoding, limit=limit)
    try:
        if kind == JSON:
            return msgspec.json.decode(plain, type=shape)
        return msgspec.msgpack.decode(plain, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Undecodable(str(error)) from error
    except RecursionError as error:
        raise Undecodable(_DEPTH_REASON) from error


def unfold(body: bytes, encoding: str, *, limit: int) -> bytes:
    """Return the plain bytes of a body by its content encoding ("" | "identity" | "zstd")."""
    named = encoding.strip().lower()
    if named == ZSTD:
        return decompress(body, limit=limit)
    if named not in {"", "identity"}:
        raise Undecodable(f"content encoding {named!r}")
    if len(body) > limit:
        raise TooLarge(limit)
    return body


def compress(plain: bytes) -> bytes:
    """Return one zstd frame that states its size."""
    return zstandard.ZstdCompressor(level=LEVEL).compress(plain)


def decompress(packed: bytes, *, limit: int) -> bytes:
    """Return the content of one zstd frame of at most `limit` bytes; nothing larger is ever allocated."""
    try:
        stated = zstandard.frame_content_size(packed)
        if stated < 0:  # then a cut frame could not be told from one that is too large
            raise Undecodable("a frame that does not state its size")
        if stated > limit:
            raise TooLarge(limit)
        unpacker = zstandard.ZstdDecompressor(max_window_size=WINDOW_BYTES_MAX)
        return unpacker.decompress(packed, allow_extra_data=False)
    except zstandard.ZstdError as error:
        raise Undecodable(f"zstd: {error}") from error


def version_of(header: str | None) -> int:
    """Return the protocol version that the other end states; raises `Undecodable` for one that we do not speak."""
    text = (header or "").strip()
    if not text.isascii() or not text.isdigit() or len(text) > 4:  # noqa: PLR2004 - a version has few digits
        raise Undecodable("no protocol version")
    if not OLDEST <= int(text) <= VERSION:
        raise Undecodable(f"protocol version {text}")
    return int(text)
