"""A price that is only asked for: scan after scan shows what it would cost, and nothing is sold."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_app.domain.product import name_in
from pos_app.selling.detail_view import PriceCheckView
from ui import explained
from ui.face import Face
from ui.widgets.buttons import Button
from ui.widgets.figure_text import FigureText
from ui.widgets.found_list import FoundList, FoundRow
from ui.widgets.label import Label


class PricePanel(QWidget):
    """Shows a `PriceCheckView`, or asks for a scan; emits the product that is to be sold after all."""

    wanted = Signal(str)

    def __init__(self, face: Face, parent: QWidget | None = None) -> None:
        """Begin with nothing asked."""
        super().__init__(parent)
        self._face = face
        self._shown: tuple[PriceCheckView, str] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.name = Label()
        self.name.setProperty("look", "title")
        self.name.setWordWrap(True)
        self.price = FigureText(face, "total", weight=QFont.Weight.Bold)
        self.about = Label()
        self.about.setProperty("look", "quiet")
        self.about.setWordWrap(True)
        for widget in (self.name, self.price, self.about):
            column.addWidget(widget)
        self.sell = Button("low-act", self.take)
        column.addWidget(self.sell)  # over the story: on a handheld in large type it would else be out of sight
        self.story = FoundList(face)
        column.addWidget(self.story, 1)
        column.addStretch()
        face.changed.connect(self._put_on)
        self._put_on()

    def begin(self) -> None:
        """Ask for the first scan."""
        self._shown = None
        self._put_on()

    def show_price(self, found: PriceCheckView, currency: str) -> None:
        """Show what it would cost."""
        self._shown = (found, currency)
        self._put_on()

    def take(self) -> None:
        """Sell what is shown after all."""
        if self._shown is not None:
            self.wanted.emit(self._shown[0].product_id)

    def _put_on(self) -> None:
        face = self._face
        self.sell.show_words(face.say("ui.sell_it"), "+")
        self.sell.setEnabled(self._shown is not None and self._shown[0].price is not None)
        if self._shown is None:
            self.name.setText(face.say("ui.scan_for_price"))
            self.price.show_text("", "ink")
            self.price.hide()  # no hole stands where nothing is shown yet
            self.about.setText(face.say("ui.price_check_hint"))
            self._tell(())
            return
        found, currency = self._shown
        self.name.setText(name_in(found.names, face.language))
        figure = face.say("ui.no_price") if found.price is None else face.money(found.amount, currency)
        self.price.show()
        self.price.show_text(figure, "brand_ink" if found.offers else "ink")
        self.price.setAccessibleName(figure)
        self.about.setText(explained.price_about(face, found, currency))
        self._tell(explained.price_story(face, found, currency))
        self.story.setAccessibleName(face.say("ui.why_this_price"))

    def _tell(self, rows: tuple[FoundRow, ...]) -> None:
        """List the offers; an empty list takes no room."""
        self.story.row_model.show(rows)
        self.story.setVisible(bool(rows))
