"""Snapshots: a till that begins gets a ready cache, signed, in pieces, and the same one while it is near."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from pos_app.domain.feed import Level, Positions
from pos_app.domain.product import Price, ProductPrices
from pos_app.store.cache_snapshot import unpack
from sync.hub.publish import Row
from sync.protocol import SNAPSHOT_PATH, SnapshotOffer, snapshot_seal
from tests.sync.hub.stand import Stand, refused


@pytest.fixture
def stand(database_url: str, tmp_path: Path) -> Iterator[Stand]:
    """A hub that offers snapshots of a small catalogue."""
    with Stand(tmp_path / "hub", database_url, snapshot_rows_min=10) as made:
        yield made


def offer_to(stand: Stand, at: Positions | None = None) -> SnapshotOffer:
    offer = stand.hello(stand.till(), at).snapshot
    assert offer is not None
    return offer


def part(stand: Stand, offer: SnapshotOffer, asked: str) -> tuple[int, bytes]:
    answer = stand.client.get(SNAPSHOT_PATH + offer.id, headers=stand.headers(stand.till()) | {"range": asked})
    return answer.status_code, answer.content


def test_a_snapshot_comes_in_pieces_and_is_what_the_signed_offer_says(stand: Stand, tmp_path: Path) -> None:
    stand.settle()
    offer = offer_to(stand)
    Ed25519PublicKey.from_public_bytes(stand.central.key.public).verify(offer.signature, snapshot_seal(offer))
    half = offer.packed_bytes // 2
    first, second = part(stand, offer, f"bytes=0-{half - 1}"), part(stand, offer, f"bytes={half}-")
    assert (first[0], second[0], len(first[1])) == (206, 206, half)
    packed = first[1] + second[1]
    assert (len(packed), hashlib.sha256(packed).digest()) == (offer.packed_bytes, offer.sha256)
    (tmp_path / "packed").write_bytes(packed)
    unpack(tmp_path / "packed", tmp_path / "cache.db", sha256=offer.sha256, unpacked_bytes=offer.unpacked_bytes)
    assert (tmp_path / "cache.db").stat().st_size == offer.unpacked_bytes


def test_the_same_snapshot_is_offered_while_the_feed_is_near_and_a_new_one_when_it_is_not(stand: Stand) -> None:
    offer = offer_to(stand)
    assert offer_to(stand).id == offer.id
    prices = [Row(Level.CHAIN, None, "price", f"q{n}", ProductPrices(f"q{n}", (Price(n),))) for n in range(6_000)]
    stand.publish(prices)
    renewed = offer_to(stand)
    assert renewed.id != offer.id
    assert renewed.positions.chain >= offer.positions.chain + 6_000
    assert part(stand, offer, "bytes=0-9")[0] == 206, "who is in the middle of the old one may finish it"


def test_a_till_that_is_nearly_there_is_offered_none(stand: Stand) -> None:
    at = offer_to(stand).positions
    assert stand.hello(stand.till(), at).snapshot is None


def test_another_stores_or_an_unknown_snapshot_is_gone(stand: Stand) -> None:
    offer = offer_to(stand)
    elsewhere = stand.headers(stand.till("store-2"))
    for name in (offer.id, "0" * 32, "..%2fhub-key"):
        answer = stand.client.get(SNAPSHOT_PATH + name, headers=elsewhere)
        assert answer.status_code == 404
        assert refused(answer)[1] in {"snapshot.gone", "hub.no_such_path"}


def test_a_range_beyond_the_end_is_refused_and_a_strange_one_ignored(stand: Stand) -> None:
    offer = offer_to(stand)
    assert part(stand, offer, f"bytes={offer.packed_bytes}-")[0] == 416
    assert part(stand, offer, "pages=1-2")[0] == 200
    assert len(part(stand, offer, f"bytes=5-{offer.packed_bytes * 9}")[1]) == offer.packed_bytes - 5


@pytest.mark.expects_log("no snapshot of store store-1")
def test_a_hub_with_a_full_disk_offers_none_and_goes_on(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sync.hub.snapshots.build_snapshot", full)
    till = stand.till()
    assert stand.hello(till).snapshot is None
    assert stand.feed(till).batch
    monkeypatch.undo()
    assert stand.hello(till).snapshot is not None
