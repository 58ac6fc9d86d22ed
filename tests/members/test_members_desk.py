"""The members desk at the counter: found, attached, enrolled, looked at, forgotten; with and without a network."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from pos_app.cli import demo_people
from pos_app.demo.shop import PINS
from pos_app.domain.codes.signed import CODES, CodeKind, SignedCode, make
from pos_app.domain.entries import Sale
from pos_app.domain.entries_members import MemberEnrolled, MemberErasureAsked, MemberRevealed
from pos_app.domain.feed import Level
from pos_app.domain.people import Member
from pos_app.domain.sealing import masked_phone, open_person
from pos_app.domain.store_rows import SigningKey
from pos_app.members import desk
from pos_app.members.desk import REVEALED_MS
from pos_app.members.enrolling import Applicant
from pos_app.members.view import RevealField, Standing
from pos_app.selling.lamp import Link, SyncSeen
from pos_app.selling.view import QuestionKind
from tests.member_floor import MEMBERS, MemberTill, feed_members, give_members, of_tier, open_members
from tests.shop_floor import HUB_KEY, FakeCounter, make_workstation
from tests.till.counter_top import GOODS, PLAIN, after_a_crash, code, drafts, last_sale, pay, refusal, scan

GOLD, SILVER, PLAIN_MEMBER = of_tier("gold"), of_tier("silver"), of_tier("")
PRODUCE = next(p.id for p, _ in GOODS.values() if p.department == "produce" and not p.weighed)
APPLICANT = Applicant("Nils Ångström", "139 0000 7731", "", "en", ("points", "offers"))
ID = "0123456789abcdef0123456789abcdef"


def row_of(at: MemberTill, member: str) -> Member:
    found = at.till._shop.catalogue.member(member)
    assert found is not None
    return found


# Finding


@pytest.mark.parametrize("typed", ["{phone}", "{national}", "138 {tail8}", "0086{national}"])
def test_a_member_is_found_by_the_phone_however_it_is_typed(at: MemberTill, typed: str) -> None:
    national = GOLD.fields.phone.removeprefix("+86")
    text = typed.format(phone=GOLD.fields.phone, national=national, tail8=national[3:])
    (found,) = at.members.find(text).members
    assert (found.id, found.tier, found.points) == (GOLD.id, "gold", GOLD.points)
    assert found.phone == masked_phone(GOLD.fields.phone)


def test_a_member_is_found_by_card_name_and_the_last_digits_of_the_phone(at: MemberTill) -> None:
    latin = next(each for each in MEMBERS if each.fields.name.isascii())
    for text in (
        latin.fields.card,
        latin.fields.name,
        latin.fields.name.split()[1][:4].lower(),
        latin.fields.phone[-6:],
    ):
        assert latin.id in [each.id for each in at.members.find(text).members], text
    assert at.members.find("王").members


def test_what_is_shown_is_masked(at: MemberTill) -> None:
    for member in MEMBERS[:30]:
        (found,) = at.members.find(member.fields.card).members
        shown = msgspec.json.encode(found).decode()
        assert member.fields.phone.removeprefix("+86") not in shown
        assert member.fields.card not in shown
        assert member.fields.name not in shown


def test_until_names_are_loaded_phone_and_card_find_and_the_screen_is_told(folder: Path) -> None:
    with open_members(folder, names=False) as at:
        at.people.close()
        at.people._names = None
        found = at.members.find(GOLD.fields.phone)
        assert [each.id for each in found.members] == [GOLD.id]
        assert not found.names_ready
        assert at.members.find(GOLD.fields.name).members == ()


def test_more_than_are_shown_is_told(at: MemberTill, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "FOUND_MOST", 5)
    found = at.members.find("王")
    assert (len(found.members), found.more) == (5, True)


@pytest.mark.parametrize(
    "text", ["", "   ", "\x00", "9" * 400, "💥" * 100, "\u202e2046", "%_", "' OR 1=1 --", "\ud800"]
)
def test_nothing_that_is_typed_does_harm(at: MemberTill, text: str) -> None:
    assert at.members.find(text).members == ()


def test_a_search_has_a_limit(at: MemberTill) -> None:
    assert refusal(lambda: at.members.find("a" * 513)) == "members.search_too_long"


def test_a_card_with_a_wrong_check_digit_is_nobodys(at: MemberTill) -> None:
    card = GOLD.fields.card
    wrong = card[:-1] + str((int(card[-1]) + 1) % 10)
    assert at.members.find(wrong).members == ()


# Buying


def test_a_member_buys_at_the_members_price_earns_points_and_the_sale_says_so(at: MemberTill) -> None:
    scan(at.till, PRODUCE)
    before = at.till.view.totals.total
    near = [each for each in at.till.view.near if each.member]
    at.members.attach(GOLD.id)
    view = at.till.view
    assert view.totals.total == before - near[0].gain < before
    assert view.buyer is not None
    assert view.buyer.earns == view.totals.total // 100 * 2
    pay(at.till)
    sale = last_sale(at.till)
    assert (sale.basket.member, sale.basket.tier, sale.points) == (GOLD.id, "gold", view.buyer.earns)


def test_the_balance_adds_own_later_sales_until_the_hub_has_them(at: MemberTill) -> None:
    scan(at.till, PRODUCE)
    at.members.attach(GOLD.id)
    pay(at.till)
    earned = last_sale(at.till).points
    assert earned > 0
    shown = at.members.look(GOLD.id)
    assert (shown.points, shown.pending) == (GOLD.points + earned, earned)
    header = at.till._journal.newest_headers(1)[0]
    row = row_of(at, GOLD.id)
    posted = msgspec.structs.replace(
        row, points=row.points + earned, contains={f"{header.workstation}/{header.epoch}": header.seq}
    )
    feed_members(at.folder, [(Level.CHAIN, "member", GOLD.id, posted)])
    at.till.tick()
    shown = at.members.look(GOLD.id)
    assert (shown.points, shown.pending) == (GOLD.points + earned, 0)


def test_a_card_scanned_anywhere_attaches_the_member_and_an_unknown_code_still_asks(at: MemberTill) -> None:
    scan(at.till, PLAIN[0])
    at.till.scan(SILVER.fields.card)
    assert at.till.view.buyer is not None
    assert at.till.view.buyer.member.id == SILVER.id
    at.till.scan("4006381333931")
    assert [each.kind for each in at.till.view.questions] == [QuestionKind.UNKNOWN_CODE]


def test_a_card_may_come_before_the_first_goods_and_survives_a_crash(at: MemberTill, tmp_path: Path) -> None:
    at.till.scan(SILVER.fields.card)
    assert at.till.view.lines == ()
    assert at.till.view.buyer is not None
    with after_a_crash(at.folder, tmp_path / "copy") as again:
        assert again.view.buyer is not None
        assert again.view.buyer.member.id == SILVER.id


def test_a_signed_code_attaches_the_member_and_a_forged_one_is_refused(at: MemberTill) -> None:
    key = SigningKey("hub-codes", HUB_KEY.public_key().public_bytes_raw(), CODES)
    feed_members(at.folder, [(Level.CHAIN, "key", key.id, key)])
    at.till.tick()
    code_text = make(SignedCode(CodeKind.MEMBER, GOLD.id), HUB_KEY)
    assert at.members.find(code_text).members[0].id == GOLD.id
    at.till.scan(code_text)
    assert at.till.view.buyer is not None
    assert at.till.view.buyer.member.id == GOLD.id
    assert refusal(lambda: at.till.scan(code_text[:-3] + "AAA")).startswith("code.")
    pickup = make(SignedCode(CodeKind.PICKUP, ID), HUB_KEY)
    assert refusal(lambda: at.members.find(pickup)) == "members.code_of_another_kind"
    unknown = make(SignedCode(CodeKind.MEMBER, ID), HUB_KEY)
    assert refusal(lambda: at.till.scan(unknown)) == "members.unknown"


def test_a_member_comes_twice_another_takes_the_place_and_each_is_undone(at: MemberTill) -> None:
    scan(at.till, PLAIN[0])
    at.members.attach(GOLD.id)
    told = at.members.attach(GOLD.id)
    assert told.said is not None
    assert told.said.message_id == "members.already"
    at.members.attach(SILVER.id)
    assert at.till._basket.now.member == SILVER.id
    at.till.undo()
    assert (at.till._basket.now.member, at.till._basket.now.tier) == (GOLD.id, "gold")
    at.till.undo()
    assert at.till.view.buyer is None
    at.till.redo()
    assert at.till._basket.now.member == GOLD.id


def test_a_member_is_taken_off_and_undo_brings_them_back(at: MemberTill) -> None:
    scan(at.till, PRODUCE)
    plain = at.till.view.totals.total
    at.members.attach(GOLD.id)
    at.members.take_off()
    assert (at.till.view.buyer, at.till.view.totals.total) == (None, plain)
    assert refusal(at.members.take_off) == "basket.no_member"
    at.till.undo()
    assert at.till.view.buyer is not None


def test_the_draft_keeps_the_member_through_a_crash(at: MemberTill, tmp_path: Path) -> None:
    scan(at.till, PRODUCE)
    at.members.attach(GOLD.id)
    total = at.till.view.totals.total
    assert drafts(at.till)[0].basket.member == GOLD.id
    with after_a_crash(at.folder, tmp_path / "copy") as again:
        assert again.view.buyer is not None
        assert (again.view.buyer.member.id, again.view.totals.total) == (GOLD.id, total)
        pay(again)
        assert last_sale(again).points > 0


def test_what_a_basket_would_earn_is_told_before_the_member_buys(at: MemberTill) -> None:
    assert at.members.would_earn(GOLD.id) == 0
    scan(at.till, PRODUCE, PRODUCE)
    told = at.members.would_earn(GOLD.id)
    at.members.attach(GOLD.id)
    assert at.till.view.buyer is not None
    assert at.till.view.buyer.earns == told > 0


def test_a_member_whose_key_has_not_come_buys_without_a_name(folder: Path) -> None:
    demo_people.put_rings(folder, HUB_KEY, erased=[MEMBERS.index(GOLD)])
    with open_members(folder) as at:
        (found,) = at.members.find(GOLD.fields.phone).members
        assert (found.name, found.phone, found.standing) == ("", "", Standing.UNREADABLE)
        scan(at.till, PRODUCE)
        at.members.attach(GOLD.id)
        pay(at.till)
        assert last_sale(at.till).basket.member == GOLD.id


def test_a_member_who_is_erased_while_buying_leaves_the_basket_and_it_is_told(at: MemberTill) -> None:
    scan(at.till, PRODUCE)
    plain = at.till.view.totals.total
    at.members.attach(GOLD.id)
    feed_members(at.folder, [(Level.CHAIN, "member", GOLD.id, None)])
    assert at.till.tick()
    assert (at.till.view.buyer, at.till.view.totals.total) == (None, plain)
    told = at.till.scan(code(PLAIN[0]))
    assert told.said is not None
    assert told.said.message_id == "members.gone_meanwhile"
    assert refusal(lambda: at.members.attach(GOLD.id)) == "members.unknown"


def test_a_member_who_is_erased_while_paying_is_left_to_the_payment(at: MemberTill) -> None:
    scan(at.till, PRODUCE)
    at.members.attach(GOLD.id)
    due = at.till.view.totals.due_cash
    at.till.start_payment()
    feed_members(at.folder, [(Level.CHAIN, "member", GOLD.id, None)])
    at.till.tick()
    assert at.till.view.buyer is not None
    assert at.till.view.buyer.member.standing is Standing.GONE
    at.till.pay_cash(None)
    assert last_sale(at.till).due == due


def test_offline_the_balance_says_as_of_when(at: MemberTill) -> None:
    assert at.members.look(GOLD.id).as_of_ms == 0
    at.line.seen = SyncSeen(Link.OFFLINE, contact_age_ms=3_600_000)
    now = at.clock.wall_ms()
    as_of = at.members.look(GOLD.id).as_of_ms
    assert now - 3_660_000 < as_of <= now - 3_600_000
    scan(at.till, PLAIN[0])
    at.members.attach(GOLD.id)
    at.line.seen = SyncSeen(Link.ONLINE, contact_age_ms=0)
    assert at.till.tick()
    assert at.till.view.buyer is not None
    assert at.till.view.buyer.member.as_of_ms == 0


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


# Forgetting


def test_an_erasure_is_recorded_the_member_leaves_the_basket_and_cannot_come_back(at: MemberTill) -> None:
    scan(at.till, PRODUCE)
    at.members.attach(GOLD.id)
    assert refusal(lambda: at.members.ask_erasure(GOLD.id, "customer_asks")) == "members.approval_needed"
    at.members.ask_erasure(GOLD.id, "customer_asks", "supervisor", PINS["supervisor"])
    assert at.entries()[-1] == MemberErasureAsked(GOLD.id, "cashier", "customer_asks")
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


# Training


def test_training_enrols_and_erases_nobody_and_earns_nothing(at: MemberTill) -> None:
    at.till.start_training("manager", PINS["manager"])
    assert refusal(lambda: at.members.enrol(APPLICANT)) == "till.not_in_training"
    scan(at.till, PRODUCE)
    at.members.attach(GOLD.id)
    assert at.till.view.buyer is not None
    assert at.till.view.buyer.earns == 0
    pin = PINS["supervisor"]
    erase = lambda: at.members.ask_erasure(GOLD.id, "customer_asks", "supervisor", pin)  # noqa: E731 - one use
    assert refusal(erase) == "till.not_in_training"
    pay(at.till)
    sale = last_sale(at.till)
    assert (sale.training, sale.points) == (True, 0)
    assert at.members.look(GOLD.id).points == GOLD.points
    assert not [each for each in at.entries() if not isinstance(each, Sale)]


def test_nothing_of_a_person_reaches_the_printer_but_the_masked_name(folder: Path) -> None:
    counter = FakeCounter()
    with open_members(folder, counter=counter) as at:
        scan(at.till, PRODUCE)
        at.members.attach(GOLD.id)
        pay(at.till)
    printed = msgspec.json.encode(counter.printed[0]).decode()
    assert GOLD.fields.name not in printed
    assert GOLD.fields.phone[3:] not in printed
