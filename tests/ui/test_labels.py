"""A name from outside is never taken for markup: a customer types their own name in the online shop."""

import ast
from pathlib import Path

from pytestqt.qtbot import QtBot

import ui
from ui.face import Face
from ui.widgets.figure_text import FigureText
from ui.widgets.label import Label

NAME = "<b></b><img src='x'>"
HOMES = (Path("widgets/label.py"), Path("theme/wardrobe.py"))
"""What makes the label, and what asks whether a widget is one."""


def test_a_name_of_nothing_but_markup_is_seen(qtbot: QtBot) -> None:
    label, empty = Label(NAME), Label("")
    qtbot.addWidget(label)
    qtbot.addWidget(empty)
    assert label.sizeHint().width() > empty.sizeHint().width() + label.fontMetrics().horizontalAdvance(NAME) // 2


def test_a_figure_is_not_markup_either(qtbot: QtBot) -> None:
    figure = FigureText(Face(), "body")
    qtbot.addWidget(figure)
    assert isinstance(figure, Label)


def test_no_screen_makes_a_label_that_guesses() -> None:
    house = Path(ui.__file__).parent
    found = [
        path.relative_to(house)
        for path in sorted(house.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.ImportFrom) and any(name.name == "QLabel" for name in node.names)
    ]
    assert sorted(found) == sorted(HOMES)
