"""The till's window: rail, the screen that is open, status line. It knows which screens there are, not what they do."""

from functools import partial

from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLayout, QStackedWidget, QVBoxLayout, QWidget

from pos_app.selling.view import Mode, Said
from pos_app.settings import Settings
from pos_app.words import LANGUAGES
from ui.bridge import Bridge
from ui.face import Face
from ui.screen import Screen
from ui.screens import SCREENS
from ui.shown import sentence
from ui.theme.tokens import THEMES
from ui.widgets.rail import Rail, RailButton
from ui.widgets.status_line import StatusLine

SIZE_PX = (1280, 800)
MARGIN_PX = 14
SIGN_IN, FIRST = "sign_in", "sell"
_OPENING_WORDS = {Mode.SELLING: "ui.ready", Mode.PAYING: "ui.choose_tender", Mode.CHANGE: "ui.sale_done"}


class Window(QWidget):
    """One window for the whole till."""

    def __init__(self, face: Face, bridge: Bridge, settings: Settings) -> None:
        """Build every screen once; nothing is built while selling."""
        super().__init__()
        self.setObjectName("window")
        self.face, self.bridge = face, bridge
        self._said: Said | None = None
        self._mode: Mode | None = None
        self.screens = {entry.name: entry.make(face, bridge, settings) for entry in SCREENS}
        self._buttons: dict[str, RailButton] = {}
        self._build()
        face.changed.connect(self._put_on)
        bridge.view_changed.connect(self._show_view)
        bridge.told.connect(self._say)
        bridge.lamp_changed.connect(self.status.lamp.show_lamp)
        self._put_on()
        self._show_view()
        self.resize(*SIZE_PX)

    @property
    def screen_now(self) -> Screen:
        """Return the screen that is open."""
        shown = self._stack.currentWidget()
        assert isinstance(shown, Screen)
        return shown

    def open(self, name: str) -> None:
        """Open a screen."""
        screen = self.screens[name]
        self._stack.setCurrentWidget(screen)
        for other, button in self._buttons.items():
            button.mark(on=other == name)
        screen.begin()

    def take_scan(self, code: str) -> None:
        """Give a scan to the screen that is open."""
        self.screen_now.take_scan(code)

    def tell_cut_scan(self, code: str) -> None:
        """Say that a scan came in incomplete: nothing was sold."""
        self.bridge.failed.emit(Said("ui.scan_cut", {"code": code[:20]}))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Bring a key that reached nobody, the rail having the focus, to the screen."""
        focus = QApplication.focusWidget()
        if focus is not None and self.screen_now.isAncestorOf(focus):
            super().keyPressEvent(event)
        else:
            self.screen_now.keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close at once: the basket is on disk and comes back."""
        self.bridge.stop()
        super().closeEvent(event)

    def _build(self) -> None:
        self.rail = Rail(self.face)
        self._stack = QStackedWidget()
        for entry in SCREENS:
            self._stack.addWidget(self.screens[entry.name])
            if entry.icon:
                button = self.rail.add_screen(entry.icon, entry.message_id, entry.key, partial(self.open, entry.name))
                self._buttons[entry.name] = button
        self.rail.add_switch("languages", "ui.language", self._next_language)
        self.rail.add_switch("sun-moon", "ui.theme", self._next_theme)
        self._lock = self.rail.add_switch("lock", "ui.lock", lambda: self.bridge.do(self.bridge.desk.sign_off))
        self.status = StatusLine(self.face)
        column = QVBoxLayout()
        column.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, 4)
        column.setSpacing(6)
        column.addWidget(self._stack, 1)
        column.addWidget(self.status)
        across = QHBoxLayout(self)
        across.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # a small screen must still show the till
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.rail)
        across.addLayout(column, 1)

    def _show_view(self) -> None:
        view = self.bridge.view
        if view.mode is not self._mode:
            self._change_mode(view.mode)
        operator = view.operator.name if view.operator else ""
        place = " · ".join(part for part in (view.workstation, operator, view.store_name) if part)
        if place != self.status.place.text():
            self.status.place.setText(place)

    def _change_mode(self, mode: Mode) -> None:
        was, self._mode = self._mode, mode
        signed_in = mode is not Mode.SIGNED_OUT
        if was is None or (was is Mode.SIGNED_OUT) == signed_in:
            for button in (*self._buttons.values(), self._lock):
                button.setVisible(signed_in)
            operator = self.bridge.view.operator
            if operator is not None:
                self.face.put_on(language=operator.language)
            self.open(FIRST if signed_in else SIGN_IN)
        self._say(None)

    def _say(self, what: Said | None) -> None:
        """Say what a command said, or what the mode asks for."""
        opening = _OPENING_WORDS.get(self.bridge.view.mode)
        self._said = what or (Said(opening) if opening else None)
        self.status.say(sentence(self.face, self._said) if self._said else "")

    def _next_language(self) -> None:
        self.face.put_on(language=_after(tuple(LANGUAGES), self.face.language))

    def _next_theme(self) -> None:
        self.face.put_on(theme=THEMES[_after(tuple(THEMES), self.face.theme.name)])

    def _put_on(self) -> None:
        self.setWindowTitle(self.face.say("ui.title"))
        self._say(self._said)


def _after(all_of_them: tuple[str, ...], one: str) -> str:
    at = all_of_them.index(one) if one in all_of_them else -1
    return all_of_them[(at + 1) % len(all_of_them)]
