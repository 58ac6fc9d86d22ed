"""The one style sheet, generated from tokens and type scale when a face is put on; never changed by an event.

The plain font and the colour of plain words come by font and palette, not from here: a rule for every widget would be
paid for by every widget. Widgets choose their look by object name or by the dynamic property `look`; rows of lists are
painted by their delegates and take nothing from here.
"""

from functools import lru_cache

import msgspec

from ui.theme.tokens import Theme
from ui.theme.type_scale import TypeScale

KEY_RADIUS_PX = 10
LAMP_RADIUS_PX = 13


class Sheets(msgspec.Struct, frozen=True):
    """The style sheet, and the sections that suffice for a widget with none of the others in it.

    Each widget that wears a sheet reads all of it: 0.4 ms for the whole one.
    """

    whole: str
    words: str
    buttons: str
    lists: str


def style_sheet(theme: Theme, scale: TypeScale) -> str:
    """Return the application's style sheet."""
    return "\n".join(section(theme, scale) for section in (_ground, _lists, _buttons, _cards, _fields))


@lru_cache(maxsize=16)
def sheets(theme: Theme, scale: TypeScale) -> Sheets:
    """Return the style sheet and its sections; made once for a theme and a scale."""
    return Sheets(
        style_sheet(theme, scale),
        words=_ground(theme, scale),
        buttons=_buttons(theme, scale),
        lists=_lists(theme, scale),
    )


def _ground(theme: Theme, scale: TypeScale) -> str:
    return f"""
#rail {{ background: {theme.surface}; border: none; border-right: 1px solid {theme.hairline}; }}
#rail[edge="top"] {{ border: none; border-top: 1px solid {theme.hairline}; }}
QLabel[look="meta"] {{ font-size: {scale.px("meta")}px; color: {theme.ink2}; }}
QLabel[look="hint"] {{ font-size: {scale.px("body")}px; color: {theme.ink3}; }}
QLabel[look="quiet"] {{ color: {theme.ink2}; }}
QLabel[look="title"] {{ font-size: {scale.px("title")}px; font-weight: 500; }}
QLabel[look="saving"] {{ color: {theme.brand_ink}; font-weight: 600; }}
QLabel[look="figure"] {{ font-size: {scale.px("figure")}px; font-weight: 600; }}
QLabel[look="total"] {{ font-size: {scale.px("total")}px; font-weight: 700; }}
QLabel[look="change"] {{ font-size: {scale.px("total")}px; font-weight: 700; color: {theme.brand_ink}; }}
QLabel[look="keycap"] {{ background: {theme.sunken}; border: 1px solid {theme.hairline}; border-radius: 6px;
    padding: 2px 7px; font-size: {scale.px("meta")}px; font-weight: 500; }}
QLabel[look="bad"] {{ color: {theme.bad}; font-weight: 600; }}
QScrollArea[look="bare"], QWidget[look="bare"] {{ background: transparent; border: none; }}
QToolTip {{ background: {theme.surface}; color: {theme.ink}; border: 1px solid {theme.hairline}; padding: 6px; }}
"""


def _lists(theme: Theme, scale: TypeScale) -> str:
    return f"""
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 2px; }}
QScrollBar::handle:vertical {{ background: {theme.handle}; border-radius: 3px; min-height: 40px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QHeaderView {{ background: {theme.surface}; border: none; }}
QHeaderView::section {{ background: {theme.surface}; color: {theme.ink2}; border: none;
    border-bottom: 1px solid {theme.hairline}; font-size: {scale.px("meta")}px; padding: 8px; }}
QTableView {{ outline: none; }}
QTableView[look="table"] {{ border: 2px solid transparent; }}
QTableView[look="table"]:focus {{ border: 2px solid {theme.focus}; }}
QTableView::item {{ padding: 0 8px; border-bottom: 1px solid {theme.hairline}; }}
QTableView::item:selected {{ background: {theme.brand_soft}; color: {theme.ink}; }}
"""


def _cards(theme: Theme, scale: TypeScale) -> str:
    return f"""
QFrame[look="rule"] {{ background: {theme.hairline}; border: none; max-height: 1px; min-height: 1px; }}
QFrame[look="warn-strip"] {{ background: {theme.warn_soft}; border: none; border-radius: {KEY_RADIUS_PX}px; }}
QFrame[look="warn-strip"] QLabel {{ color: {theme.warn}; font-weight: 600; }}
QFrame[look="warn-strip"] QPushButton {{ background: {theme.surface}; color: {theme.warn};
    border: 1px solid {theme.warn}; font-size: {scale.px("body")}px; font-weight: 600; }}
QFrame[look="calm-strip"] {{ background: {theme.brand_soft}; border: none; border-radius: {KEY_RADIUS_PX}px; }}
QFrame[look="calm-strip"] QLabel {{ color: {theme.brand_ink}; font-weight: 600; }}
QFrame[look="calm-strip"] QPushButton {{ background: {theme.surface}; color: {theme.brand_ink};
    border: 1px solid {theme.brand_ink}; font-size: {scale.px("body")}px; font-weight: 600; }}
QFrame[look="bad-strip"] {{ background: {theme.bad_soft}; border: none; border-radius: {KEY_RADIUS_PX}px; }}
QFrame[look="bad-strip"] QLabel {{ color: {theme.bad}; font-weight: 600; }}
QFrame[look="bad-strip"] QPushButton {{ background: {theme.surface}; color: {theme.bad};
    border: 1px solid {theme.bad}; font-size: {scale.px("body")}px; font-weight: 600; }}
"""


def _buttons(theme: Theme, scale: TypeScale) -> str:
    return f"""
QPushButton {{ background: {theme.sunken}; color: {theme.ink}; outline: none; border: 1px solid {theme.hairline};
    border-radius: {KEY_RADIUS_PX}px; padding: 4px 12px; min-height: 34px; }}
QPushButton:pressed {{ background: {theme.brand_soft}; border-color: {theme.brand}; }}
QPushButton:focus {{ border: 2px solid {theme.focus}; padding: 3px 11px; }}
QPushButton:disabled {{ color: {theme.ink3}; }}
QPushButton[look="key"] {{ font-size: {scale.px("key")}px; min-height: 36px; padding: 4px 2px; }}
QPushButton[look="act"] {{ font-size: {scale.px("body")}px; font-weight: 500;
    min-height: {scale.px("body") * 12 // 5}px; padding: 4px 2px; }}
QPushButton[look="low-act"] {{ font-size: {scale.px("body")}px; font-weight: 500; min-height: 36px; padding: 4px 2px; }}
QPushButton[look="pay"] {{ background: {theme.brand}; color: {theme.on_brand}; font-weight: 600;
    border: 1px solid {theme.brand};
    border-radius: 12px; font-size: {scale.px("key")}px; min-height: 60px; }}
QPushButton[look="pay"]:pressed {{ background: {theme.brand_ink}; color: {theme.surface}; }}
QPushButton[look="pay"]:focus {{ border: 2px solid {theme.focus}; padding: 3px 11px; }}
QPushButton[look="pay"]:disabled {{ background: {theme.sunken}; color: {theme.ink3};
    border: 1px solid {theme.hairline}; }}
QPushButton[look="tender"] {{ font-size: {scale.px("line")}px; font-weight: 600; min-height: 48px; }}
QPushButton[look="tab"] {{ font-size: {scale.px("meta")}px; font-weight: 500; min-height: 42px; padding: 0 6px; }}
QPushButton[look="tab"]:checked {{ background: {theme.brand_soft}; color: {theme.brand_ink};
    border: 1px solid {theme.brand_ink}; }}
QPushButton[look="tab"]:focus {{ border: 2px solid {theme.focus}; padding: 0 5px; }}
QPushButton[look="kind"] {{ font-size: {scale.px("meta")}px; font-weight: 500; min-height: 42px; padding: 0 6px;
    border-radius: 21px; }}
QPushButton[look="kind"]:checked {{ background: {theme.brand_soft}; color: {theme.brand_ink}; font-weight: 600;
    border: 1px solid {theme.brand_ink}; }}
QPushButton[look="kind"]:focus {{ border: 2px solid {theme.focus}; padding: 0 5px; }}
QPushButton[look="soft-key"] {{ font-size: {scale.px("line")}px; padding: 0; min-height: 44px; margin: 0 3px; }}
QPushButton[look="note"] {{ font-size: {scale.px("title")}px; min-height: 48px; padding: 4px 8px; }}
{_lamp(theme, scale)}
QPushButton[look="choice"] {{ padding: 4px 6px; }}
QPushButton[look="tick"] {{ padding: 4px 12px; text-align: left; }}
QPushButton[look="tick"]:checked {{ background: {theme.brand_soft}; color: {theme.brand_ink};
    border: 1px solid {theme.brand}; }}
QPushButton[look="choice"]:checked {{ background: {theme.brand_soft}; color: {theme.brand_ink}; font-weight: 600;
    border: 1px solid {theme.brand}; }}
QPushButton[look="choice"]:focus {{ border: 2px solid {theme.focus}; padding: 3px 5px; }}
QPushButton[look="lamp-target"] {{ background: transparent; border: none; padding: 0; min-height: 0; }}
QPushButton[look="lamp-target"]:focus {{ border: 2px solid {theme.focus}; padding: 0; }}
QPushButton[look="quiet"] {{ background: transparent; border: 1px solid transparent; color: {theme.ink2}; }}
QPushButton[look="quiet"]:focus {{ border: 2px solid {theme.focus}; }}
QToolButton[look="rail"] {{ outline: none; background: transparent; border: none; border-radius: {KEY_RADIUS_PX}px;
    color: {theme.ink2}; font-size: {scale.px("meta")}px; padding: 6px 2px; }}
QToolButton[look="rail"]:checked {{ background: {theme.brand_soft}; color: {theme.brand_ink}; font-weight: 600; }}
QToolButton[look="rail"][low="true"] {{ padding: 1px 2px; }}
QToolButton[look="rail"]:focus {{ border: 2px solid {theme.focus}; }}
{_resting(theme)}"""


def _lamp(theme: Theme, scale: TypeScale) -> str:
    round_px = scale.percent * LAMP_RADIUS_PX // 100
    return "".join(
        f'QFrame[look="lamp"][state="{state}"] {{ background: {soft}; border: none; border-radius: {round_px}px; }}\n'
        f'QFrame[look="lamp"][state="{state}"] QLabel {{ color: {ink}; font-weight: 600;'
        f" font-size: {scale.px('meta')}px; }}\n"
        for state, ink, soft in (
            ("good", theme.brand_ink, theme.brand_soft),
            ("degraded", theme.warn, theme.warn_soft),
            ("stopped", theme.bad, theme.bad_soft),
        )
    )


def _resting(theme: Theme) -> str:
    """Return the broken edge of what cannot be pressed now, where no paler ink says it; no key grows by it."""
    if not theme.of_one_ink:
        return ""
    edge = f"border: 2px dashed {theme.hairline};"
    around = (
        ("", 11),
        ('[look="pay"]', 11),
        ('[look="act"]', 1),
        ('[look="low-act"]', 1),
        ('[look="choice"]', 5),
        ('[look="quiet"]', 11),
    )
    return "".join(f"QPushButton{look}:disabled {{ {edge} padding: 3px {px}px; }}\n" for look, px in around)


def _fields(theme: Theme, scale: TypeScale) -> str:
    resting = (
        ""
        if not theme.of_one_ink
        else f"QLineEdit:disabled {{ border: 2px dashed {theme.hairline}; padding: 0 13px; }}\n"
    )
    return f"""
QLineEdit {{ background: {theme.sunken}; color: {theme.ink}; border: 1px solid {theme.hairline};
    border-radius: 12px; padding: 0 14px; min-height: 46px; font-size: {scale.px("body")}px;
    selection-background-color: {theme.brand}; selection-color: {theme.on_brand};
    placeholder-text-color: {theme.ink3}; }}
QLineEdit:focus {{ border: 2px solid {theme.focus}; padding: 0 13px; }}
{resting}QLineEdit[look="search"] {{ padding: 0 6px; }}
QLineEdit[look="search"]:focus {{ padding: 0 5px; }}
QLineEdit[look="amount"] {{ font-size: {scale.px("figure")}px; font-weight: 600; min-height: 58px; }}
QLineEdit[look="count"] {{ font-size: {scale.px("total")}px; font-weight: 600; min-height: 58px; padding: 0 6px; }}
QLineEdit[look="count"]:focus {{ padding: 0 5px; }}
QLineEdit[look="pin"] {{ font-size: {scale.px("figure")}px; min-height: 58px; }}
"""
