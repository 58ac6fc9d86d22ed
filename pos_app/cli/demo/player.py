"""The till's process of the scripted demo: opens the real window offscreen and plays one part of the shift.

Started by the conductor as `python -m pos_app.cli.demo.player FOLDER OUT PART FIRST`; prints a line for each scene.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from PySide6.QtWidgets import QApplication

from pos_app.cli import link, workstation
from pos_app.cli.demo.actor import Actor
from pos_app.cli.demo.parts import BESIDE, HANDHELD, PARTS
from pos_app.clock import SystemClock
from pos_app.domain.errors import Fault, Refusal
from pos_app.settings import load
from sync.supervisor import Supervisor
from ui import window_shape
from ui.app import open_window
from ui.rooms import NoSounds, Rooms


def main(folder: Path, out: Path, part: str, first: int) -> int:
    """Play `part`; return 0 when every scene held."""
    clock = SystemClock()
    QApplication(["demo"])
    daemon = link.Link(folder, clock, has_hub=True)
    with workstation.rooms(folder, clock=clock, sync=daemon.seen) as desks:
        supervisor = Supervisor(folder, clock)
        rooms = Rooms(
            desks.devices,
            desks.settings,
            NoSounds(),
            pickup=desks.pickup,
            stock=desks.stock,
            exceptions=desks.exceptions,
            members=desks.members,
        )
        shape = window_shape.HANDHELD if part == HANDHELD else window_shape.TILL
        opened = open_window(desks.till, load(folder), rooms=rooms, shape=shape)
        opened.bridge.also(supervisor.poll)
        opened.window.show()
        actor = Actor(opened, desks, out, first)
        try:
            actor.wait_for(lambda: bool(desks.till.operators()), "operators are known", 30)
            for scene in (PARTS | BESIDE)[part]:
                began = time.monotonic()
                _say(f"scene {scene.name}: {scene.shows}")
                scene.act(actor)
                _say(f"held {scene.name} {time.monotonic() - began:.1f}")
        except (Fault, Refusal) as error:
            _say(f"failed {error}")
            return 1
        finally:
            opened.close()
            supervisor.stop()
    return 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])))
