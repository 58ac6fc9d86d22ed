"""A cashier's hand at the real window: does what a task says and counts keys, taps, travel and time.

Seconds are modelled with the keystroke-level model: S. K. Card, T. P. Moran, A. Newell, "The keystroke-level model for
user performance time with interactive systems", Communications of the ACM 23(7), 1980, table I. A tap is its pointing
operator without a press, for a finger presses where it points; the machine's own time is left out (it paints within
33 ms).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

import msgspec
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QTableView, QWidget

from pos_app.till import Till
from tests.bench.still_counter import StillCounter
from ui.app import OpenTill
from ui.key_player import KeyPlayer

KEY_S: Final = 0.28
"""K: a key by an average non-secretary typist, 40 words a minute."""
POINT_S: Final = 1.10
"""P: to a target on a display."""
HOME_S: Final = 0.40
"""H: the hand from the goods or the scanner to the keys or the screen, or from one to the other."""
THINK_S: Final = 1.35
"""M: before each thing that is decided."""
SIZE_PX: Final = (1280, 800)


class Effort(msgspec.Struct, frozen=True):
    """What a task cost, scans left out: they are the same in every till."""

    keys: int
    taps: int
    travel_px: int
    """Between the middles of the taps, in screen pixels at 1280x800."""
    homings: int
    thoughts: int

    @property
    def seconds(self) -> float:
        """Return the modelled time."""
        taken = self.keys * KEY_S + self.taps * POINT_S + self.homings * HOME_S + self.thoughts * THINK_S
        return round(taken, 1)


class Hand:
    """One hand, keys or finger."""

    def __init__(self, till: Till, opened: OpenTill, counter: StillCounter) -> None:
        """Stand at the open window with nothing done."""
        self.till, self.opened, self.counter = till, opened, counter
        self.player = KeyPlayer(opened.window)
        self.begin()

    def begin(self) -> None:
        """Count from here; the hand is at the goods."""
        self._keys = self._taps = self._homings = self._thoughts = 0
        self._travel = 0.0
        self._last: QPoint | None = None
        self._at = "goods"
        self._asked = self.counter.asked

    @property
    def printed(self) -> int:
        """Return how many jobs the printer and the drawer were given since `begin`."""
        return self.counter.asked - self._asked

    def offers(self, message_id: str) -> bool:
        """Tell whether a button with these words can be tapped now."""
        try:
            self._button(self.opened.face.say(message_id))
        except AssertionError:
            return False
        return True

    @property
    def effort(self) -> Effort:
        """Return what was done since `begin`."""
        return Effort(self._keys, self._taps, round(self._travel), self._homings, self._thoughts)

    def scan(self, code: str) -> None:
        """Scan a code: the hand is at the goods then."""
        self._at = "goods"
        self.player.scan(code)
        self.player.settle()

    def keys(self, *names: str) -> None:
        """Decide, then press keys: names as on a keyboard, a text in quotes key by key; Ctrl+P is two keys."""
        self._move("keys")
        self._thoughts += 1
        for name in names:
            if name.startswith("'"):
                text = name.strip("'")
                self._keys += len(text)
                self.player.type(text)
            else:
                self._keys += 1 + name.count("+") if len(name) > 1 else 1
                self._named(name)

    def taps(self, *targets: str) -> None:
        """Decide, then tap: a button by its message id (and `:count`), keypad digits, `row:` and words of a row.

        `field` is where one types; `letters:` and words are tapped on the on-screen keyboard that its touch brings up.
        """
        self._move("screen")
        self._thoughts += 1
        for target in targets:
            if target.startswith("row:"):
                self._tap(*self._row(target.removeprefix("row:")))
            elif target.startswith("letters:"):
                self._letters(target.removeprefix("letters:"))
            elif target == "field":
                field = QApplication.focusWidget()
                assert isinstance(field, QLineEdit), "nothing is typed in"
                self._tap(field, field.rect().center())
            elif target.isdigit():
                for digit in (target,) if target == "00" else target:  # the keypad has a key for two noughts
                    button = self._button(digit)
                    self._tap(button, button.rect().center())
            else:
                message_id, _, count = target.partition(":")
                button = self._button(self.opened.face.say(message_id, count=count))
                self._tap(button, button.rect().center())

    def _letters(self, words: str) -> None:
        keyboard = self.opened.window.dock.keyboard
        for letter in words:
            if letter.isupper():
                self._tap(keyboard.key("shift"), keyboard.key("shift").rect().center())
            key = keyboard.key("space" if letter == " " else letter)
            self._tap(key, key.rect().center())

    def _named(self, name: str) -> None:
        if len(name) == 1:
            self.player.type(name, gap_ms=400)
            QTest.qWait(120)  # a command key alone waits until no scan can begin with it
        else:
            self.player.press(name)

    def _move(self, where: str) -> None:
        if self._at != where:
            self._homings += 1
            self._at = where

    def _tap(self, widget: QWidget, at: QPoint) -> None:
        there = widget.mapTo(self.opened.window, at)
        if self._last is not None:
            self._travel += math.dist((there.x(), there.y()), (self._last.x(), self._last.y()))
        self._last = there
        self._taps += 1
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at)
        self.player.settle()

    def _button(self, words: str) -> QAbstractButton:
        buttons = [each for each in self.opened.window.findChildren(QAbstractButton) if each.isVisible()]
        for after in (", ", " "):  # its key, or what is told beside the words
            for button in buttons:
                name = button.accessibleName() or button.text()
                if button.isEnabled() and (name == words or name.startswith(f"{words}{after}")):
                    return button
        raise AssertionError(f"no button says {words!r}")

    def _row(self, words: str) -> tuple[QWidget, QPoint]:
        for table, index, spoken in self._rows():
            if words in spoken:
                return table.viewport(), table.visualRect(table.model().index(index, 0)).center()
        raise AssertionError(f"no row says {words!r}")

    def _rows(self) -> Iterator[tuple[QTableView, int, str]]:
        for table in self.opened.window.findChildren(QTableView):
            if table.isVisible():
                for index in range(table.model().rowCount()):
                    spoken = table.model().index(index, 0).data(Qt.ItemDataRole.AccessibleTextRole)
                    yield table, index, str(spoken)
