"""What the till may rely on when it writes: whole facts, gap-free numbers, one writer, nothing changed afterwards."""

import sqlite3
import threading
from pathlib import Path

import pytest

from pos_app.clock import SetClock
from pos_app.domain.chain import GENESIS
from pos_app.domain.entries import BasketAbandoned, ClaimMade, NoSale, ReceiptNumber, ShiftOpened, SignedOff, SignedOn
from pos_app.domain.errors import Refusal
from pos_app.domain.stamp import ClockQuality
from pos_app.store import intents, journal_file, projections
from pos_app.store.drafts import DRAFTS_MAX
from pos_app.store.journal_records import IntentState, IntentWanted, WitnessState
from tests.store.samples import DAY, basket, opened, sale, sell

WALL = 1_773_480_000_000


def test_a_fresh_journal_begins_with_the_entry_that_opens_its_epoch(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        assert journal.opening.fresh
        assert journal.opening.new_epoch == "enrolled"
        assert journal.opening.witness is WitnessState.FRESH
        assert journal.opening.alarms == ()
        assert journal.head.seq == 1
        assert 0 < journal.epoch < 2**63


def test_a_sale_is_found_after_reopening_by_id_and_by_number(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        sold = sell(journal)
        epoch = journal.epoch
    with opened(tmp_path) as journal:
        assert journal.opening.witness is WitnessState.EQUAL
        assert journal.opening.new_epoch == ""
        assert journal.epoch == epoch
        by_id = journal.receipt(sold.basket.sale_id)
        assert by_id is not None
        assert by_id.sale == sold
        assert by_id.header.seq == 2
        assert journal.receipt(ReceiptNumber("sale", 1)) == by_id
        assert journal.receipt("nothing") is None
        assert journal.receipt(ReceiptNumber("sale", 2)) is None


def test_receipt_numbers_have_no_gap_and_count_by_kind_and_epoch(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        assert [sell(journal).receipt.number for _ in range(3)] == [1, 2, 3]
        journal.append(sale(journal.next_receipt("training"), training=True), business_day=DAY)
        assert journal.next_receipt("training").number == 2
    with opened(tmp_path) as journal:
        assert journal.next_receipt("sale").number == 4
        with pytest.raises(AssertionError, match="is next"):
            journal.append(sale(ReceiptNumber("sale", 5)), business_day=DAY)
        journal.open_epoch("hub_demanded", business_day=DAY)
        assert journal.next_receipt("sale").number == 1
        second = sell(journal)
        found = journal.receipt(ReceiptNumber("sale", 1))
        assert found is not None
        assert found.sale == second


def test_a_sale_cannot_be_written_twice(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        first = sell(journal)
        with pytest.raises(Refusal, match=r"journal\.already_sold"):
            sell(journal, first.basket)
    with opened(tmp_path) as journal, pytest.raises(Refusal, match=r"journal\.already_sold"):
        sell(journal, first.basket)


def test_the_draft_goes_with_its_sale_and_an_abandoned_basket_too(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        sold, left, held = basket(3), basket(2), basket(1)
        for each, name in ((sold, ""), (left, ""), (held, "Mrs K")):
            journal.drafts.save(each, held=bool(name), name=name, operator="op-1", shift="shift-1")
        sell(journal, sold)
        journal.append(BasketAbandoned(left, "shift-1", "op-1", "walked_out"), business_day=DAY)
    with opened(tmp_path) as journal:
        (draft,) = journal.drafts.all()
        assert (draft.basket, draft.held, draft.name) == (held, True, "Mrs K")
        journal.drafts.drop(held.sale_id)
        assert journal.drafts.all() == []


def test_a_basket_that_was_sold_never_comes_back_as_a_draft(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        sold = sell(journal).basket
        with pytest.raises(Refusal, match=r"journal\.already_sold"):
            journal.drafts.save(sold, held=False, name="", operator="op-1", shift="shift-1")
        assert journal.drafts.all() == []


@pytest.mark.expects_log("cannot be read")
def test_a_draft_that_cannot_be_read_does_not_keep_the_others_away(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        for _ in range(2):
            journal.drafts.save(basket(1), held=True, name="", operator="op-1", shift="shift-1")
        journal._pen.connection.execute("UPDATE draft SET basket = x'c1' WHERE slot = 1")
    with opened(tmp_path) as journal:
        assert len(journal.drafts.all()) == 1
        assert len(journal.drafts) == 2, "it stays for someone who can read it"


def test_a_till_holds_a_bounded_number_of_baskets(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        for _ in range(DRAFTS_MAX):
            journal.drafts.save(basket(1), held=True, name="", operator="op-1", shift="shift-1")
        with pytest.raises(Refusal, match=r"draft\.too_many"):
            journal.drafts.save(basket(1), held=True, name="", operator="op-1", shift="shift-1")


def test_a_draft_is_saved_over_itself(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        first = basket(1)
        grown = [basket(lines, sale_id=first.sale_id) for lines in (1, 2, 40, 3)]
        for each in grown:
            journal.drafts.save(each, held=False, name="", operator="op-1", shift="shift-1")
        assert [draft.basket for draft in journal.drafts.all()] == grown[-1:]


def test_an_error_in_the_middle_leaves_nothing_of_the_sale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(tmp_path) as journal:
        bought = basket()
        journal.drafts.save(bought, held=False, name="", operator="op-1", shift="shift-1")
        head = journal.head

        def broken(*_: object) -> None:
            raise RuntimeError("a bug in a projection")

        with monkeypatch.context() as broken_house:
            broken_house.setattr(projections, "project", broken)
            with pytest.raises(RuntimeError):
                sell(journal, bought)
        assert journal.head == head
        assert len(journal.drafts.all()) == 1
        assert journal.receipt(bought.sale_id) is None
        sell(journal, bought)
        assert journal.drafts.all() == []


def test_intents_are_recorded_with_the_sale_and_survive_until_finished(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        made = sale(journal.next_receipt("sale"))
        wanted = (IntentWanted("drawer", made.basket.sale_id), IntentWanted("print", made.basket.sale_id, b"receipt"))
        journal.append(made, business_day=DAY, intents=wanted)
        drawer, printing = journal.intents.open()
        journal.intents.asked(drawer.id)
        journal.intents.finish(drawer.id, "opened")
        journal.intents.asked(printing.id)
    with opened(tmp_path) as journal:
        (left,) = journal.intents.open()
        assert (left.kind, left.payload, left.state) == ("print", b"receipt", IntentState.ASKED)
        assert [intent.outcome for intent in journal.intents.of(made.basket.sale_id)] == ["opened", ""]
        with pytest.raises(AssertionError):
            journal.intents.asked(left.id)  # it may have acted already: asking again is for a person to decide
        number = journal.intents.begin("drawer", "")
        journal.intents.finish(number, "given up")


def test_an_entry_cannot_be_changed_removed_or_replaced(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        sell(journal)
        connection = journal._pen.connection
        for statement in (
            "UPDATE entry SET body = x'00' WHERE position = 1",
            "DELETE FROM entry WHERE position = 2",
            "REPLACE INTO entry SELECT position, epoch, seq, header, x'00', hash, signature FROM entry WHERE seq = 1",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="an entry never"):
                connection.execute(statement)


def test_a_commit_is_synced_and_in_the_log(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        pragmas = ("journal_mode", "synchronous", "application_id", "busy_timeout")
        found = [journal._pen.connection.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas]
        assert found == ["wal", 2, journal_file.APPLICATION_ID, 2_000]


def test_there_is_one_writer(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        with pytest.raises(Refusal, match=r"lock\.held role='journal'"):
            opened(tmp_path)
        raised: list[BaseException] = []

        def other_thread() -> None:
            try:
                journal.append(NoSale("shift-1", "op-1", "change"), business_day=DAY)
            except BaseException as error:  # noqa: BLE001 - whatever it is, it is looked at below
                raised.append(error)

        thread = threading.Thread(target=other_thread)
        thread.start()
        thread.join()
        assert isinstance(raised[0], AssertionError)
        assert journal.head.seq == 1


def test_a_foreign_database_is_refused(tmp_path: Path) -> None:
    path = journal_file.path_of(tmp_path)
    path.parent.mkdir(parents=True)
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE accounts (id)")
    connection.close()
    with pytest.raises(Refusal, match=r"journal\.not_a_journal"):
        opened(tmp_path)


def test_totals_are_the_same_before_and_after_filing(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        journal.append(ShiftOpened("shift-1", "op-1", "EUR", 10_000), business_day=DAY)
        sales = [sell(journal) for _ in range(5)]
        sell(journal, day="2026-03-15")
        journal.append(sale(journal.next_receipt("training"), training=True), business_day=DAY)
        journal.append(NoSale("shift-1", "op-1", "change"), business_day=DAY)
        before = journal.totals(DAY)
        moved = journal.stock_moves_after("p-000001", {})
        journal._file()
        assert journal.totals(DAY) == before
        assert journal.stock_moves_after("p-000001", {}) == moved == -6 * 2_000
        sums = {total.what: (total.count, total.amount) for total in before}
        assert sums == {
            "float": (1, 10_000),
            "no_sale": (1, 0),
            "sale": (5, sum(each.due for each in sales)),
            "tender.cash": (5, sum(each.due - 500 for each in sales)),
            "tender.other": (5, 2_500),
            "training": (1, sales[0].due),
        }


def test_stock_moves_are_told_from_where_the_stock_row_ends(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        seqs = []
        for _ in range(4):
            sell(journal, basket(1))
            seqs.append(journal.head.seq)
        key = f"till-3/{journal.epoch}"
        for filed in (False, True):
            if filed:
                journal._file()
            assert journal.stock_moves_after("p-000001", {key: seqs[1]}) == -4_000
            assert journal.stock_moves_after("p-000001", {"till-9/1": 99}) == -8_000
            assert journal.stock_moves_after("p-000002", {}) == 0


def test_the_open_shift_knows_who_is_signed_on(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        assert journal.current_shift() is None
        journal.append(ShiftOpened("shift-1", "op-1", "EUR", 10_000), business_day=DAY)
        journal.append(SignedOn("op-2", "shift-1"), business_day=DAY)
    with opened(tmp_path) as journal:
        shift = journal.current_shift()
        assert shift is not None
        assert (shift.shift, shift.opening_float, shift.business_day, shift.signed_on) == (
            "shift-1",
            10_000,
            DAY,
            "op-2",
        )
        journal.append(SignedOff("op-2", "shift-1"), business_day=DAY)
        left = journal.current_shift()
        assert left is not None
        assert left.signed_on == ""


def test_finished_intents_do_not_pile_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intents, "FINISHED_KEPT", 3)
    with opened(tmp_path) as journal:
        waiting = journal.intents.begin("print", "sale-0")
        for _ in range(6):
            journal.intents.finish(journal.intents.begin("drawer", "sale-1"), "opened")
        journal.intents.prune()
        assert [intent.id for intent in journal.intents.of("sale-1")] == [5, 6, 7]
        assert [intent.id for intent in journal.intents.open()] == [waiting]


def test_recent_receipts_come_newest_first(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        for _ in range(4):
            sell(journal)
        assert [each.receipt.number for each in journal.recent_receipts(3)] == [4, 3, 2]


def test_a_clock_that_jumps_back_neither_stops_a_sale_nor_changes_the_order(tmp_path: Path) -> None:
    clock = SetClock(WALL)
    with opened(tmp_path, clock=clock) as journal:
        stamps = [journal.stamp()]
        clock.jump(WALL - 400_000_000)
        stamps.append(journal.append(NoSale("s", "o", "r"), business_day=DAY).stamp)
    with opened(tmp_path, clock=SetClock(0)) as journal:
        assert journal.opening.clock_behind_ms == WALL - 400_000_000
        assert "journal.alarm.clock_behind" in journal.opening.alarms
        stamps.append(journal.append(NoSale("s", "o", "r"), business_day=DAY).stamp)
        journal.trust_clock(ClockQuality.CHECKED)
        stamps.append(journal.stamp())
    assert sorted(stamp.hlc for stamp in stamps) == [stamp.hlc for stamp in stamps]
    assert [stamp.quality.value for stamp in stamps] == ["unchecked", "wrong", "wrong", "checked"]


def test_a_new_epoch_names_the_last_head(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        sell(journal)
        last = journal.head
        header = journal.open_epoch("hub_demanded", business_day=DAY)
        assert (header.seq, header.previous, header.epoch) == (1, GENESIS, journal.epoch)
        assert journal.epoch != last.epoch


def test_idling_files_receipts_and_empties_the_log(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        sold = [sell(journal) for _ in range(70)]
        assert projections.filed_position(journal._pen.connection) == 0
        journal.idle()
        assert projections.filed_position(journal._pen.connection) == journal.position
        assert journal._pen.writes == 0
        assert all(journal.receipt(each.basket.sale_id) for each in sold)
        journal.append(ClaimMade("claim-1", "coupon", "c-1"), business_day=DAY)
        assert sell(journal).receipt.number == 71


def test_a_till_that_is_never_idle_still_files_and_bounds_its_log(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        for _ in range(560):
            sell(journal, basket(1))
        filed = projections.filed_position(journal._pen.connection)
        _, pages, _ = journal._pen.connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    assert filed > 500
    assert pages <= journal_file.WAL_PAGES_MAX + 50
