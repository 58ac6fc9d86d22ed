"""The stock book in one tree: what the feed still owes is a table of its own, no flag that every sale turns.

Revision 0003. A flag with an index was written for each product of each sale; now only a product that is not due yet
is. On SQLite the book is kept by its key alone. Money legs lose an index that no question uses.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Move what is due over, then make the book anew."""
    op.drop_index("posting_workstation", "posting")
    key = ("chain", "store", "product")
    op.create_table(
        "stock_due",
        *(sa.Column(name, sa.Text(), nullable=False) for name in key),
        sa.PrimaryKeyConstraint(*key),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO stock_due SELECT DISTINCT chain, store, product FROM stock WHERE dirty")
    op.drop_index("stock_dirty", "stock")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_column("stock", "dirty")
    else:
        _kept_by_key()


def _kept_by_key() -> None:
    op.rename_table("stock", "stock_before")
    words, numbers = ("chain", "store", "product", "workstation"), ("epoch", "moved", "seq")
    op.create_table(
        "stock",
        *(sa.Column(name, sa.Text(), nullable=False) for name in words),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in numbers),
        sa.PrimaryKeyConstraint(*words, "epoch"),
        sqlite_with_rowid=False,
    )
    op.execute(f"INSERT INTO stock SELECT {', '.join(words + numbers)} FROM stock_before")  # noqa: S608 - our own names
    op.drop_table("stock_before")
