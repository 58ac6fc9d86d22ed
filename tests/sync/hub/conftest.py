"""A hub for each test, on each database: SQLite always, PostgreSQL where POS_TEST_POSTGRES names a cluster."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from sync.hub.database import Database
from tests.sync.hub.stand import Stand

POSTGRES = "POS_TEST_POSTGRES"


BOTH = ["sqlite", "postgresql"]


@contextlib.contextmanager
def a_postgresql(template: str = "template1") -> Iterator[str]:
    """A database of its own on the cluster, made like `template`; gone afterwards."""
    cluster = os.environ.get(POSTGRES, "")
    if not cluster:
        pytest.skip(f"no PostgreSQL: {POSTGRES} does not name a cluster (an SQLAlchemy URL)")
    name = f"hub_{secrets.token_hex(6)}"
    engine = create_engine(cluster, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        yield make_url(cluster).set(database=name).render_as_string(hide_password=False)
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    finally:
        engine.dispose()


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with nothing in it, not even the schema."""
    if request.param == "sqlite":
        yield f"sqlite+pysqlite:///{tmp_path / 'empty.db'}"
    else:
        with a_postgresql() as url:
            yield url


@pytest.fixture(scope="session", params=BOTH)
def schema(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The schema, made once for the run; each test gets a copy."""
    with contextlib.ExitStack() as stack:
        if request.param == "sqlite":
            url = f"sqlite+pysqlite:///{tmp_path_factory.mktemp('schema') / 'hub.db'}"
        else:
            url = stack.enter_context(a_postgresql())
        made = Database(url)
        made.migrate()
        made.close()
        yield url


@pytest.fixture
def database_url(schema: str, tmp_path: Path) -> Iterator[str]:
    """A database of its own with the schema in it."""
    source = make_url(schema).database or ""
    if schema.startswith("sqlite"):
        shutil.copyfile(source, tmp_path / "hub.db")
        yield f"sqlite+pysqlite:///{tmp_path / 'hub.db'}"
    else:
        with a_postgresql(source) as url:
            yield url


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """The hub's database with its schema, and nothing in it."""
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def stand(database_url: str, tmp_path: Path) -> Iterator[Stand]:
    """A hub at work, with a small catalogue."""
    with Stand(tmp_path / "hub", database_url) as made:
        yield made
