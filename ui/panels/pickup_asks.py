"""Which question the open order puts, as an `Ask`: what the desk asks for, or what was begun here (place, reject)."""

import enum
from collections.abc import Callable

from pos_app.domain.errors import Refusal
from pos_app.domain.orders_state import REASONS, WEIGHED
from pos_app.domain.pickup_policy import DOCUMENTS
from pos_app.domain.product import name_in
from pos_app.pickup.handing import ALONE_REASONS
from pos_app.pickup.view import Asks, LineView, OpenOrderView, PickupView, ProofView
from pos_app.selling.view import Told
from ui.face import Face
from ui.panels.pickup_ask import Ask
from ui.pickup_room import PickupRoom
from ui.widgets.found_list import FoundRow

Do = Callable[[Callable[[], Told]], object]


class Purpose(enum.Enum):
    """What was begun on the screen itself."""

    PLACE = enum.auto()
    REJECT = enum.auto()
    WRONG_PERSON = enum.auto()
    ALONE_APPROVAL = enum.auto()


class PickupAsks:
    """Makes the question of the moment; `do` runs a command and shows what came of it."""

    def __init__(self, face: Face, desk: PickupRoom, do: Do) -> None:
        """Begin with nothing begun."""
        self._face, self._desk, self._do = face, desk, do
        self.purpose: Purpose | None = None
        self.line: LineView | None = None
        self.alone_reason = ""

    def nothing(self) -> None:
        """Forget what was begun on the screen."""
        self.purpose, self.line, self.alone_reason = None, None, ""

    def takes(self, no: Refusal) -> bool:
        """Tell whether the question says itself what was refused: then nothing is told beside it."""
        if no.message_id == "pickup.supervisor_needed" and self.alone_reason:
            self.purpose = Purpose.ALONE_APPROVAL
            return True
        return no.message_id == "pickup.wrong_tail_last"

    def ask(self, view: PickupView) -> Ask | None:
        """Return what is asked now; None for nothing."""
        order = view.order
        if order is None or (self.purpose is None and order.asks is Asks.NOTHING):
            return None
        if self.purpose is not None:
            return self._begun(self.purpose, view)
        if order.asks is Asks.PROOF and order.needs is not None:
            return self._proof(order, order.needs, view)
        if order.asks in (Asks.AGE, Asks.ALONE):
            return self._age(order) if order.asks is Asks.AGE else self._alone()
        return Ask(order.asks, self._face.say(f"ui.pickup.ask.{order.asks}"), lambda _row, _typed: None)

    def _begun(self, purpose: Purpose, view: PickupView) -> Ask | None:
        say, desk = self._face.say, self._desk
        if purpose is Purpose.PLACE:
            return Ask(
                "place", say("ui.pickup.ask.place"), lambda _row, typed: self._ended(lambda: desk.ready(typed)),
                "text", say("ui.pickup.ask.place_hint"),
            )  # fmt: skip
        if purpose is Purpose.REJECT and self.line is not None:
            line = self.line
            rows = tuple(FoundRow(key, say(f"ui.pickup.reason.{key}"), "", "") for key in REASONS if key != WEIGHED)
            words = say("ui.pickup.ask.reject", name=name_in(line.names, self._face.language))
            return Ask(
                "reject", words, lambda row, _typed: self._ended(lambda: desk.reject(line.number, row)), rows=rows
            )
        if purpose is Purpose.WRONG_PERSON:
            acts = (
                (say("ui.pickup.yes"), "Ins", lambda: self._ended(desk.report_wrong_person)),
                (say("ui.back"), "Esc", self._left),
            )
            return Ask("wrong", say("ui.pickup.ask.wrong_person"), lambda _row, _typed: None, acts=acts)
        order, reason = view.order, self.alone_reason
        assert order is not None
        words = say(
            "ui.pickup.ask.supervisor_alone", number=order.number, value=self._face.money(order.value, order.currency)
        )
        return self._supervisor(
            words, view, lambda who, pin: self._ended(lambda: desk.hand_over_alone(reason, who, pin))
        )

    def _proof(self, order: OpenOrderView, needs: ProofView, view: PickupView) -> Ask:
        say, desk = self._face.say, self._desk
        words = say("ui.pickup.ask.resumed") + "\n" if order.resumed else ""
        if needs.phone_tail and not needs.phone_done:
            prompt = say("ui.pickup.ask.tail_hint")
            return Ask(
                "tail", words + say("ui.pickup.ask.tail", name=order.name or "–"),
                lambda _row, typed: self._do(lambda: desk.prove_phone(typed)), "digits", prompt,
            )  # fmt: skip
        if needs.document and not needs.document_done:
            rows = tuple(FoundRow(kind, say(f"ui.pickup.document.{kind}"), "", "") for kind in DOCUMENTS)
            return Ask(
                "document", words + self._document_words(order, needs),
                lambda row, _typed: self._do(lambda: desk.prove_document(row)), rows=rows,
            )  # fmt: skip
        words = say("ui.pickup.ask.supervisor", number=order.number)
        return self._supervisor(words, view, lambda who, pin: self._do(lambda: desk.prove_by_supervisor(who, pin)))

    def _document_words(self, order: OpenOrderView, needs: ProofView) -> str:
        """Return the question for a document, a line each: why not the phone, and who comes after it."""
        say = self._face.say
        parts = (
            say("ui.pickup.ask.tails_spent") if needs.tails_spent else "",
            say(f"ui.pickup.ask.document{'' if order.name else '_nameless'}", name=order.name),
            say("ui.pickup.ask.then_supervisor") if needs.approval else "",
        )
        return "\n".join(part for part in parts if part)

    def _supervisor(self, words: str, view: PickupView, take: Callable[[str, str], object]) -> Ask:
        """Ask for the PIN of one who may approve; `words` say what it is for."""
        rows = tuple(FoundRow(each.id, each.name, "", "") for each in view.approvers)
        prompt = self._face.say("ui.pickup.ask.pin")
        return Ask("supervisor", words, lambda row, pin: take(row if pin else "", pin), "secret", prompt, rows)

    def _age(self, order: OpenOrderView) -> Ask:
        say, desk = self._face.say, self._desk
        acts = (
            (say("ui.old_enough"), "Ins", lambda: self._do(desk.confirm_age)),
            (say("ui.refused"), "Del", lambda: self._do(desk.refuse_age)),
        )
        return Ask("age", say("ui.pickup.ask.age", age=order.age), lambda _row, _typed: None, acts=acts)

    def _alone(self) -> Ask:
        say = self._face.say
        rows = tuple(FoundRow(key, say(f"ui.pickup.alone.{key}"), "", "") for key in ALONE_REASONS)
        return Ask("alone", say("ui.pickup.ask.alone"), lambda _row, _typed: None, rows=rows, enters=False)

    def give_alone(self, reason: str) -> None:
        """Hand over without the hub, for this reason."""
        self.alone_reason = reason
        self._do(lambda: self._desk.hand_over_alone(reason))

    def _ended(self, command: Callable[[], Told]) -> None:
        if self._do(command):
            self.nothing()
            self._do(Told)

    def _left(self) -> None:
        self.nothing()
        self._do(Told)
