"""The demo for a person: hub, seed, enrolment, and then the same `till` command that a shop runs."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pos_app.cli import till
from pos_app.cli.demo import PINS, order_maker, stage
from sync.hub.settings import HubSettings

DEMO_DATA: Final = Path("demo-data")


@contextlib.contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """Keep the demo's hub up in `folder`, and yield the folder of its workstation."""
    settings = HubSettings(folder / "hub")
    workstation = folder / "till"
    settings.folder.mkdir(parents=True, exist_ok=True)
    port = stage.free_port()
    sys.stdout.write(f"demo: a hub on 127.0.0.1:{port}, its store in {folder}; sign in with {PINS}\n")
    with stage.hub(settings, port, folder / "hub.log"):
        stage.stop_daemon(workstation)  # one that outlived a killed till still asks yesterday's port
        stage.enrolled(workstation, settings, port)
        try:
            with order_maker.ordering(settings):
                yield workstation
        finally:
            stage.stop_daemon(workstation)


def show(folder: Path) -> int:
    """Run the demo in `folder` until the window is closed; what was sold is there again at the next start."""
    with staged(folder) as workstation:
        return till.run(argparse.Namespace(data=workstation, full_screen=False))
