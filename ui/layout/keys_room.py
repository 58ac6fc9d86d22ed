"""How a narrow screen is shared: what is typed is seen, its keypad takes what that leaves, acts are before a large sum.

Asked by `ui.layout.sell_columns`; nothing here is kept.
"""

from PySide6.QtWidgets import QWidget

from ui.face import Face
from ui.panels.middle import MiddleCard
from ui.panels.till_side import TillSide

FIELD_PX = 106  # of the middle, down to the field that is typed in
CARD_EDGE_PX, PAY_EDGES_PX = 14, 22  # of the middle, over the entry bar, and around what is typed in Pay
KEY_PX, KEY_MOST_PX = 54, 60  # as high as a key should be, and need not be more


def typed_px(face: Face, middle: MiddleCard) -> int:
    """Return the height of the middle down to what is typed, of what kind it is, and what is chosen."""
    if middle.paying:
        return PAY_EDGES_PX + middle.pay.tight_px()
    least_px, entry = face.px(FIELD_PX), middle.entry
    layout = entry.layout()
    if layout is None:
        return least_px
    width_px = max(entry.width(), entry.minimumSizeHint().width())
    return max(least_px, CARD_EDGE_PX + layout.totalMinimumHeightForWidth(width_px))


def gives_way(side: TillSide, part: QWidget, room_px: int) -> bool:
    """Tell whether the large figure would push what stands in `part` out of sight; in Pay it stays as it is.

    `room_px` is what the part and the till side share, without the gap between them.
    """
    in_pay = isinstance(part, MiddleCard) and part.paying
    return not in_pay and part.minimumSizeHint().height() > room_px - side.plain_px()


def share(side: TillSide, room_px: int, *, paying: bool) -> int:
    """Show the figure where there is room for it over good keys; return the height of keypad, Pay and figure.

    `room_px` is what the rest leaves. The keys grow into it, in Pay no more than they should: tenders stand there.
    """
    keypad = side.keypad
    spared_px = 0 if paying else keypad.lacks_px(KEY_PX)  # money is in sight before the keys are large
    side.totals.setVisible(side.least_px(totals=True) + spared_px <= room_px)
    least_px = side.least_px(totals=not side.totals.isHidden())  # no key gives way to words that wrap
    most_px = keypad.lacks_px(KEY_PX if paying else KEY_MOST_PX)
    return least_px + max(0, min(room_px - least_px, most_px))
