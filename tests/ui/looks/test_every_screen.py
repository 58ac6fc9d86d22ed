"""Every screen in every state, language, size and type: nothing cut off, covered, small, nameless or untold."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from pos_app.cli import demo_orders
from pos_app.demo import orders, people, shelf, shop
from pos_app.domain.people import PersonFields
from pos_app.domain.phones import masked_card, masked_name, masked_phone
from pos_app.members.enrolling import NEEDED, PURPOSES
from pos_app.words import say
from pos_app.words.pseudo import PSEUDO
from tests.ui.looks import looking
from tests.ui.looks.conftest import Stage
from ui.customer_display import CustomerDisplay
from ui.gallery.dress import Dress, sizes
from ui.gallery.stage import Staged
from ui.gallery.state import State
from ui.gallery.states import STATES
from ui.screens.first_run import FirstRun
from ui.theme.contrast import contrast_ratio
from ui.theme.tokens import THEMES
from ui.window import Window

Reach = Callable[..., Staged]


def masked_of(person: PersonFields) -> tuple[str, ...]:
    return masked_name(person.name), masked_phone(person.phone), masked_card(person.card)


DATA = (
    *(name for product, _ in shop.goods() for name in product.names.values()),
    *(operator.name for operator in shop.operators(dict.fromkeys(shop.PINS, ""))),
    *(name for page in shop.tiles()[0] for name in page.names.values()),
    *(name for rule in shop.promotions() for name in rule.names.values()),
    *(name for department in shop.departments() for name in department.names.values()),
    *(name for tax in shop.tax_table().groups for part in tax.components for name in part.names.values()),
    *(masked_name(order.person.fields.name) for order in orders.at_the_start(0)),
    *(masked_name(orders.order(each, 0).person.fields.name) for each in (demo_orders.SERVED, demo_orders.GONE)),
    *(masked for member in people.members(6) for masked in masked_of(member.fields)),
    *(
        say(language, f"members.{words}")
        for language in ("en", "zh-Hans")
        for words in ("consent.membership-1", *(f"purpose.{each}" for each in PURPOSES))
    ),
    *(
        say(language, "members.purpose_required", purpose=say(language, f"members.purpose.{each}"))
        for language in ("en", "zh-Hans")
        for each in NEEDED
    ),
    *(name for area in shelf.areas() for name in area.names.values()),
    *(word for row in shelf.deliveries() for word in (row.number, row.sender)),
    shelf.other_store().name,
    "Nora Lindqvist",
    "N*** L***",
    "Nora",
    "Fridge 2",
    "A3",
    "Demo Market",
    "Gift wrap",
    shop.STORE,
    shop.CHAIN,
    "Till 3",
    f"{shop.STORE} · {shop.CHAIN}",
    "简体中文",
    "中文",
    "English",
)


@cache
def ratio(one: int, other: int) -> float:
    """Return the contrast of two pixels."""
    return contrast_ratio(QColor(one).name(), QColor(other).name())


def dresses(state: State) -> tuple[Dress, ...]:
    small, *_, usual, _ = sizes(state)
    return (
        *(Dress(size=size) for size in sizes(state)),
        *(Dress(language=PSEUDO, size=size) for size in sizes(state)),
        Dress(language="zh-Hans", size=usual),
        Dress(percent=130, size=usual),
        Dress(language="zh-Hans", size=small, percent=115),
        Dress(size=small, percent=130),
    )


def first_part(shown: Staged) -> QWidget:
    """Return what stands at the leading edge: the rail, the list of the goods, or the title."""
    if isinstance(shown.widget, CustomerDisplay):
        return shown.widget.goods
    if isinstance(shown.widget, FirstRun):
        return shown.widget.title
    assert isinstance(shown.widget, Window)
    return shown.widget.rail


@pytest.fixture(scope="module", params=STATES, ids=lambda state: state.name)
def shown(request: pytest.FixtureRequest, stage: Stage) -> Iterator[Staged]:
    """Return the window in a state, in English: one for all that is looked at in it."""
    with stage(request.param, "en") as window:
        yield window


def test_nothing_is_cut_off_covered_small_or_nameless(shown: Staged) -> None:
    wrong: list[str] = []
    for dress in dresses(shown.state):
        shown.wear(dress)
        assert (shown.widget.width(), shown.widget.height()) == dress.size
        for check in (looking.clipped, looking.overlapping, looking.small, looking.nameless):
            wrong.extend(f"{dress.name}: {found}" for found in check(shown.widget))
    assert wrong == []


def test_a_screen_reader_hears_a_name_and_a_role_for_every_control_and_row(shown: Staged) -> None:
    shown.wear(Dress())
    assert looking.unspoken(shown.widget) == []


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_every_word_comes_from_the_catalogue(state: State, reached: Reach) -> None:
    shown = reached(state, PSEUDO)
    shown.wear(Dress(language=PSEUDO))
    assert looking.untranslated(shown.widget, tuple(sorted(DATA, key=len, reverse=True))) == []


def test_words_can_be_read_on_what_they_stand_on(shown: Staged) -> None:
    """The ink that is painted against the ground that is painted: 3:1 at least, where 4.5 is checked by token."""
    for theme in THEMES:
        shown.wear(Dress(theme=theme))
        picture = shown.widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        pixels = memoryview(picture.constBits()).cast("I")  # a pixel each, line by line
        for widget in looking.seen(shown.widget, QLabel):
            assert isinstance(widget, QLabel)
            area = looking.place(widget, shown.widget)
            if not widget.text() or not shown.widget.rect().contains(area):
                continue
            lines = (at * picture.width() for at in range(area.top(), area.bottom(), 3))
            colours = {colour for line in lines for colour in pixels[line + area.left() : line + area.right() : 2]}
            ground = picture.pixel(area.right() - 1, area.top() + 1)
            best = max((ratio(ground, colour) for colour in colours), default=21.0)
            assert best >= 3, f"{theme}: {widget.text()} {best:.2f}:1"


def test_tab_reaches_every_field_and_tile_once_and_comes_back(shown: Staged) -> None:
    order = looking.focus_order(shown.widget)
    assert len(order) == len(set(order))
    fields = [field for field in looking.seen(shown.widget, QLineEdit) if field.isEnabled()]
    assert set(fields) <= set(order)
    tabbed = [
        each for each in looking.seen(shown.widget, QAbstractButton) if each.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert {each for each in tabbed if each.isEnabled()} <= set(order)


def test_right_to_left_mirrors_and_breaks_nothing(shown: Staged) -> None:
    shown.wear(Dress())
    leading = first_part(shown)
    left = looking.place(leading, shown.widget).left()
    QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        shown.wear(Dress())
        assert looking.place(leading, shown.widget).right() == shown.widget.width() - 1 - left
        assert looking.clipped(shown.widget) == []
        assert looking.overlapping(shown.widget) == []
    finally:
        QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
