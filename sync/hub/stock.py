"""The stock book: one counter per product and journal, so that order and repetition of postings cannot matter.

What a store has of a product is the sum over its journals and the opening (journal "", epoch 0). Posting adds deltas;
`refresh` publishes the rows that moved, gathered, and flags what fell below nought.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Final

from sqlalchemy import Connection, bindparam, delete, select

from sync.hub import bulk, counters
from sync.hub.among import among
from sync.hub.tables import stock, stock_due

OPENING: Final = ""
"""The journal of what no workstation moved: in epoch 0 the opening and what people set, in epoch 1 what makes a
count true (`stock_counts`)."""
_s = stock
_d = stock_due
_of_products = select(_s.c.product, _s.c.workstation, _s.c.epoch, _s.c.moved, _s.c.seq).where(
    _s.c.chain == bindparam("c"),
    _s.c.store == bindparam("s"),
    among(_s.c.product, "products"),
)


class Due:
    """Which products this process wrote down as due already: a busy one is noted once a second, not in every batch.

    What another process took for the feed is due no more: taking raises a counter, and this forgets what is older.
    """

    def __init__(self) -> None:
        """Know of none."""
        self._noted: dict[tuple[str, str], tuple[int, set[str]]] = {}

    def note(self, tx: Connection, chain: str, store: str, products: Iterable[str]) -> None:
        """Write down those of `products` that are not due yet; the caller holds the store's lock on posting."""
        taken = counters.read(tx, chain, store, counters.STOCK_TAKEN)
        at, noted = self._noted.get((chain, store), (-1, set[str]()))
        if at != taken:
            noted = set()
        fresh = [product for product in products if product not in noted]
        bulk.put(tx, stock_due, [(chain, store, product) for product in fresh], "keep")
        noted.update(fresh)
        self._noted[chain, store] = taken, noted

    def forget(self) -> None:
        """Know of none: what was noted last may not have been committed."""
        self._noted.clear()


def gathered(moved: Iterable[tuple[int, Mapping[str, int]]]) -> dict[str, tuple[int, int]]:
    """Sum up what entries of one journal move: (seq, thousandths by product) to what `post` takes."""
    moves: dict[str, int] = {}
    last: dict[str, int] = {}
    for seq, deltas in sorted(moved, key=itemgetter(0)):
        for product, by in deltas.items():
            moves[product] = moves.get(product, 0) + by
        last.update(dict.fromkeys(deltas, seq))
    return {product: (by, last[product]) for product, by in moves.items()}


def post(tx: Connection, scope: tuple[str, str, str], epoch: int, moves: dict[str, tuple[int, int]]) -> None:
    """Add a journal's moves: by product id its thousandths and the seq of the last entry that moved it.

    The caller notes the products as due.
    """
    chain, store, workstation = scope
    rows = [(chain, store, product, workstation, epoch, by, seq) for product, (by, seq) in moves.items()]
    bulk.put(tx, stock, rows, "merge", adds=("moved",), tops=("seq",))


def set_on_hand(tx: Connection, chain: str, store: str, levels: dict[str, int]) -> int:
    """Set what the store has now, in thousandths; return how many products that changed."""
    moved: dict[str, int] = {}
    opening: dict[str, int] = {}
    for product, workstation, epoch, by, _ in _rows(tx, chain, store, list(levels)):
        if (workstation, epoch) == (OPENING, 0):
            opening[product] = by
        else:
            moved[product] = moved.get(product, 0) + by
    rows: list[bulk.Row] = []
    for product, level in levels.items():
        wanted = level - moved.get(product, 0)
        if opening.get(product) != wanted:
            rows.append((chain, store, product, OPENING, 0, wanted, 0))
    if rows:
        bulk.put(tx, stock, rows, "replace")
        bulk.put(tx, stock_due, [row[:3] for row in rows], "keep")
        counters.add(tx, chain, store, counters.STOCK, len(rows))
    return len(rows)


def _rows(tx: Connection, chain: str, store: str, products: list[str]) -> list[tuple[str, str, int, int, int]]:
    found = tx.execute(_of_products, {"c": chain, "s": store, "products": products})
    return [(product, workstation, epoch, moved, seq) for product, workstation, epoch, moved, seq in found]


def take_due(tx: Connection, chain: str, store: str, limit: int) -> dict[str, tuple[int, dict[str, int]]]:
    """Take up to `limit` products that moved since they were last taken: on hand, and what it contains."""
    mine = (_d.c.chain == chain) & (_d.c.store == store)
    products = list(tx.execute(select(_d.c.product).where(mine).limit(limit)).scalars())
    if not products:
        return {}
    tx.execute(delete(_d).where(mine, among(_d.c.product, "products")), {"products": products})
    counters.add(tx, chain, store, counters.STOCK_TAKEN, 1)
    levels: dict[str, tuple[int, dict[str, int]]] = {product: (0, {}) for product in products}
    for product, workstation, epoch, moved, seq in _rows(tx, chain, store, products):
        on_hand, contains = levels[product]
        if workstation != OPENING:
            contains[f"{workstation}/{epoch}"] = seq
        levels[product] = (on_hand + moved, contains)
    return levels
