"""The pickup desk: the board, finding, picking by scans, and what is refused."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos_app.domain.entries_orders import Step
from pos_app.domain.errors import Refusal
from pos_app.domain.feed import Level
from pos_app.domain.orders import BAG
from pos_app.domain.orders_state import OrderState
from pos_app.domain.receipt import QrCode, Text
from pos_app.pickup.view import Column, OpenOrderView
from pos_app.selling.lamp import Link, SyncSeen
from pos_app.selling.view import Sound
from tests.pickup.service_desk import BEER, DRINK, PLAIN, START, ServiceDesk, an_order, code_for, line, service_desk
from tests.shop_floor import code_of
from tests.till.counter_top import feed


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as no:
        act()
    return no.value.message_id


def shown(counter: ServiceDesk) -> OpenOrderView:
    found = counter.desk.view.order
    assert found is not None
    return found


def column(counter: ServiceDesk, which: Column) -> list[str]:
    return [card.number for card in counter.desk.view.board.columns[which]]


def test_the_board_has_each_order_in_its_column_the_oldest_first(counter: ServiceDesk) -> None:
    counter.publish(
        an_order(1), an_order(2), an_order(3, due_ms=START - 1), an_order(4, ready=True), an_order(5, cancelled=True),
    )  # fmt: skip
    assert column(counter, Column.WAITING) == ["1002", "1001"]
    assert column(counter, Column.LATE) == ["1003"]
    assert column(counter, Column.READY) == ["1004"]
    assert column(counter, Column.HANDING_OVER) == []
    counter.clock.advance(3_700_000)
    assert column(counter, Column.LATE) == ["1003", "1002", "1001"]


def test_a_new_order_is_told_with_a_sound_once(counter: ServiceDesk) -> None:
    counter.publish(an_order(1))
    counter.clock.advance(1)
    feed(counter.folder, [(Level.STORE, "order", "order-2", an_order(2))])
    counter.till.tick()
    (told,) = counter.desk.tick()
    assert (told.sound, told.said and told.said.message_id) == (Sound.PICKUP, "pickup.new_order")
    assert [card.fresh for card in counter.desk.view.board.columns[Column.WAITING]] == [True, True]
    counter.desk.seen()
    assert counter.tick() == []
    assert counter.publish(an_order(2, ready=True)) == []  # it changed; it is not new


def test_an_order_is_found_by_number_its_tail_the_name_and_the_end_of_the_phone(counter: ServiceDesk) -> None:
    counter.publish(*(an_order(number) for number in range(1, 30)))
    counter.index.people = {"order-7": ("王小明", "+8613812342046"), "order-8": ("li wei", "+8613812340000")}
    find = counter.desk.find
    assert [card.number for card in find("1007")] == ["1007"]
    assert [card.number for card in find("007")] == ["1007"]
    assert [card.number for card in find("小明")] == ["1007"]
    assert [card.number for card in find("2046")] == ["1007"]
    assert [card.number for card in find("LI WEI")] == ["1008"]
    assert (find(""), find("  "), find("x" * 10_000)) == ((), (), ())
    assert len(find("10", limit=5)) == 5


def test_names_are_masked_everywhere(counter: ServiceDesk) -> None:
    counter.publish(an_order(1))
    counter.desk.open("order-1")
    assert (counter.desk.find("1001")[0].name, shown(counter).name, shown(counter).phone) == ("王**", "王**", "")


def test_a_person_whose_key_is_gone_leaves_an_order_without_a_name(counter: ServiceDesk) -> None:
    counter.publish(an_order(1))
    counter.keys.clear()
    counter.desk.open("order-1")
    assert shown(counter).name == ""


def test_picking_by_scanning_refuses_what_is_not_in_the_order(counter: ServiceDesk) -> None:
    counter.publish(an_order(1))
    counter.desk.open("order-1")
    assert refused(lambda: counter.desk.scan(code_of(PLAIN[5]))) == "order.wrong_item"
    assert refused(lambda: counter.desk.scan("4006381333931")) == "order.wrong_item"
    assert counter.steps() == []
    told = counter.desk.scan(code_of(PLAIN[0]))
    assert (told.sound, told.line) == (Sound.OK, 1)
    assert [(each.picked, each.missing) for each in shown(counter).lines] == [(1_000, 1_000), (0, 1_000)]
    counter.desk.scan(code_of(PLAIN[0]))
    assert refused(lambda: counter.desk.scan(code_of(PLAIN[0]))) == "order.picked_already"


def test_a_tray_counts_as_what_it_holds_and_a_tray_too_many_is_refused(counter: ServiceDesk) -> None:
    counter.publish(an_order(1, line(1, DRINK, 8_000)))
    counter.desk.open("order-1")
    counter.desk.scan(code_of(DRINK, 6_000))
    assert shown(counter).lines[0].picked == 6_000
    assert refused(lambda: counter.desk.scan(code_of(DRINK, 6_000))) == "order.too_many"


def test_each_scan_is_on_disk_killed_in_the_middle_it_goes_on_where_it_was(
    counter: ServiceDesk, tmp_path: Path
) -> None:
    counter.publish(an_order(1))
    counter.desk.open("order-1")
    counter.desk.scan(code_of(PLAIN[0]))
    shutil.copytree(counter.folder, tmp_path / "crashed", ignore=shutil.ignore_patterns("*.lock", "*-shm"))
    with service_desk(tmp_path / "crashed") as again:
        again.desk.open("order-1")
        assert [each.missing for each in shown(again).lines] == [1_000, 1_000]
        assert shown(again).state is OrderState.PICKING


def test_ready_needs_everything_and_a_place_and_moves_to_its_column(counter: ServiceDesk) -> None:
    counter.publish(an_order(1))
    counter.desk.open("order-1")
    assert refused(lambda: counter.desk.ready("A1")) == "order.not_all_picked"
    counter.desk.reject(2, "not_in_stock")
    counter.desk.scan(code_of(PLAIN[0]))
    told = counter.desk.scan(code_of(PLAIN[0]))
    assert told.said is not None
    assert told.said.message_id == "pickup.all_picked"
    assert refused(lambda: counter.desk.ready("")) == "order.no_place"
    counter.desk.ready(" Fridge 2 ")
    counter.desk.close()
    assert column(counter, Column.READY) == ["1001"]
    assert counter.desk.view.board.columns[Column.READY][0].place == "Fridge 2"


def test_what_was_picked_in_error_goes_back(counter: ServiceDesk) -> None:
    counter.publish(an_order(1))
    counter.desk.open("order-1")
    counter.desk.scan(code_of(PLAIN[0]))
    counter.desk.pick(1, -1_000)
    assert shown(counter).lines[0].missing == 2_000
    assert refused(lambda: counter.desk.pick(1, -1_000)) == "order.nothing_picked"


def test_an_order_cancelled_while_it_is_picked_takes_no_more_goods(counter: ServiceDesk) -> None:
    order = an_order(1)
    counter.publish(order)
    counter.desk.open("order-1")
    counter.desk.scan(code_of(PLAIN[0]))
    counter.publish(an_order(1, cancelled=True))
    assert shown(counter).state is OrderState.CANCELLED
    assert refused(lambda: counter.desk.scan(code_of(PLAIN[0]))) == "order.cancelled"
    assert refused(counter.desk.begin_handover) == "order.cancelled"
    assert [each.step for each in counter.steps()] == [Step.PICKED]


def test_a_row_that_contains_own_steps_is_not_counted_twice(counter: ServiceDesk) -> None:
    counter.publish(an_order(1))
    counter.desk.open("order-1")
    counter.desk.scan(code_of(PLAIN[0]))
    header = counter.till._journal.entries_about("order", "order-1")[-1].header
    lines = (line(1, PLAIN[0], 2_000), line(2, PLAIN[1]))
    posted = msgspec.structs.replace(lines[0], picked=1_000)
    contains = {f"{header.workstation}/{header.epoch}": header.seq}
    counter.publish(an_order(1, posted, lines[1], contains=contains))
    assert shown(counter).lines[0].picked == 1_000


def test_the_slip_shows_the_masked_name_and_the_code_of_the_bag(counter: ServiceDesk) -> None:
    counter.publish(an_order(1, line(1, BEER), slip_code=code_for(BAG + "order-1")))
    counter.desk.open("order-1")
    counter.desk.start_picking()
    (paper,) = counter.counter.printed
    texts = [each.text for each in paper.elements if isinstance(each, Text)]
    assert "1001" in texts
    assert "王**" in texts
    assert "王小明" not in str(paper)
    (code,) = [each.data for each in paper.elements if isinstance(each, QrCode)]
    counter.desk.close()
    counter.desk.scan(code)
    assert (shown(counter).id, shown(counter).proof) == ("order-1", "")
    assert [each.step for each in counter.steps()] == [Step.ACCEPTED]


def test_hostile_codes_are_told_apart(counter: ServiceDesk) -> None:
    counter.publish(an_order(1))
    good = code_for("order-1")
    scan = counter.desk.scan
    forger = Ed25519PrivateKey.from_private_bytes(b"x" * 32)
    assert refused(lambda: scan(code_for("order-1", forger))) == "code.unknown_key"
    swapped = good[:20] + ("A" if good[20] != "A" else "B") + good[21:]
    assert refused(lambda: scan(swapped)) == "code.altered"
    assert refused(lambda: scan(code_for("order-1", store="0099"))) == "code.other_store"
    assert refused(lambda: scan(code_for("order-1", expires_s=START // 1_000 - 1))) == "code.signed_expired"
    assert refused(lambda: scan(code_for("order-77"))) == "pickup.not_here_yet"
    assert counter.desk.view.order is None
    scan(good)
    assert (shown(counter).id, shown(counter).proof) == ("order-1", "code")


def test_with_a_clock_that_is_wrong_an_expired_code_opens_the_order_and_proves_nothing(counter: ServiceDesk) -> None:
    counter.publish(an_order(1))
    code = code_for("order-1", expires_s=START // 1_000 - 1)
    counter.seen = SyncSeen(Link.OFFLINE, clock_wrong_ms=86_400_000)
    counter.desk.scan(code)
    assert (shown(counter).id, shown(counter).proof) == ("order-1", "")


def test_a_clock_that_jumped_back_shows_no_order_from_the_future(counter: ServiceDesk) -> None:
    counter.publish(an_order(1))
    counter.clock.jump(START - 10 * 86_400_000)
    counter.tick()
    assert column(counter, Column.WAITING) == ["1001"]


def test_a_code_scanned_while_selling_opens_its_order(counter: ServiceDesk) -> None:
    counter.publish(an_order(1))
    told = counter.till.scan(code_for("order-1"))
    assert told.opens is not None
    assert (told.opens.screen, told.opens.subject) == ("pickup", "order-1")
    assert shown(counter).proof == "code"


def test_nobody_signed_on_opens_nothing(folder: Path) -> None:
    with service_desk(folder, signed_on=False) as counter:
        counter.publish(an_order(1))
        assert refused(lambda: counter.desk.open("order-1")) == "till.signed_out"


def test_an_order_shows_how_old_its_state_is(counter: ServiceDesk) -> None:
    counter.publish(an_order(1))
    counter.desk.open("order-1")
    counter.seen = SyncSeen(Link.OFFLINE, contact_age_ms=600_000)
    counter.clock.advance(600_000)
    assert shown(counter).as_of_ms == START
    counter.desk.scan(code_of(PLAIN[0]))
    assert shown(counter).as_of_ms == START + 600_000


def test_whoever_signs_off_leaves_no_order_open_and_gives_the_claim_back(counter: ServiceDesk) -> None:
    order = an_order(1)
    counter.publish(order)
    counter.asked(order)
    counter.till.sign_off()
    counter.tick()
    assert counter.desk.view.order is None
    assert len(counter.released()) == 1
