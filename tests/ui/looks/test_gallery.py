"""The gallery as a window: keys turn its pages and change what they wear, and no page is left behind in old colours."""

from pytestqt.qtbot import QtBot

from ui.face import Face
from ui.gallery.dress import WIDGET_SIZES, settle
from ui.gallery.widgets import PAGES
from ui.gallery.window import GAP_PX, SIDE_PX, GalleryWindow
from ui.key_player import KeyPlayer
from ui.theme.tokens import THEMES


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
