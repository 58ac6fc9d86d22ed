"""A few screens look as they did when somebody looked at them: compared with the pictures in docs/screens.

`./pos gallery --screens docs/screens` writes them anew after a change that is meant. Compared small, so that a font
drawn a little differently passes and a moved, lost or recoloured part does not.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from PySide6.QtGui import QFont, QFontInfo

from ui.gallery.dress import Dress
from ui.gallery.pictures import save
from ui.gallery.stage import Staged
from ui.gallery.states import STATES
from ui.theme.type_scale import FAMILIES

GOLDEN = Path(__file__).parents[3] / "docs" / "screens"
SMALLER = 8
MEAN_MOST, BLOCK_MOST = 2.0, 60
"""Grey levels of 255: over the whole picture, and of the worst block of 8 by 8 px."""
KEPT = [
    ("sign-in", Dress()),
    ("empty", Dress()),
    ("basket", Dress()),
    ("basket", Dress(theme="dark")),
    ("basket", Dress(theme="contrast")),
    ("basket", Dress(size=(480, 800))),
    ("pay", Dress()),
    ("unknown-code", Dress(language="zh-Hans")),
    ("training", Dress()),
    ("keyboard", Dress(size=(480, 800))),
    ("customer-selling", Dress(size=(1024, 600))),
    ("customer-change", Dress("dark", "zh-Hans", (800, 480))),
    ("first-run", Dress()),
]


def difference(one: Path, other: Path) -> tuple[float, int]:
    small = []
    for path in (one, other):
        picture = Image.open(path).convert("RGB")
        small.append(picture.resize((picture.width // SMALLER, picture.height // SMALLER), Image.Resampling.BOX))
    delta = ImageChops.difference(*small)
    worst = max(max(band.tobytes()) for band in delta.split())
    return sum(ImageStat.Stat(delta).mean) / 3, worst


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("name", "dress"), KEPT, ids=lambda value: value if isinstance(value, str) else value.name)
def test_the_screen_looks_as_it_was_seen(
    name: str, dress: Dress, reached: Callable[..., Staged], tmp_path: Path
) -> None:
    if QFontInfo(QFont(FAMILIES[0])).family() != FAMILIES[0]:
        pytest.skip(f"{FAMILIES[0]} is not installed: every letter would differ")
    golden = GOLDEN / f"{name}-{dress.name}.png"
    state = next(state for state in STATES if state.name == name)
    shown = reached(state, dress.language)
    shown.wear(dress)
    mean, worst = difference(save(shown.widget, tmp_path / "now.png"), golden)
    assert mean <= MEAN_MOST
    assert worst <= BLOCK_MOST


def test_a_recoloured_button_would_be_seen(tmp_path: Path) -> None:
    golden = GOLDEN / f"basket-{Dress().name}.png"
    changed = Image.open(golden).convert("RGB")
    changed.paste("#B3261E", (980, 690, 1260, 750))
    changed.save(tmp_path / "changed.png")
    assert difference(tmp_path / "changed.png", golden)[1] > BLOCK_MOST
