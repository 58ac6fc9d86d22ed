"""The hint of the search field stands whole: in fewer words where the way back takes room, and again in full after."""

from tests.ui.conftest import AtTheTill
from tests.ui.shop_desk import SHELF
from ui.widgets.fields import HINT_EDGES_PX

WHOLE, SHORT = "Scan, or search products   /", "Scan or search   /"


def hint_of(till: AtTheTill) -> str:
    search = till.sell.middle.entry.search
    hint = search.placeholderText()
    assert search.fontMetrics().horizontalAdvance(hint) <= search.width() - HINT_EDGES_PX, "no word is cut"
    return hint


def test_beside_the_way_back_the_hint_is_said_in_fewer_words(till: AtTheTill) -> None:
    till.window.resize(1280, 800)
    till.keys.settle()
    assert hint_of(till) == WHOLE
    till.keys.scan(SHELF[0].code)
    till.keys.press("F11", "Esc")
    till.keys.press("F11")
    assert till.sell.middle.page is till.sell.middle.held
    assert hint_of(till) == SHORT
    till.keys.press("Esc")
    assert hint_of(till) == WHOLE


def test_the_next_quantity_is_said_before_any_other_hint(till: AtTheTill) -> None:
    till.window.resize(1280, 800)
    till.sell.middle.entry.show_next_quantity("12")
    till.keys.settle()
    assert hint_of(till).startswith("Next scan × 12")
