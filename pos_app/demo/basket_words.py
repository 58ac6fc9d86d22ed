"""Which demo product each word of the recorded baskets stands for ("whole milk", "rolls/buns", "bottled beer").

The words are those of the public grocery data set of 9,835 baskets and 169 item groups (Hahsler et al., R package
arules). Decided by shared words and the order of the goods, so that it is the same everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from pos_app.domain.product import Product

# What the data set calls by another name than the demo store does: word there, word here.
_ALIASES: Final = {
    "beef": "meat", "pork": "meat", "chicken": "meat", "turkey": "meat", "sausage": "sausages",
    "frankfurter": "sausages", "liver": "meat", "vegetables": "salad", "fruit": "blueberries",
    "citrus": "strawberries", "berries": "blueberries", "grapes": "blueberries", "onions": "mushrooms",
    "herbs": "spinach", "rolls": "rolls", "bread": "bread", "pastry": "croissants", "milk": "milk",
    "curd": "cheese", "cheese": "cheese", "yogurt": "yoghurt", "eggs": "eggs", "margarine": "butter",
    "soda": "cola", "water": "water", "beer": "lager", "wine": "wine", "liquor": "baijiu", "whisky": "whisky",
    "rum": "gin", "brandy": "gin", "prosecco": "wine", "liqueur": "plum", "juice": "juice", "coffee": "coffee",
    "tea": "tea", "candy": "gummies", "chocolate": "chocolate", "newspapers": "paper", "napkins": "tissues",
    "detergent": "laundry", "cleaner": "cleaner", "dishes": "dish", "dish": "dish", "cat": "cat", "dog": "dog",
    "pet": "dog", "baby": "baby", "fish": "salmon", "ham": "ham", "meat": "beef", "ice": "ice", "potato": "chips",
    "snack": "crisps", "nuts": "nuts", "popcorn": "popcorn", "salt": "salt", "sugar": "sugar", "rice": "rice",
    "pasta": "pasta", "oil": "oil", "vinegar": "vinegar", "soap": "soap",
}  # fmt: skip


def mapping(words: Iterable[str], goods: Iterable[Product]) -> dict[str, Product]:
    """Return a product for every word; counted goods only, so that a scan needs no weight."""
    shelf = [product for product in goods if not product.weighed and product.codes]
    # The first word of a demo name is the kind ("Milk Bread", "Fresh Dumplings"); what it is comes after.
    named = [(_parts(product.names["en"].partition(" ")[2]), product) for product in shelf]
    ordered = sorted(set(words))
    return {word: _nearest(word, place, named) for place, word in enumerate(ordered)}


def _nearest(word: str, place: int, named: list[tuple[set[str], Product]]) -> Product:
    wanted = _parts(word)
    wanted |= {_ALIASES[part] for part in wanted if part in _ALIASES}
    best = max(len(wanted & parts) for parts, _ in named)
    if not best:
        return named[place * len(named) // 200][1]
    fitting = [product for parts, product in named if len(wanted & parts) == best]
    return fitting[place % len(fitting)]


def _parts(text: str) -> set[str]:
    return set(re.findall("[a-z]+", text.lower()))


def words_of(baskets: Iterable[Iterable[str]]) -> set[str]:
    """Return every word that the baskets use."""
    return {word for basket in baskets for word in basket}


def scans(basket: Iterable[str], products: Mapping[str, Product]) -> list[str]:
    """Return the codes that a cashier scans for one basket."""
    return [products[word].codes[0].gtin[1:] for word in basket]
