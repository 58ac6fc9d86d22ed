"""The cashier of the demo: plays keys at the real window, waits for what must follow, and takes pictures.

It talks to the conductor, which stands outside the till's process, by lines: `kill`, and what
`outside` does.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QSize

from pos_app.cli.workstation import Rooms
from pos_app.domain.codes.gtin import check_digit
from pos_app.domain.errors import Fault
from pos_app.domain.product import Product
from pos_app.pickup.desk import PickupDesk
from pos_app.selling.view import Lamp, Mode, SellView
from pos_app.stockroom.desk import StockDesk
from pos_app.words import LANGUAGES
from ui.app import OpenTill
from ui.key_player import KeyPlayer
from ui.theme.tokens import THEMES

PACE_S: Final = 0.12
"""Between two acts of the cashier: quick, but a person can follow."""
TURN_S: Final = 0.005
HANDHELD_PX: Final = (480, 800)


class Actor:
    """One cashier at one window; `out` takes the pictures, numbered from `first`."""

    def __init__(self, opened: OpenTill, desks: Rooms, out: Path, first: int) -> None:
        """The window must be shown."""
        self._opened = opened
        self._till = desks.till
        self._desks = desks
        self.orders: list[tuple[str, str]] = []
        """Number and customer's code of each order that came while the scenes were played."""
        self._out = out
        self._number = first
        # The scanner filter judges by time stamps: they must rise from one part of the demo to the next.
        self._keys = KeyPlayer(opened.window, now_ms=int(time.monotonic() * 1_000))

    @property
    def view(self) -> SellView:
        """What the screen shows."""
        return self._till.view

    @property
    def lamp(self) -> Lamp:
        """What the lamp shows."""
        return self._till.lamp()

    @property
    def pickup(self) -> PickupDesk:
        """The pickup desk behind its screen."""
        return self._desks.pickup

    @property
    def stock(self) -> StockDesk:
        """The stock desk behind its screen."""
        return self._desks.stock

    @property
    def names_ready(self) -> bool:
        """Whether members are found by name already."""
        return self._desks.people.ready

    def expect(self, held: bool, what: str) -> None:  # noqa: FBT001 - reads as a sentence in the scenes
        """Stop the demo when something that a scene shows does not hold."""
        if not held:
            self.picture("went-wrong")
            raise Fault("demo.not_shown", what=what)
        self._pace()

    def wait_for(self, condition: Callable[[], bool], what: str, timeout_s: float = 10) -> None:
        """Let the window live until `condition` holds."""
        deadline = time.monotonic() + timeout_s
        while not condition():
            if time.monotonic() > deadline:
                self.expect(held=False, what=what)
            self._turn()

    def picture(self, name: str) -> None:
        """Write a screenshot."""
        self._pace()
        self._number += 1
        self._opened.window.grab().save(str(self._out / f"{self._number:02d}-{name}.png"))

    def pictures(self, name: str) -> None:
        """Write screenshots in every language, at the counter's size and at the handheld's."""
        window = self._opened.window
        large = window.size()
        self.in_both_languages(name)
        window.resize(QSize(*HANDHELD_PX))
        self.in_both_languages(f"{name}-480")
        window.resize(large)
        self._pace()

    def in_both_languages(self, name: str) -> None:
        """Write a screenshot in every language."""
        spoken = self._opened.face.language
        for language in LANGUAGES:
            self._opened.face.put_on(language=language)
            self.picture(f"{name}-{language}")
        self._opened.face.put_on(language=spoken)
        self._turn()

    def ask(self, word: str) -> str:
        """Ask the conductor for something that only the outside can do, wait until it is done; return what it says."""
        sys.stdout.write(f"ask {word}\n")
        sys.stdout.flush()
        done, _, said = sys.stdin.readline().rstrip("\n").partition(" ")
        if done != "done":
            raise Fault("demo.not_shown", what=word)
        self._turn()
        return said

    def new_order(self) -> int:
        """Have a customer place an order; return the milliseconds until it is on the board."""
        placed, number, code = self.ask("order").split("\t")
        self.orders.append((number, code))
        self.wait_for(lambda: self._is_on_the_board(number), "the new order is on the board")
        return time.monotonic_ns() // 1_000_000 - int(placed)

    def _is_on_the_board(self, number: str) -> bool:
        columns = self.pickup.view.board.columns.values()
        return any(card.number == number for cards in columns for card in cards)

    def sign_in(self, operator: str, pin: str) -> None:
        """Choose the operator by the arrows, type the PIN, Enter."""
        wanted = [each.id for each in self._till.operators()].index(operator)
        for _ in self._till.operators():
            self._keys.press("Up")
        for _ in range(wanted):
            self._keys.press("Down")
        self._keys.type(pin)
        self.press("Enter")

    def sign_off(self) -> None:
        """Leave the till by the button of the rail."""
        self._opened.bridge.do(self._till.sign_off)
        self._pace()

    def scan(self, code: str) -> None:
        """Scan a code."""
        self._keys.scan(code)
        self._pace()

    def type(self, text: str) -> None:
        """Type as a person does."""
        self._keys.type(text)
        self._pace()

    def press(self, *names: str) -> None:
        """Press named keys."""
        for name in names:
            self._keys.press(name)
            self._pace()

    def plu(self, digits: str) -> None:
        """Type a look-up number and Enter."""
        self.type(digits)
        self.press("Enter")

    def search(self, words: str) -> None:
        """Go to the search and type."""
        self.press("F9")
        self.type(words)

    def set_aside(self) -> None:
        """Answer the open question: the goods are not sold."""
        self.press("Del")

    def weigh(self, digits: str) -> None:
        """Type the weight that is asked for."""
        self.type(digits)
        self.press("Enter")

    def confirm_age(self) -> None:
        """The buyer is old enough."""
        self.press("Ins")

    def by_department(self, digits: str) -> None:
        """Sell what is in question by the first department at a typed price."""
        self.press("Ins")
        self.type(digits)
        self.press("Enter")

    def hold(self) -> None:
        """Put the basket on hold."""
        self.press("F11")

    def recall(self) -> None:
        """Take the first held basket back."""
        self.press("F11", "Enter")

    def pay_exact(self) -> None:
        """Exact cash: two keys, and the sale is done."""
        self.press("F12", "F12")
        self.expect(self.view.mode is Mode.CHANGE, "the sale is done")

    def pay_cash(self, digits: str) -> None:
        """Pay with notes."""
        self.press("F12")
        self.pay_open_cash(digits)

    def pay_open_cash(self, digits: str) -> None:
        """Type what the customer gave, and take it as cash."""
        self.type(digits)
        self.press("F1")

    def dark(self) -> None:
        """Change to the dark theme."""
        self._opened.face.put_on(theme=THEMES["dark"])
        self._pace()

    @staticmethod
    def weight_label(product: Product, grams: int) -> str:
        """Return the label that a scale prints for loose goods: 21, item, weight, check digit."""
        code = f"21{product.plu:0>5}{grams:05d}"
        return code + check_digit(code)

    def _pace(self) -> None:
        until = time.monotonic() + PACE_S
        while time.monotonic() < until:
            self._turn()

    def _turn(self) -> None:
        QCoreApplication.processEvents()
        time.sleep(TURN_S)
