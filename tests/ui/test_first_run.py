"""The first window: enrols or opens the demo beside its own thread, and says plainly why not."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from pytestqt.qtbot import QtBot

from pos_app.domain.errors import Fault, Refusal
from pos_app.words import say
from sync.enrol import enrol
from tests.ui.finger import Finger
from tests.ui.test_faces import TARGET_PX, clipped, visible
from ui.face import Face
from ui.gallery.dress import settle
from ui.key_player import KeyPlayer
from ui.screens.first_run import Answers, FirstRun, Outcome
from ui.theme.tokens import DARK
from ui.theme.type_scale import TypeScale
from ui.widgets.keyboard import Keyboard

ANSWERS = Answers("https://hub.example:8470", "7KQ2M4WXPD3A", "Till 3", None)


class Office:
    """What the command line gives the window."""

    def __init__(self) -> None:
        self.asked: list[Answers] = []
        self.threads: list[threading.Thread] = []
        self.fails: Exception | None = None
        self.demos = 0

    def enrol(self, answers: Answers) -> None:
        self.asked.append(answers)
        self.threads.append(threading.current_thread())
        if self.fails is not None:
            raise self.fails

    def demo(self) -> None:
        self.demos += 1


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def window(qtbot: QtBot, office: Office) -> Iterator[FirstRun]:
    face = Face()
    window = FirstRun(face, office.enrol, office.demo)
    face.dress(window)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    yield window
    window.background.wait(5)


def fill(window: FirstRun, hub: str = ANSWERS.hub) -> None:
    for name, text in (("hub", hub), ("code", ANSWERS.code), ("name", ANSWERS.name)):
        window.fields[name].setText(text)


def test_enrols_by_keys_alone_and_closes(window: FirstRun, office: Office, qtbot: QtBot) -> None:
    keys = KeyPlayer(window)
    for text in (ANSWERS.hub, ANSWERS.code, ANSWERS.name):
        keys.type(text)
        keys.press("Enter")
    qtbot.waitUntil(lambda: not window.isVisible())
    assert office.asked == [ANSWERS]
    assert office.threads != [threading.main_thread()]
    assert window.outcome is Outcome.ENROLLED


def test_enrols_by_a_finger_alone_with_letters_on_the_screen(window: FirstRun, office: Office, qtbot: QtBot) -> None:
    window.resize(480, 800)
    keys, letters = KeyPlayer(window), window.dock.keyboard
    assert letters.isHidden()
    Finger(window, qtbot).tap(window.fields["hub"])
    assert letters.isVisible()
    for name, text in (("hub", ANSWERS.hub), ("code", ANSWERS.code), ("name", ANSWERS.name)):
        field = window.fields[name]
        keys.settle()
        assert field.hasFocus()
        assert field.visibleRegion().boundingRect() == field.rect(), "what is typed is seen"
        for letter in text:
            press(letters, letter)
        assert field.text() == text
        letters.key("enter").click()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert office.asked == [ANSWERS]


def test_the_letters_come_and_go_by_their_key_and_a_mouse_brings_none(window: FirstRun) -> None:
    QTest.mouseClick(window.fields["code"], Qt.MouseButton.LeftButton)
    assert window.dock.keyboard.isHidden()
    window.letters.click()
    assert window.dock.keyboard.isVisible()
    assert window.fields["code"].hasFocus()
    window.letters.click()
    assert window.dock.keyboard.isHidden()


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
@pytest.mark.parametrize("size", [(1024, 768), (1280, 800)])
def test_over_the_letters_the_act_is_in_sight(window: FirstRun, language: str, size: tuple[int, int]) -> None:
    window._face.put_on(language=language)
    window.resize(*size)
    window.letters.click()
    settle()
    assert window.enrol.visibleRegion().boundingRect().height() == window.enrol.height()
    code, name = window.fields["code"], window.fields["name"]
    assert code.y() == name.y()
    window.resize(480, 800)
    settle()
    assert code.y() < name.y(), "a narrow screen has no room for both beside each other"
    assert window.enrol.visibleRegion().boundingRect().height() == window.enrol.height()


def test_a_certificate_is_passed_on(window: FirstRun, office: Office, qtbot: QtBot) -> None:
    fill(window)
    window.fields["certificate"].setText("/media/stick/hub.pem")
    window.enrol.click()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert office.asked[0].certificate == Path("/media/stick/hub.pem")


@pytest.mark.parametrize("missing", ["hub", "code", "name"])
def test_an_empty_field_is_asked_for(window: FirstRun, office: Office, missing: str) -> None:
    fill(window)
    window.fields[missing].clear()
    KeyPlayer(window).press("F12")
    assert window.told.words.text() == say("en", f"ui.first.missing_{missing}")
    assert window.fields[missing].hasFocus()
    assert office.asked == []


@pytest.mark.parametrize("why", [Refusal("enrol.bad_code"), Fault("enrol.no_answer", hub="x", reason="sync.no_route")])
def test_a_no_is_told_in_place_and_can_be_tried_again(
    window: FirstRun, office: Office, qtbot: QtBot, why: Refusal | Fault
) -> None:
    office.fails = why
    fill(window)
    window.enrol.click()
    assert not window.enrol.isEnabled(), "one enrolment at a time"
    qtbot.waitUntil(window.enrol.isEnabled)
    assert window.isVisible()
    assert window.outcome is Outcome.CLOSED
    assert window.told.words.text()
    assert window.fields["code"].text() == ANSWERS.code
    office.fails = None
    window.enrol.click()
    qtbot.waitUntil(lambda: window.outcome is Outcome.ENROLLED)


@pytest.mark.expects_log("what was begun on the first screen failed")
def test_a_bug_does_not_leave_the_window_waiting(window: FirstRun, office: Office, qtbot: QtBot) -> None:
    office.fails = ZeroDivisionError()
    fill(window)
    window.enrol.click()
    qtbot.waitUntil(window.enrol.isEnabled)
    assert window.told.words.text() == say("en", "ui.bug")


def test_the_demo_is_one_key_away(window: FirstRun, office: Office, qtbot: QtBot) -> None:
    KeyPlayer(window).press("F2")
    qtbot.waitUntil(lambda: window.outcome is Outcome.DEMO)
    assert office.demos == 1


def test_closing_it_is_an_answer_too(window: FirstRun) -> None:
    window.close()
    assert window.outcome is Outcome.CLOSED


@pytest.mark.parametrize(
    ("hub", "told"), [("ftp://hub", "enrol.bad_address"), ("http://10.0.0.9:8470", "enrol.plain_http")]
)
def test_a_wrong_address_is_told_by_the_real_enrolment(qtbot: QtBot, tmp_path: Path, hub: str, told: str) -> None:
    face = Face()

    def join(answers: Answers) -> None:
        enrol(tmp_path, answers.hub, answers.code, answers.name, answers.certificate)

    window = FirstRun(face, join, _nothing)
    face.dress(window)
    qtbot.addWidget(window)
    window.show()
    fill(window, hub)
    window.enrol.click()
    qtbot.waitUntil(window.enrol.isEnabled)
    assert window.told.words.text() == say("en", told, address=hub)


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
@pytest.mark.parametrize("width", [1024, 480])
def test_nothing_is_cut_off_or_too_small(window: FirstRun, language: str, width: int) -> None:
    window._face.put_on(theme=DARK, scale=TypeScale(130), language=language)
    window.start_enrolment()
    window.resize(width, 800)
    KeyPlayer(window).settle()
    assert clipped(window) == []
    for widget in (*visible(window, QAbstractButton), *visible(window, QLineEdit)):
        assert widget.height() >= TARGET_PX
        assert widget.accessibleName()


def press(letters: Keyboard, letter: str) -> None:
    """Touch the key of a letter, and before it what brings it up."""
    if letter.isupper():
        letters.key("shift").click()
    elif not (letter.isalpha() or letter == " "):
        letters.key("sign").click()
    letters.key("space" if letter == " " else letter).click()
    if letters.key("sign").text() == "abc":
        letters.key("sign").click()


def _nothing() -> None:
    return None
