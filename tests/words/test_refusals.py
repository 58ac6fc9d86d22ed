"""A refusal says what is wrong and what to do: nobody at a counter is left with a bare no."""

from __future__ import annotations

import re

from tests.house import tree
from tests.words.catalogues import sentences

_RAISED = re.compile(r"\bRefusal\(\s*\"([a-z_.]+)\"")
_ACT = re.compile(
    r"^(Answer|Ask|Choose|Finish|Look|Name|Open|Pay|Press|Say|Scan|Sign|Tick|Type|Weigh)\b|\b(must|must not)\b"
)
"""A sentence that is the act itself."""
NOTHING_TO_DO = {
    "stock.nothing_to_undo": "the sheet stands as it was begun",
    "tender.none_to_take_back": "the sale stands as it was",
}


def refused_ids() -> set[str]:
    source = "\n".join(path.read_text("utf-8") for path in tree.product_files())
    return set(_RAISED.findall(source))


def _bare(sentence: str) -> bool:
    clauses = [clause for clause in re.split(r"[.;:?]\s|[.?]$", sentence) if clause.strip()]
    return len(clauses) < 2 and not any(_ACT.search(clause) for clause in clauses)


def test_a_refusal_says_what_to_do() -> None:
    english = sentences("en")
    refused = refused_ids() & set(english)
    assert len(refused) > 150
    bare = {name for name in refused if _bare(english[name])}
    assert sorted(bare) == sorted(NOTHING_TO_DO)
