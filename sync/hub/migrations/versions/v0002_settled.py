"""What people looked at: who settled an exception or a quarantined entry, when and why; forks stand on the list too.

Revision 0002. A fork that was kept before is listed as one that arrived today is; nothing that was open is settled.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the columns and their indexes, and list the forks."""
    for table in ("quarantine", "exception"):
        op.add_column(table, sa.Column("settled_ms", sa.BigInteger(), nullable=True))
        for name in ("settled_by", "settled_note"):
            op.add_column(table, sa.Column(name, sa.Text(), nullable=False, server_default=sa.text("''")))
    still_open = sa.text("settled_ms IS NULL")
    for name, table, columns in (
        ("quarantine_open", "quarantine", ["chain", "store", "workstation", "made_ms"]),
        ("exception_open", "exception", ["chain", "store", "made_ms"]),
    ):
        op.create_index(name, table, columns, sqlite_where=still_open, postgresql_where=still_open)
    _list_forks()


def _list_forks() -> None:
    none = "X''" if op.get_bind().dialect.name == "sqlite" else "''::bytea"
    fork = f"store, workstation, epoch, seq, hash, 'epoch.fork', position, '', arrived_ms, {none}, {none}, {none}"
    into = "chain, store, workstation, epoch, seq, hash, reason, position, detail, made_ms, header, body, signature"
    op.execute(f"INSERT INTO quarantine ({into}) SELECT chain, {fork} FROM entry WHERE forked")  # noqa: S608 - our own
