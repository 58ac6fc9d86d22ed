"""PySide 6.12.0 on Python 3.11 gave away a reference to None at every void call: this version must not."""

import sys

from PySide6.QtCore import QObject


def test_a_void_call_keeps_its_reference_to_none(qapp: object) -> None:
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(1_000):
        thing.setObjectName("till")
    assert abs(sys.getrefcount(None) - before) < 100
