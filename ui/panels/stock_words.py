"""Turns cards, sheets and choices of the stock desk into the text that is shown. Pure, but for the face."""

from collections.abc import Collection
from datetime import tzinfo

from pos_app.domain.money import MILLI
from pos_app.domain.product import Unit, name_in
from pos_app.domain.sheets import SheetKind
from pos_app.selling.view import HitView
from pos_app.stockroom.view import CardView, ChoiceView, ElsewhereView, LineView, SheetView, StockView
from pos_app.words import clock_text
from ui.face import Face
from ui.shown import joined
from ui.widgets.found_list import FoundRow

_DAY_MS = 24 * 3_600_000
_SEVERAL = 2
WEIGHT_PLACES = 3
"""Decimals of what is measured: 1250 typed is 1.250."""
_SHOULD_BE = {
    SheetKind.COUNT: "ui.stock.of",
    SheetKind.RECEIVE: "ui.stock.not_yet",
    SheetKind.TRANSFER: "ui.stock.here",
}
_CAPABILITIES = {SheetKind.COUNT: "count", SheetKind.RECEIVE: "receive", SheetKind.TRANSFER: "transfer"}


def capability(view: StockView) -> str:
    """Return what is done now, as the registry of what works alone calls it."""
    return "stock_card" if view.sheet is None else _CAPABILITIES[view.sheet.kind]


def amount(face: Face, thousandths: int, unit: Unit) -> str:
    """Return a quantity; goods that are measured with their unit."""
    said = face.quantity(thousandths)
    return said if unit is Unit.EACH else f"{said} {face.say(f'unit.{unit.value}')}"


def unit(face: Face, measured_in: Unit) -> str:
    """Return what goods are measured in; empty for pieces."""
    return "" if measured_in is Unit.EACH else face.say(f"unit.{measured_in.value}")


def as_of(face: Face, at_ms: int, now_ms: int, zone: tzinfo) -> str:
    """Return how old a figure is: live, as of a time of today, or as of a day."""
    if not at_ms:
        return face.say("ui.stock.live")
    if now_ms - at_ms < _DAY_MS:
        return face.say("ui.stock.as_of", time=clock_text(face.language, at_ms, zone))
    return face.say("ui.stock.as_of", time=face.moment(at_ms, zone))


def product_name(face: Face, line: LineView) -> str:
    """Return what the goods of a line are called."""
    return name_in(line.names, face.language) or line.name or line.code


def worked_on(face: Face, view: StockView) -> str:
    """Return what the goods are called that the screen is about; empty for none."""
    if view.sheet is not None:
        return product_name(face, view.sheet.lines[0]) if view.sheet.lines else ""
    return "" if view.card is None else name_in(view.card.price.names, face.language)


def elsewhere_row(face: Face, other: ElsewhereView, card: CardView, now_ms: int, zone: tzinfo) -> FoundRow:
    """Return what another store has as a row."""
    age = as_of(face, other.as_of_ms, now_ms, zone)
    return FoundRow(other.store, other.name, age, amount(face, other.on_hand, card.price.unit))


def found_row(face: Face, hit: HitView, currency: str) -> FoundRow:
    """Return a product that was found as a row."""
    price = "" if hit.price is None else face.money(hit.price, currency)
    return FoundRow(hit.product_id, name_in(hit.names, face.language), hit.code, price)


def line_row(face: Face, line: LineView, kind: SheetKind = SheetKind.COUNT) -> FoundRow:
    """Return a line of a sheet as a row: what is on it, and what should be; of what leaves, what is there."""
    expected = (
        "" if line.expected is None else face.say(_SHOULD_BE[kind], quantity=amount(face, line.expected, line.unit))
    )
    unknown = "" if line.product_id else face.say("ui.stock.not_in_catalogue")
    return FoundRow(
        line.key, product_name(face, line), joined(line.code, unknown, expected), amount(face, line.quantity, line.unit)
    )


def unsure_row(face: Face, line: LineView, elsewhere: Collection[str]) -> FoundRow:
    """Return a line of which more may stand elsewhere as a row; what was marked says so."""
    row = line_row(face, line)
    marked = face.say("ui.stock.stands_elsewhere") if line.key in elsewhere else ""
    return FoundRow(row.key, row.name, joined(marked, row.detail), row.amount)


def areas_line(face: Face, card: CardView, now_ms: int, zone: tzinfo) -> str:
    """Return what each area was counted to have, where several were counted or some are still to be."""
    waits = bool(card.areas) and all(each.waits for each in card.areas)
    if len(card.areas) < _SEVERAL and not waits:
        return ""
    counted = (
        face.say(
            "ui.stock.area_counted",
            area=name_in(each.names, face.language),
            quantity=amount(face, each.counted, card.price.unit),
        )
        for each in card.areas
    )
    when = as_of(face, card.areas[-1].at_ms, now_ms, zone)
    words = joined(face.say("ui.stock.areas_counted", areas=joined(*counted)), when)
    return f"{words}\n{face.say('ui.stock.areas_waiting')}" if waits else words


def missing_row(face: Face, line: LineView) -> FoundRow:
    """Return what has not come yet as a row."""
    wanted = amount(face, line.expected or 0, line.unit)
    return FoundRow(f"-{line.key}", product_name(face, line), face.say("ui.stock.not_yet", quantity=wanted), "0")


def difference(face: Face, sheet: SheetView, line: LineView) -> tuple[str, str]:
    """Return the look of the strip under the figure and its words; empty when there is nothing to say."""
    if line.expected is None:
        return "", ""
    by = line.quantity - line.expected
    if sheet.kind is SheetKind.TRANSFER:
        more = face.say("ui.stock.more_than_here", quantity=amount(face, by, line.unit))
        return ("warn", more) if by > 0 else ("", "")
    if by == 0:
        return "calm", face.say("ui.stock.as_expected")
    fewer = "ui.stock.fewer_than_store" if sheet.kind is SheetKind.COUNT and sheet.area else "ui.stock.fewer_than"
    words = "ui.stock.more_than" if by > 0 else fewer
    return "warn", face.say(words, quantity=amount(face, abs(by), line.unit))


def short_lines(sheet: SheetView) -> int:
    """Return of how many lines less came than was expected."""
    fewer = sum(line.expected is not None and line.quantity < line.expected for line in sheet.lines)
    return fewer + len(sheet.missing)


def on_hand_line(face: Face, card: CardView | None) -> str:
    """Return a product's name and what is on hand."""
    if card is None:
        return ""
    name, price = name_in(card.price.names, face.language), card.price
    here = "" if price.on_hand is None else amount(face, price.on_hand, price.unit)
    return joined(name, face.say("ui.stock.here", quantity=here) if here else "")


def adjustment(face: Face, card: CardView | None, by: int, reason: str) -> str:
    """Return what an adjustment does: the product, how much more or less, and why."""
    if card is None:
        return ""
    sign = "+" if by > 0 else "\N{MINUS SIGN}"
    moved = f"{sign}{amount(face, abs(by), card.price.unit)}"
    return joined(name_in(card.price.names, face.language), moved, face.say(f"stock.reason.{reason}"))


def sheet_line(face: Face, sheet: SheetView) -> str:
    """Return what the sheet is, and how long."""
    return joined(headline(face, sheet), face.say("ui.stock.lines", count=len(sheet.lines)))


def headline(face: Face, sheet: SheetView, *, short: bool = False) -> str:
    """Return what the sheet is and for which place; `short` leaves out who sends, where a head has little room."""
    place = name_in(sheet.area, face.language) if sheet.area else ""
    if sheet.kind is SheetKind.COUNT:
        kind = face.say("ui.stock.count_blind" if sheet.blind else "ui.stock.count")
        return joined(kind, place or face.say("ui.stock.anywhere"))
    if sheet.kind is SheetKind.RECEIVE:
        return joined(face.say("ui.stock.receive"), sheet.number, "" if short and sheet.number else sheet.sender)
    return joined(face.say("ui.stock.transfer"), sheet.to_store)


def choice_row(face: Face, choice: ChoiceView, zone: tzinfo) -> FoundRow:
    """Return an area, a delivery or a store as a row."""
    lines = face.say("ui.stock.lines", count=choice.lines) if choice.lines else ""
    due = face.say("ui.stock.due", time=face.moment(choice.due_ms, zone)) if choice.due_ms else ""
    return FoundRow(choice.id, name_in(choice.names, face.language), joined(choice.detail, lines, due), "")


def waiting_row(face: Face, choice: ChoiceView, zone: tzinfo) -> FoundRow:
    """Return a sheet that lies there as a row."""
    kind = face.say(f"ui.stock.{choice.kind}")
    begun = face.say("ui.stock.begun", time=face.moment(choice.due_ms, zone))
    name = joined(kind, name_in(choice.names, face.language))
    return FoundRow(choice.id, name, begun, face.say("ui.stock.lines", count=choice.lines))


def typed_thousandths(text: str) -> int:
    """Return a typed quantity ("3", "1.5", "0,250") in thousandths; 0 for what is none."""
    whole, _, decimals = text.strip().replace(",", ".").partition(".")
    if not (whole + decimals).isascii() or not (whole + decimals).isdigit():
        return 0
    return int(whole or "0") * MILLI + int((decimals + "000")[:3])
