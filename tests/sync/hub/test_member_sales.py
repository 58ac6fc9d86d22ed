"""A member's price and points are worked out again under the recorded versions; a difference is seen, never refused."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import pytest

from pos_app.domain.basket import Basket, Line, RulesVersion
from pos_app.domain.entries import Sale
from pos_app.domain.feed import Level
from pos_app.domain.pricing import price
from pos_app.domain.promotions.member_price import MemberPrice
from pos_app.domain.promotions.points import PointsForSpending
from pos_app.domain.promotions.rule_set import RuleSet
from pos_app.domain.tender import Tender, TenderKind
from sync.hub import members, members_erasing
from sync.hub.publish import Row
from tests.sync.hub.paper_people import ADA, CONSENT, forgotten
from tests.sync.hub.paper_till import CHAIN, RULES, TAXES, PaperTill
from tests.sync.hub.stand import Stand

FOR_MEMBERS = (
    MemberPrice(id="gold-20", names={"en": "Gold"}, rate_ppm=200_000, tiers=frozenset({"gold"})),
    PointsForSpending(id="points", names={"en": "Points"}, each=10, tiers={"gold": 2_000_000}),
)


def a_till(stand: Stand) -> PaperTill:
    """A till under rules for members, of a chain that knows m-1 as gold."""
    store = stand.central.people.store
    assert store is not None
    members.enrol_many(stand.db, store, [members.Enrolment("m-1", ADA, CONSENT, "gold")], 1, chain=CHAIN)
    stand.publish([Row(Level.CHAIN, None, "promotion", rule.id, rule) for rule in FOR_MEMBERS])
    till = stand.till()
    versions = stand.versions()
    last = max(at for name, at in versions.items() if name.startswith("promotion/"))
    till.rules = RuleSet(RulesVersion(chain=last), (*RULES, *FOR_MEMBERS))
    till.opened()
    return till


def member_sale(till: PaperTill, lines: Sequence[Line], tier: str = "gold", member: str = "m-1") -> Sale:
    """A sale to a member as the till would make it."""
    plain = till.sale(lines)
    basket: Basket = msgspec.structs.replace(plain.basket, member=member, tier=tier)
    pricing = price(basket, till.rules, TAXES)
    due = pricing.priced.total
    paid = (Tender(TenderKind.OTHER, due, reference="voucher"),)
    return msgspec.structs.replace(
        plain, basket=basket, priced=pricing.priced, tenders=paid, due=due, points=pricing.points
    )


def posted(stand: Stand, till: PaperTill, sale: Sale) -> list[str]:
    till.write(sale)
    assert stand.push(till).states == ()
    stand.settle()
    return stand.kinds()


def test_an_honest_sale_to_a_member_agrees(stand: Stand) -> None:
    till = a_till(stand)
    sale = member_sale(till, [till.line(1, 3, 2_000), till.line(2, 4)])
    assert sale.points > 0
    assert any(taken.rule == "gold-20" for line in sale.priced.lines for taken in line.reductions)
    assert posted(stand, till, sale) == []


@pytest.mark.parametrize("points", [0, 1, 1_000_000, -5])
def test_points_that_the_rules_do_not_give_are_listed(stand: Stand, points: int) -> None:
    till = a_till(stand)
    sale = member_sale(till, [till.line(1, 3, 2_000)])
    assert posted(stand, till, msgspec.structs.replace(sale, points=points)) == ["points.differ"]
    found = stand.admin("exceptions")[0]
    assert (found["expected"], found["found"]) == (str(sale.points), str(points))


def test_points_for_nobody_are_listed(stand: Stand) -> None:
    till = a_till(stand)
    sale = till.sale([till.line(1, 3)])
    assert posted(stand, till, msgspec.structs.replace(sale, points=7)) == ["points.differ"]


@pytest.mark.parametrize("wrong", [{"member": ""}, {"tier": "silver"}])
def test_a_members_price_without_the_member_or_of_another_tier_is_listed(stand: Stand, wrong: dict[str, str]) -> None:
    till = a_till(stand)
    sale = member_sale(till, [till.line(1, 3, 2_000)])
    basket = msgspec.structs.replace(sale.basket, **wrong)
    kinds = posted(stand, till, msgspec.structs.replace(sale, basket=basket))
    assert {"total.differs", "reduction.differs", "points.differ"} <= set(kinds)


@pytest.mark.parametrize(
    ("member", "tier", "due"), [("m-1", "silver", "gold"), ("m-1", "", "gold"), ("nobody", "gold", "-")]
)
def test_a_tier_that_the_till_claims_and_the_hub_does_not_know_is_listed_though_all_else_agrees(
    stand: Stand, member: str, tier: str, due: str
) -> None:
    till = a_till(stand)
    assert posted(stand, till, member_sale(till, [till.line(1, 3, 2_000)], tier, member)) == ["member.tier_differs"]
    found = stand.admin("exceptions")[0]
    assert (found["subject"], found["expected"], found["found"]) == (member, due, tier or "-")


def test_a_sale_to_a_member_who_was_forgotten_meanwhile_has_no_tier_to_compare(stand: Stand) -> None:
    till = a_till(stand)
    sale = member_sale(till, [till.line(1, 3, 2_000)])
    with stand.db.writing() as tx:
        members_erasing.ask(tx, CHAIN, "m-1", by="Ada", reason="", now_ms=1)
    forgotten(stand, "m-1")
    assert posted(stand, till, sale) == []


def test_rules_for_members_are_judged_by_their_recorded_version_even_after_they_ended(stand: Stand) -> None:
    till = a_till(stand)
    sale = member_sale(till, [till.line(1, 3, 2_000)])
    stand.publish([Row(Level.CHAIN, None, "promotion", rule.id, None) for rule in FOR_MEMBERS])
    assert posted(stand, till, sale) == []


def test_a_sale_in_training_earns_nothing_and_that_agrees(stand: Stand) -> None:
    till = a_till(stand)
    sale = member_sale(till, [till.line(1, 3, 2_000)])
    assert "points.differ" not in posted(stand, till, msgspec.structs.replace(sale, training=True, points=0))
