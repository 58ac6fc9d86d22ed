"""Members at the hub: opened with keys of a store of their own, found by hashes, their points added up in any order."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from pos_app.domain.entries_members import MemberEnrolled, MemberErasureAsked, MemberRevealed, PersonalFields
from pos_app.domain.errors import Fault, Refusal
from pos_app.domain.key_rings import LOOKUP_RING, leaseholder, ring_seal
from pos_app.domain.open_exceptions import OpenException
from pos_app.domain.people import PersonFields
from pos_app.domain.sealing import LOOKUP_BYTES, card_hash, open_person, phone_hash
from pos_app.domain.signing import signed_by
from sync.hub import members, members_erasing
from sync.hub.key_store import KeyStore
from sync.hub.tables import exception, member, member_reveal
from sync.protocol import RINGS_PATH, RingsRequest
from sync.wire import pack
from tests.sync.hub.paper_people import (
    ADA,
    BO,
    CONSENT,
    enrol,
    fetched,
    forgotten,
    key_of,
    opened,
    rings,
    row_of,
    sealed_person,
)
from tests.sync.hub.paper_till import CHAIN, PaperTill
from tests.sync.hub.stand import Stand, refused


def lookup(stand: Stand, till: PaperTill) -> bytes:
    return rings(stand, till)[LOOKUP_RING].keys


def followed(stand: Stand, till: PaperTill) -> list[OpenException]:
    """What stands on the Exceptions screen of a till."""
    rows = (row for batch in stand.follow(till) for row in batch.rows if row.stream == "exception" and row.body)
    return [msgspec.msgpack.decode(row.body, type=OpenException) for row in rows]


def points_of(stand: Stand, who: str) -> int:
    found = row_of(stand, who)
    assert found is not None
    return found.points


def test_a_member_enrolled_at_one_till_is_readable_and_found_at_another(stand: Stand) -> None:
    here, there = stand.till(), stand.till()
    here.opened()
    enrol(stand, here, "m1", ADA)
    stand.push(here)
    stand.settle()
    row = row_of(stand, "m1")
    assert row is not None
    assert row.consent == CONSENT
    assert row.tier == "gold"
    assert open_person(row.personal, key_of(stand, there, row.personal.key_id)) == ADA
    assert row.phone_hash == phone_hash(lookup(stand, there), ADA.phone)
    assert row.card_hash == card_hash(lookup(stand, there), ADA.card)
    assert stand.kinds() == []
    assert stand.reasons() == []


def test_keys_go_out_sealed_to_one_till_and_signed_by_the_hub(stand: Stand) -> None:
    here, there = stand.till(), stand.till()
    ring = fetched(stand, here).rings[0]
    hub = stand.central.key
    assert signed_by(hub.private.public_key(), ring.signature, ring_seal(here.scope, ring))
    assert not signed_by(hub.private.public_key(), ring.signature, ring_seal(there.scope, ring))
    with pytest.raises(Exception, match="error occurred"):
        opened(there, ring.sealed)
    answer = stand.send(RINGS_PATH, pack(RingsRequest()).body, None, **pack(RingsRequest()).headers())
    assert refused(answer) == (401, "credential.missing")


def test_a_till_gets_only_what_it_has_not(stand: Stand) -> None:
    till = stand.till()
    have = {ring.ring: ring.version for ring in fetched(stand, till).rings}
    assert fetched(stand, till, have).rings == ()
    assert [ring.ring for ring in fetched(stand, till, have | {LOOKUP_RING: 99}).rings] == [LOOKUP_RING]


def test_each_workstation_has_spare_keys_of_its_own_and_more_before_they_are_used_up(stand: Stand) -> None:
    here, there = stand.till(), stand.till()
    leased = {leaseholder(t.scope): [r for r in rings(stand, t).values() if r.leased_to == leaseholder(t.scope)]
              for t in (here, there)}  # fmt: skip
    assert [len(some) for some in leased.values()] == [1, 1]
    assert len({r.keys for some in leased.values() for r in some}) == 2
    here.opened()
    for slot in (0, 50):
        enrol(stand, here, f"m{slot}", PersonFields(f"N {slot}"), slot)
    stand.push(here)
    stand.settle()
    mine = [r for r in rings(stand, here).values() if r.leased_to == leaseholder(here.scope)]
    assert sorted(r.used for r in mine) == [0, 51]


def test_two_people_with_one_phone_are_both_kept_and_listed(stand: Stand) -> None:
    till = stand.till()
    till.opened()
    enrol(stand, till, "m1", ADA)
    enrol(stand, till, "m2", PersonFields("Ida Example", ADA.phone), 1)
    stand.push(till)
    stand.settle()
    assert row_of(stand, "m1") is not None
    assert row_of(stand, "m2") is not None
    listed = [(row["kind"], row["subject"], row["found"]) for row in stand.admin("exceptions")]
    assert listed == [("member.same_phone", "m2", "m1")]
    assert ADA.phone not in str(stand.admin("exceptions"))


def test_two_tills_that_were_alone_enrol_one_phone_and_one_card_and_every_till_of_the_store_sees_it(
    stand: Stand,
) -> None:
    here, there = stand.till(), stand.till()
    for number, till in enumerate((here, there)):
        till.opened()
        enrol(stand, till, f"m{number}", ADA)
        stand.push(till)
        stand.settle()
    stand.settle()  # what was opened in one round stands in the stores' lists with the next
    follows = [(row.kind, row.subject, row.found) for row in followed(stand, here)]
    assert sorted(follows) == [("member.same_card", "m1", "m0"), ("member.same_phone", "m1", "m0")]
    assert sorted(row.kind for row in followed(stand, there)) == ["member.same_card", "member.same_phone"]
    assert [row_of(stand, f"m{number}") is not None for number in range(2)] == [True, True]


def test_doubled_and_hostile_enrolments_are_listed_and_disturb_nobody(stand: Stand) -> None:
    here, there = stand.till(), stand.till()
    here.opened()
    there.opened()
    enrol(stand, here, "m1", ADA)
    enrol(stand, there, "m1", BO)
    good = sealed_person(stand, here, ADA, 1)
    here.write(MemberEnrolled("m2", msgspec.structs.replace(good, key_id="1-2"), CONSENT, "op-1"))
    here.write(MemberEnrolled("m3", PersonalFields("no key", b"x"), CONSENT, "op-1"))
    here.write(MemberEnrolled("m4", PersonalFields("1-1", b"x" * 5_000), CONSENT, "op-1"))
    here.write(MemberEnrolled("\x00" * 3, good, CONSENT, "op-1"))
    here.write(MemberEnrolled("m5", sealed_person(stand, here, BO, 0), CONSENT, "op-1"))
    stand.push(here)
    stand.settle()
    stand.push(there)
    stand.settle()
    first = row_of(stand, "m1")
    assert first is not None
    assert open_person(first.personal, key_of(stand, here, first.personal.key_id)) == ADA
    kinds = sorted((row["kind"], row["subject"]) for row in stand.admin("exceptions"))
    assert kinds == [
        ("member.enrolled_twice", "m1"), ("member.key_used_twice", "m5"),
        ("member.unreadable", "m2"), ("member.unreadable", "m3"),
    ]  # fmt: skip
    assert stand.reasons() == ["member.malformed", "member.malformed"]


def test_points_add_up_whatever_the_order_and_repetition(stand: Stand) -> None:
    tills = [stand.till(), stand.till()]
    for number, till in enumerate(tills):
        till.opened()
        for points in (3, 0, 10**number, -2):
            sale = till.sale([till.line(1, 1)])
            basket = msgspec.structs.replace(sale.basket, member="m1")
            till.write(msgspec.structs.replace(sale, basket=basket, points=points))
    enrol(stand, tills[1], "m1", ADA)
    for till in tills:
        stand.push(till, till.entries[2:])  # the later ones first, and a gap
        stand.push(till, till.entries)
        stand.push(till, till.entries)
    stand.settle()
    row = row_of(stand, "m1")
    assert row is not None
    assert row.points == 3 + 1 - 2 + 3 + 10 - 2
    last = {f"{till.scope.workstation}/{till.epoch}": 5 for till in tills}
    assert row.contains == last
    assert row.points_ms > 0


def test_a_reveal_is_kept_for_whoever_asks_later(stand: Stand) -> None:
    till = stand.till()
    till.opened()
    till.write(MemberRevealed("m1", "phone", "call about a parcel", "op-1", "boss"))
    stand.push(till)
    stand.push(till)
    stand.settle()
    with stand.db.reading() as tx:
        kept = tx.execute(select(member_reveal.c.member, member_reveal.c.purpose, member_reveal.c.approved_by)).all()
    assert [tuple(row) for row in kept] == [("m1", "call about a parcel", "boss")]


def test_an_erased_member_is_noise_and_the_others_are_found_as_before(stand: Stand) -> None:
    till = stand.till()
    till.opened()
    enrol(stand, till, "m1", ADA)
    enrol(stand, till, "m2", PersonFields("Ida Example", ADA.phone, "29"), 1)  # shares the lookup key
    stand.push(till)
    stand.settle()
    before = row_of(stand, "m1")
    assert before is not None
    old = lookup(stand, till)
    till.write(MemberErasureAsked("m1", "op-1", "asked at the counter"))
    stand.push(till)
    forgotten(stand, "m1")
    assert key_of(stand, till, before.personal.key_id) is None
    with pytest.raises(Refusal, match=r"person\.erased"):
        open_person(before.personal, key_of(stand, till, before.personal.key_id))
    now = lookup(stand, till)
    assert len(now) == LOOKUP_BYTES
    assert phone_hash(now, ADA.phone) != before.phone_hash == phone_hash(old, ADA.phone)
    assert card_hash(now, ADA.card) != before.card_hash
    other = row_of(stand, "m2")
    assert other is not None
    assert other.phone_hash == phone_hash(now, ADA.phone)
    with stand.db.reading() as tx:
        left = tx.execute(select(member).where(member.c.member == "m1")).one()
    assert (left.state, left.cipher, left.phone_hash, left.card_hash, left.key_id) == ("erased", b"", b"", b"", "")
    assert stand.central.people.store is not None
    assert stand.central.people.store.replaced(CHAIN) == frozenset()


def test_points_and_enrolments_that_come_after_the_erasure_bring_nobody_back(stand: Stand) -> None:
    here, there = stand.till(), stand.till()
    here.opened()
    there.opened()
    there.write(MemberErasureAsked("m1", "op-1"))
    stand.push(there)
    stand.settle()
    entry = enrol(stand, here, "m1", ADA)
    sale = here.sale([here.line(1, 1)])
    here.write(msgspec.structs.replace(sale, basket=msgspec.structs.replace(sale.basket, member="m1"), points=4))
    stand.push(here)
    forgotten(stand, "m1")
    said = msgspec.msgpack.decode(entry.body)
    assert key_of(stand, here, said["personal"]["key_id"]) is None
    stand.settle()
    with stand.db.reading() as tx:
        assert members.counts(tx, CHAIN) == (0, 0, 1, 0)
        assert tx.execute(select(exception.c.kind).where(exception.c.kind == "member.unreadable")).all() == []


def test_an_erasure_that_a_crash_cut_is_finished(stand: Stand) -> None:
    till = stand.till()
    till.opened()
    enrol(stand, till, "m1", ADA)
    enrol(stand, till, "m2", PersonFields("Ida Example", ADA.phone), 1)
    stand.push(till)
    stand.settle()
    store = stand.central.people.store
    assert store is not None
    with stand.db.writing() as tx:
        assert members_erasing.ask(tx, CHAIN, "m1", by="Ada", reason="", now_ms=1)
        members_erasing._delete_keys(tx, store, CHAIN, ["m1"])  # and here the power went
    assert store.replaced(CHAIN)
    forgotten(stand, "m1")
    other = row_of(stand, "m2")
    assert other is not None
    assert other.phone_hash == phone_hash(lookup(stand, till), ADA.phone)


@pytest.mark.expects_log("older than the feed: everybody is hashed again")
def test_a_key_store_that_was_put_back_loses_again_what_was_erased(stand: Stand, tmp_path: Path) -> None:
    till = stand.till()
    till.opened()
    enrol(stand, till, "m1", ADA)
    enrol(stand, till, "m2", BO, 1)
    stand.push(till)
    stand.settle()
    store = stand.central.people.store
    assert store is not None
    with sqlite3.connect(tmp_path / "copy.db") as copy:
        store._db.backup(copy)
    before = row_of(stand, "m1")
    assert before is not None
    versions = {ring.ring: ring.version for ring in rings(stand, till).values()}
    with stand.db.writing() as tx:
        members_erasing.ask(tx, CHAIN, "m1", by="Ada", reason="", now_ms=1)
    forgotten(stand, "m1")
    with sqlite3.connect(tmp_path / "copy.db") as copy:
        copy.backup(store._db)
    assert store.key(CHAIN, before.personal.key_id) is not None
    members_erasing.reconcile(stand.db, store, CHAIN)
    while store.replaced(CHAIN):
        members_erasing.erase_pending(stand.db, store, CHAIN, 2)
    stand.settle()
    assert store.key(CHAIN, before.personal.key_id) is None
    after = rings(stand, till)
    assert after[LOOKUP_RING].version > versions[LOOKUP_RING] + 1
    other = row_of(stand, "m2")
    assert other is not None
    assert other.phone_hash == phone_hash(after[LOOKUP_RING].keys, BO.phone)


def test_a_hub_without_a_key_store_takes_money_and_lets_members_wait(stand: Stand, tmp_path: Path) -> None:
    till = stand.till()
    till.opened()
    enrol(stand, till, "m1", ADA)
    people, store = stand.central.people, stand.central.people.store
    people.store = None
    till.sell(1)
    assert len(stand.push(till).states) == 0
    stand.settle()
    packed = pack(RingsRequest())
    assert refused(stand.send(RINGS_PATH, packed.body, till, **packed.headers())) == (503, "hub.key_store")
    assert row_of(stand, "m1") is None
    people.store = store
    stand.settle()
    assert row_of(stand, "m1") is not None
    (tmp_path / "broken.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(Fault, match=r"hub\.key_store"):
        KeyStore(tmp_path / "broken.db")


@pytest.mark.expects_log("members wait for the store of people's keys")
def test_a_key_store_whose_disk_fails_delays_no_money(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    till = stand.till()
    till.opened()
    enrol(stand, till, "m1", ADA)

    def fails(*_: object) -> bytes:
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as broken:
        broken.setattr(KeyStore, "lookup", fails)
        till.sell(1)
        assert stand.push(till).acks[0].seq == 3
        stand.settle()
        packed = pack(RingsRequest())
        assert refused(stand.send(RINGS_PATH, packed.body, till, **packed.headers())) == (503, "hub.key_store")
        assert len(stand.admin("summary")) > 0
    stand.settle()
    assert row_of(stand, "m1") is not None


def test_many_are_enrolled_at_once_and_again_changes_nothing(stand: Stand) -> None:
    store = stand.central.people.store
    assert store is not None
    some = [members.Enrolment(f"m{n}", PersonFields(f"N {n}", f"+8610000{n:06d}"), CONSENT) for n in range(30)]
    assert members.enrol_many(stand.db, store, some, 5, chain=CHAIN) == 30
    assert members.enrol_many(stand.db, store, some, 5, chain=CHAIN) == 0
    till = stand.till()
    row = row_of(stand, "m7")
    assert row is not None
    assert open_person(row.personal, key_of(stand, till, row.personal.key_id)) == some[7].fields


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(-5, 20)), max_size=12), st.randoms(use_true_random=False))
def test_the_balance_is_the_sum_of_all_journals_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, sales: list[tuple[int, int]], chance: object
) -> None:
    shuffle = chance.shuffle  # type: ignore[attr-defined]
    folder = tmp_path_factory.mktemp("hub")
    with Stand(folder, f"sqlite+pysqlite:///{folder / 'hub.db'}") as stand:
        tills = [stand.till() for _ in range(3)]
        for which, points in sales:
            till = tills[which]
            sale = till.sale([till.line(1, 1)])
            basket = msgspec.structs.replace(sale.basket, member="m1")
            till.write(msgspec.structs.replace(sale, basket=basket, points=points))
        store = stand.central.people.store
        assert store is not None
        members.enrol_many(stand.db, store, [members.Enrolment("m1", ADA, CONSENT)], 5, chain=CHAIN)
        sends = [(till, entry) for till in tills for entry in till.entries] * 2
        shuffle(sends)
        for till, entry in sends:
            stand.push(till, [entry])
        stand.settle()
        assert points_of(stand, "m1") == sum(points for _, points in sales)
