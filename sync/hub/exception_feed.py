"""Carries the open exceptions of a store into its feed, so that its people see them and when they are settled.

`Central` calls `refresh` when the store's counter of exceptions was raised: by posting, by the stock feed, by a
settlement. The list at the hub's own desk stays the whole one; a till follows the newest.
"""

from __future__ import annotations

from typing import Final

import msgspec
from sqlalchemy import Connection, select

from pos_app.domain.open_exceptions import OpenException, key_of
from sync.hub import counters
from sync.hub.publish import write_bodies
from sync.hub.tables import exception, feed_row

STREAM: Final = "exception"
FOLLOWED_MAX: Final = 500
"""Open exceptions of a store that its tills follow: the newest."""
_TEXT_MAX: Final = 200
_encoder: Final = msgspec.msgpack.Encoder(order="deterministic")
_x, _f = exception, feed_row


def refresh(tx: Connection, chain: str, store: str) -> int:
    """Bring the stream in step with the list; return how many rows changed."""
    counters.lock(tx, chain, store, counters.FEED)
    here = (_x.c.chain == chain) & (_x.c.store == store) & _x.c.settled_ms.is_(None)
    found = tx.execute(
        select(_x.c.kind, _x.c.subject, _x.c.workstation, _x.c.epoch, _x.c.seq, _x.c.expected, _x.c.found, _x.c.made_ms)
        .where(here)
        .order_by(_x.c.made_ms.desc(), _x.c.workstation, _x.c.epoch, _x.c.seq.desc(), _x.c.kind, _x.c.subject)
        .limit(FOLLOWED_MAX)
    )
    rows = [
        OpenException(
            kind[:_TEXT_MAX], subject[:_TEXT_MAX], station, epoch, seq, due[:_TEXT_MAX], had[:_TEXT_MAX], made
        )
        for kind, subject, station, epoch, seq, due, had, made in found
    ]
    bodies = {key_of(row): _encoder.encode(row) for row in rows}
    live = (_f.c.chain == chain) & (_f.c.store == store) & (_f.c.stream == STREAM) & _f.c.deleted.is_(False)
    gone = [key for key in tx.execute(select(_f.c.key).where(live)).scalars() if key not in bodies]
    return write_bodies(tx, chain, store, STREAM, bodies | dict.fromkeys(gone, b""))
