"""The list of commands, and the one place where their errors become a line and an exit code.

Each command is a module of this folder with `register(parser)` (its options and its `--help`) and `run(options)`,
imported when it is chosen. To add one: write the module, add its name to `COMMANDS`.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Protocol, cast

from pos_app.domain.errors import Fault, Refusal

COMMANDS: Final = {
    "demo": "the whole story: hub, demo store, till window; with no display a scripted shift that proves it",
    "till": "open the till's window",
    "handheld": "open the stock desk alone, for a handheld: look, count, receive, transfer, adjust",
    "sync": "run the sync daemon by itself (the till starts one when none runs)",
    "hub": "run the reference central",
    "enrol": "make this computer a workstation of a store",
    "import": "read a catalogue (CSV or TSV, also .gz) into the hub",
    "replay": "sell real baskets through the real desk and compare till, hub and receipts",
    "verify": "check a journal: chain, signatures, witness, totals; --rebuild its projections",
    "gallery": "every widget and every screen, to look through or as pictures",
    "bench": "measure speed and memory beside their limits",
}
MODULES: Final = {"import": "import_catalogue"}
"""Where a command's module has another name."""

DONE: Final = 0
FAILED: Final = 1
"""The command ran, and what it checked does not hold."""
USAGE: Final = 2
REFUSED: Final = 3
"""A rule says no; the line says what to do."""
FAULT: Final = 4
"""The environment failed (disk, network, device)."""
INTERRUPTED: Final = 130


class Command(Protocol):
    """What a command's module offers."""

    def register(self, parser: argparse.ArgumentParser) -> None:
        """Add the options and the teaching text."""
        ...

    def run(self, options: argparse.Namespace) -> int:
        """Do it; return an exit code."""
        ...


def command(name: str) -> Command:
    """Import the module of the command `name`."""
    return cast("Command", importlib.import_module(f"pos_app.cli.{MODULES.get(name, name)}"))


def _overview() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {what}" for name, what in COMMANDS.items()]
    lines.append(f"  {'test':<{width}}  the tests, types, lint, fences and size limits")
    codes = (
        "exit codes: 0 done, 1 what was checked does not hold, 2 wrong use, 3 a rule says no, 4 the machine failed "
        "(disk, network, device), 130 interrupted"
    )
    return "\n".join(["commands:", *lines, "", codes, "", "./pos COMMAND --help teaches each of them."])


def main(arguments: Sequence[str]) -> int:
    """Run the command that `arguments` name; return the exit code."""
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        sys.stdout.write("usage: ./pos COMMAND [OPTIONS]\n\nA till that never stops selling.\n\n" + _overview() + "\n")
        return DONE if arguments else USAGE
    name, *rest = arguments
    if name not in COMMANDS:
        sys.stderr.write(f"pos: there is no command {name!r}.\n{_overview()}\n")
        return USAGE
    chosen = command(name)
    parser = argparse.ArgumentParser(
        prog=f"./pos {name}",
        description=COMMANDS[name],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    chosen.register(parser)
    options = parser.parse_args(rest)
    try:
        return chosen.run(options)
    except (Refusal, Fault) as error:
        sys.stderr.write(f"pos {name}: {_sentence(error)}\n")
        return REFUSED if isinstance(error, Refusal) else FAULT
    except KeyboardInterrupt:
        sys.stderr.write(f"pos {name}: interrupted; what was acknowledged is safe.\n")
        return INTERRUPTED


def _sentence(error: Refusal | Fault) -> str:
    from pos_app.words import said  # the catalogues load only when a person has to read something

    return said("en", error)


def data_option(parser: argparse.ArgumentParser) -> None:
    """Add `--data DIR`, the workstation's folder, to a command."""
    parser.add_argument(
        "--data",
        type=Path,
        default=Path("data"),
        metavar="DIR",
        help="the workstation's folder: identity, journal, cache, settings (default: ./data)",
    )
