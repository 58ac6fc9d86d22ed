"""F10: finds a member, lets them buy, shows a field in clear for half a minute, takes them off, forgets them. In place.

Enter takes the row that is chosen; the acts have function keys. A scan goes on meaning what it always means.
"""

import time
from collections.abc import Callable

from pos_app.members.view import FoundView, MemberView, RevealedView, RevealField
from pos_app.selling.view import Mode
from ui import shown
from ui.asked import Form, Purpose
from ui.bridge import Bridge
from ui.face import Face
from ui.members_room import MembersRoom
from ui.panels import member_words
from ui.panels.alone_hint import AloneHint
from ui.panels.asking import Asking, Do
from ui.panels.enrolling import Enrolling
from ui.panels.member_forms import MemberForms
from ui.panels.middle import MiddleCard
from ui.widgets.found_list import FoundRow

_MS = 1_000


class Membering:
    """Opens the member's page and its forms; does nothing in a till without a members desk."""

    def __init__(self, face: Face, bridge: Bridge, middle: MiddleCard, asking: Asking, do: Do) -> None:
        """`do` runs a command of a desk and tells whether it was done."""
        self._face, self._bridge, self._middle, self._asking, self._do = face, bridge, middle, asking, do
        self._page = middle.member
        self._found = FoundView()
        self._about = ""
        """The member that is looked at when no row is chosen and nobody buys."""
        self._hide_alarm = bridge.alarm(self._hide)
        self.alone = AloneHint(face, bridge)
        self._page.take_hint(self.alone)
        self._forms = MemberForms(face, asking)
        self.enrolling = Enrolling(face, bridge, middle, asking, do, self.open)
        middle.entry.text_changed.connect(self._typed)
        self._page.act_asked.connect(self.press)
        self._page.taken.connect(self._attach)
        self._page.results.list.selectionModel().currentChanged.connect(lambda *_: self._show_acts())
        face.changed.connect(self._say_again)

    @property
    def room(self) -> MembersRoom | None:
        """Return the members desk."""
        rooms = self._bridge.rooms
        return None if rooms is None else rooms.members

    @property
    def open_now(self) -> bool:
        """Whether a page of members is open."""
        return self._asking.purpose in (Purpose.MEMBER, Purpose.ENROL)

    def toggle(self) -> None:
        """Open the page, or leave it."""
        if self._asking.purpose is Purpose.MEMBER:
            self._asking.nothing()
        elif self.room is not None and self._bridge.view.mode in (Mode.SELLING, Mode.CHANGE):
            self.open()

    def open(self, about: str = "") -> None:
        """Open the page with an empty field; `about` a member, else about whoever buys."""
        self._about, self._found = about, FoundView()
        self._asking.ask(lambda: Form(Purpose.MEMBER, self._face.say("ui.ask.member"), needs=False))
        self._hide()
        self._show()
        self._middle.open(self._page)

    def enter(self) -> None:
        """Let the chosen member buy; with nothing typed and nobody found go back to selling."""
        if self._asking.purpose is Purpose.ENROL:
            self.enrolling.enter()
        elif self._page.chosen:
            self._attach(self._page.chosen)
        elif not self._middle.entry.field.text().strip():
            self._asking.nothing()

    def press(self, number: int) -> bool:
        """Do the act of a function key; tell whether it means anything."""
        if self._asking.purpose is Purpose.ENROL:
            return self.enrolling.press(number)
        acts: dict[int, Callable[[], object]] = {
            1: lambda: self.enrolling.begin(self._middle.entry.field.text().strip()),
            2: self._take_off,
            3: lambda: self._reveal(RevealField.PHONE),
            4: lambda: self._reveal(RevealField.NAME),
            5: self._erase,
        }
        act = acts.get(number)
        if act is not None:
            act()
        return act is not None

    def back(self) -> bool:
        """Go one step back in the form of a new member; tell whether there was one."""
        return self._asking.purpose is Purpose.ENROL and self.enrolling.back()

    def forget(self) -> None:
        """Keep nobody on the page while the till is locked or signed out."""
        self._found, self._about = FoundView(), ""
        self._hide()
        self._page.show_words("", "")
        self._page.show_rows(())
        self.enrolling.forget()

    def show_view(self) -> None:
        """Show the buyer afresh."""
        if self._asking.purpose is Purpose.MEMBER:
            self._show()

    # Inside

    def _typed(self, text: str) -> None:
        if self._asking.purpose is not Purpose.MEMBER or self.room is None:
            return
        room = self.room
        found = self._bridge.ask(lambda: (room.find(text),))
        self._found = found[0] if found else FoundView()
        self._about = ""
        self._hide()
        self._show()

    def _show(self) -> None:
        face, buyer = self._face, self._bridge.view.buyer
        subject = self._subject_view()
        self.alone.about("member_find" if subject is None else "")  # a member's points say of when they are
        if subject is None:
            self._page.show_words("", self._what_to_do)
        else:
            earns = buyer.earns if buyer is not None and buyer.member.id == subject.id else 0
            self._page.show_words(
                lambda: shown.joined(member_words.name(face, subject), member_words.tier(face, subject.tier)),
                lambda: member_words.about(face, subject, earns),
            )
        self._page.show_rows(self._rows())
        self._say_names()
        self._show_acts()

    def _say_again(self) -> None:
        if self._asking.purpose is Purpose.MEMBER:
            self._show()

    def _what_to_do(self) -> str:
        typed = self._middle.entry.field.text().strip()
        if not typed:
            return self._face.say("ui.member.hint")
        return "" if self._found.members else self._face.say("ui.member.nobody", words=typed)

    def _say_names(self) -> None:
        typed = self._middle.entry.field.text().strip()
        if typed and not self._found.names_ready:
            self._page.note.tell("warn", lambda: self._face.say("ui.member.loading"))
        elif self._found.more:
            self._page.note.tell("calm", lambda: self._face.say("ui.member.more"))
        else:
            self._page.note.dismiss()

    def _rows(self) -> tuple[FoundRow, ...]:
        room = self.room
        if room is None:
            return ()
        of_tier = {member.tier: member.id for member in self._found.members}
        earned = self._bridge.ask(lambda: tuple((tier, room.would_earn(member)) for tier, member in of_tier.items()))
        earns = dict(earned)
        return tuple(member_words.row(self._face, each, earns.get(each.tier, 0)) for each in self._found.members)

    def _subject_view(self) -> MemberView | None:
        """Return whom the page is about while nobody is searched for."""
        buyer, room = self._bridge.view.buyer, self.room
        if self._middle.entry.field.text().strip() or room is None:
            return None
        if self._about:
            return next(iter(self._bridge.ask(lambda: (room.look(self._about),))), None)
        return None if buyer is None else buyer.member

    @property
    def _subject(self) -> str:
        about = self._subject_view()
        return self._page.chosen or ("" if about is None else about.id)

    @property
    def _looked(self) -> MemberView | None:
        """Return whom the acts are about, as they are known now."""
        room, subject = self.room, self._subject
        if room is None or not subject:
            return None
        return next(iter(self._bridge.ask(lambda: (room.look(subject),))), None)

    def _show_acts(self) -> None:
        self._page.show_acts(buys=self._bridge.view.buyer is not None, about_somebody=bool(self._subject))

    def _attach(self, member: str) -> None:
        room = self.room
        if room is not None and self._do(lambda: room.attach(member)):
            self._asking.nothing()

    def _take_off(self) -> None:
        room = self.room
        if room is not None and self._bridge.view.buyer is not None and self._do(room.take_off):
            self._asking.nothing()

    def _reveal(self, field: RevealField) -> None:
        room, member = self.room, self._looked
        if room is not None and member is not None:
            self._forms.reveal(room, member, field, self._show_clear)

    def _erase(self) -> None:
        room, member = self.room, self._looked
        if room is not None and member is not None:
            self._forms.erase(room, member)

    def _show_clear(self, revealed: RevealedView) -> None:
        """Show a field in clear, back on the page, until its time is up."""
        self.open(about=revealed.member)
        left_ms = max(0, revealed.until_ms - time.time_ns() // 1_000_000)
        shown_ms = min(left_ms or _MS, 30 * _MS)
        seconds = -(-shown_ms // _MS)
        self._page.clear.tell(
            "warn",
            lambda: self._face.say(f"ui.member.clear_{revealed.field}", value=revealed.value, seconds=seconds),
        )
        self._hide_alarm.start(shown_ms)

    def _hide(self) -> None:
        self._page.hide_clear()
