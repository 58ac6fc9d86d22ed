"""Counts in the stock book: what stood there at a moment, whatever arrives before or after it and in which order.

The book of a product is the figure of its newest count (by its own moment) and the sum of the moves after that
moment. It is kept as one more row of the stock table: a correction that makes up what all else says of the time before
the count. `Legs.write` calls `settle` once a batch; a batch without a counted product pays one question.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Row, bindparam, func, select, update

from pos_app.domain.chain import read_header
from pos_app.domain.entries import Sale, StockMoved, stock_deltas
from pos_app.domain.entries_orders import OrderStep
from pos_app.domain.entries_shelf import DeliveryReceived, StockCounted, TransferSent
from pos_app.domain.money import AMOUNT_LIMIT
from sync.hub import bulk, stock
from sync.hub.accept import understood
from sync.hub.among import among
from sync.hub.tables import entry, quarantine, stock_anchor, stock_count
from sync.hub.tables import stock as stock_table

CORRECTION: Final = 1
"""Epoch of the row that makes a count true, in the journal of what no workstation moved."""
SKEW_MS: Final = 24 * 3_600_000
"""An entry that says to be made so long after it arrived has a wrong clock: it is taken as made then."""
AGE_MAX_MS: Final = 31 * 24 * 3_600_000
"""An older count is set aside: everything since would have to be read again."""
PAGE: Final = 1_000
"""Entries read at once when the moves since a moment are summed up."""
FAILED: Final = "posting.failed"
_MOVING: Final = tuple(
    str(kind.__struct_config__.tag) for kind in (Sale, StockMoved, OrderStep, DeliveryReceived, TransferSent)
)

_e, _a, _c, _s = entry, stock_anchor, stock_count, stock_table
_anchors = select(_a.c.product, _a.c.moment, _a.c.hash, _a.c.position).where(
    _a.c.chain == bindparam("c"), _a.c.store == bindparam("s"), among(_a.c.product, "products")
)
_stamps = select(_e.c.position, _e.c.header, _e.c.arrived_ms).where(
    _e.c.chain == bindparam("c"), _e.c.store == bindparam("s"), among(_e.c.position, "positions")
)
_back = (
    select(_e.c.position, _e.c.header, _e.c.arrived_ms, _e.c.kind, _e.c.body)
    .where(
        _e.c.chain == bindparam("c"),
        _e.c.store == bindparam("s"),
        _e.c.position < bindparam("before"),
        _e.c.kind.in_(_MOVING),
    )
    .order_by(_e.c.position.desc())
    .limit(PAGE)
)
_books = (
    select(_s.c.product, func.sum(_s.c.moved))
    .where(_s.c.chain == bindparam("c"), _s.c.store == bindparam("s"), among(_s.c.product, "products"))
    .group_by(_s.c.product)
)
Arrived = Row[*tuple[Any, ...]]
Moved = tuple[Arrived, Mapping[str, int]]
"""A posted entry and what it moves, thousandths by product."""
Counted = tuple[Arrived, StockCounted]


class Anchor(NamedTuple):
    """The count that a product's book goes by; the larger of two is the newer."""

    moment: int
    hash: bytes
    position: int


class Line(NamedTuple):
    """One counted line with its place in time."""

    anchor: Anchor
    product: str
    counted: int
    row: Arrived
    body: StockCounted


class Place(NamedTuple):
    """Whose book it is."""

    tx: Connection
    chain: str
    store: str


def absurd(body: StockCounted) -> bool:
    """Tell whether no shelf can hold what was counted."""
    return any(not 0 <= line.counted < AMOUNT_LIMIT for line in body.lines)


def too_old(body: StockCounted, now_ms: int) -> bool:
    """Tell whether a line lies so far back that its count is not taken into the book."""
    return any(line.at_ms < now_ms - AGE_MAX_MS for line in body.lines)


def settle(at: Place, moved: Sequence[Moved], counted: Sequence[Counted]) -> set[str]:
    """Take a batch's late moves and its counts into the book; return the products whose counts say something new.

    The batch's moves stand in the stock table already. The caller holds the store's lock on posting.
    """
    products = {product for _, deltas in moved for product in deltas}
    products.update(line.product_id for _, body in counted for line in body.lines)
    if not products:
        return set()
    last = max(row.position for row, _ in (*moved, *counted))
    anchors = _known(at, products)
    touched = _absorb(at, anchors, moved) if anchors else set()
    if not counted:
        return touched
    lines = _lines(at, counted)
    newer = [line for line in lines if line.product not in anchors or line.anchor > anchors[line.product]]
    expected = _anchor(at, newer, last)
    rows = [
        (at.chain, at.store, line.product, line.anchor.position, line.row.workstation, line.body.count,
         line.body.operator, line.body.area, line.row.business_day, line.row.epoch, line.row.seq,
         line.anchor.moment, line.counted, expected.get((line.product, line.anchor.position)))
        for line in lines
    ]  # fmt: skip
    bulk.put(at.tx, stock_count, rows, "keep")
    # A count moves nothing, but the row of the feed must say that it is in it.
    said = {(line.row.workstation, line.row.epoch, line.product): line.row.seq for line in lines}
    held = [(at.chain, at.store, product, of, epoch, 0, seq) for (of, epoch, product), seq in said.items()]
    bulk.put(at.tx, stock_table, held, "merge", adds=("moved",), tops=("seq",))
    return touched | {line.product for line in lines}


def _known(at: Place, products: Iterable[str]) -> dict[str, Anchor]:
    found = at.tx.execute(_anchors, {"c": at.chain, "s": at.store, "products": list(products)})
    return {product: Anchor(moment, hashed, position) for product, moment, hashed, position in found}


def _absorb(at: Place, anchors: Mapping[str, Anchor], moved: Sequence[Moved]) -> set[str]:
    """Take out of the book again what moved before the count that it goes by; return those products."""
    meant = [(row, deltas) for row, deltas in moved if not anchors.keys().isdisjoint(deltas)]
    moments = _moments(at, [row.position for row, _ in meant])
    late: dict[str, int] = {}
    for row, deltas in meant:
        for product, by in deltas.items():
            if product in anchors and moments[row.position] <= anchors[product].moment:
                late[product] = late.get(product, 0) + by
    _correct(at, {product: -by for product, by in late.items()})
    for product, by in late.items():
        told = (_c.c.chain == at.chain) & (_c.c.store == at.store) & (_c.c.product == product)
        now = told & (_c.c.position == anchors[product].position)
        at.tx.execute(update(_c).where(now).values(expected=_c.c.expected + by))
    return set(late)


def _correct(at: Place, by: Mapping[str, int]) -> None:
    rows = [(at.chain, at.store, product, stock.OPENING, CORRECTION, delta, 0) for product, delta in by.items()]
    bulk.put(at.tx, stock_table, rows, "merge", adds=("moved",), tops=("seq",))


def _lines(at: Place, counted: Sequence[Counted]) -> list[Line]:
    """Return every counted line, oldest first; the last one counts where a sheet has a product twice."""
    ends = _moments(at, [row.position for row, _ in counted])
    lines: dict[tuple[int, str], Line] = {}
    for row, body in counted:
        for said in body.lines:
            anchor = Anchor(min(said.at_ms, ends[row.position]), row.hash, row.position)
            lines[row.position, said.product_id] = Line(anchor, said.product_id, said.counted, row, body)
    return sorted(lines.values(), key=lambda line: line.anchor)


def _anchor(at: Place, lines: Sequence[Line], last: int) -> dict[tuple[str, int], int]:
    """Let the book go by `lines`, oldest first; return what was expected, by product and position."""
    if not lines:
        return {}
    products = sorted({line.product for line in lines})
    here = {"c": at.chain, "s": at.store, "products": products}
    books = dict.fromkeys(products, 0) | {product: int(total) for product, total in at.tx.execute(_books, here)}
    since = _moved_since(at, {(line.product, line.anchor.moment) for line in lines}, last)
    expected: dict[tuple[str, int], int] = {}
    corrections: dict[str, int] = {}
    for line in lines:
        then = books[line.product] - since[line.product, line.anchor.moment]
        expected[line.product, line.anchor.position] = then
        corrections[line.product] = corrections.get(line.product, 0) + line.counted - then
        books[line.product] += line.counted - then
    _correct(at, corrections)
    newest = {line.product: line for line in lines}
    rows = [
        (at.chain, at.store, product, line.anchor.moment, line.anchor.position, line.counted, line.anchor.hash)
        for product, line in newest.items()
    ]
    bulk.put(at.tx, stock_anchor, rows, "replace")
    return expected


def _moved_since(at: Place, wanted: set[tuple[str, int]], last: int) -> dict[tuple[str, int], int]:
    """Return what moved after each moment, by product and moment, of all entries up to the position `last`."""
    sums = dict.fromkeys(wanted, 0)
    since: dict[str, list[int]] = {}
    for product, moment in wanted:
        since.setdefault(product, []).append(moment)
    for made_ms, deltas in _posted(at, min(moment for _, moment in wanted), last):
        for product, by in deltas.items():
            for moment in since.get(product, ()):
                if made_ms > moment:
                    sums[product, moment] += by
    return sums


def _posted(at: Place, horizon_ms: int, last: int) -> Iterable[tuple[int, Mapping[str, int]]]:
    """Give moment and moves of every posted entry that may be made after `horizon_ms`, the newest first."""
    q = quarantine
    lost = select(q.c.position).where(q.c.chain == at.chain, q.c.store == at.store, q.c.reason == FAILED)
    failed = set(at.tx.execute(lost).scalars())
    here: dict[str, Any] = {"c": at.chain, "s": at.store, "before": last + 1}
    while page := at.tx.execute(_back, here).all():
        for row in page:
            body = understood(row.kind, row.body)
            deltas = {} if isinstance(body, str) or row.position in failed else stock_deltas(body)
            if deltas and max(map(abs, deltas.values())) < AMOUNT_LIMIT:
                yield _moment(row.header, row.arrived_ms), deltas
        if all(row.arrived_ms < horizon_ms - SKEW_MS for row in page):
            return
        here["before"] = page[-1].position


def _moments(at: Place, positions: Sequence[int]) -> dict[int, int]:
    if not positions:
        return {}
    found = at.tx.execute(_stamps, {"c": at.chain, "s": at.store, "positions": list(positions)})
    return {position: _moment(header, arrived_ms) for position, header, arrived_ms in found}


def _moment(header: bytes, arrived_ms: int) -> int:
    return min(read_header(header).stamp.wall_ms, arrived_ms + SKEW_MS)
