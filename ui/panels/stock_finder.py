"""The field that finds goods by name or code: shown unless something else has its room."""

from collections.abc import Callable

from PySide6.QtGui import QKeyEvent

from ui.face import Face
from ui.panels.finder import Finder


class StockFinder(Finder):
    """Shown unless something else has its room; `asked` keeps it there until it was used."""

    def __init__(self, face: Face, keys: Callable[[QKeyEvent], bool], letters: Callable[[], object]) -> None:
        """Begin where nobody asked for it."""
        super().__init__(face, keys, letters)
        self.asked = False

    def show_for(self, *, has_room: bool, narrow: bool) -> None:
        """Stand there where there is room, or where it was asked for."""
        self.setVisible(has_room or self.asked or bool(self.text))
        self.letters.setVisible(narrow)

    def put_on(self) -> None:
        """Dress and say everything anew."""
        words = self._face.say("ui.stock.find")
        self.show_words(words, words)
