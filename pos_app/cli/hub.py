"""`./pos hub`: run the reference central, make enrolment codes, seed the demo store, list and settle what is odd."""

from __future__ import annotations

import argparse
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from pos_app.cli.commands import DONE, USAGE
from pos_app.demo import shop
from pos_app.words import say

if TYPE_CHECKING:
    from sync.hub.database import Database
    from sync.hub.settings import HubSettings

_COMMANDING = {"Cc", "Cf"}
"""Kinds of signs that a terminal obeys and does not show (Unicode, general categories)."""
EPILOG = """\
examples:
  ./pos hub                                  serve on http://127.0.0.1:8470 from ./hub-data (SQLite)
  ./pos hub --host 0.0.0.0 --cert hub.pem --key hub-key.pem
  ./pos hub --database postgresql+psycopg://pos@/pos
  ./pos hub seed                             publish the demo store (about 2,000 goods), safe to repeat
  ./pos hub code --store 0217                print an enrolment code for one new workstation, valid for a day
  ./pos hub exceptions --store 0217          what a person has to look at and what to do; --all also what is settled
  ./pos hub counts --store 0217              what was counted and is not what the book said; --all: every counted line
  ./pos hub settle --store 0217 --entry KV3/1f0a9c/42 --by "Ada" --note "label was wrong, changed"
                                             it has been looked at: the till's lamp drops it within two minutes
  ./pos hub members                          how many there are; --add 300 enrols made-up ones, to try things with
  ./pos hub members --forget ID --by "Ada"   delete a member's key and row, for good
  ./pos hub orders                           the open orders; --all also those that ended
  ./pos hub orders --demo 5                  place made-up orders, each line a customer's code
  ./pos hub orders --file orders.json        place orders of the online shop: [{"order": ..., "person": ...}]
  ./pos hub orders --cancel 1042             cancel one; --wrong-person 1042 lists that somebody else has its goods
  ./pos hub orders --free 1042               the till that was handing it over is gone: another may
  ./pos hub orders --forget 1042 --by "Ada"  delete the key of its customer, and of other orders of that phone, for good
  ./pos hub keys                             the keys that sign codes (pickup, member, coupon ...), which one signs now
  ./pos hub keys --rotate --days 365         a new key signs; codes of the old one hold for so many days more
"""
PORT = 8470
OVERLAP_DAYS = 365
_AT_THE_DESK = ("seed", "code", "exceptions", "settle", "counts", "keys", "members", "orders")


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.epilog = EPILOG
    parser.add_argument("action", nargs="?", default="serve", choices=("serve", *_AT_THE_DESK), help="default: serve")
    parser.add_argument("--data", type=Path, default=Path("hub-data"), metavar="DIR", help="the hub's own folder")
    parser.add_argument("--database", default="", metavar="URL", help="SQLAlchemy URL; default: SQLite in the folder")
    parser.add_argument("--host", default="127.0.0.1", help="beyond this machine only with --cert and --key")
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument("--cert", type=Path, metavar="PEM", help="TLS certificate")
    parser.add_argument("--key", type=Path, metavar="PEM", help="TLS private key")
    parser.add_argument(
        "--store", default=shop.STORE, help=f"for code, exceptions, counts, settle (default: {shop.STORE}, the demo's)"
    )
    parser.add_argument(
        "--all", action="store_true", help="exceptions: also what is settled; counts: also what was as expected"
    )
    parser.add_argument("--json", action="store_true", help="exceptions: as JSON, for programs")
    parser.add_argument(
        "--entry", nargs="+", default=(), metavar="ENTRY", help="settle: WORKSTATION/EPOCH/SEQ, as exceptions prints it"
    )
    parser.add_argument("--by", default="", metavar="WHO", help="settle: who looked")
    parser.add_argument("--note", default="", metavar="TEXT", help="settle: what they found or did")

    parser.add_argument("--add", type=int, default=0, metavar="N", help="members: enrol the first N made-up ones")
    parser.add_argument(
        "--forget", default="", metavar="ID", help="members, orders: forget a member, an order's customer; --by, --note"
    )
    parser.add_argument("--people-keys", type=Path, metavar="FILE", help="the store of people's keys; in no backup")
    parser.add_argument("--demo", type=int, default=0, metavar="N", help="orders: place N made-up ones")
    parser.add_argument("--file", type=Path, metavar="JSON", help="orders: place those of a file")
    parser.add_argument("--cancel", default="", metavar="ORDER", help="orders: cancel one, by id or number")
    parser.add_argument("--free", default="", metavar="ORDER", help="orders: its till is gone, let another hand over")
    parser.add_argument("--wrong-person", default="", metavar="ORDER", help="orders: somebody else has the goods")
    parser.add_argument("--rotate", action="store_true", help="keys: make a new key that signs from now on")
    parser.add_argument(
        "--days", type=int, default=OVERLAP_DAYS, help="keys --rotate: so long codes of the old key hold (default: 365)"
    )


def run(options: argparse.Namespace) -> int:
    """Do what the action names."""
    from sync.hub.settings import HubSettings

    settings = HubSettings(options.data, options.database, key_store=options.people_keys)
    options.data.mkdir(parents=True, exist_ok=True)
    if options.action == "serve":
        from sync.hub.serve import serve

        sys.stderr.write(f"hub: serving {settings.folder} on {options.host}:{options.port}; Ctrl+C stops it\n")
        serve(settings, options.host, options.port, certificate=options.cert, key=options.key)
        return DONE
    from pos_app.cli import hub_desk

    if options.action == "settle" and not options.entry:
        sys.stderr.write("pos hub: settle needs --entry; ./pos hub exceptions names them\n")
        return USAGE
    with hub_desk.opened(settings) as database:
        said = {"members": _members, "orders": _orders, "counts": _counts}.get(options.action, _said)
        sys.stdout.writelines(f"{_for_a_terminal(line)}\n" for line in said(database, settings, options))
    return DONE


def _for_a_terminal(line: str) -> str:
    """Return a line whose names, which come from tills and shops, cannot move the cursor or turn the text around."""
    return "".join("·" if sign != "\n" and unicodedata.category(sign) in _COMMANDING else sign for sign in line)


def _said(database: Database, settings: HubSettings, options: argparse.Namespace) -> Iterable[str]:
    """Do what the action names at the hub's desk; return the lines that it answers with."""
    from pos_app.cli import hub_desk, hub_lists

    store: str = options.store
    if options.action == "seed":
        changed = hub_desk.seed(database, settings)
        return [f"the demo store is published; {changed} rows were new or changed"]
    if options.action == "code":
        return [hub_desk.new_code(database, store)]
    if options.action == "settle":
        done = hub_desk.settle(database, store, options.entry, options.by, options.note)
        return [say(hub_lists.LANGUAGE, "hub.settle.done", count=done.settled, before=done.before)]
    if options.action == "keys":
        return hub_desk.code_keys(database, settings, rotate_days=options.days if options.rotate else None)
    if options.json:
        return [hub_lists.as_json(database, store, everything=options.all)]
    return hub_lists.sentences(database, store, everything=options.all)


def _counts(database: Database, _settings: HubSettings, options: argparse.Namespace) -> Iterable[str]:
    from pos_app.cli import hub_counts

    return hub_counts.lines(database, options.store, everything=options.all)


def _members(database: Database, settings: HubSettings, options: argparse.Namespace) -> Iterable[str]:
    from pos_app.cli import hub_members

    if options.forget:
        return [hub_members.forget(database, settings, options.forget, options.by, options.note)]
    if options.add:
        return [f"{hub_members.enrol_demo(database, settings, options.add)} members were enrolled"]
    return hub_members.lines(database, settings)


def _orders(database: Database, settings: HubSettings, options: argparse.Namespace) -> Iterable[str]:
    from pos_app.cli import hub_orders

    store: str = options.store
    if options.forget:
        return [hub_orders.forget(database, settings, store, options.forget, options.by, options.note)]
    acts = (
        (options.cancel, hub_orders.cancel), (options.free, hub_orders.free),
        (options.wrong_person, hub_orders.wrong_person),
    )  # fmt: skip
    for order, act in acts:
        if order:
            return [act(database, store, order)]
    if options.file is not None:
        return hub_orders.place_file(database, settings, options.file)
    if options.demo:
        return hub_orders.place_demo(database, settings, options.demo)
    return hub_orders.lines(database, store, everything=options.all)
