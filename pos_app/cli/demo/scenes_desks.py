"""The scripted shift at the desks beside the counter: members, pickup; with the hub and alone.

Played like `scenes`, after the network has come back once. Each scene shows what its line says, and checks it.
"""

from __future__ import annotations

from typing import Final

from pos_app.cli.demo.actor import Actor
from pos_app.cli.demo.scenes import Scene, code_of, goods_of, scan_all
from pos_app.demo import orders as demo_orders
from pos_app.demo import people, shop
from pos_app.domain.errors import Fault
from pos_app.domain.money import MILLI
from pos_app.domain.orders_state import OrderState
from pos_app.pickup.view import Asks, OpenOrderView
from pos_app.selling.view import LampState, Mode

NEW_ORDER_MS: Final = 1_500
"""A new order is on the board, with its sound, so long after it was placed."""
_NEW_NAME, _NEW_PHONE = "Demo Newcomer", "12900000042"
_PLACE: Final = "A3"
_SOMEONE: Final = 3
"""A member of a tier, with points."""


def _order(actor: Actor) -> OpenOrderView:
    order = actor.pickup.view.order
    if order is None:
        raise Fault("demo.not_shown", what="an order is open")
    return order


def member_sale(actor: Actor) -> None:
    """A member is found by phone among all, buys at the members' price, and earns points."""
    someone = list(people.members(_SOMEONE + 1))[_SOMEONE]
    scan_all(actor, goods_of("produce", 2) + goods_of("snacks", 2))
    actor.press("F10")
    actor.wait_for(lambda: actor.names_ready, "the members' names are in memory", timeout_s=10)
    actor.type(someone.fields.phone[-11:])
    actor.picture("member-found")
    actor.press("Enter")
    buyer = actor.view.buyer
    actor.expect(buyer is not None and buyer.member.id == someone.id, "the member buys")
    actor.pictures("member-buys")
    actor.pay_exact()


def pick(actor: Actor) -> None:
    """A new order comes in with a sound; it is picked by scanning, a wrong item refused, and made ready."""
    actor.press("F2")
    took_ms = actor.new_order()
    actor.expect(took_ms <= NEW_ORDER_MS, f"a new order is on the board {NEW_ORDER_MS} ms after it was placed")
    actor.pictures("pickup-board")
    number, _ = actor.orders[-1]
    actor.type(number)
    actor.press("Enter")
    actor.press("F7")
    wanted = {line.product_id for line in demo_orders.of_number(number).lines}
    wrong = next(each for each in goods_of("household", 5) if each.id not in wanted)
    actor.scan(code_of(wrong))
    actor.expect(not any(line.set_aside for line in _order(actor).lines), "a wrong item is refused")
    actor.picture("pickup-wrong-item")
    _pick_all(actor)
    actor.press("F8")
    actor.type(_PLACE)
    actor.press("Enter")
    actor.wait_for(lambda: _order(actor).state is OrderState.READY, "the order is ready")
    actor.pictures("pickup-ready")


def _pick_all(actor: Actor) -> None:
    goods = {product.id: product for product, _ in shop.goods()}
    for line in demo_orders.of_number(actor.orders[-1][0]).lines:
        for _ in range(line.quantity // MILLI):
            actor.scan(code_of(goods[line.product_id]))


def _begin_handover(actor: Actor) -> None:
    """The customer shows the code; where there is an age to check it is checked."""
    actor.scan(actor.orders[-1][1])
    actor.press("F12")
    if _order(actor).asks is Asks.AGE:
        actor.press("Ins")


def hand_over(actor: Actor) -> None:
    """The customer's code proves whose it is; the hub grants the hand-over once."""
    _begin_handover(actor)
    actor.wait_for(lambda: _order(actor).asks is Asks.READY_TO_GIVE, "the hub has granted the hand-over")
    actor.picture("pickup-hand-over")
    actor.press("F12")
    actor.wait_for(lambda: _order(actor).state is OrderState.DONE, "the goods are handed over")
    actor.press("Esc")


def alone(actor: Actor) -> None:
    """One more order is ready when the network is cut."""
    actor.press("F2")
    actor.new_order()
    actor.type(actor.orders[-1][0])
    actor.press("Enter", "F7")
    _pick_all(actor)
    actor.press("F8")
    actor.type(_PLACE)
    actor.press("Enter")
    actor.wait_for(lambda: _order(actor).state is OrderState.READY, "the order is ready")
    actor.press("Esc")
    actor.ask("cut")
    actor.wait_for(lambda: actor.lamp.state is LampState.OFFLINE, "the lamp says offline", timeout_s=20)


def hand_over_alone(actor: Actor) -> None:
    """Handed over without the hub, by the store's rule and with a reason; a second time is refused."""
    actor.press("F2")
    _begin_handover(actor)
    actor.wait_for(lambda: _order(actor).asks in (Asks.ALONE, Asks.READY_TO_GIVE), "the store's rule decides")
    if _order(actor).asks is Asks.READY_TO_GIVE:
        actor.press("F12")
    actor.wait_for(lambda: _order(actor).asks is Asks.ALONE, "the store's rule asks for a reason")
    actor.pictures("pickup-alone")
    actor.press("F12")
    actor.wait_for(lambda: _order(actor).state is OrderState.DONE, "the goods are handed over")
    actor.scan(actor.orders[-1][1])
    actor.press("F12")
    actor.wait_for(lambda: _order(actor).asks is Asks.NOTHING, "nothing is handed over twice")
    actor.picture("pickup-twice")
    actor.press("Esc", "Esc")


def enrol_alone(actor: Actor) -> None:
    """A member is enrolled with the network gone, with a key held in reserve, and buys at once."""
    actor.press("F1")
    scan_all(actor, goods_of("dairy", 2))
    actor.press("F10", "F1")
    for typed in (_NEW_NAME, _NEW_PHONE, ""):
        actor.type(typed)
        actor.press("Enter")
    actor.press("F1")
    actor.pictures("member-consent")
    actor.press("F6")
    actor.expect(actor.view.buyer is not None, "the new member buys")
    actor.picture("member-enrolled")
    actor.pay_exact()
    actor.expect(actor.view.mode is Mode.CHANGE, "the sale is done")


def count_while_selling(actor: Actor) -> None:
    """While a handheld counts a shelf the till sells from it; the count ends only then, and both are right."""
    actor.press("F1")
    actor.ask("handheld")
    scan_all(actor, goods_of("care", 3))
    actor.pay_exact()
    actor.ask("handheld-on")


DESKS: Final = (
    Scene("member-sale", "a member found by phone buys and earns", member_sale),
    Scene("pick", "an order comes in and is picked by scanning", pick),
    Scene("hand-over", "handed over by the customer's code, granted by the hub", hand_over),
    Scene("count-while-selling", "a handheld counts and sends goods while the till sells", count_while_selling),
    Scene("alone", "another order ready, network cut", alone),
    Scene("hand-over-alone", "handed over alone by the store's rule", hand_over_alone),
    Scene("enrol-alone", "a member enrolled alone", enrol_alone),
)
