"""What a child of the nursery can be: the programs of a shop, each run as its command runs it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from sync import daemon
from sync.hub import serve
from sync.hub.settings import HubSettings
from tests.faults.seller import sell_for_ever


def till(ready: Callable[[], None], *, folder: str, paper: str, seed: int) -> None:
    """A till that sells."""
    sell_for_ever(Path(folder), Path(paper), seed, ready)


def sync(_: Callable[[], None], *, folder: str) -> int:
    """The sync daemon."""
    return daemon.run(Path(folder))


def hub(_: Callable[[], None], *, folder: str, port: int) -> None:
    """The hub."""
    serve.serve(HubSettings(Path(folder)), "127.0.0.1", port)


ROLES: Final = {"till": till, "daemon": sync, "hub": hub}
