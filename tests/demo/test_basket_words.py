"""Every word of the recorded baskets stands for one product of the demo store, the same everywhere."""

from __future__ import annotations

from pathlib import Path

from pos_app.cli.replaying import read_baskets
from pos_app.demo import basket_words, shop


def test_a_word_finds_goods_of_its_kind() -> None:
    found = basket_words.mapping(
        ["whole milk", "bottled beer", "napkins", "no such thing"], (each for each, _ in shop.goods())
    )
    assert found["whole milk"].department == "dairy"
    assert found["bottled beer"].department == "alcohol"
    assert found["napkins"].department == "household"
    assert not any(product.weighed for product in found.values())


def test_all_words_of_the_real_baskets_are_mapped(pos_data: Path) -> None:
    baskets = read_baskets(pos_data / "baskets.csv.gz", 0)
    words = basket_words.words_of(baskets)
    assert (len(baskets), len(words)) == (9_835, 169)
    goods = [product for product, _ in shop.goods()]
    assert basket_words.mapping(words, goods) == basket_words.mapping(sorted(words, reverse=True), goods)
