"""How a code is repeated in a refusal: short and printable, whatever was scanned.

Called wherever this room refuses; a screen or a log may show the result as it is.
"""

from __future__ import annotations

from typing import Final

QUOTE_LENGTH_MAX: Final = 40
"""Characters that a sentence repeats of a code."""


def quoted(text: str) -> str:
    r"""Return `text` cut to `QUOTE_LENGTH_MAX`, with a middle dot for what cannot be shown.

    >>> quoted("AB\x1d1")
    'AB·1'
    """
    cut = text if len(text) <= QUOTE_LENGTH_MAX else text[:QUOTE_LENGTH_MAX] + "…"
    return cut if cut.isprintable() else "".join(c if c.isprintable() else "·" for c in cut)
