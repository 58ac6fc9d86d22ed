"""The schema: every revision leads to the tables that the program uses, on both databases."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from sync.hub import database
from sync.hub.database import Database
from sync.hub.publish import publish_many
from sync.hub.tables import metadata
from tests.sync.hub.paper_till import CHAIN, catalogue

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


def test_every_key_begins_with_its_scope() -> None:
    for table in metadata.tables.values():
        names = [column.name for column in table.primary_key]
        assert names[0] == "chain", table.name
        if table.name != "claim":  # a coupon is the whole chain's
            assert names[1] == "store", table.name
