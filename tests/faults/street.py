"""A small shop of processes for the fault tests: a seeded hub, one bad line, and workstations that are enrolled."""

from __future__ import annotations

import contextlib
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from pos_app.cli import hub_desk, reconcile
from pos_app.cli.demo import stage
from pos_app.cli.workstation import CACHE
from pos_app.demo import shop
from pos_app.store import identity
from pos_app.store.catalogue import Catalogue
from sync.enrol import enrol
from sync.hub import figures, stock
from sync.hub.figures import HubFigures
from sync.hub.settings import HubSettings
from tests.faults.nursery import Nursery

LIMIT_S = 30
OPENING: Final = {level.product_id: 1_000_000_000 for level in shop.stock()}
"""A million of everything, thousandths: a till that sells for minutes must not sell out, for the hub flags that."""
_PAUSE = threading.Event()


def until(holds: Callable[[], object], what: str, limit_s: float = LIMIT_S) -> float:
    """Wait until the condition holds; return the seconds it took."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < limit_s, f"not within {limit_s} s: {what}"
        _PAUSE.wait(0.05)
    return time.monotonic() - began


class Street:
    """One hub with the demo store, and what runs around it."""

    def __init__(self, folder: Path, nursery: Nursery) -> None:
        self.nursery = nursery
        self.settings = HubSettings(folder / "hub")
        self.port = stage.free_port()
        self._folder = folder
        self._hub = 0
        self.settings.folder.mkdir(parents=True)
        with hub_desk.opened(self.settings) as database:
            hub_desk.seed(database, self.settings)
            with database.writing() as transaction:
                stock.set_on_hand(transaction, shop.CHAIN, shop.STORE, OPENING)

    @property
    def hub_folder(self) -> Path:
        return self.settings.folder

    def open_hub(self) -> int:
        """Start the hub's process and wait until it listens."""
        self._hub = self.nursery.start("hub", folder=str(self.hub_folder), port=self.port)
        until(lambda: _listens(self.port), "the hub listens")
        return self._hub

    def kill_hub(self) -> None:
        """The network is cut, or the hub is gone: for a till it is the same."""
        self.nursery.kill(self._hub)

    def stop_hub(self) -> int:
        """Ask the hub to stop, and return its exit code."""
        return self.nursery.kill(self._hub, signal.SIGTERM)

    def code(self) -> str:
        """Return a new enrolment code."""
        with hub_desk.opened(self.settings) as database:
            return hub_desk.new_code(database, shop.STORE)

    def workstation(self, name: str, port: int = 0) -> Path:
        """Enrol a workstation; it speaks to the hub through `port`. The hub must be open."""
        folder = self._folder / name
        who = enrol(folder, f"http://127.0.0.1:{self.port}", self.code(), name)
        if port:
            through = msgspec.structs.replace(who, hub=f"http://127.0.0.1:{port}")
            identity.write(folder, through, identity.credential(folder))
        return folder

    def figures(self, folder: Path) -> HubFigures:
        """Return what the hub has of the workstation in the data `folder`."""
        with hub_desk.opened(self.settings) as database:
            return figures.of_workstation(database, identity.read(folder).scope)

    def entries_at_hub(self, folder: Path) -> int:
        """Return how many entries of the workstation the hub has."""
        return sum(len(versions) for versions in self.figures(folder).entries.values())

    def hashes_at_hub(self, folder: Path) -> set[str]:
        """Return the hashes of everything that the hub keeps of the workstation."""
        return {each for versions in self.figures(folder).entries.values() for each in versions}

    @contextlib.contextmanager
    def daemon(self, folder: Path) -> Iterator[int]:
        """Run the folder's daemon while the block lasts; it is killed at the end."""
        pid = self.nursery.start("daemon", folder=str(folder))
        try:
            yield pid
        finally:
            self.nursery.kill(pid)


def filled(folder: Path) -> bool:
    """Tell whether the till's catalogue has come."""
    catalogue = Catalogue.open(folder / CACHE, shop.STORE)
    try:
        generation = catalogue.generation
        return generation is not None and generation.positions.chain > 0 and bool(catalogue.operators())
    finally:
        catalogue.close()


def delivered(street: Street, folder: Path) -> bool:
    """Tell whether the hub has exactly the entries of the journal in `folder`."""
    scope, till = reconcile.of_till(folder)
    assert scope.store == shop.STORE
    return street.figures(folder).entries == {place: (said,) for place, said in till.entries.items()}


def _listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False
