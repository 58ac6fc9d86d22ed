"""Nothing moves by itself on any screen, so there is no motion that a setting would have to reduce.

What moves is what a finger moves: a list under it. The newest line is shown by its size and colour, at once.
"""

import ast
from pathlib import Path

import ui
from tests.ui.conftest import AtTheTill
from tests.ui.shop_desk import SHELF
from ui.gallery.dress import settle

MOVING = ("QPropertyAnimation", "QVariantAnimation", "QTimeLine", "QGraphicsOpacityEffect", "QMovie")
LONGER_THAN_A_FADE_MS = 200


def test_no_part_of_the_screens_is_an_animation() -> None:
    found = []
    for path in Path(ui.__file__).parent.rglob("*.py"):
        names = {node.id for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Name)}
        found += [f"{path.name}: {name}" for name in MOVING if name in names]
    assert found == []


def test_a_scanned_line_stands_as_it_will_stay_at_once(till: AtTheTill) -> None:
    till.keys.scan(SHELF[0].code)
    till.keys.scan(SHELF[1].code)
    till.keys.settle()
    lines = till.sell.basket.lines
    at_once = lines.grab().toImage()
    settle(LONGER_THAN_A_FADE_MS)
    assert lines.grab().toImage() == at_once
