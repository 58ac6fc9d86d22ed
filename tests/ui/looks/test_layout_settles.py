"""Every screen comes to rest at every size, with words of every width: no layout takes turns with itself.

A bar that comes and goes, a line that wraps or not: each asks for a new layout, and two that answer each other would
never end. Here every request is counted until none comes; one that goes on names who asked.
"""

from collections import Counter
from collections.abc import Callable, Iterator

import msgspec
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import AtTheTill
from tests.ui.shop_desk import SHELF
from ui.gallery.stage import Staged
from ui.gallery.states import STATES
from ui.layout.arrangement import BESIDE_LEAST_PX, LOW_BELOW_PX, ONE_COLUMN_BELOW_PX, TABBED_BELOW_PX
from ui.layout.window_frame import PLACE_LEAST_PX
from ui.theme.type_scale import SCALES_PERCENT, TypeScale

TURNS_MOST = 30
"""Turns of the event loop until all stands: a request climbs one widget a turn; 15 were the most in 20,000 sizes."""
REQUESTS_MOST = 2_000
"""Of one turn: the largest window has some hundred layouts."""
_TURNS_AT = (BESIDE_LEAST_PX, ONE_COLUMN_BELOW_PX, PLACE_LEAST_PX, TABBED_BELOW_PX)
WIDTHS = sorted({*range(480, 1400, 184), *(at + by for at in _TURNS_AT for by in (-1, 0, 1))})
HEIGHTS = (440, 480, 540, LOW_BELOW_PX - 1, LOW_BELOW_PX, 800)
WORDS = tuple(letter * letters for letter in "iW店" for letters in (0, 1, 2, 3, 5, 8, 13, 21, 34, 55))
NAMES = ("age", "pay-part", "member-open", "pickup-order", "stock-card", "stock-count", "devices", "settings")


class Requests(QObject):
    """Counts who asks for a layout, and lets no turn go on for ever."""

    def __init__(self) -> None:
        super().__init__()
        self.turn = 0
        self.who: Counter[str] = Counter()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the name is Qt's
        if event.type() == QEvent.Type.LayoutRequest:
            self.turn += 1
            self.who[f"{type(watched).__name__} {watched.objectName()}".strip()] += 1
        return self.turn > REQUESTS_MOST

    def settle(self, what: object) -> None:
        """Turn the event loop until nobody asks; fail with the names of those who go on."""
        self.who.clear()
        for _ in range(TURNS_MOST):
            self.turn = 0
            QCoreApplication.processEvents()
            if self.turn > REQUESTS_MOST:
                break
            if not self.turn:
                return
        pytest.fail(f"{what}: the layout does not come to rest, asked for by {self.who.most_common(8)}")


@pytest.fixture
def requests(qapp: QApplication) -> Iterator[Requests]:
    """Return what counts from here on."""
    counted = Requests()
    qapp.installEventFilter(counted)
    yield counted
    qapp.removeEventFilter(counted)


@pytest.mark.parametrize("name", NAMES)
def test_a_screen_comes_to_rest_at_every_size(reached: Callable[..., Staged], requests: Requests, name: str) -> None:
    language = ("en", "zh-Hans")[NAMES.index(name) % 2]
    shown = reached(next(state for state in STATES if state.name == name), language)
    for turned, percent in enumerate(SCALES_PERCENT):
        shown.faces[-1].put_on(scale=TypeScale(percent))
        requests.settle(f"{name} {percent} %")
        for at, width in enumerate(WIDTHS):
            size = (width, HEIGHTS[(at + turned) % len(HEIGHTS)])
            shown.widget.resize(*size)
            requests.settle(f"{name} {percent} % {size}")


@pytest.mark.parametrize("size", [(480, 800), (PLACE_LEAST_PX, 540), (1280, 800)])
def test_words_of_every_width_come_to_rest(till: AtTheTill, requests: Requests, size: tuple[int, int]) -> None:
    till.keys.scan(SHELF[0].code)
    till.window.resize(*size)
    operator = till.desk.view.operator
    assert operator is not None
    for words in WORDS:
        named = msgspec.structs.replace(operator, name=words)
        till.desk.view = msgspec.structs.replace(till.desk.view, workstation=words, operator=named, store_name=words)
        till.opened.bridge.tick()
        till.window.status.say(words)
        till.sell.side.against_money.tell("bad", words or "-")
        requests.settle((size, words))
        till.sell.side.against_money.dismiss()
        requests.settle((size, words, "gone"))


class NeverStill(QWidget):
    """Says something longer or shorter after each layout, which asks for another one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = QLabel("short")
        QVBoxLayout(self).addWidget(self.words)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.words.setText("short" if self.words.text() != "short" else "a good deal longer")
        return done


def test_a_layout_that_takes_turns_with_itself_is_named(qtbot: QtBot, requests: Requests) -> None:
    host = QWidget()  # with no layout: the offscreen platform warns of size hints
    qtbot.addWidget(host)
    turning = NeverStill(host)
    with qtbot.waitExposed(host):
        host.show()
    turning.words.setText("moved")
    with pytest.raises(pytest.fail.Exception, match=r"two turns: the layout does not come to rest.*NeverStill"):
        requests.settle("two turns")
