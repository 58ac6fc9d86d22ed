"""`./pos hub exceptions` and `settle`: sentences that a person can act on, and the same as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pos_app.cli import hub_desk
from pos_app.cli.commands import DONE, REFUSED, USAGE, main
from pos_app.demo import shop
from pos_app.domain.chain import Scope
from pos_app.domain.entries import ReceiptNumber
from sync.hub import reports
from sync.hub.database import Database
from sync.hub.settings import DEFAULT_CHAIN, HubSettings
from sync.hub.tables import OPEN, entry, exception, quarantine, workstation
from tests.sync.hub.paper_till import PaperTill

EPOCH = 0xABCDE
MADE_MS = 1_760_000_000_000
Run = Callable[..., int]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A hub of the demo store with one tampered sale, one forged entry and one product below nought."""
    place = tmp_path / "hub"
    place.mkdir()
    settings = HubSettings(place)
    with hub_desk.opened(settings) as database:
        hub_desk.seed(database, settings)
        _list_three(database)
    return place


def _list_three(database: Database) -> None:
    here = (DEFAULT_CHAIN, shop.STORE, "KV3", EPOCH)
    till = PaperTill(Scope(DEFAULT_CHAIN, shop.STORE, "KV3"), {"tax/vat": 1, "price/p1": 1})
    sealed = till.seal(till.sale([till.line(1, 1)], receipt=ReceiptNumber("sale", 42)))
    with database.writing() as tx:
        tx.execute(workstation.insert().values((DEFAULT_CHAIN, shop.STORE, "KV3", "Till 3", b"k", 1)))
        held = (sealed.header, sealed.body, sealed.signature)
        sale = (*here, 7, sealed.hash, 1, "sale", 1, "2025-10-09", MADE_MS, False, *held)
        tx.execute(entry.insert().values(sale))
        differs = (*here, 7, sealed.hash, "price.differs", "line 1", "1350", "100", MADE_MS, *OPEN)
        below = (DEFAULT_CHAIN, shop.STORE, "", 0, 0, b"", "stock.negative", "p/1", ">= 0", "-2000", MADE_MS, *OPEN)
        tx.execute(
            exception.insert(), [dict(zip(exception.columns.keys(), row, strict=True)) for row in (differs, below)]
        )
        forged = (*here, 9, b"x" * 32, "signature.broken", 0, "", MADE_MS + 1, b"", b"", b"", *OPEN)
        tx.execute(quarantine.insert().values(forged))


@pytest.fixture
def hub(folder: Path) -> Run:
    """`./pos hub` at that folder."""
    return lambda action, *options: main(["hub", action, "--data", str(folder), *options])


def test_a_person_reads_where_it_was_what_is_wrong_and_what_to_do(hub: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert hub("exceptions") == DONE
    said = capsys.readouterr().out
    assert "Till 3 (KV3), receipt KV3-BCDE-000042" in said
    assert "Line 1: the price list of that moment says \u00a513.50, the sale says \u00a51.00." in said
    assert "Compare the receipt" in said
    assert f"--store {shop.STORE} --entry KV3/abcde/7 " in said
    assert "Its signature or hash does not hold." in said
    assert "stock:p/1" in said
    assert "2025" in said or "/25" in said


def test_a_name_that_a_till_sent_cannot_command_the_terminal(
    folder: Path, hub: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    with hub_desk.opened(HubSettings(folder)) as database, database.writing() as tx:
        hostile = (DEFAULT_CHAIN, shop.STORE, "", 0, 0, b"", "stock.negative", "\x1b[2J\u202etea\r", "", "", 1, *OPEN)
        tx.execute(exception.insert().values(hostile))
    assert hub("exceptions") == DONE
    said = capsys.readouterr().out
    assert "·[2J·tea·" in said
    assert not {"\x1b", "\u202e", "\r"} & set(said)
    assert hub("exceptions", "--json") == DONE
    assert "\x1b" not in capsys.readouterr().out


def test_what_is_printed_settles_it_and_nothing_is_left_to_look_at(
    hub: Run, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entries = ("KV3/abcde/7", "KV3/abcde/9", "stock:p/1")
    assert hub("settle", "--entry", *entries, "--by", "Ada", "--note", "counted") == DONE
    assert hub("settle", "--entry", entries[0], "--by", "Grace", "--note", "again") == DONE
    assert capsys.readouterr().out.splitlines() == ["Settled: 3. Settled before: 0.", "Settled: 0. Settled before: 1."]
    assert hub("exceptions") == DONE
    assert capsys.readouterr().out == f"Nothing needs a look at store {shop.STORE}.\n"
    assert hub("exceptions", "--all") == DONE
    said = capsys.readouterr().out
    assert said.count("Settled by Ada, ") == 3
    assert "Grace" not in said
    with hub_desk.opened(HubSettings(folder)) as database, database.reading() as tx:
        assert reports.summary(tx, DEFAULT_CHAIN, shop.STORE).exceptions == 0


def test_programs_read_json(hub: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert hub("exceptions", "--json") == DONE
    found = json.loads(capsys.readouterr().out)
    assert {row["kind"]: row["receipt"] for row in found["exceptions"]} == {
        "price.differs": {"kind": "sale", "number": 42},
        "stock.negative": None,
    }
    assert [row["reason"] for row in found["quarantine"]] == ["signature.broken"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ((), USAGE),
        (("--entry", "KV3-abcde-7", "--by", "Ada", "--note", "x"), REFUSED),
        (("--entry", "stock:", "--by", "Ada", "--note", "x"), REFUSED),
        (("--entry", "KV3/ffffffffffffffff/7", "--by", "Ada", "--note", "x"), REFUSED),
        (("--entry", "KV3/abcde/7"), REFUSED),
        (("--entry", "KV3/abcde/7", "KV3/abcde/8", "--by", "Ada", "--note", "x"), REFUSED),
    ],
)
def test_a_wrong_settling_changes_nothing(
    hub: Run, options: tuple[str, ...], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert hub("settle", *options) == code
    assert capsys.readouterr().err.startswith("pos hub: ")
    assert hub("exceptions", "--json") == DONE
    assert len(json.loads(capsys.readouterr().out)["exceptions"]) == 2
