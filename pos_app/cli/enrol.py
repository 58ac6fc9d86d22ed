"""`./pos enrol`: make this computer a workstation of a store, by a code from the hub."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pos_app.cli.commands import DONE, data_option

EPILOG = """\
examples:
  ./pos hub code --store 0217                                        at the hub: prints a code
  ./pos enrol --hub https://hub.example:8470 --code 7KQ2M4WXPD3A --name "Till 3"

The signing key is made here and never leaves this computer; the hub learns its public half.
Cut off in the middle, run it again with the same code. It refuses while a till runs on the folder.
"""


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.epilog = EPILOG
    data_option(parser)
    parser.add_argument("--hub", required=True, metavar="URL")
    parser.add_argument("--code", required=True, help="the enrolment code that the hub printed")
    parser.add_argument("--name", required=True, help='what people call this workstation: "Till 3"')
    parser.add_argument("--certificate", type=Path, metavar="PEM", help="trust this certificate for the hub")


def run(options: argparse.Namespace) -> int:
    """Enrol, and say who this workstation is now."""
    from sync.enrol import enrol

    who = enrol(options.data, options.hub, options.code, options.name, options.certificate)
    scope = who.scope
    sys.stdout.write(f"enrolled as {who.name} ({scope.workstation}) of store {scope.store}; open it with ./pos till\n")
    return DONE
