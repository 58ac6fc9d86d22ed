"""How a narrow screen is shared while its keypad is up: what is typed is seen, and the keys take what that leaves.

Asked by `ui.layout.sell_columns`; nothing here is kept.
"""

from ui.face import Face
from ui.panels.middle import MiddleCard
from ui.panels.till_side import TillSide

FIELD_PX = {False: 106, True: 150}  # of the middle, down to the field that is typed in; in Pay to the tenders
CARD_EDGE_PX = 14  # of the middle, over the entry bar
KEY_PX, KEY_MOST_PX = 54, 60  # as high as a key should be, and need not be more


def typed_px(face: Face, middle: MiddleCard) -> int:
    """Return the height of the middle down to what is typed, of what kind it is, and what is chosen."""
    least_px, entry = face.px(FIELD_PX[middle.paying]), middle.entry
    layout = entry.layout()
    if middle.paying or layout is None:
        return least_px
    width_px = max(entry.width(), entry.minimumSizeHint().width())
    return max(least_px, CARD_EDGE_PX + layout.totalMinimumHeightForWidth(width_px))


def share(side: TillSide, room_px: int, *, paying: bool) -> int:
    """Show the figure where there is room for it over good keys; return the height of keypad, Pay and figure.

    `room_px` is what the rest leaves. The keys grow into it, in Pay no more than they should: tenders stand there.
    """
    keypad = side.keypad
    side.totals.setVisible(side.least_px(totals=True) + keypad.lacks_px(KEY_PX) <= room_px)
    least_px = side.least_px(totals=not side.totals.isHidden())  # no key gives way to words that wrap
    most_px = keypad.lacks_px(KEY_PX if paying else KEY_MOST_PX)
    return least_px + max(0, min(room_px - least_px, most_px))
