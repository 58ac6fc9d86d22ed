"""Programs that are asked to stop do so, whoever still listens."""

from __future__ import annotations

import signal
import time
from pathlib import Path

from sync import status
from sync.status import SyncState
from tests.faults.street import Street, filled, until

AT_ONCE_S = 3.0


def test_a_hub_stops_at_once_although_a_till_listens(street: Street) -> None:
    folder = street.workstation("Till 3")
    with street.daemon(folder):
        until(lambda: filled(folder) and _online(folder), "the daemon has everything, and listens for more")
        began = time.monotonic()
        assert street.stop_hub() == -signal.SIGTERM, "uvicorn passes the signal on when everything is closed"
        assert time.monotonic() - began < AT_ONCE_S


def test_a_daemon_stops_at_once_although_it_listens(street: Street) -> None:
    folder = street.workstation("Till 3")
    with street.daemon(folder) as pid:
        until(lambda: filled(folder) and _online(folder), "the daemon has everything, and listens for more")
        began = time.monotonic()
        assert street.nursery.kill(pid, signal.SIGTERM) == 0
        assert time.monotonic() - began < AT_ONCE_S


def _online(folder: Path) -> bool:
    said = status.read(folder)
    return said is not None and said.state is SyncState.ONLINE
