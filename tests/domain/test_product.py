"""Prices switch by themselves at their moment, and every product has a name to show."""

from __future__ import annotations

from pos_app.domain.product import Price, ProductPrices, name_in

PRICES = ProductPrices(
    "milk",
    (
        Price(100),
        Price(120, valid_from_ms=1_000),
        Price(80, valid_from_ms=1_500, valid_to_ms=1_600),
        Price(550, pack=6_000),
    ),
)


def test_the_latest_begun_price_in_force_holds() -> None:
    assert [PRICES.at(moment) for moment in (0, 999, 1_000, 1_499, 1_500, 1_599, 1_600)] == [
        100, 100, 120, 120, 80, 80, 120,
    ]  # fmt: skip


def test_a_pack_has_its_own_price_and_none_is_guessed() -> None:
    assert PRICES.at(0, pack=6_000) == 550
    assert PRICES.at(0, pack=12_000) is None
    assert ProductPrices("milk", (Price(1, valid_from_ms=5),)).at(4) is None


def test_two_prices_from_the_same_moment_the_later_row_holds() -> None:
    assert ProductPrices("milk", (Price(1), Price(2))).at(0) == 2


def test_a_name_falls_back_to_the_base_language_then_english_then_any() -> None:
    assert name_in({"en": "Milk", "zh-Hans": "牛奶"}, "zh-Hans") == "牛奶"
    assert name_in({"en": "Milk", "pt": "Leite"}, "pt-BR") == "Leite"
    assert name_in({"en": "Milk", "pt": "Leite"}, "de") == "Milk"
    assert name_in({"pt": "Leite"}, "de") == "Leite"
    assert name_in({}, "de") == ""


def test_a_pack_without_a_price_of_its_own_costs_what_its_pieces_cost() -> None:
    piece = ProductPrices("p", (Price(333),))
    assert piece.of_pack(0, 6_000) == 1_998
    assert piece.of_pack(0, 500) == 167  # half a unit: 166.5, half up
    assert ProductPrices("p", (Price(333), Price(1_800, pack=6_000))).of_pack(0, 6_000) == 1_800
    assert ProductPrices("p", (Price(333, valid_from_ms=10),)).of_pack(0, 6_000) is None
