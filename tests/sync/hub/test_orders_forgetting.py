"""Customers of orders who are no members are forgotten too: their key is deleted, their orders go on without a name."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import Connection, select

from pos_app.domain.errors import Fault, Refusal
from pos_app.domain.orders import CustomerOrder
from pos_app.domain.people import PersonFields
from pos_app.domain.sealing import open_person
from sync.hub import members, members_erasing, orders_forgetting
from sync.hub.desks import orders
from sync.hub.key_store import KeyStore
from sync.hub.placing import Placing
from sync.hub.tables import order_erasure
from tests.sync.hub.paper_people import ADA, BO, CONSENT, forgotten, key_of, row_of
from tests.sync.hub.paper_till import CHAIN, STORE
from tests.sync.hub.stand import Stand, until
from tests.sync.hub.test_orders import NOW, an_order

GUEST = PersonFields("Ida Guest", "+8610000000033")


def keys_of(stand: Stand) -> KeyStore:
    store = stand.central.people.store
    assert store is not None
    return store


def place(stand: Stand, person: PersonFields, order_id: str, number: str, member: str = "") -> CustomerOrder:
    """Place an order as the online shop does, and return it as the tills get it."""
    placed(stand, an_order(id=order_id, number=number, member=member), person)
    return order(stand, order_id)


def placed(stand: Stand, made: CustomerOrder, person: PersonFields) -> None:
    """Place an order beside the hub's own round; "busy" says to ask again."""

    def done() -> bool:
        try:
            Placing(stand.db, stand.settings.folder, keys_of(stand), chain=CHAIN).place(made, person, NOW)
        except Fault:
            return False
        return True

    until(done)


def order(stand: Stand, order_id: str) -> CustomerOrder:
    with stand.db.reading() as tx:
        found = orders.order(tx, CHAIN, STORE, order_id)
    assert found is not None
    return found


def ask(tx: Connection, stand: Stand, asked: CustomerOrder) -> int:
    return orders_forgetting.ask(tx, keys_of(stand), CHAIN, asked, by="Ada", reason="by letter", now_ms=NOW)


def forget(stand: Stand, asked: CustomerOrder) -> int:
    """Forget the customer of an order as the command does, and wait until the hub has."""
    with stand.db.writing() as tx:
        count = ask(tx, stand, asked)
    worked_off(stand)
    return count


def worked_off(stand: Stand) -> None:
    def done() -> bool:
        stand.settle()
        with stand.db.reading() as tx:
            return not orders_forgetting.waits(tx, CHAIN)

    until(done)
    stand.settle()


def test_a_customer_who_is_forgotten_is_noise_and_the_order_goes_on_without_a_name(stand: Stand) -> None:
    before = place(stand, GUEST, "o-1", "1042")
    till = stand.till()
    assert before.personal is not None
    assert open_person(before.personal, key_of(stand, till, before.personal.key_id)) == GUEST
    assert forget(stand, before) == 1
    assert key_of(stand, till, before.personal.key_id) is None, "every till gets the ring without the key"
    after = order(stand, "o-1")
    assert after.personal is None
    assert msgspec.structs.replace(after, personal=before.personal, as_of_ms=before.as_of_ms) == before
    with stand.db.reading() as tx, pytest.raises(Refusal, match=r"order\.nobody"):
        ask(tx, stand, after)


def test_every_order_of_the_same_phone_is_forgotten_in_any_store_and_no_other(stand: Stand) -> None:
    first = place(stand, GUEST, "o-1", "1042")
    stand.till("store-2")
    placed(stand, an_order(id="o-2", number="7", store="store-2"), PersonFields("I. Guest", GUEST.phone))
    other = place(stand, BO, "o-3", "1043")
    assert forget(stand, first) == 2
    with stand.db.reading() as tx:
        there = orders.order(tx, CHAIN, "store-2", "o-2")
    assert there is not None
    assert there.personal is None
    assert order(stand, "o-3") == other
    assert other.personal is not None
    assert keys_of(stand).key(CHAIN, other.personal.key_id) is not None


def test_a_members_order_says_that_the_member_is_to_be_forgotten(stand: Stand) -> None:
    members.enrol_many(stand.db, keys_of(stand), [members.Enrolment("m1", ADA, CONSENT)], NOW, chain=CHAIN)
    theirs = place(stand, ADA, "o-1", "1042", member="m1")
    with stand.db.writing() as tx, pytest.raises(Refusal, match=r"order\.of_member") as refused:
        ask(tx, stand, theirs)
    assert refused.value.params["member"] == "m1"
    stand.settle()
    assert order(stand, "o-1") == theirs


def test_a_member_who_is_forgotten_takes_along_what_they_ordered_as_a_guest(stand: Stand) -> None:
    early = place(stand, ADA, "o-0", "1040", member="m1")  # before the hub knew the member: a key of its own
    members.enrol_many(stand.db, keys_of(stand), [members.Enrolment("m1", ADA, CONSENT)], NOW, chain=CHAIN)
    guest = place(stand, PersonFields("A. Example", ADA.phone), "o-1", "1041")
    other = place(stand, BO, "o-2", "1042")
    with stand.db.writing() as tx:
        assert members_erasing.ask(tx, CHAIN, "m1", by="Ada", reason="", now_ms=NOW)
    forgotten(stand, "m1")
    worked_off(stand)
    for theirs in (early, guest):
        assert theirs.personal is not None
        assert keys_of(stand).key(CHAIN, theirs.personal.key_id) is None
        assert order(stand, theirs.id).personal is None
    assert order(stand, "o-2") == other


def test_who_was_forgotten_does_not_come_back_when_the_shop_places_the_order_again(stand: Stand) -> None:
    forget(stand, place(stand, GUEST, "o-1", "1042"))
    assert place(stand, GUEST, "o-1", "1042").personal is None


def test_an_order_that_leaves_the_tills_forgets_its_customer_and_no_member(stand: Stand) -> None:
    members.enrol_many(stand.db, keys_of(stand), [members.Enrolment("m1", ADA, CONSENT)], NOW, chain=CHAIN)
    both = [place(stand, GUEST, "o-1", "1042"), place(stand, ADA, "o-2", "1043", member="m1")]
    with stand.db.writing() as tx:
        for each in both:
            orders.cancel(tx, CHAIN, STORE, each.id, NOW)
        assert orders.forget_old(tx, CHAIN, STORE, NOW + orders.KEPT_MS + 1) == 2
    worked_off(stand)
    keys = [each.personal.key_id for each in both if each.personal is not None]
    assert [keys_of(stand).key(CHAIN, key) is None for key in keys] == [True, False]
    assert row_of(stand, "m1") is not None


def test_a_forgetting_that_a_crash_cut_is_finished(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = place(stand, GUEST, "o-1", "1042")
    with stand.db.writing() as tx:
        ask(tx, stand, theirs)

    def dark(*_: object) -> None:
        raise OSError("the power is gone")

    with monkeypatch.context() as broken:
        broken.setattr(orders_forgetting, "_forget", dark)
        with pytest.raises(OSError, match="power"):
            orders_forgetting.work_off(stand.db, keys_of(stand), CHAIN, NOW)
    assert order(stand, "o-1").personal is not None
    worked_off(stand)
    assert order(stand, "o-1").personal is None


def test_a_key_store_that_was_put_back_loses_customers_again(stand: Stand, tmp_path: Path) -> None:
    theirs = place(stand, GUEST, "o-1", "1042")
    assert theirs.personal is not None
    with sqlite3.connect(tmp_path / "copy.db") as copy:
        keys_of(stand)._db.backup(copy)
    forget(stand, theirs)
    with sqlite3.connect(tmp_path / "copy.db") as copy:
        copy.backup(keys_of(stand)._db)
    assert keys_of(stand).key(CHAIN, theirs.personal.key_id) is not None
    members_erasing.reconcile(stand.db, keys_of(stand), CHAIN)
    assert keys_of(stand).key(CHAIN, theirs.personal.key_id) is None


def test_who_asked_and_when_it_was_done_is_kept_without_the_person(stand: Stand) -> None:
    forget(stand, place(stand, GUEST, "o-1", "1042"))
    with stand.db.reading() as tx:
        (kept,) = tx.execute(select(order_erasure)).all()
    assert (kept.order, kept.operator, kept.reason) == ("o-1", "Ada", "by letter")
    assert kept.done_ms is not None
