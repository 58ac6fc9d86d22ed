"""Members enrolled, looked at in clear and forgotten at the counter; with and without a network."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

from pos_app.cli import workstation
from pos_app.clock import SetClock
from pos_app.demo.shop import PINS
from pos_app.domain.entries_members import MemberEnrolled, MemberErasureAsked, MemberRevealed
from pos_app.domain.errors import Refusal
from pos_app.domain.feed import Level
from pos_app.domain.open_exceptions import OpenException, key_of
from pos_app.domain.people import Member
from pos_app.domain.phones import masked_card, masked_phone
from pos_app.domain.sealing import open_person
from pos_app.members.desk import REVEALED_MS
from pos_app.members.enrolling import Applicant
from pos_app.members.view import RevealField, Standing
from pos_app.selling.lamp import Link, SyncSeen
from pos_app.words import say
from tests.member_floor import MemberTill, feed_members, give_members, header_of, of_tier, open_members
from tests.shop_floor import FakeCounter, make_workstation
from tests.till.counter_top import GOODS, PLAIN, after_a_crash, code, feed, last_sale, pay, refusal, scan

GOLD, SILVER = of_tier("gold"), of_tier("silver")
PRODUCE = next(p.id for p, _ in GOODS.values() if p.department == "produce" and not p.weighed)
APPLICANT = Applicant("Nils Ångström", "139 0000 7731", "", "en", ("points", "offers"))


# Looking in clear


def test_a_reveal_needs_a_supervisor_and_is_on_record_with_its_purpose_before_it_is_seen(at: MemberTill) -> None:
    ask = (GOLD.id, RevealField.PHONE, "call_back")
    assert refusal(lambda: at.members.reveal(*ask)) == "members.approval_needed"
    assert at.entries() == []
    seen = at.members.reveal(*ask, "supervisor", PINS["supervisor"])
    assert seen.value == GOLD.fields.phone
    assert seen.until_ms == at.clock.wall_ms() + REVEALED_MS
    assert at.entries() == [MemberRevealed(GOLD.id, "phone", "call_back", "cashier", "supervisor")]


def test_a_reveal_needs_a_purpose_a_field_and_the_right_pin(at: MemberTill) -> None:
    pin = PINS["supervisor"]
    assert refusal(lambda: at.members.reveal(GOLD.id, RevealField.NAME, "curious", "supervisor", pin)) == (
        "members.purpose_needed"
    )
    assert refusal(lambda: at.members.reveal(GOLD.id, RevealField.NAME, "call_back", "supervisor", "0000")) == (
        "staff.wrong_pin"
    )
    assert refusal(lambda: at.members.reveal(GOLD.id, RevealField.NAME, "call_back", "cashier", PINS["cashier"])) == (
        "till.approve_oneself"
    )
    assert at.entries() == []


def test_a_reveal_in_training_is_of_a_real_person_and_goes_on_record_too(at: MemberTill) -> None:
    at.till.start_training("manager", PINS["manager"])
    at.members.reveal(GOLD.id, RevealField.PHONE, "call_back", "supervisor", PINS["supervisor"])
    assert at.entries() == [MemberRevealed(GOLD.id, "phone", "call_back", "cashier", "supervisor")]


# Enrolling


def test_a_person_is_enrolled_without_a_network_found_at_once_and_buys(at: MemberTill) -> None:
    at.line.seen = SyncSeen(Link.OFFLINE)
    scan(at.till, PRODUCE)
    told = at.members.enrol(APPLICANT)
    assert told.said is not None
    assert told.said.params["name"] == "N*** Å***"
    (entry,) = [each for each in at.entries() if isinstance(each, MemberEnrolled)]
    assert entry.consent.purposes == ("points", "offers")
    assert (entry.consent.text, entry.consent.language, entry.operator) == ("membership-1", "en", "cashier")
    for text in ("13900007731", "7731", "ångström", "Nils"):
        (found,) = at.members.find(text).members
        assert (found.id, found.new_here, found.points) == (entry.member, True, 0)
    assert at.till.view.buyer is not None
    assert at.till.view.buyer.member.id == entry.member
    pay(at.till)
    assert at.members.look(entry.member).points == last_sale(at.till).points > 0


def test_an_enrolment_survives_a_crash_and_yields_to_the_row_of_the_hub(at: MemberTill, tmp_path: Path) -> None:
    at.members.enrol(APPLICANT)
    (entry,) = [each for each in at.entries() if isinstance(each, MemberEnrolled)]
    copy = tmp_path / "copy"
    with after_a_crash(at.folder, copy, signed_on=False):
        pass
    with open_members(copy) as again:
        assert [each.id for each in again.members.find("7731").members] == [entry.member]
        assert [each.id for each in again.members.find("13900007731").members] == [entry.member]
        row = Member(entry.member, entry.personal, tier="gold", points=5, consent=entry.consent)
        feed_members(copy, [(Level.CHAIN, "member", entry.member, row)])
        again.till.tick()
        shown = again.members.look(entry.member)
        assert (shown.tier, shown.points, shown.new_here) == ("gold", 5, False)
        assert [each.id for each in again.members.find("13900007731").members] == [entry.member]


def test_no_two_enrolments_share_a_key_and_each_opens_with_its_own(at: MemberTill) -> None:
    for tail in range(3):
        at.members.enrol(msgspec.structs.replace(APPLICANT, phone=f"1390000773{tail}"))
    entries = [each for each in at.entries() if isinstance(each, MemberEnrolled)]
    assert len({each.personal.key_id for each in entries}) == 3
    phones = {open_person(e.personal, at.members._book._keys.key(e.personal.key_id)).phone for e in entries}
    assert phones == {f"+861390000773{tail}" for tail in range(3)}


def test_a_phone_that_a_member_has_already_warns_once(at: MemberTill) -> None:
    twin = msgspec.structs.replace(APPLICANT, phone=GOLD.fields.phone)
    assert refusal(lambda: at.members.enrol(twin)) == "members.phone_known"
    assert at.entries() == []
    at.members.enrol(twin, anyway=True)
    assert len(at.members.find(GOLD.fields.phone).members) == 2
    card = msgspec.structs.replace(APPLICANT, card=GOLD.fields.card)
    assert refusal(lambda: at.members.enrol(card, anyway=True)) == "members.card_known"


def test_who_has_the_phone_or_the_card_is_named_before_the_sale_is_theirs(at: MemberTill) -> None:
    masked = at.members.find(GOLD.fields.phone).members[0]
    assert "*" in masked.name
    for taken in ({"phone": GOLD.fields.phone}, {"card": GOLD.fields.card}):
        with pytest.raises(Refusal) as no:
            at.members.enrol(msgspec.structs.replace(APPLICANT, **taken))
        assert no.value.params == {"name": masked.name, "member": masked.id}
        assert masked.name in say("en", no.value.message_id, **no.value.params)


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({"name": "  "}, "members.name_missing"),
        ({"name": "A" * 101}, "members.name_unfit"),
        ({"name": "Ann\x1b[2J"}, "members.name_unfit"),
        ({"name": "Ann\ud800"}, "members.name_unfit"),
        ({"phone": "12"}, "person.phone_unreadable"),
        ({"phone": "not a phone"}, "person.phone_unreadable"),
        ({"phone": "", "card": ""}, "members.phone_or_card"),
        ({"card": "ab"}, "members.card_unfit"),
        ({"card": "卡" * 8}, "members.card_unfit"),
        ({"purposes": ()}, "members.consent_missing"),
        ({"purposes": ("offers",)}, "members.consent_missing"),
        ({"language": "xx"}, "members.language_unknown"),
    ],
)
def test_an_enrolment_that_is_not_whole_is_refused_and_nothing_is_written(
    at: MemberTill, changed: dict[str, object], refused: str
) -> None:
    assert refusal(lambda: at.members.enrol(msgspec.structs.replace(APPLICANT, **changed))) == refused
    assert at.entries() == []


@pytest.mark.parametrize("name", ["مريم أحمد", "👩‍🚀 Zoë", "王", "O'Neil-Smith Jr.", "ﷺ" * 50])
def test_any_real_name_is_taken_and_masked(at: MemberTill, name: str) -> None:
    at.members.enrol(msgspec.structs.replace(APPLICANT, name=name))
    (found,) = at.members.find("13900007731").members
    assert "*" in found.name
    assert len(found.name) < 4 * len(name) + 4


def test_direction_marks_that_would_turn_a_line_around_are_left_out_of_a_name(at: MemberTill) -> None:
    at.members.enrol(msgspec.structs.replace(APPLICANT, name="\u202eevil\u202c Ann"))
    (entry,) = [each for each in at.entries() if isinstance(each, MemberEnrolled)]
    assert open_person(entry.personal, at.members._book._keys.key(entry.personal.key_id)).name == "evil Ann"


def test_without_a_key_to_give_nobody_is_enrolled(tmp_path: Path) -> None:
    folder = give_members(make_workstation(tmp_path / "data"), leased=1)
    with open_members(folder) as at:
        at.members.enrol(APPLICANT)
        another = msgspec.structs.replace(APPLICANT, phone="13900007732")
        assert refusal(lambda: at.members.enrol(another)) == "person.no_spare_key"


@pytest.mark.parametrize("now_ms", [0, 86_400_000, 4_102_444_800_000, 253_402_300_000_000])
def test_a_clock_that_is_wrong_keeps_nobody_from_being_enrolled_found_and_forgotten(
    at: MemberTill, now_ms: int
) -> None:
    at.clock.jump(now_ms)
    at.members.enrol(APPLICANT)
    (entry,) = [each for each in at.entries() if isinstance(each, MemberEnrolled)]
    assert entry.consent.given_at_ms == header_of(at.till).stamp.wall_ms == now_ms
    (found,) = at.members.find("7731").members
    assert found.id == entry.member
    at.members.ask_erasure(found.id, "customer_asks", "supervisor", PINS["supervisor"])
    assert at.members.find("7731").members == ()


def test_a_phone_of_another_country_is_found_with_its_country_code_and_by_its_tail(at: MemberTill) -> None:
    at.members.enrol(msgspec.structs.replace(APPLICANT, phone="0044 7700 900123"))
    for typed in ("+44 7700 900123", "00447700900123", "0123"):
        assert "N*** Å***" in [each.name for each in at.members.find(typed).members], typed
    (found,) = at.members.find("+447700900123").members
    assert found.phone == "770****0123"


def test_goods_scanned_for_a_card_are_refused_for_they_would_never_find_the_member(at: MemberTill) -> None:
    mistaken = msgspec.structs.replace(APPLICANT, card=code(PLAIN[0]))
    assert refusal(lambda: at.members.enrol(mistaken)) == "members.card_is_goods"
    assert at.entries() == []


@pytest.mark.parametrize("card", ["1234567890123", "12345678", "A-0042", "0000"])
def test_a_card_whose_number_ends_as_no_barcode_of_goods_may_is_scanned_all_the_same(at: MemberTill, card: str) -> None:
    at.members.enrol(msgspec.structs.replace(APPLICANT, card=card))
    at.members.take_off()
    at.till.scan(card)
    assert at.till.view.buyer is not None
    assert at.till.view.buyer.member.card == masked_card(card)


# Forgetting


def test_an_erasure_is_recorded_the_member_leaves_the_basket_and_cannot_come_back(at: MemberTill) -> None:
    scan(at.till, PRODUCE)
    at.members.attach(GOLD.id)
    assert refusal(lambda: at.members.ask_erasure(GOLD.id, "customer_asks")) == "members.approval_needed"
    at.members.ask_erasure(GOLD.id, "customer_asks", "supervisor", PINS["supervisor"])
    assert at.entries()[-1] == MemberErasureAsked(GOLD.id, "cashier", "customer_asks", "supervisor")
    assert at.till.view.buyer is None
    assert at.members.look(GOLD.id).standing is Standing.ERASING
    assert refusal(lambda: at.members.attach(GOLD.id)) == "members.erasing"
    again = refusal(lambda: at.members.ask_erasure(GOLD.id, "customer_asks", "supervisor", PINS["supervisor"]))
    assert again == "members.erasing"


def test_whoever_was_enrolled_here_and_is_erased_here_is_gone_at_once(at: MemberTill) -> None:
    at.members.enrol(APPLICANT)
    (found,) = at.members.find("13900007731").members
    at.members.ask_erasure(found.id, "enrolled_by_mistake", "supervisor", PINS["supervisor"])
    assert at.members.find("13900007731").members == ()
    assert at.members.find("Nils").members == ()


# What the hub says of members


def test_two_members_of_one_phone_are_told_masked_and_who_was_forgotten_by_the_id_alone(folder: Path) -> None:
    rows = [
        OpenException("member.same_phone", GOLD.id, "t-9", 7, 3, "", SILVER.id, 1),
        OpenException("member.unreadable", "0" * 32, "t-9", 7, 2, "", "person.erased", 1),
    ]
    feed(folder, [(Level.STORE, "exception", key_of(row), row) for row in rows])
    with workstation.rooms(folder, clock=SetClock(), counter=FakeCounter(), random=os.urandom) as rooms:
        told = {
            row.title: say("en", row.happened.message_id, **row.happened.params) for row in rooms.exceptions.look().rows
        }
    assert masked_phone(GOLD.fields.phone) in told["ui.exceptions.title.member.same_phone"]
    assert masked_phone(SILVER.fields.phone) in told["ui.exceptions.title.member.same_phone"]
    assert "0" * 32 in told["ui.exceptions.title.record"]
    for member in (GOLD, SILVER):
        assert member.fields.phone.removeprefix("+86") not in str(told)
        assert member.fields.name not in str(told)
