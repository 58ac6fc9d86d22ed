"""A theme that cannot be read does not reach a screen."""

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor

from ui.theme import icons
from ui.theme.contrast import contrast_ratio
from ui.theme.style_sheet import style_sheet
from ui.theme.tokens import DARK, LIGHT, THEMES, Brand, Theme, ThemeRefused, branded, checked
from ui.theme.type_scale import SCALES_PERCENT, TypeScale


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast_ratio("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast_ratio("#777777", "#FFFFFF") == pytest.approx(4.478, abs=0.001)
    assert contrast_ratio("#0B6B50", "#0B6B50") == pytest.approx(1.0)


@pytest.mark.parametrize("spelling", ["", "#FFF", "white", "#GGGGGG", "#0000000"])
def test_a_colour_that_is_no_colour_is_refused(spelling: str) -> None:
    with pytest.raises(ValueError, match="not a #RRGGBB colour"):
        contrast_ratio(spelling, "#FFFFFF")


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_the_three_themes_can_be_read(theme: Theme) -> None:
    assert checked(theme) is theme


def test_a_shops_brand_that_cannot_be_read_is_refused_with_the_pair_named() -> None:
    pale = Brand(brand="#FFD54A", on_brand="#FFFFFF", brand_ink="#0A5A44", brand_soft="#DDEFE7")
    with pytest.raises(ThemeRefused) as refused:
        branded(LIGHT, pale)
    assert [(words, ground) for words, ground, _ in refused.value.pairs] == [("on_brand", "brand")]
    assert refused.value.message_id == "ui.theme_too_faint"


def test_a_shops_brand_changes_the_brand_tokens_and_nothing_else() -> None:
    navy = branded(LIGHT, Brand(brand="#1A2F6B", on_brand="#FFFFFF", brand_ink="#1A2F6B", brand_soft="#E4E9F7"))
    changed = {name for name in LIGHT.__struct_fields__ if getattr(LIGHT, name) != getattr(navy, name)}
    assert changed == {"brand", "brand_ink", "brand_soft"}


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_the_style_sheet_has_no_colour_of_its_own(theme: Theme) -> None:
    sheet = style_sheet(theme, TypeScale())
    tokens = {getattr(theme, name) for name in theme.__struct_fields__}
    assert set(re.findall(r"#[0-9A-Fa-f]{6}", sheet)) <= tokens


def test_the_type_grows_by_whole_pixels_in_three_steps() -> None:
    assert [TypeScale(percent).px("total") for percent in SCALES_PERCENT] == [46, 53, 60]
    with pytest.raises(ValueError, match="110"):
        TypeScale(110)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("drawing", sorted(icons._FOLDER.glob("*.svg")), ids=lambda path: path.stem)
def test_every_icon_draws_in_the_colour_asked_for(drawing: Path) -> None:
    picture = icons.pixmap(drawing.stem, DARK.warn, 24).toImage()
    inked = [picture.pixelColor(x, y) for x in range(24) for y in range(24) if picture.pixelColor(x, y).alpha() == 255]
    wanted = QColor(DARK.warn)
    assert inked
    for colour in inked:  # where strokes cross, blending rounds by one step
        assert abs(colour.red() - wanted.red()) + abs(colour.green() - wanted.green()) <= 3
        assert abs(colour.blue() - wanted.blue()) <= 2


def test_the_icons_carry_their_licence() -> None:
    assert "ISC License" in (icons._FOLDER / "LICENSE").read_text()
