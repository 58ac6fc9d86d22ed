"""What an associate writes down while walking: the sheet of a count, of a delivery or of a transfer. Pure.

The journal keeps a sheet as its head and what was done on it, one act after the other; the lines are worked out from
them, so that undo is to forget the last act. The fact that comes of a sheet is in `entries_shelf`.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import Final

import msgspec

from pos_app.domain.basket import QUANTITY_MAX
from pos_app.domain.errors import Refusal
from pos_app.domain.product import Unit

ACTS_MAX: Final = 5_000
"""Scans and typed quantities on one sheet: a day's work of one person."""
NAME_LENGTH_MAX: Final = 80
"""Of goods that the catalogue does not have."""


class SheetKind(enum.StrEnum):
    """What a sheet is for."""

    COUNT = "count"
    RECEIVE = "receive"
    TRANSFER = "transfer"


class SheetHead(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is said of a sheet when it is begun."""

    id: str
    kind: SheetKind
    operator: str
    started_ms: int
    area: str = ""
    """Id of the counted area; empty: anywhere in the store."""
    blind: bool = False
    """The counting person does not see what is expected."""
    delivery: str = ""
    """Id of the expected delivery; empty: nothing was announced."""
    reference: str = ""
    to_store: str = ""


class Act(msgspec.Struct, frozen=True, omit_defaults=True):
    """One scan or one typed quantity: adds `quantity` thousandths to the product's line, or `sets` it to them."""

    product_id: str
    """Empty for goods that the catalogue does not have: `code` and `name` are all that is known of them."""
    names: dict[str, str]
    unit: Unit
    quantity: int
    at_ms: int
    code: str = ""
    sets: bool = False
    name: str = ""


class Sheet(msgspec.Struct, frozen=True):
    """A sheet as it lies there."""

    head: SheetHead
    acts: tuple[Act, ...] = ()


class SheetLine(msgspec.Struct, frozen=True):
    """What a sheet says of one product: `quantity` thousandths, as of the last act on it at `at_ms`."""

    product_id: str
    names: dict[str, str]
    unit: Unit
    quantity: int
    at_ms: int
    scans: int
    code: str = ""
    name: str = ""

    @property
    def key(self) -> str:
        """Return what tells the lines of a sheet apart."""
        return self.product_id or f"?{self.code}"


def lines_of(acts: Sequence[Act]) -> tuple[SheetLine, ...]:
    """Return the sheet's lines, the one worked on last at the end."""
    lines: dict[str, SheetLine] = {}
    for act in acts:
        fresh = SheetLine(act.product_id, act.names, act.unit, 0, act.at_ms, 0, act.code, act.name)
        line = lines.pop(fresh.key, fresh)
        quantity = act.quantity if act.sets else line.quantity + act.quantity
        scans = line.scans + (0 if act.sets else 1)
        lines[line.key] = msgspec.structs.replace(
            line, quantity=quantity, at_ms=act.at_ms, scans=scans, name=act.name or line.name
        )
    return tuple(lines.values())


def check_act(sheet: Sheet, act: Act) -> None:
    """Raise a `Refusal` for an act that the sheet cannot take."""
    if len(sheet.acts) >= ACTS_MAX:
        raise Refusal("stock.sheet_full", limit=ACTS_MAX)
    quantity = lines_of((*sheet.acts, act))[-1].quantity
    if quantity < 0:
        raise Refusal("stock.below_nought")
    if quantity > QUANTITY_MAX:
        raise Refusal("basket.quantity_too_large", limit=QUANTITY_MAX // 1_000)
