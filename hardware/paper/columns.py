"""Lays a receipt out in the columns of a fixed-pitch printer: a Chinese character takes two of them.

Used by the text renderer and the ESC/POS renderer. Promises: no line is wider than the paper, and an amount on the
right is never cut or wrapped.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

COLUMNS_MIN: Final = 24
COLUMNS_MAX: Final = 80
_ELLIPSIS: Final = "…"
_WIDE: Final = 2


def width(text: str) -> int:
    """Return how many columns `text` takes: wide and full-width characters two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return _WIDE if unicodedata.east_asian_width(character) in "WF" else 1


def printable(text: str) -> str:
    """Return `text` without control characters, which a printer would take as commands."""
    return "".join(character if character.isprintable() else " " for character in text)


def wrapped(text: str, columns: int) -> Iterator[str]:
    """Break `text` into lines of at most `columns`, at spaces where there are any, keeping a leading indent."""
    text = printable(text).rstrip()
    indent = text[: len(text) - len(text.lstrip())][: columns // 2]
    line = ""
    for word in _words(text):
        if line and width(line) + width(word.rstrip()) > columns:
            yield line.rstrip()
            line = indent
        for piece in _pieces(word, columns - width(indent)):
            if line.strip() and width(line) + width(piece.rstrip()) > columns:
                yield line.rstrip()
                line = indent
            line += piece
    yield line.rstrip()


def _words(text: str) -> Iterator[str]:
    start = 0
    for place, character in enumerate(text):
        if character == " " and place + 1 < len(text) and text[place + 1] != " ":
            yield text[start : place + 1]
            start = place + 1
        elif _width(character) == _WIDE and place > start:  # between Chinese characters a line may always break
            yield text[start:place]
            start = place
    yield text[start:]


def _pieces(word: str, columns: int) -> Iterator[str]:
    piece = ""
    for character in word:
        if piece and width(piece) + _width(character) > columns:
            yield piece
            piece = ""
        piece += character
    yield piece


def paired(left: str, right: str, columns: int) -> Iterator[str]:
    """Lay `left` and `right` on one line, the words wrapped where they would meet the amount."""
    right = printable(right)
    room = columns - width(right) - 1
    if room < columns // 3:
        yield from wrapped(left, columns)
        yield " " * max(0, columns - width(right)) + right
        return
    *above, last = wrapped(left, room)
    yield from above
    yield last + " " * (columns - width(last) - width(right)) + right


def centred(text: str, columns: int) -> str:
    """Return `text` with spaces before it so that it stands in the middle."""
    return " " * max(0, (columns - width(text)) // 2) + text


def cut(text: str, columns: int) -> str:
    """Return `text` in at most `columns`, ended by an ellipsis when it was longer."""
    if width(text) <= columns:
        return text
    kept = ""
    for character in text:
        if width(kept) + _width(character) > columns - 1:
            break
        kept += character
    return kept + _ELLIPSIS
