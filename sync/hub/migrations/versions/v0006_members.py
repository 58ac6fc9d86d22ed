"""Members: who is one, what they earned in each journal, who looked at them, and who asked to be forgotten.

Revision 0006. There were no members before, so the tables begin empty. No column holds a person in clear.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_TABLES: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "member": (
        ("chain", "member"),
        ("key_id", "tier", "state", "store", "workstation"),
        ("epoch", "seq", "enrolled_ms"),
        ("hash", "cipher", "consent", "phone_hash", "card_hash"),
    ),
    "member_points": (("chain", "member", "store", "workstation", "epoch"), (), ("points", "seq", "posted_ms"), ()),
    "member_due": (("chain", "member"), (), (), ()),
    "member_reveal": (
        ("chain", "store", "workstation", "epoch", "seq", "hash"),
        ("member", "field", "purpose", "operator", "approved_by"),
        ("made_ms",),
        (),
    ),
    "member_erasure": (
        ("chain", "member"),
        ("store", "workstation", "operator", "reason", "key_ids"),
        ("asked_ms",),
        (),
    ),
}
_NUMBERS = {"epoch", "seq"}


def _kind(name: str) -> sa.types.TypeEngine[Any]:
    if name == "hash":
        return sa.LargeBinary()
    return sa.BigInteger() if name in _NUMBERS else sa.Text()


def upgrade() -> None:
    """Add the tables."""
    for name, (key, words, numbers, blobs) in _TABLES.items():
        op.create_table(
            name,
            *(sa.Column(each, _kind(each), nullable=False) for each in key),
            *(sa.Column(each, sa.Text(), nullable=False) for each in words),
            *(sa.Column(each, sa.BigInteger(), nullable=False) for each in numbers),
            *((sa.Column("done_ms", sa.BigInteger(), nullable=True),) if name == "member_erasure" else ()),
            *(sa.Column(each, sa.LargeBinary(), nullable=False) for each in blobs),
            sa.PrimaryKeyConstraint(*key),
        )
    op.create_index("member_state", "member", ["chain", "state"])
    op.create_index("member_phone", "member", ["chain", "phone_hash"])
    op.create_index("member_key", "member", ["chain", "key_id"])
    op.create_index("member_reveal_member", "member_reveal", ["chain", "member", "made_ms"])
