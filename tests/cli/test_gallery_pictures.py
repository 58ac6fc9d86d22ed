"""`./pos gallery --screens`: a state that cannot be taken is named, costs no other one, and no process stays."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from pos_app.cli import demo_workstation
from pos_app.cli.commands import DONE, FAILED, INTERRUPTED, USAGE, main
from pos_app.cli.gallery_painter import Order, take_state
from pos_app.cli.gallery_painters import take_all
from tests.faults.street import until
from ui.gallery import states
from ui.gallery.driver import Driver
from ui.gallery.plan import Wanted
from ui.gallery.state import State

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def order(tmp_path: Path) -> Order:
    return Order(Wanted.KEPT, tmp_path / "pictures", demo_workstation.make(tmp_path / "made" / "till"))


def add(monkeypatch: pytest.MonkeyPatch, *more: State) -> None:
    """Let the gallery have these states too; a painter of its own process does not know them."""
    monkeypatch.setattr(states, "STATES", (*states.STATES, *more))


def test_a_run_ends_well_only_when_every_state_was_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["gallery", "--screens", str(tmp_path), "--jobs", "2", "--sheets", "--only", "first-run"]
    assert main(asked) == DONE
    sizes = [QImage(str(path)).size().toTuple() for path in tmp_path.glob("*.png")]
    assert len(sizes) == 4
    assert min(sizes) == (1488, 1684), "upright pictures as large as they are"
    add(monkeypatch, State("nobody-comes-there"))
    assert main([*asked, "nobody-comes-there"]) == FAILED
    said = capsys.readouterr()
    assert "nobody-comes-there could not be taken" in said.err
    assert "first-run could not" not in said.err
    assert said.out.splitlines() == [f"4 pictures in {tmp_path}"] * 2
    assert multiprocessing.active_children() == []


def test_a_state_that_is_not_known_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gallery", "--screens", str(tmp_path), "--only", "pay", "pya"]) == USAGE
    assert "no state pya" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    ("act", "told"), [("dance round", "no such act: dance round"), ("open nowhere", "NoSuchScreen")]
)
def test_a_state_that_nobody_can_come_to_is_told(
    order: Order, monkeypatch: pytest.MonkeyPatch, act: str, told: str
) -> None:
    add(monkeypatch, State("wrong", (act,)))
    assert told in take_state("wrong", order).wrong


@pytest.mark.usefixtures("qapp")
@pytest.mark.expects_log("a command of the till failed")
def test_a_window_that_stands_after_a_bug_does_not_pass_for_a_picture(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    def logs(_driver: Driver, _verb: str, _what: str) -> None:
        logging.getLogger("ui.bridge").error("a command of the till failed")

    monkeypatch.setattr(Driver, "act", logs)
    add(monkeypatch, State("wrong", ("press F1",)))
    assert "a command of the till failed" in take_state("wrong", order).wrong


def test_a_painter_that_dies_costs_one_state(order: Order) -> None:
    taking = take_all(["first-run", "sign-in", "first-run"], order, jobs=1)
    assert next(taking).wrong == ""
    (painter,) = multiprocessing.active_children()
    assert painter.pid is not None
    os.kill(painter.pid, signal.SIGKILL)
    died = next(taking)
    assert (died.state, died.wrong) == ("sign-in", "its process died with code -9")
    assert [each.wrong for each in taking] == [""]
    assert multiprocessing.active_children() == []


def test_a_state_that_takes_for_ever_is_named(order: Order) -> None:
    (late,) = take_all(["first-run"], order, jobs=1, state_s=0.01)
    assert (late.state, late.files, late.wrong) == ("first-run", (), "not done within 0.01 s")
    assert multiprocessing.active_children() == []


def test_who_stops_looking_at_the_answers_leaves_no_painter(order: Order) -> None:
    taking = take_all(["first-run", "sign-in", "basket"], order, jobs=2)
    next(taking)
    assert len(multiprocessing.active_children()) == 2
    taking.close()
    assert multiprocessing.active_children() == []


def running(pid: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="reads the processes from /proc")
@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_interrupted_run_leaves_no_process(told: signal.Signals, tmp_path: Path) -> None:
    made = tmp_path / "made"
    made.mkdir()
    environment = os.environ | {"PYTHONPATH": str(PROJECT), "PYTHONSAFEPATH": "1", "TMPDIR": str(made)}
    command = [
        sys.executable,
        "-m",
        "pos_app",
        "gallery",
        "--screens",
        str(tmp_path / "all"),
        "--sheets",
        "--jobs",
        "2",
    ]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as run:
        assert run.stderr is not None
        assert run.stderr.readline().startswith("1/")
        children = [int(each) for each in Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text().split()]
        assert len(children) >= 2
        run.send_signal(told)
        run.communicate(timeout=60)
    until(lambda: not any(map(running, children)), "every painter has ended", 60)
    if told != signal.SIGKILL:
        assert run.returncode == INTERRUPTED
        assert list(made.iterdir()) == []
