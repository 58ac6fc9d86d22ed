"""Two tills or two daemons never write the same folder."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from pos_app.domain.errors import Refusal
from pos_app.store import locks

_HOLDER = """
import sys
import threading
from pathlib import Path
from pos_app.store import locks
with locks.hold(Path(sys.argv[1]), "till"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_till_is_refused_with_the_process_that_holds_it(tmp_path: Path) -> None:
    with locks.hold(tmp_path, "till"):
        with pytest.raises(Refusal) as refused, locks.hold(tmp_path, "till"):
            pass
        assert refused.value.message_id == "lock.held"
        assert refused.value.params == {"role": "till", "pid": os.getpid()}
        assert locks.holder(tmp_path, "till") == os.getpid()
    assert locks.holder(tmp_path, "till") is None


def test_till_and_daemon_do_not_stand_in_each_others_way(tmp_path: Path) -> None:
    with locks.hold(tmp_path, "till"), locks.hold(tmp_path, "daemon"):
        assert locks.holder(tmp_path, "daemon") == os.getpid()


def test_a_killed_till_frees_its_lock(tmp_path: Path, project: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(project), "PYTHONSAFEPATH": "1"}
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(Refusal, match=f"pid={other.pid}"), locks.hold(tmp_path, "till"):
            pass
        other.kill()
        other.wait()
    with locks.hold(tmp_path, "till"):
        assert (tmp_path / "till.lock").read_text() == f"till {os.getpid()}\n"


def test_a_folder_that_nobody_used_is_free(tmp_path: Path) -> None:
    assert locks.holder(tmp_path / "new", "daemon") is None


def test_asking_who_holds_a_role_again_and_again_keeps_nobody_from_taking_it(tmp_path: Path) -> None:
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            locks.holder(tmp_path, "till")

    askers = [threading.Thread(target=ask) for _ in range(2)]
    for asker in askers:
        asker.start()
    try:
        for _ in range(30):
            with locks.hold(tmp_path, "till"):
                pass
    finally:
        stop.set()
        for asker in askers:
            asker.join()
