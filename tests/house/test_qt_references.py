"""The Qt binding keeps the count of references to None, or the till would abort after some thousand calls."""

import sys

from PySide6.QtCore import QObject

CALLS = 1000
STRAY = 50  # what the interpreter itself may add or drop meanwhile


def test_a_thousand_void_calls_leave_none_as_they_found_it() -> None:
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        thing.setObjectName("till")
    assert abs(sys.getrefcount(None) - before) < STRAY
