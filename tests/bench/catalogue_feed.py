"""The imported catalogue as feed rows, for the benches of cache, feed and search.

200,000 real names, most of them Russian or English, with the GTIN as id as `./pos import` makes them; every tenth
product gets a Chinese name as well, put together from goods that a shop sells. The same rows on every run.
"""

from __future__ import annotations

import contextlib
import gzip
import os
import random
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Final

import msgspec

from pos_app.domain.codes.gtin import check_digit
from pos_app.domain.feed import FeedRow, Level
from pos_app.domain.product import NAME_LENGTH_MAX, Barcode, Price, Product, ProductPrices

PROJECT: Final = Path(__file__).resolve().parents[2]
STORE: Final = "s1"
# fmt: off
CHINESE: Final = (
    "牛奶", "面包", "可口", "可乐", "苹果", "香蕉", "巧克力", "饼干", "橙汁", "啤酒",
    "洗发水", "牙膏", "纸巾", "大米", "酱油", "白糖", "咖啡", "红茶", "绿茶", "矿泉水",
    "鸡蛋", "酸奶", "草莓", "原味", "大瓶", "小包", "特价", "有机", "新鲜", "家庭装",
)
# fmt: on
GENERATED: Final = 198_548
GENERATED_WORDS: Final = (
    "milk", "chocolate", "green", "tea", "tooth", "paste", "apple", "juice", "coffee", "bean", "olive", "oil",
    "сок", "яблочный", "чай", "зеленый", "конфеты", "шоколад", "печенье", "сахар", "вода", "сыр", "российский",
)  # fmt: skip
_encode: Final = msgspec.msgpack.Encoder().encode


def catalogue_file() -> Path:
    """Return where the catalogue lies: `$POS_DATA`, else the data folder beside the project."""
    return Path(os.environ.get("POS_DATA", PROJECT.parent / "shared" / "data")) / "catalogue-200k.tsv.gz"


def source_label() -> str:
    """Say which catalogue the benches use: the real one, or a generated one of the same size."""
    return "200k real" if catalogue_file().exists() else f"GENERATED, {GENERATED:,} products (POS_DATA has none)"


def _lines(path: Path) -> Generator[str, None, None]:
    """Yield gtin, name, category and brand, tab separated: of the file, or generated when it is missing."""
    if path.exists():
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            next(lines)
            yield from lines
        return
    chance = random.Random(21)
    for number in range(GENERATED):
        name = " ".join(chance.choices(GENERATED_WORDS, k=4))
        yield f"952{number:09d}{check_digit(f'952{number:09d}')}\t{name} {number}\tgoods/{number % 40}\t"


def products(path: Path | None = None, most: int | None = None) -> Iterator[Product]:
    """Yield the catalogue's products."""
    chance = random.Random(20)
    seen: set[str] = set()
    with contextlib.closing(_lines(path or catalogue_file())) as lines:
        for place, line in enumerate(lines):
            if most is not None and len(seen) >= most:
                return
            gtin, name, category, brand = line.rstrip("\n").split("\t")
            gtin = gtin.zfill(14)
            if gtin in seen:
                continue
            seen.add(gtin)
            names = {"ru" if any("а" <= letter <= "я" for letter in name.lower()) else "en": name[:NAME_LENGTH_MAX]}
            if place % 10 == 0:
                names["zh-Hans"] = "".join(chance.choices(CHINESE, k=3))
            yield Product(
                gtin,
                names,
                f"d{place % 12}",
                "A",
                codes=(Barcode(gtin),),
                brand=brand,
                category=category.rpartition("/")[2],
            )


def product_row(product: Product, position: int) -> FeedRow:
    """Return the product as a row of the chain's feed."""
    return FeedRow(Level.CHAIN, "product", product.id, position, deleted=False, body=_encode(product))


def price_row(product_id: str, unit_price: int, position: int) -> FeedRow:
    """Return a product's price as a row of the chain's feed."""
    body = _encode(ProductPrices(product_id, (Price(unit_price),)))
    return FeedRow(Level.CHAIN, "price", product_id, position, deleted=False, body=body)


def rows(some: list[Product]) -> list[FeedRow]:
    """Return the products and their prices in the order of a first fill: a product, its price, the next product."""
    made: list[FeedRow] = []
    for place, product in enumerate(some):
        made.append(product_row(product, 2 * place + 1))
        made.append(price_row(product.id, 99 + place % 1900, 2 * place + 2))
    return made
