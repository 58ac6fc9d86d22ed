"""The service desk: what the registry promises of new orders, finding, picking and handing over."""

from __future__ import annotations

import itertools
import secrets

import msgspec

from pos_app.cli import hub_orders
from pos_app.cli.hub_members import key_store
from pos_app.demo import orders as demo
from pos_app.demo import shop
from pos_app.demo.orders import DemoOrder
from pos_app.domain.chain import Scope
from pos_app.domain.degraded import Situation
from pos_app.domain.entries import PICKUP, ClaimMade
from pos_app.domain.feed import Level
from pos_app.domain.orders_state import OrderState
from pos_app.domain.pickup_policy import PickupOffline, PickupPolicy
from pos_app.pickup.desk import PickupDesk
from pos_app.pickup.view import Asks, OpenOrderView
from pos_app.selling.view import Sound
from sync.hub import claims
from sync.hub.desks import orders
from sync.hub.placing import Placing
from tests.degraded.store_with_hub import Store, shows
from tests.till.counter_top import refusal

ONLINE, ALONE = Situation.ONLINE, Situation.ALONE
_NUMBERS = (number for number in itertools.count() if number % demo.AGED_EVERY != demo.AGED_EVERY - 1)
"""Of orders without goods that ask for an age."""


def _placed(store: Store) -> tuple[DemoOrder, str]:
    """Have a customer order online; return the order and the customer's code."""
    made = demo.order(next(_NUMBERS), store.now_ms)
    with store.database() as database, key_store(store.hub) as keys:
        placing = Placing(database, store.hub.folder, keys, chain=shop.CHAIN)
        return made, placing.place(made.order, made.person.fields, store.now_ms)


def _came(store: Store) -> tuple[DemoOrder, str]:
    """Have a customer order while the till can hear of it, and wait until it has."""
    made, code = _placed(store)
    store.until(lambda: made.order.id in _desk(store).book.orders, "the order has come")
    return made, code


def _desk(store: Store) -> PickupDesk:
    return store.rooms.pickup


def _open(store: Store) -> OpenOrderView:
    found = _desk(store).view.order
    assert found is not None
    return found


def _picked(store: Store, made: DemoOrder) -> None:
    """Pick by scanning, with a power cut in the middle, and lay it ready."""
    store.ready_to_sell()
    _desk(store).open(made.order.id)
    for line in made.order.lines:
        for _ in range(line.quantity // 1_000):
            _desk(store).scan(line.gtins[0][1:])
    store.restart()
    store.ready_to_sell()
    _desk(store).open(made.order.id)
    assert not any(line.missing for line in _open(store).lines), "each scan was on disk"
    _desk(store).ready("A1")


def _begun(store: Store, made: DemoOrder, code: str) -> None:
    """Pick an order, prove it by the code, and press hand over."""
    _picked(store, made)
    _desk(store).scan(code)
    _desk(store).begin_handover()
    _desk(store).hand_over()


def _place_at_the_hub(store: Store, order_id: str) -> str:
    with store.database() as database, database.reading() as tx:
        found = orders.order(tx, shop.CHAIN, shop.STORE, order_id)
    assert found is not None
    return found.place


def _said(store: Store) -> list[str]:
    return [told.said.message_id for told in store.heard if told.said is not None]


@shows("pickup_new", ONLINE)
def _a_new_order_comes_with_its_sound(store: Store) -> None:
    """How soon is measured by the story of an order."""
    store.heard.clear()
    _came(store)
    assert [told.sound for told in store.heard] == [Sound.PICKUP]


@shows("pickup_new", ALONE)
def _none_come_and_the_customer_is_told(store: Store) -> None:
    store.ready_to_sell()
    made, code = _placed(store)
    assert refusal(lambda: _desk(store).scan(code)) == "pickup.not_here_yet"
    assert _desk(store).find(made.order.number) == ()
    store.be(ONLINE)
    store.until(lambda: _desk(store).find(made.order.number))


def _is_found(store: Store, made: DemoOrder, code: str) -> None:
    desk, fields = _desk(store), made.person.fields
    for text in (made.order.number, fields.name, fields.phone[-4:]):
        store.until(lambda text=text: made.order.id in {card.id for card in desk.find(text)}, f"found by {text}")  # type: ignore[misc]
    store.ready_to_sell()
    desk.scan(code)
    assert _open(store).id == made.order.id


@shows("pickup_find", ONLINE)
def _by_code_number_name_and_phone_tail(store: Store) -> None:
    _is_found(store, *_came(store))
    assert _open(store).as_of_ms > store.now_ms - 60_000
    _desk(store).close()


@shows("pickup_find", ALONE)
def _what_had_come_with_its_age_and_without_what_was_cancelled_since(store: Store) -> None:
    store.be(ONLINE)
    made, code = _came(store)
    store.be(ALONE)
    alone_ms = store.now_ms
    with store.database() as database:
        hub_orders.cancel(database, shop.STORE, made.order.id)
    _is_found(store, made, code)
    assert _open(store).state is OrderState.WAITING
    assert 0 < _open(store).as_of_ms <= alone_ms, "of the last contact, not of now"
    store.be(ONLINE)
    store.until(lambda: _open(store).state is OrderState.CANCELLED)
    _desk(store).close()


@shows("pickup_pick", ONLINE)
def _picked_and_the_customer_can_be_told(store: Store) -> None:
    made, _ = _came(store)
    _picked(store, made)
    store.until(lambda: _place_at_the_hub(store, made.order.id) == "A1", "the hub can tell the customer")
    _desk(store).close()


@shows("pickup_pick", ALONE)
def _picked_all_the_same_and_the_customer_is_told_later(store: Store) -> None:
    store.be(ONLINE)
    made, _ = _came(store)
    store.be(ALONE)
    _picked(store, made)
    assert _place_at_the_hub(store, made.order.id) == "", "nobody else knows: another till may pick it too"
    store.be(ONLINE)
    store.until(lambda: _place_at_the_hub(store, made.order.id) == "A1")
    _desk(store).close()


@shows("pickup_hand_over", ONLINE)
def _the_hub_grants_it_once(store: Store) -> None:
    made, code = _came(store)
    _begun(store, made, code)
    store.until(lambda: _open(store).state is OrderState.DONE)
    assert refusal(_desk(store).begin_handover)
    other, code = _came(store)
    with store.database() as database, database.writing() as tx:
        claim = ClaimMade(secrets.token_hex(16), PICKUP, f"{other.order.id}/1")
        assert claims.decide(tx, Scope(shop.CHAIN, shop.STORE, "till-9"), claim, store.now_ms)[0].granted
    store.heard.clear()
    _begun(store, other, code)
    store.until(lambda: "pickup.claimed_elsewhere" in _said(store), "another till has it in hand")
    _desk(store).close()


@shows("pickup_hand_over", ALONE)
def _by_the_stores_policy_and_never_twice_from_this_till(store: Store) -> None:
    store.be(ONLINE)
    first, code = _came(store)
    second, second_code = _came(store)
    store.be(ALONE)
    _begun(store, first, code)
    store.until(lambda: _open(store).asks is Asks.ALONE, "the policy allows it with a reason")
    assert refusal(lambda: _desk(store).hand_over_alone("")) == "order.no_such_reason"
    supervisor = ("supervisor", shop.PINS["supervisor"]) if _open(store).alone_approval else ()
    _desk(store).hand_over_alone("customer_waits", *supervisor)
    assert _open(store).state is OrderState.DONE
    _desk(store).scan(code)
    assert refusal(_desk(store).begin_handover), "what this till handed over"
    store.be(ONLINE)
    refuses = PickupPolicy(PickupOffline.REFUSE)
    _follow(store, refuses)
    store.be(ALONE)
    store.heard.clear()
    _begun(store, second, second_code)
    store.until(lambda: "pickup.alone_refused" in _said(store), "the policy refuses")
    assert _open(store).state is OrderState.READY
    _desk(store).close()
    store.be(ONLINE)
    _follow(store, PickupPolicy())


def _follow(store: Store, policy: PickupPolicy) -> None:
    """Publish the store's policy, and wait until the till has it."""
    info = msgspec.structs.replace(shop.store_info(), pickup=policy)
    store.publish(Level.STORE, "store", shop.STORE, info)
    store.until(lambda: store.till._shop.info.pickup == policy)
