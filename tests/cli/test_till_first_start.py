"""`./pos till` on a computer that is no till yet: a window instead of a traceback, and the till in the same process."""

import argparse
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pos_app.cli import till
from pos_app.cli.commands import DONE
from pos_app.domain.errors import Refusal
from pos_app.store import identity
from tests.shop_floor import make_workstation
from ui.screens.first_run import FirstRun
from ui.window import Window

LOOK_EVERY_MS = 20


class Person:
    """Does one thing with each kind of window as it comes up."""

    def __init__(self, **does: Callable[[QWidget], None]) -> None:
        self._does = does
        self.saw: list[str] = []
        self._timer = QTimer()
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        for widget in QApplication.topLevelWidgets():
            name = type(widget).__name__
            if widget.isVisible() and name in self._does and name not in self.saw:
                self.saw.append(name)
                self._does[name](widget)

    def leave(self) -> None:
        self._timer.stop()


def run(folder: Path) -> int:
    return till.run(argparse.Namespace(data=folder, full_screen=False))


def enrol_here(widget: QWidget) -> None:
    assert isinstance(widget, FirstRun)
    for field, text in (("hub", "https://hub.example:8470"), ("code", "7KQ2M4WXPD3A"), ("name", "Till 3")):
        widget.fields[field].setText(text)
    widget.enrol.click()


def close(widget: QWidget) -> None:
    widget.close()


def test_enrolled_by_code_the_sell_window_opens_in_the_same_process(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"

    def enrol(where: Path, hub: str, code: str, name: str, certificate: Path | None) -> None:
        assert (hub, code, name, certificate) == ("https://hub.example:8470", "7KQ2M4WXPD3A", "Till 3", None)
        make_workstation(where)

    monkeypatch.setattr("sync.enrol.enrol", enrol)
    person = Person(FirstRun=enrol_here, Window=close)
    assert run(folder) == DONE
    person.leave()
    assert person.saw == [FirstRun.__name__, Window.__name__]
    assert identity.read(folder).name == "Till 3"


def test_closed_without_an_answer_nothing_is_made(qtbot: QtBot, tmp_path: Path) -> None:
    person = Person(FirstRun=close)
    assert run(tmp_path / "data") == DONE
    person.leave()
    assert person.saw == [FirstRun.__name__]
    assert not identity.enrolled(tmp_path / "data")


def test_without_a_display_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(Refusal) as refused:
        run(tmp_path / "data")
    assert refused.value.message_id == "identity.missing"
