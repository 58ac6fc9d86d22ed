"""What is rendered is all that there is: each state in each theme, language, size and type stands in one picture."""

from collections import Counter
from itertools import product

import pytest
from PySide6.QtGui import QColor, QImage

from pos_app.words import LANGUAGES
from ui.gallery.dress import ALL_SIZES, DISPLAY_SIZES, Dress
from ui.gallery.index_page import index_page
from ui.gallery.plan import Picture, Wanted, pictures
from ui.gallery.sheet import GAP_PX, NAME_PX, WIDTH_MOST_PX, sheet
from ui.gallery.state import Shows
from ui.gallery.states import STATES
from ui.theme.tokens import THEMES
from ui.theme.type_scale import SCALES_PERCENT


def planned(wanted: Wanted) -> list[tuple[str, Picture]]:
    return [(state.name, picture) for state in STATES for picture in pictures(state, wanted)]


@pytest.mark.parametrize(
    ("wanted", "percents"),
    [(Wanted.EVERY, SCALES_PERCENT), (Wanted.EVERY_SHEET, SCALES_PERCENT), (Wanted.SHEETS, (100,))],
)
def test_every_state_theme_language_and_size_is_taken_once(wanted: Wanted, percents: tuple[int, ...]) -> None:
    taken = Counter((state, dress) for state, picture in planned(wanted) for dress in picture.dresses)
    all_there_is = {
        (state.name, Dress(theme, language, size, percent))
        for state in STATES
        for theme, language, size, percent in product(
            THEMES, LANGUAGES, DISPLAY_SIZES if state.shows is Shows.CUSTOMER else ALL_SIZES, percents
        )
    }
    assert set(taken) == all_there_is
    assert set(taken.values()) == {1}


@pytest.mark.parametrize("wanted", Wanted)
def test_no_picture_is_written_over_another(wanted: Wanted) -> None:
    names = [picture.name for _, picture in planned(wanted)]
    assert len(set(names)) == len(names)


def test_a_sheet_has_all_themes_and_languages_of_one_size() -> None:
    for _, picture in planned(Wanted.SHEETS):
        assert len(picture.dresses) == len(THEMES) * len(LANGUAGES)
        assert len({dress.size for dress in picture.dresses}) == 1


def painted(size: tuple[int, int]) -> list[tuple[Dress, QImage]]:
    shown = []
    for at, (language, theme) in enumerate(product(LANGUAGES, THEMES)):
        picture = QImage(*size, QImage.Format.Format_RGB32)
        picture.fill(QColor(at * 40, 0, 0))
        shown.append((Dress(theme, language, size), picture))
    return shown


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("size", "columns"), [((480, 800), 3), ((1280, 800), 2), ((1920, 1080), 2)])
def test_every_picture_of_a_sheet_is_seen_whole_in_a_place_of_its_own(size: tuple[int, int], columns: int) -> None:
    together = sheet(painted(size))
    width = min(size[0], WIDTH_MOST_PX)
    height = size[1] * width // size[0]
    rows = 6 // columns
    assert together.width() == columns * (width + GAP_PX) + GAP_PX
    assert together.height() == rows * (height + NAME_PX + GAP_PX) + GAP_PX
    reds = []
    for column, row in product(range(columns), range(rows)):
        left, top = GAP_PX + column * (width + GAP_PX), GAP_PX + NAME_PX + row * (height + NAME_PX + GAP_PX)
        corners = {together.pixelColor(left + x, top + y).red() for x in (0, width - 1) for y in (0, height - 1)}
        assert len(corners) == 1
        reds.append(corners.pop())
    assert sorted(reds) == [0, 40, 80, 120, 160, 200]


def test_the_page_links_every_picture_of_a_state() -> None:
    written = {state.name: [each.name for each in pictures(state, Wanted.SHEETS)] for state in STATES}
    page = index_page(written, Wanted.SHEETS)
    assert [name for names in written.values() for name in names if f"({name})" not in page] == []
    assert "## first-run" in index_page({"first-run": ["first-run-480x800.png"], "lost": []})
    assert "lost" not in index_page({"lost": []})
