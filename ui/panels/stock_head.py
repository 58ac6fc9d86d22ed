"""The head of the stock screen: what is done, the camera's key, the key that finds goods, and Back."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout

from pos_app.stockroom.view import StockView
from ui.face import Face
from ui.layout.arrangement import ONE_COLUMN_BELOW_PX
from ui.panels import stock_words
from ui.panels.camera_strip import CameraStrip
from ui.widgets.buttons import Button
from ui.widgets.label import words_label

_CAMERA_WORDS_PX = 440
"""A narrower head has no room for the words of the camera's key; one column has none beside a sheet's title."""
_ICON_PX = 22


class StockHead(QHBoxLayout):
    """One row; the screen says what stands in it."""

    def __init__(self, face: Face, camera: CameraStrip, find: Callable[[], object], back: Callable[[], object]) -> None:
        """`find` is what F9 does, `back` what Esc does."""
        super().__init__()
        self._face, self._camera = face, camera
        self.title = words_label("title")
        self.finder = Button("quiet", find, focusable=True)
        self.back = Button("quiet", back, focusable=True)
        self.setSpacing(10)
        self.addWidget(self.title, 1)
        camera.stand_in(self)
        self.addWidget(self.finder)
        self.addWidget(self.back)

    def show_view(self, view: StockView, *, full: bool, asks: bool, width: int) -> None:
        """Say what is done; `full`: the field that finds goods has no room."""
        face = self._face
        self.finder.setVisible(full and not asks)
        sheet = view.sheet
        words_px = face.px(_CAMERA_WORDS_PX) if sheet is None else ONE_COLUMN_BELOW_PX
        narrow = full or width < words_px
        self._camera.show_compact(on=narrow)
        self.title.setText(face.say("ui.stock") if sheet is None else stock_words.headline(face, sheet, short=narrow))

    def put_on(self) -> None:
        """Dress and say everything anew."""
        face, side = self._face, self._face.px(_ICON_PX)
        self.finder.setIcon(face.icon("search", "ink2", side))
        self.finder.setIconSize(QSize(side, side))
        self.finder.setAccessibleName(f"{face.say('ui.stock.find')}, F9")
        self.back.show_words(face.say("ui.back"), "Esc")
        self.title.setText(face.say("ui.stock"))
