"""Turns the story of a price into rows and sentences: what offers gave, why others did not, what is nearly earned."""

from pos_app.domain.basket import PriceSource
from pos_app.domain.priced import Why
from pos_app.domain.product import Unit, name_in
from pos_app.selling.detail_view import LineDetailView, PriceCheckView, RuleTold
from pos_app.words import rate_text
from ui.face import Face
from ui.shown import joined, near
from ui.widgets.found_list import FoundRow


def about(face: Face, line: LineDetailView, currency: str) -> str:
    """Return quantity, unit price and where it came from, code, and what people wrote on the line."""
    each = face.say(f"ui.price_per.{line.unit}", price=face.money(line.unit_price, currency))
    rows = [
        joined(f"{face.quantity(line.quantity)} × {each}", face.say(f"ui.price_from.{line.source}")),
        line.code,
    ]
    if line.source is PriceSource.OVERRIDE:
        was = face.say("ui.instead_of", price=face.money(line.list_price, currency))
        rows.append(joined(was, face.say(f"reason.{line.reason}"), _approved(face, line.approved_by)))
    if line.associate:
        rows.append(face.say("ui.served_by_name", name=line.associate))
    rows.append(joined(line.batch, face.day(line.expiry) if line.expiry else ""))
    rows.append(line.note)
    return "\n".join(row for row in rows if row)


def story(face: Face, line: LineDetailView, currency: str) -> tuple[FoundRow, ...]:
    """Return the offers, the taxes and the sum as rows."""
    rows = [_rule(face, rule, line, currency) for rule in line.rules]
    words = "ui.tax_included" if line.tax_included else "ui.tax_added"
    rows += [
        FoundRow(
            f"tax-{at}",
            joined(face.say(words), name_in(tax.names, face.language) if tax.names else ""),
            rate_text(face.language, tax.rate_ppm),
            face.money(tax.amount, currency),
        )
        for at, tax in enumerate(line.taxes)
    ]
    rows.append(FoundRow("net", face.say("ui.for_this_line"), "", face.money(line.net, currency)))
    return tuple(rows)


def _rule(face: Face, rule: RuleTold, line: LineDetailView, currency: str) -> FoundRow:
    name = name_in(rule.names, face.language) if rule.names else face.say("ui.discount")
    if rule.why is Why.APPLIED:
        reason = "" if rule.names or not line.discount_reason else face.say(f"reason.{line.discount_reason}")
        return FoundRow(name, name, joined(face.say("ui.why.applied"), reason), face.money(-rule.amount, currency))
    if rule.missing:
        missing, gain = face.money(rule.missing, currency), face.money(rule.gain, currency)
        return FoundRow(name, name, face.say("ui.why.near", missing=missing, gain=gain), "–")
    if rule.gain and rule.why is Why.NEEDS_MEMBER:
        words = face.say("ui.why.with_member", gain=face.money(rule.gain, currency))
        return FoundRow(name, name, words, "–")
    why = face.say(f"ui.why.{rule.why}", by=name_in(rule.by, face.language) if rule.by else "")
    return FoundRow(name, name, why, "–")


def _approved(face: Face, by: str) -> str:
    return face.say("ui.approved_by", name=by) if by else ""


def price_about(face: Face, found: PriceCheckView, currency: str) -> str:
    """Return unit, code, and what the store has of it."""
    parts = [found.code]
    if found.price is not None and (found.unit is not Unit.EACH or found.amount != found.price):
        parts.insert(0, face.say(f"ui.price_per.{found.unit}", price=face.money(found.price, currency)))
    if found.on_hand is not None:
        parts.append(face.say("ui.in_store", quantity=face.quantity(found.on_hand)))
    return joined(*parts)


def price_story(face: Face, found: PriceCheckView, currency: str) -> tuple[FoundRow, ...]:
    """Return the offers that one alone earns, and those that it nearly earns."""
    given = [
        FoundRow(
            f"offer-{at}",
            name_in(offer.names, face.language),
            face.say("ui.why.applied"),
            face.money(-offer.amount, currency),
        )
        for at, offer in enumerate(found.offers)
    ]
    nearly = [
        FoundRow(f"near-{at}", name_in(miss.names, face.language), near(face, miss, currency), "")
        for at, miss in enumerate(found.near)
    ]
    return (*given, *nearly)
