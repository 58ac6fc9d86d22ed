"""The daemon's writing: any order, any repetition, any failure, and the same rows and checksums at the end."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos_app.domain.errors import Fault
from pos_app.domain.feed import (
    Ack,
    ClaimReply,
    EntryState,
    EpochDemand,
    FeedBatch,
    FeedRow,
    Level,
    Positions,
    Stage,
    State,
    StreamSum,
    row_hash,
)
from pos_app.domain.product import Barcode
from pos_app.store import cache_local, cache_schema
from pos_app.store.cache_snapshot import build_snapshot
from pos_app.store.cache_writer import Applied, CacheWriter
from pos_app.store.catalogue import Catalogue
from sync import protocol
from tests.store.cache_goods import MILK_CODE, STORE, batch, milk, price, product, row

MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - drawn histories need no disk


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[CacheWriter]:
    opened = CacheWriter.open(tmp_path / "cache", STORE, now_ms=5)
    yield opened
    opened.close()


def held(writer: CacheWriter) -> dict[tuple[Level, str, str], tuple[int, bytes | None]]:
    """Return every row of the file with its version; a deleted one without a body."""
    kept: dict[tuple[Level, str, str], tuple[int, bytes | None]] = {}
    of_price = "r.chain_version, r.chain, r.store_version, r.store FROM price r JOIN product USING (number)"
    statements = (
        "SELECT 'product', id, chain_version, chain, store_version, store FROM product",
        f"SELECT 'price', id, {of_price}",
        "SELECT stream, key, chain_version, chain, store_version, store FROM row",
    )
    for statement in statements:
        for stream, key, chain_version, chain, store_version, store in writer._db.execute(statement):
            for level, version, body in ((Level.CHAIN, chain_version, chain), (Level.STORE, store_version, store)):
                if version is not None:
                    kept[level, stream, key] = (version, body)
    return kept


def indexes(writer: CacheWriter) -> list[list[tuple[object, ...]]]:
    """Return what the codes and words point at, by product id: two files may number products differently."""
    writer._db.execute("INSERT INTO words (words) VALUES ('integrity-check')")
    words = "SELECT term, id FROM vocabulary JOIN product ON number = doc ORDER BY 1, 2"
    writer._db.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab('main', 'words', 'instance')")
    try:
        return [
            sorted(writer._db.execute("SELECT gtin, id FROM barcode JOIN product USING (number)")),
            sorted(writer._db.execute("SELECT plu, id FROM plu JOIN product USING (number)")),
            sorted(set(writer._db.execute(words))),
        ]
    finally:
        writer._db.execute("DROP TABLE temp.vocabulary")


@st.composite
def histories(draw: st.DrawFn) -> list[FeedRow]:
    """Draw a hub's history: rows at rising positions for each level, changes and deletions of a few keys."""
    rows: list[FeedRow] = []
    for position in range(1, draw(st.integers(1, 25)) + 1):
        level = draw(st.sampled_from(Level))
        stream = draw(st.sampled_from(("product", "price", "operator")))
        key = draw(st.sampled_from(("milk", "bread", "可口可乐")))
        name = draw(st.sampled_from(("Milk", "milk chocolate", "可口可乐大瓶", "Хлеб", "")))
        if draw(st.integers(0, 4)) == 0:
            rows.append(row(stream, key, position, level=level))
        elif stream == "product":
            codes = tuple(Barcode(f"{code:014d}") for code in draw(st.sets(st.integers(1, 5), max_size=2)))
            plu = draw(st.sampled_from(("", "1", "22")))
            rows.append(row(stream, key, position, product(key, name, codes=codes, plu=plu), level=level))
        elif stream == "price":
            rows.append(price(key, draw(st.integers(0, 999)), position, level))
        else:
            rows.append(row(stream, key, position, body=draw(st.binary(min_size=1, max_size=9)), level=level))
    return rows


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_any_order_and_repetition_of_batches_ends_in_the_hubs_rows_and_checksums(data: st.DataObject) -> None:
    history = data.draw(histories())
    sent = data.draw(st.permutations([*history, *data.draw(st.lists(st.sampled_from(history), max_size=20))]))
    newest = {(one.level, one.stream, one.key): one for one in history}
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        writer = CacheWriter.open(Path(folder) / "cache", STORE, now_ms=0)
        seen: dict[tuple[Level, str, str], int] = {}
        while sent:
            size = data.draw(st.integers(1, len(sent)))
            some, sent = sent[:size], sent[size:]
            writer.apply(batch(*some, more=True))
            for place, (version, _) in held(writer).items():
                assert version >= seen.get(place, 0)
                seen[place] = version
        assert held(writer) == {
            place: (one.position, None if one.deleted else one.body) for place, one in newest.items()
        }
        for kept in writer.sums():
            live = [one for one in newest.values() if (one.level, one.stream) == (kept.level, kept.stream)]
            live = [one for one in live if not one.deleted]
            assert (kept.rows, kept.total) == (len(live), sum(map(row_hash, live)) % 2**64)

        ordered = CacheWriter.open(Path(folder) / "ordered", STORE, now_ms=0)
        for one in history:
            ordered.apply(batch(one))
        assert indexes(writer) == indexes(ordered)
        assert set(writer.sums()) == set(ordered.sums())

        positions = Positions(len(history), len(history))
        build_snapshot(newest.values(), positions, Path(folder) / "made", store=STORE)
        assert ordered.differences(writer.sums()) == ()
        snapshot = CacheWriter.open(Path(folder) / "snapshot", STORE, now_ms=0)
        snapshot.install(Path(folder) / "made", positions)
        assert snapshot.differences(writer.sums()) == ()
        assert indexes(snapshot) == indexes(writer)
        assert snapshot.apply(batch(*history)).changed == 0, "a snapshot's own past, heard again, changes nothing"
        for opened in (writer, ordered, snapshot):
            opened.close()


def test_the_cache_and_the_wire_name_the_same_shape() -> None:
    assert cache_schema.CACHE_SCHEMA == protocol.CACHE_SCHEMA


def test_a_deleted_row_does_not_come_back_with_an_older_batch(writer: CacheWriter) -> None:
    writer.apply(batch(milk(1)))
    writer.apply(batch(row("product", "milk", 2)))
    assert writer.apply(batch(milk(1))) == Applied(0, 1, 0)
    assert held(writer) == {(Level.CHAIN, "product", "milk"): (2, None)}


def test_the_cursor_never_runs_backwards(writer: CacheWriter) -> None:
    writer.apply(FeedBatch((), Positions(9, 4)))
    writer.apply(FeedBatch((milk(3),), Positions(3, 0)))
    assert writer.positions() == Positions(9, 4)


def test_a_change_that_leaves_the_words_alone_does_not_touch_them(writer: CacheWriter) -> None:
    assert writer.apply(batch(milk(1))).texts == 1
    assert writer.apply(batch(milk(2, min_age=18), price("milk", 99, 3))).texts == 0
    assert writer.apply(batch(milk(4, brand="Alp"))).texts == 1


def test_more_than_a_thousand_rows_are_written_in_pieces_with_a_pause_between(writer: CacheWriter) -> None:
    rows = [price(f"p{i}", i, i + 1) for i in range(2_500)]
    paused: list[int] = []
    applied = writer.apply(batch(*rows), pause=lambda: paused.append(sum(one.rows for one in writer.sums())))
    assert applied.changed == 2_500
    assert paused == [1_000, 2_000]


def test_a_batch_cut_short_between_two_pieces_comes_again_and_ends_the_same(writer: CacheWriter) -> None:
    rows = [price(f"p{i}", i, i + 1) for i in range(1_500)]

    def power_cut() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        writer.apply(batch(*rows), power_cut)
    assert writer.positions() == Positions(0, 0), "the cursor moves with the last row"
    assert writer.apply(batch(*rows)) == Applied(500, 1_000, 0)
    assert writer.differences([StreamSum(Level.CHAIN, "price", 1_500, sum(map(row_hash, rows)) % 2**64)]) == ()


def test_a_full_disk_leaves_the_batch_out_and_takes_it_when_there_is_room(writer: CacheWriter) -> None:
    writer.apply(batch(milk(1)))
    before = (held(writer), writer.sums(), writer.positions())
    pages = writer._db.execute("PRAGMA page_count").fetchone()[0]
    writer._db.execute(f"PRAGMA max_page_count = {pages + 3}")
    rows = [row("product", f"p{i}", i + 2, product(f"p{i}", f"goods {i}" * 9)) for i in range(900)]
    with pytest.raises(Fault, match=r"cache\.disk_full"):
        writer.apply(batch(*rows))
    assert (held(writer), writer.sums(), writer.positions()) == before
    writer._db.execute(f"PRAGMA max_page_count = {2**30}")
    assert writer.apply(batch(*rows)).changed == 900
    assert writer._db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_folder_deleted_under_the_daemon_is_noticed_before_anything_is_said_to_be_kept(
    writer: CacheWriter, tmp_path: Path
) -> None:
    writer.apply(batch(milk(1)))
    shutil.rmtree(tmp_path / "cache")
    with pytest.raises(Fault, match=r"cache\.gone"):
        writer.save_acks([Ack(1, Stage.CENTRAL, 7, b"h" * 32)])
    again = CacheWriter.open(tmp_path / "cache", STORE, now_ms=6)
    assert again.positions() == Positions(0, 0)
    writer.close()
    again.apply(batch(milk(1)))
    assert held(again) == {(Level.CHAIN, "product", "milk"): (1, milk(1).body)}
    again.close()


def test_a_damaged_generation_is_replaced_by_an_empty_one(tmp_path: Path) -> None:
    first = CacheWriter.open(tmp_path, STORE, now_ms=5)
    first.apply(batch(milk(1)))
    first.close()
    (tmp_path / first.name).write_bytes(b"not a database" * 900)
    second = CacheWriter.open(tmp_path, STORE, now_ms=6)
    assert (second.name, second.positions()) == ("cache-2.db", Positions(0, 0))
    second.close()


def test_another_stores_generation_is_not_gone_on_with(tmp_path: Path) -> None:
    first = CacheWriter.open(tmp_path, "s2", now_ms=5)
    first.apply(batch(milk(1)))
    first.close()
    second = CacheWriter.open(tmp_path, STORE, now_ms=6)
    assert second.positions() == Positions(0, 0)
    second.close()


def test_a_record_that_this_version_cannot_read_is_kept_for_the_checksum_and_sold_by_nobody(
    writer: CacheWriter, tmp_path: Path
) -> None:
    strange = row("product", "strange", 2, body=b"\xc1 no msgpack")
    odd_price = row("price", "milk", 3, body=b"\xc1")
    assert writer.apply(batch(milk(1), strange, odd_price)).changed == 3
    reader = Catalogue.open(tmp_path / "cache", STORE)
    assert (reader.product("strange"), reader.price("milk", 0)) == (None, None)
    assert reader.find_code(MILK_CODE) is not None
    assert [(hit.product.id, hit.unit_price) for hit in reader.search("milk", 0)] == [("milk", None)]
    reader.close()


def test_a_code_that_is_no_number_or_too_long_does_not_stop_the_batch(writer: CacheWriter) -> None:
    codes = (Barcode("9" * 40), Barcode("٣٤٥"), Barcode(""), Barcode(MILK_CODE))
    writer.apply(batch(row("product", "milk", 1, product(codes=codes))))
    assert writer._db.execute("SELECT gtin FROM barcode").fetchall() == [(int(MILK_CODE),)]


def test_acknowledgements_and_states_are_kept_as_last_heard(writer: CacheWriter) -> None:
    odd = EntryState(2**62, 3, State.QUARANTINED, "unknown_product")
    writer.save_acks([Ack(2**62, Stage.RELAY, 3, b"a" * 32), Ack(2**62, Stage.CENTRAL, 2, b"b" * 32)], [odd])
    writer.save_acks([Ack(2**62, Stage.CENTRAL, 3, b"a" * 32)])
    assert set(writer.acks()) == {Ack(2**62, Stage.RELAY, 3, b"a" * 32), Ack(2**62, Stage.CENTRAL, 3, b"a" * 32)}
    assert writer.entry_states() == (odd,)
    writer.save_acks([], [EntryState(2**62, 3, State.STORED)])
    assert writer.entry_states() == ()


def test_the_lists_of_states_and_answers_do_not_grow_without_end(
    writer: CacheWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_local, "STATES_KEPT", 3)
    monkeypatch.setattr(cache_local, "ANSWERS_KEPT", 2)
    writer.save_acks([], [EntryState(1, seq, State.REFUSED) for seq in range(9)])
    assert writer._db.execute("SELECT seq FROM entry_state ORDER BY seq").fetchall() == [(6,), (7,), (8,)]
    for number in range(5):
        writer.save_claim(ClaimReply(f"c{number}", granted=True))
    assert writer._db.execute("SELECT claim FROM claim_answer ORDER BY number").fetchall() == [("c3",), ("c4",)]


def test_beginning_again_keeps_the_till_on_the_old_goods_until_the_new_are_whole(
    writer: CacheWriter, tmp_path: Path
) -> None:
    writer.apply(batch(milk(9)))
    writer.save_claim(ClaimReply("c1", granted=True))
    reader = Catalogue.open(tmp_path / "cache", STORE)
    writer.begin_again(now_ms=6)
    assert (writer.name, writer.positions(), writer.sums()) == ("cache-2.db", Positions(0, 0), ())
    assert writer.claim_answer("c1") == ClaimReply("c1", granted=True)
    writer.begin_again(now_ms=7)
    reader.refresh()
    assert reader.find_code(MILK_CODE) is not None
    writer.apply(batch(milk(2, brand="after the hub was restored")))
    reader.refresh()
    assert [hit.product.brand for hit in reader.search("milk", 0)] == ["after the hub was restored"]
    reader.close()


def test_a_demand_is_withdrawn_by_none(writer: CacheWriter) -> None:
    writer.save_demand(EpochDemand("forked", 7))
    assert writer.demand() == EpochDemand("forked", 7)
    writer.save_demand(None)
    assert writer.demand() is None


def test_a_mistake_in_the_program_is_not_taken_for_a_full_disk(writer: CacheWriter) -> None:
    bad: tuple[FeedRow, ...] = (milk(1), "no row")  # type: ignore[assignment]
    with pytest.raises(AttributeError):
        writer.apply(FeedBatch(bad, Positions()))
    assert held(writer) == {}, "the transaction of a bug leaves nothing"
    assert writer.apply(batch(milk(1))).changed == 1
