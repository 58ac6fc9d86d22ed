"""The card of a product: name, price large, what is here, promised, on its way; and what the other stores have."""

from datetime import tzinfo

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_app.domain.product import name_in
from pos_app.stockroom.view import CardView
from ui.face import Face
from ui.layout.arrangement import ONE_COLUMN_BELOW_PX
from ui.panels import stock_words
from ui.shown import joined
from ui.widgets.card import Card, hairline
from ui.widgets.found_list import FoundList
from ui.widgets.label import Label, words_label
from ui.widgets.scrolled_part import ScrolledPart

_FIGURES = ("ui.stock.on_hand", "ui.stock.reserved", "ui.stock.on_the_way")
LOW_PX = 430  # of the card, one part under the other: the goods and two rows of stores


class StockCard(QWidget):
    """Shows a `CardView`."""

    def __init__(self, face: Face) -> None:
        """Begin with nothing."""
        super().__init__()
        self._face = face
        self._narrow: bool | None = None
        self.goods, self.others = Card(margin_px=16, gap_px=6), Card(margin_px=10, gap_px=4)
        self.name, self.code = words_label("title"), words_label("meta")
        self.price, self.was, self.offers = words_label("total"), words_label("quiet"), words_label("saving")
        self.age, self.areas = words_label("meta"), words_label("meta")
        self.figures = tuple(Label() for _ in _FIGURES)
        self._captions = tuple(Label() for _ in _FIGURES)
        self._elsewhere, self._nowhere = words_label("meta"), words_label("quiet")
        self.list = FoundList(face)
        self._build()

    def _build(self) -> None:
        column = self.goods.column
        column.addWidget(self.name)
        column.addWidget(self.code)
        across = QHBoxLayout()
        across.setSpacing(10)
        across.addWidget(self.price)
        beside = QVBoxLayout()
        beside.setSpacing(0)
        beside.addStretch(1)
        beside.addWidget(self.was)
        beside.addWidget(self.offers)
        beside.addStretch(1)
        across.addLayout(beside, 1)
        self.price.setWordWrap(False)
        column.addLayout(across)
        column.addWidget(hairline())
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        for at, (caption, figure) in enumerate(zip(self._captions, self.figures, strict=True)):
            caption.setProperty("look", "meta")
            figure.setProperty("look", "figure")
            caption.setWordWrap(True)
            grid.addWidget(caption, 0, at)
            grid.addWidget(figure, 1, at)
            grid.setColumnStretch(at, 1)
        column.addLayout(grid)
        column.addWidget(self.age)
        column.addWidget(self.areas)
        column.addStretch(1)
        below = self.others.column
        below.addWidget(self._elsewhere)
        below.addWidget(self.list, 1)
        below.addWidget(self._nowhere)
        below.addStretch(0)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(14)
        self.goods.setMinimumHeight(1)  # the words' height at their width counts, not at the width they would like
        self.list.setMinimumHeight(0)
        # Where it is low the other stores scroll before the goods do.
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._box.addWidget(ScrolledPart(self.goods), 58)
        self._box.addWidget(self.others, 42)

    def show_card(self, card: CardView, now_ms: int, zone: tzinfo) -> None:
        """Show a product."""
        face, price = self._face, card.price
        self.name.setText(name_in(price.names, face.language))
        self.code.setText(
            joined(price.code, "" if price.unit == "each" else face.say("ui.stock.per_unit", unit=price.unit))
        )
        told = price.price is not None
        self.price.setText(face.money(price.amount, card.currency) if told else face.say("ui.stock.no_price"))
        reduced = price.price is not None and price.amount != price.price
        self.was.setText(face.say("ui.stock.without_offer", amount=face.money(price.price or 0, card.currency)))
        self.was.setVisible(reduced)
        named = [name_in(each.names, face.language) for each in price.offers]
        near = [name_in(each.names, face.language) for each in price.near]
        self.offers.setText(joined(*named, *near))
        self.offers.setVisible(bool(named or near))
        here = "–" if price.on_hand is None else stock_words.amount(face, price.on_hand, price.unit)
        others = (stock_words.amount(face, figure, price.unit) for figure in (card.reserved, card.on_the_way))
        for label, caption, text, words in zip(self.figures, self._captions, (here, *others), _FIGURES, strict=True):
            label.setText(text)
            caption.setText(face.say(words))
            label.setAccessibleName(f"{face.say(words)}: {text}")
        self.age.setText(stock_words.as_of(face, card.as_of_ms, now_ms, zone))
        areas = stock_words.areas_line(face, card, now_ms, zone)
        self.areas.setText(areas)
        self.areas.setVisible(bool(areas))
        self._elsewhere.setText(face.say("ui.stock.elsewhere"))
        self.list.setAccessibleName(face.say("ui.stock.elsewhere"))
        self.list.row_model.show(
            tuple(stock_words.elsewhere_row(face, other, card, now_ms, zone) for other in card.elsewhere)
        )
        self.list.setVisible(bool(card.elsewhere))
        self._nowhere.setText(face.say("ui.stock.nowhere_else"))
        self._nowhere.setVisible(not card.elsewhere)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand beside each other, or under each other where it is narrow."""
        super().resizeEvent(event)
        narrow = self.width() < ONE_COLUMN_BELOW_PX
        # Under the camera's view there is room for the goods alone.
        self.others.setVisible(not narrow or self.height() >= self._face.px(LOW_PX))
        if narrow is self._narrow:
            return
        self._narrow = narrow
        self._box.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self._box.setSpacing(8 if narrow else 14)
        self._box.setStretch(0, 0 if narrow else 58)
        self._box.setStretch(1, 1 if narrow else 42)
