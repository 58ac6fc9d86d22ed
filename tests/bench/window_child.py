"""The till's window under measurement, offscreen: `python -m tests.bench.window_child WHAT ...`.

Prints one line of JSON. Times are milliseconds from before the last key is sent until the paint event that shows its
effect has been worked off; memory is resident megabytes.
"""

from __future__ import annotations

import json
import os
import random
import select
import sys
import time
from pathlib import Path
from typing import Final

STARTED: Final = float(os.environ.get("POS_BENCH_STARTED", "0"))

from PySide6.QtCore import QCoreApplication, QEvent, QObject  # noqa: E402 - the clock above comes first
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402

LINES: Final = 40
SCANS: Final = 400
SALES: Final = 500
QUERIES: Final = {
    "Latin": ("milk choc", "green tea", "tooth paste", "apple juice", "coffee bean", "olive oil"),
    "Cyrillic": ("сок ябл", "чай зел", "конф шок", "печ сах", "вода мин", "сыр рос"),
    "Chinese": ("牛奶", "面包", "可口可乐", "洗发水", "绿茶", "巧克力饼干"),
}
PAINT_TIMEOUT_S: Final = 5.0


class PaintWatch(QObject):
    """Sees when a widget has been painted."""

    def __init__(self, widget: QWidget) -> None:
        """Watch `widget`."""
        super().__init__()
        self.painted = False
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        """Note a paint; let everything through."""
        if event.type() == QEvent.Type.Paint:
            self.painted = True
        return False

    def wait(self, began: float) -> float:
        """Work events off until the paint is done; return milliseconds since `began`."""
        deadline = began + PAINT_TIMEOUT_S
        while not self.painted and time.perf_counter() < deadline:
            QCoreApplication.processEvents()
        assert self.painted, "nothing was painted"
        return (time.perf_counter() - began) * 1e3


def resident_mb() -> float:
    """Return this process's resident memory."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def first_paint_of_nothing() -> dict[str, float]:
    """The reference: an empty Qt window."""
    QApplication([])
    window = QWidget()
    watch = PaintWatch(window)
    window.resize(1280, 800)
    window.show()
    watch.wait(time.perf_counter())
    return {"start_ms": (time.monotonic() - STARTED) * 1e3, "rss_mb": resident_mb()}


def open_till(folder: Path):  # type: ignore[no-untyped-def] # noqa: ANN201 - the till's context and window, for benches
    """Open the till of `folder` and its window: context, till, window."""
    from pos_app.cli import workstation
    from pos_app.settings import load
    from tests.bench.still_counter import StillCounter
    from ui.app import open_window

    opened = workstation.opened(folder, counter=StillCounter())
    till = opened.__enter__()
    return opened, till, open_window(till, load(folder))


def start(folder: Path) -> dict[str, float]:
    """From the start of the process to the first paint of the sign-in screen."""
    QApplication([])
    opened, _, shown = open_till(folder)
    watch = PaintWatch(shown.window.screen_now)
    shown.window.show()
    watch.wait(time.perf_counter())
    took = (time.monotonic() - STARTED) * 1e3
    shown.close()
    opened.__exit__(None, None, None)
    return {"start_ms": took, "rss_mb": resident_mb()}


def selling(folder: Path, codes_file: Path) -> dict[str, object]:
    """Scan to painted line on baskets of 40, search to painted list, and memory after 500 sales."""
    from pos_app.demo import shop
    from pos_app.selling.view import Mode
    from ui.key_player import KeyPlayer

    QApplication([])
    opened, till, shown = open_till(folder)
    shown.window.show()
    till.sign_in("cashier", shop.PINS["cashier"])
    shown.bridge.tick()
    keys = KeyPlayer(shown.window)
    chance = random.Random(3)
    codes = json.loads(codes_file.read_text("ascii"))
    scans: list[float] = []
    processors: list[float] = []
    references: list[float] = []
    screen = shown.window.screen_now
    lines = screen.basket.lines
    watch = PaintWatch(lines.viewport())
    while len(scans) < SCANS:
        keys.settle()
        for code in chance.sample(codes, LINES):
            keys.settle()
            watch.painted = False
            before = len(till.view.lines) + len(till.view.questions)
            processor = time.thread_time()
            keys.scan(code, end="")
            began = time.perf_counter()
            keys.press("Enter", gap_ms=4)
            took = watch.wait(began)
            processor = (time.thread_time() - processor) * 1e3
            if len(till.view.lines) + len(till.view.questions) > before and len(till.view.lines) >= LINES // 2:
                scans.append(took)
                processors.append(processor)
        references.extend(_repaint_ms(watch, lines.viewport()) for _ in range(5))
        for question in till.view.questions:
            till.set_aside(question.number)
        till.start_payment()
        till.pay_cash(None)
        shown.bridge.tick()
    searches = _searches(shown, keys)
    while_sales = _sell_on(till, shown, codes, chance)
    assert till.view.mode is Mode.CHANGE
    answer = {
        "scan": scans,
        "scan_cpu": processors,
        "repaint": references,
        "search": searches,
        "rss_mb": resident_mb(),
        "sales": while_sales,
    }
    shown.close()
    opened.__exit__(None, None, None)
    return answer


def _repaint_ms(watch: PaintWatch, viewport: QWidget) -> float:
    watch.painted = False
    began = time.perf_counter()
    viewport.update()
    return watch.wait(began)


def _searches(shown, keys) -> dict[str, list[float]]:  # type: ignore[no-untyped-def] # noqa: ANN001 - this file's window
    screen = shown.window.screen_now
    results = screen.middle.results.list
    found: dict[str, list[float]] = {script: [] for script in QUERIES}
    for script, queries in QUERIES.items():
        for query in queries:
            keys.press("F9")
            keys.press("Esc")
            for character in query:
                watch = PaintWatch(results.viewport())
                began = time.perf_counter()
                keys.type(character)
                if screen.middle.page is screen.middle.results and results.isVisible():
                    found[script].append(
                        watch.wait(began) if not watch.painted else (time.perf_counter() - began) * 1e3
                    )
                results.viewport().removeEventFilter(watch)
            keys.settle()
    keys.press("Esc")
    return found


def _sell_on(till, shown, codes: list[str], chance: random.Random) -> int:  # type: ignore[no-untyped-def] # noqa: ANN001
    sold = 0
    while sold < SALES:
        for code in chance.sample(codes, 12):
            till.scan(code)
        for question in till.view.questions:
            till.set_aside(question.number)
        if not till.view.lines:
            continue
        till.start_payment()
        till.pay_cash(None)
        shown.bridge.tick()
        QCoreApplication.processEvents()
        sold += 1
    return sold


def gaps(folder: Path, codes_file: Path) -> dict[str, float]:
    """The longest time between two turns of the window's loop until the input closes, selling meanwhile."""
    from pos_app.demo import shop

    QApplication([])
    opened, till, shown = open_till(folder)
    shown.window.show()
    till.sign_in("cashier", shop.PINS["cashier"])
    codes = json.loads(codes_file.read_text("ascii"))
    os.set_blocking(sys.stdin.fileno(), False)
    till.scan(next(code for code in codes if till.search(code)))  # the first sale loads what every later one has
    till.start_payment()
    till.pay_cash(None)
    print("ready", flush=True)  # noqa: T201 - said to the bench
    last = time.perf_counter()
    turns: list[float] = []
    at = 0
    while not select.select([sys.stdin], [], [], 0)[0]:
        QCoreApplication.processEvents()
        at += 1
        if at % 20 == 0:
            till.scan(codes[at * 7_919 % len(codes)])
            shown.bridge.tick()
        if at % 600 == 0:
            for question in till.view.questions:
                till.set_aside(question.number)
            till.start_payment()
            till.pay_cash(None)
        now = time.perf_counter()
        turns.append(now - last)
        time.sleep(0.002)
        last = time.perf_counter()
    turns.sort()
    shown.close()
    opened.__exit__(None, None, None)
    return {"longest_ms": turns[-1] * 1e3, "p999_ms": turns[int(len(turns) * 0.999)] * 1e3, "turns": len(turns)}


def main(arguments: list[str]) -> None:
    """Run what is asked and print its answer."""
    what, *paths = arguments
    acts = {"nothing": first_paint_of_nothing, "start": start, "selling": selling, "gaps": gaps}
    print(json.dumps(acts[what](*map(Path, paths))), flush=True)  # type: ignore[operator] # noqa: T201 - the answer


if __name__ == "__main__":
    main(sys.argv[1:])
