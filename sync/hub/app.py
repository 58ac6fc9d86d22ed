"""Puts the hub together: `create_app` gives the ASGI application that uvicorn serves (`sync.hub.serve`)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import msgspec
from litestar import Litestar, Response, get
from litestar.exceptions import HTTPException
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from pos_app.clock import Clock, SystemClock
from sync.hub import keys
from sync.hub.admin import admin
from sync.hub.central import Central
from sync.hub.openapi import document
from sync.hub.replies import STAMP, Asked, Problem, bug, http_problem, problem
from sync.hub.routes import Gate, gate, protocol
from sync.hub.settings import HubSettings
from sync.protocol import JSON

_SLACK_BYTES: Final = 100_000
"""A packed body may be a little larger than what is in it."""


@get("/healthz")
async def healthz(request: Asked) -> Response[bytes]:
    """Say whether the database answers."""
    central = gate(request).central

    def look() -> None:
        with central.db.reading() as tx:
            tx.execute(select(1))

    try:
        await central.read(look)
    except SQLAlchemyError as error:
        raise Problem(503, "hub.database", type(error).__name__, retry_after_s=5) from error
    return Response(b'{"ok":true}', headers=STAMP, media_type=JSON)


@get("/openapi.json")
async def openapi() -> Response[bytes]:
    """Describe the endpoints, from the messages' own definitions."""
    return Response(msgspec.json.encode(document()), headers=STAMP, media_type=JSON)


def create_app(settings: HubSettings, clock: Clock | None = None) -> Litestar:
    """Return the hub as an application; it opens and migrates its database here, and works between start and stop."""
    settings.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    central = Central(settings, clock or SystemClock(), keys.hub_key(settings.folder))

    @asynccontextmanager
    async def working(app: Litestar) -> AsyncIterator[None]:
        app.state.gate = Gate(central)
        app.state.admin_token = settings.admin_token or keys.admin_token(settings.folder)
        await central.start()
        try:
            yield
        finally:
            await central.close()

    return Litestar(
        route_handlers=[protocol, admin, healthz, openapi],
        lifespan=[working],
        openapi_config=None,
        request_max_body_size=settings.batch_bytes_max + _SLACK_BYTES,
        exception_handlers={Problem: problem, HTTPException: http_problem, Exception: bug},
        logging_config=None,
    )
