"""The parts of the scripted shift: each is one start of the till's process and ends by a kill or in order."""

from __future__ import annotations

from typing import Final

from pos_app.cli.demo import scenes, scenes_desks, scenes_shelf

PARTS: Final = {
    "first": scenes.FIRST,
    "second": scenes.SECOND,
    "third": (*scenes.THIRD, *scenes_desks.DESKS, *scenes.LAST),
}
"""By name, in the order of the shift."""
HANDHELD: Final = "handheld"
BESIDE: Final = {HANDHELD: scenes_shelf.SHELF}
"""What a second workstation plays meanwhile."""
