"""One case that did not reconcile: what happened, what is safe, what to do next, and below it what is the office's."""

from datetime import tzinfo

from pos_app.selling.exceptions_view import ExceptionView
from pos_app.selling.view import Said
from ui.face import Face
from ui.shown import joined
from ui.widgets.card import Card
from ui.widgets.label import words_label

_PARTS = ("happened", "safe", "todo")


class ExceptionCard(Card):
    """Shows one case; hidden while none is chosen."""

    def __init__(self, face: Face) -> None:
        """Begin with none."""
        super().__init__(margin_px=16, gap_px=6)
        self._face = face
        self._title, self._where = words_label("title"), words_label("meta")
        self._heads = tuple(words_label("quiet") for _ in _PARTS)
        self.words = tuple(words_label() for _ in _PARTS)
        self.office = words_label("meta")
        self.column.addWidget(self._title)
        self.column.addWidget(self._where)
        for name, words in zip(self._heads, self.words, strict=True):
            self.column.addSpacing(4)
            self.column.addWidget(name)
            self.column.addWidget(words)
        self.column.addWidget(self.office)

    def show_case(self, row: ExceptionView | None, zone: tzinfo) -> None:
        """Show a case, or none."""
        self.setVisible(row is not None)
        if row is None:
            return
        face = self._face
        self._title.setText(face.say(row.title))
        entry = face.say("ui.exceptions.place", entry=row.entry) if row.entry else ""
        self._where.setText(joined(place(face, row, zone), entry))
        todo = face.say(row.todo) if row.office else f"{face.say(row.todo)}\n{face.say('ui.exceptions.then_office')}"
        said = (_sentence(face, row.happened), face.say(row.safe), todo)
        for name, part, label, words in zip(self._heads, _PARTS, self.words, said, strict=True):
            name.setText(face.say(f"ui.exceptions.{part}"))
            label.setText(words)
        self.office.setVisible(bool(row.office))
        if row.office:
            self.office.setText(face.say("ui.exceptions.office", what=face.say(row.office)))


def place(face: Face, row: ExceptionView, zone: tzinfo | None) -> str:
    """Return where and when a case came up."""
    moment = face.moment(row.made_ms, zone) if row.made_ms and zone is not None else ""
    if row.mine or not row.workstation:
        return face.say("ui.exceptions.where_mine" if row.mine else "ui.exceptions.where_store", moment=moment)
    return face.say("ui.exceptions.where", workstation=row.workstation, moment=moment)


def _sentence(face: Face, said: Said) -> str:
    """Return what happened, its amounts and quantities as the language writes them."""
    params, currency = dict(said.params), str(said.params.get("currency", ""))
    for name in ("expected", "found"):
        minor = params.get(f"{name}_minor")
        if isinstance(minor, int) and currency:
            params[name] = face.money(minor, currency)
        milli = params.get(f"{name}_milli")
        if isinstance(milli, int):
            params[name] = face.quantity(milli)
    words = face.say(said.message_id, **params)
    return words[:1].upper() + words[1:]
