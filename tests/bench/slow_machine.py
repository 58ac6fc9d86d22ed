"""The till on a poor machine: a quarter of a core, and 10 ms more for every write that reaches the disk.

`./pos bench slow` calls `run`. The processor is limited by the kernel (`quarter_core`). SQLite's own fsync cannot be
reached from Python, so the delay is put where it happens: behind each transaction of the journal (in its mode each
commit syncs the log once), twice at a checkpoint, and at every fsync that the till calls itself. The child first
measures itself at full speed: that is the reference.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from tests.bench import big_shop
from tests.bench.children import child
from tests.bench.figures import Figure, quantile
from tests.bench.quarter_core import quarter_of_a_core

SYNC_MS: Final = 10
PAINT_P95_MS: Final = 100
SCANS: Final = 200
LINES: Final = 40
PAUSE_S: Final = (0.25, 0.75)
"""Between two scans: a quick cashier; field data put an item at 2.8 s."""


def run(most: int | None = None) -> list[Figure]:
    """Measure with the whole catalogue, or its first `most` products and a quarter of the scans."""
    with tempfile.TemporaryDirectory(prefix="pos-slow-") as made:
        folder, codes = Path(made) / "till", Path(made) / "codes.json"
        codes.write_text(json.dumps(big_shop.make(folder, most)), "ascii")
        scans = SCANS if most is None else SCANS // 4
        with child("tests.bench.slow_machine", str(folder), str(codes), str(scans)) as selling:
            assert selling.stdin is not None
            assert selling.stdout is not None
            selling.stdout.readline()
            with quarter_of_a_core(selling.pid) as how:
                answer = json.loads(selling.communicate("go\n")[0].splitlines()[-1])
    return list(_figures(answer, how))


def _figures(answer: dict[str, Any], how: str) -> Iterator[Figure]:
    slow, full = answer["slow"], answer["full"]
    reference = (
        f"the same till at full speed p50 {quantile(full, 0.5)}, p95 {quantile(full, 0.95)} ms; {how}, "
        f"measured {answer['share']:.2f} of a core; {answer['syncs']} writes delayed by {SYNC_MS} ms"
    )
    for at, limit in ((0.5, None), (0.95, PAINT_P95_MS), (0.99, None)):
        name = f"scan to painted line on a quarter of a core and a slow disk, p{round(at * 100)}"
        yield Figure("slow", name, quantile(slow, at), "ms", limit, reference=reference)
    yield Figure("slow", "processor share that the till really had", round(answer["share"], 2), "", 0.35)


class SlowDisk:
    """Puts the delay behind every sync of this process while `on`."""

    def __init__(self) -> None:
        """Take the places of what syncs."""
        from pos_app.store.pen import Pen

        self.on = False
        self.syncs = 0
        for name in ("fsync", "fdatasync"):
            setattr(os, name, self._after(getattr(os, name), 1))
        Pen.write = self._after(Pen.write, 1)  # type: ignore[method-assign] # the bench stands between pen and disk
        Pen.empty_log = self._after(Pen.empty_log, 2)  # type: ignore[method-assign] # the same

    def _after(self, act: Callable[..., Any], syncs: int) -> Callable[..., Any]:
        def delayed(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - stands in for any of them
            done = act(*arguments, **named)
            if self.on:
                self.syncs += syncs
                time.sleep(syncs * SYNC_MS / 1_000)
            return done

        return delayed


def _share() -> float:
    """Work without a pause for a second; return how much of it was given."""
    wall, processor = time.perf_counter(), time.process_time()
    while time.perf_counter() - wall < 1:
        pass
    return (time.process_time() - processor) / (time.perf_counter() - wall)


def main(folder: str, codes_file: str, scans: str) -> None:
    """Sell at full speed, say "ready", and sell again when told to go."""
    from PySide6.QtWidgets import QApplication

    from pos_app.demo import shop
    from tests.bench.window_child import PaintWatch, open_till
    from ui.key_player import KeyPlayer

    application = QApplication([])
    disk = SlowDisk()
    context, till, shown = open_till(Path(folder))
    shown.window.show()
    till.warm_up()
    till.sign_in("cashier", shop.PINS["cashier"])
    shown.bridge.tick()
    keys = KeyPlayer(shown.window)
    chance = random.Random(5)
    codes = json.loads(Path(codes_file).read_text("ascii"))
    watch = PaintWatch(shown.window.screens["sell"].basket.lines.viewport())

    def sell(count: int, pause: Callable[[], float]) -> list[float]:
        took: list[float] = []
        while len(took) < count:
            for code in chance.sample(codes, min(LINES, count)):
                until = time.perf_counter() + pause()
                while time.perf_counter() < until:
                    keys.settle()
                    time.sleep(0.005)
                before = len(till.view.lines)
                watch.painted = False
                keys.scan(code, end="")
                began = time.perf_counter()
                keys.press("Enter", gap_ms=4)
                if len(till.view.lines) != before:
                    took.append(watch.wait(began))
            for question in till.view.questions:
                till.set_aside(question.number)
            till.start_payment()
            till.pay_cash(None)
            shown.bridge.tick()
        return took[:count]

    sell(20, lambda: 0.0)
    full = sell(int(scans), lambda: 0.0)
    print("ready", flush=True)  # noqa: T201 - said to the bench
    sys.stdin.readline()
    disk.on = True
    slow = sell(int(scans), lambda: chance.uniform(*PAUSE_S))
    disk.on = False
    share = _share()
    shown.close()
    context.__exit__(None, None, None)
    del application
    print(json.dumps({"slow": slow, "full": full, "share": share, "syncs": disk.syncs}), flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    main(*sys.argv[1:])
