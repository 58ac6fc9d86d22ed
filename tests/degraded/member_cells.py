"""Members: what the registry promises of finding, enrolling, points, looking in clear and forgetting."""

from __future__ import annotations

import secrets

from pos_app.cli.hub_members import key_store
from pos_app.demo import people, shop
from pos_app.domain.degraded import Situation
from pos_app.domain.entries_members import Consent, MemberRevealed
from pos_app.domain.errors import Refusal
from pos_app.domain.key_rings import key_id
from pos_app.domain.people import PersonFields
from pos_app.members.desk import MembersDesk
from pos_app.members.enrolling import Applicant
from pos_app.members.view import RevealField, Standing
from pos_app.store.people_keys import PeopleKeys
from pos_app.till import Till
from sync.hub import members, reports
from tests.degraded.store_with_hub import Store, shows
from tests.till.counter_top import PLAIN, code, pay, refusal

ONLINE, ALONE = Situation.ONLINE, Situation.ALONE
MEMBERS = tuple(people.members())
SUPERVISOR = ("supervisor", shop.PINS["supervisor"])
_CONSENT = Consent(("points",), "membership-1", "en", 1)


def _desk(store: Store) -> MembersDesk:
    store.ready_to_sell()
    return store.rooms.members


def _found(store: Store, text: str) -> set[str]:
    return {each.id for each in store.rooms.members.find(text).members}


def _keys(store: Store) -> PeopleKeys:
    keys = store.rooms.members._book._keys
    assert isinstance(keys, PeopleKeys)
    return keys


def _enrolled_at_the_hub(store: Store, name: str, phone: str) -> str:
    """Have another store enrol somebody."""
    member = secrets.token_hex(16)
    with store.database() as database, key_store(store.hub) as keys:
        made = members.Enrolment(member, PersonFields(name, phone), _CONSENT)
        members.enrol_many(database, keys, [made], store.now_ms, chain=shop.CHAIN)
    return member


def _enrols(desk: MembersDesk, applicant: Applicant, keys: PeopleKeys) -> bool:
    """Enrol somebody, if there is a key for them by now."""
    keys.refresh()
    try:
        desk.enrol(applicant)
    except Refusal as no:
        if no.message_id != "person.no_spare_key":
            raise
        return False
    return True


def _forgotten(store: Store) -> int:
    with store.database() as database, database.reading() as tx:
        return members.counts(tx, shop.CHAIN).erased


def _everybody_is_found_by(store: Store, number: int) -> None:
    someone = MEMBERS[number]
    store.until(lambda: store.rooms.people.ready, "names are in memory")
    issued = store.member_code(someone.id)
    for text in (someone.fields.phone, someone.fields.card, someone.fields.name, someone.fields.phone[-4:], issued):
        assert someone.id in _found(store, text)


@shows("member_find", ONLINE)
def _who_is_enrolled_elsewhere_is_found_within_seconds(store: Store) -> None:
    _everybody_is_found_by(store, 11)
    new = _enrolled_at_the_hub(store, "Xaver Anderswo", "+8613900000201")
    store.until(lambda: new in _found(store, "13900000201") and new in _found(store, "Xaver"))


@shows("member_find", ALONE)
def _who_was_known_and_who_was_enrolled_here(store: Store) -> None:
    _everybody_is_found_by(store, 12)
    elsewhere = _enrolled_at_the_hub(store, "Yrsa Anderswo", "+8613900000202")
    _desk(store).enrol(Applicant("Zita Hier", "13900000203", purposes=("points",)))
    (here,) = _found(store, "13900000203")
    assert here in _found(store, "Zita")
    assert _found(store, "13900000202") == set()
    store.be(ONLINE)
    store.until(lambda: elsewhere in _found(store, "13900000202"))


@shows("member_enrol", ONLINE)
def _a_member_is_known_to_the_chain_within_seconds(store: Store) -> None:
    _desk(store).enrol(Applicant("Nora Neu", "13900000204", purposes=("points",)))
    (new,) = _found(store, "13900000204")
    store.until(lambda: not store.rooms.members.look(new).new_here, "the hub has told every store")


@shows("member_enrol", ALONE)
def _as_many_as_there_are_keys_and_doubles_come_to_light(store: Store) -> None:
    desk, keys = _desk(store), _keys(store)
    *others, last = keys._leased()
    for ring in others:
        keys.note_used(key_id(ring.ring, ring.slots() - 1))
    keys.note_used(key_id(last.ring, last.slots() - 2))  # one key is left
    _enrolled_at_the_hub(store, "Otto Zuerst", "+8613900000205")
    desk.enrol(Applicant("Otto Zuletzt", "13900000205", purposes=("points",)))
    one_more = Applicant("Petra Wartet", "13900000206", purposes=("points",))
    assert refusal(lambda: desk.enrol(one_more)) == "person.no_spare_key"
    store.be(ONLINE)
    store.until(lambda: _enrols(desk, one_more, keys), "the hub has granted more keys")

    def both_are_listed() -> bool:
        with store.database() as database, database.reading() as tx:
            return members.SAME_PHONE in {row.kind for row in reports.exceptions(tx, shop.CHAIN, shop.STORE)}

    store.until(both_are_listed, "people are told of the phone that two members have")


def _bought(till: Till, desk: MembersDesk, member: str) -> int:
    """Let a member buy; return the points that this earned."""
    desk.attach(member)
    for product in PLAIN[:6]:
        till.scan(code(product))
    buyer = till.view.buyer
    assert buyer is not None
    assert buyer.earns > 0
    pay(till)
    return buyer.earns


@shows("member_points", ONLINE)
def _the_balance_is_the_hubs_and_own_later_sales(store: Store) -> None:
    desk, who = _desk(store), MEMBERS[15]
    before = desk.look(who.id)
    assert before.as_of_ms == 0
    earned = _bought(store.till, desk, who.id)
    assert desk.look(who.id).points == before.points + earned
    store.until(lambda: desk.look(who.id).pending == 0, "the hub has posted them")
    assert desk.look(who.id).points == before.points + earned


@shows("member_points", ALONE)
def _the_balance_says_of_when_it_is_and_grows_by_what_is_earned_here(store: Store) -> None:
    alone_ms, desk, who = store.now_ms, _desk(store), MEMBERS[16]
    before = desk.look(who.id)
    assert 0 < before.as_of_ms <= alone_ms, "of the last contact, not of now"
    earned = _bought(store.till, desk, who.id)
    after = desk.look(who.id)
    assert (after.points, after.pending) == (before.points + earned, before.pending + earned)
    store.be(ONLINE)
    store.until(lambda: desk.look(who.id).pending == 0, "posted when the network is back")
    assert desk.look(who.id).points == before.points + earned


def _revealed(store: Store, number: int) -> None:
    desk, who = _desk(store), MEMBERS[number]
    assert who.fields.phone not in str(desk.look(who.id))
    assert refusal(lambda: desk.reveal(who.id, RevealField.PHONE, "", *SUPERVISOR)) == "members.purpose_needed"
    assert refusal(lambda: desk.reveal(who.id, RevealField.PHONE, "call_back")), "a cashier alone has no right to it"
    assert desk.reveal(who.id, RevealField.PHONE, "call_back", *SUPERVISOR).value == who.fields.phone
    told = store.till._journal.entries_about("member", who.id)[-1].body
    assert isinstance(told, MemberRevealed)
    assert (told.purpose, told.approved_by) == ("call_back", "supervisor")


@shows("member_reveal", ONLINE)
def _in_clear_with_a_right_a_purpose_and_a_record(store: Store) -> None:
    _revealed(store, 17)
    store.sent()


@shows("member_reveal", ALONE)
def _in_clear_all_the_same_and_the_record_is_sent_later(store: Store) -> None:
    _revealed(store, 18)
    store.be(ONLINE)
    store.sent()


def _is_gone(store: Store, member: str, key: str) -> bool:
    keys = _keys(store)
    keys.refresh()
    return store.rooms.members._book.known(member) is None and keys.key(key) is None


def _key_of(store: Store, member: str) -> str:
    known = store.rooms.members._book.known(member)
    assert known is not None
    return known.row.personal.key_id


@shows("member_erase", ONLINE)
def _forgotten_by_the_chain_within_seconds(store: Store) -> None:
    desk, who, before = _desk(store), MEMBERS[19], _forgotten(store)
    key = _key_of(store, who.id)
    desk.ask_erasure(who.id, "customer_asks", *SUPERVISOR)
    store.until(lambda: _is_gone(store, who.id, key), "the key is destroyed, and this till was told")
    assert _forgotten(store) == before + 1


@shows("member_erase", ALONE)
def _hidden_here_at_once_and_forgotten_when_the_network_is_back(store: Store) -> None:
    desk, who, before = _desk(store), MEMBERS[20], _forgotten(store)
    key = _key_of(store, who.id)
    desk.ask_erasure(who.id, "customer_asks", *SUPERVISOR)
    assert who.id not in _found(store, who.fields.phone) | _found(store, who.fields.name)
    assert desk.look(who.id).standing is Standing.ERASING
    for no in (
        lambda: desk.attach(who.id),
        lambda: desk.reveal(who.id, RevealField.PHONE, "call_back", *SUPERVISOR),
    ):
        assert refusal(no) == "members.erasing"
    assert _forgotten(store) == before
    store.be(ONLINE)
    store.until(lambda: _is_gone(store, who.id, key))
    assert _forgotten(store) == before + 1
