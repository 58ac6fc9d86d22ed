"""The search finds what a person means, in any script, and survives whatever is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pos_app.domain.feed import FeedRow, Level
from pos_app.domain.product import Barcode
from pos_app.store.cache_writer import CacheWriter
from pos_app.store.catalogue import Catalogue
from tests.store.cache_goods import STORE, batch, price, product, row

GOODS = (
    product(
        "cola", names={"en": "Coca-Cola 0.5 l", "zh-Hans": "可口可乐瓶装"}, codes=(Barcode("05449000000996"),), plu="12"
    ),
    product("pepsi", names={"en": "Pepsi", "zh-Hans": "百事可乐"}),
    product("mouth", names={"zh-Hans": "可口饼干"}),
    product("coffee", names={"en": "Café crème", "ru": "Кофе со сливками"}, brand="Nescafé"),
    product("choc", "Chocolate milk"),
    product("milk", "Milk", plu="123"),
    product("milky", "Milky bar chocolate"),
    product("hedgehog", names={"ru": "Ёжик мягкая игрушка"}),
    product("tea", names={"ja": "緑茶ペットボトル", "ko": "녹차 페트병", "th": "ชาเขียว", "en": "Green tea 500ml"}),
    product("dal", names={"hi": "मसूर दाल", "en": "Red lentils"}),
    product("oil", names={"en": "Öl & Vinegar", "de": "Weißer Essig"}),  # noqa: RUF100 - the ampersand is the point
    product("seven", "7up", codes=(Barcode("00012000001291"),)),
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    folder = tmp_path_factory.mktemp("cache")
    writer = CacheWriter.open(folder, STORE, now_ms=5)
    writer.apply(batch(*(row("product", one.id, place + 1, one) for place, one in enumerate(GOODS))))
    writer.apply(batch(price("cola", 199, 50), price("cola", 189, 51, Level.STORE)))
    reader = Catalogue.open(folder, STORE)
    yield reader
    reader.close()
    writer.close()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("可乐", {"cola", "pepsi"}),
        ("可口", {"cola", "mouth"}),
        ("可口可乐", {"cola"}),
        ("乐", {"cola", "pepsi"}),
        ("瓶装", {"cola"}),
        ("装", {"cola"}),
        ("可乐 瓶", {"cola"}),
        ("coca", {"cola"}),
        ("COLA coc", {"cola"}),
        ("ｃｏｌａ", {"cola"}),
        ("cola 可乐", {"cola"}),
        ("cafe creme", {"coffee"}),
        ("CAFÉ", {"coffee"}),
        ("nesc", {"coffee"}),
        ("слив кофе", {"coffee"}),
        ("ежик", {"hedgehog"}),
        ("Ёж игр", {"hedgehog"}),
        ("緑茶", {"tea"}),
        ("ペット", {"tea"}),
        ("녹차", {"tea"}),
        ("เขียว", {"tea"}),
        ("मसूर", {"dal"}),
        ("ol vinegar", {"oil"}),
        ("weisser", {"oil"}),
        ("500", {"tea"}),
        ("7up", {"seven"}),
        ("chocolate mil", {"choc", "milky"}),
        ("milk bread", set()),
    ],
)
def test_words_of_any_script_find_their_goods(shop: Catalogue, typed: str, expected: set[str]) -> None:
    assert {hit.product.id for hit in shop.search(typed, 0)} == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("5449000000996", ["cola"]),
        ("05449000000996", ["cola"]),
        ("0996", ["cola"]),
        ("00000996", ["cola"]),
        ("000000996", ["cola"]),
        ("0997", []),
        ("5449", ["cola"]),
        ("012000001291", ["seven"]),
        ("1291", ["seven"]),
        ("12", ["cola", "milk"]),
        ("123", ["milk"]),
        (" 123 ", ["milk"]),
        ("99999999999999", []),
        ("1" * 60, []),
    ],
)
def test_digits_find_look_up_numbers_and_the_head_or_tail_of_a_code(
    shop: Catalogue, typed: str, expected: list[str]
) -> None:
    assert [hit.product.id for hit in shop.search(typed, 0)] == expected


def test_the_very_name_comes_first(shop: Catalogue) -> None:
    assert [hit.product.id for hit in shop.search("milk", 0)] == ["milk", "milky", "choc"]
    assert [hit.product.id for hit in shop.search("chocolate", 0)] == ["choc", "milky"]


def test_a_hit_carries_the_price_that_the_till_would_ask(shop: Catalogue) -> None:
    assert [hit.unit_price for hit in shop.search("coca", 0)] == [189]
    assert [hit.unit_price for hit in shop.search("pepsi", 0)] == [None]


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "",
            " ",
            '"',
            "'",
            '""',
            "*",
            "^milk",
            "(",
            "milk*",
            "-",
            "%",
            "_",
            "\\",
            "{",
            "\x00",
            "\ud800",
            "\u202emilk",
        ),
        *("NOT", "milk OR", "milk AND", "NEAR(milk)", "text:milk", "; DROP TABLE product", "💥", "۱۲۳"),
        *("a" * 200, "可" * 200, "x " * 100, "é" * 5_000),
    ],
)
def test_nothing_that_can_be_typed_is_an_operator_or_an_error(shop: Catalogue, typed: str) -> None:
    for hit in shop.search(typed, 0):
        assert hit.product.id in {"milk", "milky", "choc"}, "only the word milk in it counts"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(max_size=60), st.text(alphabet='milk可乐кофе0123456789"*()^:- ', max_size=30)))
def test_any_text_is_a_query(shop: Catalogue, typed: str) -> None:
    assert len(shop.search(typed, 0, limit=3)) <= 3


@pytest.fixture
def stocked(tmp_path: Path) -> Iterator[Callable[[list[FeedRow]], Catalogue]]:
    writer = CacheWriter.open(tmp_path, STORE, now_ms=5)
    readers: list[Catalogue] = []

    def with_rows(rows: list[FeedRow]) -> Catalogue:
        writer.apply(batch(*rows))
        readers.append(Catalogue.open(tmp_path, STORE))
        return readers[-1]

    yield with_rows
    for reader in readers:
        reader.close()
    writer.close()


def test_of_very_many_hits_those_with_the_whole_word_come_first(
    stocked: Callable[[list[FeedRow]], Catalogue],
) -> None:
    many = [row("product", f"p{i:04d}", i + 1, product(f"p{i:04d}", f"Milkshake number {i}")) for i in range(900)]
    reader = stocked([*many, row("product", "milk", 1_000, product("milk", "Fresh milk"))])
    hits = reader.search("milk", 0)
    assert len(hits) == 50
    assert hits[0].product.id == "milk"
    assert len({hit.product.id for hit in hits}) == 50
    assert len(reader.search("milk", 0, limit=7)) == 7
    assert reader.search("milk", 0, limit=0) == []
    assert len(reader.search("milk", 0, limit=10**9)) == 200


def test_a_new_name_is_found_and_the_old_one_no_more(stocked: Callable[[list[FeedRow]], Catalogue]) -> None:
    reader = stocked([row("product", "p", 1, product("p", names={"zh-Hans": "可口可乐", "en": "Cola"}))])
    stocked([row("product", "p", 2, product("p", names={"zh-Hans": "百事可乐", "en": "Pepsi"}))])
    assert [hit.product.id for hit in reader.search("百事", 0)] == ["p"]
    assert [hit.product.id for hit in reader.search("可乐", 0)] == ["p"]
    assert reader.search("可口", 0) == reader.search("cola", 0) == []
