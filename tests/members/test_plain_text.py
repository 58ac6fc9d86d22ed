"""The search for people in clear finds whoever was planted, in every guise, or its silence would mean nothing."""

from __future__ import annotations

import base64
import gzip
import sqlite3
import zipfile
from pathlib import Path

import pytest
import zstandard

from pos_app.domain.people import PersonFields
from tests.members.plain_text import search

ADA = PersonFields("Zdenka Planted", "+8610012342046", "2900000000018")
WANG = PersonFields("欧阳桂花", "+447700900123")

GUISES = {
    "utf-8": b"...Zdenka Planted...",
    "capitals": b"ZDENKA PLANTED",
    "utf-16": "x Zdenka Planted".encode("utf-16"),
    "utf-16 big": "x Zdenka Planted".encode("utf-16-be"),
    "phone": b"call +8610012342046 now",
    "phone without code": b"10012342046",
    "phone with separators": b"(100) 1234-20.46",
    "phone with spaces": b"+86 100 1234 2046",
    "phone in utf-16": "10012342046".encode("utf-16-le"),
    "card": b"29 0000 0000 018",
    "base64": base64.b64encode(b"ab{'name': 'Zdenka Planted'}"),
    "hexadecimal": b"Zdenka Planted".hex().encode(),
    "zstd": zstandard.ZstdCompressor().compress(b"a" * 900 + b"Zdenka Planted"),
    "zstd in the middle": b"head" + zstandard.ZstdCompressor().compress(b"name Zdenka Planted" * 9) + b"tail",
    "gzip": gzip.compress(b"b" * 900 + b"Zdenka Planted"),
    "chinese": "会员 欧阳桂花".encode(),
    "chinese gb18030": "欧阳桂花".encode("gb18030"),
    "british": b"07700 900123",
}


@pytest.mark.parametrize("guise", GUISES)
def test_a_planted_person_is_found(tmp_path: Path, guise: str) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file.log").write_bytes(b"\x00" * 5_000 + GUISES[guise] + b"\xff" * 500)
    if guise == "gzip":
        (tmp_path / "deep" / "file.log").write_bytes(GUISES[guise])
    assert search([tmp_path], [ADA, WANG])


def test_a_planted_person_is_found_in_a_database_and_its_wal(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("CREATE TABLE t (v)")
    db.execute("INSERT INTO t VALUES (?)", (zstandard.ZstdCompressor().compress(b"x" * 50 + ADA.name.encode()),))
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert [Path(each.file).name for each in search([tmp_path], [ADA])] == ["a.db"]
    db.execute("DELETE FROM t")
    db.execute("INSERT INTO t VALUES (?)", (ADA.phone,))
    assert "a.db-wal" in {Path(each.file).name for each in search([tmp_path], [ADA])}
    db.close()


def test_a_planted_person_is_found_in_a_zip_and_nobody_in_noise(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "picture.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner", b"c" * 900 + ADA.name.encode())
    assert search([tmp_path], [ADA])
    (tmp_path / "picture.zip").write_bytes(bytes(range(256)) * 4_000)
    assert search([tmp_path], [ADA, WANG]) == []
