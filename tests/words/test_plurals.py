"""A number before a plural noun has its sentence for one, so that no screen says "1 lines"."""

from __future__ import annotations

import re

from tests.words.catalogues import sentences

NUMBERS = {
    "count", "days", "entries", "here", "kept", "keys", "left", "length", "lines", "minutes", "picked",
    "points", "quantity", "seconds", "tries",
}  # fmt: skip
"""Blanks that hold a number. A limit, a size in bytes and the least and most of a field are constants above one."""
PLURAL = re.compile(r"\{(\w+)\} (?:\w+ )?(\w+s|are|need|have|wait|stay)\b")
NO_NOUN = {"s", "ms", "as", "is", "was", "has", "this", "less"}
"""Short units are the same for one and for many."""
NEVER_ONE = {
    "code.too_long": "longer than a limit of hundreds",
    "hub.counts.more": "said when a list is cut at its limit",
    "journal.damaged_often": "said from the second damage on",
    "pickup.new_orders": "one is said by pickup.new_order, with its number",
    "replay.no_catalogue": "a wait of the program, constant",
    "replay.not_drained": "a wait of the program, constant",
    "ui.devices.pace": "one character has no pace",
}


def _plural(sentence: str) -> bool:
    return any(number in NUMBERS and noun not in NO_NOUN for number, noun in PLURAL.findall(sentence))


def test_what_counts_has_a_sentence_for_one() -> None:
    english = sentences("en")
    counted = {name for name, sentence in english.items() if _plural(sentence) and not name.endswith(".one")}
    assert len(counted) > 20
    alone = {name for name in counted if f"{name}.one" not in english}
    assert sorted(alone) == sorted(NEVER_ONE)
