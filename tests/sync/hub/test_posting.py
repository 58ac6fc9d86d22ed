"""What was kept is posted: every leg by itself, once, and nobody's sale is refused for what it says."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from pos_app.domain.basket import Item, Line, ManualDiscount, PriceSource
from pos_app.domain.chain import digest
from pos_app.domain.entries import NoSale, ReceiptNumber, Sale, StockMoved
from pos_app.domain.feed import Level, State
from pos_app.domain.product import Price, ProductPrices
from pos_app.domain.tender import Tender, TenderKind
from sync.hub import accept, intake, legs, posting, reports
from sync.hub.posting import Bench
from sync.hub.publish import Row
from sync.hub.stock import Due
from sync.hub.versions import Versions
from tests.sync.hub.paper_till import CHAIN, DAY, STORE, PaperTill, unit_price_of
from tests.sync.hub.stand import OPENING, Stand, a_level


def sold(stand: Stand, till: PaperTill, sale: Sale) -> None:
    till.write(sale)
    assert stand.push(till, till.entries[-1:]).states == ()
    stand.settle()


def total_of(stand: Stand) -> dict[str, Any]:
    totals = stand.admin("summary")["workstations"][0]["totals"]
    return dict(totals[0]) if totals else {}


def on_hand(stand: Stand, product: str) -> int:
    return next((row["on_hand"] for row in stand.admin("stock") if row["product"] == product), 0)


def test_an_honest_day_posts_money_tax_tenders_and_stock_with_nothing_to_look_at(stand: Stand) -> None:
    till = stand.till()
    till.opened()
    sales = [till.sale([till.line(1, 3, 2_000), till.line(2, 4, voided=True)]) for _ in range(3)]
    for sale in sales:
        till.write(sale)
    stand.push(till)
    stand.settle()
    total = sum(sale.priced.total for sale in sales)
    summary = stand.admin("summary")
    assert summary["workstations"][0]["kinds"] == {"epoch_opened": 1, "sale": 3}
    posted = total_of(stand)
    assert (posted["sales"], posted["total"], posted["rounding"]) == (3, total, 0)
    assert sum(posted["tenders"].values()) == total
    assert posted["taxes"] == {"A/vat20": sum(sale.priced.tax for sale in sales)}
    assert on_hand(stand, "p3") == OPENING - 6_000
    assert (stand.kinds(), stand.reasons(), summary["waiting"]) == ([], [], 0)


def test_a_tampered_price_is_found_and_the_sale_still_counts(stand: Stand) -> None:
    till = stand.till()
    sold(stand, till, till.sale([till.line(1, 2), till.line(2, 3, unit_price=1)]))
    found = stand.admin("exceptions")
    assert [(row["kind"], row["subject"], row["expected"], row["found"]) for row in found] == [
        ("price.differs", "line 2", str(unit_price_of(3)), "1")
    ]
    assert total_of(stand)["sales"] == 1


def test_a_price_is_judged_by_its_recorded_version_even_after_it_changed(stand: Stand) -> None:
    till = stand.till()
    honest = till.sale([till.line(1, 2)])
    stand.publish([Row(Level.CHAIN, None, "price", "p2", ProductPrices("p2", (Price(9_999),)))])
    stand.publish([Row(Level.CHAIN, None, "price", "p2", None)])
    sold(stand, till, honest)
    assert stand.kinds() == []


def test_a_promotion_is_judged_by_its_recorded_version_even_after_it_ended(stand: Stand) -> None:
    till = stand.till()
    honest = till.sale([till.line(1, 1, 30_000)])
    assert honest.priced.reduction > 0
    for rule in ("tenth", "save"):
        stand.publish([Row(Level.CHAIN, None, "promotion", rule, None)])
    sold(stand, till, honest)
    assert stand.kinds() == []


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"price_version": 1}, "price.version_unknown"),
        ({"price_version": 900_000}, "price.version_unknown"),
        ({"fixed_amount": 1}, "price.fixed"),
        ({"price_source": PriceSource.OPEN}, "price.open"),
        ({"price_source": PriceSource.EMBEDDED}, "price.not_embedded"),
        ({"price_source": PriceSource.OVERRIDE, "list_price": 110, "reason": "damaged"}, "price.differs"),
        ({"price_source": PriceSource.OVERRIDE, "list_price": unit_price_of(2)}, "price.no_reason"),
        (
            {"price_source": PriceSource.OVERRIDE, "list_price": unit_price_of(2), "unit_price": 50, "reason": "x"},
            "discount.not_approved",
        ),
        ({"discount": ManualDiscount("friend", rate_ppm=500_000)}, "discount.not_approved"),
        ({"discount": ManualDiscount("friend", amount=90)}, "discount.not_approved"),
    ],
)
def test_a_line_that_does_not_agree_is_listed(stand: Stand, changed: dict[str, Any], kind: str) -> None:
    till = stand.till()
    sold(stand, till, till.sale([till.line(1, 2, **changed)]))
    assert stand.kinds() == [kind]
    assert total_of(stand)["sales"] == 1


def test_another_products_price_row_is_found(stand: Stand) -> None:
    till = stand.till()
    cheap = till.line(1, 0)
    line = till.line(1, 19, unit_price=cheap.unit_price, price_version=cheap.price_version)
    sold(stand, till, till.sale([line]))
    assert stand.kinds() == ["price.of_another"]


@pytest.mark.parametrize(
    ("field", "by", "kinds"),
    [
        ("total", -100, ["tenders.differ", "total.differs"]),
        ("tax", 1, ["tax.differs"]),
        ("reduction", 5, ["reduction.differs"]),
    ],
)
def test_totals_that_do_not_come_out_again_are_listed(stand: Stand, field: str, by: int, kinds: list[str]) -> None:
    till = stand.till()
    sale = till.sale([till.line(1, 2), till.line(2, 5)])
    priced = msgspec.structs.replace(sale.priced, **{field: getattr(sale.priced, field) + by})
    sold(stand, till, msgspec.structs.replace(sale, priced=priced, due=priced.total))
    assert sorted(stand.kinds()) == kinds


def test_shares_moved_between_lines_are_listed(stand: Stand) -> None:
    till = stand.till()
    sale = till.sale([till.line(1, 2), till.line(2, 5)])
    first, second = sale.priced.lines
    moved = (
        msgspec.structs.replace(first, net=first.net - 1),
        msgspec.structs.replace(second, net=second.net + 1),
    )
    sold(stand, till, msgspec.structs.replace(sale, priced=msgspec.structs.replace(sale.priced, lines=moved)))
    assert stand.kinds() == ["shares.differ"]


def test_a_payment_that_does_not_settle_is_listed(stand: Stand) -> None:
    till = stand.till()
    sale = till.sale([till.line(1, 2)])
    short = (Tender(TenderKind.OTHER, sale.due - 30),)
    sold(stand, till, msgspec.structs.replace(sale, tenders=short, due=sale.due - 30, rounding=-30))
    assert stand.kinds() == ["rounding.differs"]


def test_negative_stock_is_sold_and_flagged_once_with_its_depth(stand: Stand) -> None:
    till = stand.till()
    stand.publish([a_level("p6", 0)])
    till.opened()
    for _ in range(3):
        till.sell(6)
        stand.push(till)
        stand.settle()
    found = stand.admin("exceptions")
    assert [(row["kind"], row["subject"], row["found"]) for row in found] == [("stock.negative", "p6", "-3000")]
    assert on_hand(stand, "p6") == -3_000


def test_stock_is_opening_and_deltas_in_any_order(stand: Stand) -> None:
    till, other = stand.till(), stand.till()
    for one in (till, other):
        one.opened()
        one.write(StockMoved("receipt", "op-1", {"p1": 10_000, "p2": 5_000}))
        one.sell(1, 1, 2)
    stand.push(till, till.entries[2:])
    stand.push(other)
    stand.settle()
    stand.publish([a_level("p1", 100_000)])
    stand.push(till)
    stand.push(till)
    stand.settle()
    assert (on_hand(stand, "p1"), on_hand(stand, "p2")) == (110_000, OPENING + 8_000)


def test_an_unknown_product_goes_on_the_quarantine_list_and_its_money_posts(stand: Stand) -> None:
    till = stand.till()
    stranger = Line(
        1, Item("p-unheard-of", {"en": "?"}, "d1", "A"), 1_000, 250, price_version=till.versions["price/p1"]
    )
    sold(stand, till, till.sale([stranger]))
    assert stand.reasons() == ["product.unknown"]
    assert total_of(stand)["sales"] == 1


def test_a_sale_of_a_closed_day_is_listed_and_posted(stand: Stand) -> None:
    till = stand.till()
    said = {"chain": CHAIN, "store": STORE, "business_day": DAY}
    answer = stand.client.post("/admin/closed-day", json=said, headers={"authorization": "Bearer the admin's token"})
    assert answer.status_code == 200
    sold(stand, till, till.sale([till.line(1, 2)]))
    assert stand.reasons() == ["day.closed"]
    assert total_of(stand)["sales"] == 1


def test_a_kind_from_the_future_is_kept_quarantined_and_delays_nothing(stand: Stand) -> None:
    till = stand.till()
    till.opened()
    made = till.seal(NoSale("shift-1", "op-1", "change"))
    header = msgspec.msgpack.decode(made.header)
    header[6], header[7] = "loyalty_spun", 9
    said, body = msgspec.msgpack.encode(header), msgspec.msgpack.encode({"type": "loyalty_spun", "wheel": 7})
    hashed = digest(said, body)
    future = msgspec.structs.replace(made, header=said, body=body, hash=hashed, signature=till.key.sign(hashed))
    till.entries.append(future)
    till.sell(2)
    reply = stand.push(till)
    assert [(state.seq, state.state, state.reason) for state in reply.states] == [
        (2, State.QUARANTINED, "kind.unknown")
    ]
    assert reply.acks[0].seq == 3
    stand.settle()
    assert stand.reasons() == ["kind.unknown"]
    assert stand.kept(till)[1] == hashed.hex(), "its bytes are here for the version that will know it"
    assert total_of(stand)["sales"] == 1


def test_a_body_that_is_no_body_is_kept_and_quarantined(stand: Stand) -> None:
    till = stand.till()
    made = till.seal(NoSale("shift-1", "op-1", "change"))
    body = b"\x81\xa4type\xc1"
    hashed = digest(made.header, body)
    broken = msgspec.structs.replace(made, body=body, hash=hashed, signature=till.key.sign(hashed))
    assert [state.reason for state in stand.push(till, [broken]).states] == ["body.undecodable"]
    stand.settle()
    assert stand.reasons() == ["body.undecodable"]


def test_a_training_sale_moves_nothing(stand: Stand) -> None:
    till = stand.till()
    sold(stand, till, till.sale([till.line(1, 2, unit_price=1)], training=True))
    assert (total_of(stand), on_hand(stand, "p2"), stand.kinds()) == ({}, OPENING, [])


def test_a_sale_booked_twice_and_a_receipt_number_left_out_are_seen(stand: Stand) -> None:
    till = stand.till()
    sale = till.sale([till.line(1, 2)])
    sold(stand, till, sale)
    sold(stand, till, msgspec.structs.replace(sale, receipt=ReceiptNumber("sale", 3)))
    assert sorted(stand.kinds()) == ["receipt.number", "sale.doubled"]


def test_absurd_figures_stop_nobody(stand: Stand) -> None:
    till = stand.till()
    till.opened()
    till.write(StockMoved("adjustment", "op-1", {"p1": 2**64 - 1}))
    sale = till.sale([till.line(1, 2)])
    till.write(msgspec.structs.replace(sale, tenders=(Tender(TenderKind.CASH, 2**63),)))
    till.write(till.sale([till.line(1, 2, quantity=2**63)], due=2**64 - 1))
    till.sell(3)
    assert stand.push(till).acks[0].seq == 5
    stand.settle()
    assert stand.admin("summary")["waiting"] == 0
    assert total_of(stand)["sales"] >= 1
    assert set(stand.reasons()) == {"amount.absurd"}


class TooLong(Exception):
    """What PostgreSQL says of a text too long for an index: an operational error that no retry mends."""

    sqlstate = "54000"


@pytest.mark.expects_log("posting a batch of store store-1 failed")
@pytest.mark.parametrize("failure", [ZeroDivisionError(), OperationalError("index row", None, TooLong())], ids=type)
def test_an_entry_that_breaks_posting_is_set_aside_alone(
    stand: Stand, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    till = stand.till()
    till.opened()
    for product in range(5):
        till.sell(product)
    bad = till.entries[3].hash
    real = legs.Legs.post

    def post(self: legs.Legs, row: legs.Arrived, body: object) -> None:
        if row.hash == bad:
            raise failure
        real(self, row, body)  # type: ignore[arg-type]

    monkeypatch.setattr(legs.Legs, "post", post)
    stand.push(till)
    stand.settle()
    assert stand.reasons() == ["posting.failed"]
    assert (total_of(stand)["sales"], stand.admin("summary")["waiting"]) == (4, 0)


@pytest.mark.expects_log("posting at store store-1 waits")
def test_posting_waits_for_a_database_that_fails_and_then_posts_once(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    till = stand.till()
    till.sell(2)
    real, failures = legs.Legs.write, [1, 2, 3]

    def write(self: legs.Legs) -> None:
        real(self)
        if failures:
            failures.pop()
            raise OperationalError("disk full", None, Exception())

    monkeypatch.setattr(legs.Legs, "write", write)
    stand.push(till)
    stand.settle()
    stand.settle()
    stand.settle()
    assert (total_of(stand)["sales"], on_hand(stand, "p2")) == (1, OPENING - 1_000)
    assert failures == []


def test_a_hub_killed_between_keeping_and_posting_posts_once_when_it_is_back(stand: Stand) -> None:
    till = stand.till()
    till.opened()
    for product in range(4):
        till.sell(product)
    checked = [accept.check(entry, till.scope, till.key.public_key()) for entry in till.entries]
    intake.keep(stand.db, till.scope, checked, 1)  # and the process dies here
    assert stand.admin("summary")["waiting"] in {0, 5}
    stand.__exit__(None, None, None)
    with Stand(stand.settings.folder, stand.settings.database) as again:
        again.settle()
        again.tokens = stand.tokens
        assert again.admin("summary")["waiting"] == 0
        assert total_of(again)["sales"] == 4
        assert again.push(till).acks[0].seq == 5
        again.settle()
        assert total_of(again)["sales"] == 4
    stand.__enter__()


def test_a_crash_in_the_middle_of_posting_leaves_nothing_half_done(stand: Stand) -> None:
    till = stand.till()
    till.sell(2)

    class Killed(BaseException):
        """The process ends here."""

    def killed(tx: Connection) -> None:
        raise Killed

    checked = [accept.check(entry, till.scope, till.key.public_key()) for entry in till.entries]

    def keep_and_die() -> None:
        intake.keep(stand.db, till.scope, checked, 1)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(posting, "_quarantine", lambda tx, *_: killed(tx))
            with pytest.raises(Killed):
                posting.post(Bench(stand.db, Versions(), Due(), {}), CHAIN, STORE, 1)
        with stand.db.reading() as tx:
            assert reports.summary(tx, CHAIN, STORE).waiting == 1
            assert {level.on_hand for level in reports.stock_of(tx, CHAIN, STORE)} == {OPENING}

    stand.client.blocking_portal.call(stand.central.write, keep_and_die)
    stand.settle()
    assert (total_of(stand)["sales"], on_hand(stand, "p2")) == (1, OPENING - 1_000)
