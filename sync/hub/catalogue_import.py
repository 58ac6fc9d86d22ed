"""Turns the rows of a shop's own table into products and prices, or says why a row is no product.

The command `import` calls it. Columns are found by their header names in any order; a bad row never stops the rest.
A table without prices gets `stand_in_price`, so that a bare catalogue can be sold from in tests and demonstrations.
"""

from __future__ import annotations

import enum
import io
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import BinaryIO, Final

import msgspec

from pos_app.domain.codes.gtin import to_gtin14
from pos_app.domain.errors import Refusal
from pos_app.domain.money import AMOUNT_LIMIT
from pos_app.domain.product import NAME_LENGTH_MAX, Barcode, Price, Product, ProductPrices, Unit

DEPARTMENT: Final = "general"
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "gtin": ("gtin", "barcode", "ean", "upc", "code", "ean13", "条码", "商品条码"),
    "name": ("name", "title", "product", "description", "product_name", "名称", "品名", "商品名称"),
    "price": ("price", "unit_price", "retail_price", "sale_price", "价格", "售价", "单价"),
    "category": ("category", "group", "categories", "分类", "类别"),
    "brand": ("brand", "brands", "manufacturer", "品牌"),
    "department": ("department", "dept", "部门"),
    "tax_group": ("tax_group", "tax", "vat", "税组"),
    "plu": ("plu",),
    "min_age": ("min_age", "age"),
    "unit": ("unit", "uom", "单位"),
}
"""Header names that are understood, lower case, spaces and hyphens as underscores; the first found wins."""
TEXT_LENGTH_MAX: Final = 200
HEADER_BYTES_MAX: Final = 65_536
STAND_IN_LEAST: Final = 99
STAND_IN_SPREAD: Final = 9_900
_PLU: Final = re.compile("[0-9]{1,6}")


class Reason(enum.StrEnum):
    """Why a row is not taken."""

    BAD_CODE = "bad_code"
    """Not 8, 12, 13 or 14 digits, or all noughts."""
    BAD_CHECK_DIGIT = "bad_check_digit"
    DUPLICATE = "duplicate"
    """The same GTIN stood in an earlier row; the first one counts."""
    EMPTY_NAME = "empty_name"
    BAD_NAME = "bad_name"
    """Longer than 200 characters."""
    BAD_PRICE = "bad_price"
    """Not a number, negative, or finer than the currency's smallest unit."""
    BAD_ROW = "bad_row"
    """Another field cannot be read."""


class Rejected(msgspec.Struct, frozen=True):
    """A row that was not taken: its line in the file, counted from 1 with the header, and what stood there."""

    line: int
    reason: Reason
    shown: str


class Taken(msgspec.Struct, frozen=True):
    """A row that became a product."""

    product: Product
    prices: ProductPrices


class Terms(msgspec.Struct, frozen=True):
    """What the whole table has in common. `exponent`: decimals of the currency."""

    tax_group: str
    exponent: int = 2
    language: str = "en"
    department: str = DEPARTMENT


def columns_of(header: Iterable[str]) -> dict[str, str]:
    """Return which header name holds which field; a `Refusal` when code or name cannot be found."""
    there = {re.sub(r"[\s-]+", "_", name.strip().lower()): name for name in header if name}
    found = {field: there[name] for field, names in COLUMNS.items() for name in reversed(names) if name in there}
    missing = [field for field in ("gtin", "name") if field not in found]
    if missing:
        raise Refusal("import.no_column", missing=" ".join(missing), known=", ".join(COLUMNS[missing[0]]))
    return found


def table(raw: BinaryIO) -> Iterator[dict[str, str | None]]:
    """Return the rows of a CSV or TSV file (told apart by its header) as text, reading no more than is asked for."""
    from sqlite_utils.utils import Format, rows_from_file  # noqa: PLC0415 - 89 ms that only an import needs

    buffered = io.BufferedReader(raw, HEADER_BYTES_MAX)  # type: ignore[type-var] # a raw or a gzip stream
    header = buffered.peek(HEADER_BYTES_MAX).partition(b"\n")[0]
    kind = Format.TSV if b"\t" in header else Format.CSV
    rows, _ = rows_from_file(buffered, format=kind, encoding="utf-8-sig", ignore_extras=True)
    for row in rows:
        yield {str(name): None if value is None else str(value) for name, value in row.items()}


def stand_in_price(gtin: str) -> int:
    """Return the price of a product whose table has none: from its GTIN alone, between 0.99 and 99.98 with 2 decimals.

    `99 + CRC-32(the 14 digits) mod 9900` minor units: the same on every machine and at every import.
    """
    return STAND_IN_LEAST + zlib.crc32(gtin.encode("ascii")) % STAND_IN_SPREAD


def read(
    rows: Iterable[Mapping[str, str | None]], columns: Mapping[str, str], terms: Terms
) -> Iterator[Taken | Rejected]:
    """Return, row by row, the product or the reason why there is none."""
    seen: set[str] = set()
    for line, row in enumerate(rows, 2):
        fields = {field: (row.get(name) or "").strip() for field, name in columns.items()}
        try:
            taken = _product(fields, terms)
        except _Bad as bad:
            yield Rejected(line, bad.reason, f"{fields['gtin']} {fields['name']}"[:TEXT_LENGTH_MAX])
            continue
        if taken.product.id in seen:
            yield Rejected(line, Reason.DUPLICATE, taken.product.id)
            continue
        seen.add(taken.product.id)
        yield taken


class _Bad(Exception):
    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def _product(fields: Mapping[str, str], terms: Terms) -> Taken:
    gtin = _gtin(fields["gtin"])
    name = " ".join(fields["name"].split())
    if not name:
        raise _Bad(Reason.EMPTY_NAME)
    if len(name) > NAME_LENGTH_MAX or not name.isprintable():
        raise _Bad(Reason.BAD_NAME)
    price = _price(fields["price"], terms.exponent) if fields.get("price") else stand_in_price(gtin)
    plu = fields.get("plu", "")
    age = fields.get("min_age", "") or "0"
    if (plu and not _PLU.fullmatch(plu)) or not (age.isdecimal() and int(age) <= 150):  # noqa: PLR2004 - years
        raise _Bad(Reason.BAD_ROW)
    try:
        unit = Unit(fields.get("unit", "") or Unit.EACH)
    except ValueError as error:
        raise _Bad(Reason.BAD_ROW) from error
    product = Product(
        gtin,
        {terms.language: name},
        fields.get("department", "") or terms.department,
        fields.get("tax_group", "") or terms.tax_group,
        unit=unit,
        codes=(Barcode(gtin),),
        plu=plu,
        min_age=int(age),
        weighed=unit is Unit.KILOGRAM,
        brand=fields.get("brand", "")[:TEXT_LENGTH_MAX],
        category=fields.get("category", "")[:TEXT_LENGTH_MAX],
    )
    return Taken(product, ProductPrices(gtin, (Price(price),)))


def _gtin(text: str) -> str:
    try:
        return to_gtin14(text)
    except Refusal as refusal:
        wrong = refusal.message_id == "code.bad_check_digit"
        raise _Bad(Reason.BAD_CHECK_DIGIT if wrong else Reason.BAD_CODE) from refusal


def _price(text: str, exponent: int) -> int:
    try:
        minor = Decimal(text.replace(" ", "").replace("\u00a0", "")).scaleb(exponent)
        if minor != minor.to_integral_value() or not 0 <= minor < AMOUNT_LIMIT:
            raise _Bad(Reason.BAD_PRICE)
    except (InvalidOperation, ValueError) as error:
        raise _Bad(Reason.BAD_PRICE) from error
    return int(minor)
