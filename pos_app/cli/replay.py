"""`./pos replay BASKETS`: sell recorded baskets through the real desk and prove that till, hub and receipts agree.

No Qt: the desk, the journal, the daemon and a hub of its own, as in a shop, only without a window.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pos_app.cli.commands import DONE, FAILED

EPILOG = """\
BASKETS is a text or CSV file, also .gz: one basket a line, its items separated by commas.

examples:
  ./pos replay ../shared/data/baskets.csv.gz
  ./pos replay baskets.csv --sales 500 --work /tmp/replay

Each basket is scanned item by item (age checks answered), paid in cash, printed to a tally of receipts, journaled,
and delivered by the sync daemon to a hub that posts it. Exit code 1 when anything differs by one unit.
"""


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.epilog = EPILOG
    parser.add_argument("baskets", type=Path, metavar="BASKETS")
    parser.add_argument("--sales", type=int, default=0, metavar="N", help="only the first N baskets (default: all)")
    parser.add_argument("--work", type=Path, metavar="DIR", help="keep hub and till here (default: removed at the end)")


def run(options: argparse.Namespace) -> int:
    """Replay and compare."""
    from pos_app.cli import replaying

    outcome = replaying.replay(options.baskets, options.sales, options.work, _progress)
    out = sys.stdout.write
    out(f"\n{outcome.sales} sales of {outcome.lines} lines, {outcome.total_text} in {outcome.seconds:.1f} s\n")
    for difference in outcome.differences:
        out(f"DIFFERENT: {difference}\n")
    if outcome.differences:
        return FAILED
    out("till, hub and receipts agree to the last unit\n")
    return DONE


def _progress(done: int, whole: int, what: str) -> None:
    if done % 100 == 0 or done == whole:
        sys.stderr.write(f"\r{what}: {done} of {whole}  ")
        sys.stderr.flush()
