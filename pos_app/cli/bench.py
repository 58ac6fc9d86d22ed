"""`./pos bench`: speed and memory, each figure beside its limit and a reference of the same run, as table and JSON."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from pos_app.cli.commands import DONE, FAILED

EPILOG = """\
examples:
  ./pos bench                      everything (some minutes; a busy machine makes slow figures: see the references)
  ./pos bench sale window          only these
  ./pos bench --products 20000     with a smaller catalogue, for a quick look
  .ci/postgres with ./pos bench hub    PostgreSQL too

The catalogue is read from POS_DATA (default ../shared/data); when it is missing a generated one of the same size is
used, and the result says so. Exit code 1 when a limit is not kept.
"""


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.epilog = EPILOG
    parser.add_argument(
        "benches",
        nargs="*",
        metavar="BENCH",
        help="sale window face decode search people pickup snapshot feed hub slow soak",
    )
    parser.add_argument("--products", type=int, metavar="N", help="use only the first N products of the catalogue")
    parser.add_argument("--json", type=Path, default=Path("bench.json"), metavar="FILE", help="default: bench.json")


def run(options: argparse.Namespace) -> int:
    """Measure, print, and write the JSON."""
    import msgspec
    from rich.console import Console

    from pos_app.domain.errors import Refusal
    from tests.bench.figures import Figure
    from tests.bench.suite import BENCHES

    unknown = [name for name in options.benches if name not in BENCHES]
    if unknown:
        raise Refusal("bench.unknown", name=unknown[0], known=", ".join(BENCHES))
    console = Console()
    figures: list[Figure] = []
    for name in options.benches or BENCHES:
        sys.stderr.write(f"measuring {name} ...\n")
        figures.extend(BENCHES[name](options.products))
    load = os.getloadavg()[0]
    about = {
        "at": int(time.time()),
        "catalogue": _label(options.products),
        "load_1min": round(load, 2),
        "cores": os.cpu_count(),
    }
    rows = [{**msgspec.structs.asdict(figure), "holds": figure.holds} for figure in figures]
    options.json.write_bytes(msgspec.json.format(msgspec.json.encode({"about": about, "figures": rows})))
    console.print(_table(rows, f"catalogue: {about['catalogue']}; load {load:.1f} on {about['cores']} cores"))
    return FAILED if any(figure.holds is False for figure in figures) else DONE


def _label(most: int | None) -> str:
    from tests.bench.catalogue_feed import source_label

    return source_label() if most is None else f"the first {most:,} of {source_label()}: a quick look"


def _table(rows: list[dict[str, object]], title: str):  # type: ignore[no-untyped-def] # noqa: ANN202 - rich is loaded late
    from rich.table import Table

    table = Table("figure", "value", "limit", "", "reference in the same run", title=title)
    for row in rows:
        limit = "" if row["limit"] is None else f"{'>=' if row['at_least'] else '<='} {row['limit']:g}"
        verdict = {True: "[green]holds[/]", False: "[red]NOT[/]", None: ""}[row["holds"]]  # type: ignore[index]
        table.add_row(f"{row['name']}", f"{row['value']:,g} {row['unit']}", limit, verdict, str(row["reference"]))
    return table
