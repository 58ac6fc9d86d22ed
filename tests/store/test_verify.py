"""Verify finds what someone changed, names the first bad entry, and counts on."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from pos_app.domain.chain import digest, open_body
from pos_app.domain.entries import ReceiptNumber, Sale
from pos_app.domain.errors import Fault, Refusal
from pos_app.store import identity, journal_file, locks
from pos_app.store.journal_records import WitnessState
from pos_app.store.verify import verify
from tests.store.samples import DAY, IDENTITY, KEY, basket, opened, sale, sell

SALES = 6


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Return the data folder of an enrolled workstation that made some sales in two epochs."""
    folder = tmp_path / "data"
    (folder / identity.FOLDER).mkdir(parents=True)
    pem = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / identity.FOLDER / identity.KEY).write_bytes(pem)
    identity.write(folder, IDENTITY, "secret")
    with opened(folder) as journal:
        for _ in range(SALES):
            sell(journal)
        journal.open_epoch("hub_demanded", business_day=DAY)
        sell(journal)
    return folder


def _attack(folder: Path, *statements: str) -> None:
    with sqlite3.connect(journal_file.path_of(folder)) as connection:
        connection.execute("DROP TRIGGER entry_never_changes")
        connection.execute("DROP TRIGGER entry_never_goes")
        for statement in statements:
            connection.execute(statement)
    connection.close()


def _cheaper(body: bytes) -> bytes:
    said = open_body(body)
    assert isinstance(said, Sale)
    return msgspec.msgpack.encode(msgspec.structs.replace(said, due=said.due - 100))


def _change(folder: Path, position: int, change: Callable[[bytes], bytes], *, rehash: bool) -> None:
    with sqlite3.connect(journal_file.path_of(folder)) as connection:
        header, body, hashed = connection.execute(
            "SELECT header, body, hash FROM entry WHERE position = ?", (position,)
        ).fetchone()
        body = change(body)
        hashed = digest(header, body) if rehash else hashed
        connection.execute("UPDATE entry SET body = ?, hash = ? WHERE position = ?", (body, hashed, position))
    connection.close()


def test_an_honest_journal_is_whole(shop: Path) -> None:
    seen: list[tuple[int, int]] = []
    report = verify(shop, progress=lambda done, total: seen.append((done, total)))
    assert report.findings == ()
    assert (report.entries, report.sales, report.epochs) == (SALES + 3, SALES + 1, 2)
    assert (report.whole, report.exit_code, report.signatures_checked) == (True, 0, True)
    assert report.witness is WitnessState.EQUAL


def test_it_works_while_the_till_sells(shop: Path) -> None:
    with opened(shop) as journal:
        sell(journal)
        assert verify(shop).whole
        sell(journal)


def test_an_edited_sale_is_located(shop: Path) -> None:
    _attack(shop)
    _change(shop, 4, _cheaper, rehash=False)
    report = verify(shop)
    assert report.exit_code == 1
    first = report.first_bad
    assert first is not None
    assert (first.why, first.seq, first.position) == ("verify.changed", 4, 4)
    assert [f.position for f in report.findings if f.position] == [4, 4], "the entry, and its sum: nothing else"
    assert report.entries == SALES + 3, "it counts on"
    whys = {finding.why for finding in report.findings}
    assert {"verify.trigger_missing", "verify.sale_does_not_add_up", "verify.projection"} <= whys


def test_an_edited_sale_with_a_new_hash_fails_by_its_signature_and_by_the_next_entry(shop: Path) -> None:
    _attack(shop)
    _change(shop, 4, _cheaper, rehash=True)
    report = verify(shop)
    found = [(f.why, f.position) for f in report.findings if f.position]
    assert found == [("verify.signature", 4), ("verify.sale_does_not_add_up", 4), ("verify.chain_broken", 5)]


def test_a_removed_entry_is_missed(shop: Path) -> None:
    _attack(shop, "DELETE FROM entry WHERE position = 3")
    found = [(f.why, f.position) for f in verify(shop).findings if f.position]
    assert found[:2] == [("verify.missing_entries", 4), ("verify.seq_gap", 4)]
    assert ("verify.receipt_gap", 4) in found


def test_a_removed_end_is_missed_by_the_witness(shop: Path) -> None:
    _attack(shop, "DELETE FROM entry WHERE position > 7")
    report = verify(shop)
    assert report.witness is WitnessState.AHEAD
    assert any(f.why == "verify.witness_ahead" and f.detail == "2" for f in report.findings)


def test_a_sale_that_does_not_add_up_or_skips_a_number_is_named(shop: Path) -> None:
    with opened(shop) as journal:
        crooked = msgspec.structs.replace(sale(journal.next_receipt("sale")), due=1)
        journal.append(crooked, business_day=DAY)
        journal._numbers["sale"] = 40
        journal.append(sale(ReceiptNumber("sale", 41)), business_day=DAY)
        doubled = basket(2)
        sell(journal, doubled)
        journal.drafts._slots[doubled.sale_id] = 1  # so that the journal takes it for an open basket
        sell(journal, doubled)
    whys = [finding.why for finding in verify(shop).findings]
    assert whys == ["verify.sale_does_not_add_up", "verify.receipt_gap", "verify.sale_twice"]


def test_changed_projections_are_found_and_made_again(shop: Path) -> None:
    with sqlite3.connect(journal_file.path_of(shop)) as connection:
        connection.execute("UPDATE day_total SET amount = amount - 100 WHERE what = 'sale'")
        connection.execute("DELETE FROM receipt_by_sale")
        connection.execute("DROP TABLE claim")
    connection.close()
    report = verify(shop)
    assert {finding.why for finding in report.findings} == {"verify.projection"}
    assert report.found == 3
    again = verify(shop, rebuild=True)
    assert (again.whole, again.rebuilt) == (True, True)
    with opened(shop) as journal:
        assert len(journal.recent_receipts()) == SALES + 1


def test_projections_are_not_made_from_a_chain_that_does_not_hold(shop: Path) -> None:
    _attack(shop)
    _change(shop, 4, _cheaper, rehash=False)
    assert not verify(shop, rebuild=True).rebuilt


def test_nothing_is_rebuilt_under_a_running_till(shop: Path) -> None:
    with locks.hold(shop, "till"), pytest.raises(Refusal, match=r"lock\.held"):
        verify(shop, rebuild=True)


def test_a_page_of_rubbish_is_reported_not_raised(shop: Path) -> None:
    path = journal_file.path_of(shop)
    with sqlite3.connect(path) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'entry'").fetchone()
    connection.close()
    data = bytearray(path.read_bytes())
    start = (page - 1) * journal_file.PAGE_BYTES
    data[start : start + 200] = b"\xff" * 200
    path.write_bytes(data)
    report = verify(shop)
    assert any(finding.why == "verify.file_damaged" for finding in report.findings)


def test_without_an_identity_it_says_that_no_signature_was_checked(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        sell(journal)
    assert not verify(tmp_path).signatures_checked
    with pytest.raises(Refusal, match=r"journal\.absent"):
        verify(tmp_path / "nothing")


def test_a_header_says_where_an_entry_belongs(shop: Path) -> None:
    _attack(shop, "UPDATE entry SET seq = seq + 100 WHERE position = 5")
    assert ("verify.misplaced", 5) in [(f.why, f.position) for f in verify(shop).findings]


@pytest.mark.expects_log("is damaged .* and is set aside", "entries were read")
def test_a_journal_that_was_set_aside_is_checked_by_its_name_and_never_rebuilt(shop: Path) -> None:
    path = journal_file.path_of(shop)
    entries = verify(shop).entries
    data = bytearray(path.read_bytes())
    data[:100] = bytes(100)
    path.write_bytes(data)
    with opened(shop) as journal:
        assert journal.opening.kept_entries == entries
    assert verify(shop).whole
    assert verify(shop, name="journal-2").entries == entries + 1
    with pytest.raises(Fault, match=r"journal\.damaged"):
        verify(shop, name="journal")
    with pytest.raises(Refusal, match=r"verify\.not_current"):
        verify(shop, name="journal", rebuild=True)
    with pytest.raises(Refusal, match=r"verify\.no_such_journal"):
        verify(shop, name="../elsewhere")
    assert verify(shop, rebuild=True).rebuilt
