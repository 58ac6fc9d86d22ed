"""The members desk at the counter: found, attached, enrolled, looked at, forgotten; with and without a network."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from pos_app.cli import demo_people
from pos_app.demo.shop import PINS
from pos_app.domain.codes.signed import CODES, CodeKind, SignedCode, make
from pos_app.domain.entries import Sale
from pos_app.domain.feed import Level
from pos_app.domain.people import Member
from pos_app.domain.sealing import masked_phone
from pos_app.domain.store_rows import SigningKey
from pos_app.members import desk
from pos_app.members.enrolling import Applicant
from pos_app.members.view import RevealField, Standing
from pos_app.selling.lamp import Link, SyncSeen
from pos_app.selling.view import QuestionKind
from tests.member_floor import MEMBERS, MemberTill, feed_members, of_tier, open_members
from tests.shop_floor import HUB_KEY, FakeCounter
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


@pytest.mark.parametrize("typed", ["{phone}", "{national}", "128 {tail8}", "0086{national}"])
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
        shown = repr(found)
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


def test_who_asked_to_be_forgotten_is_found_and_seen_no_more_and_may_enrol_anew(at: MemberTill) -> None:
    by = ("supervisor", PINS["supervisor"])
    at.members.ask_erasure(GOLD.id, "customer_asks", *by)
    for text in (GOLD.fields.phone, GOLD.fields.card, GOLD.fields.name):
        assert GOLD.id not in [each.id for each in at.members.find(text).members]
    assert refusal(lambda: at.members.reveal(GOLD.id, RevealField.PHONE, "call_back", *by)) == "members.erasing"
    assert refusal(lambda: at.members.take_card(GOLD.fields.card)) == "members.erasing"
    at.members.enrol(Applicant(GOLD.fields.name, GOLD.fields.phone, GOLD.fields.card, "en", ("points",)))
    at.members.take_off()
    at.members.take_card(GOLD.fields.card)
    buyer = at.till.view.buyer
    assert buyer is not None
    assert buyer.member.id != GOLD.id
    assert buyer.member.new_here


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
