"""Type sizes in px by role, and the families, in one place.

Inter and Noto Sans CJK SC come from the system (Debian: fonts-inter, fonts-noto-cjk); where they are missing the
platform's own sans serif stands in, so that a till still starts. The operator's scale (100, 115 or 130 %) applies to
every role at once. Figures are tabular, so that prices stand in columns.
"""

from typing import Literal

import msgspec
from PySide6.QtGui import QFont

FAMILIES = ("Inter", "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", "sans-serif")
SCALES_PERCENT = (100, 115, 130)

Role = Literal["meta", "body", "line", "title", "key", "figure", "total", "display"]
_PX: dict[Role, int] = {
    "meta": 13,
    "body": 15,
    "line": 17,
    "title": 18,
    "key": 22,
    "figure": 28,
    "total": 46,
    "display": 72,
}
# Inter's own tracking: large letters stand closer. Parts of the size.
_TIGHTER_BY: dict[Role, float] = {
    "meta": 0.0,
    "body": 0.006,
    "line": 0.011,
    "title": 0.013,
    "key": 0.018,
    "figure": 0.02,
    "total": 0.022,
    "display": 0.022,
}


class TypeScale(msgspec.Struct, frozen=True):
    """The sizes at one scale."""

    percent: int = 100

    def __post_init__(self) -> None:
        """Take only the three scales that the screens are laid out for."""
        if self.percent not in SCALES_PERCENT:
            raise ValueError(f"scale {self.percent} % is none of {SCALES_PERCENT}")

    def px(self, role: Role) -> int:
        """Size of a role in px, rounded to whole pixels so that rows stay even."""
        return (_PX[role] * self.percent + 50) // 100

    def font(self, role: Role, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """Return a font for painted text."""
        font = QFont()
        font.setFamilies(list(FAMILIES))
        font.setPixelSize(self.px(role))
        font.setWeight(weight)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, -_TIGHTER_BY[role] * self.px(role))
        font.setFeature(QFont.Tag("tnum"), 1)
        return font
