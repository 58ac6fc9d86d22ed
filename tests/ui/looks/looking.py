"""What is wrong with a window as it stands: words cut off, parts over each other, small targets, nameless controls."""

import re
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLabel, QLineEdit, QScrollArea, QWidget

from pos_app.words.pseudo import CLOSE, OPEN
from tests.ui.looks.painted import cut_off
from ui.widgets.figure_text import FigureText
from ui.widgets.pay_key import PayKey
from ui.widgets.tile_key import TileKey

TARGET_PX = 44
Role = QAccessible.Role
ROLES: dict[type[QWidget], frozenset[Role]] = {
    QAbstractButton: frozenset({Role.Button, Role.CheckBox, Role.RadioButton}),
    QLineEdit: frozenset({Role.EditableText}),
    QAbstractItemView: frozenset({Role.Table, Role.List}),
}
"""As what a screen reader takes each kind of control."""
_KEYS = re.compile(r"^(F\d+|Esc|Del|Ins|Enter|Tab|Ctrl\+\S+|[\W\d_]*|[A-Za-z])$")


def seen(window: QWidget, *kinds: type[QWidget]) -> Iterator[QWidget]:
    """Yield the widgets of these kinds of which anything is seen."""
    for widget in window.children():
        if isinstance(widget, QWidget) and widget.isVisible():
            if isinstance(widget, kinds) and not widget.visibleRegion().isEmpty():
                yield widget
            yield from seen(widget, *kinds)  # what is hidden shows no child either: most of a window is hidden pages


def scrolled(widget: QWidget) -> bool:
    """Whether a scroll area may hide a part of it: that is not cut off, it can be brought up."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def place(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def clipped(window: QWidget) -> list[str]:
    """Return words that do not fit in their place, and parts that stand out of the window."""
    found = []
    for widget in seen(window, QLabel, QAbstractButton):
        assert isinstance(widget, QLabel | QAbstractButton)
        words, metrics = widget.text(), widget.fontMetrics()
        if isinstance(widget, PayKey):
            found.extend(cut_off(widget))
        if not words or isinstance(widget, FigureText | TileKey | PayKey):
            continue  # painted smaller rather than cut
        lines = words.split("\n")
        if isinstance(widget, QLabel) and widget.wordWrap():
            if widget.heightForWidth(widget.width()) > widget.height() + 2:
                found.append(f"{words!r} too high: {widget.width()}x{widget.height()}")
        elif max(map(metrics.horizontalAdvance, lines)) > widget.width():
            found.append(f"{words!r} too wide: {max(map(metrics.horizontalAdvance, lines))} in {widget.width()}")
        elif len(lines) * metrics.height() > widget.height() + 1:
            found.append(f"{words!r} too high: {len(lines)} lines in {widget.height()}")
        if not scrolled(widget) and not window.rect().contains(place(widget, window)):
            found.append(f"{words!r} stands out of the window")
    return found


def overlapping(window: QWidget) -> list[str]:
    """Return pairs of controls and words that lie over each other."""
    parts = [part for part in seen(window, QLabel, QAbstractButton, QLineEdit, QAbstractItemView) if part.width() > 1]
    places = [place(part, window).intersected(_clip(part, window)) for part in parts]
    return [
        f"{_told(one)} lies over {_told(other)}"
        for at, one in enumerate(parts)
        for to, other in enumerate(parts[at + 1 :], at + 1)
        if places[at].adjusted(1, 1, -1, -1).intersects(places[to])
        and not one.isAncestorOf(other)
        and not other.isAncestorOf(one)
    ]


def _clip(widget: QWidget, window: QWidget) -> QRect:
    """Return what its scroll areas let through."""
    shown, parent = window.rect(), widget.parentWidget()
    while parent is not None and parent is not window:
        shown = shown.intersected(place(parent, window))
        parent = parent.parentWidget()
    return shown


def small(window: QWidget) -> list[str]:
    """Return targets that a finger would miss."""
    return [
        f"{_told(widget)} {widget.width()}x{widget.height()}"
        for widget in seen(window, QAbstractButton)
        if not isinstance(widget.parent(), QLineEdit) and min(widget.width(), widget.height()) < TARGET_PX
    ]


def nameless(window: QWidget) -> list[str]:
    """Return controls and lists that a screen reader could not name."""
    return [
        f"{type(widget).__name__} {widget.geometry().getRect()}"
        for widget in seen(window, QAbstractButton, QLineEdit, QAbstractItemView)
        if not widget.accessibleName() and not isinstance(widget.parent(), QLineEdit)
    ]


def unspoken(window: QWidget) -> list[str]:
    """Return controls, and rows of lists, that a screen reader cannot name or takes for something else."""
    found = []
    for kind, roles in ROLES.items():
        for widget in seen(window, kind):
            control = QAccessible.queryAccessibleInterface(widget)
            if control.role() not in roles or not control.text(QAccessible.Text.Name):
                found.append(f"{_told(widget)}: {control.role().name}")
            if isinstance(widget, QAbstractItemView):
                found += [f"{_told(widget)}: row {at} says {says!r}" for at, says in _rows(widget) if not says.strip()]
    return found


def _rows(view: QAbstractItemView) -> Iterator[tuple[int, str]]:
    """Yield what a screen reader says of each row; nothing for a row that it does not find."""
    table = QAccessible.queryAccessibleInterface(view)
    cells: list[QAccessibleInterface] = [table.child(at) for at in range(table.childCount())]
    told = [cell.text(QAccessible.Text.Name) for cell in cells if cell.role() in (Role.Cell, Role.ListItem)]
    rows, columns = view.model().rowCount(), view.model().columnCount()
    for at in range(rows):
        yield at, ", ".join(told[at * columns : (at + 1) * columns])


def untranslated(window: QWidget, known: tuple[str, ...]) -> list[str]:
    """Return words without the pseudo-locale's marks; `known` are data: names of goods, people and places."""
    found = []
    for widget in seen(window, QLabel, QAbstractButton):
        assert isinstance(widget, QLabel | QAbstractButton)
        if isinstance(widget, FigureText | TileKey):
            continue
        told = rf"{re.escape(OPEN)}[^{re.escape(OPEN + CLOSE)}]*{re.escape(CLOSE)}"
        plain, within = widget.text().replace("&&", "&"), 1
        while within:  # a sentence may stand in another one
            plain, within = re.subn(told, "", plain)
        if _unknown(plain):  # the goods' names stand on few labels
            for word in known:
                plain = plain.replace(word, "")
        if _unknown(plain):
            found.append(widget.text())
    return found


def _unknown(words: str) -> bool:
    return any(not _KEYS.match(part) for part in words.split())


def focus_order(window: QWidget) -> list[QWidget]:
    """Return what Tab reaches, in its order, from the first on."""
    reached: list[QWidget] = []
    widget = window.nextInFocusChain()
    while widget is not None and widget is not window and len(reached) < 500:
        tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if tab and widget.isVisible() and widget.isEnabled():
            reached.append(widget)
        widget = widget.nextInFocusChain()
    return reached


def _told(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    return f"{type(widget).__name__} {widget.accessibleName() or text!r}"
