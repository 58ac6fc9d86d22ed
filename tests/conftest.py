"""What every test gets: a quiet log, an offscreen Qt, no process left behind, and the shared data.

pytest loads this for the whole suite. A log line at WARNING or above that a test did not announce with
`@pytest.mark.expects_log("regular expression")` fails that test, and so does an announced line that
never came. Qt's own warnings are failed by pytest-qt (`qt_log_level_fail` in pyproject.toml).
"""

import gc
import itertools
import logging
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# Before the first QApplication: no test may need a display. A developer can set another one to watch.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# The machine may be busy: a property is judged by its answer; the benches and pytest-timeout judge time.
settings.register_profile("shop", deadline=None)
settings.load_profile("shop")

PROJECT = Path(__file__).resolve().parent.parent


class _Heard(logging.Handler):
    """Keep every record that a careful operator would have to read."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Remember the record as `logger LEVEL message`."""
        self.lines.append(f"{record.name} {record.levelname} {record.getMessage()}")


@pytest.fixture(autouse=True)
def quiet_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the test on a log line that it did not announce, or on an announced one that never came."""
    expected = [re.compile(p) for mark in request.node.iter_markers("expects_log") for p in mark.args]
    heard = _Heard()
    root = logging.getLogger()
    root.addHandler(heard)
    try:
        yield
    finally:
        root.removeHandler(heard)
    surprises = [line for line in heard.lines if not any(p.search(line) for p in expected)]
    missing = [p.pattern for p in expected if not any(p.search(line) for line in heard.lines)]
    if surprises:
        pytest.fail("unexpected log lines:\n" + "\n".join(surprises), pytrace=False)
    if missing:
        pytest.fail("announced log lines never came:\n" + "\n".join(missing), pytrace=False)


COLLECTED_WHOLLY_EVERY = 25
_tests_with_a_window = itertools.count(1)


@pytest.fixture(autouse=True)
def rubbish_goes_in_this_thread() -> Iterator[None]:
    """Once a window was opened nobody else collects (`ui.sweeping`): a test that ends does, in the window's thread."""
    yield
    if not gc.isenabled():
        gc.collect(2 if next(_tests_with_a_window) % COLLECTED_WHOLLY_EVERY == 0 else 1)


def _children() -> dict[int, str]:
    """Return the processes that this one started and that still run, by process id."""
    found = {}
    for task in Path("/proc/self/task").glob("*/children"):
        for word in task.read_text().split():
            try:
                command = Path(f"/proc/{word}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue  # it ended between the two reads
            # An empty command line is a process that has ended and was not waited for; the resource
            # tracker belongs to multiprocessing and ends with this process.
            if command and "multiprocessing.resource_tracker" not in command:
                found[int(word)] = command.strip()
    return found


@pytest.fixture(autouse=True, scope="session")
def no_process_left_behind() -> Iterator[None]:
    """Fail the run when a till, daemon or hub that a test started is still alive at the end."""
    before = set(_children())
    yield
    left = {pid: command for pid, command in _children().items() if pid not in before}
    if left:
        pytest.fail("processes left behind:\n" + "\n".join(f"{pid}: {c}" for pid, c in left.items()), pytrace=False)


@pytest.fixture(scope="session")
def project() -> Path:
    """Return the folder that holds `pos` and pyproject.toml."""
    return PROJECT


@pytest.fixture(scope="session")
def pos_data() -> Path:
    """Return the folder of the shared test data, or skip the test when this machine has none.

    It is named by the variable POS_DATA, by default `../shared/data` beside the project.
    """
    folder = Path(os.environ.get("POS_DATA") or PROJECT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"no shared data: {folder} is not a folder (set POS_DATA to the one that holds gs1/)")
    return folder
