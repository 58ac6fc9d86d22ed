"""Shows one form at a time in the middle column, and does what it is for when it is answered.

A form leaves when it was answered or left by Esc; an unfinished one never stops a scan.
"""

from collections.abc import Callable
from typing import Protocol

from pos_app.domain.errors import Refusal
from pos_app.selling.view import Said, Told
from ui import shown
from ui.asked import Field, Form, Purpose
from ui.bridge import Bridge
from ui.face import Face, Words, said
from ui.panels.middle import MiddleCard
from ui.panels.people_rows import people_rows
from ui.widgets.found_list import FoundRow

Command = Callable[[], Told]


class Do(Protocol):
    """Runs a command of the desk and tells whether it was done; `asks` sees a refusal first."""

    def __call__(self, command: Command, asks: Callable[[Refusal], bool] | None = None, /) -> bool:
        """Run it."""


APPROVALS = frozenset({"basket.approval_needed", "till.age_approval", "till.manager_needed", "members.approval_needed"})


class Asking:
    """Knows which form is open, if any."""

    def __init__(self, face: Face, bridge: Bridge, middle: MiddleCard, do: Do) -> None:
        """`do` runs a command of the desk and tells whether it was done."""
        self._face, self._bridge, self._middle, self._do = face, bridge, middle, do
        self.form: Form | None = None
        self._make: Callable[[], Form] | None = None
        """Makes the open form in the language of the moment."""
        self._turn = 0
        """Counts what was asked, for a form is another value in another language."""
        self._language = face.language
        middle.listed.taken.connect(self._taken)
        middle.entry.text_changed.connect(self._narrow)
        middle.entry.kind_asked.connect(self.turn)
        face.changed.connect(self._say_again)

    @property
    def purpose(self) -> Purpose | None:
        """Return what is asked for, None for nothing."""
        return self.form.purpose if self.form else None

    @property
    def is_answer(self) -> bool:
        """Tell whether what is asked for answers a question of the desk."""
        return self.form is not None and self.form.answers

    def ask(self, make: Callable[[], Form]) -> None:
        """Open a form; what was asked before is forgotten. `make` makes it, and again in another language."""
        self._make, self._language = make, self._face.language
        self._turn += 1
        form = self.form = make()
        entry, middle = self._middle.entry, self._middle
        if form.field is Field.FIGURE:
            entry.ask_figure(form.prompt, form.places)
        elif form.field is Field.SECRET:
            entry.ask_secret(form.prompt)
        else:
            entry.ask_text(form.prompt)
        entry.show_kinds(form.kinds)
        if form.rows is not None:
            middle.listed.show_rows(form.title, form.rows, form.no_rows)
            middle.open(middle.listed)
        elif middle.page in (middle.listed, middle.results, middle.held):
            middle.open(middle.start)
        self._bridge.asked.emit(form is not None)

    def turn(self, choose: Callable[[], object]) -> None:
        """Go to another kind of the open form; what was typed and chosen stays where it means the same there."""
        was, entry, choices = self.form, self._middle.entry, self._middle.listed
        typed, row = entry.field.text(), choices.list.current()
        choose()
        now = self.form
        if was is None or now is None or (was.field, was.places) != (now.field, now.places):
            return
        entry.field.setText(typed)
        if row is not None and was.rows and now.rows:
            choices.choose(row.key)

    def nothing(self) -> None:
        """Ask for nothing more: back to the search and what was typed there."""
        self.look_only(None)
        self._middle.entry.ask_words()
        self._middle.entry.words_changed.emit(self._middle.entry.search.text())

    def look_only(self, form: Form | None) -> None:
        """Stand at a form that has no words of its own, or at none."""
        self.form, self._make = form, None
        self._turn += 1
        self._bridge.asked.emit(form is not None)

    def enter(self) -> None:
        """Take what was typed and chosen; without anything typed the form is left."""
        form = self.form
        if form is None:
            return
        if form.by_key_alone:
            self._bridge.hinted.emit(Said("ui.press_its_key"))
        elif form.field is not Field.SECRET and form.needs and not self._middle.entry.field.text().strip():
            self.nothing()
        elif form.rows is not None:
            self._middle.listed.take_chosen()
        else:
            self._taken("")

    def press(self, number: int) -> bool:
        """Take the row that has this function key; tell whether one has."""
        form = self.form
        if form is None or not form.rows or not 0 < number <= len(form.rows):
            return False
        row = form.rows[number - 1]
        if row.amount != f"F{number}":
            return False
        self._taken(row.key)
        return True

    def run(self, command: Callable[[str, str], Told], *, managers: bool = False, prompt: Words = "") -> bool:
        """Run a command that may need somebody else: when it is refused for that, ask for the PIN in place.

        `prompt` says what the PIN is for; without one the refusal does.
        """

        def ask(no: Refusal) -> bool:
            if no.message_id not in APPROVALS:
                return False
            self.ask_approval(lambda: shown.sentence(self._face, no), command, managers=managers, prompt=prompt)
            return True

        return self._do(lambda: command("", ""), ask)

    def ask_approval(
        self,
        why: Words,
        command: Callable[[str, str], Told],
        *,
        managers: bool = False,
        question: int = 0,
        prompt: Words = "",
    ) -> None:
        """Ask for the PIN of somebody who may approve, perhaps to answer a `question`; `command` gets who and PIN.

        The prompt says `why` the PIN is needed, or is `prompt` itself where the act says more than that.
        """
        face, desk = self._face, self._bridge.desk
        people = self._bridge.ask(lambda: desk.approvers(managers=managers))
        self.ask(
            lambda: Form(
                Purpose.APPROVAL,
                said(prompt) or face.say("ui.ask.approval", why=said(why)),
                lambda typed, _figure, chosen: command(chosen, typed),
                Field.SECRET,
                title=face.say("ui.choose_approver"),
                rows=people_rows(face, people),
                no_rows=face.say("ui.no_approver"),
                target=question,
                answers=bool(question),
            )
        )

    def _narrow(self, text: str) -> None:
        """Show the rows that the typed words are in."""
        form = self.form
        if form is not None and form.rows and form.field is Field.WORDS:
            self._middle.listed.show_rows(form.title, narrowed(form.rows, text), form.no_rows)

    def _say_again(self) -> None:
        """Say the open form in another language; what was typed and chosen stays."""
        if self._make is None or self._language == self._face.language:
            return
        self._language = self._face.language
        form, entry = self._make(), self._middle.entry
        self.form = form
        entry.say_prompt(form.prompt)
        entry.show_kinds(form.kinds)
        if form.rows is not None:
            text = entry.field.text() if form.field is Field.WORDS else ""
            self._middle.listed.say_again(form.title, narrowed(form.rows, text), form.no_rows)

    def _taken(self, chosen: str) -> None:
        form, entry = self.form, self._middle.entry
        if form is None:
            return
        if form.acts is not None:
            self.nothing()
            form.acts(chosen)
            return
        if form.take is None:
            return
        text, figure = entry.field.text().strip(), entry.figure.value()
        if form.field is Field.SECRET:
            entry.secret.clear()
            if not text:
                entry.secret.setFocus()
                self._bridge.hinted.emit(Said("ui.type_pin_first"))
                return
        elif form.field is Field.FIGURE and figure is None:
            entry.figure.setFocus()
            self._bridge.hinted.emit(Said("ui.type_price_first"))
            return
        self._answer(form, text, figure or 0, chosen)

    def _answer(self, form: Form, text: str, figure: int, chosen: str) -> None:
        take, approved, turn = form.take, form.approved, self._turn
        assert take is not None
        if approved is not None:
            done = self.run(
                lambda who, pin: approved(who, pin, text, figure, chosen) if who else take(text, figure, chosen),
                prompt=form.pin_for,
            )
        else:
            done = self._do(lambda: take(text, figure, chosen))
        if done and self._turn == turn:
            self.nothing()


def narrowed(rows: tuple[FoundRow, ...], text: str) -> tuple[FoundRow, ...]:
    """Return the rows that all the words are in."""
    words = text.strip().casefold().split()
    return tuple(row for row in rows if all(word in f"{row.name} {row.detail}".casefold() for word in words))
