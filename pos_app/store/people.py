"""People at a till: their keys, and the index that finds them by name. The wiring opens both, desks ask them."""

from __future__ import annotations

from pos_app.store.people_index import PeopleIndex, Person
from pos_app.store.people_keys import PeopleKeys

__all__ = ["PeopleIndex", "PeopleKeys", "Person"]
