"""The protocol's page says what the code does: it is made from it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from sync import protocol
from sync.hub import describe


def test_the_protocol_page_is_fresh(project: Path) -> None:
    assert (project / describe.PAGE).read_text() == describe.page(), "run python -m sync.hub.describe --write"


def test_every_message_is_on_the_page() -> None:
    page = describe.page()
    shapes = [
        shape for shape in vars(protocol).values() if isinstance(shape, type) and issubclass(shape, msgspec.Struct)
    ]
    assert len(shapes) > 15
    for shape in shapes:
        assert f"**{shape.__name__}**" in page, shape.__name__


def test_no_mark_of_the_template_is_left() -> None:
    assert "{shapes" not in describe.page()
