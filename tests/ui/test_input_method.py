"""Chinese by the system's input method: what it composes and commits lands where one types, and scans go on.

An input method sends no keys: the window system gives it the key presses first, and Qt hands what it made of them to
the object with the focus. So these events never pass the scanner filter, which stands before the window all the time.
"""

import pytest
from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QLineEdit

from tests.ui.conftest import AtTheTill
from tests.ui.shop_desk import SHELF

NOODLES, _, TEA = SHELF[:3]
GREEN_TEA = next(goods for goods in SHELF if "绿茶" in goods.names["en"])


class InputMethod:
    """Composes and commits as the window system's input method does, into whatever asks for one."""

    def compose(self, *steps: str) -> None:
        """Show what is typed so far, step by step."""
        for step in steps:
            self._send(QInputMethodEvent(step, []))

    def commit(self, text: str) -> None:
        """End the composition with the words that were chosen."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        self._send(event)

    def _send(self, event: QInputMethodEvent) -> None:
        focus = QGuiApplication.focusObject()
        assert isinstance(focus, QLineEdit)
        assert focus.inputMethodQuery(Qt.InputMethodQuery.ImEnabled), "this field asks for no input method"
        QCoreApplication.sendEvent(focus, event)
        QCoreApplication.processEvents()


def test_goods_are_found_by_composed_words_and_sold_by_enter(till: AtTheTill) -> None:
    method = InputMethod()
    method.compose("l", "lü", "lü c", "lü ch", "lü cha")
    assert till.asked("search") == []  # what is only being composed is not yet looked for
    assert till.sell.middle.page is till.sell.middle.start
    method.commit("绿茶")
    assert till.asked("search") == ["绿茶"]
    till.keys.press("Enter")
    assert [name for _, name in till.lines()] == [GREEN_TEA.names["en"]]


def test_the_candidates_have_a_place_beside_the_cursor(till: AtTheTill) -> None:
    search = till.sell.middle.entry.search
    InputMethod().commit("绿")
    place = search.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
    assert isinstance(place, QRectF | type(search.rect()))
    assert place.height() > 0
    assert search.rect().contains(place.center().toPoint() if isinstance(place, QRectF) else place.center())


def test_a_scan_in_the_middle_of_a_composition_is_sold_and_the_composition_goes_on(till: AtTheTill) -> None:
    method = InputMethod()
    method.compose("lü", "lü ch")
    till.keys.scan(NOODLES.code)
    assert [name for _, name in till.lines()] == [NOODLES.names["en"]]
    method.compose("lü cha")
    method.commit("绿茶")
    assert till.sell.middle.entry.search.text() == "绿茶"
    till.keys.scan(TEA.code)
    assert till.sell.middle.entry.search.text() == "绿茶"
    assert len(till.lines()) == 2


def test_words_that_are_committed_at_once_are_no_scan_and_enter_is_the_cashiers(till: AtTheTill) -> None:
    method = InputMethod()
    for word in "绿茶龙井":
        method.commit(word)
    till.sell.middle.entry.search.setText("绿茶")
    till.keys.press("Enter", gap_ms=10)
    assert len(till.lines()) == 1


@pytest.mark.parametrize(
    ("keys", "asked", "wanted"),
    [(("Ctrl+N",), "note", ("礼品包装", 1)), (("F11",), "name_held", ("礼品包装", ""))],
    ids=["note", "held basket"],
)
def test_notes_and_names_are_composed_too(
    till: AtTheTill, keys: tuple[str, ...], asked: str, wanted: tuple[object, ...]
) -> None:
    till.keys.scan(NOODLES.code)
    till.keys.press(*keys)
    method = InputMethod()
    method.compose("li", "li pin")
    method.commit("礼品")
    method.compose("bao zhuang")
    method.commit("包装")
    till.keys.press("Enter")
    assert till.asked(asked) == [wanted]


def test_full_width_digits_of_an_input_method_are_digits(till: AtTheTill) -> None:
    method = InputMethod()
    method.commit("".join(chr(ord(digit) + 0xFEE0) for digit in NOODLES.code))
    till.keys.press("Enter")
    assert till.asked("scan") == [NOODLES.code]
    till.keys.press("F12")
    method.commit("５００００")
    assert till.sell.middle.pay.amount.text() == "500.00"


def test_a_pin_is_not_for_an_input_method(locked: AtTheTill) -> None:
    """Qt gives a field with hidden text to no input method that cannot hide it, and tells the others not to learn."""
    hidden = Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData
    focus = QGuiApplication.focusObject()
    assert isinstance(focus, QLineEdit)
    for field in (focus, locked.sell.middle.entry.secret):
        assert field.inputMethodHints() & hidden == hidden
