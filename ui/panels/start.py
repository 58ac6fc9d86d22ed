"""What the middle column shows while nothing is searched for: what is nearly earned, and the store's quick keys.

Also the way to sell what has no code, which is all that a till without a catalogue can do.
"""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.domain.product import Unit, name_in
from pos_app.selling.detail_view import TilePageView, TileView
from ui.face import Face
from ui.widgets.buttons import Button
from ui.widgets.empty_state import empty_state
from ui.widgets.label import Label
from ui.widgets.tiles import TileFace, Tiles

NEAR_MOST = 2


class StartPanel(QWidget):
    """Quick keys over what is nearly earned; emits the product, or the department, of the key that was taken."""

    product_taken = Signal(str)
    department_taken = Signal(str)
    turned = Signal()

    def __init__(self, face: Face, by_department: Callable[[], object], parent: QWidget | None = None) -> None:
        """`by_department` sells goods that have no code."""
        super().__init__(parent)
        self._face = face
        self._currency = ""
        self._key = "Ins"
        self._pages: tuple[TilePageView, ...] = ()
        self._at = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._near = Label()
        self._near.setWordWrap(True)
        self._near.setProperty("look", "saving")
        self._near.hide()
        self.tiles = Tiles(face)
        self._empty, self._empty_words = empty_state(face, "boxes")
        column.addWidget(self.tiles, 1)
        column.addWidget(self._empty, 1)
        column.addWidget(self._near)  # under the keys: no key may move under the finger
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self.by_department = Button("act", by_department)
        foot.addWidget(self.by_department, 1)
        column.addLayout(foot)
        self.tiles.taken.connect(self._taken)
        self.tiles.page_asked.connect(self.open_page)
        face.changed.connect(self._put_on)
        self._put_on()

    def show_near(self, offers: tuple[str, ...]) -> None:
        """Show what is nearly earned."""
        words = "\n".join(offers[:NEAR_MOST])
        if words != self._near.text():
            self._near.setText(words)
            self._near.setVisible(bool(words))

    def show_key(self, *, works: bool) -> None:
        """Print the key on goods without a code, unless it answers a question meanwhile."""
        self._key = "Ins" if works else ""
        self._print_key()

    def show_tiles(self, pages: tuple[TilePageView, ...], currency: str) -> None:
        """Show the store's pages; the page that was open stays open."""
        self._pages, self._currency = pages, currency
        self.open_page(min(self._at, max(0, len(pages) - 1)))

    def turn(self, by: int) -> None:
        """Open the page so many further on, round the corner, and say that it is to be seen."""
        if self._pages:
            self.open_page((self._at + by) % len(self._pages))
            self.turned.emit()

    def open_page(self, at: int) -> None:
        """Open a page by its place."""
        self._at = at
        language = self._face.language
        self.tiles.setVisible(bool(self._pages))
        self._empty.setVisible(not self._pages)
        if not self._pages:
            return
        self.tiles.show_pages(tuple(name_in(page.names, language) for page in self._pages), at)
        self.tiles.show_tiles(
            tuple(
                TileFace(
                    str(place),
                    name_in(tile.names, language),
                    self._price(tile),
                    tile.colour,
                    tile.picture,
                )
                for place, tile in enumerate(self._pages[at].tiles)
            )
        )

    def _price(self, tile: TileView) -> str:
        if tile.price is None:
            return ""
        price = self._face.money(tile.price, self._currency)
        return price if tile.unit is Unit.EACH else self._face.say(f"ui.price_per.{tile.unit}", price=price)

    def _taken(self, place: str) -> None:
        tile = self._pages[self._at].tiles[int(place)]
        if tile.product_id:
            self.product_taken.emit(tile.product_id)
        else:
            self.department_taken.emit(tile.department)

    def _print_key(self) -> None:
        self.by_department.show_words(self._face.say("ui.by_department"), self._key)

    def _put_on(self) -> None:
        self._print_key()
        self._empty_words.setText(self._face.say("ui.no_tiles"))
        self.open_page(self._at)
