"""The hub's rounds go on: a bug in one part of what it does by itself stops no other part, and not the watch."""

from __future__ import annotations

import msgspec
import pytest
from sqlalchemy import select

from pos_app.domain.store_rows import StockLevel
from sync.hub import essentials, members_erasing
from sync.hub.tables import feed_row
from tests.sync.hub.paper_people import ADA, enrol, forgotten
from tests.sync.hub.paper_till import CHAIN
from tests.sync.hub.stand import OPENING, Stand


def in_feed(stand: Stand, stream: str, key: str = "") -> list[bytes]:
    with stand.db.reading() as tx:
        live = (feed_row.c.stream == stream) & feed_row.c.deleted.is_(False)
        asked = select(feed_row.c.body).where(live, feed_row.c.key == key if key else live)
        return list(tx.execute(asked).scalars())


def broken(*_: object) -> None:
    raise ZeroDivisionError


@pytest.mark.expects_log("the hub's people are not looked after", "the hub's essentials are not looked after")
def test_a_bug_beside_the_money_stops_nothing_else_and_is_told_once(
    stand: Stand, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stand.settle()
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(stand.central.people, "round", broken)
        meanwhile.setattr(essentials, "refresh", broken)
        stand.till("store-2")  # its people are still to be sealed
        till = stand.till()
        sale = till.sale([till.line(1, 5)])
        for _ in range(2):  # twice the same: people are told
            till.write(sale)
        stand.push(till)
        stand.settle()
        stand.settle()
        (row,) = in_feed(stand, "stock", "p5")
        assert msgspec.msgpack.decode(row, type=StockLevel).on_hand == OPENING - 2_000
        assert in_feed(stand, "exception") != []
    told = [record.getMessage() for record in caplog.records if "not looked after" in record.getMessage()]
    assert len(told) == len(set(told)) == 2
    stand.settle()
    assert stand.central._failing == set()


@pytest.mark.expects_log("an erasure failed and is tried again: ZeroDivisionError")
def test_an_erasure_that_fails_is_tried_again_and_told_once(
    stand: Stand, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    till = stand.till()
    till.opened()
    enrol(stand, till, "m1", ADA)
    stand.push(till)
    stand.settle()
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(members_erasing, "erase_pending", broken)
        with stand.db.writing() as tx:
            assert members_erasing.ask(tx, CHAIN, "m1", by="Ada", reason="", now_ms=1)
        for _ in range(5):
            stand.settle()
    assert sum("an erasure failed" in record.getMessage() for record in caplog.records) == 1
    forgotten(stand, "m1")
