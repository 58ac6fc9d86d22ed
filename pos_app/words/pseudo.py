"""The pseudo-locale `qps`: English in accented letters, 40 % longer, between marks.

The tests of the looks show every screen in it: what is cut off would be cut off in German too, and words without
marks did not come from the catalogue. It stands in no list of languages.
"""

from __future__ import annotations

import re
from typing import Final

PSEUDO: Final = "qps"
OPEN, CLOSE = "[", "]"
_LONGER_PERCENT: Final = 40
_ACCENTED: Final = str.maketrans("aceinosuyACEINOSUYdglt", "áçéíñóšúýÁÇÉÍÑÓŠÚÝđĝļţ")
_PARAMS: Final = re.compile(r"(\{[^{}]*\})")


def pseudo(sentence: str) -> str:
    """Return an English sentence as the pseudo-locale says it; `{names}` and printed keys stay."""
    parts = _PARAMS.split(sentence)
    letters = sum(len(part) for part in parts[::2])
    told = "".join(part if at % 2 else part.translate(_ACCENTED) for at, part in enumerate(parts))
    return f"{OPEN}{told}{_more(letters)}{CLOSE}"


def _more(letters: int) -> str:
    """Return words that make up for what other languages need, in pieces that can be wrapped."""
    wanted = max(0, letters * _LONGER_PERCENT // 100 - len(OPEN + CLOSE))
    return (" ţwó" * (wanted // 4 + 1))[:wanted] if wanted else ""
