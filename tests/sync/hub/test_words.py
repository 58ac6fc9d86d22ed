"""Everything that the hub lists for people has a sentence, and another that says what to do."""

from __future__ import annotations

import re
from pathlib import Path

from pos_app.exceptions_desk import advice, safe, title
from pos_app.words import say

_KIND = re.compile(r'Difference\(\s*f?"([\w.{}]+)"|NEGATIVE = "([\w.]+)"')
_REASON = re.compile(r'"((?:header|scope|signature|kind|body|chain|product|day|amount|posting|epoch)\.[a-z_]+)"')
_NAMED = re.compile(r'^[A-Z_]+: Final = "((?:member|order|points)\.[a-z_]+)"', re.MULTILINE)
"""Kinds and reasons that a room of the hub gives a name; a constant of another sort there would have no point."""
_FIGURES = ("subtotal", "reduction", "tax", "total")


def has_a_sentence(message_id: str) -> bool:
    return say("en", message_id) != message_id


def test_every_exception_and_every_quarantine_reason_has_a_sentence(project: Path) -> None:
    sources = [path.read_text() for path in (project / "sync" / "hub").glob("*.py")]
    kinds = {name for text in sources for pair in _KIND.findall(text) for name in pair if name}
    assert len(kinds) > 20
    plain = {kind for kind in kinds if "{" not in kind} | {f"{figure}.differs" for figure in _FIGURES}
    for kind in plain:
        assert has_a_sentence(f"hub.exception.{kind}"), kind
        assert has_a_sentence(advice(kind)), kind
    reasons = {name for text in sources for name in _REASON.findall(text)} - plain
    assert len(reasons) >= 10
    for reason in reasons:
        assert has_a_sentence(f"hub.quarantine.{reason}"), reason
        assert has_a_sentence(advice(reason)), reason
    assert not has_a_sentence("hub.exception.no_such_kind")


def test_what_the_desks_of_the_hub_list_has_a_sentence_a_title_and_what_to_do(project: Path) -> None:
    hub = project / "sync" / "hub"
    sources = [path.read_text() for path in (*hub.glob("*.py"), *(hub / "desks").glob("*.py"))]
    named = {name for text in sources for name in _NAMED.findall(text)}
    assert len(named) >= 10
    for kind in named:
        assert has_a_sentence(f"hub.exception.{kind}") or has_a_sentence(f"hub.quarantine.{kind}"), kind
        for said in (advice(kind), safe(kind), title(kind)):
            assert has_a_sentence(said), (kind, said)
