"""Who the open order is for and how it stands: state, number and name, what else is known, an age to be checked."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from pos_app.domain.orders_state import OrderState
from pos_app.pickup.view import OpenOrderView, PickupView
from ui.face import Face
from ui.panels import pickup_words
from ui.widgets.card import Card
from ui.widgets.label import Label, words_label

_ICON_PX, _AGE_ICON_PX = 20, 16
_STATES = {
    OrderState.WAITING: ("inbox", "ink2"),
    OrderState.PICKING: ("scan-barcode", "ink2"),
    OrderState.READY: ("package-check", "brand_ink"),
    OrderState.HANDING_OVER: ("user-round", "ink2"),
    OrderState.LATE: ("clock-alert", "warn"),
    OrderState.PARTLY: ("boxes", "warn"),
    OrderState.DONE: ("circle-check", "brand_ink"),
    OrderState.CANCELLED: ("octagon-alert", "bad"),
}


_REJECTED = ("x", "ink2")
"""Of an order that ended without a hand-over."""


class AgeMark(QFrame):
    """An age limit of the goods, where it is seen before anything is handed over; hidden without one."""

    def __init__(self, face: Face) -> None:
        """Begin hidden."""
        super().__init__()
        self._face = face
        self.setProperty("look", "warn-strip")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self._icon, self.words = Label(), Label()
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 3, 10, 3)
        row.setSpacing(6)
        row.addWidget(self._icon)
        row.addWidget(self.words)
        self.hide()

    def show_age(self, age: int) -> None:
        """Show the limit in years; 0 for none."""
        self.setVisible(age > 0)
        if age > 0:
            icon = self._face.icon("triangle-alert", "warn", _AGE_ICON_PX)
            self._icon.setPixmap(icon.pixmap(_AGE_ICON_PX, _AGE_ICON_PX))
            self.words.setText(self._face.say("ui.pickup.age_ask", age=age))


class PickupFacts(Card):
    """The card over the order's question."""

    def __init__(self, face: Face) -> None:
        """Begin empty."""
        super().__init__(gap_px=4)
        self._face = face
        self._icon, self.state = Label(), words_label()
        self.title, self.facts = words_label("title"), words_label("quiet")
        self.age = AgeMark(face)
        head = self.row()
        head.addWidget(self._icon)
        head.addWidget(self.state, 1)
        head.addWidget(self.age)
        self.column.addWidget(self.title)
        self.column.addWidget(self.facts)

    def show_order(self, order: OpenOrderView, view: PickupView, now_ms: int) -> None:
        """Show the order at wall time `now_ms`."""
        face = self._face
        icon, token = _STATES[order.state] if pickup_words.given(order) else _REJECTED
        self._icon.setPixmap(face.icon(icon, token, _ICON_PX).pixmap(_ICON_PX, _ICON_PX))
        self.state.setText(pickup_words.state(face, order))
        self.title.setText(pickup_words.headline(order))
        self.facts.setText(pickup_words.facts(face, order, now_ms, view.zone))
        self.age.show_age(pickup_words.age_limit(order))
