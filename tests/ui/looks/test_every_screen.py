"""Every screen in every state, language, size and type: nothing cut off, covered, small, nameless or untold."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit

from pos_app.demo import shop
from pos_app.words.pseudo import PSEUDO
from tests.ui.looks import looking
from ui.app import OpenTill
from ui.gallery.pictures import ALL_SIZES, Dress, put_on
from ui.gallery.states import STATES, State
from ui.theme.contrast import contrast_ratio
from ui.theme.tokens import THEMES

Reach = Callable[..., OpenTill]
DRESSES = (
    *(Dress(size=size) for size in ALL_SIZES),
    *(Dress(language=PSEUDO, size=size) for size in ALL_SIZES),
    Dress(language="zh-Hans"),
    Dress(percent=130),
    Dress(language="zh-Hans", size=(480, 800), percent=115),
)
DATA = (
    *(name for product, _ in shop.goods() for name in product.names.values()),
    *(operator.name for operator in shop.operators(dict.fromkeys(shop.PINS, ""))),
    *(name for page in shop.tiles()[0] for name in page.names.values()),
    "Demo Market",
    shop.STORE,
    shop.CHAIN,
    "Till 3",
    f"{shop.STORE} · {shop.CHAIN}",
    "简体中文",
    "中文",
    "English",
)
each_state = pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)


@each_state
def test_nothing_is_cut_off_covered_small_or_nameless(state: State, reached: Reach) -> None:
    opened = reached(state)
    wrong: list[str] = []
    for dress in DRESSES:
        put_on(opened.face, opened.window, dress)
        assert (opened.window.width(), opened.window.height()) == dress.size
        for check in (looking.clipped, looking.overlapping, looking.small, looking.nameless):
            wrong.extend(f"{dress.name}: {found}" for found in check(opened.window))
    assert wrong == []


@each_state
def test_every_word_comes_from_the_catalogue(state: State, reached: Reach) -> None:
    opened = reached(state, PSEUDO)
    put_on(opened.face, opened.window, Dress(language=PSEUDO))
    assert looking.untranslated(opened.window, tuple(sorted(DATA, key=len, reverse=True))) == []


@each_state
def test_words_can_be_read_on_what_they_stand_on(state: State, reached: Reach) -> None:
    """The ink that is painted against the ground that is painted: 3:1 at least, where 4.5 is checked by token."""
    opened = reached(state)
    for theme in THEMES:
        put_on(opened.face, opened.window, Dress(theme=theme))
        picture = opened.window.grab().toImage()
        for widget in looking.seen(opened.window, QLabel):
            assert isinstance(widget, QLabel)
            area = looking.place(widget, opened.window)
            if not widget.text() or not opened.window.rect().contains(area):
                continue
            colours = {
                picture.pixelColor(x, y).name()
                for x in range(area.left(), area.right(), 2)
                for y in range(area.top(), area.bottom(), 3)
            }
            ground = picture.pixelColor(area.right() - 1, area.top() + 1).name()
            best = max((contrast_ratio(ground, colour) for colour in colours), default=21)
            assert best >= 3, f"{theme}: {widget.text()} {best:.2f}:1"


@each_state
def test_tab_reaches_every_field_and_tile_once_and_comes_back(state: State, reached: Reach) -> None:
    opened = reached(state)
    order = looking.focus_order(opened.window)
    assert len(order) == len(set(order))
    fields = [field for field in looking.seen(opened.window, QLineEdit) if field.isEnabled()]
    assert set(fields) <= set(order)
    tabbed = [
        each for each in looking.seen(opened.window, QAbstractButton) if each.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert {each for each in tabbed if each.isEnabled()} <= set(order)


@each_state
def test_right_to_left_mirrors_and_breaks_nothing(state: State, reached: Reach) -> None:
    opened = reached(state)
    put_on(opened.face, opened.window, Dress())
    left = looking.place(opened.window.rail, opened.window)
    QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        put_on(opened.face, opened.window, Dress())
        assert looking.place(opened.window.rail, opened.window).right() == opened.window.width() - 1 - left.left()
        assert looking.clipped(opened.window) == []
        assert looking.overlapping(opened.window) == []
    finally:
        QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
