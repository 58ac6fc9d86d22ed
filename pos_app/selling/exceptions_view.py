"""What the Exceptions screen may read: values and message ids, made by `pos_app.exceptions_desk`."""

from __future__ import annotations

from datetime import UTC, tzinfo

import msgspec

from pos_app.selling.view import Said


class ExceptionView(msgspec.Struct, frozen=True):
    """One row: message ids and values; `key` finds it again."""

    key: str
    title: str
    happened: Said
    safe: str
    todo: str
    """What the shop's own people do."""
    office: str = ""
    """What the office does about it; empty where the shop's people do it, and then tell the office."""
    workstation: str = ""
    """Empty for what is the store's and no entry's."""
    mine: bool = False
    entry: str = ""
    """By which the hub's own list names it."""
    made_ms: int = 0


class ExceptionsView(msgspec.Struct, frozen=True):
    """The newest first; own entries that need a look before all others."""

    rows: tuple[ExceptionView, ...]
    more: int = 0
    as_of_ms: int | None = None
    zone: tzinfo = UTC
