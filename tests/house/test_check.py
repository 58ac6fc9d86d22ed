"""`./pos test` runs every step to its end, and the private PostgreSQL leaves nothing behind."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import run

LIMIT_S = 90


def test_a_failed_step_stops_no_later_one_and_fails_the_whole(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    came = tmp_path / "came"
    second = f"open({str(came)!r}, 'w')"
    monkeypatch.setattr(
        run, "steps", lambda _: [("lint", ["-c", "raise SystemExit(3)"], []), ("tests", ["-c", second], [])]
    )
    assert run.main([]) == 1
    assert came.exists()
    said = capfd.readouterr().out
    assert "FAILED (3)" in said
    assert re.search(r"tests +ok", said)


def test_all_steps_passing_is_success(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "steps", lambda _: [("lint", ["-c", "pass"], ["-c", "pass"])])
    assert run.main([]) == 0


def test_either_half_failing_fails_the_step_and_both_are_heard(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    well, badly = ["-c", "print('all well')"], ["-c", "print('not well'); raise SystemExit(1)"]
    for halves in ((well, badly), (badly, well)):
        monkeypatch.setattr(run, "steps", lambda _, halves=halves: [("tests", *halves)])
        assert run.main([]) == 1
        said = capfd.readouterr().out
        assert "all well" in said
        assert "not well" in said


def test_extra_arguments_reach_the_tests_alone() -> None:
    steps = {name: arguments + beside for name, arguments, beside in run.steps(["-k", "money"])}
    assert list(steps) == ["lint", "format", "types", "imports", "tests"]
    assert [name for name, arguments in steps.items() if "money" in arguments] == ["tests"]


def test_without_arguments_every_test_is_in_exactly_one_half(project: Path) -> None:
    (_, others, screens) = run.steps([])[-1]
    assert [each.removeprefix("--ignore=") for each in others[2:]] == screens[2:]
    assert all((project / path).exists() for path in screens[2:])


def test_the_shell_scripts_are_clean(project: Path) -> None:
    checker = shutil.which("shellcheck")
    if checker is None:
        pytest.skip("no shellcheck on this machine (Debian: apt install shellcheck)")
    scripts = ["pos", ".ci/run", ".ci/postgres"]
    found = subprocess.run([checker, *scripts], cwd=project, check=False, capture_output=True, text=True)
    assert found.stdout == ""


_SELECT = """
import os, sys, sqlalchemy
url = os.environ["POS_TEST_POSTGRES"]
with sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool).connect() as connection:
    print(url, connection.execute(sqlalchemy.text("SELECT 40 + 2")).scalar())
sys.exit(5)
"""


def test_a_private_postgresql_serves_one_command_and_is_gone(project: Path) -> None:
    if not shutil.which("postgres") and not list(Path("/usr/lib/postgresql").glob("*/bin/postgres")):
        pytest.skip("no PostgreSQL server on this machine (Debian: apt install postgresql)")
    served = subprocess.run(
        [str(project / ".ci" / "postgres"), "with", sys.executable, "-c", _SELECT],
        env=os.environ | {"PYTHONSAFEPATH": "1"},
        check=False,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
    )
    assert served.returncode == 5, served.stderr  # the command's own exit code
    url, answer = served.stdout.split()
    assert answer == "42"
    folder = Path(url.partition("host=")[2])
    assert folder.name.startswith("pos-postgres.")
    assert not folder.exists()
