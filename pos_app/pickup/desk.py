"""The pickup desk: every action of whoever works there as a method that does it, writes it, and says what to show.

The bridge calls it on the thread that writes the journal; `tick` runs a few times a second. Picked goods are on disk
with each scan: killed in the middle, the desk goes on where it was. A refusal says why, and nothing has changed.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import msgspec

from pos_app.domain import orders_state
from pos_app.domain.codes import signed
from pos_app.domain.codes.scan import ScannedCode, read_code, signed_text
from pos_app.domain.codes.signed import CodeKind, SignedCode
from pos_app.domain.entries_orders import OrderStep, Step, StepLine
from pos_app.domain.errors import Param, Refusal
from pos_app.domain.money import MILLI
from pos_app.domain.orders import BAG
from pos_app.domain.receipt import Receipt
from pos_app.pickup import slip
from pos_app.pickup.around import Shared
from pos_app.pickup.board import Board
from pos_app.pickup.book import Known
from pos_app.pickup.giving import Giving
from pos_app.pickup.opened import open_view
from pos_app.pickup.view import OpenOrderView, OrderCard, PickupView
from pos_app.selling.view import Opens, Said, Sound, Told

SCREEN: Final = "pickup"
FOUND_MAX: Final = 20
CANCELLED_TOLD_MAX: Final = 5
"""Cancelled orders that are told one by one: more at one time come with a catalogue, not from customers."""
_EXPIRED: Final = frozenset({"code.signed_expired", "code.retired_key"})


class PickupDesk(Giving):
    """One workstation's pickup desk."""

    def __init__(self, rooms: Shared) -> None:
        """Take over what the book knows; orders that wait already are not announced."""
        super().__init__(rooms)
        self._board = Board(self.book, rooms.people)
        self._newest = 0
        self._asked_for_lines: dict[int, int] = {}
        """Of the open order: what the shop asks for, by line, as it was told last."""
        self._view: PickupView | None = None
        rooms.till.codes.on(CodeKind.PICKUP, self._take_code)
        rooms.till.asking.on(slip.PREFIX, self._slip)

    # What the screen shows

    @property
    def view(self) -> PickupView:
        """Return what the screen shows now; the same object as long as nothing moved."""
        board = self._board.view(self.now_ms(), self.as_of_ms())
        opened = self._open_view()
        if self._view is None or self._view.board is not board or self._view.order != opened:
            somebody = self._rooms.till.people.operator is not None
            approvers = self._rooms.till.approvers() if opened is not None and somebody else ()
            self._view = PickupView(board, opened, approvers, self._rooms.shop.zone)
        return self._view

    def tick(self) -> tuple[Told, ...]:
        """Do what waits between two commands; return what people must hear of it."""
        news = self.book.look()
        told = [self._cancelled(self.book.orders[order_id]) for order_id in news.cancelled[-CANCELLED_TOLD_MAX:]]
        if news.fresh:
            self._board.fresh.update(news.fresh)
            first = self.book.orders[news.fresh[0]].now.number
            words = "pickup.new_order" if len(news.fresh) == 1 else "pickup.new_orders"
            told.append(Told(Sound.PICKUP, Said(words, {"number": first, "count": len(news.fresh)})))
        if self._rooms.till.people.operator is None:
            self.close()  # whoever signs on next begins at the board
        else:
            heard = (self._changed(), self.hear(), self.hear_late(), self.give_back_unused())
            told += [each for each in heard if each is not None]
        return tuple(told)

    def seen(self) -> None:
        """Somebody looks at the board: what is new on it is new no more."""
        if self._board.fresh:
            self._board.fresh.clear()

    # Finding and opening

    def find(self, text: str, limit: int = FOUND_MAX) -> tuple[OrderCard, ...]:
        """Return orders by number, name or the last digits of the phone."""
        return self._board.find(text, limit, self.now_ms())

    def scan(self, text: str) -> Told:
        """Take a scan: a code of ours opens or proves an order, goods are picked for the open one."""
        code = signed_text(text)
        if code is not None:
            return self._take_code(self._checked(code))
        if self._handing is None:
            found = self.find(text.strip(), 2)
            if len(found) == 1:
                return self.open(found[0].id)
            raise Refusal("pickup.open_an_order_first")
        return self._pick(text)

    def open(self, order_id: str) -> Told:
        """Open an order; a hand-over that a restart left goes on, with everything to be proved again."""
        self.operator  # noqa: B018 - refuses while nobody is signed on
        known = self.known(order_id)
        if self._handing is not None and self._handing.order == order_id:
            return Told(opens=Opens(SCREEN, order_id))
        self.close()
        self._newest = 0
        self._handing = self._fresh(order_id)
        self._handing.resumed = known.claim is not None
        self._handing.claim, self._handing.asked_ms = known.claim, self._rooms.clock.monotonic_ms()
        self._asked_for_lines = _lines_of(known)
        self._board.fresh.discard(order_id)
        return Told(opens=Opens(SCREEN, order_id))

    def close(self) -> Told:
        """Back to the board; a hand-over that was begun is left, its claim given back."""
        if self._handing is not None:
            self.stop_handover()
            self._handing = None
        return Told()

    # Picking

    def start_picking(self) -> Told:
        """Take the order in hand: other tills see it, and its slip is printed."""
        known, _ = self._open()
        orders_state.check_open(known.now)
        operator = self.operator.id
        if not known.now.accepted:
            self.step(OrderStep(known.now.id, Step.ACCEPTED, operator, known_ms=self.as_of_ms()))
        return self.print_slip()

    def pick(self, line: int, quantity: int) -> Told:
        """Pick by hand what cannot be scanned, thousandths; below nought puts back."""
        known, handing = self._open()
        found = orders_state.line_of(known.now, line)
        if handing.begun:
            raise Refusal("pickup.handing_over")
        if quantity < 0:
            return self._picked(known, orders_state.put_back(known.now, line, -quantity))
        orders_state.check_open(known.now)
        if not 0 < quantity <= orders_state.missing(found):
            raise Refusal("order.picked_already", number=known.now.number)
        return self._picked(known, StepLine(line, found.product_id, quantity))

    def ready(self, place: str) -> Told:
        """Everything that there is lies at `place`."""
        known, _ = self._open()
        orders_state.check_ready(known.now, place)
        self.step(OrderStep(known.now.id, Step.READY, self.operator.id, place=place.strip(), known_ms=self.as_of_ms()))
        return Told(Sound.OK, Said("pickup.is_ready", {"number": known.now.number, "place": place.strip()}))

    def reject(self, line: int, reason: str, quantity: int | None = None) -> Told:
        """Reject a line, or so much of it, for a reason: the shop lacks it or the person refuses it."""
        known, _ = self._open()
        rest = orders_state.to_come(orders_state.line_of(known.now, line))
        said = orders_state.check_reject(known.now, line, rest if quantity is None else quantity, reason)
        self.step(
            OrderStep(known.now.id, Step.REJECTED, self.operator.id, (said,), reason=reason, known_ms=self.as_of_ms())
        )
        return Told(said=Said("pickup.rejected"))

    def take_back(self, line: int) -> Told:
        """Take a line's rejection back: the goods were found after all, or it was a slip of the hand."""
        known, _ = self._open()
        said = orders_state.take_back(known.now, line)
        self.step(OrderStep(known.now.id, Step.REJECTED, self.operator.id, (said,), known_ms=self.as_of_ms()))
        return Told(Sound.OK, Said("pickup.taken_back"), line)

    def print_slip(self) -> Told:
        """Print the slip that goes on the bag."""
        known, _ = self._open()
        self._rooms.till.asking.print_other(slip.PREFIX + known.now.id.encode())
        return Told(said=Said("pickup.slip"))

    def report_wrong_person(self) -> Told:
        """Write down that somebody else has the goods; the hub lists it, and people see it as an exception."""
        known, _ = self._open()
        if not any(line.handed_over for line in known.now.lines):
            raise Refusal("pickup.not_handed_over")
        self.step(OrderStep(known.now.id, Step.WRONG_PERSON, self.operator.id, known_ms=self.as_of_ms()))
        return Told(said=Said("pickup.reported"))

    # Inside

    def _checked(self, text: str) -> SignedCode:
        """Check a code; where the clock is known to be wrong an expiry cannot be judged, and proves nothing."""
        try:
            return self._rooms.till.codes.read(text)
        except Refusal as no:
            if no.message_id not in _EXPIRED or not self._rooms.sync().clock_wrong_ms:
                raise
        found = signed.read(text, self._rooms.shop.catalogue.keys(), 0, self._rooms.journal.scope.store)
        return SignedCode(found.kind, BAG + found.subject.removeprefix(BAG))

    def _take_code(self, code: SignedCode) -> Told:
        """Open the order of a code, or prove the one that is being handed over."""
        if code.kind is not CodeKind.PICKUP:
            raise Refusal("pickup.other_code")
        order_id = code.subject.removeprefix(BAG)
        known = self.book.orders.get(order_id)
        if known is None:
            raise Refusal("pickup.not_here_yet")
        if self._handing is not None and self._handing.begun and self._handing.order != order_id:
            raise Refusal("pickup.other_order", number=known.now.number)
        told = Told(opens=Opens(SCREEN, order_id))
        if self._handing is None or self._handing.order != order_id:
            told = self.open(order_id)
        assert self._handing is not None
        ended = self._ended(known)
        if ended is not None:
            return msgspec.structs.replace(ended, opens=told.opens)
        if code.subject == order_id:
            self._proved_by_code(self._handing, code.key_id)
            return Told(Sound.OK, Said("pickup.code_holds", {"number": known.now.number}), opens=told.opens)
        return told

    def _ended(self, known: Known) -> Told | None:
        """Say of an order that is over what became of it, and where and when; None for one that is open."""
        now = known.now
        if known.open:
            return None
        if now.cancelled:
            return Told(Sound.UNKNOWN, Said("order.cancelled", {"number": now.number}))
        if not now.handed_by:
            return Told(Sound.UNKNOWN, Said("order.all_rejected", {"number": now.number}))
        said: dict[str, Param] = {
            "number": now.number, "where": now.handed_by, "time_ms": orders_state.handed_ms(now),
            "zone": str(self._rooms.shop.zone),
        }  # fmt: skip
        words = "pickup.was_handed_over_here" if known.handed_here else "pickup.was_handed_over"
        return Told(Sound.UNKNOWN, Said(words, said))

    def _cancelled(self, known: Known) -> Told:
        """Say that the customer cancelled: low, where somebody works on it, and what lies picked goes back."""
        mine = self._handing is not None and self._handing.order == known.now.id
        words = "pickup.cancelled_lies" if known.now.place else "order.cancelled"
        said = Said(words, {"number": known.now.number, "place": known.now.place})
        return Told(Sound.UNKNOWN if mine else Sound.PICKUP, said)

    def _changed(self) -> Told | None:
        """Say that the online shop changed the lines of the open order."""
        known = self.book.orders.get(self._handing.order) if self._handing is not None else None
        if known is None or _lines_of(known) == self._asked_for_lines:
            return None
        self._asked_for_lines = _lines_of(known)
        return Told(Sound.UNKNOWN, Said("pickup.changed_online", {"number": known.now.number}))

    def _pick(self, text: str) -> Told:
        known, handing = self._open()
        if handing.begun:
            raise Refusal("pickup.handing_over")
        product_id, quantity, weighed = self._item(text)
        if not weighed:
            line = orders_state.line_to_pick(known.now, product_id, quantity)
            return self._picked(known, StepLine(line.number, product_id, quantity))
        orders_state.check_open(known.now)
        line, counts, rest = orders_state.weighed_line_to_pick(known.now, product_id, quantity)
        if rest:
            said = (StepLine(line.number, product_id, rest),)
            reason = orders_state.WEIGHED
            self.step(OrderStep(known.now.id, Step.REJECTED, self.operator.id, said, reason=reason))
        return self._picked(known, StepLine(line.number, product_id, counts))

    def _picked(self, known: Known, line: StepLine) -> Told:
        after = self.step(OrderStep(known.now.id, Step.PICKED, self.operator.id, (line,), known_ms=self.as_of_ms()))
        self._newest = line.line
        left = sum(1 for each in after.now.lines if orders_state.missing(each))
        return Told(Sound.OK, None if left else Said("pickup.all_picked", {"number": known.now.number}), line.line)

    def _item(self, text: str) -> tuple[str, int, bool]:
        """Return which product a scan is, how much of it, and whether that was weighed.

        Goods past their date are refused; a code that nobody knows is no item of any order.
        """
        shop = self._rooms.shop
        today = dt.datetime.fromtimestamp(self.now_ms() / 1_000, tz=shop.zone).date()
        read = read_code(text, shop.codes, today)
        gtin = getattr(read, "gtin14", "")
        found = shop.catalogue.find_code(gtin) if gtin else None
        if found is not None:
            weight = _weight(read)
            return found.product.id, weight or found.barcode.pack, bool(weight)
        reference = getattr(read, "item_reference", "") or getattr(read, "digits", "") or getattr(read, "text", "")
        product = shop.catalogue.find_reference(reference) if reference else None
        if product is not None:
            return product.id, _weight(read) or MILLI, bool(_weight(read))
        for line in self._open()[0].now.lines:
            if gtin and gtin in line.gtins:
                return line.product_id, _weight(read) or line.pack, bool(_weight(read))
        raise Refusal("order.wrong_item", number=self._open()[0].now.number)

    def _open_view(self) -> OpenOrderView | None:
        handing = self._handing
        known = self.book.orders.get(handing.order) if handing is not None else None
        if handing is None or known is None:
            return None
        needs = self._needs(known.now, handing)
        shown = open_view(
            known,
            handing,
            needs,
            self._rooms.people.masked(known.now.personal),
            now_ms=self.now_ms(),
            as_of_ms=self.as_of_ms(),
            alone_approval=self._alone_approval(known.now),
        )
        can_hand_over = shown.can_hand_over and not self._held(known)
        return msgspec.structs.replace(shown, newest=self._newest, can_hand_over=can_hand_over)

    def _slip(self, order_id: bytes) -> Receipt:
        known = self.known(order_id.decode())
        name, _ = self._rooms.people.masked(known.now.personal)
        return slip.paper(known.now, name, self._rooms.shop.info, self._rooms.shop.zone)


def _lines_of(known: Known) -> dict[int, int]:
    return {line.number: line.quantity for line in known.row.lines}


def _weight(read: ScannedCode) -> int:
    return int(getattr(read, "weight_thousandths", None) or 0)
