"""Does every task in the real window and writes the figures: `python -m tests.tasks.measure > docs/TASKS.md`.

The window is the till's own over the demo store on disk, offscreen at 1280x800. A task that does not end as it must,
or needs more keys or taps than was promised, is an error and no figure.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
from PySide6.QtWidgets import QApplication

from pos_app.cli import workstation
from pos_app.cli.demo_workstation import make
from pos_app.demo.shop import PINS
from pos_app.settings import Settings
from tests.bench.still_counter import StillCounter
from tests.tasks import hand as model
from tests.tasks.hand import SIZE_PX, Effort, Hand
from tests.tasks.tasks import TASKS, Doing, Task
from ui.app import open_window
from ui.rooms import NoSounds, Rooms

HEAD = """\
# How much work a task is

Measured in the real window over the demo store, at 1280x800, by

    QT_QPA_PLATFORM=offscreen python -m tests.tasks.measure > docs/TASKS.md

and compared with this page by `./pos test tests/tasks`. The goods' own scans are left out: they are the same in every
till. Travel is the way of the finger between the middles of the taps, in screen pixels. Every task can be done by taps
alone; a name is then typed on the on-screen keyboard, which a till without a keyboard is set to have.

Seconds are modelled, not timed: the keystroke-level model of Card, Moran and Newell ("The keystroke-level model for
user performance time with interactive systems", Communications of the ACM 23(7), 1980, table I), with
{K} s a key (K, an average non-secretary typist), {P} s a tap (P, without a press), {H} s each time the hand goes
from the goods to the keys or the screen (H) and {M} s before each thing that is decided (M). A trained cashier needs
less: half of the time is M, which practice takes away.

| task | keys | seconds by keys | taps | travel px | seconds by taps |
|---|---|---|---|---|---|
"""


class Measured(msgspec.Struct, frozen=True):
    """What a task cost by keys and by taps."""

    task: Task
    keys: Effort
    taps: Effort


def measure() -> Iterator[Measured]:
    """Do every task by keys, then by taps; the QApplication must exist."""
    with tempfile.TemporaryDirectory(prefix="pos-tasks-") as made:
        enrolled = Path(made) / "enrolled"
        enrolled.mkdir()
        make(enrolled)
        for number, task in enumerate(TASKS):
            place = Path(made) / str(number)
            keys = _done(enrolled, place / "keys", task, task.by_keys)
            taps = _done(enrolled, place / "taps", task, task.by_taps, letters=task.letters)
            yield Measured(task, keys, taps)


def _done(enrolled: Path, folder: Path, task: Task, doing: Doing, *, letters: bool = False) -> Effort:
    shutil.copytree(enrolled, folder)
    counter = StillCounter()
    with workstation.rooms(folder, counter=counter) as desks:
        till = desks.till
        rooms = Rooms(desks.devices, desks.settings, NoSounds(), members=desks.members)
        window = open_window(till, Settings(on_screen_keyboard=letters), rooms=rooms)
        window.window.resize(*SIZE_PX)
        window.window.show()
        try:
            hand = Hand(till, window, counter)
            while not desks.people.ready:
                hand.player.settle()
            hand.player.type(PINS["cashier"])
            hand.player.press("Enter")
            task.before(hand)
            hand.player.settle()
            hand.player.now_ms += 1_000
            hand.begin()
            doing(hand)
            assert task.done(till.view), f"{task.name}: not done"
            assert task.shows(hand), f"{task.name}: not shown"
            return hand.effort
        finally:
            window.close()


def page(found: list[Measured]) -> str:
    """Return docs/TASKS.md."""
    head = HEAD.format(K=model.KEY_S, P=model.POINT_S, H=model.HOME_S, M=model.THINK_S)
    return head + "\n".join(_row(one) for one in found) + "\n"


def _row(one: Measured) -> str:
    keys, taps = one.keys, one.taps
    by_taps = f"{taps.taps} | {round(taps.travel_px, -1)} | {taps.seconds}"
    return f"| {one.task.name} | {keys.keys} | {keys.seconds} | {by_taps} |"


def main() -> None:
    """Print the page."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication([])
    sys.stdout.write(page(list(measure())))
    del application


if __name__ == "__main__":
    main()
