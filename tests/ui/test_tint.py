"""Whatever colour the feed gives a quick key, its words can be read and its edge is seen, in every theme."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.demo import shop
from ui.theme.contrast import contrast_ratio
from ui.theme.tint import tint
from ui.theme.tokens import THEMES

colours = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06X}")


@given(colours)
def test_words_keep_their_contrast_on_any_colour_and_the_edge_stands_out(colour: str) -> None:
    for each in THEMES.values():
        worn = tint(colour, each)
        assert min(contrast_ratio(each.ink, worn.ground), contrast_ratio(each.ink2, worn.ground)) >= 4.5
        assert contrast_ratio(worn.edge, each.surface) >= 3


def test_the_departments_of_the_demo_store_differ_from_each_other() -> None:
    for theme in (THEMES["light"], THEMES["dark"]):
        worn = [tint(department.colour, theme) for department in shop.departments()]
        assert len({each.edge for each in worn}) == len(worn)
        assert all(each.ground != theme.sunken for each in worn)


@pytest.mark.parametrize("spelling", ["", "green", "#12345", "#GGGGGG", "javascript:"])
def test_what_is_no_colour_tints_nothing(spelling: str) -> None:
    theme = THEMES["light"]
    worn = tint(spelling, theme)
    assert (worn.ground, worn.edge) == (theme.sunken, "")
