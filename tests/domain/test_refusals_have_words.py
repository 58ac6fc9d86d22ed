"""Every no that the domain says is a sentence in every language, with its money and rates written out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pos_app.domain.errors import Refusal
from pos_app.words import LANGUAGES, say
from pos_app.words.catalogue import said

DOMAIN = Path(__file__).parents[2] / "pos_app" / "domain"
ROOMS = ["basket_*.py", "settlement.py", "tax_rules.py", "pricing*.py", "money.py", "chain.py"]


def _raised() -> set[str]:
    sources = [path.read_text("utf-8") for room in ROOMS for path in DOMAIN.glob(room)]
    return {name for source in sources for name in re.findall(r'Refusal\(\s*"([a-z_.]+)"', source)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_has_its_sentence(language: str) -> None:
    raised = _raised()
    assert "tender.not_enough" in raised
    assert [name for name in sorted(raised) if say(language, name) == name] == []


def test_amounts_and_rates_of_a_refusal_are_written_as_people_write_them() -> None:
    refusal = Refusal(
        "basket.approval_needed", line=1, asked_minor=205, limit_minor=200, limit_ppm=82_500, currency="EUR"
    )
    assert said("en", refusal).startswith("€2.05 is above what you may give alone (8.25%, here €2.00).")
    owed = Refusal("tender.missing", missing_minor=500, currency="JPY")
    assert said("en", owed) == "¥500 is still to pay. Take it first."
