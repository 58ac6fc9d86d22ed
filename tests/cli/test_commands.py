"""The command line: every command teaches, refuses in one line, and ends with a code that means something."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos_app.cli.commands import COMMANDS, FAULT, REFUSED, USAGE, main


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_teaches(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert f"./pos {name}" in said
    assert len(said.splitlines()) > 5


def test_an_unknown_command_is_answered_with_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["buy"]) == USAGE
    said = capsys.readouterr().err
    assert all(name in said for name in COMMANDS)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["verify", "--data", "{tmp}/nothing"], (REFUSED, FAULT)),
        (["sync", "--data", "{tmp}/nothing"], (REFUSED,)),
        (["replay", "{tmp}/no-such-file"], (REFUSED,)),
        (["import", "{tmp}/no-such-file", "--hub-data", "{tmp}/hub"], (REFUSED,)),
        (["hub", "--data", "{tmp}/hub", "--host", "192.0.2.1"], (REFUSED,)),
        (["bench", "nothing-of-the-kind"], (REFUSED,)),
    ],
)
def test_what_cannot_be_done_is_one_clear_line(
    arguments: list[str], code: tuple[int, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([argument.format(tmp=tmp_path) for argument in arguments]) in code
    said = capsys.readouterr().err.splitlines()[-1]
    assert said.startswith(f"pos {arguments[0]}: ")
    assert "Traceback" not in said
