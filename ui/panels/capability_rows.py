"""One capability on the page of what works without the network: icon and word, then what it means now and otherwise."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from pos_app.domain.degraded import CAPABILITIES, Capability, Cell, How, Situation
from ui.face import Face
from ui.widgets.card import Card, hairline
from ui.widgets.label import Label, words_label

_ICONS = {
    How.FULL: ("circle-check", "brand"),
    How.AS_OF: ("clock", "warn"),
    How.LIMITED: ("triangle-alert", "warn"),
    How.LATER: ("calendar-clock", "ink2"),
    How.REFUSED: ("x", "bad"),
}
_ICON_PX = 22
_RULE_ROW_PX = 19


class CapabilityRow:
    """The labels of one capability, in a grid that all share."""

    def __init__(self, face: Face, capability: Capability, grid: QGridLayout, row: int) -> None:
        """Stand in `row` of `grid`."""
        self._face, self._of = face, capability
        self._icon = Label()
        self.name = words_label("title")
        self.how = words_label("quiet")
        self.now = words_label()
        self.otherwise = words_label("meta")
        grid.addWidget(self._icon, row, 0, Qt.AlignmentFlag.AlignTop)
        for at, label in enumerate((self.name, self.how, self.now, self.otherwise)):
            grid.addWidget(label, row + at, 1)

    def show_at(self, situation: Situation) -> None:
        """Say how it stands in `situation`, and below how it stands in the other one."""
        say, cell = self._face.say, self._of.at(situation)
        icon, colour = _ICONS[cell.how]
        self._icon.setPixmap(self._face.icon(icon, colour, _ICON_PX).pixmap(_ICON_PX, _ICON_PX))
        self.name.setText(say(f"degraded.{self._of.id}"))
        self.how.setText(self._words(cell))
        self.now.setText(say(f"degraded.{self._of.id}.{situation}"))
        other = Situation.ALONE if situation is Situation.ONLINE else Situation.ONLINE
        then = say(f"degraded.{self._of.id}.{other}")
        self.otherwise.setText(say(f"degraded.otherwise.{other}", how=self._words(self._of.at(other)), what=then))
        self.otherwise.setVisible(self._of.at(other) != cell or then != self.now.text())

    def _words(self, cell: Cell) -> str:
        say = self._face.say
        return f"{say(f'degraded.how.{cell.how}')} · {say(f'degraded.whose.{cell.whose}')}"


class CapabilityCard(Card):
    """Every capability, in the registry's order."""

    _ROWS_EACH = 6

    def __init__(self, face: Face) -> None:
        """Begin with nothing said."""
        super().__init__(margin_px=16)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        self.column.addLayout(grid)
        self.rows: list[CapabilityRow] = []
        for number, capability in enumerate(CAPABILITIES):
            at = number * self._ROWS_EACH
            if number:
                grid.addWidget(hairline(), at, 0, 1, 2, Qt.AlignmentFlag.AlignVCenter)
                grid.setRowMinimumHeight(at, _RULE_ROW_PX)
            self.rows.append(CapabilityRow(face, capability, grid, at + 1))

    def show_at(self, situation: Situation) -> None:
        """Say how everything stands in `situation`."""
        for row in self.rows:
            row.show_at(situation)
