"""Lays a receipt out in the columns of a fixed-pitch printer: a Chinese character takes two of them.

Used by every renderer of receipts. Promises: no line is wider than the paper, an amount on the right is never cut,
and no control character of a product's name gets through, because a printer would take it as a command.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Callable, Iterator
from typing import Final

from pos_app.domain.errors import Fault

COLUMNS_MIN: Final = 24
COLUMNS_MAX: Final = 80
TEXT_LENGTH_MAX: Final = 500
"""Characters of one element; a longer text ends in "..."."""
_PLAIN: Final = {"\u2212": "-", "\u2013": "-"}
"""The minus sign and the en dash of our own sentences, said so that every printer has them."""
_WIDE: Final = 2


def clean(text: str) -> str:
    """Return `text` as paper can bear it, composed (NFC).

    Control characters and foreign spaces become a space, invisible format characters (joiners, direction marks) go,
    and what has no shape at all (private use, unassigned, half a surrogate pair) is spelled "[U+E000]".
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_clean, unicodedata.normalize("NFC", text)))


@functools.lru_cache(maxsize=4_096)
def _clean(character: str) -> str:
    if character in _PLAIN:
        return _PLAIN[character]
    if character.isprintable():
        return character
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    return " " if category in {"Cc", "Zs", "Zl", "Zp"} else spelled(character)


def spelled(character: str) -> str:
    """Return the visible stand-in of a character that cannot be printed: "[U+E000]"."""
    return f"[U+{ord(character):04X}]"


@functools.lru_cache(maxsize=4_096)
def cells(character: str) -> int:
    """Return the columns that one character takes in a terminal: East Asian ones two, combining marks none."""
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return _WIDE if _ideographic(character) else 1


def _ideographic(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _as_it_is(character: str) -> str:
    return character


class Grid:
    """The columns of one paper: how many there are, what a character takes of them, and how it says those it lacks."""

    def __init__(
        self, columns: int, measure: Callable[[str], int] = cells, said: Callable[[str], str] = _as_it_is
    ) -> None:
        """Take the paper's measures; raises `Fault` "paper.columns" outside `COLUMNS_MIN` to `COLUMNS_MAX`."""
        if not COLUMNS_MIN <= columns <= COLUMNS_MAX:
            raise Fault("paper.columns", columns=columns, least=COLUMNS_MIN, most=COLUMNS_MAX)
        self.columns = columns
        self.measure = measure
        self._said = said

    def shown(self, text: str) -> str:
        """Return `text` clean, of bounded length, with a stand-in for what this paper lacks."""
        if len(text) > TEXT_LENGTH_MAX:
            text = text[:TEXT_LENGTH_MAX] + "..."
        text = clean(text)
        if text.isascii():
            return text
        return "".join(map(self._said, text))

    def width(self, text: str) -> int:
        """Return how many columns `text` takes."""
        return len(text) if text.isascii() else sum(map(self.measure, text))

    def wrapped(self, text: str, *, large: bool = False) -> Iterator[str]:
        """Break `text` into lines, at spaces where there are any; large print has half as many columns."""
        yield from self._wrapped(self.shown(text), self._across(large=large))

    def centred(self, text: str, *, large: bool = False) -> Iterator[str]:
        """Break `text` into lines that stand in the middle."""
        columns = self._across(large=large)
        for line in self._wrapped(self.shown(text).strip(), columns):
            yield " " * ((columns - self.width(line)) // 2) + line

    def flush_right(self, text: str, *, large: bool = False) -> Iterator[str]:
        """Break `text` into lines that end where the paper ends."""
        columns = self._across(large=large)
        for line in self._wrapped(self.shown(text).strip(), columns):
            yield " " * (columns - self.width(line)) + line

    def paired(self, left: str, right: str, *, large: bool = False) -> Iterator[str]:
        """Lay `left` and `right` on one line, the words wrapped where they would meet the amount.

        When less than a third of the paper would be left for the words, the amount gets lines of its own.
        """
        columns = self._across(large=large)
        right = self.shown(right).strip()
        room = columns - self.width(right) - 1
        if room < columns // 3:
            yield from self._wrapped(self.shown(left), columns)
            yield from self.flush_right(right, large=large)
            return
        *above, last = self._wrapped(self.shown(left), room)
        yield from above
        yield last + " " * (columns - self.width(last) - self.width(right)) + right

    def _across(self, *, large: bool) -> int:
        return self.columns // 2 if large else self.columns

    def _wrapped(self, text: str, columns: int) -> Iterator[str]:
        body = text.strip()
        indent = text[: len(text) - len(text.lstrip())][: columns // 3]
        line, used = indent, len(indent)
        for word in _words(body):
            if line != indent and used + self.width(word.rstrip()) > columns:
                yield line.rstrip()
                line, used = indent, len(indent)
            for character in word:
                takes = self.measure(character)
                if used + takes > columns:
                    if character == " ":
                        continue
                    yield line.rstrip()
                    line, used = indent, len(indent)
                line += character
                used += takes
        yield line.rstrip()


def _words(text: str) -> Iterator[str]:
    """Cut `text` where a line may end: after a space, and before a Chinese character."""
    start = 0
    for place, character in enumerate(text):
        after_space = place > start and text[place - 1] == " " and character != " "
        if after_space or (place > start and _ideographic(character)):
            yield text[start:place]
            start = place
    yield text[start:]
