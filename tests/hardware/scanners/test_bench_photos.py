"""The bench of the decoders can be run anywhere: without photos it draws some, and says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench import decode


def test_without_photos_drawn_ones_are_read_and_labelled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POS_DATA", str(tmp_path))
    for part in ("_live", "_checked"):  # no photos in these
        monkeypatch.setattr(decode, part, lambda: iter(()))
    monkeypatch.setattr(decode, "DRAWN", 12)
    figures = {figure.name.rpartition(": ")[2]: figure for figure in decode.run(None)}
    assert all("GENERATED" in figure.name for figure in figures.values())
    assert figures["photos read by either decoder, of 12"].value >= 10
    assert figures["wrong reads that a basket would take, held for 4 frames"].holds
