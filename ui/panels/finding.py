"""Search by words, and the baskets on hold: the two lists of the sell screen that one chooses from."""

import time
import unicodedata

from pos_app.selling.view import HeldView, HitView
from ui import shown
from ui.asked import Purpose
from ui.bridge import Bridge
from ui.face import Face
from ui.panels.asking import Asking, Do
from ui.panels.middle import MiddleCard
from ui.widgets.found_list import FoundRow

FOUND_MOST = 50
Listed = tuple[str, tuple[FoundRow, ...], str]
"""Title, rows, and the words for none."""
FIRST_HAN = "\u2e80"  # CJK radicals: from here on one character is a word


class Finding:
    """Fills the lists and sells or recalls what is taken from them."""

    def __init__(self, face: Face, bridge: Bridge, middle: MiddleCard, asking: Asking, do: Do) -> None:
        """`do` runs a command of the desk and tells whether it was done."""
        self._face, self._bridge, self._middle, self._asking, self._do = face, bridge, middle, asking, do
        self._hits: tuple[HitView, ...] = ()
        self._held: tuple[HeldView, ...] = ()
        self._words = ""
        middle.entry.words_changed.connect(self.search)
        middle.results.taken.connect(self._sell)
        middle.held.taken.connect(self._recall)
        face.changed.connect(self._say_again)

    def search(self, words: str) -> None:
        """Search from the second letter, or from the first Chinese one; a single digit is the start of a number."""
        words = words.strip()
        if self._asking.purpose is Purpose.LINE and words:
            self._asking.nothing()  # which searches
            return
        if self._asking.purpose is not None:
            return
        if not words or (len(words) == 1 and words < FIRST_HAN):
            self._middle.open(self._middle.start)
            return
        self._words = words
        self._hits = self._bridge.ask(lambda: self._bridge.desk.search(words, FOUND_MOST))
        self._middle.results.show_rows(*self._found())
        self._middle.open(self._middle.results)

    def again(self) -> None:
        """Go to the search with what stands there marked, so that new words replace it."""
        self._asking.nothing()
        self._middle.entry.search.selectAll()

    def enter(self) -> None:
        """Take the number that was typed, or the row that is chosen."""
        search = self._middle.entry.search
        words = unicodedata.normalize("NFKC", search.text()).strip()  # digits of an input method are full-width
        if words.isascii() and words.isdigit():
            if self._do(lambda: self._bridge.desk.scan(words)):
                search.clear()
            return
        choices = self._middle.choices
        if choices is not None:
            choices.take_chosen()

    def toggle_held(self) -> None:
        """Show the baskets on hold, or go back from them."""
        was_open = self._middle.page is self._middle.held
        self._asking.nothing()
        if was_open:
            return
        self._held = self._bridge.ask(self._bridge.desk.held)
        self._middle.held.show_rows(*self._on_hold())
        self._middle.open(self._middle.held)

    def _say_again(self) -> None:
        """Say what is listed in the language of the moment."""
        middle = self._middle
        if middle.page is middle.results:
            middle.results.say_again(*self._found())
        elif middle.page is middle.held:
            middle.held.say_again(*self._on_hold())

    def _found(self) -> Listed:
        face, currency = self._face, self._bridge.view.currency
        rows = tuple(shown.hit_row(face, hit, currency) for hit in self._hits)
        return "", rows, face.say("ui.nothing_found", words=self._words)

    def _on_hold(self) -> Listed:
        face, currency, now_ms = self._face, self._bridge.view.currency, time.time_ns() // 1_000_000
        rows = tuple(shown.held_row(face, held, currency, now_ms) for held in self._held)
        return face.say("ui.held_title"), rows, face.say("ui.nothing_held")

    def _sell(self, product_id: str) -> None:
        if self._do(lambda: self._bridge.desk.add_product(product_id)):
            self._middle.entry.search.clear()

    def _recall(self, sale_id: str) -> None:
        if self._do(lambda: self._bridge.desk.recall(sale_id)):
            self._asking.nothing()
