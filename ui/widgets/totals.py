"""The totals card: what the goods cost, what was saved, and the one figure that is read across the counter."""

import msgspec
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.face import Face
from ui.widgets.card import Card
from ui.widgets.figure_text import FigureText
from ui.widgets.label import Label

ROWS_MOST = 4  # more rules than this are summed up, so that the figure below stays where the eye looks
HEIGHT_PX, COMPACT_PX, LINE_PX = 248, 88, 48
MARGIN_PX = 18
ASIDE_GAP_PX = 12
SEPARATOR = " · "


class TotalsRow(msgspec.Struct, frozen=True):
    """One small row over the figure."""

    words: str
    amount: str
    saving: bool = False


class Totals(msgspec.Struct, frozen=True):
    """The whole card as text."""

    rows: tuple[TotalsRow, ...]
    caption: str
    figure: str
    settled: bool = False  # the figure is change due, not money to pay
    note: str = ""  # the other figure, where coins cannot settle this one; or the receipt's number
    saved: str = ""  # said where the rows have no room


class TotalsCard(Card):
    """Shows `Totals`; touches only the labels whose text changed."""

    def __init__(self, face: Face, parent: QWidget | None = None) -> None:
        """Make the rows once; they are shown and hidden, never made anew."""
        super().__init__(parent, margin_px=MARGIN_PX, gap_px=2)
        self._rows: list[tuple[QWidget, FigureText, FigureText]] = []
        self._face = face
        self._compact = self._one_line = False
        self._shown = Totals((), "", "")
        for _ in range(ROWS_MOST):
            self._rows.append(self._row(face))
        self.column.addStretch(1)
        self._caption = Label()
        self._caption.setProperty("look", "quiet")
        self.figure = FigureText(face, "total", weight=QFont.Weight.Bold)
        self._note = Label()
        self._note.setProperty("look", "meta")
        self._note.setWordWrap(True)
        self._beside_caption, self._beside_figure = self._aside(self._caption), self._aside(self.figure)
        self.column.addWidget(self._note)
        face.changed.connect(self._fit)
        self._fit()

    def show_totals(self, totals: Totals) -> None:
        """Show these totals."""
        self._shown = totals
        for at, (row, words, amount) in enumerate(self._rows):
            row.setVisible(at < len(totals.rows) and not self._compact)
            if at < len(totals.rows):
                shown = totals.rows[at]
                words.show_text(shown.words)
                amount.show_text(shown.amount, "brand_ink" if shown.saving else "ink")
        self._caption.setText(totals.caption)
        self._caption.setVisible(not self._one_line)
        figure = f"{totals.caption}  {totals.figure}" if self._one_line else totals.figure
        self.figure.show_text(figure, "brand_ink" if totals.settled else "ink")
        self.figure.setAccessibleName(f"{totals.caption} {totals.figure}")
        self._note.setVisible(bool(totals.note) and not self._compact)
        self._note.setText(totals.note)
        self._show_asides()

    def show_compact(self, *, compact: bool) -> None:
        """Show the figure alone, for a narrow screen, or all of it."""
        if compact != self._compact:
            self._compact = compact
            around = 6 if compact else MARGIN_PX
            self.column.setContentsMargins(MARGIN_PX, around, MARGIN_PX, around)
            self.show_totals(self._shown)
            self._fit()

    def show_line(self, *, one_line: bool) -> None:
        """Show caption and figure in one line, where the keypad needs the room of a narrow screen."""
        if one_line != self._one_line:
            self._one_line = one_line
            self.figure.show_role("figure" if one_line else "total")
            self.show_totals(self._shown)
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say beside the figure what the width has room for."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._show_asides()

    def sizeHint(self) -> QSize:
        """Ask for one height whatever is shown: the keypad under it must not move under the finger."""
        return QSize(super().sizeHint().width(), self._high())

    def hasHeightForWidth(self) -> bool:
        """Say no, whatever the note that wraps says: else the words of the moment would decide the height."""
        return False

    def _show_asides(self) -> None:
        """Where there is no room for the rows: the other figure and the saving beside what is large, never instead."""
        said = [part for part in (self._shown.note, self._shown.saved) if part]
        both, metrics = SEPARATOR.join(said), self._face.metrics("meta")
        room = self.width() - 2 * MARGIN_PX - ASIDE_GAP_PX - self._caption.sizeHint().width()
        if metrics.horizontalAdvance(both) > room:
            both = said[0] if said else ""
        for aside, words, stands in (
            (self._beside_caption, both, not self._one_line),
            (self._beside_figure, self._shown.note, self._one_line),
        ):
            aside.show_text(words)
            aside.setVisible(self._compact and stands and bool(words))

    def _aside(self, first: QWidget) -> FigureText:
        """Put small words at the end of the line of `first`, which is never made smaller for them."""
        aside = FigureText(self._face, "meta", token="ink2", align=Qt.AlignmentFlag.AlignRight)  # noqa: S106 - a colour
        aside.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        across = QHBoxLayout()
        across.setSpacing(ASIDE_GAP_PX)
        across.addWidget(first)
        across.addWidget(aside, 1)
        self.column.addLayout(across)
        return aside

    def _fit(self) -> None:
        self.setMaximumHeight(self._high())
        self.updateGeometry()

    @property
    def large_px(self) -> int:
        """Return its height with the figure alone, large."""
        return self._face.px(COMPACT_PX)

    def _high(self) -> int:
        compact = LINE_PX if self._one_line else COMPACT_PX
        return self._face.px(compact if self._compact else HEIGHT_PX)

    def _row(self, face: Face) -> tuple[QWidget, FigureText, FigureText]:
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 1, 0, 1)
        # the words give way to the amount, which is never made smaller for them
        words = FigureText(face, "body", token="ink2")  # noqa: S106 - the name of a colour
        amount = FigureText(face, "body", weight=QFont.Weight.Medium, align=Qt.AlignmentFlag.AlignRight)
        amount.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        across.addWidget(words, 1)
        across.addWidget(amount)
        self.column.addWidget(row)
        return row, words, amount
