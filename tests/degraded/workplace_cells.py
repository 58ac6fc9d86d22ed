"""Codes, the camera, what did not reconcile, and enrolling a computer: what the registry promises of them."""

from __future__ import annotations

import shutil

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hardware.fakes.frame_sources import PictureSource
from hardware.scanners.camera import Camera
from pos_app.cli import hub_desk, hub_orders
from pos_app.demo import people, shelf, shop
from pos_app.domain.codes.frame_rule import FrameRule
from pos_app.domain.codes.signed import CodeKind, SignedCode, make
from pos_app.domain.degraded import Situation
from pos_app.domain.errors import Fault
from pos_app.selling.exceptions_view import ExceptionsView
from pos_app.store import identity
from sync.enrol import enrol
from sync.hub import codes
from tests.degraded.store_with_hub import Store, shows
from tests.hardware.scanners.pictures import code_picture, frame_of
from tests.till.counter_top import PLAIN, code, name, refusal

ONLINE, ALONE = Situation.ONLINE, Situation.ALONE
_MEMBER = next(people.members()).id


def _rotate(store: Store) -> None:
    """Withdraw the key that signs, at once, for a new one."""
    with store.database() as database, database.writing() as tx:
        codes.rotate(tx, codes.CodeKeys(store.hub.folder), shop.CHAIN, store.now_ms, overlap_days=0)


def _holds(store: Store, text: str) -> bool:
    """Tell whether this till believes a code, as the camera asks it."""
    return store.till.knows(text)


@shows("codes", ONLINE)
def _signature_store_and_expiry_are_checked_here(store: Store) -> None:
    read = store.till.codes.read
    good = store.member_code(_MEMBER)
    store.until(lambda: _holds(store, good))
    assert read(good).subject == _MEMBER
    altered = good[:20] + ("1" if good[20] == "0" else "0") + good[21:]
    forged = make(SignedCode(CodeKind.MEMBER, _MEMBER), Ed25519PrivateKey.generate())
    elsewhere = store.code(SignedCode(CodeKind.MEMBER, _MEMBER, shelf.OTHER_STORE))
    expired = store.code(SignedCode(CodeKind.MEMBER, _MEMBER, "", 1))
    said = [refusal(lambda text=text: read(text)) for text in (altered, forged, elsewhere, expired)]  # type: ignore[misc]
    assert said == ["code.altered", "code.unknown_key", "code.other_store", "code.signed_expired"]


@shows("codes", ALONE)
def _a_key_withdrawn_since_is_still_believed(store: Store) -> None:
    old = store.member_code(_MEMBER)
    _rotate(store)
    new = store.member_code(_MEMBER)
    assert store.till.codes.read(old).subject == _MEMBER
    assert refusal(lambda: store.till.codes.read(new)) == "code.unknown_key"
    store.be(ONLINE)
    store.until(lambda: _holds(store, new))
    assert refusal(lambda: store.till.codes.read(old)) == "code.retired_key"


@shows("camera", ONLINE, ALONE)
def _a_code_before_the_camera_is_a_line(store: Store) -> None:
    till = store.ready_to_sell()
    source = PictureSource(frame_of((code_picture("ean13", code(PLAIN[1])), 400, 250)))
    camera, rule = Camera(lambda: source), FrameRule(till.knows)
    camera.open()
    camera.claim()
    camera.enable()
    taken: list[str] = []

    def is_read() -> bool:
        for seen in camera.seen():
            accepted = rule.look(seen.at_ms, seen.codes, seen.size, second_looked=seen.second_looked).accepted
            taken.extend([] if accepted is None else [accepted.text])
        return bool(taken)

    try:
        store.until(is_read)
    finally:
        camera.close()
    till.scan(taken[0])
    assert [line.names["en"] for line in till.view.lines] == [name(PLAIN[1])]


def _reported(store: Store) -> str:
    """Have the hub list something about a new order; return the order's number."""
    with store.database() as database:
        (line,) = hub_orders.place_demo(database, store.hub, 1)
        number = line.partition(" ")[0]
        hub_orders.wrong_person(database, shop.STORE, number)
    return number


def _listed(seen: ExceptionsView, number: str) -> bool:
    return any(row.happened.params.get("subject") == number for row in seen.rows)


@shows("exceptions", ONLINE)
def _what_the_hub_knows_is_listed_within_seconds(store: Store) -> None:
    number = _reported(store)
    store.until(lambda: _listed(store.rooms.exceptions.look(), number))


@shows("exceptions", ALONE)
def _as_last_heard_and_of_when_that_is(store: Store) -> None:
    alone_ms, before = store.now_ms, store.rooms.exceptions.look()
    number = _reported(store)
    seen = store.rooms.exceptions.look()
    assert seen.as_of_ms is not None
    assert 0 < seen.as_of_ms <= alone_ms, "of the last contact, not of now"
    assert seen.rows == before.rows
    store.be(ONLINE)
    store.until(lambda: _listed(store.rooms.exceptions.look(), number))


def _address(store: Store) -> str:
    return f"http://127.0.0.1:{store.port}"


def _new_code(store: Store) -> str:
    with store.database() as database:
        return hub_desk.new_code(database, shop.STORE)


@shows("enrol_workstation", ONLINE)
def _with_a_code_of_the_hub_once(store: Store) -> None:
    given, folder = _new_code(store), store.folder.parent
    enrol(folder / "till-4", _address(store), given, "Till 4")
    assert identity.enrolled(folder / "till-4")
    assert refusal(lambda: enrol(folder / "till-5", _address(store), given, "Till 5")), "a code is for one computer"


@shows("enrol_workstation", ALONE)
def _not_now_and_who_is_enrolled_sells(store: Store) -> None:
    folder = store.folder.parent / "till-6"
    with pytest.raises(Fault) as no:
        enrol(folder, _address(store), _new_code(store), "Till 6")
    assert no.value.message_id == "enrol.no_answer"
    assert not identity.enrolled(folder)
    shutil.rmtree(folder)
    till = store.ready_to_sell()
    till.scan(code(PLAIN[1]))
    assert till.view.lines
