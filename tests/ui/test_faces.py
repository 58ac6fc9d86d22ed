"""Every face of the window can be read, reached and heard: both languages, all themes, small and large type."""

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

import ui
from pos_app.devices import Condition
from pos_app.domain.product import Unit
from pos_app.domain.tender import TenderKind
from pos_app.selling.view import Lamp, LampState, QuestionKind
from pos_app.words import LANGUAGES, say
from tests.ui.conftest import AtTheTill
from tests.ui.looks.painted import cut_off
from tests.ui.shop_desk import SHELF
from ui.asked import Purpose
from ui.screens import SCREENS
from ui.theme.tokens import THEMES
from ui.theme.type_scale import TypeScale
from ui.widgets.pay_key import PayKey

TARGET_PX = 44
KEY_PX = 54
_ID = re.compile(r'"(ui\.[a-z_.]+[a-z_])"')
_MADE = {
    *(f"ui.lamp.{state}" for state in LampState),
    *(f"ui.question.{kind}" for kind in QuestionKind),
    *(f"ui.tender.{kind}" for kind in TenderKind),
    *(f"ui.price_per.{unit}" for unit in Unit),
    *(f"ui.ask.{purpose.name.lower()}" for purpose in Purpose),
    *(f"ui.printer.{condition}" for condition in Condition),
}
STATES: dict[str, tuple[str, ...]] = {
    "empty": (),
    "basket": tuple(f"scan {goods.code}" for goods in SHELF[:6]),
    "search": ("type tea",),
    "unknown": ("scan 9999999999994",),
    "department": ("scan 9999999999994", "press Ins"),
    "weight": (f"scan {SHELF[6].code}",),
    "age": (f"scan {SHELF[7].code}",),
    "void": (f"scan {SHELF[0].code}", "press Del"),
    "pay": (f"scan {SHELF[0].code}", "press F12", "type 10000"),
    "tray": (f"scan {SHELF[0].code}", "press F12", f"scan {SHELF[1].code}"),
    "paper out": (f"scan {SHELF[0].code}", "lamp printer"),
    "change": (f"scan {SHELF[0].code}", "press F12", "press F12"),
    "line": (f"scan {SHELF[0].code}", "press Enter"),
    "discount": (f"scan {SHELF[8].code}", "press F8", "type 10"),
    "approval": (f"scan {SHELF[8].code}", "press Ctrl+P", "type 100", "press Enter"),
    "palette": ("press Ctrl+K",),
    "no sale": ("press Ctrl+K", "type drawer", "press Enter"),
    "switch": (f"scan {SHELF[0].code}", "press Ctrl+O"),
    "name for the hold": (f"scan {SHELF[0].code}", "press F11"),
    "split": (f"scan {SHELF[0].code}", "press F12", "type 100", "press F3", "type 200", "press F3"),
    "receipt as QR": (f"scan {SHELF[0].code}", "press F12", "press F12", "press Ctrl+B"),
}
"""What is done to come to each state of the sell screen."""


def reach(till: AtTheTill, state: str) -> None:
    for act in STATES[state]:
        verb, _, what = act.partition(" ")
        if verb == "scan":
            till.keys.scan(what)
        elif verb == "type":
            till.keys.type(what)
        elif verb == "lamp":
            till.desk.lamp_now = Lamp(LampState(what), 2, Condition.PAPER_OUT)
            till.opened.bridge.tick()
        else:
            till.keys.press(what)
    till.keys.settle()


def said_in_code() -> set[str]:
    folder = Path(ui.__file__).parent
    return _MADE | {found for path in folder.rglob("*.py") for found in _ID.findall(path.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_the_window_stands_in_the_catalogue(language: str) -> None:
    assert [found for found in sorted(said_in_code()) if say(language, found) == found] == []


def test_the_chinese_sentences_are_chinese() -> None:
    same = {found for found in said_in_code() if say("en", found) == say("zh-Hans", found)}
    assert same == set()


def visible(window: QWidget, kind: type[QWidget]) -> list[QWidget]:
    return [
        widget for widget in window.findChildren(kind) if widget.isVisible() and not widget.visibleRegion().isEmpty()
    ]


def clipped(window: QWidget) -> list[str]:
    """Return the words on the screen that do not fit in their place."""
    found = []
    for widget in (*visible(window, QLabel), *visible(window, QAbstractButton)):
        assert isinstance(widget, QLabel | QAbstractButton)
        words = widget.text()
        if isinstance(widget, PayKey):
            found.extend(cut_off(widget))  # painted smaller rather than cut
            continue
        longest = max((widget.fontMetrics().horizontalAdvance(line) for line in words.split("\n")), default=0)
        if isinstance(widget, QLabel) and widget.wordWrap():
            if widget.heightForWidth(widget.width()) > widget.height() + 1:
                found.append(f"{words} ({widget.width()}x{widget.height()})")
        elif words.count("\n") and (words.count("\n") + 1) * widget.fontMetrics().height() > widget.height() - 2:
            found.append(f"{words!r} ({widget.height()} high)")
        elif longest > widget.width():
            found.append(f"{words} ({longest} in {widget.width()})")
    return found


def overlapping(column: QWidget) -> list[str]:
    """Return the pairs of parts of a column that lie over each other."""
    parts = [part for part in column.children() if isinstance(part, QWidget) and part.isVisible()]
    return [
        f"{one} {other}"
        for at, one in enumerate(parts)
        for other in parts[at + 1 :]
        if one.geometry().intersects(other.geometry())
    ]


def test_a_word_that_is_cut_off_would_be_seen(till: AtTheTill) -> None:
    till.sell.side.keypad.void.setText("A word that is far too long for its key")
    till.keys.settle()
    assert len(clipped(till.window)) == 1


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("percent", [100, 130])
def test_no_word_is_cut_off(till: AtTheTill, state: str, language: str, percent: int) -> None:
    till.opened.face.put_on(language=language, scale=TypeScale(percent))
    reach(till, state)
    assert clipped(till.window) == []
    assert overlapping(till.sell.side) == []


@pytest.mark.parametrize(("width", "height"), [(1024, 768), (1366, 768), (1920, 1080)])
@pytest.mark.parametrize("state", ["basket", "pay", "unknown"])
def test_other_screens_of_a_shop_cut_nothing_off(till: AtTheTill, width: int, height: int, state: str) -> None:
    till.window.resize(width, height)
    reach(till, state)
    assert till.window.width() == width
    assert clipped(till.window) == []


def test_the_window_does_not_grow_beyond_the_screen(till: AtTheTill) -> None:
    for percent in (100, 115, 130):
        till.opened.face.put_on(scale=TypeScale(percent))
        reach(till, "pay")
        assert (till.window.width(), till.window.height()) == (1280, 800)
        inside = till.window.rect()
        for widget in visible(till.window, QAbstractButton):
            corner = widget.mapTo(till.window, widget.rect().bottomRight())
            assert inside.contains(corner), widget.accessibleName()
        till.keys.press("Esc", "Esc")


@pytest.mark.parametrize("state", STATES)
def test_every_target_is_large_enough_for_a_finger(till: AtTheTill, state: str) -> None:
    reach(till, state)
    for widget in visible(till.window, QAbstractButton):
        if isinstance(widget.parent(), QLineEdit):
            continue  # the looking glass in the field is a picture
        assert widget.height() >= TARGET_PX, widget.accessibleName()
        assert widget.width() >= TARGET_PX, widget.accessibleName()
    for key in visible(till.sell.side.keypad, QAbstractButton):
        assert key.height() >= KEY_PX


@pytest.mark.parametrize("state", STATES)
def test_every_control_has_a_name_for_a_screen_reader(till: AtTheTill, state: str) -> None:
    reach(till, state)
    controls = [*visible(till.window, QAbstractButton), *visible(till.window, QLineEdit)]
    unnamed = [
        widget for widget in controls if not widget.accessibleName() and not isinstance(widget.parent(), QLineEdit)
    ]
    assert unnamed == []


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_a_theme_reaches_every_painted_row(till: AtTheTill, theme: object) -> None:
    from ui.theme.tokens import Theme

    assert isinstance(theme, Theme)
    reach(till, "basket")
    till.opened.face.put_on(theme=theme)
    till.keys.settle()
    picture = till.sell.basket.lines.viewport().grab().toImage()
    assert picture.pixelColor(2, 2).name().upper() == theme.surface


def test_the_language_switches_while_running(till: AtTheTill) -> None:
    reach(till, "basket")
    till.opened.face.put_on(language="zh-Hans")
    assert till.lines()[0] == ("1", "方便面 330克")
    assert till.sell.side.totals._caption.text() == "应付"
    assert till.window.windowTitle() == "收银机"
    till.opened.face.put_on(language="en")
    assert till.lines()[0] == ("1", "Dark Noodles 330 g")


def test_the_keypad_does_not_move_whatever_the_totals_say(till: AtTheTill) -> None:
    places = set()
    for state in ("empty", "basket", "pay"):
        reach(till, state)
        places.add(till.sell.side.keypad.geometry().getRect())
    assert len(places) == 1


@pytest.mark.parametrize("entry", SCREENS, ids=lambda entry: entry.name)
def test_every_screen_of_the_registry_opens_and_takes_a_scan(till: AtTheTill, entry: object) -> None:
    from ui.screen import Screen, ScreenEntry

    assert isinstance(entry, ScreenEntry)
    till.window.open(entry.name)
    assert isinstance(till.window.screen_now, Screen)
    till.window.take_scan(SHELF[0].code)
    if entry.icon:
        assert say("en", entry.message_id) != entry.message_id
        assert entry.key
