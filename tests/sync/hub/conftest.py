"""A hub for each test, on each database: SQLite always, PostgreSQL where POS_TEST_POSTGRES names a cluster."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from sync.hub.database import Database
from tests.sync.hub.stand import Stand

POSTGRES = "POS_TEST_POSTGRES"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of its own."""
    if request.param == "sqlite":
        yield f"sqlite+pysqlite:///{tmp_path / 'hub.db'}"
        return
    cluster = os.environ.get(POSTGRES, "")
    if not cluster:
        pytest.skip(f"no PostgreSQL: {POSTGRES} does not name a cluster (an SQLAlchemy URL)")
    name = f"hub_{secrets.token_hex(6)}"
    engine = create_engine(cluster, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        yield make_url(cluster).set(database=name).render_as_string(hide_password=False)
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    finally:
        engine.dispose()


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """The hub's database with its schema, and nothing in it."""
    opened = Database(database_url)
    opened.migrate()
    yield opened
    opened.close()


@pytest.fixture
def stand(database_url: str, tmp_path: Path) -> Iterator[Stand]:
    """A hub at work, with a small catalogue."""
    with Stand(tmp_path / "hub", database_url) as made:
        yield made
