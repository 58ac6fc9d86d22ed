"""What still works when the network is gone: one line for each capability, online and alone.

The screen behind the lamp, `docs/OFFLINE.md` and the tests are made from this registry, so that none of them promises
what another denies. `tests/degraded` has a test for each cell. The sentences stand in the message catalogue under
`degraded.<id>`, `degraded.<id>.online` and `degraded.<id>.alone`.
"""

from __future__ import annotations

import enum
from typing import Final

import msgspec


class How(enum.StrEnum):
    """How far a capability goes."""

    FULL = "full"
    """As always; nothing is missing."""
    AS_OF = "as_of"
    """Works on what was last heard; the screen says of when that is."""
    LIMITED = "limited"
    """Works within limits: what lies beyond them is refused, and the refusal says why."""
    LATER = "later"
    """Is written down, and done when the network is back."""
    REFUSED = "refused"
    """Is not done, and the screen says so at once."""


class Whose(enum.StrEnum):
    """Who bears what may go wrong meanwhile."""

    NOBODY = "nobody"
    SHOP = "shop"
    CUSTOMER = "customer"


class Situation(enum.StrEnum):
    """How the workstation stands to the hub."""

    ONLINE = "online"
    ALONE = "alone"


class Cell(msgspec.Struct, frozen=True):
    """One capability in one situation."""

    how: How
    whose: Whose = Whose.NOBODY


class Capability(msgspec.Struct, frozen=True):
    """Something that a person does at this workstation."""

    id: str
    online: Cell
    alone: Cell

    def at(self, situation: Situation) -> Cell:
        """Return how it stands in `situation`."""
        return self.online if situation is Situation.ONLINE else self.alone


_FULL: Final = Cell(How.FULL)
_SHOP: Final = Cell(How.FULL, Whose.SHOP)
_AS_OF: Final = Cell(How.AS_OF, Whose.SHOP)

CAPABILITIES: Final = (
    Capability("sell", _FULL, _AS_OF),
    Capability("without_catalogue", Cell(How.LIMITED, Whose.SHOP), Cell(How.LIMITED, Whose.SHOP)),
    Capability("promotions", _FULL, _AS_OF),
    Capability("cash", _FULL, _FULL),
    Capability("other_tender", _SHOP, _SHOP),
    Capability("receipt", _FULL, _FULL),
    Capability("reprint", Cell(How.LIMITED), Cell(How.LIMITED)),
    Capability("hold", Cell(How.LIMITED), Cell(How.LIMITED)),
    Capability("sign_in", _FULL, _AS_OF),
    Capability("approval", _FULL, _AS_OF),
    Capability("codes", _FULL, _AS_OF),
    Capability("member_find", _FULL, _AS_OF),
    Capability("member_enrol", _FULL, Cell(How.LIMITED)),
    Capability("member_points", _FULL, Cell(How.AS_OF)),
    Capability("member_reveal", _FULL, _FULL),
    Capability("member_erase", Cell(How.LATER), Cell(How.LATER)),
    Capability("pickup_new", _FULL, Cell(How.REFUSED, Whose.CUSTOMER)),
    Capability("pickup_find", _FULL, _AS_OF),
    Capability("pickup_pick", _FULL, _AS_OF),
    Capability("pickup_hand_over", _FULL, Cell(How.LIMITED, Whose.SHOP)),
    Capability("stock_card", Cell(How.AS_OF), Cell(How.AS_OF)),
    Capability("stock_elsewhere", Cell(How.AS_OF), Cell(How.AS_OF)),
    Capability("count", _FULL, Cell(How.LATER)),
    Capability("receive", _FULL, Cell(How.LATER)),
    Capability("transfer", _FULL, Cell(How.LATER)),
    Capability("camera", _FULL, _FULL),
    Capability("exceptions", _FULL, Cell(How.AS_OF)),
    Capability("enrol_workstation", _FULL, Cell(How.REFUSED)),
)
"""Every capability, in the order in which the page shows them."""
