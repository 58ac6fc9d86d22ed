"""Seeded storms of key strokes with the truth beside them: which scanner or person struck what, and when.

Strokes are in the order and at the times in which one keyboard stream would bring them. Nothing here knows the rule
that parts scans from typing; the tests compare what the rule made of a storm with what really happened.
"""

from __future__ import annotations

import random
from collections import Counter as Tally
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from pos_app.domain.codes.gtin import check_digit, to_gtin14
from pos_app.domain.errors import Refusal
from tests.ui.test_scan_burst import Counter
from ui.scan_burst import FASTEST_TYPING_MS, SILENCE_MS, KeyKind

ENDS: Final = {"CR": "\r", "LF": "\n", "CR+LF": "\r\n", "Tab": "\t", "none": ""}
EVERY_MS: Final = 20
"""Fifty scans a second."""


class Struck(msgspec.Struct, frozen=True):
    """One key press in the stream."""

    at_ms: int
    text: str
    source: int
    """Which act struck it: its place in the list of acts."""


class Act(msgspec.Struct, frozen=True):
    """What one source did: a scan (with its ends) or words typed by a person."""

    text: str
    ends: str
    times_ms: tuple[int, ...]
    """Of each character, then of each end."""
    is_scan: bool = True

    def strokes(self, source: int) -> list[Struck]:
        """Return its key presses."""
        return [Struck(at, text, source) for at, text in zip(self.times_ms, self.text + self.ends, strict=True)]


class Shelf:
    """Five thousand goods: numbers in a row as makers give them, and some of the other lengths."""

    def __init__(self, chance: random.Random) -> None:
        """Number the goods."""
        first = 690_000_000_000 + chance.randrange(10**6)
        whole = [str(first + at) for at in range(4_000)]
        short = [str(10**10 + chance.randrange(9 * 10**10)) for _ in range(600)]
        eight = [str(2 * 10**6 + chance.randrange(7 * 10**6)) for _ in range(400)]
        self.codes = [payload + check_digit(payload) for payload in (*whole, *short, *eight)]
        self._known = {to_gtin14(code) for code in self.codes}

    def sells(self, text: str) -> str | None:
        """Return the trade item that a code stands for, None when the till would ask or refuse."""
        try:
            gtin = to_gtin14(text)
        except Refusal:
            return None
        return gtin if gtin in self._known else None


def scan(code: str, at_ms: int, gap_ms: int, ends: str) -> Act:
    """Return a scan that begins at `at_ms`."""
    return Act(code, ends, tuple(at_ms + gap_ms * number for number in range(len(code) + len(ends))))


def scans(chance: random.Random, shelf: Shelf, count: int, ends: Sequence[str], every_ms: int = EVERY_MS) -> list[Act]:
    """Return `count` scans, one each `every_ms`, 1 ms between their characters, ended in one of these ways."""
    found = []
    for number in range(count):
        code = chance.choice(shelf.codes)
        found.append(scan(code, 1_000 + number * every_ms, 1, ENDS[chance.choice(ends)]))
    return found


def typing(chance: random.Random, until_ms: int, alphabet: str) -> Act:
    """Return a person who types without a pause, 90 to 300 ms a key."""
    at, times, text = 1_000, [], ""
    while (at := at + chance.randint(90, 300)) < until_ms:
        times.append(at)
        text += chance.choice(alphabet)
    return Act(text, "", tuple(times), is_scan=False)


def stream(acts: Iterable[Act]) -> list[Struck]:
    """Return every act's strokes as one keyboard brings them."""
    return sorted((one for at, act in enumerate(acts) for one in act.strokes(at)), key=lambda one: one.at_ms)


def untouched(acts: Sequence[Act]) -> list[str]:
    """Return the codes of the scans that no other source struck into, nor just before, in the order of their ends."""
    strokes = stream(acts)
    touched: set[int] = set()
    last: dict[int, int] = {at: act.times_ms[-1] for at, act in enumerate(acts) if act.times_ms}
    open_act: int | None = None
    before: Struck | None = None
    for one in strokes:
        act = acts[one.source]
        close = before is not None and one.at_ms - before.at_ms <= FASTEST_TYPING_MS
        if before is not None and close and before.source != one.source:
            ended = acts[before.source].is_scan and before.at_ms == last[before.source] and acts[before.source].ends
            if not ended:
                touched |= {before.source, one.source}
            if open_act is not None and open_act != one.source and last[open_act] > one.at_ms:
                touched |= {open_act, one.source}
        if act.is_scan and (open_act is None or last[open_act] <= one.at_ms):
            open_act = one.source
        before = one
    whole = [at for at, act in enumerate(acts) if act.is_scan and at not in touched]
    return [acts[at].text for at in sorted(whole, key=lambda at: last[at])]


def played(acts: Iterable[Act], *, undoable: bool, silence_ends_a_scan: bool = False) -> Counter:
    """Play a storm to the rule, the field in front of it able to undo or not."""
    counter = Counter(undoable=undoable, silence_ends_a_scan=silence_ends_a_scan)
    counter.now_ms = 900
    for one in stream(acts):
        kind = KeyKind.END if one.text in "\r\n\t" else KeyKind.CHARACTER
        counter.press(one.text, one.at_ms - counter.now_ms, kind)
    counter.rest(SILENCE_MS + 1)
    return counter


def misfiled(shelf: Shelf, counter: Counter, acts: Iterable[Act]) -> Tally[str]:
    """Return the trade items that would be sold and that nobody scanned, with how often."""
    sold = Tally(gtin for code in counter.scans if (gtin := shelf.sells(code)) is not None)
    meant = Tally(gtin for act in acts if act.is_scan and (gtin := shelf.sells(act.text)) is not None)
    return sold - meant


def characters(counter: Counter) -> Tally[str]:
    """Return every character that came out anywhere: nothing may vanish unseen."""
    return Tally("".join(counter.scans) + "".join(counter.fragments) + counter.field)


def is_in_order(part: Sequence[str], whole: Iterable[str]) -> bool:
    """Tell whether `part` stands in `whole` in its order, other things between."""
    left = iter(whole)
    return all(any(one == other for other in left) for one in part)
