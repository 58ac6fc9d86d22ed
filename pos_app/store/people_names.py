"""Names and phone tails of everybody, compact in memory: about 45 bytes a person, no object for each. Pure.

`people_index` fills it in the background and asks it; nothing of it is ever written. Names lie folded, one after the
other, and are searched as one string; phone tails lie reversed in sorted runs, so that a common tail is one range of
each. No single call takes long: whoever shares the interpreter with it is kept waiting a few milliseconds at most.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from bisect import bisect_left, bisect_right
from typing import Final

from pos_app.domain.search_words import folded

TAIL_MIN: Final = 3
"""So many digits ask for a phone's tail."""
TAIL_MAX: Final = 8
"""Digits of a phone that are kept."""
RUN: Final = 8_192
"""Tails in one sorted run: 200,000 people are 25 runs, and sorting one takes a millisecond."""
CANDIDATES_MAX: Final = 600
"""Hits that are looked at, names that begin with the word first; who has more types more."""
PASSED_MAX: Final = 20_000
"""Hits that are gone through for those of one kind."""
_REF_BYTES: Final = 17
_HEX: Final = re.compile(r"[0-9a-f]{32}")
_HEX_DIGITS: Final = 32
_HAN_FROM, _HAN_TO = "\u4e00", "\u9fff"
"""A name of these alone is folded already."""
_DIGITS: Final = re.compile(r"[0-9\s()+./-]+")
_GAP: Final = b"\n"
_DEAD: Final = b"\x00"


class Names:
    """Who is called what and ends in which digits; a person is known by a short reference ("m" and an id, say)."""

    def __init__(self) -> None:
        """Know nobody."""
        self._text = bytearray(_GAP)
        self._starts: array[int] = array("I")
        self._refs = bytearray()
        self._odd: dict[bytes, str] = {}
        self._runs: list[array[int]] = []
        self._newest: array[int] = array("Q")
        self._live = 0

    def __len__(self) -> int:
        """Return how many people are known."""
        return self._live

    def size_bytes(self) -> int:
        """Return how much memory it takes, but for small change."""
        arrays = sum(each.itemsize * len(each) for each in (self._starts, self._newest, *self._runs))
        return len(self._text) + len(self._refs) + arrays + 200 * len(self._odd)

    def add(self, kind: str, identifier: str, name: str, phone: str) -> None:
        """Add a person who is not known: `kind` is one letter."""
        number = len(self._starts)
        self._starts.append(len(self._text))
        plain = name if min(name, default="") >= _HAN_FROM and max(name) <= _HAN_TO else folded(name)
        self._text += " ".join(plain.split()).encode("utf-8", "replace") + _GAP
        self._refs += self._ref(kind, identifier)
        self._live += 1
        tail = _tail_number(phone)
        if tail is not None:
            self._newest.append(tail << 32 | number)
            if len(self._newest) >= RUN:
                self._runs.append(array("Q", sorted(self._newest)))
                self._newest = array("Q")

    def remove(self, kind: str, identifier: str) -> bool:
        """Forget a person: the name is overwritten in memory; tell whether there was one."""
        wanted = bytes(self._ref(kind, identifier, keep=False))
        at = self._refs.find(wanted)
        while at >= 0 and at % _REF_BYTES:
            at = self._refs.find(wanted, at + 1)
        if at < 0:
            return False
        number = at // _REF_BYTES
        start, stop = self._span(number)
        self._text[start:stop] = _DEAD * (stop - start)
        self._refs[at : at + _REF_BYTES] = bytes(_REF_BYTES)
        self._odd.pop(wanted, None)
        self._newest = _without(self._newest, number)
        self._runs = [_without(run, number) for run in self._runs]
        self._live -= 1
        return True

    def find(self, text: str, limit: int, kind: str = "") -> list[tuple[str, str]]:
        """Return up to `limit` people as (kind, id): by a phone's tail when `text` is digits, else by name.

        Names that begin with what was typed come first, then in order of name. With a `kind` only people of that one.
        """
        plain = text.strip()[:64]
        digits = "".join(sign for sign in plain if sign.isdecimal() and sign.isascii())
        if len(digits) >= TAIL_MIN and _DIGITS.fullmatch(plain):
            found = self._by_tail(digits, kind)
        else:
            words = [word.encode() for word in folded(plain).replace("\x00", " ").split()]
            found = self._by_words(words, kind) if words else []
        return [self._named(number) for number in found[:limit]]

    def _is(self, number: int, kind: str) -> bool:
        return not kind or chr(self._refs[number * _REF_BYTES]).lower() == kind

    def _by_tail(self, digits: str, kind: str) -> list[int]:
        tail = digits[-TAIL_MAX:][::-1]
        low, high = int(tail.ljust(TAIL_MAX, "0")), int(tail.ljust(TAIL_MAX, "9"))
        first, last = low << 32, (high << 32) | 0xFFFFFFFF
        found = [entry for entry in self._newest if first <= entry <= last]
        for run in self._runs:
            found += run[bisect_left(run, first) : bisect_right(run, last)]
        numbers = [entry & 0xFFFFFFFF for entry in found[:PASSED_MAX] if self._is(entry & 0xFFFFFFFF, kind)]
        return sorted(numbers[:CANDIDATES_MAX], key=self._name)

    def _by_words(self, words: list[bytes], kind: str) -> list[int]:
        longest = max(words, key=len)
        ranked: dict[int, tuple[int, bytes]] = {}
        looked_at = passed = 0
        for before in (_GAP, b" ", b""):
            at = self._text.find(before + longest)
            while at >= 0 and looked_at < CANDIDATES_MAX and passed < PASSED_MAX:
                passed += 1
                number = bisect_right(self._starts, at + len(before)) - 1
                start, stop = self._span(number)
                if number not in ranked and self._is(number, kind):
                    looked_at += 1
                    name = b" " + self._text[start:stop]
                    if all(word in name for word in words):
                        ranked[number] = sum(b" " + word not in name for word in words), name
                at = self._text.find(before + longest, stop)
        return sorted(ranked, key=ranked.__getitem__)

    def _name(self, number: int) -> bytes:
        start, stop = self._span(number)
        return bytes(self._text[start:stop])

    def _span(self, number: int) -> tuple[int, int]:
        after = self._starts[number + 1] if number + 1 < len(self._starts) else len(self._text)
        return self._starts[number], after - len(_GAP)

    def _ref(self, kind: str, identifier: str, *, keep: bool = True) -> bytes:
        if len(identifier) == _HEX_DIGITS and _HEX.fullmatch(identifier):
            return kind.encode() + bytes.fromhex(identifier)
        said = kind.upper().encode() + hashlib.blake2b(identifier.encode(), digest_size=_REF_BYTES - 1).digest()
        if keep:
            self._odd[said] = identifier
        return said

    def _named(self, number: int) -> tuple[str, str]:
        ref = bytes(self._refs[number * _REF_BYTES : (number + 1) * _REF_BYTES])
        kind = chr(ref[0])
        return (kind.lower(), self._odd[ref]) if kind.isupper() else (kind, ref[1:].hex())


def _without(run: array[int], number: int) -> array[int]:
    return array("Q", [entry for entry in run if entry & 0xFFFFFFFF != number])


def _tail_number(phone: str) -> int | None:
    """Return the last digits of a phone in reverse, as a number; those with a common tail stand side by side."""
    digits = phone[-TAIL_MAX:]
    if not (digits.isdecimal() and digits.isascii()):  # not in its normal form
        digits = "".join(sign for sign in phone if sign.isdecimal() and sign.isascii())[-TAIL_MAX:]
    return int(digits[::-1].ljust(TAIL_MAX, "0")) if len(digits) >= TAIL_MIN else None
