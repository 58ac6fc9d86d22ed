"""One page for each widget of the design system, filled with what it shows in a shop."""

from collections.abc import Callable

import msgspec
from PySide6.QtWidgets import QWidget

from pos_app.selling.view import Lamp, LampState, PaymentView
from ui.face import Face
from ui.gallery.goods import found_rows, line_rows, tile_faces
from ui.panels.pay import PayPanel
from ui.widgets.buttons import Button, MoneyButton
from ui.widgets.card import Card
from ui.widgets.chart_frame import ChartFrame, Series
from ui.widgets.fields import EntryField, FigureField
from ui.widgets.found_list import FoundList
from ui.widgets.keyboard import Keyboard
from ui.widgets.keypad import Keypad
from ui.widgets.label import Label
from ui.widgets.lamp import LampPill
from ui.widgets.line_list import LineList
from ui.widgets.strip import Act, Strip
from ui.widgets.table import Column, Table
from ui.widgets.tiles import Tiles
from ui.widgets.toasts import ToastTray
from ui.widgets.totals import Totals, TotalsCard, TotalsRow


class WidgetPage(msgspec.Struct, frozen=True):
    """One page of the gallery."""

    name: str
    make: Callable[[Face], QWidget]


_FIGURES = ("figure", "total", "change")


def _nothing() -> None:
    """Buttons of the gallery do nothing."""


def _buttons(face: Face) -> QWidget:
    card = Card()
    for look, words, key in (
        ("act", "ui.hold", "F11"),
        ("tender", "ui.tender.cash", "F1"),
        ("note", "ui.notes", ""),
        ("quiet", "ui.back", "Esc"),
    ):
        button = Button(look, _nothing, focusable=True)
        button.show_words(face.say(words), key)
        card.column.addWidget(button)
    pay = MoneyButton("pay", _nothing)
    pay.show_words(face.say("ui.pay"), "F12")
    off = MoneyButton("pay", _nothing)
    off.show_words(face.say("ui.pay"), "F12")
    off.setEnabled(False)
    for button in (pay, off):
        card.column.addWidget(button)
    card.column.addStretch(1)
    return card


def _fields(face: Face) -> QWidget:
    card = Card()
    search, figure = EntryField(lambda _event: False), FigureField(face, lambda _event: False)
    search.setPlaceholderText(face.say("ui.search_hint"))
    search.setAccessibleName(face.say("ui.search"))
    figure.setAccessibleName(face.say("ui.amount_given"))
    figure.begin(2)
    figure.type_digits("1250")
    for field in (search, figure):
        card.column.addWidget(field)
    card.column.addStretch(1)
    return card


def _type(face: Face) -> QWidget:
    card = Card()
    for look in ("meta", "hint", "quiet", "title", "saving", "figure", "total", "change", "keycap", "bad"):
        label = Label(face.money(125_000, "CNY") if look in _FIGURES else face.say("ui.sale_done"))
        label.setProperty("look", look)
        card.column.addWidget(label)
    card.column.addStretch(1)
    return card


def _lines(face: Face) -> QWidget:
    card, lines = Card(), LineList(face)
    lines.setAccessibleName(face.say("ui.basket"))
    lines.show_lines(line_rows(face), len(line_rows(face)))
    card.column.addWidget(lines)
    return card


def _found(face: Face) -> QWidget:
    card, found = Card(), FoundList(face)
    found.setAccessibleName(face.say("ui.search"))
    found.row_model.show(found_rows(face))
    found.choose(1)
    card.column.addWidget(found)
    return card


def _tiles(face: Face) -> QWidget:
    card, tiles = Card(), Tiles(face)
    pages, shown = tile_faces(face)
    tiles.show_pages(pages)
    tiles.show_tiles(shown)
    card.column.addWidget(tiles)
    return card


def _strips(face: Face) -> QWidget:
    card = Card()
    for kind, words, acts in (
        (
            "warn",
            "ui.choose_tender",
            (Act(face.say("ui.back"), "Esc", _nothing), Act(face.say("ui.pay"), "F12", _nothing)),
        ),
        ("calm", "ui.sale_done", (Act(face.say("ui.back"), "Ctrl+Z", _nothing),)),
        ("bad", "ui.bug", ()),
    ):
        strip = Strip(face)
        card.column.addWidget(strip)  # first: a strip that speaks is seen, and alone it would be a window
        strip.tell(kind, face.say(words), acts)
    card.column.addStretch(1)
    return card


def _toasts(face: Face) -> QWidget:
    card, tray = Card(), ToastTray(face)
    card.column.addStretch(1)
    card.column.addWidget(tray)
    for kind, words in (("calm", "ui.sale_done"), ("warn", "ui.choose_tender")):
        tray.tell(kind, face.say(words))
    return card


def _lamps(face: Face) -> QWidget:
    card = Card()
    for state in LampState:
        pill = LampPill(face)
        pill.show_lamp(Lamp(state, 3, "paper_out" if state is LampState.PRINTER else ""))
        row = card.row()
        row.addWidget(pill)
        row.addStretch(1)
    card.column.addStretch(1)
    return card


def _totals(face: Face) -> QWidget:
    card = TotalsCard(face)
    rows = (
        TotalsRow(face.say("ui.subtotal"), face.money(594_037, "CNY")),
        TotalsRow(face.say("ui.more_savings"), face.money(-60_000, "CNY"), saving=True),
    )
    card.show_totals(Totals(rows, face.say("ui.to_pay"), face.money(534_037, "CNY")))
    return card


def _panel(face: Face) -> QWidget:
    """Return the pay panel: what stands in place of a dialog."""
    card, panel = Card(), PayPanel(face, lambda _event: False, implied_decimals=True)
    panel.begin("CNY")
    panel.show_payment(PaymentView(20_790, 0, 20_790, (), (20_790, 20_800, 21_000, 22_000), not_in_cash=20_788))
    card.column.addWidget(panel)
    return card


def _table(face: Face) -> QWidget:
    card, table = Card(), Table(face)
    table.setAccessibleName(face.say("ui.basket"))
    rows = tuple((row.name, row.quantity, row.amount) for row in line_rows(face))
    table.show_rows(
        (Column(face.say("ui.basket")), Column("×", figures=True), Column(face.say("ui.to_pay"), figures=True)), rows
    )
    card.column.addWidget(table)
    return card


def _chart(face: Face) -> QWidget:
    frame = ChartFrame(face)
    frame.show_title(
        face.say("ui.to_pay"),
        (Series(face.say("ui.tender.cash"), "brand"), Series(face.say("ui.tender.other"), "warn")),
    )
    frame.show_empty(face.say("ui.basket_empty"))
    return frame


def _keypad(face: Face) -> QWidget:
    keypad = Keypad(face)
    keypad.show_decimals(2)
    return keypad


PAGES = (
    WidgetPage("type", _type),
    WidgetPage("buttons", _buttons),
    WidgetPage("fields", _fields),
    WidgetPage("line-list", _lines),
    WidgetPage("found-list", _found),
    WidgetPage("tiles", _tiles),
    WidgetPage("keypad", _keypad),
    WidgetPage("totals", _totals),
    WidgetPage("panel", _panel),
    WidgetPage("strips", _strips),
    WidgetPage("toasts", _toasts),
    WidgetPage("lamp", _lamps),
    WidgetPage("table", _table),
    WidgetPage("chart", _chart),
    WidgetPage("keyboard", Keyboard),
)
"""Every widget, in the order in which the gallery shows them."""
