"""The gallery as a window: keys turn its pages and change what they wear, and no page is left behind in old colours.

And the pictures that it keeps show what the screen showed.
"""

import gc
import weakref
from pathlib import Path

import msgspec
import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pos_app.cli import demo_workstation
from tests.ui.looks.conftest import Stage
from ui.face import Face
from ui.gallery.dress import WIDGET_SIZES, Dress, settle
from ui.gallery.driver import Driver
from ui.gallery.pictures import COLOURS, save
from ui.gallery.state import State
from ui.gallery.states import STATES
from ui.gallery.widgets import PAGES
from ui.gallery.window import GAP_PX, SIDE_PX, GalleryWindow
from ui.key_player import KeyPlayer
from ui.theme.tokens import THEMES

FURTHEST = 32
"""Of 255: how far a colour of a kept picture may be from what was painted, where it is none of the theme's."""

A_DAY = (
    *("unknown-code", "discount", "palette", "receipt-qr", "member-buys", "enrol-consent"),
    *("pickup-wrong-tail", "stock-count", "stock-camera", "exceptions"),
)


def test_every_page_is_reached_by_keys_in_every_theme_language_type_and_size(qtbot: QtBot) -> None:
    window = GalleryWindow(Face())
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    keys = KeyPlayer(window)
    seen = []
    for _ in PAGES:
        seen.append(window.shown.at)
        keys.press("PageDown")
    assert seen == list(range(len(PAGES)))
    assert window.shown.at == 0
    keys.press("PageUp")
    assert window.shown.names[-1].isChecked()
    keys.press("F3")
    settle()
    assert window.shown.face.language == "zh-Hans"
    assert window.shown.at == len(PAGES) - 1
    for theme in (*list(THEMES)[1:], "light"):
        keys.press("F2")
        settle()
        assert window.shown.face.theme is THEMES[theme]
    keys.press("F2", "PageDown", "PageDown")
    settle()
    surface = window.grab().toImage().pixelColor(window.width() - 40, window.height() - 40).name()
    assert surface.upper() == THEMES["dark"].surface, "a page made again wears the theme"
    assert window.grab().toImage().pixelColor(2, 2).name().upper() == THEMES["dark"].ground
    keys.press("F4", "F5")
    assert window.shown.face.scale.percent == 115
    assert (window.width(), window.height()) == (WIDGET_SIZES[1][0] + SIDE_PX + GAP_PX, WIDGET_SIZES[1][1])


@pytest.mark.parametrize("name", ["basket", "empty", "camera"])
def test_a_kept_picture_has_the_themes_own_colours(stage: Stage, tmp_path: Path, name: str) -> None:
    """`empty` has the goods' pictures, `camera` what a camera sees: more colours than a kept picture has."""
    with stage(next(each for each in STATES if each.name == name), "en") as shown:
        for theme in THEMES.values():
            shown.wear(Dress(theme.name, size=(480, 800)))
            assert shown.widget.grab().toImage().save(str(tmp_path / "painted.png"))
            written = Image.open(save(shown.widget, tmp_path / "kept.png"))
            assert len(written.getcolors() or ()) <= COLOURS
            painted, kept = Image.open(tmp_path / "painted.png").convert("RGB"), written.convert("RGB")
            was, became = painted.tobytes(), kept.tobytes()
            pairs = {(was[at : at + 3], became[at : at + 3]) for at in range(0, len(was), 3)}
            tokens = {bytes.fromhex(told[1:]) for told in msgspec.structs.astuple(theme) if told.startswith("#")}
            assert {pair for pair in pairs if pair[0] in tokens and pair[1] != pair[0]} == set()
            ground = bytes.fromhex(theme.ground[1:])
            assert (ground, ground) in pairs
            assert max(abs(one - other) for pair in pairs for one, other in zip(*pair, strict=True)) <= FURTHEST


@pytest.mark.parametrize("name", ["stock-count", "customer-selling", "first-run"])
def test_a_window_that_was_looked_at_leaves_nothing_behind(stage: Stage, name: str) -> None:
    """Or whoever looks at all states in one process needs gigabytes."""
    state = next(each for each in STATES if each.name == name)
    before = set(QApplication.allWidgets())
    with stage(state, "en") as shown:
        shown.wear(Dress())
        window = weakref.ref(shown.widget)
        del shown
    gc.collect()
    assert window() is None
    assert set(QApplication.allWidgets()) - before == set()


def test_a_day_at_the_till_makes_no_widget_anew(qapp: QApplication, tmp_path: Path) -> None:
    """Panels, questions and strips are made once: a till that is never switched off does not grow."""
    things = demo_workstation.things()
    with demo_workstation.window(demo_workstation.make(tmp_path / "till")) as opened:
        opened.window.show()
        driver = Driver(opened, things.codes, things.pins)
        driver.reach(State("signed in"), "en")
        rounds = []
        for _ in range(2):
            for name in A_DAY:
                driver.play(next(each for each in STATES if each.name == name))
                driver.play(State("back", ("press Esc",) * 5))
                opened.window.open("sell")
            settle()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            rounds.append(len(qapp.allWidgets()))
        assert rounds[0] == rounds[1]
