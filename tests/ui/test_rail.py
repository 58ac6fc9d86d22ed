"""The words of the rail and of the bar under a narrow window are read whole: they are made smaller, never cut."""

import pytest

from pos_app.words import LANGUAGES
from pos_app.words.pseudo import PSEUDO
from tests.ui.conftest import AtTheTill
from ui.theme.type_scale import SCALES_PERCENT, TypeScale
from ui.widgets.rail import RailButton

LEAST_PX = 11


@pytest.mark.parametrize("size", [(480, 800), (1280, 800), (1024, 768)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("percent", SCALES_PERCENT)
@pytest.mark.parametrize("language", [*LANGUAGES, PSEUDO])
def test_no_word_of_the_bar_is_cut(till: AtTheTill, language: str, percent: int, size: tuple[int, int]) -> None:
    till.window.resize(*size)
    till.opened.face.put_on(language=language, scale=TypeScale(percent))
    till.keys.settle()
    till.keys.settle()
    buttons = [button for button in till.window.rail.findChildren(RailButton) if button.isVisible()]
    assert len(buttons) >= 5
    for button in buttons:
        metrics = button.fontMetrics()
        longest = max(metrics.horizontalAdvance(line) for line in button.text().split("\n"))
        assert longest <= button.width() - 6 or metrics.height() <= LEAST_PX * 3 // 2, button.text()
