"""How the receipt of the sale just made was given, and how else it can be: on paper, or as a QR on the screen."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.selling.view import ChangeView, Paper
from ui.face import Face
from ui.widgets.buttons import Button
from ui.widgets.label import Label
from ui.widgets.qr_image import QrImage

CODE_MOST_PX = 360
"""A larger code is no easier for a phone to read at arm's length."""


class ReceiptRow(QWidget):
    """Stands in the empty basket while the change is on the screen; `code_turned` tells that a QR came or went.

    There it is in sight in every arrangement, and moves neither a quick key nor the keypad.
    """

    code_turned = Signal(bool)

    def __init__(
        self, face: Face, on_paper: Callable[[], object], as_code: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        """`on_paper` prints it (again), `as_code` shows it as a QR."""
        super().__init__(parent)
        self._face = face
        self._change: ChangeView | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 8, 8)
        column.setSpacing(8)
        self.words = Label()
        self.words.setProperty("look", "quiet")
        self.words.setWordWrap(True)
        self.code = QrImage()
        self.code.setMaximumHeight(CODE_MOST_PX)
        column.addStretch(1)
        column.addWidget(self.words)
        column.addWidget(self.code, 100)
        both = QHBoxLayout()
        both.setSpacing(8)
        self.paper, self.qr = Button("act", on_paper), Button("act", as_code)
        both.addWidget(self.paper, 1)
        both.addWidget(self.qr, 1)
        column.addLayout(both)
        column.addStretch(1)
        self.hide()
        face.changed.connect(self._put_on)

    @property
    def shows_code(self) -> bool:
        """Whether a QR stands here for a customer to scan."""
        return self._change is not None and self._change.paper is Paper.QR

    def show_change(self, change: ChangeView | None) -> None:
        """Show the sale just made, or nothing."""
        if change != self._change:
            showed = self.shows_code
            self._change = change
            self.setVisible(change is not None)
            self._put_on()
            if self.shows_code is not showed:
                self.code_turned.emit(self.shows_code)

    def _put_on(self) -> None:
        face, change = self._face, self._change
        if change is None:
            return
        self.words.setText(face.say(f"ui.given_as.{change.paper}", number=change.receipt))
        self.code.setVisible(change.paper is Paper.QR)
        if change.paper is Paper.QR:
            self.code.show_text(change.signed or change.receipt)
        again = "ui.print_again" if change.paper is Paper.PRINT else "ui.print_it"
        self.paper.show_words(face.say(again), "Ctrl+R")
        self.qr.show_words(face.say("ui.show_qr"), "Ctrl+B")
        self.qr.setVisible(change.paper is not Paper.QR)
