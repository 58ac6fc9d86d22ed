"""Handing an order over: proof, age, the claim at the hub, the store's rule when it does not answer, the fact.

Base of `desk.PickupDesk`. Nothing waits: a claim is written, the daemon sends it ahead of everything, and `hear`, which
the tick calls, finds the answer in the cache or decides after two seconds that this till is alone.
"""

from __future__ import annotations

from typing import Final

from pos_app.domain import orders_state
from pos_app.domain.entries import PICKUP, ClaimMade, ClaimReleased
from pos_app.domain.entries_orders import OrderStep, Step, StepLine
from pos_app.domain.errors import Fault, Refusal
from pos_app.domain.feed import ClaimReply
from pos_app.domain.orders import CustomerOrder
from pos_app.domain.pickup_policy import PickupOffline, Proof
from pos_app.pickup.around import Around, Shared
from pos_app.pickup.book import Known
from pos_app.pickup.handing import ALONE_REASONS, ANSWER_LIMIT_MS, Answer, Handing
from pos_app.pickup.open_claim import OpenClaim
from pos_app.pickup.view import Asks, ProofView
from pos_app.selling.lamp import Link
from pos_app.selling.people import approves
from pos_app.selling.view import Said, Sound, Told

CLAIM_KEPT_MS: Final = 10 * 60_000
"""A claim that nobody used for so long is given back, unless its order is open at this desk."""
TOO_YOUNG: Final = "too_young"
UNUSED: Final = "pickup.claim_given_back"
_NOT_THERE: Final = frozenset({Link.NONE, Link.DEAD})
"""Nobody would carry the question: the answer is not waited for."""
_UNHEARD: Final = frozenset({Link.OFFLINE, Link.DEAD, Link.REFUSED})
"""What another till does is not heard of any more: whether it still has an order in hand, the store's rule decides."""
_NO: Final = {
    "order.cancelled": "order.cancelled",
    "order.handed_over": "pickup.handed_elsewhere",
    "claim.held": "pickup.claimed_elsewhere",
}
"""What is said when the hub does not agree, by its reason."""


class Giving(Around):
    """The hand-over of the order that is open."""

    def __init__(self, rooms: Shared) -> None:
        """Begin with nothing open."""
        super().__init__(rooms)
        self._handing: Handing | None = None
        self._alone: dict[str, tuple[str, str]] = {}
        """Hand-overs decided alone, by claim: order and number; their answers still come."""
        self._wrong_tails: dict[str, int] = {}
        """Wrong last digits by order, as long as the program runs: leaving an order gives no new tries."""

    # What the person shows

    def begin_handover(self) -> Told:
        """Begin to hand the open order over: all that lies picked, until lines are chosen.

        It is claimed now: other tills see it, and the hub's answer is mostly there when the goods are given. What
        another till has in hand is refused at once: that claim would lose.
        """
        known, handing = self._open()
        orders_state.lines_to_hand(known.now)
        self.operator  # noqa: B018 - refuses while nobody is signed on
        if not handing.begun:
            if self._held(known):
                raise Refusal("pickup.claimed_elsewhere", number=known.now.number, where=known.elsewhere)
            handing.claim = self._claim(known)
            handing.asked_ms = self._rooms.clock.monotonic_ms()
        return Told()

    def prove_phone(self, tail: str) -> Told:
        """Take the last digits of the phone, as the person says them."""
        known, handing = self._open()
        needs = self._asked_for(known.now, handing)
        if needs.phone_tail and not handing.phone_done:
            try:
                handing.show_tail(needs, right=self._rooms.people.has_tail(known.now.personal, tail.strip()))
            finally:
                self._wrong_tails[handing.order] = handing.tail_wrong
        return Told(sound=Sound.OK)

    def prove_document(self, kind: str) -> Told:
        """Note that a document was looked at, of which only the kind is kept."""
        known, handing = self._open()
        handing.show_document(self._asked_for(known.now, handing), kind)
        return Told(sound=Sound.OK)

    def prove_by_supervisor(self, approver: str, pin: str) -> Told:
        """Let a supervisor agree by PIN; one who stands at the till signs on another way."""
        known, handing = self._open()
        needs = self._asked_for(known.now, handing)
        handing.approve(needs, self._approved(approver, pin))
        return Told(sound=Sound.OK)

    def confirm_age(self) -> Told:
        """The person is old enough for the goods that ask for it."""
        _, handing = self._open()
        handing.age_done = True
        return Told()

    def refuse_age(self) -> Told:
        """They are not, or do not show it: those lines are rejected, and the rest can be handed over."""
        known, _ = self._open()
        lines = tuple(
            StepLine(line.number, line.product_id, orders_state.to_come(line))
            for line in known.now.lines
            if line.min_age and orders_state.to_come(line)
        )
        if not lines:
            return Told()
        operator = self.operator.id
        self.step(OrderStep(known.now.id, Step.REJECTED, operator, lines, reason=TOO_YOUNG, known_ms=self.as_of_ms()))
        return Told(said=Said("pickup.age_rejected", {"count": len(lines)}))

    def choose(self, line: int, quantity: int) -> Told:
        """Hand over so much of a line (thousandths) and no more; nought leaves it here."""
        known, handing = self._open()
        chosen = handing.chosen or {each.line: each.quantity for each in orders_state.lines_to_hand(known.now)}
        most = orders_state.set_aside(orders_state.line_of(known.now, line))
        handing.chosen = chosen | {line: max(0, min(quantity, most))}
        return Told()

    # The goods

    def hand_over(self) -> Told:
        """Hand the goods over, once the hub has said that no other till does or did."""
        known, handing = self._open()
        if not handing.begun:
            return self.begin_handover()
        lines = orders_state.lines_to_hand(known.now, handing.chosen)
        self._not_asking(known.now, handing, lines)
        if handing.answer is Answer.ASKED:
            return Told()
        handing.answer = Answer.ASKED
        return self.hear() or Told(said=Said("pickup.asking"))

    def hand_over_alone(self, reason: str, approver: str = "", pin: str = "") -> Told:
        """Hand over without the hub's answer, by the store's policy: with a reason, from a value on with a PIN."""
        known, handing = self._open()
        if handing.answer is not Answer.ALONE:
            raise Refusal("pickup.not_alone")
        if reason not in ALONE_REASONS:
            raise Refusal("order.no_such_reason")
        if self._alone_approval(known.now):
            handing.approved_by = self._approved(approver, pin)
        return self._give(known, handing, alone=True, reason=reason)

    def stop_handover(self) -> Told:
        """Leave the hand-over; its claim is given back, so that another till may go on."""
        handing = self._handing
        if handing is not None:
            self._release(handing)
            self._handing = self._still_proved(handing)
        return Told()

    def hear(self) -> Told | None:
        """Take the hub's answer, or decide that none comes; None while there is nothing to say."""
        handing = self._handing
        known = None if handing is None else self.book.orders.get(handing.order)
        if handing is None or handing.claim is None or known is None or self._rooms.till.people.locked:
            return None
        reply = self._rooms.shop.catalogue.claim_answer(handing.claim.claim)
        if reply is not None and not reply.granted:
            return self._refused(known, handing, reply)
        if handing.answer is Answer.NOT_ASKED:
            return None
        if reply is not None:
            return self._granted(known, handing)
        waited = self._rooms.clock.monotonic_ms() - handing.asked_ms
        if handing.answer is Answer.ALONE or (waited < ANSWER_LIMIT_MS and self._rooms.sync().link not in _NOT_THERE):
            return None
        return self._no_answer(known, handing)

    def hear_late(self) -> Told | None:
        """Say that a hand-over which was decided alone had been done by another till: people must know at once."""
        for claim, (order, number) in list(self._alone.items()):
            reply = self._rooms.shop.catalogue.claim_answer(claim)
            if reply is None:
                continue
            del self._alone[claim]
            if not reply.granted:
                words = "pickup.clash" if reply.held_by else "pickup.clash_somewhere"
                return Told(Sound.UNKNOWN, Said(words, {"number": number, "order": order, "where": reply.held_by}))
        return None

    def give_back_unused(self) -> Told | None:
        """Release a claim that a crash or a forgotten order left, once it is old enough."""
        now_ms = self._rooms.clock.wall_ms()
        for known in self._claimed():
            assert known.claim is not None
            mine = self._handing is not None and self._handing.order == known.now.id
            if not mine and abs(now_ms - known.claim.made_ms) > CLAIM_KEPT_MS:
                self.write(known.now.id, ClaimReleased(known.claim.claim, PICKUP, _subject(known.now.id, known.claim)))
                return Told(said=Said(UNUSED, {"number": known.now.number}))
        return None

    # Inside

    def _fresh(self, order: str) -> Handing:
        """Return a hand-over of which nothing was proved."""
        return Handing(order, tail_wrong=self._wrong_tails.get(order, 0))

    def _still_proved(self, before: Handing) -> Handing:
        """Return a hand-over that was left, with what the person has shown already."""
        after = self._fresh(before.order)
        after.proof, after.detail, after.approved_by = before.proof, before.detail, before.approved_by
        return after

    def _open(self) -> tuple[Known, Handing]:
        if self._handing is None:
            raise Refusal("pickup.no_order_open")
        return self.known(self._handing.order), self._handing

    def _claimed(self) -> list[Known]:
        return [known for known in self.book.orders.values() if known.claim is not None]

    def _needs(self, order: CustomerOrder, handing: Handing) -> ProofView | None:
        return handing.needs(self.policy, order.value, readable=self._rooms.people.readable(order.personal))

    def _asked_for(self, order: CustomerOrder, handing: Handing) -> ProofView:
        needs = self._needs(order, handing)
        if needs is None:
            raise Refusal("pickup.proved")
        return needs

    def _not_asking(self, order: CustomerOrder, handing: Handing, lines: tuple[StepLine, ...]) -> None:
        asks = handing.asks(self._needs(order, handing), orders_state.least_age(order, lines))
        if asks in (Asks.PROOF, Asks.AGE):
            raise Refusal(f"pickup.asks_{asks}")

    def _approved(self, approver: str, pin: str) -> str:
        """Return who approves: the supervisor whose PIN it is, or the one who is signed on."""
        people = self._rooms.till.people
        by = people.approver(approver, pin)
        if not by and not approves(self.operator):
            raise Refusal("pickup.supervisor_needed")
        return by or self.operator.id

    def _held(self, known: Known) -> bool:
        """Tell whether another till has the order in hand, as far as that is heard of."""
        return bool(known.elsewhere) and self._rooms.sync().link not in _UNHEARD

    def _alone_approval(self, order: CustomerOrder) -> bool:
        return order.value >= self.policy.alone_approval_from

    def _claim(self, known: Known) -> OpenClaim | None:
        number = known.now.handovers + 1
        made = ClaimMade(self._rooms.ids(), PICKUP, f"{known.now.id}/{number}")
        return self.write(known.now.id, made).claim

    def _release(self, handing: Handing) -> None:
        if handing.claim is not None:
            subject = _subject(handing.order, handing.claim)
            self.note(handing.order, ClaimReleased(handing.claim.claim, PICKUP, subject))
            handing.claim = None

    def _give(self, known: Known, handing: Handing, *, alone: bool = False, reason: str = "") -> Told:
        """Write that the person has it."""
        claim = handing.claim
        assert claim is not None
        lines = orders_state.lines_to_hand(known.now, handing.chosen)
        after = self.step(
            OrderStep(
                known.now.id,
                Step.HANDED_OVER,
                self.operator.id,
                lines,
                reason=reason,
                proof=str(handing.proof or ""),
                proof_detail=handing.detail,
                approved_by=handing.approved_by,
                age_checked=handing.age_done,
                claim=claim.claim,
                handover=claim.handover,
                alone=alone,
                known_ms=self.as_of_ms(),
            )
        )
        if alone:
            self._alone[claim.claim] = (known.now.id, known.now.number)
        self._handing = self._fresh(known.now.id)
        rest = sum(1 for line in after.now.lines if orders_state.to_come(line))
        words = "pickup.handed_in_part" if rest else "pickup.handed_over"
        return Told(Sound.PAID, Said(words, {"number": known.now.number, "count": rest}))

    def _granted(self, known: Known, handing: Handing) -> Told:
        """Hand over what the hub agreed to, unless the order changed; after a failing disk by another press."""
        try:
            return self._give(known, handing)
        except Refusal as no:
            self._release(handing)
            self._handing = self._fresh(handing.order)
            return Told(Sound.UNKNOWN, Said(no.message_id, no.params))
        except Fault:
            handing.answer = Answer.NOT_ASKED
            raise

    def _refused(self, known: Known, handing: Handing, reply: ClaimReply) -> Told:
        self._release(handing)
        self._handing = self._fresh(handing.order)
        words = _NO.get(reply.reason, "pickup.claim_refused")
        where = reply.held_by or "?"
        return Told(Sound.UNKNOWN, Said(words, {"number": known.now.number, "where": where, "reason": reply.reason}))

    def _no_answer(self, known: Known, handing: Handing) -> Told:
        if self.policy.offline is PickupOffline.REFUSE:
            handing.answer = Answer.NOT_ASKED
            self._release(handing)
            self._handing = self._still_proved(handing)
            return Told(Sound.UNKNOWN, Said("pickup.alone_refused", {"number": known.now.number}))
        handing.answer = Answer.ALONE
        return Told(Sound.APPROVAL, Said("pickup.alone_asks"))

    def _proved_by_code(self, handing: Handing, key_id: str) -> None:
        handing.proof, handing.detail = Proof.CODE, key_id


def _subject(order_id: str, claim: OpenClaim) -> str:
    return f"{order_id}/{claim.handover}"
