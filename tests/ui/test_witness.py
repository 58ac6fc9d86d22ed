"""A test that takes long is told of, with the place where it stands and what the machine gave it."""

import threading
import time

import pytest

from tests.ui.witness import witness


def compute_until(stop: threading.Event) -> None:
    while not stop.is_set():
        pass


def told(capsys: pytest.CaptureFixture[str], stop: threading.Event) -> str:
    """Compute until something was told, or for 30 s."""
    heard = ""
    end = time.monotonic() + 30
    while not heard and time.monotonic() < end:
        threading.Timer(0.2, stop.set).start()
        compute_until(stop)
        stop.clear()
        heard = capsys.readouterr().err
    return heard


def test_what_takes_long_is_named_with_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    with witness("the slow one", after_s=0.01):
        heard = told(capsys, threading.Event())
    assert "the slow one takes long" in heard
    assert "compute_until < " in heard
    assert "on a processor" in heard


def test_of_what_ends_in_time_nothing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    before = set(threading.enumerate())
    with witness("the quick one", after_s=30):
        (bell,) = set(threading.enumerate()) - before
    bell.join(5)
    assert not bell.is_alive()
    assert capsys.readouterr().err == ""
