"""Puts the hub together: `create_app` gives the ASGI application that uvicorn serves (`sync.hub.serve`)."""

from __future__ import annotations

from litestar import Litestar

from pos_app.clock import Clock, SystemClock
from sync.hub.settings import HubSettings


def create_app(settings: HubSettings, clock: Clock | None = None) -> Litestar:
    """Return the hub as an application; it opens and migrates its database when it starts."""
    clock = clock or SystemClock()
    return Litestar(route_handlers=[])
