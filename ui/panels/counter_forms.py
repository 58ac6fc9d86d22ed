"""Forms beside the sale: who works on, the drawer without a sale, a basket's end or name, a receipt, training."""

from collections.abc import Callable

from pos_app.selling.detail_view import ReceiptView
from pos_app.selling.reasons import REASONS, ReasonFor
from pos_app.selling.view import Mode, Paper, Told
from ui import shown
from ui.asked import Field, Form, Purpose, keyed
from ui.bridge import Bridge
from ui.face import Face
from ui.panels.asking import Asking
from ui.panels.people_rows import people_rows
from ui.widgets.found_list import FoundRow

_PAPERS = tuple(Paper)
PLU_DIGITS = 4
"""From so many digits on it is the next customer's goods that are typed, not a name."""


class CounterForms:
    """Opens the forms."""

    def __init__(self, face: Face, bridge: Bridge, asking: Asking) -> None:
        """`asking` shows them."""
        self._face, self._bridge, self._asking = face, bridge, asking

    def switch(self) -> None:
        """Who works on: choose, type the PIN, Enter; the basket stays."""
        face, desk, present = self._face, self._bridge.desk, self._bridge.view.operator
        others = tuple(each for each in self._bridge.ask(desk.operators) if present is None or each.id != present.id)
        self._asking.ask(
            lambda: Form(
                Purpose.SWITCH,
                face.say("ui.ask.switch"),
                lambda typed, _figure, chosen: desk.switch_operator(chosen, typed),
                Field.SECRET,
                title=face.say("ui.choose_operator"),
                rows=people_rows(face, others),
                no_rows=face.say("ui.no_operators"),
            )
        )

    def no_sale(self) -> None:
        """Why the drawer is to open; only a function key or a tap opens it."""
        desk = self._bridge.desk
        self._reason(Purpose.NO_SALE, ReasonFor.NO_SALE, desk.no_sale)

    def abandon(self) -> None:
        """Why the basket ends without a sale."""
        desk = self._bridge.desk
        self._reason(Purpose.ABANDON, ReasonFor.ABANDON, desk.abandon)

    def hold_name(self) -> None:
        """A name for the basket that was put on hold; nobody has to give one, and a number of goods is none."""
        desk = self._bridge.desk
        self._asking.ask(
            lambda: Form(
                Purpose.HOLD_NAME,
                self._face.say("ui.ask.hold_name"),
                lambda text, _typed, _chosen: desk.scan(text) if _is_number(text) else desk.name_held(text),
            )
        )

    def receipts(self, only: str = "") -> None:
        """Which receipt is printed again; with `only`, the one of the sale whose code was scanned."""
        face, desk, view = self._face, self._bridge.desk, self._bridge.view
        made = self._bridge.ask(lambda: desk.receipt_of(only) if only else desk.recent_receipts())

        def row(each: ReceiptView) -> FoundRow:
            training = face.say("ui.training") if each.training else ""
            detail = shown.joined(face.moment(each.wall_ms, each.zone), training)
            return FoundRow(each.sale_id, each.code, detail, face.money(each.total, view.currency))

        self._asking.ask(
            lambda: Form(
                Purpose.RECEIPT,
                face.say("ui.ask.receipt"),
                lambda _text, _typed, chosen: desk.reprint(chosen),
                title=face.say("ui.choose_receipt"),
                rows=tuple(map(row, made)),
                no_rows=face.say("ui.no_receipts"),
                needs=False,
            )
        )

    def receipt(self) -> Told:
        """Ctrl+R: in Pay the next way to give the receipt, on the change its paper, else the last one again."""
        view, desk = self._bridge.view, self._bridge.desk
        if view.payment is not None:
            return desk.choose_paper(_PAPERS[(_PAPERS.index(view.payment.paper) + 1) % len(_PAPERS)])
        return desk.print_receipt() if view.mode is Mode.CHANGE else desk.reprint_last()

    def training(self) -> None:
        """Begin or end the training, by a manager's PIN."""
        desk, on = self._bridge.desk, self._bridge.view.training
        prompt = "ui.pin_for.training_ends" if on else "ui.pin_for.training_begins"
        command = desk.stop_training if on else desk.start_training
        self._asking.run(command, managers=True, prompt=lambda: self._face.say(prompt))

    def _reason(self, purpose: Purpose, asked_for: ReasonFor, take: Callable[[str], Told]) -> None:
        face = self._face
        self._asking.ask(
            lambda: Form(
                purpose,
                face.say(f"ui.ask.{purpose.name.lower()}"),
                lambda _text, _typed, reason: take(reason),
                title=face.say("ui.reason"),
                rows=keyed(tuple(FoundRow(each, face.say(f"reason.{each}"), "", "") for each in REASONS[asked_for])),
                needs=False,
                by_key_alone=True,
            )
        )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) >= PLU_DIGITS
