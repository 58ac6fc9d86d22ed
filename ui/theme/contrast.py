"""Contrast between two colours as WCAG 2.2 defines it (relative luminance, sRGB).

Called by the theme check. The ratio runs from 1.0 (same colour) to 21.0 (black on white).
"""

import re

_HEX = re.compile(r"#[0-9A-Fa-f]{6}")
_LINEAR_BELOW = 0.04045  # IEC 61966-2-1


def contrast_ratio(one: str, other: str) -> float:
    """Return the ratio of two #RRGGBB colours; ValueError for any other spelling."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    if not _HEX.fullmatch(colour):
        raise ValueError(f"not a #RRGGBB colour: {colour!r}")
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    if channel <= _LINEAR_BELOW:
        return channel / 12.92
    return float(((channel + 0.055) / 1.055) ** 2.4)
