"""The endpoints as one table, and the OpenAPI document made from it and from the messages' own definitions.

`docs/PROTOCOL.md` is made from the same table; a test compares it with the routes that the hub really has.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import msgspec

from sync import protocol
from sync.hub import admin, reports, settling
from sync.protocol import JSON, MSGPACK, VERSION, VERSION_HEADER


class Endpoint(NamedTuple):
    """One route: what it takes and gives (msgspec shapes; None for nothing), and who may ask."""

    method: str
    path: str
    takes: Any
    gives: Any
    who: str
    query: tuple[str, ...] = ()
    about: str = ""


_STORE: Final = ("chain", "store")
PROTOCOL: Final = (
    Endpoint("post", protocol.ENROL_PATH, protocol.EnrolRequest, protocol.EnrolReply, "anyone"),
    Endpoint("post", protocol.HELLO_PATH, protocol.HelloRequest, protocol.HelloReply, "workstation"),
    Endpoint("post", protocol.PUSH_PATH, protocol.PushRequest, protocol.PushReply, "workstation"),
    Endpoint("post", protocol.CLAIM_PATH, protocol.ClaimRequest, protocol.ClaimReply, "workstation"),
    Endpoint("post", protocol.RINGS_PATH, protocol.RingsRequest, protocol.RingsReply, "workstation"),
    Endpoint("get", protocol.FEED_PATH, None, protocol.FeedReply, "workstation", ("chain", "store", "wait_ms")),
    Endpoint("get", protocol.SNAPSHOT_PATH + "{snapshot_id}", None, None, "workstation", about="Range; 206 or 200"),
)
ADMIN: Final = (
    Endpoint("get", "/admin/summary", None, reports.Summary, "admin", _STORE),
    Endpoint("get", "/admin/exceptions", None, list[reports.Exceptional], "admin", (*_STORE, "offset", "all")),
    Endpoint("get", "/admin/quarantine", None, list[reports.Quarantined], "admin", (*_STORE, "offset", "all")),
    Endpoint("get", "/admin/stock", None, list[reports.StockOf], "admin", (*_STORE, "after")),
    Endpoint("get", "/admin/journals", None, list[reports.JournalAt], "admin", _STORE),
    Endpoint("get", "/admin/entries", None, list[reports.EntryAt], "admin", (*_STORE, "workstation", "epoch", "after")),
    Endpoint("post", "/admin/code", admin.CodeWanted, admin.Code, "admin"),
    Endpoint("post", "/admin/closed-day", admin.DayClosed, None, "admin"),
    Endpoint("post", "/admin/revoke", admin.Revoked, None, "admin"),
    Endpoint("post", "/admin/settle", settling.Settling, settling.Settled, "admin"),
)
OPEN: Final = (
    Endpoint("get", "/healthz", None, None, "anyone", about="200 when the database answers, else 503"),
    Endpoint("get", "/openapi.json", None, None, "anyone", about="this document"),
)
ENDPOINTS: Final = PROTOCOL + ADMIN + OPEN
_REF: Final = "#/components/schemas/{name}"


def document() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document."""
    shapes = [shape for e in ENDPOINTS for shape in (e.takes, e.gives) if shape is not None] + [protocol.ErrorReply]
    schemas, components = msgspec.json.schema_components(shapes, ref_template=_REF)
    named = dict(zip(map(str, shapes), schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in ENDPOINTS:
        paths.setdefault(endpoint.path, {})[endpoint.method] = _operation(endpoint, named)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Point of sale hub", "version": str(VERSION)},
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "workstation": {"type": "http", "scheme": "bearer"},
                "admin": {"type": "http", "scheme": "bearer"},
            },
        },
    }


def _operation(endpoint: Endpoint, named: dict[str, Any]) -> dict[str, Any]:
    codings = (MSGPACK, JSON) if endpoint in PROTOCOL else (JSON,)
    wanted: list[dict[str, Any]] = [
        {"name": name, "in": "query", "schema": {"type": "string"}} for name in endpoint.query
    ]
    if endpoint in PROTOCOL:
        schema = {"type": "string", "const": str(VERSION)}
        wanted.append({"name": VERSION_HEADER, "in": "header", "required": True, "schema": schema})
    wanted += [
        {"name": part[1:-1], "in": "path", "required": True, "schema": {"type": "string"}}
        for part in endpoint.path.split("/")
        if part.startswith("{")
    ]
    found: dict[str, Any] = {
        "operationId": f"{endpoint.method} {endpoint.path}",
        "description": endpoint.about or (getattr(endpoint.takes or endpoint.gives, "__doc__", None) or ""),
        "parameters": wanted,
        "responses": {"200": {"description": "Done."}, "default": {"description": "Not done."}},
    }
    if endpoint.who != "anyone":
        found["security"] = [{endpoint.who: []}]
    if endpoint.takes is not None:
        found["requestBody"] = {"required": True, "content": _content(named[str(endpoint.takes)], codings)}
    if endpoint.gives is not None:
        found["responses"]["200"]["content"] = _content(named[str(endpoint.gives)], codings)
    found["responses"]["default"]["content"] = _content(named[str(protocol.ErrorReply)], codings)
    return found


def _content(schema: dict[str, Any], codings: tuple[str, ...]) -> dict[str, Any]:
    return {coding: {"schema": schema} for coding in codings}
