"""Devices and sync: what the lamp's colour is about, entry by entry and device by device, and what can be tried.

Opened by the lamp or its key. It looks once a second while it is open. Nothing that is scanned here is sold.
"""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractSlider, QHBoxLayout, QVBoxLayout

from pos_app.domain.errors import Fault, Refusal
from pos_app.selling.devices_view import DevicesView
from pos_app.selling.lamp import Link
from pos_app.selling.view import Said
from pos_app.settings import Settings
from ui.bridge import Bridge
from ui.face import Face
from ui.panels import device_words
from ui.panels.device_cards import ActsCard, FactsCard, KeysCard, QueueCard
from ui.panels.device_tries import DeviceTries
from ui.panels.two_columns import ONE_COLUMN_BELOW_PX, TwoColumns
from ui.screen import Screen
from ui.shown import sentence
from ui.widgets.buttons import Button
from ui.widgets.label import Label
from ui.widgets.strip import Strip

TICKS_BETWEEN_LOOKS = 4
"""Of the bridge's 250 ms."""
_AROUND_PX = 8


class DevicesScreen(Screen):
    """The page behind the lamp. In a narrow window what can be tried stands over the lists, which are long."""

    def __init__(self, face: Face, bridge: Bridge, _settings: Settings) -> None:
        """The window builds it only when there are rooms."""
        super().__init__()
        assert bridge.rooms is not None
        self._face, self._rooms = face, bridge.rooms
        self._seen: DevicesView | None = None
        self._ticks = 0
        self._narrow: bool | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.back = Button("quiet", self.left.emit, focusable=True)
        self._title = Label()
        self._title.setProperty("look", "title")
        self.no = Strip(face)
        self.facts, self.queue, self.keys = FactsCard(face), QueueCard(face), KeysCard(face)
        self.tries = DeviceTries(face, bridge, self.wants.emit)
        self._columns = TwoColumns(face)
        self._build()
        self.tries.exceptions.setVisible(self._rooms.exceptions is not None)
        self.tries.done.connect(self.no.dismiss)
        self.tries.answered.connect(self._bring_up)
        bridge.also(self._on_tick)
        bridge.failed.connect(self._show_no)
        face.changed.connect(self._put_on)
        self._put_on()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.back)
        for card in (self.facts, self.queue, self.keys):
            self._columns.left.addWidget(card)
        self._columns.left.setStretchFactor(self.queue, 1)
        self._columns.right.addStretch(1)
        self._stand(narrow=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.no)
        column.addWidget(self._columns, 1)

    # -- what comes in

    def begin(self) -> None:
        """Look at once."""
        self.no.dismiss()
        self.tries.begin()
        self.look()
        self.setFocus()

    def take_pace(self, keys: int, took_ms: int) -> None:
        """Keep how fast the scan came that follows."""
        self.tries.take_pace(keys, took_ms)

    def take_scan(self, code: str) -> None:
        """Show what the till reads; nothing is sold."""
        self.tries.take_scan(code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Try a device by its key, turn the page, leave by Esc; any other key shows what the keyboard sends."""
        acts = self.tries.keys | {
            Qt.Key.Key_Escape: self.left.emit,
            Qt.Key.Key_PageUp: lambda: self._turn(QAbstractSlider.SliderAction.SliderPageStepSub),
            Qt.Key.Key_PageDown: lambda: self._turn(QAbstractSlider.SliderAction.SliderPageStepAdd),
        }
        act = acts.get(Qt.Key(event.key()))
        if event.isAutoRepeat():
            return
        if act is not None:
            act()
            return
        name = QKeySequence(event.key()).toString()
        if name.isprintable():
            self.tries.take_key(name, event.text().strip() or name)

    def hideEvent(self, event: QHideEvent) -> None:
        """Forget what was seen: the next visit looks afresh."""
        super().hideEvent(event)
        self._seen = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width."""
        super().resizeEvent(event)
        self._stand(narrow=self.width() < self._face.px(ONE_COLUMN_BELOW_PX))

    def _stand(self, *, narrow: bool) -> None:
        if narrow is self._narrow:
            return
        self._narrow = narrow
        left, right = self._columns.left, self._columns.right
        for card in self.tries.cards:
            (right if narrow else left).removeWidget(card)
        for at, card in enumerate(self.tries.cards):
            if narrow:
                left.insertWidget(at + 1, card)  # after the facts
            else:
                right.insertWidget(at, card)  # over the stretch

    def _turn(self, by: QAbstractSlider.SliderAction) -> None:
        self._columns.verticalScrollBar().triggerAction(by)

    def _bring_up(self, card: ActsCard) -> None:
        """Bring the card into sight that says what came of a try; when its words have found their room."""
        QTimer.singleShot(0, card, lambda: self._columns.ensureWidgetVisible(card, 0, _AROUND_PX))

    # -- what is shown

    def look(self) -> None:
        """Ask the desk, and show what changed."""
        self._ticks = 0
        view = self._rooms.devices.look()
        now_ms = self._rooms.devices.now_ms()
        face = self._face
        self.facts.show_facts(
            device_words.headline(face, view),
            device_words.what_to_do(face, view),
            device_words.facts(face, view, now_ms),
        )
        kept = view.sync.link is Link.NONE
        if self._seen is None or view.queue != self._seen.queue or kept is not (self._seen.sync.link is Link.NONE):
            rows = tuple(device_words.queue_row(face, entry, view) for entry in view.queue)
            self.queue.show_rows(rows, device_words.reasons(face, view), kept=kept)
        self.tries.show_view(view)
        self._seen = view

    def _on_tick(self) -> None:
        self._ticks += 1
        if self.isVisible() and self._ticks >= TICKS_BETWEEN_LOOKS:
            self.look()

    def _show_no(self, no: Refusal | Fault | Said) -> None:
        if self.isVisible():
            self.no.tell("bad" if isinstance(no, Fault) else "warn", lambda: sentence(self._face, no))

    def _put_on(self) -> None:
        self._title.setText(self._face.say("ui.devices.title"))
        self.back.show_words(self._face.say("ui.back"), "Esc")
        self.tries.put_on()
        self._seen = None
        if self.isVisible():
            self.look()
