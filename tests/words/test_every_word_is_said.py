"""No sentence lies in the catalogues that nothing says: whoever translates them would do it for nobody."""

from __future__ import annotations

import re

from tests.house import tree
from tests.words.catalogues import sentences

_WHOLE = re.compile(r"[\"']([a-z][A-Za-z0-9_.-]*)[\"']")
_BEGUN = re.compile(r"f[\"']([a-z][a-z0-9_.]{3,})\{")
"""A message id that is put together: what stands before its first blank."""


def test_every_sentence_is_said_somewhere() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in tree.product_files())
    whole, begun = set(_WHOLE.findall(source)), tuple(set(_BEGUN.findall(source)))
    ids = sentences("en")
    assert len(ids) > 1_000
    silent = [each for each in ids if each.removesuffix(".one") not in whole and not each.startswith(begun)]
    assert sorted(silent) == []
