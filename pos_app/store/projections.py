"""How an entry shows in the projections: one function, for the sale's transaction and for making them again.

What is here can be thrown away: `rebuild` makes it again from the entries alone. An entry that says something twice
(a hostile or doubled record) never stops a rebuild: the first one stays.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import msgspec

from pos_app.domain.chain import Header, open_body, read_header
from pos_app.domain.entries import (
    BasketAbandoned,
    Body,
    ClaimMade,
    ClaimReleased,
    EpochOpened,
    NoSale,
    Sale,
    ShiftOpened,
    SignedOff,
    SignedOn,
    StockMoved,
    stock_deltas,
    subjects,
)
from pos_app.domain.entries_members import MemberEnrolled, MemberErasureAsked, MemberRevealed
from pos_app.domain.entries_orders import OrderStep
from pos_app.domain.entries_shelf import DeliveryReceived, StockCounted, TransferSent
from pos_app.store.projection_tables import TABLES

_encode = msgspec.msgpack.Encoder().encode
_tenders_decoder = msgspec.msgpack.Decoder(list[tuple[str, int]])
_moves_decoder = msgspec.msgpack.Decoder(dict[str, int])

EVERYTHING: Final = 2**62
"""Above every position."""
_RECEIPT: Final = "INSERT INTO receipt VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_TOTAL: Final = """
    INSERT INTO day_total VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (business_day, currency, what) DO UPDATE SET count = count + excluded.count,
        amount = amount + excluded.amount, tax = tax + excluded.tax, rounding = rounding + excluded.rounding
"""
_MOVE: Final = """
    INSERT INTO stock_move VALUES (?, ?, ?, ?) ON CONFLICT (product_id, epoch, seq) DO NOTHING
"""


class At(NamedTuple):
    """Where and when the entry stands that is shown."""

    position: int
    header: Header


def project(connection: sqlite3.Connection, position: int, header: Header, body: Body) -> None:
    """Show the entry at `position` in the projections, within the caller's transaction."""
    at = At(position, header)
    _SHOWN[type(body)](connection, at, body)
    spoken_of = subjects(body)
    if spoken_of:
        rows = [(what, subject, position) for what, subject in spoken_of]
        connection.executemany("INSERT INTO subject VALUES (?, ?, ?) ON CONFLICT DO NOTHING", rows)


def _sale(connection: sqlite3.Connection, at: At, body: Sale) -> None:
    header, basket = at.header, body.basket
    connection.execute(
        _RECEIPT,
        (
            at.position,
            header.epoch,
            header.seq,
            body.receipt.kind,
            body.receipt.number,
            basket.sale_id,
            body.due,
            body.priced.tax,
            body.rounding,
            basket.currency,
            header.stamp.wall_ms,
            header.business_day,
            body.training,
            _encode([(tender.kind, tender.given - tender.change) for tender in body.tenders]),
            _encode(stock_deltas(body)),
        ),
    )


def _abandoned(connection: sqlite3.Connection, at: At, body: BasketAbandoned) -> None:
    connection.execute(_TOTAL, (at.header.business_day, body.basket.currency, "abandoned", 1, 0, 0, 0))


def _no_sale(connection: sqlite3.Connection, at: At, _body: NoSale) -> None:
    connection.execute(_TOTAL, (at.header.business_day, "", "no_sale", 1, 0, 0, 0))


def _shift_opened(connection: sqlite3.Connection, at: At, body: ShiftOpened) -> None:
    row = (
        body.shift,
        body.operator,
        body.currency,
        body.opening_float,
        at.header.stamp.wall_ms,
        at.header.business_day,
    )
    connection.execute(
        "INSERT INTO shift VALUES (?, ?, ?, ?, ?, ?, ?, '') ON CONFLICT (shift) DO NOTHING", (*row, at.position)
    )
    connection.execute(_TOTAL, (at.header.business_day, body.currency, "float", 1, body.opening_float, 0, 0))


def _signed_on(connection: sqlite3.Connection, _at: At, body: SignedOn) -> None:
    connection.execute("UPDATE shift SET signed_on = ? WHERE shift = ?", (body.operator, body.shift))


def _signed_off(connection: sqlite3.Connection, _at: At, body: SignedOff) -> None:
    connection.execute("UPDATE shift SET signed_on = '' WHERE shift = ?", (body.shift,))


def _claim_made(connection: sqlite3.Connection, at: At, body: ClaimMade) -> None:
    row = (body.claim, body.what, body.subject, body.amount, body.sale_id, at.position)
    connection.execute("INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?, 0) ON CONFLICT (claim) DO NOTHING", row)


def _claim_released(connection: sqlite3.Connection, at: At, body: ClaimReleased) -> None:
    connection.execute("UPDATE claim SET released = ? WHERE claim = ? AND released = 0", (at.position, body.claim))


def _epoch_opened(connection: sqlite3.Connection, at: At, body: EpochOpened) -> None:
    row = (at.header.epoch, at.header.workstation, body.reason, at.position)
    connection.execute("INSERT INTO epoch VALUES (?, ?, ?, ?) ON CONFLICT (epoch) DO NOTHING", row)


def adopt_epoch(connection: sqlite3.Connection, position: int, header: Header) -> None:
    """Show the epoch of an entry whose opening entry is lost: what is left of it must still reach the hub."""
    row = (header.epoch, header.workstation, "", position)
    connection.execute("INSERT INTO epoch VALUES (?, ?, ?, ?) ON CONFLICT (epoch) DO NOTHING", row)


def _stock_moved(connection: sqlite3.Connection, at: At, body: Body) -> None:
    moves = [(product_id, at.header.epoch, at.header.seq, delta) for product_id, delta in stock_deltas(body).items()]
    connection.executemany(_MOVE, moves)


def _by_subject(_connection: sqlite3.Connection, _at: At, _body: Body) -> None:
    """Found through what it speaks of; nothing more is kept of it."""


_SHOWN: Final[dict[type, Callable[..., None]]] = {
    Sale: _sale,
    BasketAbandoned: _abandoned,
    NoSale: _no_sale,
    ShiftOpened: _shift_opened,
    SignedOn: _signed_on,
    SignedOff: _signed_off,
    ClaimMade: _claim_made,
    ClaimReleased: _claim_released,
    EpochOpened: _epoch_opened,
    StockMoved: _stock_moved,
    OrderStep: _stock_moved,
    DeliveryReceived: _stock_moved,
    TransferSent: _stock_moved,
    StockCounted: _by_subject,
    MemberEnrolled: _by_subject,
    MemberRevealed: _by_subject,
    MemberErasureAsked: _by_subject,
}
"""A test holds this against the union of bodies."""


def moves_of(packed: bytes) -> dict[str, int]:
    """Return the stock moves that a row of `receipt` carries: thousandths by product id."""
    return _moves_decoder.decode(packed)


def filed_position(connection: sqlite3.Connection) -> int:
    """Return up to which position receipts are summed and can be looked up by sale, number and product."""
    (position,) = connection.execute("SELECT position FROM filed").fetchone()
    assert isinstance(position, int)
    return position


def sums_of(
    connection: sqlite3.Connection, after: int, up_to: int = EVERYTHING
) -> dict[tuple[str, str, str], tuple[int, int, int, int]]:
    """Return what the receipts in a span of positions add to the day's sums.

    By business day, currency and what: how many, amount, tax, rounding.
    """
    sums: dict[tuple[str, str, str], tuple[int, int, int, int]] = {}

    def add(key: tuple[str, str, str], *more: int) -> None:
        count, amount, tax, rounding = sums.get(key, (0, 0, 0, 0))
        sums[key] = (count + more[0], amount + more[1], tax + more[2], rounding + more[3])

    rows = connection.execute(
        "SELECT business_day, currency, total, tax, rounding, training, tenders FROM receipt"
        " WHERE position > ? AND position <= ?",
        (after, up_to),
    )
    for day, currency, total, tax, rounding, training, tenders in rows:
        add((day, currency, "training" if training else "sale"), 1, total, tax, rounding)
        if not training:
            for kind, settled in _tenders_decoder.decode(tenders):
                add((day, currency, f"tender.{kind}"), 1, settled, 0, 0)
    return sums


def file_receipts(connection: sqlite3.Connection, up_to: int = EVERYTHING) -> None:
    """File the receipts that are not filed yet (up to a position), within the caller's transaction."""
    after = filed_position(connection)
    rows = connection.execute(
        "SELECT position, epoch, seq, kind, number, sale_id, moves FROM receipt WHERE position > ? AND position <= ?",
        (after, up_to),
    ).fetchall()
    if not rows:
        return
    connection.executemany(_TOTAL, [(*key, *added) for key, added in sums_of(connection, after, up_to).items()])
    connection.executemany(
        "INSERT INTO receipt_by_sale VALUES (?, ?) ON CONFLICT (sale_id) DO NOTHING", [(r[5], r[0]) for r in rows]
    )
    connection.executemany(
        "INSERT INTO receipt_by_number VALUES (?, ?, ?, ?) ON CONFLICT (epoch, kind, number) DO NOTHING",
        [(r[1], r[3], r[4], r[0]) for r in rows],
    )
    connection.executemany(
        _MOVE, [(product, r[1], r[2], delta) for r in rows for product, delta in moves_of(r[6]).items()]
    )
    connection.execute("UPDATE filed SET position = ?", (rows[-1][0],))


def create(connection: sqlite3.Connection) -> None:
    """Make the projections empty, dropping what was there, within the caller's transaction."""
    for name, statement in TABLES.items():
        connection.execute(f"DROP TABLE IF EXISTS {name}")
        connection.execute(statement)
    connection.execute("INSERT INTO filed (one, position) VALUES (1, 0)")


def missing(connection: sqlite3.Connection) -> list[str]:
    """Return the projections that the database lacks."""
    present = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    return [name for name in TABLES if name not in present]


def rebuild(connection: sqlite3.Connection) -> int:
    """Make the projections again from the entries, within the caller's transaction; return how many were shown."""
    create(connection)
    shown = 0
    epochs: set[int] = set()
    for position, header, body in readable(connection):
        if header.epoch not in epochs and not isinstance(body, EpochOpened):
            adopt_epoch(connection, position, header)
        epochs.add(header.epoch)
        project(connection, position, header, body)
        shown += 1
    file_receipts(connection)
    return shown


def readable(connection: sqlite3.Connection) -> Iterator[tuple[int, Header, Body]]:
    """Give every entry that this program can read, in the order of writing."""
    rows = connection.execute(
        "SELECT position, header, body FROM entry WHERE typeof(header) = 'blob' AND typeof(body) = 'blob'"
        " ORDER BY position"
    )
    for position, header, body in rows:
        try:
            yield position, read_header(header), open_body(body)
        except msgspec.DecodeError:
            continue
