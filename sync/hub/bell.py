"""Wakes the long polls of a scope when something was committed there; belongs to the server's event loop."""

from __future__ import annotations

import asyncio

from sync.hub.tables import CHAIN_STORE


class Bell:
    """Who waits for which store; a change of the chain wakes all its stores. Call it on the loop only."""

    def __init__(self) -> None:
        """Begin with nobody waiting."""
        self._waiting: dict[tuple[str, str], set[asyncio.Event]] = {}

    def ring(self, chain: str, store: str) -> None:
        """Wake whoever waits for this scope."""
        for (of_chain, of_store), events in self._waiting.items():
            if of_chain == chain and store in {CHAIN_STORE, of_store}:
                for event in events:
                    event.set()

    def listen(self, chain: str, store: str) -> asyncio.Event:
        """Begin to wait, before the state is read, so that no change between the two is missed."""
        event = asyncio.Event()
        self._waiting.setdefault((chain, store), set()).add(event)
        return event

    def leave(self, chain: str, store: str, event: asyncio.Event) -> None:
        """Wait no more."""
        events = self._waiting.get((chain, store), set())
        events.discard(event)
        if not events:
            self._waiting.pop((chain, store), None)

    def close(self) -> None:
        """Wake everybody: the server stops."""
        for events in self._waiting.values():
            for event in events:
                event.set()
