"""The toast tray: short news that needs no answer, such as an order that arrived. Covers nothing, takes no focus."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.face import Face, Words
from ui.widgets.strip import Act, Strip

TOASTS_MOST = 3
SHOWN_MS = 8_000


class ToastTray(QWidget):
    """At most three pieces of news, the newest at the bottom; each leaves by itself, or when it is put away."""

    def __init__(self, face: Face, parent: QWidget | None = None) -> None:
        """Begin empty, with no height."""
        super().__init__(parent)
        self._face = face
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._free = [self._toast() for _ in range(TOASTS_MOST)]
        self._shown: list[tuple[Strip, QTimer]] = []
        self.setVisible(False)

    @property
    def words(self) -> tuple[str, ...]:
        """Return the news that is shown, the oldest first."""
        return tuple(toast.words.text() for toast, _ in self._shown)

    def tell(self, kind: str, words: Words) -> None:
        """Show news; `kind` is warn, calm or bad. The oldest gives way when there are too many."""
        if not self._free:
            self._leave(self._shown[0])
        toast, timer = self._free.pop(0)
        self._column.removeWidget(toast)
        self._column.addWidget(toast)
        self._shown.append((toast, timer))
        toast.tell(kind, words, (Act(lambda: self._face.say("ui.dismiss"), "", lambda: self._leave((toast, timer))),))
        timer.start(SHOWN_MS)
        self.setVisible(True)

    def _leave(self, shown: tuple[Strip, QTimer]) -> None:
        if shown in self._shown:
            self._shown.remove(shown)
            self._free.append(shown)
            shown[0].dismiss()
            shown[1].stop()
            self.setVisible(bool(self._shown))

    def _toast(self) -> tuple[Strip, QTimer]:
        toast, timer = Strip(self._face), QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(lambda: self._leave((toast, timer)))
        self._column.addWidget(toast)
        return toast, timer
