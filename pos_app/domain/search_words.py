"""Words for the search over the catalogue, in any script: the same folding for what is indexed and what is asked.

Letters lose case and accents (é, Ё and Ё typed in two parts are one). Scripts written without spaces (Chinese,
Japanese, Korean, Thai, Lao, Burmese, Khmer) are cut into pairs of characters, so that a two-character word is found
inside a longer run; the last character of a run stands alone too, so that a single one is found anywhere.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import msgspec

QUERY_LENGTH_MAX: Final = 200
"""Characters of a query that are read."""
QUERY_WORDS_MAX: Final = 8
"""Words of a query that are searched for; a shop's query has two or three."""

_UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Scripts without spaces between words, marks included (Unicode blocks)."""
_SIGNS: Final = "\u0900-\u0dff"
"""Indic blocks: their vowel signs belong to the word though they are no letters."""
_ASCII_WORD: Final = re.compile(r"[0-9a-z]+")
_RUN: Final = re.compile(rf"([{_UNSPACED}]+)|((?:[^\W_{_UNSPACED}]|[{_SIGNS}])+)")
_ACCENT: Final = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]+")
"""Marks that people leave out when they type: Latin, Greek and Cyrillic accents, Hebrew and Arabic points."""


class Asked(msgspec.Struct, frozen=True):
    """What a query asks for: every one of `words`; those in `whole` as they are, the others as beginnings."""

    words: tuple[str, ...] = ()
    whole: frozenset[str] = frozenset()
    runs: tuple[str, ...] = ()
    """The query's words before they were cut into pairs, for the order of the hits."""


def folded(text: str) -> str:
    """Return `text` in lower case, in compatible forms (full-width letters become plain), without accents."""
    if text.isascii():
        return text.lower()
    lower = unicodedata.normalize("NFKC", text).casefold()
    if lower.isascii():
        return lower
    return unicodedata.normalize("NFC", _ACCENT.sub("", unicodedata.normalize("NFD", lower)))


def words_of(text: str) -> set[str]:
    """Return the words under which `text` is indexed; none contains a space or a sign."""
    plain = folded(text)
    if plain.isascii():
        return set(_ASCII_WORD.findall(plain))
    found: set[str] = set()
    for unspaced, word in _RUN.findall(plain):
        if unspaced:
            found.update(_pairs(unspaced))
            found.add(unspaced[-1])
        else:
            found.add(word)
    return found


def asked(text: str) -> Asked:
    """Return what the typed `text` asks for; any text is allowed, and nothing in it is an operator."""
    words: dict[str, None] = {}
    whole: set[str] = set()
    runs: dict[str, None] = {}
    for unspaced, word in _RUN.findall(folded(text[:QUERY_LENGTH_MAX])):
        runs[unspaced or word] = None
        pairs = _pairs(unspaced)
        whole.update(pairs)
        words.update(dict.fromkeys(pairs or [unspaced or word]))
    kept = tuple(words)[:QUERY_WORDS_MAX]
    return Asked(kept, frozenset(whole.intersection(kept)), tuple(runs)[:QUERY_WORDS_MAX])


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]
