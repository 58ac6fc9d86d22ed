"""The message catalogues: every sentence that a person reads, in every language of the shop.

Code above the domain carries message ids and values; receipts, screens and the command line turn them into
sentences here. A missing translation falls back to English, a missing id to the id itself: never to an empty line.
"""

from __future__ import annotations

from pos_app.words.catalogue import LANGUAGES, language_after, said, say
from pos_app.words.numbers import (
    clock_text,
    day_text,
    moment_text,
    money_text,
    paper_moment_text,
    quantity_text,
    rate_text,
)

__all__ = [
    "LANGUAGES",
    "clock_text",
    "day_text",
    "language_after",
    "moment_text",
    "money_text",
    "paper_moment_text",
    "quantity_text",
    "rate_text",
    "said",
    "say",
]
