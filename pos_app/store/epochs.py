"""Answers the hub's demand for a new epoch: the till's desk calls it before each entry, with what the cache says."""

from __future__ import annotations

from pos_app.domain.feed import EpochDemand
from pos_app.store.journal import Journal

REASON = "hub_demanded"


def open_demanded(journal: Journal, demand: EpochDemand | None, *, business_day: str) -> bool:
    """Open a new epoch when `demand` is for the one that is written; tell whether it was.

    A demand stays in the cache until the daemon has seen the new epoch: for an epoch that has ended it says nothing.
    """
    if demand is None or demand.epoch != journal.epoch:
        return False
    journal.open_epoch(REASON, business_day=business_day)
    return True
