"""How a route says something: a message in the sender's own coding, or an `ErrorReply`; both name the protocol.

`Problem` is raised anywhere below a route and becomes the answer; nothing of a bug's text ever reaches a sender.
"""

from __future__ import annotations

import logging
from typing import Any, Final

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException

from sync import wire
from sync.protocol import JSON, MSGPACK, VERSION, VERSION_HEADER, ErrorReply

STAMP: Final = {VERSION_HEADER: str(VERSION)}
Asked = Request[Any, Any, Any]
_log = logging.getLogger(__name__)


class Problem(Exception):
    """An answer of 400 and above: its status, a message id, and what a developer may read."""

    def __init__(self, status: int, error: str, detail: str = "", *, retry_after_s: int = 0) -> None:
        """Keep the parts of the answer."""
        super().__init__(error)
        self.status = status
        self.error = error
        self.detail = detail
        self.retry_after_s = retry_after_s


def coding(request: Asked) -> str:
    """Return the content type that the sender reads: what it asks for, else what it sends, else msgpack."""
    asked = request.headers.get("accept", "") + request.headers.get("content-type", "")
    return JSON if JSON in asked and MSGPACK not in asked else MSGPACK


def message(request: Asked, said: msgspec.Struct) -> Response[bytes]:
    """Answer with `said`."""
    packed = wire.pack(said, coding(request))
    return Response(packed.body, headers=STAMP | packed.headers(), media_type=packed.content_type)


def problem(request: Asked, found: Problem) -> Response[bytes]:
    """Answer with an error."""
    packed = wire.pack(ErrorReply(found.error, found.detail), coding(request))
    headers = STAMP | packed.headers()
    if found.retry_after_s:
        headers["retry-after"] = str(found.retry_after_s)
    return Response(packed.body, status_code=found.status, headers=headers, media_type=packed.content_type)


def http_problem(request: Asked, error: HTTPException) -> Response[bytes]:
    """Answer what the framework refuses: an unknown path or method, a body over the limit."""
    names = {404: "hub.no_such_path", 405: "hub.no_such_path", 413: "wire.too_large"}
    return problem(request, Problem(error.status_code, names.get(error.status_code, "hub.bad_request")))


def bug(request: Asked, error: Exception) -> Response[bytes]:
    """Answer a bug: logged here, by kind and place, without what was sent."""
    _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return problem(request, Problem(500, "hub.failed"))
