"""The hub's operator sees which key signs codes, and changes it without a code of yesterday failing today."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos_app.cli.commands import main


def listed(folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> list[str]:
    assert main(["hub", "keys", "--data", str(folder), *more]) == 0
    return capsys.readouterr().out.splitlines()


def test_keys_are_listed_and_rotated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (first,) = listed(tmp_path, capsys)
    assert first.endswith("signs")
    assert listed(tmp_path, capsys) == [first], "asking makes no second key"
    old, new = sorted(listed(tmp_path, capsys, "--rotate", "--days", "30"), key=lambda line: line.endswith("signs"))
    assert old.split()[0] == first.split()[0]
    assert "verifies for 30 more days" in old
    assert new.endswith("signs")
    assert any(line.endswith("retired") for line in listed(tmp_path, capsys, "--rotate", "--days", "0"))
