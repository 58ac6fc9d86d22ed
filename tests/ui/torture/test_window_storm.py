"""Storms through the real window, desk and journal: what was scanned is what stands in the baskets, nothing else.

Every key goes in as the window system brings it, with its time stamp. The model keeps what must be in each basket by
what the scanner and the person did; no scan completes a sale, whatever the screen shows.
"""

import random
import shutil
import threading
from collections import Counter as Tally
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from pos_app.cli.workstation import opened
from pos_app.demo import shop
from pos_app.demo.shop import PINS
from pos_app.domain.codes.frame_rule import LOCK_MS, READS
from pos_app.selling.view import Mode, QuestionKind, SellView
from pos_app.settings import Settings
from pos_app.till import Till
from tests.bench.still_counter import StillCounter
from tests.ui.shop_camera import ShopCamera
from tests.ui.shop_rooms import ShopRooms
from ui.app import OpenTill, open_window
from ui.key_player import KeyPlayer
from ui.scan_burst import FASTEST_TYPING_MS

CODES = [
    product.codes[0].gtin[-13:]
    for product, _ in shop.goods()
    if product.codes and not product.weighed and not product.min_age
]
ENDS = ("Enter", "Tab", "Enter+Enter", "Enter+Tab")
END = "\r"
SPOILT = ("690123", "69012345678", "4006381333932", "ABC-4711")
"""What a scanner sends when digits are lost: too short, a wrong check digit, no trade item at all."""


class Storm:
    """The window, and what must be in its basket."""

    def __init__(self, till: Till, window: OpenTill, camera: ShopCamera) -> None:
        self.till, self.window, self.camera = till, window, camera
        self.keys = KeyPlayer(window.window)
        self.basket: Tally[str] = Tally()
        self.waiting: Tally[str] = Tally()
        self.sales = 0

    @property
    def view(self) -> SellView:
        return self.till.view

    def scan(self, code: str, end: str = "Enter", after_ms: int = 6) -> None:
        """Scan at fifty a second: 13 characters in 13 ms, the next code 6 ms after the end."""
        self.keys.scan(code, end=end, gap_ms=1, after_ms=after_ms)
        (self.waiting if self.view.mode is Mode.PAYING else self.basket)[code] += 1

    def agree(self) -> None:
        """The screen's basket and tray are the model's."""
        self.keys.settle()
        lines: Tally[str] = Tally()
        for line in self.view.lines:
            lines[line.code] += line.quantity // 1_000
        assert lines == self.basket
        assert Tally(self.view.tray) == self.waiting
        assert len(self.till._journal.recent_receipts(1_000)) == self.sales

    def pay(self) -> None:
        """Pay in cash, by two keys of a person."""
        self.keys.press("F12", "F12")
        assert self.view.mode is Mode.CHANGE
        self.sales += 1
        self.basket.clear()


@pytest.fixture
def storm(enrolled: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Storm]:
    """Return a till with the demo cashier signed in."""
    folder = shutil.copytree(enrolled, tmp_path / "till")
    with opened(folder, counter=StillCounter()) as till:
        beside = ShopRooms()
        window = open_window(till, Settings(), rooms=beside.rooms)
        qtbot.addWidget(window.window)
        with qtbot.waitExposed(window.window):
            window.window.show()
        made = Storm(till, window, beside.camera)
        made.keys.type(PINS["cashier"])
        made.keys.press("Enter")
        yield made
        window.close()


def _words(storm: Storm, chance: random.Random) -> None:
    """Half-typed words or digits stay as they are under a scan."""
    text = chance.choice(("milk", "tea", "39", "471"))
    storm.keys.type(text)
    storm.scan(chance.choice(CODES), chance.choice(ENDS), after_ms=FASTEST_TYPING_MS + 1)
    assert storm.window.window.screens["sell"].middle.entry.search.text() == text  # type: ignore[attr-defined]
    storm.keys.press("Esc")


def _enter_too_soon(storm: Storm, chance: random.Random) -> None:
    storm.keys.press("Enter", gap_ms=chance.choice((1, 60, 250)))


def _pay(storm: Storm, _chance: random.Random) -> None:
    storm.pay()


def _pay_and_back(storm: Storm, chance: random.Random) -> None:
    """What was scanned meanwhile comes into the same basket."""
    storm.keys.press("F12")
    for _ in range(4):
        storm.scan(chance.choice(CODES), chance.choice(ENDS))
    storm.agree()
    storm.keys.press("Esc")
    storm.basket += storm.waiting
    storm.waiting.clear()


def _pay_and_keep(storm: Storm, chance: random.Random) -> None:
    """What was scanned meanwhile comes into the next sale."""
    storm.keys.press("F12")
    for _ in range(4):
        storm.scan(chance.choice(CODES), chance.choice(ENDS))
    storm.agree()
    storm.keys.press("F9", "F12")
    storm.sales += 1
    storm.keys.press("Esc")
    storm.basket, storm.waiting = storm.waiting, Tally()


def _spoilt(storm: Storm, chance: random.Random) -> None:
    storm.keys.scan(chance.choice(SPOILT), gap_ms=1, after_ms=6)
    for question in storm.view.questions:
        assert question.kind is QuestionKind.UNKNOWN_CODE
        storm.keys.press("Del")


DOINGS = (_words, _enter_too_soon, _pay, _pay_and_back, _pay_and_keep, _spoilt)


@pytest.mark.parametrize("seed", range(3))
def test_two_hundred_scans_and_a_person_at_the_keys(storm: Storm, seed: int) -> None:
    """Fifty a second between a person's keys: words, digits, Enter too soon, Pay and back, wrong codes."""
    chance = random.Random(seed)
    for turn in range(40):
        for _ in range(5):
            storm.scan(chance.choice(CODES), chance.choice(ENDS))
        does = chance.choice(DOINGS)
        does(storm, chance)
        assert storm.view.mode in (Mode.SELLING, Mode.CHANGE), (turn, does)
        storm.agree()


@pytest.mark.parametrize("end", ENDS)
def test_no_scanner_completes_a_sale_whatever_it_sends_in_pay(storm: Storm, end: str) -> None:
    """A hundred scans into an open payment, some that look like amounts: the tray fills, the payment stands."""
    chance = random.Random(end)
    storm.scan(CODES[0])
    storm.keys.press("F12")
    for number in range(90):
        storm.scan(chance.choice(CODES), end)
        if number % 10 == 0:
            storm.keys.scan(chance.choice(("1", "12", "99999")), end=end, gap_ms=1, after_ms=6)
            storm.keys.settle()
            assert storm.view.mode is Mode.PAYING
    storm.agree()
    assert storm.view.payment is not None
    assert storm.view.payment.paid == 0


def test_a_full_tray_refuses_aloud_and_keeps_what_it_has(storm: Storm) -> None:
    storm.scan(CODES[0])
    storm.keys.press("F12")
    for _ in range(100):
        storm.scan(CODES[1])
    storm.agree()
    storm.keys.scan(CODES[2], gap_ms=1, after_ms=6)
    storm.agree()
    assert storm.window.window.screens["sell"].basket.no.isVisible()  # type: ignore[attr-defined]


def test_a_camera_and_a_keyboard_scanner_at_once(storm: Storm) -> None:
    """The camera's frames come from a thread of their own; two hundred codes arrive, each once."""
    chance = random.Random(3)
    shown, go_on = [chance.choice(CODES) for _ in range(100)], threading.Semaphore(0)
    storm.keys.press("Ctrl+T")

    def show() -> None:
        for code in shown:
            go_on.acquire()
            storm.camera.see(f"]E0{code}", frames=READS)
            storm.camera.see(step_ms=LOCK_MS)  # out of view for so long, the next pack of the same goods counts

    thread = threading.Thread(target=show, daemon=True)
    thread.start()
    for number in range(100):
        go_on.release()
        storm.scan(chance.choice(CODES), ENDS[number % len(ENDS)])
        if number % 3 == 0:
            storm.keys.settle()
    thread.join()
    storm.basket.update(shown)
    storm.agree()


def test_two_keyboard_scanners_inside_each_others_codes_sell_nothing_and_are_told(storm: Storm) -> None:
    """One keyboard stream cannot be unmixed: the cashier hears and sees that codes were refused."""
    for left, right in zip(CODES[:20], CODES[20:40], strict=True):
        mixed = "".join(one + other for one, other in zip(left, right, strict=True))
        storm.keys.scan(mixed, end="Enter+Enter", gap_ms=1, after_ms=400)
        storm.keys.settle()
        assert storm.view.lines == ()
        assert storm.view.questions or storm.window.window.screens["sell"].basket.no.isVisible()  # type: ignore[attr-defined]
        for question in storm.view.questions:
            storm.till.set_aside(question.number)


def _mixed(chance: random.Random, one: str, two: str) -> list[str]:
    """Return what the window hears of two keyboard scanners at once, parted at each Enter."""
    left = [list(one + END), list(two + END)]
    heard = ""
    while any(left):
        heard += chance.choice([codes for codes in left if codes]).pop(0)
    return heard.split(END)[:-1]


@pytest.mark.parametrize("seed", range(3))
def test_two_keyboard_scanners_that_mix_their_digits_sell_nothing_that_was_not_scanned(storm: Storm, seed: int) -> None:
    """Nobody can part what they mixed: both goods are sold, or it is said that a scan did not come whole."""
    chance, sell = random.Random(seed), storm.window.window.screens["sell"]
    told = 0
    for _ in range(30):
        one, two = chance.sample(CODES, 2)
        sell.basket.no.dismiss()  # type: ignore[attr-defined]
        before = sum(storm.basket.values())
        for at, heard in enumerate(_mixed(chance, one, two)):
            storm.keys.scan(heard, gap_ms=1, after_ms=1 if at else 400)
        storm.keys.settle()
        lines = Tally({line.code: line.quantity // 1_000 for line in storm.view.lines})
        sold = lines - storm.basket
        assert sold <= Tally((one, two))
        storm.basket += sold
        if sum(storm.basket.values()) < before + 2:
            assert storm.view.questions or sell.basket.no.isVisible()  # type: ignore[attr-defined]
            told += 1
        for _question in storm.view.questions:
            storm.keys.press("Del")
        storm.agree()
        storm.keys.press("Esc")
    assert told > 0


def test_scans_while_signed_out_sell_nothing(storm: Storm) -> None:
    storm.till.sign_off()
    storm.window.bridge.tick()
    for code in CODES[:20]:
        storm.keys.scan(code, gap_ms=1, after_ms=6)
        storm.camera.see(f"]E0{code}", frames=READS)
    storm.agree()
    assert storm.view.mode is Mode.SIGNED_OUT
