"""A new member, one thing asked at a time: name, phone, card, and the consent in the customer's own language.

Enter goes on, Esc goes one step back, F6 enrols. What was typed stays until the member is enrolled or the form left.
When phone or card are a member's already, F4 sells to that member instead.
"""

import enum
from collections.abc import Callable

from pos_app.domain.errors import Refusal
from pos_app.members.enrolling import LANGUAGES, NEEDED, PURPOSES, Applicant
from pos_app.selling.view import Said, Told
from ui import shown
from ui.asked import Form, Purpose
from ui.bridge import Bridge
from ui.face import Face
from ui.panels.asking import Asking, Do
from ui.panels.enrol_page import LANGUAGE, NEXT, PURPOSES_MOST, USE_KNOWN
from ui.panels.middle import MiddleCard

PHONE_KNOWN, CARD_KNOWN = "members.phone_known", "members.card_known"
DIGITS_OF_A_PHONE = 5


class Step(enum.Enum):
    """What is asked now."""

    NAME = "name"
    PHONE = "phone"
    CARD = "card"
    CONSENT = "consent"
    KNOWN = "known"
    """Somebody has the phone: the same person, or another one."""


_STEPS = (Step.NAME, Step.PHONE, Step.CARD, Step.CONSENT)
_LEADS_TO = {
    "members.name_missing": Step.NAME,
    "members.name_unfit": Step.NAME,
    "person.phone_unreadable": Step.PHONE,
    "members.phone_or_card": Step.PHONE,
    "members.card_unfit": Step.CARD,
    CARD_KNOWN: Step.CARD,
    PHONE_KNOWN: Step.KNOWN,
    "members.card_is_goods": Step.CARD,
}
"""Where a refusal leads, so that it can be put right at once."""


class Enrolling:
    """Asks the steps; `leave` opens the page that the form was opened from."""

    def __init__(
        self, face: Face, bridge: Bridge, middle: MiddleCard, asking: Asking, do: Do, leave: Callable[[], None]
    ) -> None:
        """`do` runs a command of a desk and tells whether it was done."""
        self._face, self._bridge, self._middle, self._asking, self._do = face, bridge, middle, asking, do
        self._leave = leave
        self._page = middle.enrol
        self._step = Step.NAME
        self._values = dict.fromkeys((Step.NAME, Step.PHONE, Step.CARD), "")
        self._language = "en"
        self._agreed: frozenset[str] = frozenset()
        self._refused: Refusal | None = None
        """That somebody has the phone or the card that was typed: it names the `member`."""
        self._page.pressed.connect(self.press)
        face.changed.connect(self._say_again)

    def begin(self, typed: str = "") -> None:
        """Begin a new member; what was typed in the search is taken over as the phone, or the name."""
        digits = sum(sign.isdigit() for sign in typed)
        as_phone = digits >= DIGITS_OF_A_PHONE
        self._values = {Step.NAME: "" if as_phone else typed, Step.PHONE: typed if as_phone else "", Step.CARD: ""}
        self._language = self._face.language if self._face.language in LANGUAGES else LANGUAGES[0]
        self._agreed, self._refused = frozenset(), None
        self._ask(Step.NAME)

    def forget(self) -> None:
        """Keep nothing of what was typed."""
        self._values = dict.fromkeys(self._values, "")
        self._refused = None
        self._page.note.dismiss()
        self._page.show_typed("")

    def enter(self) -> None:
        """Take what is typed and go on; the last step is done by its key alone."""
        if self._step in (Step.CONSENT, Step.KNOWN):
            hint = "ui.member.press_enrol" if self._step is Step.CONSENT else "ui.press_its_key"
            self._bridge.hinted.emit(Said(hint))
            return
        self._keep()
        self._ask(_STEPS[_STEPS.index(self._step) + 1])

    def press(self, number: int) -> bool:
        """Do the act of a function key; tell whether it means anything."""
        if number == NEXT:
            if self._step in (Step.CONSENT, Step.KNOWN):
                self._enrol()
            else:
                self.enter()
        elif number == USE_KNOWN and self._refused is not None:
            self._use_known()
        elif self._step is not Step.CONSENT:
            return False
        elif number == LANGUAGE:
            self._language = LANGUAGES[(LANGUAGES.index(self._language) + 1) % len(LANGUAGES)]
            self._show()
        elif number <= PURPOSES_MOST:
            self._agreed ^= {PURPOSES[number - 1]}
            self._page.note.dismiss()  # it asked for this
            self._show()
        return True

    def back(self) -> bool:
        """Go one step back; from the first one back to the search."""
        if self._step is Step.KNOWN:
            self._refused = None
            self._ask(Step.CONSENT)
        elif at := _STEPS.index(self._step):
            self._keep()
            self._ask(_STEPS[at - 1])
        else:
            self._leave()
        return True

    def take_scan(self, code: str) -> bool:
        """Take a scan as the card while that is asked; tell whether it was taken."""
        if self._asking.purpose is not Purpose.ENROL or self._step is not Step.CARD:
            return False
        self._middle.entry.field.setText(code.strip())
        self.enter()
        return True

    # Inside

    def _ask(self, step: Step) -> None:
        self._step = step
        if self._refused is None:
            self._page.note.dismiss()
        self._asking.ask(lambda: Form(Purpose.ENROL, self._face.say(f"ui.ask.enrol_{step.value}"), needs=False))
        field = self._middle.entry.field
        field.setText(self._values.get(step, ""))
        field.setPlaceholderText(self._face.say("ui.member.press_enrol") if step is Step.CONSENT else "")
        if step not in self._values:
            self._middle.entry.type_nothing()
        self._show()
        self._middle.open(self._page)

    def _keep(self) -> None:
        """Keep what stands in the field; who has it is a new question."""
        if self._step not in self._values:
            return
        self._values[self._step] = self._middle.entry.field.text().strip()
        self._refused = None

    def _show(self) -> None:
        rooms = self._bridge.rooms
        room = None if rooms is None else rooms.members
        self._page.show_typed(self._typed_words)
        no = self._refused
        if no is not None:
            other = "ui.member.enrol_other" if self._step is Step.KNOWN else "ui.member.next"
            self._page.show_known(lambda: shown.sentence(self._face, no), other)
            return
        if room is None or self._step is not Step.CONSENT:
            self._page.show_consent(None, self._agreed)
            return
        for consent in self._bridge.ask(lambda: (room.consent(self._language),)):
            self._page.show_consent(consent, self._agreed)

    def _say_again(self) -> None:
        if self._asking.purpose is Purpose.ENROL:
            self._show()

    def _typed_words(self) -> str:
        """Return the name, and under it how the member is found again: no number stands apart from what it is."""
        say = self._face.say
        typed = {
            step: say("ui.member.typed", what=say(f"ui.member.{step.value}"), value=value)
            for step, value in self._values.items()
            if value and step is not self._step
        }
        name = typed.pop(Step.NAME, "")
        return "\n".join(each for each in (name, shown.joined(*typed.values())) if each)

    def _enrol(self) -> None:
        rooms = self._bridge.rooms
        room = None if rooms is None else rooms.members
        if room is None:
            return
        purposes = tuple(each for each in PURPOSES if each in self._agreed)
        name, phone, card = (self._values[step] for step in (Step.NAME, Step.PHONE, Step.CARD))
        typed = Applicant(name, phone, card, self._language, purposes)
        anyway = self._step is Step.KNOWN

        def enrol() -> Told:
            return room.enrol(typed, anyway=anyway)

        if self._do(enrol, self._asks):
            self.forget()
            self._asking.nothing()

    def _use_known(self) -> None:
        """Sell to the member who has this phone or card; nobody is enrolled."""
        rooms = self._bridge.rooms
        room, no = None if rooms is None else rooms.members, self._refused
        if room is not None and no is not None and self._do(lambda: room.attach(str(no.params["member"]))):
            self.forget()
            self._asking.nothing()

    def _asks(self, no: Refusal) -> bool:
        """Lead to the step where it can be put right, or where the member who has phone or card can be taken."""
        self._refused = no if no.message_id in (PHONE_KNOWN, CARD_KNOWN) else None
        step = _LEADS_TO.get(no.message_id)
        if step is not None:
            self._ask(step)
            return self._refused is not None
        if no.message_id == "members.consent_missing":
            self._page.note.tell("warn", lambda: shown.sentence(self._face, no))
            self._show()
            return not set(NEEDED) <= self._agreed
        return False
