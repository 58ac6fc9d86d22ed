"""A closed panel is given back in the window's thread, whichever thread makes the most rubbish."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.ui.conftest import AtTheTill
from ui import sweeping


class Panel(QLabel):
    """A panel that holds itself, as panels with slots do, and says in which thread it went."""

    def __init__(self, gone: list[threading.Thread]) -> None:
        super().__init__()
        self.destroyed_in = gone
        self.me = self

    def __del__(self) -> None:
        self.destroyed_in.append(threading.current_thread())


@pytest.fixture
def as_python_begins() -> Iterator[None]:
    """Let Python collect by itself, as it does in a new process, until the window opens."""
    gc.enable()
    yield
    sweeping.begin()


def make_rubbish() -> None:
    """Allocate in another thread far beyond every threshold of the collector."""

    def work() -> None:
        kept = []
        for _ in range(50_000):
            circle: list[object] = []
            circle.append(circle)
            kept.append(circle)

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()


def test_python_by_itself_would_take_a_panel_away_in_a_worker(as_python_begins: None) -> None:
    gone: list[threading.Thread] = []

    class Plain:
        def __init__(self) -> None:
            self.me = self

        def __del__(self) -> None:
            gone.append(threading.current_thread())

    Plain()
    make_rubbish()
    assert gone != []
    assert gone[0] is not threading.main_thread(), "else this page is about nothing"


def test_a_closed_panel_goes_in_the_windows_thread(as_python_begins: None, till: AtTheTill, qtbot: QtBot) -> None:
    gone: list[threading.Thread] = []
    Panel(gone)
    make_rubbish()
    assert gone == [], "no worker may take it"
    qtbot.waitUntil(lambda: gone != [])
    assert gone == [threading.main_thread()]


def test_a_sweep_without_rubbish_does_nothing() -> None:
    sweeping.begin()
    gc.collect()
    assert sweeping.sweep() == -1
