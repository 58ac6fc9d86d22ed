"""`./pos hub`: run the reference central, make enrolment codes, seed the demo store, list what needs a person."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pos_app.cli.commands import DONE
from pos_app.demo import shop

EPILOG = """\
examples:
  ./pos hub                                  serve on http://127.0.0.1:8470 from ./hub-data (SQLite)
  ./pos hub --host 0.0.0.0 --cert hub.pem --key hub-key.pem
  ./pos hub --database postgresql+psycopg://pos@/pos
  ./pos hub seed                             publish the demo store (about 2,000 goods), safe to repeat
  ./pos hub code --store 0217                print an enrolment code for one new workstation, valid for a day
  ./pos hub exceptions --store 0217          what a person has to look at: differences and quarantined entries
"""
PORT = 8470


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.epilog = EPILOG
    parser.add_argument(
        "action", nargs="?", default="serve", choices=("serve", "seed", "code", "exceptions"), help="default: serve"
    )
    parser.add_argument("--data", type=Path, default=Path("hub-data"), metavar="DIR", help="the hub's own folder")
    parser.add_argument("--database", default="", metavar="URL", help="SQLAlchemy URL; default: SQLite in the folder")
    parser.add_argument("--host", default="127.0.0.1", help="beyond this machine only with --cert and --key")
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument("--cert", type=Path, metavar="PEM", help="TLS certificate")
    parser.add_argument("--key", type=Path, metavar="PEM", help="TLS private key")
    parser.add_argument(
        "--store", default=shop.STORE, help=f"for code and exceptions (default: {shop.STORE}, the demo's)"
    )


def run(options: argparse.Namespace) -> int:
    """Do what the action names."""
    from sync.hub.settings import HubSettings

    settings = HubSettings(options.data, options.database)
    options.data.mkdir(parents=True, exist_ok=True)
    if options.action == "serve":
        from sync.hub.serve import serve

        sys.stderr.write(f"hub: serving {settings.folder} on {options.host}:{options.port}; Ctrl+C stops it\n")
        serve(settings, options.host, options.port, certificate=options.cert, key=options.key)
        return DONE
    from pos_app.cli import hub_desk

    with hub_desk.opened(settings) as database:
        if options.action == "seed":
            changed = hub_desk.seed(database, settings)
            sys.stdout.write(f"the demo store is published; {changed} rows were new or changed\n")
        elif options.action == "code":
            sys.stdout.write(hub_desk.new_code(database, options.store) + "\n")
        else:
            sys.stdout.write("".join(f"{line}\n" for line in hub_desk.exceptions(database, options.store)))
    return DONE
