"""What the feed said at a recorded version: the price row, the tax table, the rule-set that a sale was made under.

Posting asks here. A version never changes, so each is read once and kept, up to a limit; `prefetch` reads what a whole
batch needs by a few statements.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

import msgspec
from sqlalchemy import Connection, Row, bindparam, func, select, union_all

from pos_app.domain.basket import RulesVersion
from pos_app.domain.entries import Sale
from pos_app.domain.product import ProductPrices
from pos_app.domain.promotions import Rule, decode_rule
from pos_app.domain.promotions.rule_set import RuleSet
from pos_app.domain.store_rows import StoreInfo
from pos_app.domain.tax import TaxTable
from sync.hub.among import among
from sync.hub.tables import CHAIN_STORE, feed_history, feed_row

PRICES_MAX: Final = 100_000
"""Price rows kept in memory, about 400 bytes each; beyond it all are dropped and read afresh."""
PRODUCTS_MAX: Final = 500_000
RULE_SETS_MAX: Final = 100
_CHUNK: Final = 1_000
"""Values in one IN list."""

_price_decoder = msgspec.msgpack.Decoder(ProductPrices)
_tax_decoder = msgspec.msgpack.Decoder(TaxTable)
_store_decoder = msgspec.msgpack.Decoder(StoreInfo)

_r, _h = feed_row, feed_history
_at_positions = union_all(*(
    select(t.c.position, t.c.key, t.c.body).where(
        t.c.chain == bindparam("c"),
        t.c.store == bindparam("s"),
        t.c.stream == bindparam("stream"),
        among(t.c.position, "positions"),
    )
    for t in (_r, _h)
))  # fmt: skip
_present = select(_r.c.key).where(
    _r.c.chain == bindparam("c"),
    _r.c.store == bindparam("s"),
    _r.c.stream == bindparam("stream"),
    among(_r.c.key, "keys"),
)
_until = union_all(*(
    select(t.c.key, t.c.position, t.c.deleted, t.c.body).where(
        t.c.chain == bindparam("c"),
        t.c.store == bindparam("s"),
        t.c.stream == bindparam("stream"),
        t.c.position <= bindparam("until"),
    )
    for t in (_r, _h)
))  # fmt: skip
_last = select(func.max(_r.c.position)).where(
    _r.c.chain == bindparam("c"), _r.c.store == bindparam("s"), _r.c.stream == bindparam("stream")
)
_one = select(_r.c.body).where(
    _r.c.chain == bindparam("c"), _r.c.store == bindparam("s"), _r.c.stream == bindparam("stream"),
    _r.c.key == bindparam("key"),
)  # fmt: skip

Priced = tuple[str, ProductPrices]
"""The product that a price row belongs to, and its prices."""


class Versions:
    """The feed's past for one chain's postings; used by one thread."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._prices: dict[tuple[str, str], dict[int, Priced]] = {}
        self._taxes: dict[tuple[str, int], TaxTable] = {}
        self._rules: dict[tuple[str, str, int, int], RuleSet] = {}
        self._products: dict[str, set[str]] = {}

    def prefetch(self, tx: Connection, chain: str, store: str, sales: Iterable[Sale]) -> None:
        """Read every price row and product of `sales` that is not known yet."""
        known = self._products.setdefault(chain, set())
        wanted: dict[str, set[int]] = {CHAIN_STORE: set(), store: set()}
        products: set[str] = set()
        for sale in sales:
            for line in sale.basket.lines:
                if not line.voided and line.item.product_id:
                    products.add(line.item.product_id)
                    if line.price_version > 0:
                        wanted[CHAIN_STORE if line.price_scope == "chain" else store].add(line.price_version)
        for scope, positions in wanted.items():
            self._read_prices(tx, chain, scope, positions)
        missing = sorted(products - known)
        if len(known) > PRODUCTS_MAX:
            known.clear()
            missing = sorted(products)
        for scope in (CHAIN_STORE, store):
            for keys in _chunks(missing):
                here = {"c": chain, "s": scope, "stream": "product", "keys": keys}
                known.update(tx.execute(_present, here).scalars())

    def _read_prices(self, tx: Connection, chain: str, scope: str, positions: set[int]) -> None:
        prices = self._prices.setdefault((chain, scope), {})
        missing = sorted(positions - prices.keys())
        if len(prices) + len(missing) > PRICES_MAX:
            prices.clear()
            missing = sorted(positions)
        for chunk in _chunks(missing):
            here = {"c": chain, "s": scope, "stream": "price", "positions": chunk}
            for position, key, body in tx.execute(_at_positions, here):
                if body:
                    prices[position] = key, _price_decoder.decode(body)

    def prices(self, chain: str, scope: str) -> Mapping[int, Priced]:
        """Return the price rows of a scope by version, as far as `prefetch` read them."""
        return self._prices.get((chain, scope), {})

    def products(self, chain: str) -> AbstractSet[str]:
        """Return the products that the feed ever had, as far as `prefetch` read them."""
        return self._products.get(chain, frozenset())

    def tax(self, tx: Connection, chain: str, version: int) -> TaxTable | None:
        """Return the tax table of the chain that had `version`."""
        found = self._taxes.get((chain, version))
        if found is None:
            here = {"c": chain, "s": CHAIN_STORE, "stream": "tax", "positions": [version]}
            row = tx.execute(_at_positions, here).first()
            if row is None or not row.body:
                return None
            found = self._taxes[chain, version] = _tax_decoder.decode(row.body)
        return found

    def rules(self, tx: Connection, chain: str, store: str, version: RulesVersion) -> RuleSet | None:
        """Return the promotions as they were at `version`; None when the feed never came so far."""
        key = chain, store, version.chain, version.store
        found = self._rules.get(key)
        if found is None:
            rules: list[Rule] = []
            for scope, until in ((CHAIN_STORE, version.chain), (store, version.store)):
                here = {"c": chain, "s": scope, "stream": "promotion", "until": until}
                rules += _in_force(tx.execute(_until, here).all())
                if until > (tx.execute(_last, here).scalar() or 0):
                    return None
            if len(self._rules) >= RULE_SETS_MAX:
                self._rules.clear()
            found = self._rules[key] = RuleSet(version, tuple(rules))
        return found


def store_info(tx: Connection, chain: str, store: str) -> StoreInfo | None:
    """Return the store's own row as it stands now."""
    for scope in (store, CHAIN_STORE):
        body = tx.execute(_one, {"c": chain, "s": scope, "stream": "store", "key": store}).scalar()
        if body:
            return _store_decoder.decode(body)
    return None


def _in_force(rows: Sequence[Row[str, int, bool, bytes]]) -> list[Rule]:
    """Return the rules whose latest version is not a deletion; kinds that this version does not know are left out."""
    latest: dict[str, tuple[int, bool, bytes]] = {}
    for key, position, deleted, body in rows:
        if key not in latest or position > latest[key][0]:
            latest[key] = position, deleted, body
    rules = []
    for _, deleted, body in latest.values():
        if not deleted:
            try:
                rules.append(decode_rule(body))
            except msgspec.DecodeError:
                continue
    return rules


def _chunks(values: list[int] | list[str]) -> Iterable[list[int] | list[str]]:
    return (values[start : start + _CHUNK] for start in range(0, len(values), _CHUNK))
