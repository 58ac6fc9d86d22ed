"""The till's view of what the hub delivered: products, prices, rules, taxes, people, stock, and answers to claims.

The desks call it, the till's process owns it, the daemon writes behind it. It never raises because the cache is
missing, half-filled or broken: it answers from the fall-back, from the signed essentials, or with nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from pos_app.domain.basket import RulesVersion
from pos_app.domain.errors import Param
from pos_app.domain.essentials import Essentials
from pos_app.domain.feed import Ack, ClaimReply, EntryState, EpochDemand, Level
from pos_app.domain.money import MILLI
from pos_app.domain.open_exceptions import OpenException
from pos_app.domain.orders import CustomerOrder
from pos_app.domain.people import Member
from pos_app.domain.product import Barcode, Department, Product, ProductPrices
from pos_app.domain.promotions import Rule
from pos_app.domain.promotions.rule_set import RuleSet
from pos_app.domain.shelf_rows import CountArea, Delivery, Elsewhere
from pos_app.domain.store_rows import Operator, SigningKey, StockLevel, StoreInfo, Tile, TilePage
from pos_app.domain.tax import TaxTable
from pos_app.store import cache_local
from pos_app.store.catalogue_files import CatalogueFiles
from pos_app.store.generations import Generation
from pos_app.store.search import Hit, decoded, search

T = TypeVar("T")

_GTIN: Final = re.compile(r"[0-9]{1,14}")
_BY_CODE: Final = """
SELECT coalesce(p.store, p.chain)
FROM barcode b JOIN product p ON p.number = b.number WHERE b.gtin = ? ORDER BY p.id LIMIT 1
"""
"""A code that two products carry is answered the same on every till: the first by id."""
_BY_PLU: Final = """
SELECT coalesce(p.store, p.chain)
FROM plu b JOIN product p ON p.number = b.number WHERE b.plu = ? ORDER BY p.id LIMIT 1
"""
_BY_ID: Final = "SELECT coalesce(store, chain) FROM product WHERE id = ?"
_PRICE: Final = """
SELECT r.store, r.store_version, r.chain, r.chain_version
FROM product p JOIN price r ON r.number = p.number WHERE p.id = ?
"""
_ROW: Final = """
SELECT coalesce(store, chain), CASE WHEN store IS NULL THEN chain_version ELSE store_version END
FROM row WHERE stream = ? AND key = ?
"""
_BY_HASH: Final = """
SELECT coalesce(r.store, r.chain)
FROM person_hash h JOIN row r ON r.stream = 'member' AND r.key = h.member WHERE h.hash = ? ORDER BY h.member
"""
_HAS_HASHES: Final = "SELECT 1 FROM sqlite_master WHERE name = 'person_hash'"
_ROWS: Final = """
SELECT coalesce(store, chain) FROM row WHERE stream = ? AND coalesce(store, chain) IS NOT NULL ORDER BY key
"""
_LAST: Final = "SELECT last FROM stream WHERE stream = ? AND level = ?"
_CHANGED: Final = "SELECT key, store_version, store FROM row WHERE stream = ? AND store_version > ?"

_RULES: Final = """
SELECT level, last, NULL FROM stream WHERE stream = 'promotion' UNION ALL
SELECT * FROM (
    SELECT key, 0, coalesce(store, chain) FROM row
    WHERE stream = 'promotion' AND coalesce(store, chain) IS NOT NULL ORDER BY key
)
"""


class Found(msgspec.Struct, frozen=True):
    """A product, and which of its codes was scanned."""

    product: Product
    barcode: Barcode


class FoundPrice(msgspec.Struct, frozen=True):
    """A price in force: minor units for one pack, the version of its row, and whose row it is."""

    unit_price: int
    version: int
    level: Level


_product: Final = msgspec.msgpack.Decoder(Product)
_prices: Final = msgspec.msgpack.Decoder(ProductPrices)
_store: Final = msgspec.msgpack.Decoder(StoreInfo)
_tax: Final = msgspec.msgpack.Decoder(TaxTable)
_stock: Final = msgspec.msgpack.Decoder(StockLevel)
_elsewhere: Final = msgspec.msgpack.Decoder(Elsewhere)
_delivery: Final = msgspec.msgpack.Decoder(Delivery)
_area: Final = msgspec.msgpack.Decoder(CountArea)
_operator: Final = msgspec.msgpack.Decoder(Operator)
_department: Final = msgspec.msgpack.Decoder(Department)
_tile: Final = msgspec.msgpack.Decoder(Tile)
_page: Final = msgspec.msgpack.Decoder(TilePage)
_key: Final = msgspec.msgpack.Decoder(SigningKey)
_member: Final = msgspec.msgpack.Decoder(Member)
_order: Final = msgspec.msgpack.Decoder(CustomerOrder)
_exception: Final = msgspec.msgpack.Decoder(OpenException)
_rule: msgspec.msgpack.Decoder[Rule] = msgspec.msgpack.Decoder(Rule)


class Catalogue:
    """The reader; belongs to one thread. Between two calls of `refresh` the small lists stay as they are."""

    def __init__(self, folder: Path, store: str, essentials: Essentials | None) -> None:
        self._files = CatalogueFiles(folder, store)
        self._store = store
        self._essentials = essentials if essentials is not None and essentials.store.id == store else None
        self._lists: dict[str, tuple[object, ...]] = {}
        self._rules: RuleSet | None = None

    @classmethod
    def open(cls, folder: Path, store: str, *, essentials: Essentials | None = None) -> Catalogue:
        """Open what there is in `folder` for `store`; `essentials` answers for the rows that are not there."""
        return cls(folder, store, essentials)

    def close(self) -> None:
        """Let go of the files."""
        self._files.close()

    def refresh(self) -> bool:
        """See what the daemon wrote, or a new generation, between two commands; tell whether anything moved."""
        moved = self._files.refresh()
        if moved:
            self._lists.clear()
        return moved

    def take_essentials(self, essentials: Essentials) -> None:
        """Answer from these signed essentials from now on, where there is no row; another store's are left alone."""
        if essentials.store.id == self._store:
            self._essentials = essentials

    @property
    def generation(self) -> Generation | None:
        """What is open; None when there is no cache at all."""
        return self._files.generation()

    def find_code(self, gtin: str) -> Found | None:
        """Return the product that carries this GTIN (14 digits), and which of its codes that is."""
        if not _GTIN.fullmatch(gtin):
            return None
        number = int(gtin)
        product = self._one(_product, _BY_CODE, (number,))
        if product is None:
            return None
        for code in product.codes:
            if code.gtin == gtin or (_GTIN.fullmatch(code.gtin) and int(code.gtin) == number):
                return Found(product, code)
        return None

    def find_plu(self, plu: str) -> Product | None:
        """Return the product with this look-up number."""
        return self._one(_product, _BY_PLU, (plu,)) if plu else None

    def find_reference(self, text: str) -> Product | None:
        """Return the product that a code of our own names: by its id, else by its look-up number."""
        return self.product(text) or self.find_plu(text)

    def product(self, product_id: str) -> Product | None:
        """Return the product with this id."""
        return self._one(_product, _BY_ID, (product_id,))

    def price(self, product_id: str, at_ms: int, pack: int = MILLI) -> FoundPrice | None:
        """Return the price of one `pack` at wall time `at_ms`: the store's where it has one then, else the chain's."""
        for store, store_version, chain, chain_version in self._files.rows(_PRICE, (product_id,)):
            sides = ((Level.STORE, store, store_version), (Level.CHAIN, chain, chain_version))
            for level, body, version in sides:
                prices = decoded(_prices, body)
                unit_price = None if prices is None else prices.at(at_ms, pack)
                if unit_price is not None:
                    return FoundPrice(unit_price, version, level)
        return None

    def stock(self, product_id: str) -> StockLevel | None:
        """Return what the store has of a product, as the hub last said."""
        return self._one(_stock, _ROW, ("stock", product_id))

    def elsewhere(self, product_id: str) -> Elsewhere | None:
        """Return what each store of the chain has of a product, as the hub last said."""
        return self._one(_elsewhere, _ROW, ("elsewhere", product_id))

    def deliveries(self) -> tuple[Delivery, ...]:
        """Return what suppliers and other stores sent here, closed ones too."""
        return self._list("delivery", _delivery)

    def delivery(self, delivery_id: str) -> Delivery | None:
        """Return one of them."""
        return self._one(_delivery, _ROW, ("delivery", delivery_id))

    def areas(self) -> tuple[CountArea, ...]:
        """Return what is counted by itself, by id."""
        return self._list("area", _area)

    def stores(self) -> tuple[StoreInfo, ...]:
        """Return the stores of the chain that this one knows by name, itself among them."""
        return self._list("store", _store)

    def search(self, text: str, at_ms: int, limit: int = 50) -> list[Hit]:
        """Return up to `limit` products that `text` finds, in any script, by code tail or look-up number too."""
        return search(self._files.rows, text, at_ms, limit)

    def rules(self) -> RuleSet:
        """Return the promotions, the store's before the chain's; the same object as long as the version stands."""
        heads = dict(self._files.rows("SELECT level, last FROM stream WHERE stream = 'promotion'"))
        if self._rules is None or self._rules.version != _rules_version(heads):
            self._rules = self._read_rules()
        return self._rules

    def _read_rules(self) -> RuleSet:
        """Read version and rows by one statement: the daemon may write between two."""
        heads: dict[str, int] = {}
        found: list[Rule] = []
        for level, last, body in self._files.rows(_RULES):
            if body is None:
                heads[level] = last
                continue
            rule = decoded(_rule, body)
            if rule is not None:
                found.append(rule)
        return RuleSet(_rules_version(heads), tuple(found))

    def tax_table(self, table_id: str) -> tuple[TaxTable, int] | None:
        """Return a tax table and the version of its row."""
        for body, version in self._files.rows(_ROW, ("tax", table_id)):
            table = decoded(_tax, body)
            if table is not None:
                return table, version
        kept = self._essentials
        if kept is None or kept.tax is None or kept.tax.id != table_id:
            return None
        return kept.tax, kept.tax_version

    def store_info(self) -> StoreInfo | None:
        """Return who this store is."""
        found = self._one(_store, _ROW, ("store", self._store))
        return found if found is not None or self._essentials is None else self._essentials.store

    def operators(self) -> tuple[Operator, ...]:
        """Return who may sign in."""
        return self._list("operator", _operator) or (self._essentials.operators if self._essentials else ())

    def departments(self) -> tuple[Department, ...]:
        """Return the departments, by id."""
        return self._list("department", _department) or (self._essentials.departments if self._essentials else ())

    def tile_pages(self) -> tuple[TilePage, ...]:
        """Return the pages of quick keys, in their order."""
        return tuple(sorted(self._list("tile_page", _page), key=lambda page: (page.place, page.id)))

    def tiles(self) -> tuple[Tile, ...]:
        """Return the quick keys, by page and place."""
        return tuple(sorted(self._list("tile", _tile), key=lambda tile: (tile.page, tile.place, tile.id)))

    def keys(self) -> tuple[SigningKey, ...]:
        """Return the public keys that this store trusts."""
        return self._list("key", _key) or (self._essentials.keys if self._essentials else ())

    def member(self, member_id: str) -> Member | None:
        """Return a member; the name is cipher text until the key opens it."""
        return self._one(_member, _ROW, ("member", member_id))

    def member_is_gone(self, member_id: str) -> bool:
        """Tell whether the feed has said that there is no such member any more."""
        return any(body is None for body, _ in self._files.rows(_ROW, ("member", member_id)))

    def members_by_hash(self, hashed: bytes) -> tuple[Member, ...]:
        """Return who has this phone or card by its keyed hash, the earliest enrolled first: a family may share one."""
        if not hashed or not self._files.rows(_HAS_HASHES):  # a file of the earlier shape, until the daemon adds it
            return ()
        found = (decoded(_member, body) for (body,) in self._files.rows(_BY_HASH, (hashed,)))
        return tuple(member for member in found if member is not None)

    def order(self, order_id: str) -> CustomerOrder | None:
        """Return an order as the hub last said; the desk adds its own later steps."""
        return self._one(_order, _ROW, ("order", order_id))

    def orders(self) -> tuple[CustomerOrder, ...]:
        """Return this store's orders, by id."""
        return self._list("order", _order)

    def orders_after(self, version: int) -> tuple[int, dict[str, CustomerOrder | None]]:
        """Return the newest version of any order, and by id the orders that are newer than `version`; None: gone.

        Cheap while nothing moved. One that this program cannot read counts as gone.
        """
        last = max((head for (head,) in self._files.rows(_LAST, ("order", Level.STORE.value))), default=0)
        if last <= version:
            return last, {}
        rows = self._files.rows(_CHANGED, ("order", version))
        return max((each for _, each, _ in rows), default=last), {key: decoded(_order, body) for key, _, body in rows}

    def open_exceptions(self) -> tuple[OpenException, ...]:
        """Return what did not reconcile at this store and nobody has settled, as the hub last said."""
        return self._list("exception", _exception)

    def acks(self) -> tuple[Ack, ...]:
        """Return what the hub acknowledged of this workstation's journal."""
        return cache_local.acks_from(self._files.said("SELECT epoch, stage, seq, hash FROM ack"))

    def entry_states(self) -> tuple[EntryState, ...]:
        """Return the entries that the hub did not simply store."""
        return cache_local.states_from(
            self._files.said("SELECT epoch, seq, state, reason FROM entry_state ORDER BY epoch, seq")
        )

    def epoch_demand(self) -> EpochDemand | None:
        """Return the hub's demand for a new epoch."""
        return cache_local.demand_from(self._files.said("SELECT epoch, reason FROM demand"))

    def claim_answer(self, claim: str) -> ClaimReply | None:
        """Return the hub's answer to a claim, once it is there."""
        return cache_local.claim_from(self._files.said("SELECT body FROM claim_answer WHERE claim = ?", (claim,)))

    def _one(self, decoder: msgspec.msgpack.Decoder[T], sql: str, values: tuple[Param, ...]) -> T | None:
        for row in self._files.rows(sql, values):
            return decoded(decoder, row[0])
        return None

    def _list(self, stream: str, decoder: msgspec.msgpack.Decoder[T]) -> tuple[T, ...]:
        """Return a short stream's records; one that this version can't read is left out, never the others."""
        kept = self._lists.get(stream)
        if kept is None:
            records = (decoded(decoder, body) for (body,) in self._files.rows(_ROWS, (stream,)))
            kept = tuple(record for record in records if record is not None)
            self._lists[stream] = kept
        return kept  # type: ignore[return-value]  # the dictionary is keyed by stream, and a stream has one type


def _rules_version(heads: Mapping[str, int]) -> RulesVersion:
    """Return the version that the positions of the promotion streams name, by level."""
    return RulesVersion(heads.get(Level.CHAIN.value, 0), heads.get(Level.STORE.value, 0))
