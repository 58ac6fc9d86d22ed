"""The hub's store of people's keys by itself: never one id for two keys, none given twice, nothing of an erased one."""

from __future__ import annotations

from pathlib import Path

from sync.hub.key_store import KeyStore
from tests.sync.hub.paper_till import CHAIN


def test_two_stores_of_keys_never_use_one_key_id(tmp_path: Path) -> None:
    ids = set()
    for number in range(3):
        store = KeyStore(tmp_path / f"{number}.db")
        ids |= {named for named, _ in store.grant(CHAIN, 3)}
        assert (tmp_path / f"{number}.db").stat().st_mode & 0o777 == 0o600
        store.close()
    assert len(ids) == 9


def test_an_erased_key_is_in_no_file_of_the_store(tmp_path: Path) -> None:
    store = KeyStore(tmp_path / "keys.db")
    (named, key), (_, kept) = store.grant(CHAIN, 2)
    lookup = store.lookup(CHAIN)
    assert any(key in file.read_bytes() for file in tmp_path.iterdir()), "the search finds what is there"
    assert store.erase(CHAIN, [named], [7])
    files = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert key not in files
    assert lookup[32 + 7 * 16 : 32 + 8 * 16] not in files
    assert kept in files
    assert not store.erase(CHAIN, [named, "9-9", "nonsense"])
    store.close()


def test_keys_are_granted_once_across_rings_and_the_next_ring_is_ready(tmp_path: Path) -> None:
    store = KeyStore(tmp_path / "keys.db")
    given = store.grant(CHAIN, 1_500) + store.grant(CHAIN, 700)
    assert len({named for named, _ in given}) == len({key for _, key in given}) == 2_200
    assert len(store.rings(CHAIN)) == 3
    store.grant(CHAIN, 600)
    assert len(store.rings(CHAIN)) == 4, "before the last key is given the next ring goes out"
    store.close()
