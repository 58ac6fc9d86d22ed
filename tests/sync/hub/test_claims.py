"""What may be used once: whoever is first has it, and everybody hears the same answer however often they ask."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from pos_app.domain.chain import Place
from pos_app.domain.entries import ClaimMade, ClaimReleased, NoSale
from pos_app.domain.feed import ClaimReply
from sync import wire
from sync.protocol import CLAIM_PATH, ClaimRequest
from tests.sync.hub.stand import Stand, refused


def coupon(number: int, subject: str = "coupon-7") -> ClaimMade:
    return ClaimMade(f"claim-{number}", "coupon", subject)


def test_of_two_tills_with_one_coupon_one_wins_and_the_answers_last(stand: Stand) -> None:
    tills = [stand.till(), stand.till("store-2")]
    entries = [till.write(coupon(number)) for number, till in enumerate(tills)]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(stand.claim, tills, entries))
    assert sorted(answer.granted for answer in answers) == [False, True]
    winner = next(till for till, answer in zip(tills, answers, strict=True) if answer.granted)
    loser = next(answer for answer in answers if not answer.granted)
    assert (loser.reason, loser.held_by) == ("claim.held", winner.scope.workstation)
    assert [stand.claim(till, entry) for till, entry in zip(tills, entries, strict=True)] == answers


def test_a_claim_goes_ahead_of_the_backlog_and_acknowledges_nothing(stand: Stand) -> None:
    till = stand.till()
    till.opened()
    for product in range(5):
        till.sell(product)
    ahead = till.write(coupon(1))
    assert stand.claim(till, ahead) == ClaimReply("claim-1", granted=True)
    assert [ack.seq for ack in stand.hello(till).acks] == [0]
    reply = stand.push(till)
    assert (reply.acks[0].seq, reply.states, reply.demand) == (7, (), None)
    stand.settle()
    assert len(stand.kept(till)) == 7, "its copy in order is recognised by its hash"
    assert stand.kinds() == []


def test_a_claim_that_comes_only_with_the_journal_and_clashes_is_shown(stand: Stand) -> None:
    first, late = stand.till(), stand.till()
    assert stand.claim(first, first.write(coupon(1))).granted
    entry = late.write(coupon(2))
    stand.push(late)
    stand.settle()
    found = stand.admin("exceptions")
    assert [(row["kind"], row["subject"], row["found"]) for row in found] == [
        ("claim.clash", "coupon coupon-7", first.scope.workstation)
    ]
    assert not stand.claim(late, entry).granted


def test_a_coupon_given_back_can_be_claimed_again(stand: Stand) -> None:
    first, second = stand.till(), stand.till()
    assert stand.claim(first, first.write(coupon(1))).granted
    back = stand.claim(first, first.write(ClaimReleased("claim-1", "coupon", "coupon-7")))
    assert (back.granted, back.reason) == (False, "claim.released")
    assert stand.claim(second, second.write(coupon(2))).granted
    stand.push(first)
    stand.settle()
    assert stand.claim(second, second.entries[0]).granted, "the release in order takes nothing from its new holder"
    assert stand.kinds() == []


def test_only_its_holder_gives_a_claim_back(stand: Stand) -> None:
    first, second = stand.till(), stand.till()
    assert stand.claim(first, first.write(coupon(1))).granted
    stand.claim(second, second.write(ClaimReleased("claim-1", "coupon", "coupon-7")))
    assert not stand.claim(second, second.write(coupon(2))).granted


def test_a_claim_of_a_cloned_till_is_not_granted(stand: Stand) -> None:
    till = stand.till()
    till.opened()
    till.write(NoSale("shift-1", "op-1", "change"))
    stand.push(till)
    twin = till.seal(coupon(1), Place(till.epoch, 2, till.entries[0].hash))
    answer = stand.claim(till, twin)
    assert (answer.granted, answer.reason) == (False, "epoch.fork")
    assert stand.hello(till).demand is not None


def test_another_kind_of_entry_or_a_forged_one_is_no_claim(stand: Stand) -> None:
    till, other = stand.till(), stand.till()
    for entry, reason in ((till.opened(), "claim.not_one"), (other.write(coupon(1)), "claim.broken")):
        packed = wire.pack(ClaimRequest(entry))
        assert refused(stand.send(CLAIM_PATH, packed.body, till, **packed.headers())) == (422, reason)
