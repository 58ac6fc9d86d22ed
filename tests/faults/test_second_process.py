"""A second till or daemon on the same folder is refused in one clear line, and the first till comes to the front."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.cli.commands import REFUSED
from pos_app.cli.till import RAISE
from pos_app.store import locks
from tests.faults.street import Street, filled, until
from tests.shop_floor import make_workstation

LIMIT_S = 60


def _pos(*words: str) -> list[str]:
    return [sys.executable, "-m", "pos_app", *words]


def _environment(project: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(project), "PYTHONSAFEPATH": "1", "QT_QPA_PLATFORM": "offscreen"}


def _run(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command of `./pos` to its end."""
    return subprocess.run(
        _pos(*words),
        env=_environment(project),
        cwd=project,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workstation that sells alone, so that its till starts no daemon."""
    return make_workstation(tmp_path / "data")


@pytest.fixture
def first(folder: Path, project: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The first till: the real window, offscreen."""
    till = subprocess.Popen(_pos("till", "--data", str(folder)), env=_environment(project), cwd=project)
    try:
        until(lambda: locks.holder(folder, "till") == till.pid or till.poll() is not None, "the first till runs")
        assert till.poll() is None
        yield till
    finally:
        till.send_signal(signal.SIGCONT)
        till.kill()
        till.wait()


def test_a_second_till_is_refused_and_asks_the_first_to_come_forward(
    folder: Path, first: subprocess.Popen[bytes], project: Path
) -> None:
    first.send_signal(signal.SIGSTOP)  # so that the request can be seen before it is answered
    began = time.monotonic()
    second = _run(project, "till", "--data", str(folder))
    assert second.returncode == REFUSED == 3
    assert second.stdout == ""
    assert second.stderr == "pos till: a till is open on this folder already; its window comes to the front.\n"
    assert (folder / RAISE).exists()
    assert time.monotonic() - began < LIMIT_S
    first.send_signal(signal.SIGCONT)
    until(lambda: not (folder / RAISE).exists(), "the first till takes the request and comes forward")
    assert first.poll() is None


def test_a_second_daemon_is_refused(street: Street, project: Path) -> None:
    folder = street.workstation("Till 3")
    with street.daemon(folder) as pid:
        until(lambda: locks.holder(folder, "daemon") == pid, "the first daemon runs")
        second = _run(project, "sync", "--data", str(folder))
        assert second.returncode == REFUSED
        assert second.stderr.startswith("pos sync: ")
        assert second.stderr.count("\n") == 1
        assert str(pid) in second.stderr, "it says who holds it"
        assert locks.holder(folder, "daemon") == pid


def test_enrolment_is_refused_while_a_till_runs(street: Street, tmp_path: Path, project: Path) -> None:
    folder = street.workstation("Till 3")
    with street.daemon(folder):  # a till without operators would be gone before it is looked for
        until(lambda: filled(folder), "the catalogue has come")
    till = street.nursery.start("till", folder=str(folder), paper=str(tmp_path / "paper"), seed=1)
    until(lambda: locks.holder(folder, "till") == till, "a till runs")
    before = (folder / "identity" / "credential").read_bytes()
    hub = f"http://127.0.0.1:{street.port}"
    refused = _run(project, "enrol", "--data", str(folder), "--hub", hub, "--code", street.code(), "--name", "Till 9")
    street.nursery.kill(till)
    assert refused.returncode == REFUSED, refused.stderr
    assert refused.stderr.count("\n") == 1
    assert (folder / "identity" / "credential").read_bytes() == before
