"""The cache is deleted while the till sells, or was never there: operators sign in, goods sell by department."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos_app.demo import shop
from pos_app.domain import essentials
from pos_app.domain.codes.signed import CODES, CodeKind, SignedCode, make
from pos_app.domain.store_rows import SigningKey
from pos_app.selling.view import Mode, QuestionKind
from pos_app.store import fallback, identity
from pos_app.till import Till
from tests.shop_floor import CACHE, HUB_KEY, FakeCounter, fill_cache, make_workstation, open_till
from tests.till.counter_top import LOOSE, PLAIN, UNKNOWN, last_sale, names, only_question, pay, refusal, scan


def _sells_by_department(till: Till) -> None:
    assert {each.id for each in till.operators()} == set(shop.PINS)
    till.scan(UNKNOWN)
    assert only_question(till).kind is QuestionKind.UNKNOWN_CODE
    till.sell_by_department(only_question(till).number, "pantry", 990)
    till.sell_open("bakery", 450)
    pay(till, 2_000)
    assert last_sale(till).due == 1_440
    assert last_sale(till).basket.tax_version > 0


def test_a_cache_deleted_under_an_open_till(till: Till, folder: Path, counter: FakeCounter) -> None:
    scan(till, PLAIN[0])
    shutil.rmtree(folder / CACHE)
    till.tick()
    scan(till, PLAIN[1])
    pay(till)
    _sells_by_department(till)
    assert len(counter.printed) == 2


def test_a_restart_without_a_cache(till: Till, folder: Path, tmp_path: Path) -> None:
    scan(till, PLAIN[0])
    shutil.copytree(folder, tmp_path / "bare", ignore=shutil.ignore_patterns("*.lock", "*-shm", CACHE))
    with open_till(tmp_path / "bare") as again:
        assert not again.view.catalogue
        assert names(again), "the open basket is back, and can be paid"
        again.step(1, 1_000)
        pay(again)
        assert again.search("bread") == ()
        assert refusal(lambda: again.add_product(PLAIN[0])) == "till.no_such_product"
        again.scan(LOOSE.plu)
        again.set_aside(only_question(again).number)
        _sells_by_department(again)


def test_a_workstation_that_never_heard_from_its_store_says_so(tmp_path: Path) -> None:
    folder = make_workstation(tmp_path / "data", cache=False)
    (folder / identity.FOLDER / fallback.NAME).unlink()
    with open_till(folder, signed_on=False) as till:
        assert till.view.mode is Mode.SIGNED_OUT
        assert till.operators() == ()
        assert refusal(lambda: till.sign_in("cashier", "1111")) == "staff.unknown_operator"
        assert refusal(lambda: till.scan(UNKNOWN)) == "till.signed_out"
        till.tick()
        till.lamp()


def test_a_till_that_began_before_the_first_fill_can_lose_its_cache_too(tmp_path: Path) -> None:
    folder = make_workstation(tmp_path / "data", cache=False)
    copy = folder / identity.FOLDER / fallback.NAME
    signed = copy.read_bytes()
    copy.unlink()
    with open_till(folder, signed_on=False) as till:
        fill_cache(folder)
        till.tick()
        copy.write_bytes(signed)
        assert till.tick()
        till.sign_in("cashier", shop.PINS["cashier"])
        scan(till, PLAIN[0])
        pay(till)
        shutil.rmtree(folder / CACHE)
        till._shop.catalogue._files._settle(None, None)  # the files fail, as on a damaged disk
        till._shop.catalogue._lists.clear()
        till._shop.refresh()
        _sells_by_department(till)


def test_a_cache_that_fails_in_mid_payment_with_no_copy_to_fall_back_on(till: Till) -> None:
    scan(till, PLAIN[0])
    till.start_payment()
    catalogue = till._shop.catalogue
    catalogue._essentials = None
    catalogue._files._settle(None, None)  # the files fail, as on a damaged disk
    catalogue._lists.clear()
    till._shop.refresh()
    till.pay_cash()
    scan_refused = till.scan(UNKNOWN)
    assert scan_refused.said is not None
    till.set_aside(only_question(till).number)
    till.abandon()


def test_codes_of_the_hub_are_told_from_forged_ones_without_the_cache(folder: Path, tmp_path: Path) -> None:
    hub = Ed25519PrivateKey.from_private_bytes(b"c" * 32)
    key = SigningKey("codes-1", hub.public_key().public_bytes_raw(), CODES)
    kept = fallback.read(folder / identity.FOLDER, HUB_KEY.public_key().public_bytes_raw())
    assert kept is not None
    newer = msgspec.structs.replace(kept, version=kept.version + 1, keys=(key,))
    shutil.copytree(folder, tmp_path / "bare", ignore=shutil.ignore_patterns("*.lock", "*-shm", CACHE))
    packed = essentials.packed(essentials.seal(newer, "hub-1", HUB_KEY))
    assert fallback.write(tmp_path / "bare" / identity.FOLDER, packed, HUB_KEY.public_key())
    code = SignedCode(CodeKind.PICKUP, "a" * 32, shop.STORE, 1)
    with open_till(tmp_path / "bare") as till:
        good, forged = (make(code, each) for each in (hub, Ed25519PrivateKey.from_private_bytes(b"f" * 32)))
        assert refusal(lambda: till.codes.read(good)) == "code.signed_expired"
        assert refusal(lambda: till.codes.read(forged)) == "code.unknown_key"
        assert till.codes.read(make(msgspec.structs.replace(code, expires_s=0), hub)).key_id == "codes-1"


def test_a_signed_copy_that_is_not_the_hubs_is_not_believed(folder: Path) -> None:
    copy = folder / identity.FOLDER / fallback.NAME
    with open_till(folder) as till:
        packed = bytearray(copy.read_bytes())
        packed[len(packed) // 2] ^= 1
        copy.write_bytes(packed)
        assert not till.tick()
        _sells_by_department(till)
