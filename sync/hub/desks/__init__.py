"""What the desks beside the counter post at the hub: members, orders, the shelf. One module each, and this registry.

A module gives `POSTERS`: by kind of entry, a function that `legs.Legs` calls for each arrived entry of that kind, in
the transaction that posts the batch. It writes its own tables; whatever it raises sets that one entry aside.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pos_app.domain.entries import Body
from sync.hub.desks import members, orders, shelf
from sync.hub.desks.posting import Arrived, Poster, Posting

__all__ = ["Arrived", "Poster", "Posting", "posters"]

_MODULES: Final[tuple[Mapping[type[Any], Poster], ...]] = (members.POSTERS, orders.POSTERS, shelf.POSTERS)
"""`POSTERS` of every module of this folder, in the order in which they post one entry."""


def posters(kind: type[Body]) -> tuple[Poster, ...]:
    """Return what posts a kind of entry beside its money and stock."""
    return _BY_KIND.get(kind, ())


def _by_kind() -> dict[type[Any], tuple[Poster, ...]]:
    found: dict[type[Any], tuple[Poster, ...]] = {}
    for module in _MODULES:
        for kind, poster in module.items():
            found[kind] = (*found.get(kind, ()), poster)
    return found


_BY_KIND: Final = _by_kind()
