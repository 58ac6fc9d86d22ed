"""What the till sees, and that it goes on seeing something whatever happens to the files."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.domain.basket import RulesVersion
from pos_app.domain.essentials import Essentials
from pos_app.domain.feed import ClaimReply, FeedBatch, FeedRow, Level, Positions
from pos_app.domain.product import Barcode, Department, Price, ProductPrices
from pos_app.domain.promotions.percent_off import PercentOff
from pos_app.domain.store_rows import Operator, SigningKey, StockLevel, StoreInfo, Tile, TilePage
from pos_app.domain.tax import TaxTable
from pos_app.store import generations
from pos_app.store.cache_snapshot import build_snapshot
from pos_app.store.cache_writer import CacheWriter
from pos_app.store.catalogue import Catalogue, FoundPrice
from tests.store.cache_goods import MILK_CODE, STORE, batch, milk, price, product, row

ESSENTIALS = Essentials(
    "c1",
    7,
    StoreInfo(STORE, "Kept", "EUR"),
    (Operator("anna", "Anna", "hash"),),
    (Department("dairy", {"en": "Dairy"}, "A"),),
    TaxTable("t1", ()),
    4,
    (SigningKey("k1", b"k" * 32, "codes"),),
)


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[CacheWriter]:
    opened = CacheWriter.open(tmp_path / "cache", STORE, now_ms=5)
    yield opened
    opened.close()


@pytest.fixture
def reader(writer: CacheWriter, tmp_path: Path) -> Iterator[Catalogue]:
    opened = Catalogue.open(tmp_path / "cache", STORE)
    yield opened
    opened.close()


def install(writer: CacheWriter, folder: Path, *rows: FeedRow, at: int = 50) -> None:
    build_snapshot(rows, Positions(at, 0), folder / "incoming", store=STORE, made_ms=9)
    writer.install(folder / "incoming", Positions(at, 0))


def sells_milk(reader: Catalogue) -> bool:
    return reader.find_code(MILK_CODE) is not None


def test_a_scan_finds_the_product_and_the_pack_of_that_code(writer: CacheWriter, reader: Catalogue) -> None:
    six = Barcode("00000040170725", 6_000)
    writer.apply(batch(row("product", "milk", 1, product(codes=(Barcode(MILK_CODE), six), plu="4011"))))
    found = reader.find_code("00000040170725")
    assert found is not None
    assert (found.product.id, found.barcode) == ("milk", six)
    by_number, by_id = reader.find_plu("4011"), reader.find_reference("milk")
    assert by_number == by_id == reader.find_reference("4011") == found.product


@pytest.mark.parametrize("code", ["", "1", "99999999999999", "9" * 15, "9" * 4_000, "abc", "٣" * 14, "-4006381333931"])
def test_a_code_that_nobody_carries_finds_nothing(writer: CacheWriter, reader: Catalogue, code: str) -> None:
    writer.apply(batch(milk(1)))
    assert reader.find_code(code) is None
    assert reader.find_plu(code) is None


def test_a_code_of_two_products_is_answered_the_same_on_every_till(writer: CacheWriter, reader: Catalogue) -> None:
    writer.apply(batch(row("product", "z", 1, product("z", codes=(Barcode(MILK_CODE),)))))
    writer.apply(batch(row("product", "a", 2, product("a", codes=(Barcode(MILK_CODE),)))))
    found = reader.find_code(MILK_CODE)
    assert found is not None
    assert found.product.id == "a"


def test_a_deleted_product_and_a_code_taken_off_are_found_no_more(writer: CacheWriter, reader: Catalogue) -> None:
    writer.apply(batch(milk(1)))
    writer.apply(batch(row("product", "milk", 2, product(plu="7"))))
    assert not sells_milk(reader)
    assert reader.find_plu("7") is not None
    writer.apply(batch(row("product", "milk", 3)))
    assert reader.find_plu("7") is None
    assert reader.product("milk") is None
    assert reader.search("milk", 0) == []


def test_prices_begin_and_end_by_themselves(writer: CacheWriter, reader: Catalogue) -> None:
    week = (Price(200), Price(150, valid_from_ms=1_000, valid_to_ms=2_000), Price(900, pack=6_000))
    writer.apply(batch(row("price", "milk", 1, ProductPrices("milk", week))))
    assert [reader.price("milk", at) for at in (999, 1_000, 1_999, 2_000)] == [
        FoundPrice(unit_price, 1, Level.CHAIN) for unit_price in (200, 150, 150, 200)
    ]
    assert reader.price("milk", 0, pack=6_000) == FoundPrice(900, 1, Level.CHAIN)
    assert reader.price("milk", 0, pack=500) is None
    assert reader.price("bread", 0) is None


def test_the_stores_price_wins_while_it_has_one(writer: CacheWriter, reader: Catalogue) -> None:
    flash = ProductPrices("milk", (Price(99, valid_from_ms=1_000, valid_to_ms=2_000),))
    writer.apply(batch(price("milk", 200, 1), row("price", "milk", 5, flash, level=Level.STORE)))
    assert reader.price("milk", 999) == FoundPrice(200, 1, Level.CHAIN)
    assert reader.price("milk", 1_000) == FoundPrice(99, 5, Level.STORE)
    writer.apply(batch(row("price", "milk", 6, level=Level.STORE)))
    assert reader.price("milk", 1_000) == FoundPrice(200, 1, Level.CHAIN)


def test_the_stores_product_stands_before_the_chains_until_it_is_taken_back(
    writer: CacheWriter, reader: Catalogue
) -> None:
    local = row("product", "milk", 1, product(name="Alpine milk"), level=Level.STORE)
    writer.apply(batch(milk(1), local))
    assert not sells_milk(reader), "the store's row carries no code"
    assert [hit.product.names["en"] for hit in reader.search("alpine", 0)] == ["Alpine milk"]
    writer.apply(batch(row("product", "milk", 2, level=Level.STORE)))
    assert sells_milk(reader)
    assert reader.search("alpine", 0) == []


def test_rules_keep_their_object_as_long_as_their_version_stands(writer: CacheWriter, reader: Catalogue) -> None:
    ten = PercentOff(id="ten", names={"en": "Ten"}, rate_ppm=100_000)
    writer.apply(batch(row("promotion", "ten", 3, ten), row("promotion", "strange", 4, body=b"\x81\xa4type\xa1x")))
    reader.refresh()
    first = reader.rules()
    assert (first.version, first.rules) == (RulesVersion(4, 0), (ten,))
    writer.apply(batch(milk(5)))
    reader.refresh()
    assert reader.rules() is first
    writer.apply(batch(row("promotion", "ten", 6)))
    reader.refresh()
    assert (reader.rules().version, reader.rules().rules) == (RulesVersion(6, 0), ())


def test_a_promotion_written_between_two_looks_is_in_the_rules_of_its_version(
    writer: CacheWriter, reader: Catalogue
) -> None:
    ten = PercentOff(id="ten", names={"en": "Ten"}, rate_ppm=100_000)
    five = PercentOff(id="five", names={"en": "Five"}, rate_ppm=50_000)
    writer.apply(batch(row("promotion", "ten", 3, ten)))
    reader.refresh()
    assert reader.rules().rules == (ten,)
    writer.apply(batch(row("promotion", "five", 4, five)))
    before_the_look = reader.rules()
    assert (before_the_look.version, before_the_look.rules) == (RulesVersion(4, 0), (five, ten))
    reader.refresh()
    assert reader.rules() == before_the_look


def test_a_snapshot_names_the_same_version_of_the_rules_as_the_feed_did(
    writer: CacheWriter, reader: Catalogue, tmp_path: Path
) -> None:
    ten = PercentOff(id="ten", names={"en": "Ten"}, rate_ppm=100_000)
    rows = (row("promotion", "ten", 3, ten), row("promotion", "old", 8))
    writer.apply(batch(*rows))
    fed = reader.rules()
    install(writer, tmp_path, *rows)
    reader.refresh()
    assert reader.rules() == fed


def test_the_small_lists_come_in_their_order(writer: CacheWriter, reader: Catalogue) -> None:
    writer.apply(
        batch(
            row("tile_page", "b", 1, TilePage("b", 1, {"en": "Bakery"})),
            row("tile_page", "z", 2, TilePage("z", 0, {"en": "Fruit"})),
            row("tile", "1", 3, Tile("1", 1, 0, "bread")),
            row("tile", "2", 4, Tile("2", 0, 5, "apple")),
            row("tile", "3", 5, Tile("3", 0, 4, "pear")),
            row("stock", "milk", 6, StockLevel("milk", STORE, 12_000, {"w1/5": 9}), level=Level.STORE),
            row("store", STORE, 7, StoreInfo(STORE, "Corner", "EUR")),
            row("tax", "t1", 8, TaxTable("t1", ())),
        )
    )
    reader.refresh()
    assert [page.id for page in reader.tile_pages()] == ["z", "b"]
    assert [tile.id for tile in reader.tiles()] == ["3", "2", "1"]
    assert reader.stock("milk") == StockLevel("milk", STORE, 12_000, {"w1/5": 9})
    assert reader.store_info() == StoreInfo(STORE, "Corner", "EUR")
    assert reader.tax_table("t1") == (TaxTable("t1", ()), 8)


def test_refresh_tells_whether_the_daemon_wrote(writer: CacheWriter, reader: Catalogue) -> None:
    assert not reader.refresh()
    writer.apply(batch(row("operator", "anna", 1, Operator("anna", "Anna", "hash"))))
    assert reader.refresh()
    assert [one.id for one in reader.operators()] == ["anna"]
    assert not reader.refresh()
    writer.save_claim(ClaimReply("c1", granted=False, held_by="w2"))
    assert reader.refresh()
    assert reader.claim_answer("c1") == ClaimReply("c1", granted=False, held_by="w2")
    assert reader.claim_answer("c2") is None


def test_with_no_cache_at_all_it_says_so_and_answers_from_the_signed_essentials(tmp_path: Path) -> None:
    reader = Catalogue.open(tmp_path / "nowhere", STORE, essentials=ESSENTIALS)
    assert reader.generation is None
    assert (reader.find_code(MILK_CODE), reader.price("milk", 0), reader.search("milk", 0)) == (None, None, [])
    assert (reader.acks(), reader.epoch_demand(), reader.claim_answer("c")) == ((), None, None)
    assert reader.rules().rules == ()
    assert reader.operators() == ESSENTIALS.operators
    assert reader.departments() == ESSENTIALS.departments
    assert reader.store_info() == ESSENTIALS.store
    assert reader.tax_table("t1") == (ESSENTIALS.tax, 4)
    assert reader.tax_table("t2") is None
    assert reader.keys() == ESSENTIALS.keys
    assert not reader.refresh()
    other = Catalogue.open(tmp_path / "nowhere", "s2", essentials=ESSENTIALS)
    assert other.operators() == (), "another store's people do not sign in here"


def test_the_cache_that_appears_later_is_taken_up(tmp_path: Path) -> None:
    reader = Catalogue.open(tmp_path / "cache", STORE)
    writer = CacheWriter.open(tmp_path / "cache", STORE, now_ms=5)
    writer.apply(batch(milk(1)))
    assert reader.refresh()
    assert sells_milk(reader)
    reader.close()
    writer.close()


def test_a_folder_deleted_under_the_till_stays_readable_and_its_successor_waits_until_it_is_whole(
    writer: CacheWriter, reader: Catalogue, tmp_path: Path
) -> None:
    install(writer, tmp_path, milk(1), price("milk", 99, 2))
    reader.refresh()
    shutil.rmtree(tmp_path / "cache")
    assert not reader.refresh()
    assert sells_milk(reader)
    assert reader.price("milk", 0) is not None

    again = CacheWriter.open(tmp_path / "cache", STORE, now_ms=6)
    again.save_claim(ClaimReply("c1", granted=True))
    reader.refresh()
    assert sells_milk(reader), "an empty generation does not replace a whole one"
    assert reader.claim_answer("c1") is not None, "what the hub says now is heard all the same"
    again.apply(FeedBatch((milk(1, brand="half"),), Positions(1, 0), more=True))
    reader.refresh()
    assert [hit.product.brand for hit in reader.search("milk", 0)] == [""]
    again.apply(FeedBatch((milk(2, brand="whole"),), Positions(2, 0), more=False))
    assert reader.refresh()
    assert [hit.product.brand for hit in reader.search("milk", 0)] == ["whole"]
    again.close()


def test_without_a_better_one_a_generation_in_its_first_fill_is_read(tmp_path: Path) -> None:
    writer = CacheWriter.open(tmp_path, STORE, now_ms=5)
    writer.apply(FeedBatch((milk(1),), Positions(1, 0), more=True))
    reader = Catalogue.open(tmp_path, STORE)
    assert sells_milk(reader)
    assert [hit.product.id for hit in reader.search("3931", 0)] == ["milk"], "the tail of the code too"
    reader.close()
    writer.close()


@pytest.mark.parametrize(
    "harm",
    [
        "missing",
        "emptied",
        pytest.param("overwritten", marks=pytest.mark.expects_log("cache-3.db does not open")),
        "note gone",
        "note wrong",
    ],
)
def test_a_broken_current_generation_falls_back_to_the_one_before(
    writer: CacheWriter, tmp_path: Path, harm: str
) -> None:
    install(writer, tmp_path, milk(1))
    install(writer, tmp_path, milk(1), at=60)
    writer.close()
    newest = tmp_path / "cache" / "cache-3.db"
    if harm == "missing":
        newest.unlink()
    elif harm == "emptied":
        os.truncate(newest, 0)
    elif harm == "overwritten":
        newest.write_bytes(b"\x00" * newest.stat().st_size)
    elif harm == "note gone":
        (tmp_path / "cache" / generations.CURRENT).unlink()
    else:
        (tmp_path / "cache" / generations.CURRENT).write_text("cache-9.db")
    reader = Catalogue.open(tmp_path / "cache", STORE)
    assert sells_milk(reader)
    found = reader.generation
    assert found is not None
    assert found.name == ("cache-3.db" if harm.startswith("note") else "cache-2.db")
    assert not found.is_current
    reader.close()


@pytest.mark.expects_log("cache generation cache-3.db is given up")
def test_a_generation_that_breaks_while_it_is_read_is_given_up_for_the_one_before(
    writer: CacheWriter, tmp_path: Path
) -> None:
    goods = [row("product", f"p{i}", i + 2, product(f"p{i}", f"goods {i}", plu=str(i))) for i in range(2_000)]
    install(writer, tmp_path, milk(1))
    install(writer, tmp_path, milk(1), *goods, at=3_000)
    writer.close()
    reader = Catalogue.open(tmp_path / "cache", STORE)
    with (tmp_path / "cache" / "cache-3.db").open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(4_096)
        file.write(os.urandom(size - 4_096))
    assert sells_milk(reader)
    found = reader.generation
    assert found is not None
    assert (found.name, found.is_current) == ("cache-2.db", False)
    reader.close()


def test_what_a_killed_daemon_had_written_is_read_from_its_log(tmp_path: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; from pos_app.store.cache_writer import CacheWriter;"
        "from tests.store.cache_goods import *;"
        "writer = CacheWriter.open(Path(sys.argv[1]), STORE, now_ms=5);"
        "writer.apply(batch(milk(1), price('milk', 99, 2))); os._exit(9)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    assert done.returncode == 9
    assert (tmp_path / "cache-1.db-wal").stat().st_size > 0
    reader = Catalogue.open(tmp_path, STORE)
    assert sells_milk(reader)
    assert reader.price("milk", 0) == FoundPrice(99, 2, Level.CHAIN)
    reader.close()


def test_the_till_cannot_write_into_the_cache(writer: CacheWriter, reader: Catalogue) -> None:
    writer.apply(batch(milk(1)))
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader._files.rows("DELETE FROM product")
