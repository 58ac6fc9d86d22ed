"""The command palette and the key sheet: every act by its name, found by typing; the keys stand beside the names."""

from collections.abc import Callable

from ui.asked import Form, Purpose
from ui.face import Face
from ui.keys import SHEET, Act, KeyRow
from ui.panels.asking import Asking
from ui.widgets.found_list import FoundRow

PALETTE_ROWS = tuple(row for row in SHEET if row.act is not None)


class Palette:
    """Opens the two lists; `do` does an act."""

    def __init__(self, face: Face, asking: Asking, do: Callable[[Act], object]) -> None:
        """`asking` shows them."""
        self._face, self._asking, self._do = face, asking, do

    def open(self) -> None:
        """Show every act that can be done now by its name."""
        self._show("ui.ask.command", "ui.commands", PALETTE_ROWS)

    def open_keys(self) -> None:
        """Show every key."""
        self._show("ui.ask.key_sheet", "ui.keys", tuple(row for row in SHEET if row.keys))

    def _show(self, prompt: str, title: str, rows: tuple[KeyRow, ...]) -> None:
        face = self._face
        self._asking.ask(
            lambda: Form(
                Purpose.COMMAND,
                face.say(prompt),
                acts=self._act,
                title=face.say(title),
                rows=tuple(self._row(row.message_id, row.keys) for row in rows),
                no_rows=face.say("ui.no_command"),
                needs=False,
            )
        )

    def _row(self, message_id: str, keys: str) -> FoundRow:
        return FoundRow(message_id, self._face.say(message_id), "", keys)

    def _act(self, message_id: str) -> None:
        act = next((row.act for row in SHEET if row.message_id == message_id), None)
        if act is not None:
            self._do(act)
