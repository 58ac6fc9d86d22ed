"""The schema: every revision leads to the tables that the program uses, on both databases."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from pos_app.domain.chain import Scope
from pos_app.domain.feed import State
from sync.hub import database, reports, settling
from sync.hub.database import Database
from sync.hub.publish import publish_many
from sync.hub.tables import metadata
from tests.sync.hub.paper_till import CHAIN, STORE, catalogue

_config = Config()
_config.set_main_option("script_location", str(database._MIGRATIONS))
REVISIONS = [script.revision for script in ScriptDirectory.from_config(_config).walk_revisions()]


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_earlier_revision_can_be_brought_up_to_date(empty_url: str, revision: str) -> None:
    db = Database(empty_url)
    db.migrate(revision)
    db.migrate()
    db.migrate()
    with db.reading() as tx:
        assert compare_metadata(MigrationContext.configure(tx), metadata) == []
        for table in metadata.tables.values():
            kept = inspect(tx).get_pk_constraint(table.name)["constrained_columns"]
            assert kept == [column.name for column in table.primary_key], table.name
    publish_many(db, catalogue(), chain=CHAIN)
    db.close()


def test_what_was_listed_before_settling_came_stays_open_and_a_fork_joins_the_list(empty_url: str) -> None:
    db = Database(empty_url)
    db.migrate("0001")
    here = {"chain": CHAIN, "store": STORE, "workstation": "T1", "epoch": 7}
    entry = here | {
        "kind": "no_sale", "schema": 1, "business_day": "2025-10-09", "arrived_ms": 4, "header": b"h", "body": b"b",
        "signature": b"s",
    }  # fmt: skip
    rows: list[tuple[str, dict[str, object]]] = [
        ("entry", entry | {"seq": 1, "hash": b"1", "position": 1, "forked": False}),
        ("entry", entry | {"seq": 1, "hash": b"2", "position": 2, "forked": True}),
        ("quarantine", here | {"seq": 2, "hash": b"3", "reason": "day.closed", "position": 3, "detail": "2025-10-09",
                               "made_ms": 5, "header": b"", "body": b"", "signature": b""}),
        ("exception", here | {"seq": 1, "hash": b"1", "kind": "due.differs", "subject": "basket", "expected": "2",
                              "found": "1", "made_ms": 5}),
    ]  # fmt: skip
    with db.writing() as tx:
        for table, row in rows:
            names = ", ".join(f'"{name}"' for name in row)
            marks = ", ".join(f":{name}" for name in row)
            tx.execute(text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), row)
    db.migrate()
    scope = Scope(CHAIN, STORE, "T1")
    with db.writing() as tx:
        assert [found.kind for found in reports.exceptions(tx, CHAIN, STORE)] == ["due.differs"]
        listed = [(found.seq, found.reason, found.settled_ms) for found in reports.quarantined(tx, CHAIN, STORE)]
        assert listed == [(1, "epoch.fork", None), (2, "day.closed", None)]
        states = [(state.seq, state.state) for state in settling.open_states(tx, scope)]
        assert states == [(2, State.QUARANTINED), (1, State.FORKED)]
        done = settling.settle(tx, settling.Settling(CHAIN, STORE, "T1", 7, 1, "Ada", "looked"), 9)
        assert done == settling.Settled(settled=2, before=0)
    db.close()


_OF_THE_CHAIN = {"claim", "elsewhere_due"}
"""A coupon and a member are everywhere the same, and what stores tell each other is the whole chain's."""


def test_every_key_begins_with_its_scope() -> None:
    for table in metadata.tables.values():
        names = [column.name for column in table.primary_key]
        assert names[0] == "chain", table.name
        if not table.name.startswith("member") and table.name not in _OF_THE_CHAIN:
            assert names[1] == "store", table.name
