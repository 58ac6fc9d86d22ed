"""The strips of the basket card: what blocks Pay, what waits in the tray, what was refused, what can be undone.

Every offer has one key, printed on it: Ins takes the goods in, Del takes them away, F9 and F10 answer for the tray.
"""

from collections.abc import Callable

from pos_app.domain.errors import Fault, Refusal
from pos_app.domain.product import name_in
from pos_app.selling.view import LineView, Mode, Question, QuestionKind, Said, Told
from ui import shown
from ui.bridge import Bridge
from ui.face import Face
from ui.panels.asking import Asking
from ui.panels.basket import BasketCard
from ui.panels.goods_forms import GoodsForms
from ui.widgets.strip import Act as Offer

UNDO_MS = 10_000


class Answering:
    """Shows the strips for a view and does what their keys offer."""

    def __init__(self, face: Face, bridge: Bridge, basket: BasketCard) -> None:
        """The strips stand in the basket card."""
        self._face, self._bridge, self._basket = face, bridge, basket
        self._undo_alarm = bridge.alarm(basket.undo.dismiss)
        self.asking: Asking | None = None
        self.forms: GoodsForms | None = None
        bridge.failed.connect(self.show_no)
        bridge.asked.connect(lambda _form: self.offer_answers())

    def do(self, command: Callable[[], Told], asks: Callable[[Refusal], bool] | None = None) -> bool:
        """Run a command of the desk; what was refused before is forgotten with it."""
        self._basket.no.dismiss()
        return self._bridge.do(command, asks)

    def offer(self, key: str) -> bool:
        """Do what a strip offers under this key; return whether one does."""
        for strip in (self._basket.tray, self._basket.question):
            offer = strip.act_of(key)
            if offer is not None:
                offer.do()
                return True
        return False

    def show_view(self) -> None:
        """Show what the view asks, and what waits."""
        view, face, desk = self._bridge.view, self._face, self._bridge.desk
        if view.mode is not Mode.SELLING or not view.can_undo:
            self._basket.undo.dismiss()
        self._show_questions()
        if not view.tray:
            self._basket.tray.dismiss()
            return
        keep = Offer(face.say("ui.tray_next"), "F9", lambda: self.do(desk.tray_next_sale))
        drop = Offer(face.say("ui.tray_discard"), "F10", lambda: self.do(desk.tray_discard))
        self._basket.tray.tell("warn", face.say("ui.tray", count=len(view.tray)), (keep, drop))

    def show_no(self, no: Refusal | Fault | Said) -> None:
        """Show a refusal until the next thing is done."""
        if self._bridge.view.mode not in (Mode.SIGNED_OUT, Mode.LOCKED):
            self._basket.no.tell("bad" if isinstance(no, Fault) else "warn", lambda: shown.sentence(self._face, no))
            self._bridge.warn()

    def show_voided(self, line: LineView) -> None:
        """Offer for ten seconds to take the void back."""
        face, currency = self._face, self._bridge.view.currency

        def words() -> str:
            return face.say(
                "ui.voided", name=name_in(line.names, face.language), amount=face.money(line.amount, currency)
            )

        undo = Offer(lambda: face.say("ui.undo"), "Ctrl+Z", self.undo)
        self._basket.undo.tell("calm", words, (undo,))
        self._undo_alarm.start(UNDO_MS)

    def undo(self) -> None:
        """Take the last basket action back."""
        self._basket.undo.dismiss()
        self.do(self._bridge.desk.undo)

    def _show_questions(self) -> None:
        view, asking, forms = self._bridge.view, self.asking, self.forms
        assert asking is not None
        assert forms is not None
        if not view.questions:
            self._basket.question.dismiss()
            if asking.is_answer:
                asking.nothing()
            return
        question = view.questions[0]
        self.offer_answers()
        if question.kind is QuestionKind.WEIGHT and asking.purpose is None and view.mode is Mode.SELLING:
            forms.weight(question)

    def offer_answers(self) -> None:
        """Ask the first question, and offer its answers but for the one whose form is open."""
        view, asking, forms = self._bridge.view, self.asking, self.forms
        if not view.questions or asking is None or forms is None:
            return
        question, form = view.questions[0], asking.form
        open_now = form is not None and form.answers and form.target == question.number
        words = shown.question(self._face, question, len(view.questions))
        self._basket.question.tell("warn", words, self._answers(question, forms)[1 if open_now else 0 :])

    def _answers(self, question: Question, forms: GoodsForms) -> tuple[Offer, Offer]:
        face, desk, number = self._face, self._bridge.desk, question.number
        if question.kind is QuestionKind.AGE:
            return (
                Offer(face.say("ui.supervisor"), "Ins", lambda: forms.old_enough(question))
                if question.approval
                else Offer(face.say("ui.old_enough"), "Ins", lambda: self.do(lambda: desk.confirm_age(number))),
                Offer(face.say("ui.refused"), "Del", lambda: self.do(lambda: desk.refuse_age(number))),
            )
        aside = Offer(face.say("ui.set_aside"), "Del", lambda: self.do(lambda: desk.set_aside(number)))
        if question.kind is QuestionKind.WEIGHT:
            return Offer(face.say("ui.type_weight"), "Ins", lambda: forms.weight(question)), aside
        return Offer(face.say("ui.sell_by_department"), "Ins", lambda: forms.by_department(question)), aside
