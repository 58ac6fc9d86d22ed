"""A scanned code of ours opens what it is for, offline, and one that does not hold says why; goods it never is."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos_app.clock import SetClock
from pos_app.demo import shop
from pos_app.domain.codes.signed import CODES, CodeKind, SignedCode, make
from pos_app.domain.errors import Refusal
from pos_app.domain.feed import Level
from pos_app.domain.receipt import QrCode
from pos_app.domain.store_rows import SigningKey
from pos_app.selling.view import Opens, Paper, Told
from pos_app.store import identity
from pos_app.till import Till
from tests.shop_floor import FakeCounter, code_of
from tests.till.counter_top import PLAIN, feed

MANAGER = ("manager", shop.PINS["manager"])
STRANGER = Ed25519PrivateKey.from_private_bytes(b"x" * 32)


def refusal(till: Till, text: str) -> str:
    with pytest.raises(Refusal) as no:
        till.scan(text)
    return no.value.message_id


def sold(till: Till) -> str:
    till.scan(code_of(PLAIN[0]))
    till.start_payment()
    till.pay_cash()
    assert till.view.change is not None
    return till.view.change.sale_id


def printed_code(counter: FakeCounter) -> str:
    return next(each.data for each in counter.printed[-1].elements if isinstance(each, QrCode))


def test_the_code_on_a_receipt_opens_its_sale(till: Till, counter: FakeCounter) -> None:
    sale = sold(till)
    code = printed_code(counter)
    assert till.scan("]Q1" + code).opens == Opens("receipt", sale)
    assert till.scan(code.lower() + "\r").opens == Opens("receipt", sale)


def test_the_screen_shows_the_same_code_as_the_paper_and_a_duplicate_has_it_again(
    till: Till, counter: FakeCounter
) -> None:
    sold(till)
    assert till.view.change is not None
    first = printed_code(counter)
    assert till.view.change.signed == first
    till.reprint_last()
    assert printed_code(counter) == first


def test_a_training_receipt_has_no_code_that_a_till_would_believe(till: Till, counter: FakeCounter) -> None:
    till.start_training(*MANAGER)
    sold(till)
    assert till.view.change is not None
    assert till.view.change.signed == ""
    assert not any(isinstance(each, QrCode) for each in counter.printed[-1].elements)


def test_a_receipt_of_another_till_is_known_as_genuine_but_not_here(till: Till, folder: Path) -> None:
    own = identity.signing_key(folder)
    assert refusal(till, make(SignedCode(CodeKind.RECEIPT, "f" * 32), own)) == "code.receipt_elsewhere"


def test_a_code_that_does_not_hold_sells_nothing(till: Till, folder: Path) -> None:
    own = identity.signing_key(folder)
    assert refusal(till, make(SignedCode(CodeKind.MEMBER, "f" * 32), own)) == "code.forged"
    assert refusal(till, make(SignedCode(CodeKind.RECEIPT, "f" * 32), STRANGER)) == "code.unknown_key"
    assert refusal(till, "TILLC1") == "code.malformed"
    assert till.view.lines == ()
    assert till.view.questions == ()


def test_a_desk_takes_its_own_kind_of_code(till: Till, folder: Path) -> None:
    taken: list[str] = []

    def take(code: SignedCode) -> Told:
        taken.append(code.subject)
        return Told(opens=Opens("pickup", code.subject))

    till.codes.on(CodeKind.RECEIPT, take)
    own = identity.signing_key(folder)
    assert till.scan(make(SignedCode(CodeKind.RECEIPT, "order-7"), own)).opens == Opens("pickup", "order-7")
    assert taken == ["order-7"]


def test_a_code_of_ours_has_no_price(till: Till, folder: Path) -> None:
    with pytest.raises(Refusal, match=r"code\.no_goods"):
        till.price_check(make(SignedCode(CodeKind.RECEIPT, "f" * 32), identity.signing_key(folder)))


def test_a_receipt_shown_as_a_picture_is_the_signed_one(till: Till) -> None:
    till.scan(code_of(PLAIN[0]))
    till.start_payment()
    till.choose_paper(Paper.QR)
    till.pay_cash()
    assert till.view.change is not None
    assert till.view.change.signed.startswith("TILLC1")


def test_a_key_that_the_feed_brings_is_trusted_from_then_on_and_a_rotated_one_until_its_end(
    till: Till, folder: Path, clock: SetClock
) -> None:
    coupon = make(SignedCode(CodeKind.COUPON, "SPRING"), STRANGER)
    assert refusal(till, coupon) == "code.unknown_key"
    key = SigningKey("new", STRANGER.public_key().public_bytes_raw(), CODES)
    feed(folder, [(Level.CHAIN, "key", key.id, key)])
    till.tick()
    assert refusal(till, coupon) == "code.not_here.coupon", "it holds, and this till has no desk for it"
    feed(folder, [(Level.CHAIN, "key", key.id, msgspec.structs.replace(key, valid_to_ms=clock.wall_ms()))])
    till.tick()
    assert refusal(till, coupon) == "code.retired_key"
