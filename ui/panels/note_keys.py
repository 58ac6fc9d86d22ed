"""The sums that a customer likely gives, each taken in cash by one tap. Part of the pay panel.

Keys keep their place and their number: one that has no sum is hidden.
"""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_app.selling.quick_notes import SUMS_MAX
from ui.face import Face
from ui.widgets.buttons import MoneyButton
from ui.widgets.key_grid import KeyGrid
from ui.widgets.label import Label

TITLE_GAP_PX = 2


class NoteKeys(QWidget):
    """Offers up to four sums."""

    taken = Signal(object)  # int, minor units

    def __init__(self, face: Face) -> None:
        """`offer` says which sums."""
        super().__init__()
        self._face = face
        self._sums: tuple[int, ...] = ()
        self._currency = ""
        self.keys = tuple(MoneyButton("note", partial(self._take, at)) for at in range(SUMS_MAX - 1))
        self.grid = KeyGrid(self.keys, len(self.keys))
        self._title = Label()
        self._title.setProperty("look", "meta")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(TITLE_GAP_PX)
        column.addWidget(self._title)
        column.addWidget(self.grid)
        face.changed.connect(self._put_on)
        self._put_on()

    @property
    def offers(self) -> bool:
        """Whether there is any sum to tap."""
        return bool(self._sums)

    def offer(self, sums: Sequence[int], currency: str) -> None:
        """Show these sums (minor units), as many as there are keys."""
        self._sums, self._currency = tuple(sums)[: len(self.keys)], currency
        for at, key in enumerate(self.keys):
            key.setVisible(at < len(self._sums))
        self._say_sums()

    def _take(self, at: int) -> None:
        if at < len(self._sums):
            self.taken.emit(self._sums[at])

    def _say_sums(self) -> None:
        for key, amount in zip(self.keys, self._sums, strict=False):
            self.grid.say(key, self._face.money(amount, self._currency))

    def _put_on(self) -> None:
        self._title.setText(self._face.say("ui.notes"))
        self._say_sums()
