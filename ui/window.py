"""The till's window: rail, the screen that is open, status line. It knows that there are screens, not what they do."""

from functools import partial

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLayout, QStackedWidget, QVBoxLayout, QWidget

from pos_app.selling.view import Mode, Opens, Said
from pos_app.settings import Settings
from pos_app.words import language_after
from ui.bridge import Bridge
from ui.face import Face
from ui.layout.keyboard_dock import KeyboardDock
from ui.layout.status_words import StatusWords
from ui.layout.training_over import TrainingOver
from ui.layout.window_frame import WindowFrame
from ui.screen import HearsPace, Screen, ShowsSubject
from ui.theme.tokens import THEMES
from ui.touch_filter import TouchFilter
from ui.widgets.rail import Rail, RailButton
from ui.widgets.status_line import StatusLine
from ui.window_shape import DEVICES, SELL, SIGN_IN, TILL, Shape, entries_of

MARGIN_PX = 14
_CLOSED = (Mode.SIGNED_OUT, Mode.LOCKED)


class Window(QWidget):
    """One window for the whole till."""

    def __init__(self, face: Face, bridge: Bridge, settings: Settings, shape: Shape = TILL) -> None:
        """Build every screen once; nothing is built while selling."""
        super().__init__()
        self.setObjectName("window")
        self.face, self.bridge = face, bridge
        self._mode: Mode | None = None
        self._operator = ""
        """Whose language the screens speak."""
        self._home = shape.home
        self._entries = entries_of(shape, bridge.rooms)
        self.screens = {name: entry.make(face, bridge, settings) for name, entry in self._entries.items()}
        self._buttons: dict[str, RailButton] = {}
        self._touches = TouchFilter(self)
        self._build(keyboard=settings.on_screen_keyboard)
        face.changed.connect(self._put_on)
        bridge.view_changed.connect(self._show_view)
        bridge.asked.connect(lambda _form: self._show_keys())
        bridge.opens.connect(self.open_for)
        bridge.key_for_a_screen.connect(self._open_by_key)
        bridge.lamp_changed.connect(self.status.lamp.show_lamp)
        self._put_on()
        self._show_view()
        self.resize(*shape.size_px)

    @property
    def screen_now(self) -> Screen:
        """Return the screen that is open."""
        shown = self._stack.currentWidget()
        assert isinstance(shown, Screen)
        return shown

    @property
    def _signed_in(self) -> bool:
        return self.bridge.view.mode not in _CLOSED

    def open(self, name: str) -> None:
        """Open a screen; one that needs somebody signed in gives way to the sign-in."""
        entry = self._entries.get(name)
        if entry is None:
            return
        if not self._signed_in and not entry.signed_out:
            name = SIGN_IN
        if self.screens[name] is not self.screen_now:
            self._words.forget()
        self._bring_up(name)

    def _bring_up(self, name: str) -> None:
        screen = self.screens[name]
        self._stack.setCurrentWidget(screen)
        for other, button in self._buttons.items():
            button.mark(on=other == name)
        screen.begin()
        self._show_keys()
        self._words.show()

    def open_for(self, opens: Opens) -> None:
        """Open the screen that a code leads to, and show there what it is for."""
        if opens.screen in self._entries:
            signed = self._signed_in or self._entries[opens.screen].signed_out
            self._bring_up(opens.screen if signed else SIGN_IN)  # what the command said stays
            screen = self.screen_now
            if isinstance(screen, ShowsSubject):
                screen.show_subject(opens.subject)

    def _open_by_key(self, key: str) -> None:
        name = next((entry.name for entry in self._entries.values() if entry.key == key), "")
        if name and name != self._home:
            self.open(name)

    def go_home(self) -> None:
        """Open what a cashier works on: one step back from any other screen. The basket is as it was."""
        self.open(self._home if self._signed_in else SIGN_IN)

    def tell_pace(self, keys: int, took_ms: int) -> None:
        """Tell the page that tests a scanner how fast the next scan came."""
        screen = self.screen_now
        if isinstance(screen, HearsPace):
            screen.take_pace(keys, took_ms)

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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the screen whose key is pressed, wherever the focus is; the sell screen's own keys stay its own."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not event.isAutoRepeat():
            name = self._screen_of(event)
            if name is not None:
                self.open(name)
                return True
        return super().eventFilter(watched, event)

    def _screen_of(self, event: QKeyEvent) -> str | None:
        pressed = QKeySequence(event.keyCombination())
        for entry in self._entries.values():
            if entry.key and QKeySequence(entry.key) == pressed:
                selling = self.screen_now is self.screens.get(SELL) and "+" not in entry.key
                return None if selling else entry.name
        return None

    def showEvent(self, event: QShowEvent) -> None:
        """Hear keys before the fields do: in a text field Ctrl+D would take a letter away."""
        super().showEvent(event)
        handle = self.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)
            handle.installEventFilter(self._touches)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close at once: the basket is on disk and comes back."""
        self.bridge.stop()
        super().closeEvent(event)

    def _build(self, *, keyboard: bool) -> None:
        self.rail = Rail(self.face)
        self._stack = QStackedWidget()
        self.training = TrainingOver(self.face, self.bridge, self._stack)
        for name, entry in self._entries.items():
            self._stack.addWidget(self.screens[name])
            self.screens[name].left.connect(self.go_home)
            self.screens[name].wants.connect(self.open)
            if entry.icon:
                add = self.rail.add_screen_below if entry.at_the_bottom else self.rail.add_screen
                self._buttons[name] = add(entry.icon, entry.message_id, entry.key, partial(self.open, name))
        self.rail.add_switch("languages", "ui.language", self._next_language, gives_way=True)
        self.rail.add_switch("sun-moon", "ui.theme", self._next_theme, gives_way=True)
        if keyboard:
            self.rail.add_switch("keyboard", "ui.keyboard", self._toggle_keyboard)
        self._lock = self.rail.add_switch("lock", "ui.lock", lambda: self.bridge.do(self.bridge.desk.lock))
        self.status = StatusLine(self.face)
        self._words = StatusWords(self.face, self.bridge, self.status, lambda: self.screen_now.expected)
        column = QVBoxLayout()
        self.status.lamp.clicked.connect(lambda _checked: self.open(DEVICES))
        column.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, 0)
        column.setSpacing(2)
        column.addWidget(self._stack, 1)
        column.addWidget(self.status)
        across = QHBoxLayout(self)
        across.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # a small screen must still show the till
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.rail)
        across.addLayout(column, 1)
        self.frame = WindowFrame(self, self.rail, self.status)
        self.dock = KeyboardDock(self.face, self, column, by_touch=keyboard)
        for screen in self.screens.values():
            screen.keyboard.connect(self.dock.ask)

    def _toggle_keyboard(self) -> None:
        self.dock.toggle()

    def _show_view(self) -> None:
        view = self.bridge.view
        if view.mode is not self._mode:
            self._change_mode(view.mode)
        if view.operator is not None and view.operator.id != self._operator and view.mode not in _CLOSED:
            self._operator = view.operator.id
            self.face.put_on(language=view.operator.language)
        self._words.show_view(view)

    def _change_mode(self, mode: Mode) -> None:
        was, self._mode = self._mode, mode
        signed_in = mode not in _CLOSED
        if was is None or (was in _CLOSED) == signed_in:
            self._lock.setVisible(signed_in)
            for name, button in self._buttons.items():
                button.setVisible(signed_in or self._entries[name].signed_out)
            self.rail.fit()
            operator = self.bridge.view.operator
            if operator is not None:
                self.face.put_on(language=operator.language)
            self.go_home()
        self._words.forget()
        self._show_keys()

    def _show_keys(self) -> None:
        """Print the keys of the screens while they open one."""
        self.rail.show_keys(works=not self.screen_now.takes_numbers)

    def _next_language(self) -> None:
        self.face.put_on(language=language_after(self.face.language))

    def _next_theme(self) -> None:
        self.face.put_on(theme=THEMES[_after(tuple(THEMES), self.face.theme.name)])

    def _put_on(self) -> None:
        self.setWindowTitle(self.face.say("ui.title"))
        self._words.show()


def _after(all_of_them: tuple[str, ...], one: str) -> str:
    at = all_of_them.index(one) if one in all_of_them else -1
    return all_of_them[(at + 1) % len(all_of_them)]
