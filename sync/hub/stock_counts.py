"""Counts in the stock book: what stood there at a moment, whatever arrives before or after it and in which order.

The book of a product is the figure of its newest count (by its own moment; `area_counts` says which counts of areas
add up) and the sum of the moves after that moment. It is kept as one more row of the stock table: a correction that
makes up what all else says of the time before the count. `Legs.write` calls `settle` once a batch; a batch without a
counted product pays one question.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Row, bindparam, func, select, update

from pos_app.domain.area_counts import CYCLE_MS, Count, Standing, counts_for, counts_in, standing
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
_anchors = select(_a.c.product, _a.c.moment, _a.c.hash, _a.c.position, _a.c.counted, _a.c.first, _a.c.last).where(
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
_told = select(
    _c.c.product, _c.c.moment, _c.c.hash, _c.c.counted, _c.c.area, _c.c.adds_up, _c.c.more_elsewhere, _c.c.position,
    _c.c.expected,
).where(
    _c.c.chain == bindparam("c"), _c.c.store == bindparam("s"), among(_c.c.product, "products"),
    _c.c.moment >= bindparam("since"),
)  # fmt: skip
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
    """The count that a product's book goes by, and the figure of which it is the last part."""

    moment: int
    hash: bytes
    position: int
    counted: int
    first: int
    last: int


class Line(NamedTuple):
    """One counted line of a batch with its place in time."""

    counted: Count
    product: str
    row: Arrived
    body: StockCounted


Window = tuple[str, int, int]
"""A product, and from when to when the figure was counted that its book goes by."""
Expected = dict[tuple[str, int], int | None]
"""What the book said when a line was counted, by product and position."""


class Change(NamedTuple):
    """A product's book goes by another count, or by the same one with another area's figure."""

    product: str
    was: Anchor | None
    now: Anchor
    together: bool
    """The earlier count is a part of the figure: what was expected then is expected still."""


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
    expected = _anchor(at, anchors, lines, last)
    rows = [
        (at.chain, at.store, line.product, line.row.position, line.row.workstation, line.body.count,
         line.body.operator, line.body.area, line.row.business_day, line.row.epoch, line.row.seq,
         line.counted.at_ms, line.counted.figure, expected.get((line.product, line.row.position)),
         line.counted.adds_up, line.counted.more_elsewhere, line.row.hash)
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
    return {product: Anchor(*row) for product, *row in found}


def _absorb(at: Place, anchors: Mapping[str, Anchor], moved: Sequence[Moved]) -> set[str]:
    """Take out of the book again what moved before the count that it goes by; return those products."""
    meant = [(row, deltas) for row, deltas in moved if not anchors.keys().isdisjoint(deltas)]
    moments = _moments(at, [row.position for row, _ in meant])
    late: dict[str, int] = {}
    for row, deltas in meant:
        for product, by in deltas.items():
            anchor = anchors.get(product)
            if anchor and not counts_for(by, moments[row.position], anchor.first, anchor.last):
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
        for product, said in counts_in(body, row.hash):
            made = said._replace(at_ms=min(said.at_ms, ends[row.position]))
            lines[row.position, product] = Line(made, product, row, body)
    return sorted(lines.values(), key=lambda line: line.counted)


def _anchor(at: Place, anchors: Mapping[str, Anchor], lines: Sequence[Line], last: int) -> Expected:
    """Let the book go by `lines`, oldest first; return what was expected, by product and position."""
    products = sorted({line.product for line in lines})
    told, expected = _earlier(at, anchors, lines)
    changes = _changes(anchors, lines, told)
    here = {"c": at.chain, "s": at.store, "products": products}
    books = dict.fromkeys(products, 0) | {product: int(total) for product, total in at.tx.execute(_books, here)}
    windows = {(each.product, anchor.first, anchor.last) for each in changes for anchor in each[1:3] if anchor}
    since = _moved_since(at, windows, last)
    before, corrections = dict(expected), dict[str, int]()
    for product, was, now, together in changes:
        then = books[product] - since[product, now.first, now.last]
        delta, found = now.counted - then, then
        if was is not None:
            going = since[product, was.first, was.last] - since[product, now.first, now.last]
            earlier = expected.get((product, was.position))
            if was.position == now.position:  # another area's count of before came late, or one of after joined it
                delta = now.counted - was.counted - going
            if together and earlier is not None:
                found = earlier + going
                expected[product, was.position] = None
        expected[product, now.position] = found
        books[product] += delta
        corrections[product] = corrections.get(product, 0) + delta
    _correct(at, corrections)
    newest = {each.product: each.now for each in changes}
    rows = [
        (at.chain, at.store, product, now.moment, now.position, now.counted, now.hash, now.first, now.last)
        for product, now in newest.items()
    ]
    bulk.put(at.tx, stock_anchor, rows, "replace")
    _follow(at, before, expected)
    return expected


def _earlier(
    at: Place, anchors: Mapping[str, Anchor], lines: Sequence[Line]
) -> tuple[dict[str, dict[Count, int]], Expected]:
    """Return the earlier counts that `lines` may add up with, by product with their position; and what was expected."""
    moments = [line.counted.at_ms for line in lines]
    moments += [anchors[line.product].moment for line in lines if line.product in anchors]
    told: dict[str, dict[Count, int]] = {line.product: {} for line in lines}
    asked = {"c": at.chain, "s": at.store, "products": sorted(told), "since": min(moments) - CYCLE_MS}
    expected: Expected = {}
    for product, at_ms, hashed, figure, area, adds_up, more, position, then in at.tx.execute(_told, asked):
        told[product][Count(at_ms, hashed, figure, area, adds_up, more)] = position
        expected[product, position] = then
    return told, expected


def _changes(
    anchors: Mapping[str, Anchor], lines: Sequence[Line], told: Mapping[str, dict[Count, int]]
) -> list[Change]:
    """Return what a product's book goes by after each line that changes it; `told` learns of the lines."""
    now = dict(anchors)
    changes: list[Change] = []
    for line in lines:
        mine = told[line.product]
        mine[line.counted] = line.row.position
        found = standing(mine)
        if found is None:
            continue
        head, was = found.governs, now.get(line.product)
        anchor = Anchor(head.at_ms, head.tie, mine[head], found.figure, found.first_ms, found.last_ms)
        if anchor != was:
            together = was is not None and any(mine[each] == was.position for each in mine if _of(each, found))
            changes.append(Change(line.product, was, anchor, together))
            now[line.product] = anchor
    return changes


def _of(count: Count, found: Standing) -> bool:
    """Tell whether a count is a part of a figure, or was before its area was counted again in the same cycle."""
    return count.adds_up and found.governs.adds_up and found.first_ms <= count.at_ms <= found.last_ms


def _follow(at: Place, before: Expected, after: Expected) -> None:
    """Write down what is expected now of lines that were told of before."""
    for (product, position), then in before.items():
        if after[product, position] != then:
            mine = (_c.c.chain == at.chain) & (_c.c.store == at.store) & (_c.c.product == product)
            changed = update(_c).where(mine & (_c.c.position == position))
            at.tx.execute(changed.values(expected=after[product, position]))


def _moved_since(at: Place, wanted: set[Window], last: int) -> dict[Window, int]:
    """Return what counts as moved since each window, of all entries up to the position `last`."""
    sums = dict.fromkeys(wanted, 0)
    if not wanted:
        return sums
    windows: dict[str, list[Window]] = {}
    for window in wanted:
        windows.setdefault(window[0], []).append(window)
    for made_ms, deltas in _posted(at, min(first for _, first, _ in wanted), last):
        for product, by in deltas.items():
            for window in windows.get(product, ()):
                if counts_for(by, made_ms, *window[1:]):
                    sums[window] += by
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
