"""The stock book: one counter per product and journal, so that order and repetition of postings cannot matter.

What a store has of a product is the sum over its journals and the opening (journal "", epoch 0). Posting adds deltas;
`refresh` publishes the rows that moved, gathered, and flags what fell below nought.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, bindparam, select, update

from sync.hub import bulk, counters
from sync.hub.tables import stock

OPENING: Final = ""
"""The journal of what no workstation moved: the opening, and what people set."""
_s = stock
_of_products = select(_s.c.product, _s.c.workstation, _s.c.epoch, _s.c.moved, _s.c.seq).where(
    _s.c.chain == bindparam("c"),
    _s.c.store == bindparam("s"),
    _s.c.product.in_(bindparam("products", expanding=True)),
)


def post(tx: Connection, scope: tuple[str, str, str], epoch: int, moves: dict[str, tuple[int, int]]) -> None:
    """Add a journal's moves: by product id its thousandths and the seq of the last entry that moved it."""
    chain, store, workstation = scope
    rows = [(chain, store, product, workstation, epoch, by, seq, True) for product, (by, seq) in moves.items()]
    bulk.put(tx, stock, rows, "merge", adds=("moved",), tops=("seq",))


def set_on_hand(tx: Connection, chain: str, store: str, levels: dict[str, int]) -> int:
    """Set what the store has now, in thousandths; return how many products that changed."""
    moved: dict[str, int] = {}
    opening: dict[str, int] = {}
    for product, workstation, _, by, _ in _rows(tx, chain, store, list(levels)):
        if workstation == OPENING:
            opening[product] = by
        else:
            moved[product] = moved.get(product, 0) + by
    rows: list[bulk.Row] = []
    for product, level in levels.items():
        wanted = level - moved.get(product, 0)
        if opening.get(product) != wanted:
            rows.append((chain, store, product, OPENING, 0, wanted, 0, True))
    if rows:
        bulk.put(tx, stock, rows, "replace")
        counters.add(tx, chain, store, counters.STOCK, len(rows))
    return len(rows)


def _rows(tx: Connection, chain: str, store: str, products: list[str]) -> list[tuple[str, str, int, int, int]]:
    found = tx.execute(_of_products, {"c": chain, "s": store, "products": products})
    return [(product, workstation, epoch, moved, seq) for product, workstation, epoch, moved, seq in found]


def take_dirty(tx: Connection, chain: str, store: str, limit: int) -> dict[str, tuple[int, dict[str, int]]]:
    """Take up to `limit` products that moved since they were last taken: on hand, and what it contains."""
    mine = (_s.c.chain == chain) & (_s.c.store == store)
    wanted = select(_s.c.product).where(mine, _s.c.dirty).distinct().limit(limit)
    products = list(tx.execute(wanted).scalars())
    if not products:
        return {}
    tx.execute(update(_s).where(mine, _s.c.dirty, _s.c.product.in_(products)).values(dirty=False))
    levels: dict[str, tuple[int, dict[str, int]]] = {product: (0, {}) for product in products}
    for product, workstation, epoch, moved, seq in _rows(tx, chain, store, products):
        on_hand, contains = levels[product]
        if workstation != OPENING:
            contains[f"{workstation}/{epoch}"] = seq
        levels[product] = (on_hand + moved, contains)
    return levels
