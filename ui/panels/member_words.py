"""Turns what the members desk says into rows and sentences: masked, with tier, points and since when they hold."""

from pos_app.members.view import BuyerView, MemberView, Standing
from ui.face import Face
from ui.shown import joined
from ui.widgets.found_list import FoundRow

_MILLI = 1_000


def tier(face: Face, code: str) -> str:
    """Return a tier's word; the chain's own code when the catalogue has none."""
    words = face.say(f"members.tier.{code}") if code else ""
    return code if words == f"members.tier.{code}" else words


def count(face: Face, points: int) -> str:
    """Return points as this language writes numbers."""
    return face.quantity(points * _MILLI)


def name(face: Face, member: MemberView) -> str:
    """Return the masked name, or why there is none."""
    if member.standing is Standing.GONE:
        return face.say("ui.member.gone")
    return member.name or face.say("ui.member.unreadable")


def balance(face: Face, member: MemberView) -> str:
    """Return the points, and as of when while other tills are not heard of."""
    points = count(face, member.points)
    if not member.as_of_ms:
        return face.say("ui.member.points", points=points)
    return face.say("ui.member.points_as_of", points=points, moment=face.moment(member.as_of_ms, member.zone))


def row(face: Face, member: MemberView, earns: int) -> FoundRow:
    """Return a member as a row of the list; the amount is what the open basket would earn."""
    said = face.say("ui.member.erasing") if member.standing is Standing.ERASING else ""
    new = face.say("ui.member.new") if member.new_here else ""
    return FoundRow(
        member.id,
        joined(name(face, member), tier(face, member.tier)),
        joined(said, member.phone or member.card, balance(face, member), new),
        face.say("ui.member.adds", count=earns, points=count(face, earns)) if earns else "",
    )


def about(face: Face, member: MemberView, earns: int) -> str:
    """Return everything about one member, a line for each thing."""
    earned = face.say("ui.member.earns", points=count(face, earns)) if earns else ""
    rows = (joined(member.phone, member.card), joined(balance(face, member), earned))
    return "\n".join(each for each in rows if each)


def buyer(face: Face, bought_by: BuyerView) -> str:
    """Return the words of the strip over the basket."""
    member = bought_by.member
    if member.standing is Standing.GONE:
        return name(face, member)
    earned = face.say("ui.member.earns", points=count(face, bought_by.earns)) if bought_by.earns else ""
    return joined(name(face, member), tier(face, member.tier), balance(face, member), earned)
