"""Counts of the stock with what was expected, goods on their way, and what other stores are to hear of.

Revision 0005. Nothing was counted or awaited before, so the tables begin empty.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_TABLES = {
    "stock_anchor": (("chain", "store", "product"), ("moment", "position", "counted"), ("hash",), ()),
    "stock_count": (
        ("chain", "store", "product"),
        ("epoch", "seq", "moment", "counted"),
        (),
        ("workstation", "sheet", "operator", "area", "business_day"),
    ),
    "awaited": (("chain", "store", "product", "delivery"), ("quantity",), (), ()),
    "elsewhere_due": (("chain", "product"), (), (), ()),
}


def upgrade() -> None:
    """Add the tables."""
    for name, (key, numbers, blobs, words) in _TABLES.items():
        counted = name == "stock_count"
        op.create_table(
            name,
            *(sa.Column(each, sa.Text(), nullable=False) for each in key),
            *((sa.Column("position", sa.BigInteger(), nullable=False),) if counted else ()),
            *(sa.Column(each, sa.Text(), nullable=False) for each in words),
            *(sa.Column(each, sa.BigInteger(), nullable=False) for each in numbers),
            *((sa.Column("expected", sa.BigInteger(), nullable=True),) if counted else ()),
            *(sa.Column(each, sa.LargeBinary(), nullable=False) for each in blobs),
            sa.PrimaryKeyConstraint(*key, *(("position",) if counted else ())),
            sqlite_with_rowid=False,
        )
    op.create_index("awaited_delivery", "awaited", ["chain", "store", "delivery"])
    op.create_index("stock_count_moment", "stock_count", ["chain", "store", "moment"])
