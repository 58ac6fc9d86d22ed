"""Operators as rows to choose from: at sign-in, at the switch, as whoever approves or served."""

from collections import Counter

from pos_app.selling.view import OperatorView
from ui.face import Face
from ui.shown import joined
from ui.widgets.found_list import FoundRow


def people_rows(face: Face, people: tuple[OperatorView, ...]) -> tuple[FoundRow, ...]:
    """Return each with the role in the screen's language; only where two have the same name the id tells them apart."""
    named = Counter(each.name for each in people)

    def row(each: OperatorView) -> FoundRow:
        role = face.say(f"ui.role.{each.role}") if each.role else ""
        return FoundRow(each.id, each.name, joined(role, each.id if named[each.name] > 1 else ""), "")

    return tuple(map(row, people))
