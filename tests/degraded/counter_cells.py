"""Selling, paying, paper and people: what the registry promises of them, online and alone."""

from __future__ import annotations

import uuid

import msgspec

from pos_app.demo import shelf, shop
from pos_app.domain.codes import signed
from pos_app.domain.degraded import Situation
from pos_app.domain.feed import Level
from pos_app.domain.product import Price, ProductPrices
from pos_app.domain.promotions.percent_off import PercentOff
from pos_app.domain.promotions.selection import Selection
from pos_app.domain.receipt import QrCode
from pos_app.domain.store_rows import Operator
from pos_app.selling.view import Mode
from pos_app.staff import hash_pin
from sync.hub import codes
from tests.degraded.store_with_hub import Store, shows
from tests.till.counter_top import PLAIN, PRICE, code, last_sale, name, pay, refusal

ONLINE, ALONE = Situation.ONLINE, Situation.ALONE
PENNY, DEAR = PLAIN[0], PLAIN[1]


def _priced(store: Store, product: str, unit_price: int) -> None:
    store.publish(Level.CHAIN, "price", product, ProductPrices(product, (Price(unit_price),)))


def _price_of_a_scan(store: Store, product: str) -> int:
    till = store.ready_to_sell()
    till.scan(code(product))
    return till.view.lines[-1].unit_price


def _sold(store: Store, product: str = DEAR) -> str:
    till = store.ready_to_sell()
    till.scan(code(product))
    pay(till)
    return last_sale(till).basket.sale_id


@shows("sell", ONLINE)
def _a_new_price_is_sold_at_within_seconds(store: Store) -> None:
    _priced(store, PENNY, 101)
    store.until(lambda: _price_of_a_scan(store, PENNY) == 101)


@shows("sell", ALONE)
def _the_last_heard_price_holds(store: Store) -> None:
    before = _price_of_a_scan(store, PENNY)
    _priced(store, PENNY, before + 1)
    assert _price_of_a_scan(store, PENNY) == before
    store.be(ONLINE)
    store.until(lambda: _price_of_a_scan(store, PENNY) == before + 1)


def _lose_the_catalogue(store: Store) -> None:
    for file in sorted((store.folder / "cache").iterdir()):
        file.unlink(missing_ok=True)
    store.restart()


@shows("without_catalogue", ONLINE)
def _by_department_until_it_has_come_again(store: Store) -> None:
    _lose_the_catalogue(store)
    till = store.ready_to_sell()
    till.sell_open(till.departments()[0].id, 1_250)
    pay(till)
    assert [line.unit_price for line in last_sale(till).basket.live] == [1_250]
    store.until(lambda: store.till.view.catalogue)
    assert _price_of_a_scan(store, DEAR) == PRICE[DEAR]


@shows("without_catalogue", ALONE)
def _by_department_and_no_scanned_goods(store: Store) -> None:
    issued = store.member_code("someone")
    _lose_the_catalogue(store)
    till = store.ready_to_sell()
    till.scan(code(DEAR))
    assert till.view.questions, "nothing is guessed of scanned goods"
    till.set_aside(till.view.questions[0].number)
    till.sell_open(till.departments()[0].id, 1_250)
    pay(till)
    assert [line.unit_price for line in last_sale(till).basket.live] == [1_250]
    assert till.codes.read(issued).subject == "someone", "the hub's keys for codes stand beside the journal too"
    store.be(ONLINE)
    store.until(lambda: store.till.view.catalogue)


def _half_off(product: str, from_ms: int) -> PercentOff:
    rule = f"half-{uuid.uuid4().hex[:8]}"
    return PercentOff(
        id=rule,
        names={"en": "Half off"},
        rate_ppm=500_000,
        valid_from_ms=from_ms,
        selection=Selection(products=frozenset({product})),
    )


def _saving(store: Store, product: str) -> int:
    till = store.ready_to_sell()
    till.scan(code(product))
    return till.view.totals.reduction


@shows("promotions", ONLINE)
def _a_new_promotion_arrives(store: Store) -> None:
    rule = _half_off(PLAIN[2], 0)
    store.publish(Level.CHAIN, "promotion", rule.id, rule)
    store.until(lambda: _saving(store, PLAIN[2]) > 0)


@shows("promotions", ALONE)
def _what_had_arrived_begins_by_itself_and_new_ones_wait(store: Store) -> None:
    store.be(ONLINE)
    soon, later = _half_off(PLAIN[3], store.now_ms + 6_000), _half_off(PLAIN[4], 0)
    store.publish(Level.CHAIN, "promotion", soon.id, soon)
    store.until(lambda: soon.id in {rule.id for rule in store.till._shop.rules().rules})
    store.be(ALONE)
    store.publish(Level.CHAIN, "promotion", later.id, later)
    store.until(lambda: _saving(store, PLAIN[3]) > 0)
    assert _saving(store, PLAIN[4]) == 0


@shows("cash", ONLINE)
def _a_cash_sale_is_at_the_hub_seconds_later(store: Store) -> None:
    kicks = store.counter.kicks
    _sold(store)
    store.until(lambda: store.counter.kicks == kicks + 1)
    store.sent()


@shows("cash", ALONE)
def _a_cash_sale_is_kept_and_sent_once(store: Store) -> None:
    kicks = store.counter.kicks
    sale = _sold(store)
    store.until(lambda: store.counter.kicks == kicks + 1)
    store.restart()
    assert store.till._journal.receipt(sale) is not None, "it is on this till's disk"
    store.be(ONLINE)
    store.sent()


@shows("other_tender", ONLINE, ALONE)
def _the_reference_is_recorded_and_not_checked(store: Store) -> None:
    till = store.ready_to_sell()
    till.scan(code(DEAR))
    till.start_payment()
    till.pay_other(None, "whatever was typed")
    assert [tender.reference for tender in last_sale(till).tenders] == ["whatever was typed"]


@shows("receipt", ONLINE, ALONE)
def _a_receipt_is_printed_with_a_code_that_every_till_believes(store: Store) -> None:
    papers = len(store.counter.printed)
    sale = _sold(store)
    store.until(lambda: len(store.counter.printed) == papers + 1)
    (printed,) = [each.data for each in store.counter.printed[-1].elements if isinstance(each, QrCode)]
    with store.database() as database, database.reading() as tx:
        keys = codes.published(tx, shop.CHAIN)
    found = signed.read(printed, keys, store.now_ms, shelf.OTHER_STORE)
    assert (found.kind, found.subject) == (signed.CodeKind.RECEIPT, sale)


@shows("reprint", ONLINE, ALONE)
def _this_tills_receipts_alone_and_marked(store: Store) -> None:
    _sold(store)
    papers = len(store.counter.printed)
    store.till.reprint_last()
    store.until(lambda: len(store.counter.printed) == papers + 1)
    assert [paper.duplicate for paper in store.counter.printed[-2:]] == [False, True], "the copy says that it is one"
    assert refusal(lambda: store.till.reprint("0199c1f0a0007000800000000000000a"))


@shows("hold", ONLINE, ALONE)
def _a_held_basket_survives_a_power_cut(store: Store) -> None:
    till = store.ready_to_sell()
    till.scan(code(PLAIN[5]))
    till.hold("green coat")
    store.restart()
    till = store.ready_to_sell()
    (held,) = [each for each in till.held() if each.name == "green coat"]
    till.recall(held.sale_id)
    assert [line.names["en"] for line in till.view.lines] == [name(PLAIN[5])]
    till.abandon()


def _new_person(store: Store) -> Operator:
    person = Operator(f"new-{uuid.uuid4().hex[:6]}", "New", hash_pin("8642"))
    store.publish(Level.STORE, "operator", person.id, person)
    return person


@shows("sign_in", ONLINE)
def _a_new_person_signs_in_within_seconds(store: Store) -> None:
    person = _new_person(store)
    store.until(lambda: person.id in {each.id for each in store.till.operators()})
    store.ready_to_sell()
    store.till.sign_off()
    store.till.sign_in(person.id, "8642")
    assert store.till.view.mode is Mode.SELLING
    store.till.sign_off()


@shows("sign_in", ALONE)
def _everybody_known_until_their_credential_expires(store: Store) -> None:
    store.be(ONLINE)
    known = _new_person(store)
    store.until(lambda: known.id in {each.id for each in store.till.operators()})
    store.be(ALONE)
    dismissed = msgspec.structs.replace(known, valid_to_ms=1)
    store.publish(Level.STORE, "operator", known.id, dismissed)
    store.ready_to_sell()
    store.till.sign_off()
    store.till.sign_in(known.id, "8642")
    assert store.till.view.mode is Mode.SELLING, "the risk that the page names"
    store.till.sign_off()
    store.be(ONLINE)
    store.until(lambda: dismissed in store.till._shop.operators())
    assert refusal(lambda: store.till.sign_in(known.id, "8642")) == "staff.expired"


@shows("approval", ONLINE, ALONE)
def _a_supervisor_approves_in_place(store: Store) -> None:
    till = store.ready_to_sell()
    till.scan(code(DEAR))
    assert refusal(lambda: till.override_price(1, 1, "price_match"))
    assert refusal(lambda: till.override_price(1, 1, "price_match", "supervisor", shop.PINS["cashier"]))
    assert refusal(lambda: till.override_price(1, 1, "price_match", "cashier", shop.PINS["cashier"]))
    till.override_price(1, 1, "price_match", "supervisor", shop.PINS["supervisor"])
    assert till.view.lines[0].unit_price == 1
    operator = till.view.operator
    assert operator is not None
    assert operator.id == "cashier", "the cashier stays signed in"
    till.abandon()
    till.sign_off()
    till = store.ready_to_sell("manager")
    till.scan(code(DEAR))
    refused = refusal(lambda: till.override_price(1, 1, "price_match", "cashier", shop.PINS["cashier"]))
    assert refused == "till.may_not_approve"
    till.abandon()
    till.sign_off()
