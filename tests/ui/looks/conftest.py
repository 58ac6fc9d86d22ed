"""A till of the demo store in each of the gallery's states, with the real desk behind the window."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from pos_app.cli import demo_workstation
from ui.gallery.stage import Staged, staged
from ui.gallery.state import State

Stage = Callable[[State, str], AbstractContextManager[Staged]]


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Stage:
    """Return what brings a fresh till, which has its catalogue and has sold nothing, into a state."""
    assert qapp is not None
    enrolled = demo_workstation.make(tmp_path_factory.mktemp("looks"))

    @contextmanager
    def reached(state: State, language: str) -> Iterator[Staged]:
        till = tmp_path_factory.mktemp("till") / "till"
        with staged(
            state,
            language,
            demo_workstation.things(),
            lambda settings: demo_workstation.window(shutil.copytree(enrolled, till), settings),
        ) as shown:
            if shown is None:
                pytest.skip(f"this window has no {state.name}")
            yield shown
            shown.widget.close()
            shown.widget.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # else it stays until an event loop turns

    return reached


@pytest.fixture
def reached(stage: Stage) -> Iterator[Callable[..., Staged]]:
    """Return what brings a fresh till into a state for one test."""
    with ExitStack() as stack:
        yield lambda state, language="en": stack.enter_context(stage(state, language))
