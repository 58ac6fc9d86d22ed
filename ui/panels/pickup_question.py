"""A question of the pickup screen, for a finger too: Back and OK under its field, a keypad for a PIN or digits.

`keypad` is put by the order's panel where the acts stand: while something is typed there are none.
"""

from collections.abc import Callable

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from ui.face import Face
from ui.panels.ask_keys import AskKeys
from ui.panels.pickup_ask import Ask, AskPanel

_BESIDE_PX = 20
"""The key of the letters is so much wider than its words."""


class PickupQuestion(AskPanel):
    """An `AskPanel` with the keys of a finger."""

    def __init__(self, face: Face, keys: Callable[[QKeyEvent], bool], back: Callable[[], object]) -> None:
        """`keys` sees each key of the field first; `back` is what Esc does."""
        super().__init__(face, keys)
        self.keys = AskKeys(face, self.enter, back)
        self.keypad = self.keys.keypad
        typed = QHBoxLayout()
        typed.setSpacing(8)
        self.column.insertLayout(self.column.indexOf(self.field), typed)
        typed.addWidget(self.field, 1)
        letters = self.keys.letters_key  # three keys in a row would be too narrow beside the lines
        letters.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        typed.addWidget(letters)
        self.column.addWidget(self.keys)

    def show_ask(self, ask: Ask | None) -> None:
        """Show a question, with the letters or the keypad that it is answered by."""
        super().show_ask(ask)
        field = self.field if self.is_typed_in else None
        self.keys.serve(field, words=ask is not None and ask.field == "text", enters=True)
        letters = self.keys.letters_key
        letters.setMinimumWidth(letters.sizeHint().width() + _BESIDE_PX)
