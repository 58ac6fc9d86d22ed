"""Opens a new epoch when the hub demands that the present one ends: before the till's next entry, and once.

Called by the register before it writes and by the till between two commands. A demand for an epoch that has ended
already (an old answer, a cache from before) is no demand.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pos_app.store.catalogue import Catalogue
from pos_app.store.journal import Journal

DEMANDED: Final = "hub_demanded"


class Epochs:
    """Watches for the hub's demand."""

    def __init__(self, journal: Journal, catalogue: Catalogue, day: Callable[[], str]) -> None:
        """`day` gives the business day of this moment."""
        self._journal = journal
        self._catalogue = catalogue
        self._day = day

    def obey(self) -> bool:
        """Open a new epoch when one is demanded; tell whether it was. Raises the journal's `Fault`."""
        demand = self._catalogue.epoch_demand()
        if demand is None or demand.epoch != self._journal.epoch:
            return False
        self._journal.open_epoch(DEMANDED, business_day=self._day())
        return True
