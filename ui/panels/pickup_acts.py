"""What can be done with the open order now, as words, keys and commands: the one act that leads on, and the others."""

from collections.abc import Callable

from pos_app.domain.orders_state import OrderState
from pos_app.pickup.view import Asks, OpenOrderView
from pos_app.selling.view import Told
from ui.face import Face
from ui.panels import pickup_words
from ui.panels.pickup_asks import Do, PickupAsks, Purpose
from ui.panels.pickup_order import Act, OrderPanel
from ui.pickup_room import PickupRoom

Acts = tuple[Act | None, tuple[Act, ...]]
_TO_PICK = (OrderState.WAITING, OrderState.LATE)


class PickupActs:
    """Makes the acts of the moment; `do` runs a command and shows what came of it."""

    def __init__(self, face: Face, desk: PickupRoom, panel: OrderPanel, asks: PickupAsks, do: Do) -> None:
        """`panel` knows the chosen line, `asks` what was begun on the screen."""
        self._face, self._desk, self._panel, self._asks, self._do = face, desk, panel, asks, do

    def of(self, order: OpenOrderView) -> Acts:
        """Return what can be done with the open order and its chosen line; no main act while another till has it."""
        if self._asks.purpose is not None:
            return None, ()
        if order.asks is not Asks.NOTHING:
            return self._giving(order)
        if order.state in (OrderState.DONE, OrderState.CANCELLED):
            return self._ended(order)
        return self._working(order)

    def _giving(self, order: OpenOrderView) -> Acts:
        if order.asks is Asks.ALONE:
            alone = self._face.say("ui.pickup.hand_over_alone")
            return (alone, "F12", lambda: self._asks.give_alone(self._panel.ask.chosen())), ()
        if order.asks is not Asks.READY_TO_GIVE:
            return None, ()
        acts = (self._act("more_of", "+", lambda: self._choose(1)), self._act("less_of", "-", lambda: self._choose(-1)))
        return self._runs("hand_over_now", "F12", self._desk.hand_over), acts

    def _ended(self, order: OpenOrderView) -> Acts:
        acts = [self._slip()]
        if order.can_report:
            acts.append(self._wrong_person())
        again = self._take_back() if order.state is OrderState.DONE else None
        return None, (*acts, again) if again is not None else tuple(acts)

    def _working(self, order: OpenOrderView) -> Acts:
        give = self._runs("hand_over", "F12", self._desk.begin_handover)
        first = self._slip()
        if order.state in _TO_PICK and order.can_pick:
            first = self._runs("start", "F7", self._desk.start_picking)
        elif order.can_report and not order.can_pick:
            first = self._wrong_person()
        # Where nothing is to be picked, the customer may stand here before it was said where the order lies.
        is_there = order.can_ready and order.can_hand_over
        others = (
            first,
            self._take_back() or self._act("reject", "Del", lambda: self._ask_for(Purpose.REJECT)),
            give if is_there else self._act("pick_one", "+", lambda: self._pick(1)),
            self._act("put_back", "-", lambda: self._pick(-1)),
        )
        if order.elsewhere:
            return (give if order.can_hand_over else None), others if order.can_pick else (self._slip(),)
        if order.can_ready:
            return self._act("ready", "F8", lambda: self._ask_for(Purpose.PLACE)), others
        return (give if order.can_hand_over else None), others

    def _slip(self) -> Act:
        return self._runs("slip", "F7", self._desk.print_slip)

    def _wrong_person(self) -> Act:
        return self._act("wrong_person", "F11", lambda: self._ask_for(Purpose.WRONG_PERSON))

    def _take_back(self) -> Act | None:
        """Return the act that takes the rejection of the chosen line back; None for a line that was not rejected."""
        line = self._panel.line()
        if line is None or line.rejected <= 0 or max(line.missing, line.set_aside):
            return None
        return self._runs("take_back", "Del", lambda: self._desk.take_back(line.number))

    def _act(self, words: str, key: str, act: Callable[[], object]) -> Act:
        return self._face.say(f"ui.pickup.{words}"), key, act

    def _runs(self, words: str, key: str, command: Callable[[], Told]) -> Act:
        return self._act(words, key, lambda: self._do(command))

    def _ask_for(self, purpose: Purpose) -> None:
        self._asks.nothing()
        self._asks.purpose, self._asks.line = purpose, self._panel.line()
        self._do(Told)

    def _pick(self, way: int) -> None:
        line = self._panel.line()
        if line is not None:
            most = max(1, line.missing if way > 0 else line.set_aside + line.surplus)
            self._do(lambda: self._desk.pick(line.number, way * min(pickup_words.one(line), most)))

    def _choose(self, way: int) -> None:
        line = self._panel.line()
        if line is not None:
            self._do(lambda: self._desk.choose(line.number, line.hands + way * pickup_words.one(line)))
