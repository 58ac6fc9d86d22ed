"""What happens outside the till while the shift is played: the cable pulled, an order placed, a handheld at a shelf.

The conductor does it when a scene asks by a word; the answer is one line.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from pos_app.cli import hub_desk, hub_orders
from pos_app.cli.demo.child import Child
from pos_app.cli.demo.parts import HANDHELD
from pos_app.cli.demo.relay import Relay
from pos_app.domain.errors import Fault
from sync.hub.settings import HubSettings


class Outside:
    """The till's folder and the handheld's, the cable to their hub, and the hub."""

    def __init__(
        self, folder: Path, handheld: Path, out: Path, relay: Relay, hub: HubSettings, say: Callable[[str], None]
    ) -> None:
        """`say` tells people which scene is played."""
        self.folder, self._handheld, self._out, self._relay, self._hub = folder, handheld, out, relay, hub
        self._say = say
        self._stack = ExitStack()
        self._heard: Iterator[tuple[str, str]] = iter(())
        self._child: Child | None = None
        self.scenes: list[str] = []
        """What the handheld played, with its seconds."""

    def do(self, word: str) -> str:
        """Do what `word` says; return what the scene is told."""
        if word == "cut":
            self._relay.cut()
        elif word == "mend":
            self._relay.mend()
        elif word == "delete-cache":
            # The daemon makes its cache again while it is being deleted: every file of now goes, whatever comes after.
            for file in sorted((self.folder / "cache").iterdir()):
                file.unlink(missing_ok=True)
        elif word == "order":
            return self._order()
        elif word == "handheld":
            self._child = self._stack.enter_context(Child(self._handheld, self._out, HANDHELD))
            self._heard = self._child.heard()
            self._listen(until="pause")
        elif word == "handheld-on" and self._child is not None:
            self._child.answer("")
            self._listen(until="")
            if not self._child.ended_well():
                raise Fault("demo.not_shown", what=HANDHELD)
        return ""

    def close(self) -> None:
        """Leave no process behind."""
        if self._child is not None:
            self._child.kill()
        self._stack.close()

    def _listen(self, until: str) -> None:
        for word, rest in self._heard:
            if word == "scene":
                self._say(rest)
            elif word == "held":
                self.scenes.append(rest)
            elif word == "failed":
                raise Fault("demo.not_shown", what=rest)
            elif word == "ask" and rest == until:
                return

    def _order(self) -> str:
        """Have a customer place an order online; tell the moment, its number, and the customer's code."""
        with hub_desk.opened(self._hub) as database:
            (line,) = hub_orders.place_demo(database, self._hub, 1)
        number, code = line.split("  ", 1)
        return f"{time.monotonic_ns() // 1_000_000}\t{number}\t{code}"
