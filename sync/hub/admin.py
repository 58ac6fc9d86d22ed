"""The admin side: enrolment codes, lists that people read, figures to reconcile by. JSON, under a token of its own."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from typing import Any, Final

import msgspec
from litestar import Response, Router, get, post
from sqlalchemy import Connection

from pos_app.domain.chain import Scope
from pos_app.domain.errors import Refusal
from sync.hub import bulk, enrolment, reports, settling
from sync.hub.replies import STAMP, Asked, Problem
from sync.hub.routes import gate
from sync.hub.settling import Settling
from sync.hub.tables import closed_day
from sync.protocol import JSON

_BODY_BYTES_MAX: Final = 10_000


class CodeWanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """POST /admin/code: for which store."""

    chain: str
    store: str


class Code(msgspec.Struct, frozen=True):
    """An enrolment code; shown this once."""

    code: str
    expires_ms: int


class DayClosed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """POST /admin/closed-day: entries of this business day that come later are listed."""

    chain: str
    store: str
    business_day: str


class Revoked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """POST /admin/revoke: the workstation's credentials end."""

    chain: str
    store: str
    workstation: str


def _said(value: object) -> Response[bytes]:
    return Response(msgspec.json.encode(value), headers=STAMP, media_type=JSON)


def _allowed(request: Asked) -> None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    wanted: str = request.app.state.admin_token
    if scheme.lower() != "bearer" or not hmac.compare_digest(token.strip().encode(), wanted.encode()):
        raise Problem(401, "credential.unknown")


async def _read(request: Asked, job: Callable[[Connection], object]) -> Response[bytes]:
    _allowed(request)
    central = gate(request).central

    def look() -> object:
        with central.db.reading() as tx:
            return job(tx)

    return _said(await central.read(look))


def _place(request: Asked) -> tuple[str, str]:
    chain, store = request.query_params.get("chain", ""), request.query_params.get("store", "")
    if not chain or not store:
        raise Problem(400, "hub.bad_request", "chain and store are needed")
    return chain, store


def _offset(request: Asked, name: str = "offset") -> int:
    text = request.query_params.get(name, "0")
    if not text.isascii() or not text.isdigit() or len(text) > 19:  # noqa: PLR2004 - digits of 2**63
        raise Problem(400, "hub.bad_request", name)
    return int(text)


def _everything(request: Asked) -> bool:
    return request.query_params.get("all", "") == "1"


@get("/summary")
async def summary(request: Asked) -> Response[bytes]:
    """Entries by kind and totals by currency and tender, per workstation."""
    return await _read(request, lambda tx: reports.summary(tx, *_place(request)))


@get("/exceptions")
async def exceptions(request: Asked) -> Response[bytes]:
    """What does not agree and nobody has settled; with `all=1` everything."""
    everything = _everything(request)
    return await _read(
        request, lambda tx: reports.exceptions(tx, *_place(request), _offset(request), everything=everything)
    )


@get("/quarantine")
async def quarantine(request: Asked) -> Response[bytes]:
    """Entries that nobody has settled; with `all=1` every one that ever was listed."""
    everything = _everything(request)
    return await _read(
        request, lambda tx: reports.quarantined(tx, *_place(request), _offset(request), everything=everything)
    )


@get("/stock")
async def stock(request: Asked) -> Response[bytes]:
    """The stock book by product id, after the product `after`."""
    after = request.query_params.get("after", "")
    return await _read(request, lambda tx: reports.stock_of(tx, *_place(request), after))


@get("/journals")
async def journals(request: Asked) -> Response[bytes]:
    """Every epoch of every workstation and where it ends."""
    return await _read(request, lambda tx: reports.journals(tx, *_place(request)))


@get("/entries")
async def entries(request: Asked) -> Response[bytes]:
    """Places and hashes of one epoch's entries after seq `after`."""
    chain, store = _place(request)
    scope = Scope(chain, store, request.query_params.get("workstation", ""))
    epoch, after = _offset(request, "epoch"), _offset(request, "after")
    return await _read(request, lambda tx: reports.entries(tx, scope, epoch, after))


async def _asked(request: Asked, shape: type[Any]) -> Any:  # noqa: ANN401 - the caller names the shape
    _allowed(request)
    return await gate(request).body(request, shape, _BODY_BYTES_MAX)


@post("/code", status_code=200)
async def code(request: Asked) -> Response[bytes]:
    """Make an enrolment code."""
    wanted: CodeWanted = await _asked(request, CodeWanted)
    central = gate(request).central
    now_ms = central.clock.wall_ms()

    def job() -> str:
        return enrolment.new_code(central.db, wanted.store, chain=wanted.chain, now_ms=now_ms)

    try:
        return _said(Code(await central.write(job), now_ms + enrolment.VALID_MS))
    except Refusal as refusal:
        raise Problem(422, refusal.message_id) from refusal


@post("/closed-day", status_code=200)
async def close_day(request: Asked) -> Response[bytes]:
    """Close a business day of a store."""
    closed: DayClosed = await _asked(request, DayClosed)
    central = gate(request).central

    def job() -> None:
        with central.db.writing() as tx:
            row = (closed.chain, closed.store, closed.business_day, central.clock.wall_ms())
            bulk.put(tx, closed_day, [row], "keep")

    await central.write(job)
    return _said({})


@post("/revoke", status_code=200)
async def revoke(request: Asked) -> Response[bytes]:
    """End the credentials of a workstation."""
    wanted: Revoked = await _asked(request, Revoked)
    central = gate(request).central
    scope = Scope(wanted.chain, wanted.store, wanted.workstation)
    ended = await central.write(lambda: enrolment.revoke(central.db, scope, central.clock.wall_ms()))
    return _said({"ended": ended})


@post("/settle", status_code=200)
async def settle(request: Asked) -> Response[bytes]:
    """Write down who looked at an entry, and what they found."""
    said: Settling = await _asked(request, Settling)
    central = gate(request).central

    def job() -> settling.Settled:
        with central.db.writing() as tx:
            return settling.settle(tx, said, central.clock.wall_ms())

    try:
        return _said(await central.write(job))
    except Refusal as refusal:
        raise Problem(422, refusal.message_id) from refusal


admin = Router(
    "/admin",
    route_handlers=[summary, exceptions, quarantine, stock, journals, entries, code, close_day, revoke, settle],
)
