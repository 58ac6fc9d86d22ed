"""The form of a new member in the middle column: what was typed so far, the consent in the customer's language."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_app.members.view import ConsentView
from pos_app.words import say
from ui.face import Face, Words, said
from ui.widgets.buttons import Button
from ui.widgets.label import Label
from ui.widgets.strip import Strip

PURPOSES_MOST = 3
LANGUAGE, NEXT = 5, 6
"""Function keys of the language and of the next step; the purposes have F1 to F3."""


class EnrolPage(QWidget):
    """Emits the number of the function key whose button was pressed."""

    pressed = Signal(int)

    def __init__(self, face: Face, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._face = face
        self._typed: Words = ""
        self._next = "ui.member.next"
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.title = Label()
        self.title.setProperty("look", "title")
        self.typed = Label()
        self.typed.setProperty("look", "quiet")
        self.consent = Label()
        for label in (self.title, self.typed, self.consent):
            label.setWordWrap(True)
        self.note = Strip(face)
        self.note.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)  # as high as its words
        column.addWidget(self.title)
        column.addWidget(self.typed)
        column.addWidget(self.note)
        column.addWidget(self.consent)
        self.purposes = tuple(Button("choice", partial(self.pressed.emit, at + 1)) for at in range(PURPOSES_MOST))
        for button in self.purposes:
            button.setCheckable(True)
            column.addWidget(button)
        self.language = Button("act", partial(self.pressed.emit, LANGUAGE))
        self.next = Button("act", partial(self.pressed.emit, NEXT))
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.language, 1)
        foot.addWidget(self.next, 1)
        column.addLayout(foot)
        column.addStretch(1)  # the acts stand by the text: on a handheld nobody has to look for them
        face.changed.connect(self._put_on)
        self._put_on()

    def show_typed(self, typed: Words) -> None:
        """Show what was typed so far."""
        self._typed = typed
        self.typed.setText(said(typed))
        self.typed.setVisible(bool(said(typed)))

    def show_consent(self, consent: ConsentView | None, agreed: frozenset[str]) -> None:
        """Show the text and the purposes, those `agreed` to checked; None while other things are asked."""
        for widget in (*self.purposes, self.language, self.consent):
            widget.setVisible(consent is not None)
        self.title.setVisible(consent is None)  # on a handheld the text and its ticks need the room
        self._next = "ui.member.next" if consent is None else "ui.member.enrol_now"
        self.next.show_words(self._face.say(self._next), f"F{NEXT}")
        if consent is None:
            self.consent.setText("")
            return
        self.consent.setText(consent.text)
        for at, (button, purpose) in enumerate(zip(self.purposes, consent.purposes, strict=True), 1):
            words = say(consent.language, f"members.purpose.{purpose}")
            button.show_words(f"✓ {words}" if purpose in agreed else words, f"F{at}")
            button.setChecked(purpose in agreed)

    def _put_on(self) -> None:
        face = self._face
        self.title.setText(face.say("ui.ask.enrol"))
        self.language.show_words(face.say("ui.member.other_language"), f"F{LANGUAGE}")
        self.next.show_words(face.say(self._next), f"F{NEXT}")
        self.show_typed(self._typed)
