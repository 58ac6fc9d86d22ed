"""Own entries found by what they speak of: a member, an order, a counted product. Asked through `Journal`.

A desk adds them to the row of the cache that does not contain them yet (`not_in`).
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Mapping, Sequence

import msgspec

from pos_app.domain.chain import digest, open_body, read_header
from pos_app.store.journal_records import Recorded

_log = logging.getLogger(__name__)


def entries_about(connection: sqlite3.Connection, what: str, subject: str) -> list[Recorded]:
    """Return this workstation's entries that speak of one thing, in the order of writing."""
    rows = connection.execute(
        "SELECT e.position, e.header, e.body, e.hash FROM subject s JOIN entry e ON e.position = s.position"
        " WHERE s.what = ? AND s.id = ? ORDER BY s.position",
        (what, subject),
    )
    found = []
    for position, header, body, hashed in rows:
        if not isinstance(header, bytes) or not isinstance(body, bytes) or digest(header, body) != hashed:
            _log.error("the entry at %d is not as it was written", position)
            continue
        try:
            found.append(Recorded(position, read_header(header), open_body(body)))
        except msgspec.DecodeError:
            _log.error("the entry at %d cannot be read", position)
    return found


def subjects_after(connection: sqlite3.Connection, what: str, position: int) -> list[str]:
    """Return the ids of the things of one kind that entries after `position` speak of."""
    rows = connection.execute(
        "SELECT DISTINCT id FROM subject WHERE what = ? AND position > ? ORDER BY id", (what, position)
    )
    return [subject for (subject,) in rows]


def not_in(entries: Sequence[Recorded], contains: Mapping[str, int]) -> list[Recorded]:
    """Return those that a feed row, by its `contains` ("workstation/epoch" to seq), does not hold yet."""
    return [
        each for each in entries if each.header.seq > contains.get(f"{each.header.workstation}/{each.header.epoch}", 0)
    ]
