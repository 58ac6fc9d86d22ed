"""From a downloaded snapshot to an open catalogue: unpack, hash, signature, quick_check, install, first look-up.

`run` is called by `./pos bench`. Building the snapshot is the hub's work and timed apart. The reference is the least
that any program must do with the file: hash the packed bytes, write the plain ones and bring them to the disk.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos_app.domain.feed import Positions
from pos_app.store.cache_schema import CACHE_SCHEMA
from pos_app.store.cache_snapshot import build_snapshot, pack, unpack
from pos_app.store.cache_writer import CacheWriter
from pos_app.store.catalogue import Catalogue
from sync.protocol import SnapshotOffer, snapshot_seal
from tests.bench.catalogue_feed import STORE, products, rows
from tests.bench.gap_reader import looking_till

TARGET_PER_SECOND = 150_000
TARGET_GAP_MS = 50


def run(catalogue: Path | None = None, most: int | None = None) -> dict[str, Any]:
    """Measure on the whole catalogue (or its first `most` products); figures in seconds and products a second."""
    goods = list(products(catalogue, most))
    fed = rows(goods)
    positions = Positions(len(fed), 0)
    key = Ed25519PrivateKey.generate()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        began = time.perf_counter()
        build_snapshot(fed, positions, folder / "made", store=STORE, made_ms=1)
        built = time.perf_counter() - began
        packed = pack(folder / "made", folder / "packed")
        offer = SnapshotOffer(
            "1",
            CACHE_SCHEMA,
            positions,
            packed.packed_bytes,
            packed.unpacked_bytes,
            packed.sha256,
            "k",
            b"",
        )
        signature = key.sign(snapshot_seal(offer))
        reference = _reference(folder)
        writer = CacheWriter.open(folder / "cache", STORE, now_ms=0)

        _take_over(folder, writer, offer, signature, key)
        with looking_till(folder / "cache", len(goods)) as gaps:
            began = time.perf_counter()
            unpacked = _take_over(folder, writer, offer, signature, key)
            reader = Catalogue.open(folder / "cache", STORE)
            found = reader.find_code(goods[-1].codes[0].gtin)
            taken = time.perf_counter() - began
        assert found is not None
        reader.close()
        writer.close()
    return {
        "products": len(goods),
        "per_second": round(len(goods) / taken),
        "target_per_second": TARGET_PER_SECOND,
        "seconds": round(taken, 3),
        "unpack_seconds": round(unpacked, 3),
        "build_seconds": round(built, 2),
        "packed_mb": round(packed.packed_bytes / 1e6, 1),
        "unpacked_mb": round(packed.unpacked_bytes / 1e6, 1),
        "longest_gap_ms": gaps[0],
        "target_gap_ms": TARGET_GAP_MS,
        "reference_seconds": round(reference, 3),
    }


def _take_over(
    folder: Path, writer: CacheWriter, offer: SnapshotOffer, signature: bytes, key: Ed25519PrivateKey
) -> float:
    """Do what the daemon does with a downloaded snapshot; return the seconds until it was unpacked."""
    began = time.perf_counter()
    key.public_key().verify(signature, snapshot_seal(offer))
    incoming = folder / "cache" / "incoming"
    unpack(folder / "packed", incoming, sha256=offer.sha256, unpacked_bytes=offer.unpacked_bytes)
    unpacked = time.perf_counter() - began
    writer.install(incoming, offer.positions)
    return unpacked


def _reference(folder: Path) -> float:
    plain = (folder / "made").read_bytes()
    bytes_packed = (folder / "packed").read_bytes()
    began = time.perf_counter()
    hashlib.sha256(bytes_packed).digest()
    with (folder / "reference").open("wb") as target:
        target.write(plain)
        target.flush()
        os.fsync(target.fileno())
    return time.perf_counter() - began


if __name__ == "__main__":
    print(run())  # noqa: T201 - run by hand
