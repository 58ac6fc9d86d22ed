"""The form of a new member in the middle column: what was typed so far, the consent in the customer's language.

The ticks, what is warned of and the next act are seen before anything else: the text to read scrolls over them.
"""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_app.members.view import ConsentView
from pos_app.words import say
from ui.face import Face, Words, said
from ui.panels.row_or_lines import RowOrLines
from ui.widgets.buttons import Button
from ui.widgets.label import Label, words_label
from ui.widgets.scrolled_part import FirstToGive
from ui.widgets.strip import Strip
from ui.widgets.tick import Tick

PURPOSES_MOST = 3
USE_KNOWN, LANGUAGE, NEXT = 4, 5, 6
"""Function keys: sell to the member that is known, the language, the next step; the purposes have F1 to F3."""


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
        self.title, self.typed, self.consent = words_label("title"), RowOrLines(), Label()
        self.typed.setProperty("look", "quiet")
        self.consent.setWordWrap(True)
        self.note = Strip(face)
        self.note.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)  # as high as its words
        column.addWidget(self.title)
        self.text = self._text()
        column.addWidget(self.text)
        column.addWidget(self.note)
        self.purposes = tuple(Tick(face, partial(self.pressed.emit, at + 1)) for at in range(PURPOSES_MOST))
        for tick in self.purposes:
            column.addWidget(tick)
        self.language = Button("low-act", partial(self.pressed.emit, LANGUAGE))
        self.use = Button("low-act", partial(self.pressed.emit, USE_KNOWN))
        self.next = Button("low-act", partial(self.pressed.emit, NEXT))
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self.language, self.next):
            foot.addWidget(button, 1)
        column.addWidget(self.use)
        column.addLayout(foot)
        column.addStretch(1)  # the acts stand by the text: on a handheld nobody has to look for them
        face.changed.connect(self._put_on)
        self._put_on()

    def show_typed(self, typed: Words) -> None:
        """Show what was typed so far, a line for the name and one for how the member is found again."""
        self._typed = typed
        self.typed.show_lines(said(typed))
        self.typed.setVisible(bool(said(typed)))

    def show_consent(self, consent: ConsentView | None, agreed: frozenset[str]) -> None:
        """Show the text and the purposes, those `agreed` to ticked; None while other things are asked."""
        for widget in (*self.purposes, self.language, self.consent):
            widget.setVisible(consent is not None)
        self.title.setVisible(consent is None)  # on a handheld the text and its ticks need the room
        self.use.hide()
        read = consent is not None and not self.note.isHidden()  # and a handheld has not the room for it twice
        self.text.setVisible(not read and (consent is not None or bool(said(self._typed))))
        self._show_next("ui.member.next" if consent is None else "ui.member.enrol_now")
        if consent is None:
            self.consent.setText("")
            return
        self.consent.setText(consent.text)
        for at, (tick, purpose) in enumerate(zip(self.purposes, consent.purposes, strict=True), 1):
            words = say(consent.language, f"members.purpose.{purpose}")
            if purpose in consent.needed:
                words = say(consent.language, "members.purpose_required", purpose=words)
            tick.show_words(words, f"F{at}")
            tick.setChecked(purpose in agreed)

    def show_known(self, words: Words, next_act: str) -> None:
        """Warn that somebody is a member already, and offer to sell to them; `next_act` is what else can be done."""
        self.show_consent(None, frozenset())
        self.note.tell("warn", words)
        self.use.show()
        self._show_next(next_act)

    def _show_next(self, message_id: str) -> None:
        self._next = message_id
        self.next.show_words(self._face.say(message_id), f"F{NEXT}")

    def _text(self) -> FirstToGive:
        text = QWidget()
        column = QVBoxLayout(text)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.typed)
        column.addWidget(self.consent)
        return FirstToGive(text)

    def _put_on(self) -> None:
        face = self._face
        self.title.setText(face.say("ui.ask.enrol"))
        self.language.show_words(face.say("ui.member.other_language"), f"F{LANGUAGE}")
        self.use.show_words(face.say("ui.member.use_known"), f"F{USE_KNOWN}")
        self._show_next(self._next)
        self.show_typed(self._typed)
