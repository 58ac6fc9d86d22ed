"""The README's table of figures, made from what `./pos bench` wrote: `python -m tests.house.bench_table FILE --write`.

Without `--write` it prints the table. With it the table takes the place of what stands between the README's two marks,
so that no figure is ever typed by hand.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Final

import msgspec

from tests.house.tree import PROJECT

README: Final = PROJECT / "README.md"
BEGIN: Final = "<!-- figures: python -m tests.house.bench_table bench.json --write -->"
END: Final = "<!-- /figures -->"


class About(msgspec.Struct, frozen=True):
    """Where and when the bench ran."""

    at: int
    catalogue: str
    load_1min: float
    cores: int


class Row(msgspec.Struct, frozen=True):
    """One figure, as `./pos bench` writes it."""

    name: str
    value: float
    unit: str
    limit: float | None
    at_least: bool
    reference: str
    holds: bool | None


class Bench(msgspec.Struct, frozen=True):
    """The whole file."""

    about: About
    figures: tuple[Row, ...]


def table(bench: Bench) -> str:
    """Return the figures that have a limit as Markdown, a missed limit said as plainly as a kept one."""
    day = time.strftime("%Y-%m-%d", time.gmtime(bench.about.at))
    load = f"load {bench.about.load_1min:.1f} on {bench.about.cores} cores"
    lines = [
        f"{day}, {bench.about.catalogue}, {load}:",
        "",
        "| figure | measured | limit | | in the same run |",
        "|---|---|---|---|---|",
    ]
    told = ""
    for row in bench.figures:
        if row.limit is not None:
            limit = f"{'at least' if row.at_least else 'at most'} {_figure(row.limit)}"
            verdict = "holds" if row.holds else "**not kept**"
            measured = f"{_figure(row.value)} {row.unit}"
            reference = "the same" if row.reference and row.reference == told else row.reference
            lines.append(f"| {row.name} | {measured} | {limit} | {verdict} | {reference} |")
            told = row.reference
    return "\n".join(lines) + "\n"


def put_into(text: str, figures: str) -> str:
    """Return the README's `text` with `figures` between its marks."""
    head, _, rest = text.partition(BEGIN)
    _, mark, tail = rest.partition(END)
    if not mark:
        raise ValueError(f"the README lacks the marks {BEGIN} and {END}")
    return f"{head}{BEGIN}\n{figures}{END}{tail}"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1_000 or value == int(value) else f"{value:,.2f}".rstrip("0")


def main(arguments: list[str]) -> int:
    """Print the table of the file named first, or write it into the README."""
    figures = table(msgspec.json.decode(Path(arguments[0]).read_bytes(), type=Bench))
    if "--write" in arguments:
        README.write_text(put_into(README.read_text(encoding="utf-8"), figures), encoding="utf-8")
    else:
        print(figures, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
