"""`./pos verify`: prove a journal whole, or name the first bad entry; `--rebuild` makes its projections anew."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pos_app.cli.commands import data_option

EPILOG = """\
Checks the chain, gaps, signatures, the sums of each sale, receipt numbers, the witness, and the projections against
what the entries give. It reads one snapshot and works while the till sells.

  ./pos verify --data data
  ./pos verify --data data --rebuild     make the projections again from the entries (the till must be closed)
  ./pos verify --data data --journal journal-2    one that was set aside because it was damaged

Exit code 0 when everything holds, 1 when something does not.
"""


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.epilog = EPILOG
    data_option(parser)
    parser.add_argument("--journal", default="", metavar="NAME", help="check this one instead of the current")
    parser.add_argument("--rebuild", action="store_true", help="make the projections again from the entries")


def run(options: argparse.Namespace) -> int:
    """Check, and report."""
    from pos_app.store.verify import verify
    from pos_app.words import say

    progress = _progress if sys.stderr.isatty() else None
    name = Path(options.journal).name  # a path to its folder will do
    report = verify(options.data, rebuild=options.rebuild, progress=progress, name=name)
    out = sys.stdout.write
    signed = "signatures checked" if report.signatures_checked else "signatures NOT checked: the key is not here"
    rebuilt = "; projections made again" if report.rebuilt else ""
    out(f"{report.entries} entries, {report.sales} sales, {report.epochs} epochs; {signed}; witness {report.witness}")
    out(f"{rebuilt}\n")
    for finding in report.findings:
        place = f"entry {finding.epoch:x}/{finding.seq}" if finding.position else "journal"
        out(f"  {place}: {say('en', finding.why)} {finding.detail}".rstrip() + "\n")
    if report.found > len(report.findings):
        out(f"  and {report.found - len(report.findings)} more\n")
    first = report.first_bad
    if report.whole:
        out("everything holds\n")
    elif first is not None:
        out(f"the first bad entry is {first.epoch:x}/{first.seq}; what stands before it holds\n")
    return report.exit_code


def _progress(done: int, whole: int) -> None:
    sys.stderr.write(f"\rchecked {done} of {whole} entries ")
    if done == whole:
        sys.stderr.write("\r\033[K")
    sys.stderr.flush()
