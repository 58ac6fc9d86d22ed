"""Asks for one figure at a time on the sell screen, and does what it was asked for when Enter is pressed."""

from collections.abc import Callable

from pos_app.domain.money import exponent
from pos_app.domain.product import name_in
from pos_app.selling.view import Said, Told
from ui.asked import Asked, Purpose
from ui.bridge import Bridge
from ui.face import Face
from ui.panels.middle import MiddleCard
from ui.widgets.found_list import FoundRow

Do = Callable[[Callable[[], Told]], bool]


class Asking:
    """Knows which figure is asked for, if any."""

    def __init__(self, face: Face, bridge: Bridge, middle: MiddleCard, do: Do) -> None:
        """`do` runs a command of the desk and tells whether it was done."""
        self._face, self._bridge, self._middle, self._do = face, bridge, middle, do
        self._asked: Asked | None = None
        middle.departments.taken.connect(self.sell_by_department)
        middle.approvers.taken.connect(self.approve)

    @property
    def purpose(self) -> Purpose | None:
        """Return what is asked for, None for nothing."""
        return self._asked.purpose if self._asked else None

    @property
    def is_answer(self) -> bool:
        """Tell whether what is asked for answers a question of the desk."""
        return self._asked is not None and self._asked.target > 0 and self._asked.purpose is not Purpose.QUANTITY

    def ask(self, asked: Asked) -> None:
        """Ask for a figure; what was asked before is forgotten."""
        view, face = self._bridge.view, self._face
        self._asked = asked
        named: dict[str, str] = {}
        if asked.purpose is Purpose.QUANTITY:
            named = next((line.names for line in view.lines if line.number == asked.target), {})
        elif asked.target:
            named = next((question.names for question in view.questions if question.number == asked.target), {})
        prompt = face.say(f"ui.ask.{asked.purpose.name.lower()}", name=name_in(named, face.language))
        if asked.purpose is Purpose.APPROVAL:
            self._middle.entry.ask_secret(prompt)
            self._show_approvers()
            return
        self._middle.entry.ask_figure(prompt, asked.places(exponent(view.currency)))
        if asked.purpose is Purpose.OPEN_PRICE:
            self._show_departments()

    def nothing(self) -> None:
        """Ask for nothing more: back to the search and what was typed there."""
        self._asked = None
        self._middle.entry.ask_words()
        self._middle.entry.words_changed.emit(self._middle.entry.search.text())

    def enter(self) -> None:
        """Take the typed figure or PIN; without one the question is left."""
        if self.purpose is Purpose.APPROVAL:
            self._middle.approvers.take_chosen()
            return
        asked, typed = self._asked, self._middle.entry.figure.value()
        if asked is None or typed is None:
            self.nothing()
        elif asked.purpose is Purpose.OPEN_PRICE:
            self._middle.departments.take_chosen()
        elif self._do(lambda: self._command(asked, typed)):
            self.nothing()

    def sell_by_department(self, department: str) -> None:
        """Sell at the typed price: the goods of an unknown code, or something without one."""
        asked, price = self._asked, self._middle.entry.figure.value()
        if asked is None or price is None:
            self._bridge.told.emit(Said("ui.type_price_first"))
            self._middle.entry.figure.setFocus()
            return
        desk = self._bridge.desk
        if asked.target:
            done = self._do(lambda: desk.sell_by_department(asked.target, department, price))
        else:
            done = self._do(lambda: desk.sell_open(department, price))
        if done:
            self.nothing()

    def approve(self, approver: str) -> None:
        """Answer by the PIN that the approver typed."""
        asked, pin = self._asked, self._middle.entry.secret.text()
        self._middle.entry.secret.clear()
        if asked is None or not pin:
            self._middle.entry.secret.setFocus()
        elif self._do(lambda: self._bridge.desk.confirm_age(asked.target, approver, pin)):
            self.nothing()

    def _command(self, asked: Asked, typed: int) -> Told:
        desk, quantity = self._bridge.desk, asked.thousandths(typed)
        if asked.purpose is Purpose.QUANTITY:
            return desk.set_quantity(asked.target, quantity)
        if asked.purpose is Purpose.WEIGHT:
            return desk.weigh(asked.target, quantity)
        return desk.set_next_quantity(quantity)

    def _show_approvers(self) -> None:
        face, page, present = self._face, self._middle.approvers, self._bridge.view.operator
        rows = tuple(
            FoundRow(operator.id, operator.name, operator.id, "")
            for operator in self._bridge.ask(self._bridge.desk.operators)
            if present is None or operator.id != present.id
        )
        page.show_rows(face.say("ui.choose_approver"), rows, face.say("ui.no_operators"))
        self._middle.open(page)

    def _show_departments(self) -> None:
        face, page = self._face, self._middle.departments
        rows = tuple(
            FoundRow(department.id, name_in(department.names, face.language), "", "")
            for department in self._bridge.ask(self._bridge.desk.departments)
        )
        page.show_rows(face.say("ui.choose_department"), rows, face.say("ui.no_departments"))
        self._middle.open(page)
