"""Search over the whole catalogue: words in any script by their beginnings, code tails and look-up numbers.

Called at every key by `Catalogue.search`. Any text is a query; nothing in it is an operator. Hits are ranked while
they are few; of many, the ones that hold the typed words whole come first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, TypeVar

import msgspec

from pos_app.domain.product import Product, ProductPrices
from pos_app.domain.search_words import Asked, asked, folded
from pos_app.store.cache_index import TAIL_DIGITS, tail_of

RANKED_MAX: Final = 200
"""So many candidates are read and put in order; beyond that, order costs more than it tells."""
LIMIT_MAX: Final = 200
TAIL_DIGITS_MIN: Final = 4
"""Fewer digits are a word or a look-up number, not the tail of a code."""
_CODE: Final = re.compile(r"[0-9]{1,14}")
_CODE_DIGITS: Final = 13
"""A code is typed as printed: 13 digits, of which a beginning may be typed too."""

Ask = Callable[[str, Sequence[object]], list[Any]]
"""Answers a statement with its rows: `CatalogueFiles.rows`."""

_READ: Final = """
SELECT p.number, coalesce(p.store, p.chain), r.store, r.chain
FROM product p LEFT JOIN price r ON r.number = p.number WHERE p.number IN (SELECT value FROM json_each(?))
"""
_WORDS: Final = "SELECT rowid FROM words WHERE words MATCH ? LIMIT ?"
_EXACT_CODE: Final = "SELECT number FROM plu WHERE plu = ? UNION SELECT number FROM barcode WHERE gtin = ?"
_PLU_FROM: Final = "SELECT number FROM plu WHERE plu >= ? AND plu < ? ORDER BY plu LIMIT ?"
_TAIL: Final = "SELECT number FROM barcode WHERE tail BETWEEN ? AND ? AND gtin % ? = ? LIMIT ?"
_CODE_FROM: Final = "SELECT number FROM barcode WHERE gtin BETWEEN ? AND ? LIMIT ?"

T = TypeVar("T")

_product: Final = msgspec.msgpack.Decoder(Product)
_prices: Final = msgspec.msgpack.Decoder(ProductPrices)


class Hit(msgspec.Struct, frozen=True):
    """A product that was found, and what one of it costs now: minor units, None when it has no price."""

    product: Product
    unit_price: int | None


def decoded(decoder: msgspec.msgpack.Decoder[T], body: bytes | None) -> T | None:
    """Decode a record; None when there is none, or when it is of a shape that this version does not know."""
    if body is None:
        return None
    try:
        return decoder.decode(body)
    except msgspec.DecodeError:
        return None


def search(ask: Ask, text: str, at_ms: int, limit: int) -> list[Hit]:
    """Return up to `limit` products, best first, with their prices at the wall time `at_ms`."""
    limit = min(limit, LIMIT_MAX)
    query = asked(text)
    if limit <= 0 or not query.words:
        return []
    reader = _Reader(ask, at_ms)
    digits = text.strip()
    hits: dict[int, Hit] = {}
    if _CODE.fullmatch(digits):
        hits |= reader.hits(_numbers_by_code(ask, digits, limit))
    if len(hits) < limit:
        hits |= _by_words(reader, ask, query, limit)
    return list(hits.values())[:limit]


class _Reader:
    """Reads products and prices of candidates."""

    def __init__(self, ask: Ask, at_ms: int) -> None:
        self._ask = ask
        self._at_ms = at_ms

    def hits(self, numbers: Iterable[int]) -> dict[int, Hit]:
        """Return the hits by number, in the order given; a product that can't be read is left out."""
        wanted = dict.fromkeys(numbers)
        found: dict[int, Hit] = {}
        for number, product, store, chain in self._ask(_READ, (f"[{','.join(map(str, wanted))}]",)):
            record = decoded(_product, product)
            if record is not None:
                found[number] = Hit(record, self._price(store, chain))
        return {number: found[number] for number in wanted if number in found}

    def _price(self, *bodies: bytes | None) -> int | None:
        """Return the store's price, else the chain's."""
        for body in bodies:
            prices = decoded(_prices, body)
            price = None if prices is None else prices.at(self._at_ms)
            if price is not None:
                return price
        return None


def _by_words(reader: _Reader, ask: Ask, query: Asked, limit: int) -> dict[int, Hit]:
    """Return hits by words: all of them in order when they are few, else those with the whole words in order first."""
    numbers = [number for (number,) in ask(_WORDS, (_match(query, beginnings=True), RANKED_MAX + 1))]
    if len(numbers) <= RANKED_MAX:
        return _ranked(reader.hits(numbers), query)
    whole = [number for (number,) in ask(_WORDS, (_match(query, beginnings=False), RANKED_MAX))]
    hits = _ranked(reader.hits(whole), query)
    if len(hits) < limit:
        hits |= reader.hits(number for number in numbers[: limit * 2] if number not in hits)
    return hits


def _match(query: Asked, *, beginnings: bool) -> str:
    """Return the expression for FTS5: every word quoted (it holds letters and digits alone), all of them asked for."""
    return " AND ".join(f'"{word}"' if word in query.whole or not beginnings else f'"{word}"*' for word in query.words)


def _ranked(hits: dict[int, Hit], query: Asked) -> dict[int, Hit]:
    """Put hits in order: words in one piece, name begins with the query, more whole words, shorter name."""

    def place(item: tuple[int, Hit]) -> tuple[int, bool, int, int, str, str]:
        product = item[1].product
        names = [folded(name) for name in product.names.values()]
        text = " ".join((*names, folded(product.brand)))
        padded = f" {text} "
        return (
            sum(run not in text for run in query.runs),
            not any(name.startswith(query.runs[0]) for name in names),
            sum(f" {run} " not in padded for run in query.runs),
            min(map(len, names), default=0),
            names[0] if names else "",
            product.id,
        )

    return dict(sorted(hits.items(), key=place))


def _numbers_by_code(ask: Ask, digits: str, limit: int) -> list[int]:
    """Return products by typed digits: the very code or look-up number, then those that begin or end with them."""
    code, length = int(digits), len(digits)
    rows = ask(_EXACT_CODE, (digits, code))
    rows += ask(_PLU_FROM, (digits, f"{digits}:", limit))  # ":" follows "9"
    if length >= TAIL_DIGITS_MIN:
        tail = digits[-TAIL_DIGITS:]
        span = int(10 ** (TAIL_DIGITS - len(tail)))
        start = tail_of(int(tail)) if len(tail) == TAIL_DIGITS else int(tail[::-1]) * span
        rows += ask(_TAIL, (start, start + span - 1, int(10**length), code, limit))
        span = int(10 ** max(0, _CODE_DIGITS - length))
        rows += ask(_CODE_FROM, (code * span, (code + 1) * span - 1, limit))
    return [number for (number,) in rows]
