"""The colours of Paper & Jade, by what they mean.

The style sheet, the painted rows and the icons read colours from here and nowhere else. `checked` refuses a theme
whose words cannot be read (WCAG 2.2, 4.5:1); a shop's brand may replace the four brand tokens only.
"""

import msgspec

from pos_app.domain.errors import Refusal
from ui.theme.contrast import contrast_ratio

MINIMUM_TEXT_CONTRAST = 4.5  # WCAG 2.2, 1.4.3 (AA)
MINIMUM_MARK_CONTRAST = 3.0  # WCAG 2.2, 1.4.11: the focus ring is a mark, not a word


class ThemeRefused(Refusal):
    """A theme whose words would be too faint; `pairs` names each token pair and its ratio."""

    def __init__(self, theme: str, pairs: tuple[tuple[str, str, float], ...]) -> None:
        """Keep the pairs so that the loader can show them."""
        self.pairs = pairs
        said = ", ".join(f"{words} on {ground} {ratio:.2f}:1" for words, ground, ratio in pairs)
        super().__init__("ui.theme_too_faint", theme=theme, pairs=said)


class Theme(msgspec.Struct, frozen=True):
    """Every colour as #RRGGBB, named by its meaning."""

    name: str
    ground: str
    surface: str
    sunken: str  # keys, fields and quantity boxes on a card
    hairline: str
    handle: str  # scroll bar
    ink: str
    ink2: str
    ink3: str  # hints
    brand: str
    on_brand: str
    brand_ink: str
    brand_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    focus: str

    @property
    def of_one_ink(self) -> bool:
        """Whether words of every rank have one colour: what rests, is a hint or is chosen then needs a shape."""
        return self.ink == self.ink3


class Brand(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a shop may replace."""

    brand: str
    on_brand: str
    brand_ink: str
    brand_soft: str


_WORDS_ON = (
    *((words, ground) for words in ("ink", "ink2", "ink3") for ground in ("ground", "surface", "sunken")),
    ("on_brand", "brand"),
    ("brand_ink", "brand_soft"),
    ("brand_ink", "surface"),
    ("ink", "brand_soft"),
    ("ink2", "brand_soft"),
    ("warn", "warn_soft"),
    ("bad", "bad_soft"),
    ("bad", "surface"),
)
_MARKS_ON = (("focus", "ground"), ("focus", "surface"))


def checked(theme: Theme) -> Theme:
    """Return the theme, or raise ThemeRefused with every pair that is too faint."""
    faint = tuple(
        (words, ground, ratio)
        for pairs, least in ((_WORDS_ON, MINIMUM_TEXT_CONTRAST), (_MARKS_ON, MINIMUM_MARK_CONTRAST))
        for words, ground in pairs
        if (ratio := contrast_ratio(getattr(theme, words), getattr(theme, ground))) < least
    )
    if faint:
        raise ThemeRefused(theme.name, faint)
    return theme


def branded(theme: Theme, brand: Brand) -> Theme:
    """Dress a theme in a shop's colours; raise ThemeRefused when they cannot be read."""
    return checked(
        msgspec.structs.replace(
            theme, brand=brand.brand, on_brand=brand.on_brand, brand_ink=brand.brand_ink, brand_soft=brand.brand_soft
        )
    )


LIGHT = checked(
    Theme(
        name="light",
        ground="#F4F2EC",
        surface="#FFFFFF",
        sunken="#FBFAF7",
        hairline="#DCD8CE",
        handle="#D6D1C4",
        ink="#17201C",
        ink2="#4A554F",
        ink3="#66706A",
        brand="#0B6B50",
        on_brand="#FFFFFF",
        brand_ink="#0A5A44",
        brand_soft="#DDEFE7",
        warn="#8A4B00",
        warn_soft="#FCEBCF",
        bad="#B3261E",
        bad_soft="#FBE3E0",
        focus="#1D5FD1",
    )
)

DARK = checked(
    Theme(
        name="dark",
        ground="#121614",
        surface="#1B211E",
        sunken="#222926",
        hairline="#333C38",
        handle="#3E4843",
        ink="#EEF2EF",
        ink2="#B9C3BD",
        ink3="#97A29C",
        brand="#4CC79B",
        on_brand="#06271C",
        brand_ink="#7ADDB8",
        brand_soft="#173A2E",
        warn="#F2B45A",
        warn_soft="#3B2C12",
        bad="#FF8A80",
        bad_soft="#43201D",
        focus="#8AB4FF",
    )
)

HIGH_CONTRAST = checked(
    Theme(
        name="contrast",
        ground="#000000",
        surface="#000000",
        sunken="#000000",
        hairline="#FFFFFF",
        handle="#FFFFFF",
        ink="#FFFFFF",
        ink2="#FFFFFF",
        ink3="#FFFFFF",
        brand="#FFE600",
        on_brand="#000000",
        brand_ink="#FFE600",
        brand_soft="#262200",
        warn="#FFD166",
        warn_soft="#241B00",
        bad="#FF9B9B",
        bad_soft="#2E0A0A",
        focus="#00E5FF",
    )
)

THEMES = {theme.name: theme for theme in (LIGHT, DARK, HIGH_CONTRAST)}
