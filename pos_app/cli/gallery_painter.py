"""One of the processes that take the gallery's pictures: told a state, it takes its pictures and says how that went.

`gallery_painters` begins and ends it. It ends by itself when whoever began it is gone.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType

import msgspec

from ui.gallery.plan import Wanted


class Order(msgspec.Struct, frozen=True):
    """What all painters of one run are told: the pictures wanted, where they go, and a till to copy."""

    wanted: Wanted
    folder: Path
    till: Path
    """The folder of an enrolled till that has its catalogue; copies of it stand beside it."""


class Taken(msgspec.Struct, frozen=True):
    """How it went with a state: the files' names, and what was wrong, "" when nothing was."""

    state: str
    files: tuple[str, ...]
    wrong: str = ""


def work(asked: Connection, order: Order) -> None:
    """Take the pictures of each state that is named on `asked`, until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who asks is told too, and ends this
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    application = QApplication(sys.argv[:1])
    try:
        while True:
            asked.send(take_state(asked.recv(), order))
            gc.collect()  # nobody else does, once there was a window; it must be done in the windows' thread
    except (EOFError, OSError):
        application.quit()


def take_state(name: str, order: Order) -> Taken:
    """Take the pictures of one state; a QApplication exists."""
    from pos_app.cli import demo_workstation
    from ui.gallery.plan import pictures
    from ui.gallery.states import STATES
    from ui.gallery.taking import take

    files: list[str] = []
    with _listening() as wrong, tempfile.TemporaryDirectory(dir=order.till.parent) as made:
        try:
            state = next(each for each in STATES if each.name == name)
            taking = take(
                state,
                pictures(state, order.wanted),
                demo_workstation.things(),
                lambda settings: demo_workstation.window(
                    shutil.copytree(order.till, Path(tempfile.mkdtemp(dir=made), "till")), settings
                ),
                order.folder,
                pack=order.wanted is Wanted.KEPT,
            )
            for path in taking:
                files.append(path.name)
                _end_when_alone()
        except Exception:  # noqa: BLE001 - whatever it is, it is told with the state's name, and the others go on
            wrong.append(traceback.format_exc())
    return Taken(name, tuple(files), "\n".join(wrong))


def _end_when_alone() -> None:
    """End this process when the one that began it is gone: nobody else would."""
    parent = multiprocessing.parent_process()
    if parent is not None and not parent.is_alive():
        raise SystemExit(1)


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Yield what the window took for a bug meanwhile: it keeps standing, and looks as if all were well."""
    wrong: list[str] = []
    heard, hooked = _Heard(wrong), sys.excepthook

    def told(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        wrong.append("".join(traceback.format_exception(kind, error, trace)))

    logging.getLogger().addHandler(heard)
    sys.excepthook = told
    try:
        yield wrong
    finally:
        sys.excepthook = hooked
        logging.getLogger().removeHandler(heard)


class _Heard(logging.Handler):
    """Keeps what is logged as an error."""

    def __init__(self, wrong: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._wrong = wrong

    def emit(self, record: logging.LogRecord) -> None:
        self._wrong.append(logging.Formatter().format(record))
