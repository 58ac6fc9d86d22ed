"""A till that is brought up to date keeps every entry: each earlier shape is opened, and a step never half happens.

`shapes/journal_v<number>.sql` holds a journal of each number as SQLite dumped it: made once, never edited.
"""

import sqlite3
from pathlib import Path

import pytest
from sqlite_utils.db import Database, Table

from pos_app.domain.errors import Refusal
from pos_app.store import journal_file, migrations, projections, witness
from pos_app.store.migrations import STEPS, Step
from tests.store.samples import opened, sell

SHAPES = Path(__file__).parent / "shapes"


def _as_it_was(folder: Path, number: int) -> Path:
    """Put the journal of shape `number` into a data folder, with the witness that stood beside it."""
    path = journal_file.path_of(folder)
    path.parent.mkdir(parents=True)
    with sqlite3.connect(path) as connection:
        connection.executescript((SHAPES / f"journal_v{number}.sql").read_text())
        row = connection.execute("SELECT position, epoch, seq, hash FROM entry ORDER BY position DESC").fetchone()
    connection.close()
    (path.parent / witness.FILE).write_bytes(witness._slot(1, witness.Mark(*row)) + bytes(witness.SLOT_BYTES))
    return path


def test_the_steps_count_from_one_without_a_gap() -> None:
    assert [step.number for step in STEPS] == list(range(1, migrations.latest() + 1))


@pytest.mark.parametrize("number", range(1, migrations.latest() + 1))
def test_a_journal_of_every_earlier_shape_opens_whole(tmp_path: Path, number: int) -> None:
    _as_it_was(tmp_path, number)
    with opened(tmp_path) as journal:
        assert journal.opening.alarms == ()
        assert journal.opening.new_epoch == ""
        assert journal.next_receipt("sale").number == 3
        first, second = reversed(journal.recent_receipts())
        found = journal.receipt(first.sale_id)
        assert found is not None
        assert len(found.sale.basket.lines) == 2
        assert second.receipt.number == 2
        assert len(journal.drafts.all()) == 1
        assert len(journal.intents.open()) == 1
        assert len(journal.sheets.all()) == (number > 1)
        assert sell(journal).receipt.number == 3
        assert migrations.found(journal._pen.connection) == migrations.latest()


def _renamed(database: Database) -> None:
    table = database["draft"]
    assert isinstance(table, Table)
    table.transform(rename={"name": "called"})


NEXT = Step(
    migrations.latest() + 1,
    statements=("ALTER TABLE intent ADD COLUMN device TEXT NOT NULL DEFAULT ''",),
    change=_renamed,
    reproject=True,
)


def test_a_step_changes_the_shape_and_makes_the_projections_again(tmp_path: Path) -> None:
    path = _as_it_was(tmp_path, migrations.latest())
    connection = journal_file.open_database(path, writing=True)
    connection.execute("DELETE FROM receipt")
    before = connection.execute("SELECT * FROM entry").fetchall()
    assert migrations.migrate(connection, projections.rebuild, (*STEPS, NEXT)) == migrations.latest()
    assert migrations.found(connection) == NEXT.number
    assert connection.execute("SELECT called, basket <> x'' FROM draft").fetchall() == [("Mrs K", 1)]
    assert connection.execute("SELECT device FROM intent").fetchall() == [("",)]
    assert connection.execute("SELECT count(*) FROM receipt").fetchone() == (2,)
    assert connection.execute("SELECT * FROM entry").fetchall() == before
    assert migrations.migrate(connection, projections.rebuild, (*STEPS, NEXT)) == NEXT.number, "done is done"
    connection.close()


def test_a_step_that_fails_leaves_the_journal_as_it_was(tmp_path: Path) -> None:
    path = _as_it_was(tmp_path, migrations.latest())
    connection = journal_file.open_database(path, writing=True)
    before = list(connection.iterdump())

    def broken(_: Database) -> None:
        raise RuntimeError("a bug in a step")

    with pytest.raises(RuntimeError):
        migrations.migrate(connection, projections.rebuild, (*STEPS, NEXT, Step(NEXT.number + 1, change=broken)))
    assert list(connection.iterdump()) == before
    assert migrations.found(connection) == migrations.latest()
    connection.close()


def test_a_journal_of_a_newer_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = _as_it_was(tmp_path, migrations.latest())
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version={migrations.latest() + 1}")
    connection.close()
    with pytest.raises(Refusal, match=r"journal\.newer_program"):
        opened(tmp_path)
