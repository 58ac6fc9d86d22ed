"""`./pos hub counts`: what was counted at a store, and how far it was from what the book said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pos_app.cli.hub_lists import LANGUAGE
from pos_app.words import quantity_text, say
from sync.hub.count_differences import PAGE_MAX, CountDifference, differences
from sync.hub.database import Database
from sync.hub.settings import DEFAULT_CHAIN
from sync.hub.stock_counts import Place


def lines(database: Database, store: str, *, everything: bool) -> Iterator[str]:
    """Return a line for each counted line that was not as expected (`everything`: each one), the newest first."""
    with database.reading() as tx:
        found = differences(Place(tx, DEFAULT_CHAIN, store))
    shown = [each for each in found if everything or each.waits or each.expected not in (None, each.found)]
    yield from (_line(each) for each in shown)
    if not shown:
        yield say(LANGUAGE, "hub.counts.none", count=len(found))
    if len(found) == PAGE_MAX:
        yield say(LANGUAGE, "hub.counts.more", count=PAGE_MAX)


def _line(each: CountDifference) -> str:
    moment = dt.datetime.fromtimestamp(each.moment_ms / 1000, dt.UTC).strftime("%Y-%m-%d %H:%M")
    counted = quantity_text(LANGUAGE, each.counted)
    expected = "?" if each.expected is None else quantity_text(LANGUAGE, each.expected)
    if each.found != each.counted:
        counted = say(LANGUAGE, "hub.counts.together", here=counted, all=quantity_text(LANGUAGE, each.found))
    words = f"{moment}  {each.product}  {counted} / {expected}  {each.area}  {each.operator} · {each.workstation}"
    return f"{words}  {say(LANGUAGE, 'hub.counts.waits')}" if each.waits else words
