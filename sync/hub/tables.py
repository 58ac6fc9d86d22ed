"""The hub's tables: one schema for SQLite and PostgreSQL. Every key begins with its scope: chain, store, workstation.

The migrations make these tables; a test compares the two. A row of the chain itself has the empty store.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

metadata = MetaData()
CHAIN_STORE: Final = ""
"""The store of rows that belong to the whole chain."""


def _key(*names: str) -> list[Column[str]]:
    return [Column(name, Text, primary_key=True) for name in names]


def _number(name: str, *, key: bool = False, null: bool = False) -> Column[int]:
    return Column(name, BigInteger, primary_key=key, nullable=null, autoincrement=False)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _bytes(name: str, *, key: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary, primary_key=key, nullable=False)


def _yes_no(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False)


def _settled() -> list[Column[Any]]:
    """Who looked at it, when, and what they found; a row without a time is open."""
    none = text("''")
    said = [Column(name, Text, nullable=False, server_default=none) for name in ("settled_by", "settled_note")]
    return [_number("settled_ms", null=True), *said]


OPEN: Final = (None, "", "")
"""The end of a new row of `quarantine` and `exception`: nobody has settled it."""
_STILL_OPEN: Final = text("settled_ms IS NULL")


store = Table("store", metadata, *_key("chain", "store"), _number("made_ms"))
workstation = Table(
    "workstation",
    metadata,
    *_key("chain", "store", "workstation"),
    _text("name"),
    _bytes("public_key"),
    _number("enrolled_ms"),
)
# A credential carries its scope in front, so that it is looked up by the whole key.
credential = Table(
    "credential", metadata, *_key("chain", "store", "workstation"), _bytes("hash", key=True), _number("made_ms"),
    _number("revoked_ms", null=True),
)  # fmt: skip
# A code is typed by a person and carries no scope: it is found by its hash alone.
enrolment_code = Table(
    "enrolment_code", metadata, *_key("chain", "store"), _bytes("hash", key=True), _number("expires_ms"),
    Column("workstation", Text), Column("public_key", LargeBinary),
    Index("enrolment_code_by_hash", "hash", unique=True),
)  # fmt: skip
# `seq` and `hash` are the end of the gap-free chain; `last` is the highest seq that is kept.
journal = Table(
    "journal", metadata, *_key("chain", "store", "workstation"), _number("epoch", key=True), _number("seq"),
    _bytes("hash"), _number("last"), _text("demand"), _number("opened"),
)  # fmt: skip
# The hash is part of the key: two versions of one seq are both kept.
entry = Table(
    "entry", metadata, *_key("chain", "store", "workstation"), _number("epoch", key=True), _number("seq", key=True),
    _bytes("hash", key=True), _number("position"), _text("kind"), _number("schema"), _text("business_day"),
    _number("arrived_ms"), _yes_no("forked"), _bytes("header"), _bytes("body"), _bytes("signature"),
    UniqueConstraint("chain", "store", "position", name="entry_position"),
    Index("entry_kind", "chain", "store", "workstation", "kind"),
)  # fmt: skip
# `position` is the entry's, nought for bytes that are not kept as an entry. Forks are listed here, and posted.
quarantine = Table(
    "quarantine", metadata, *_key("chain", "store", "workstation"), _number("epoch", key=True),
    _number("seq", key=True), _bytes("hash", key=True), Column("reason", Text, primary_key=True), _number("position"),
    _text("detail"), _number("made_ms"), _bytes("header"), _bytes("body"), _bytes("signature"), *_settled(),
    Index(
        "quarantine_open", "chain", "store", "workstation", "made_ms",
        sqlite_where=_STILL_OPEN, postgresql_where=_STILL_OPEN,
    ),
)  # fmt: skip
exception = Table(
    "exception", metadata, *_key("chain", "store", "workstation"), _number("epoch", key=True),
    _number("seq", key=True), _bytes("hash", key=True), *_key("kind", "subject"), _text("expected"), _text("found"),
    _number("made_ms"), *_settled(),
    Index(
        "exception_open", "chain", "store", "made_ms", sqlite_where=_STILL_OPEN, postgresql_where=_STILL_OPEN,
    ),
)  # fmt: skip
scope_counter = Table("scope_counter", metadata, *_key("chain", "store", "name"), _number("value"))
feed_row = Table(
    "feed_row", metadata, *_key("chain", "store", "stream", "key"), _number("position"), _yes_no("deleted"),
    _bytes("body"), UniqueConstraint("chain", "store", "position", name="feed_row_position"),
)  # fmt: skip
# Versions that a newer one replaced, in the streams that decide about money.
feed_history = Table(
    "feed_history", metadata, *_key("chain", "store"), _number("position", key=True), _text("stream"), _text("key"),
    _yes_no("deleted"), _bytes("body"), Index("feed_history_key", "chain", "store", "stream", "key", "position"),
)  # fmt: skip
stream_sum = Table("stream_sum", metadata, *_key("chain", "store", "stream"), _number("rows"), _number("total"))
# One counter per product and journal: the stock is their sum, and `seq` says what is in it.
stock = Table(
    "stock", metadata, *_key("chain", "store", "product", "workstation"), _number("epoch", key=True),
    _number("moved"), _number("seq"), sqlite_with_rowid=False,
)  # fmt: skip
# Products that moved since the feed last told their stock.
stock_due = Table("stock_due", metadata, *_key("chain", "store", "product"), sqlite_with_rowid=False)
# What open orders are still to get of a product: of what is on hand so much is promised.
order_line = Table(
    "order_line", metadata, *_key("chain", "store", "product", "order"), _number("quantity"),
    Index("order_line_order", "chain", "store", "order"), sqlite_with_rowid=False,
)  # fmt: skip
# The count that a product's book goes by: the newest by its moment, the larger hash where two have the same. `counted`
# is its figure with those of other areas, counted from `first` to `last` (`area_counts.standing`).
stock_anchor = Table(
    "stock_anchor", metadata, *_key("chain", "store", "product"), _number("moment"), _number("position"),
    _number("counted"), _bytes("hash"), *(Column(name, BigInteger, nullable=False, server_default=text("0"))
    for name in ("first", "last")), sqlite_with_rowid=False,
)  # fmt: skip
# Every counted line. `expected`, of the lines that a book goes by or went by, follows late entries; null: a newer count
# was there before it, or it is a part of what was counted in several areas.
stock_count = Table(
    "stock_count", metadata, *_key("chain", "store", "product"), _number("position", key=True), _text("workstation"),
    _text("sheet"), _text("operator"), _text("area"), _text("business_day"), _number("epoch"), _number("seq"),
    _number("moment"), _number("counted"), _number("expected", null=True),
    *(Column(name, Boolean, nullable=False, server_default=false()) for name in ("adds_up", "more_elsewhere")),
    Column("hash", LargeBinary, nullable=False, server_default=text("''")),
    Index("stock_count_moment", "chain", "store", "moment"), sqlite_with_rowid=False,
)  # fmt: skip
# What open deliveries and transfers are still to bring.
awaited = Table(
    "awaited", metadata, *_key("chain", "store", "product", "delivery"), _number("quantity"),
    Index("awaited_delivery", "chain", "store", "delivery"), sqlite_with_rowid=False,
)  # fmt: skip
# Products whose stock in the stores of the chain is to be published to all of them.
elsewhere_due = Table("elsewhere_due", metadata, *_key("chain", "product"), sqlite_with_rowid=False)
# Who is a member: fields as cipher text, phone and card as keyed hashes. `state` is new | known | unreadable | erased;
# epoch, seq and hash are the entry that enrolled.
member = Table(
    "member", metadata, *_key("chain", "member"), _text("key_id"), _text("tier"), _text("state"), _text("store"),
    _text("workstation"), _number("epoch"), _number("seq"), _number("enrolled_ms"), _bytes("hash"), _bytes("cipher"),
    _bytes("consent"), _bytes("phone_hash"), _bytes("card_hash"), Index("member_state", "chain", "state"),
    Index("member_phone", "chain", "phone_hash"), Index("member_card", "chain", "card_hash"),
    Index("member_key", "chain", "key_id"),
)  # fmt: skip
# One counter per member and journal: the balance is their sum, and `seq` says what is in it.
member_points = Table(
    "member_points", metadata, *_key("chain", "member", "store", "workstation"), _number("epoch", key=True),
    _number("points"), _number("seq"), _number("posted_ms"),
)  # fmt: skip
# Members whose row in the feed is to be published again.
member_due = Table("member_due", metadata, *_key("chain", "member"))
# Who looked at a member's field in clear, and what for.
member_reveal = Table(
    "member_reveal", metadata, *_key("chain", "store", "workstation"), _number("epoch", key=True),
    _number("seq", key=True), _bytes("hash", key=True), _text("member"), _text("field"), _text("purpose"),
    _text("operator"), _text("approved_by"), _number("made_ms"),
    Index("member_reveal_member", "chain", "member", "made_ms"),
)  # fmt: skip
# `key_ids` are the keys that were deleted: a key store that was put back loses them again.
member_erasure = Table(
    "member_erasure", metadata, *_key("chain", "member"), _text("store"), _text("workstation"), _text("operator"),
    _text("reason"), _text("key_ids"), _number("asked_ms"), _number("done_ms", null=True),
)  # fmt: skip
# Customers of orders who are no members: forgotten, or to be. `key_id` is the key that is deleted, as above.
order_erasure = Table(
    "order_erasure", metadata, *_key("chain", "store", "order"), _text("operator"), _text("reason"), _text("key_id"),
    _number("asked_ms"), _number("done_ms", null=True),
)  # fmt: skip
# `leg` is total | rounding | tender | tax; `name` the tender's kind or the tax component.
posting = Table(
    "posting", metadata, *_key("chain", "store"), _number("position", key=True), _number("number", key=True),
    _text("workstation"), _text("business_day"), _text("leg"), _text("name"), _text("currency"), _number("amount"),
)  # fmt: skip
receipt = Table(
    "receipt", metadata, *_key("chain", "store", "sale_id"), _number("position", key=True), _text("workstation"),
    _number("epoch"), _text("kind"), _number("number"),
)  # fmt: skip
receipt_head = Table(
    "receipt_head", metadata, *_key("chain", "store", "workstation"), _number("epoch", key=True), *_key("kind"),
    _number("number"),
)  # fmt: skip
# A coupon is the chain's: whoever holds it holds it everywhere.
claim = Table(
    "claim", metadata, *_key("chain", "what", "subject"), _text("store"), _text("workstation"), _text("claim"),
    _number("made_ms"),
)  # fmt: skip
claim_answer = Table(
    "claim_answer", metadata, *_key("chain", "store", "workstation", "claim"), _text("what"), _text("subject"),
    _yes_no("granted"), _text("reason"), _text("held_by"),
)  # fmt: skip
closed_day = Table("closed_day", metadata, *_key("chain", "store", "business_day"), _number("closed_ms"))
snapshot = Table(
    "snapshot", metadata, *_key("chain", "store", "id"), _number("made_ms"), _bytes("offer"), _text("file"),
)  # fmt: skip
