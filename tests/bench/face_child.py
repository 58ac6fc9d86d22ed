"""The till's face under measurement, offscreen: `python -m tests.bench.face_child switches`. Prints one line of JSON.

Times are milliseconds until the window has been painted in what was asked for; the basket has 500 lines.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

LINES: Final = 500
SWITCHES: Final = 24
FRAMES: Final = 200
STEP_PX: Final = 37
"""Not a divisor of a row, so that every frame shows other parts of rows."""
REST_S: Final = 1.2
"""Between two switches: what was not seen is dressed meanwhile, as when a person switches."""


def switches() -> dict[str, object]:
    """Measure theme, language and a scrolled basket."""
    from pos_app.cli import demo_workstation
    from pos_app.demo import shop
    from pos_app.words import LANGUAGES
    from tests.bench.window_child import open_till
    from ui.key_player import KeyPlayer
    from ui.theme.tokens import THEMES

    application = QApplication([])
    assert application is not None
    with tempfile.TemporaryDirectory(prefix="pos-face-") as made:
        context, till, shown = open_till(demo_workstation.make(Path(made)))
        shown.window.show()
        till.sign_in("cashier", shop.PINS["cashier"])
        shown.bridge.tick()
        codes = [each.codes[0].gtin[-13:] for each, _ in shop.goods() if not each.weighed and not each.min_age]
        for code in codes[:LINES]:
            till.scan(code)
        shown.bridge.tick()
        KeyPlayer(shown.window).settle()
        assert len(till.view.lines) == LINES
        face, themes, languages = shown.face, tuple(THEMES.values()), tuple(LANGUAGES)
        found: dict[str, object] = {
            "theme": _switched(lambda at: face.put_on(theme=themes[(at + 1) % len(themes)])),
            "language": _switched(lambda at: face.put_on(language=languages[(at + 1) % len(languages)])),
            "scroll": _scrolled(shown.window.screen_now.basket.lines),
            "repaint": _switched(lambda _at: shown.window.update(), 0.0),
        }
        shown.close()
        context.__exit__(None, None, None)
    return found


def _switched(switch: Callable[[int], object], rest_s: float = REST_S) -> tuple[list[float], list[float]]:
    took, processors = [], []
    for at in range(SWITCHES):
        until = time.monotonic() + rest_s
        while time.monotonic() < until:
            QCoreApplication.processEvents()
        began, processor = time.perf_counter(), time.thread_time()
        switch(at)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        QCoreApplication.processEvents()
        took.append((time.perf_counter() - began) * 1e3)
        processors.append((time.thread_time() - processor) * 1e3)
    return took[2:], processors[2:]  # the first ones draw icons that are kept from then on


def _scrolled(lines) -> list[float]:  # type: ignore[no-untyped-def] # noqa: ANN001 - the basket's list, for a bench
    bar, took = lines.verticalScrollBar(), []
    bar.setValue(0)
    QCoreApplication.processEvents()
    for _ in range(FRAMES):
        began = time.perf_counter()
        bar.setValue(bar.value() + STEP_PX)
        QCoreApplication.processEvents()
        took.append((time.perf_counter() - began) * 1e3)
    assert bar.value() == FRAMES * STEP_PX
    return took


if __name__ == "__main__":
    assert sys.argv[1:] == ["switches"]
    sys.stdout.write(json.dumps(switches()) + "\n")
