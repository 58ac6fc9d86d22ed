"""`docs/OFFLINE.md`, made from the registry of capabilities: `python -m tests.house.offline_table --write`.

A test holds the page to it, so that the page, the till's own screen and the tests cannot say different things.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from pos_app.domain.degraded import CAPABILITIES, Capability, Cell, Situation
from pos_app.words import say
from tests.house.tree import PROJECT

PAGE: Final = PROJECT / "docs" / "OFFLINE.md"
_HEAD: Final = """\
# What works without the network

<!-- Made by `python -m tests.house.offline_table --write` from `pos_app/domain/degraded.py`; do not edit. A test fails
when it is stale. -->

The till sells, hands over and counts with the network gone. This page says for each capability how far that goes, what
is refused, and who bears the risk. The same table stands in the till, behind the lamp (or Ctrl+E), with the
column of the moment in front. `tests/degraded` shows each cell on a real till, daemon and hub, with the cable in and
pulled; a cell that nothing shows fails the tests.

| | online | offline |
|---|---|---|
"""


def page() -> str:
    """Return the whole page."""
    return _HEAD + "".join(_row(each) for each in CAPABILITIES)


def _row(each: Capability) -> str:
    cells = " | ".join(_cell(each.id, each.at(situation), situation) for situation in Situation)
    return f"| {say('en', f'degraded.{each.id}')} | {cells} |\n"


def _cell(name: str, cell: Cell, situation: Situation) -> str:
    how, whose = say("en", f"degraded.how.{cell.how}"), say("en", f"degraded.whose.{cell.whose}")
    return f"**{how}** ({whose}). {say('en', f'degraded.{name}.{situation}')}"


def main(arguments: list[str], path: Path = PAGE) -> int:
    """Print the page, or write it."""
    if "--write" in arguments:
        path.write_text(page(), encoding="utf-8")
    else:
        sys.stdout.write(page())
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
