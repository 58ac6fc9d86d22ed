"""`./pos hub counts` prints what was counted and is not what the book said."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos_app.cli.commands import main
from sync.hub.count_differences import CountDifference


def test_a_hub_without_counts_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hub", "counts", "--data", str(tmp_path)]) == 0
    assert "No count differs" in capsys.readouterr().out


def test_what_was_as_expected_is_shown_on_request_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = [
        CountDifference("milk", 45_000, 46_000, 1_800_000_000_000, "K3W9", "bob", "aisle-02", "n-1"),
        CountDifference("bread", 12_000, 12_000, 1_800_000_000_000, "K3W9", "bob", "aisle-02", "n-1"),
        CountDifference("tea", 500, None, 1_800_000_000_000, "K3W9", "bob", "", "n-0"),
    ]
    monkeypatch.setattr("pos_app.cli.hub_counts.differences", lambda _at: counted)
    main(["hub", "counts", "--data", str(tmp_path)])
    (line,) = capsys.readouterr().out.splitlines()
    assert "milk  45 / 46  aisle-02" in line
    main(["hub", "counts", "--all", "--data", str(tmp_path)])
    assert len(capsys.readouterr().out.splitlines()) == len(counted)
