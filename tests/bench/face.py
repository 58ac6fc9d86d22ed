"""How fast the till changes its face, and how smoothly a long basket scrolls; the window is in its own process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tests.bench.children import ask
from tests.bench.figures import Figure, quantile

CHILD: Final = "tests.bench.face_child"


def run() -> Iterator[Figure]:
    """Measure with a basket of 500 lines."""
    found = ask(CHILD, "switches")
    reference = f"repaint of the whole window p50 {quantile(found['repaint'][0], 0.5)} ms"
    for name, limit in (("theme", 50), ("language", 150)):
        for at in (0.5, 0.95):
            what = f"{name} switched and painted, basket of 500 lines, p{round(at * 100)}"
            yield Figure("face", what, quantile(found[name][0], at), "ms", limit, reference=reference)
        yield Figure("face", f"processor time of a switched {name}, p50", quantile(found[name][1], 0.5), "ms")
    yield Figure("face", "basket of 500 lines scrolled, a frame, p95", quantile(found["scroll"], 0.95), "ms", 16.7,
                 reference=reference)  # fmt: skip
