"""The cards of the Devices and sync page. Each shows words that it is given; none knows a desk."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from ui.face import Face
from ui.keys import SHEET
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.found_list import ROW_PX, FoundList, FoundRow
from ui.widgets.label import Label, words_label

FACTS_MOST = 7
_ROWS_SEEN = 5
_ICON_PX = 22
_QUEUE_ICON, _KEPT_ICON = "cloud-upload", "hard-drive"


class TitledCard(Card):
    """A card with an icon and a title."""

    def __init__(self, face: Face, icon: str, message_id: str) -> None:
        """`message_id` is the title; empty, `title` is set by whoever shows something."""
        super().__init__(margin_px=16, gap_px=10)
        self._face, self._icon_name, self._message_id = face, icon, message_id
        self.head = QHBoxLayout()
        self.head.setSpacing(10)
        self._icon = Label()
        self.title = words_label("title")
        self.head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self.head.addWidget(self.title, 1)
        self.column.addLayout(self.head)
        face.changed.connect(self.put_on)

    def put_on(self) -> None:
        """Take words and colours from the face."""
        self._icon.setPixmap(self._face.icon(self._icon_name, "ink2", _ICON_PX).pixmap(_ICON_PX, _ICON_PX))
        if self._message_id:
            self.title.setText(self._face.say(self._message_id))


class FactsCard(TitledCard):
    """The lamp's sentence, what to do, and a table of facts."""

    def __init__(self, face: Face) -> None:
        """Begin empty."""
        super().__init__(face, "activity", "")
        self.advice = words_label()
        self.column.addWidget(self.advice)
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        self._facts = tuple((words_label("quiet"), words_label()) for _ in range(FACTS_MOST))
        for at, (label, value) in enumerate(self._facts):
            grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, at, 1)
        self.column.addLayout(grid)
        self.put_on()

    def show_facts(self, headline: str, advice: str, facts: tuple[tuple[str, str], ...]) -> None:
        """Show how things stand."""
        _set(self.title, headline)
        _set(self.advice, advice)
        for (label, value), (name, words) in zip(self._facts, facts, strict=True):
            _set(label, name)
            _set(value, words)


class QueueCard(TitledCard):
    """The entries on their way, one row each; of a till without a hub, those it keeps."""

    def __init__(self, face: Face) -> None:
        """Begin empty."""
        super().__init__(face, _QUEUE_ICON, "ui.devices.queue")
        self.reasons = words_label("bad")
        self.list = FoundList(face)
        self.column.addWidget(self.reasons)
        self.column.addWidget(self.list, 1)
        self.put_on()

    def show_rows(self, rows: tuple[FoundRow, ...], reasons: str, *, kept: bool) -> None:
        """Show the entries, and over them why some need a look; `kept`: they go nowhere."""
        self._icon_name = _KEPT_ICON if kept else _QUEUE_ICON
        self._message_id = "ui.devices.kept" if kept else "ui.devices.queue"
        self.put_on()
        self.list.row_model.show(rows)
        _set(self.reasons, reasons)
        self.reasons.setVisible(bool(reasons))

    def put_on(self) -> None:
        """Keep room for some rows at every scale."""
        super().put_on()
        self.list.setMinimumHeight(self._face.px(ROW_PX) * _ROWS_SEEN)
        self.list.setAccessibleName(self._face.say(self._message_id))


class KeysCard(TitledCard):
    """The key sheet: what each key of the sell screen does."""

    def __init__(self, face: Face) -> None:
        """Show every key there is."""
        super().__init__(face, "keyboard", "ui.devices.keys")
        self.list = FoundList(face)
        self.column.addWidget(self.list, 1)
        self.put_on()

    def put_on(self) -> None:
        """Say the keys in the language of the moment."""
        super().put_on()
        face = self._face
        self.list.row_model.show(
            tuple(FoundRow(row.message_id, face.say(row.message_id), "", row.keys) for row in SHEET if row.keys)
        )
        self.list.setMinimumHeight(face.px(ROW_PX) * _ROWS_SEEN)
        self.list.setAccessibleName(face.say("ui.devices.keys"))


class ActsCard(TitledCard):
    """A device: how it is, in words, and what can be tried, each with its key."""

    def __init__(
        self,
        face: Face,
        icon: str,
        message_id: str,
        acts: tuple[tuple[str, str, type[Button], Callable[[], object]], ...],
    ) -> None:
        """`acts` are words, key, kind of button and what it does."""
        super().__init__(face, icon, message_id)
        self.state = words_label()
        self.column.addWidget(self.state)
        self._acts = acts
        row = self.row()
        self.buttons = tuple(make("act", act, focusable=True) for _, _, make, act in acts)
        for button in self.buttons:
            row.addWidget(button, 1)
        self.put_on()

    def put_on(self) -> None:
        """Take words and colours from the face."""
        super().put_on()
        for button, (message_id, key, _, _) in zip(self.buttons, self._acts, strict=True):
            button.show_words(self._face.say(message_id), key, "\n" if len(self.buttons) > 1 else "  ")

    def show_state(self, words: str) -> None:
        """Say how the device is."""
        _set(self.state, words)


def _set(label: Label, words: str) -> None:
    if label.text() != words:
        label.setText(words)
