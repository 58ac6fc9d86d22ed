"""Keys beside each other of which one is on: this line or the whole basket, in percent or as an amount.

Shown under the field of what is asked for; a tap chooses, as the key that opened the form does by going round.
"""

from collections.abc import Callable
from functools import partial

import msgspec
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.widgets.buttons import Button

GROUPS_MOST, EACH_MOST = 2, 2
_GAP_PX, _GROUP_GAP_PX = 8, 16


class Kind(msgspec.Struct, frozen=True):
    """One key: its words, whether it is on, and what opens its form."""

    words: str
    on: bool
    choose: Callable[[], object]
    sign: str = ""
    """Printed instead of the words, which a screen reader still says."""
    key: str = ""
    """What opens the form of this kind from the one that is open; printed on it."""


Kinds = tuple[tuple[Kind, ...], ...]
"""At most two groups of two."""


class KindsRow(QWidget):
    """Shows the kinds; gives `turn` the choice of the key that was tapped."""

    def __init__(self, turn: Callable[[Callable[[], object]], object]) -> None:
        """Begin with none, and take no room then."""
        super().__init__()
        self._turn = turn
        self._kinds: Kinds = ()
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(_GROUP_GAP_PX)
        self.keys = tuple(
            tuple(Button("kind", partial(self._touched, group, at), focusable=True) for at in range(EACH_MOST))
            for group in range(GROUPS_MOST)
        )
        for keys in self.keys:
            row = QHBoxLayout()
            row.setSpacing(_GAP_PX)
            for key in keys:
                key.setCheckable(True)
                row.addWidget(key, 1)
            across.addLayout(row, 1)
        self.show_kinds(())

    def show_kinds(self, kinds: Kinds) -> None:
        """Show these keys."""
        self._kinds = kinds
        for group, keys in enumerate(self.keys):
            for at, key in enumerate(keys):
                kind = kinds[group][at] if group < len(kinds) and at < len(kinds[group]) else None
                key.setVisible(kind is not None)
                if kind is not None:
                    key.show_words(kind.sign or kind.words, kind.key)
                    key.setAccessibleName(f"{kind.words}, {kind.key}" if kind.key else kind.words)
                    key.setChecked(kind.on)
        self.setVisible(bool(kinds))

    def _touched(self, group: int, at: int) -> None:
        kind = self._kinds[group][at]
        self.keys[group][at].setChecked(kind.on)  # until the form of the other kind is open
        if not kind.on:
            self._turn(kind.choose)
