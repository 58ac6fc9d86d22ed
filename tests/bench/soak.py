"""Eight hours at one till in minutes: 30,000 scans through the real window, desk and journal.

`./pos bench soak` calls `run`. Besides scanning, the cashier searches, corrects, voids, holds and recalls,
meets unknown codes and switches language and theme, as on a long day. Memory is taken after a first hour, when
every screen and every cache was used once, and at the end; the last hours stand beside the first.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from tests.bench import big_shop
from tests.bench.children import ask
from tests.bench.figures import Figure, quantile
from tests.bench.window_child import PaintWatch, open_till, resident_mb

SCANS: Final = 30_000
"""One a second for a little more than eight hours."""
WARM: Final = 4_000
"""Scans of the first hour."""
SHORT: Final = 10_000
LINES: Final = 12
GROWTH_MOST_MB: Final = 10
SLOWER_MOST: Final = 1.2
UNKNOWN: Final = "4006381333931"


def run(most: int | None = None) -> list[Figure]:
    """Measure with the whole catalogue, or its first `most` products and a third of the day."""
    with tempfile.TemporaryDirectory(prefix="pos-soak-") as made:
        folder, codes = Path(made) / "till", Path(made) / "codes.json"
        codes.write_text(json.dumps(big_shop.make(folder, most)), "ascii")
        scans = SCANS if most is None else SHORT
        return list(_figures(ask("tests.bench.soak", str(folder), str(codes), str(scans))))


def _figures(answer: dict[str, Any]) -> Iterator[Figure]:
    memory, scan, processor = answer["memory_mb"], answer["scan_ms"], answer["scan_cpu_ms"]
    first, last, slower = _then_and_now(scan)
    _, _, slower_repaint = _then_and_now(answer["repaint_ms"])
    _, _, slower_repaint_cpu = _then_and_now(answer["repaint_cpu_ms"])
    cpu_first, cpu_last, slower_cpu = _then_and_now(processor)
    day = f"{answer['scans']} scans, {answer['sales']} sales"
    yield Figure(
        "soak", f"memory grown over {day}", round(memory[-1] - memory[0], 1), "MB", GROWTH_MOST_MB,
        reference=f"{memory[0]:.0f} MB after the first hour's scans, most {max(memory):.0f}; "
        f"without the catalogue's mapped pages {answer['own_mb'][-1] - answer['own_mb'][0]:+.1f}",
    )  # fmt: skip
    yield Figure(
        "soak", "p95 of a scan's processor time, end of the day against its beginning", slower_cpu, "x", SLOWER_MOST,
        reference=f"{cpu_first} and {cpu_last} ms; a bare repaint's {slower_repaint_cpu} x",
    )  # fmt: skip
    yield Figure(
        "soak", "p95 of a scan, end of the day against its beginning", slower, "x", SLOWER_MOST,
        reference=f"{first} and {last} ms; a bare repaint meanwhile {slower_repaint} x: what else the machine did",
    )  # fmt: skip
    yield Figure("soak", "scan to painted line over the whole day, p99", quantile(scan, 0.99), "ms", 33)
    yield Figure("soak", "objects that Python counts, grown", answer["objects"][-1] - answer["objects"][0], "")


def _then_and_now(taken: list[float]) -> tuple[float, float, float]:
    """Return the p95 of the first and the last sixth, and how many times the first the last is."""
    part = len(taken) // 6
    first, last = quantile(taken[:part], 0.95), quantile(taken[-part:], 0.95)
    return first, last, round(last / max(first, 0.01), 2)


class Day:
    """A cashier's long day at the window."""

    def __init__(self, folder: Path, codes: list[str]) -> None:
        """Open the till and sign in."""
        from pos_app.demo import shop
        from ui.key_player import KeyPlayer

        self.context, self.till, self.shown = open_till(folder)
        self.shown.window.show()
        self.till.sign_in("cashier", shop.PINS["cashier"])
        self.shown.bridge.tick()
        self.keys = KeyPlayer(self.shown.window)
        self.codes, self.chance = codes, random.Random(8)
        self.scan_ms: list[float] = []
        self.scan_cpu_ms: list[float] = []
        self.repaint_ms: list[float] = []
        self.repaint_cpu_ms: list[float] = []
        self.sales = 0
        self._viewport = self.shown.window.screens["sell"].basket.lines.viewport()
        self._paint = PaintWatch(self._viewport)
        keys = self.keys
        self._happens: dict[int, Callable[[], None]] = {
            3: lambda: keys.scan(UNKNOWN),
            7: self._search,
            11: lambda: keys.press("F11", "F11", "Enter"),
            13: lambda: keys.press("Del", "Ctrl+Z"),
            17: lambda: keys.press("+", "-"),
        }
        """Once in twenty sales, by the sale's number."""

    def sell(self) -> None:
        """Sell one basket, with what may happen on the way."""
        for code in self.chance.sample(self.codes, LINES):
            self._scan(code)
        self._happens.get(self.sales % 20, lambda: None)()
        for question in self.till.view.questions:
            self.till.set_aside(question.number)
        if not self.till.view.lines:
            return
        self._repaint()
        self._pay()
        self.sales += 1
        if self.sales % 100 == 0:
            self.shown.window._next_language()
        if self.sales % 150 == 0:
            self.shown.window._next_theme()

    def _search(self) -> None:
        self.keys.type(self.chance.choice(("milk", "сок", "绿茶")))
        self.keys.press("Esc")

    def _scan(self, code: str) -> None:
        before = len(self.till.view.lines), len(self.till.view.questions)
        self._paint.painted = False
        processor = time.thread_time()
        self.keys.scan(code, end="")
        began = time.perf_counter()
        self.keys.press("Enter", gap_ms=4)
        if (len(self.till.view.lines), len(self.till.view.questions)) != before:
            self.scan_ms.append(self._paint.wait(began))
            self.scan_cpu_ms.append((time.thread_time() - processor) * 1e3)

    def _pay(self) -> None:
        from pos_app.selling.view import Mode

        self.keys.press("F12", "F12")
        assert self.till.view.mode is Mode.CHANGE, self.till.view.mode
        self.shown.bridge.tick()

    def _repaint(self) -> None:
        self.keys.settle()
        self._paint.painted = False
        began, processor = time.perf_counter(), time.thread_time()
        self._viewport.update()
        self.repaint_ms.append(self._paint.wait(began))
        self.repaint_cpu_ms.append((time.thread_time() - processor) * 1e3)

    def close(self) -> None:
        """Close the window and the till."""
        self.shown.close()
        self.context.__exit__(None, None, None)


def own_mb() -> float:
    """Return the resident memory of this process alone, without mapped files."""
    return int(Path("/proc/self/status").read_text("ascii").split("RssAnon:")[1].split()[0]) / 1024


def main(folder: str, codes: str, scans: str) -> None:
    """Work the day and print what was measured."""
    import gc

    from PySide6.QtWidgets import QApplication

    application = QApplication([])
    day = Day(Path(folder), json.loads(Path(codes).read_text("ascii")))
    answer: dict[str, list[float]] = {"memory_mb": [], "own_mb": [], "objects": []}
    looked = 0
    while len(day.scan_ms) < int(scans):
        day.sell()
        if len(day.scan_ms) >= WARM and len(day.scan_ms) // 1_000 > looked:
            looked = len(day.scan_ms) // 1_000
            gc.collect()
            answer["memory_mb"].append(resident_mb())
            answer["own_mb"].append(own_mb())
            answer["objects"].append(len(gc.get_objects()))
    found = {
        **answer,
        "scan_ms": [round(ms, 3) for ms in day.scan_ms[WARM:]],
        "scan_cpu_ms": [round(ms, 3) for ms in day.scan_cpu_ms[WARM:]],
        "repaint_ms": day.repaint_ms[WARM // LINES :],
        "repaint_cpu_ms": day.repaint_cpu_ms[WARM // LINES :],
        "scans": len(day.scan_ms),
        "sales": day.sales,
    }
    day.close()
    del application
    print(json.dumps(found), flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    main(*sys.argv[1:])
