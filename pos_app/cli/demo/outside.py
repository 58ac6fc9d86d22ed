"""What happens outside the till while the shift is played: the cable pulled, the cache deleted, an order placed.

The conductor does it when a scene asks by a word; the answer is one line.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import NamedTuple

from pos_app.cli import hub_desk, hub_orders
from pos_app.cli.demo.relay import Relay
from sync.hub.settings import HubSettings


class Outside(NamedTuple):
    """The till's folder, the cable to its hub, and the hub."""

    folder: Path
    relay: Relay
    hub: HubSettings

    def do(self, word: str) -> str:
        """Do what `word` says; return what the scene is told."""
        if word == "cut":
            self.relay.cut()
        elif word == "mend":
            self.relay.mend()
        elif word == "delete-cache":
            # The daemon makes its cache again while it is being deleted: every file of now goes, whatever comes after.
            for file in sorted((self.folder / "cache").iterdir()):
                file.unlink(missing_ok=True)
        elif word == "order":
            return self._order()
        return ""

    def _order(self) -> str:
        """Have a customer place an order online; tell the moment, its number, and the customer's code."""
        with hub_desk.opened(self.hub) as database:
            (line,) = hub_orders.place_demo(database, self.hub, 1)
        number, code = line.split("  ", 1)
        return f"{time.monotonic_ns() // 1_000_000}\t{number}\t{code}"
