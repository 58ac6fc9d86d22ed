"""Reads the demo store's shelves from `goods.toml`: what a translator or a shopkeeper may change without code."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

FILE: Final = Path(__file__).with_name("goods.toml")


class Good(NamedTuple):
    """Something on the shelf in several kinds and sizes; the price is of the smallest size, minor units."""

    english: str
    chinese: str
    price: int


class Loose(NamedTuple):
    """Something sold by weight; the price is of a kilogram, minor units."""

    english: str
    chinese: str
    price: int
    plu: str


class Size(NamedTuple):
    """A size by its text, and its price in per cent of the smallest."""

    text: str
    per_cent: int


class Aisle(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One department with what lies in it."""

    id: str
    names: tuple[str, str]
    """English, Chinese."""
    tax_group: str
    colour: str
    goods: tuple[Good, ...]
    kinds: tuple[tuple[str, str], ...]
    sizes: tuple[Size, ...]
    loose: tuple[Loose, ...] = ()
    min_age: int = 0


class _Shelves(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    aisle: tuple[Aisle, ...]


@functools.cache
def aisles() -> tuple[Aisle, ...]:
    """Return the twelve departments, about 2,000 goods once multiplied."""
    return msgspec.toml.decode(FILE.read_bytes(), type=_Shelves).aisle
