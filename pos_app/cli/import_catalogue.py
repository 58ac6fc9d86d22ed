"""`./pos import FILE`: read a catalogue into the hub, with a progress bar and a report of rows that were not taken."""

from __future__ import annotations

import argparse
import collections
import csv
import gzip
import itertools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Final, cast

from pos_app.cli.commands import DONE
from pos_app.demo import shop
from pos_app.domain.errors import Refusal
from pos_app.domain.feed import Level
from pos_app.domain.product import Department
from sync.hub.catalogue_import import DEPARTMENT, Rejected, Taken, Terms, columns_of, read, table
from sync.hub.publish import Row, publish_many
from sync.hub.settings import DEFAULT_CHAIN, HubSettings

EPILOG: Final = """\
FILE is CSV or TSV with a header, also .gz; columns in any order, found by name: gtin (or barcode, ean, upc), name
(or title, product), and if there are any price, category, brand, department, tax_group, plu, min_age, unit.
A table without prices gets a stand-in price from each GTIN: 99 + CRC-32 of its 14 digits modulo 9,900, minor units.

Rows that are not taken (bad check digit, duplicate, empty name, bad price) never stop the rest; they are counted by
reason and written to FILE.rejected.tsv in the current folder. Importing again publishes only what changed.

examples:
  ./pos import ../shared/data/catalogue-200k.tsv.gz
  ./pos import goods.csv --hub-data hub-data --currency EUR --tax-group A --language de
"""

LOOK_EVERY: Final = 1_000
"""Rows between two looks at the progress."""


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.epilog = EPILOG
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--hub-data", type=Path, default=Path("hub-data"), metavar="DIR", help="the hub's folder")
    parser.add_argument(
        "--database", default="", metavar="URL", help="the hub's database; default: SQLite in its folder"
    )
    parser.add_argument("--currency", default=shop.CURRENCY, help=f"of the prices (default: {shop.CURRENCY})")
    parser.add_argument("--tax-group", default="A", help="of rows that name none (default: A)")
    parser.add_argument("--language", default="en", help="of the names (default: en)")


def run(options: argparse.Namespace) -> int:
    """Import, and report."""
    from rich.progress import Progress

    from pos_app.cli import hub_desk
    from pos_app.domain.money import exponent

    terms = Terms(options.tax_group, exponent(options.currency), options.language)
    settings = HubSettings(options.hub_data, options.database)
    options.hub_data.mkdir(parents=True, exist_ok=True)
    rejected: list[Rejected] = []
    with (
        hub_desk.opened(settings) as database,
        _opened(options.file) as raw,
        Progress(transient=True, disable=not sys.stderr.isatty()) as progress,
    ):
        task = progress.add_task(options.file.name, total=options.file.stat().st_size)
        general = Department(DEPARTMENT, {"en": "General", "zh-Hans": "综合"}, terms.tax_group)
        publish_many(database, [Row(Level.CHAIN, None, "department", DEPARTMENT, general)], chain=DEFAULT_CHAIN)
        rows = _rows(raw, options.file, terms, rejected)
        watched = _watched(rows, lambda: progress.update(task, completed=raw.tell()))
        published = publish_many(database, watched, chain=DEFAULT_CHAIN)
    _report(options.file, rejected)
    taken = (published.changed + published.unchanged) // 2
    sys.stdout.write(f"{taken} products taken ({published.changed} rows new or changed), {len(rejected)} rejected\n")
    return DONE


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise Refusal("import.unreadable", file=str(path), detail=error.strerror or "") from error


def _rows(raw: BinaryIO, path: Path, terms: Terms, rejected: list[Rejected]) -> Iterator[Row]:
    """Give two rows for each product taken; note what was not."""
    try:
        source = table(cast("BinaryIO", gzip.GzipFile(fileobj=raw)) if path.suffix == ".gz" else raw)
        first = next(source, None)
        if first is None:
            raise Refusal("import.empty", file=str(path))
        for row in read(itertools.chain([first], source), columns_of(first), terms):
            if isinstance(row, Taken):
                yield Row(Level.CHAIN, None, "product", row.product.id, row.product)
                yield Row(Level.CHAIN, None, "price", row.product.id, row.prices)
            else:
                rejected.append(row)
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as error:
        raise Refusal("import.unreadable", file=str(path), detail=str(error)) from error


def _watched(rows: Iterator[Row], look: Callable[[], None]) -> Iterator[Row]:
    for number, row in enumerate(rows):
        if number % LOOK_EVERY == 0:
            look()
        yield row


def _report(path: Path, rejected: list[Rejected]) -> None:
    if not rejected:
        return
    target = Path(f"{path.name}.rejected.tsv")
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, dialect=csv.excel_tab)
        writer.writerow(("line", "reason", "row"))
        writer.writerows((row.line, row.reason, row.shown) for row in rejected)
    for reason, count in collections.Counter(row.reason for row in rejected).most_common():
        sys.stdout.write(f"  {count:>7}  {reason}\n")
    sys.stdout.write(f"every rejected row with its line stands in {target}\n")
