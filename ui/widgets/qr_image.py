"""A QR as a picture: dark squares on white in every theme, for a phone to read."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

_BORDER = 4  # modules of white around it (ISO/IEC 18004)
SIDE_PX = 176


def qr_image(text: str) -> QImage:
    """Return `text` as a QR, one pixel a module, with its white border."""
    from qrcode.constants import ERROR_CORRECT_M  # noqa: PLC0415 - 60 ms that only a receipt without paper costs
    from qrcode.main import QRCode  # noqa: PLC0415 - the same

    code = QRCode(error_correction=ERROR_CORRECT_M, border=_BORDER)
    code.add_data(text)
    matrix = code.get_matrix()
    image = QImage(len(matrix), len(matrix), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    for down, row in enumerate(matrix):
        for across, dark in enumerate(row):
            if dark:
                image.setPixel(across, down, 0xFF000000)
    return image


class QrImage(QWidget):
    """Shows one QR in whole pixels, in the middle of its place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self.text = ""
        self._image = QImage()
        self.setMinimumHeight(SIDE_PX)

    def show_text(self, text: str) -> None:
        """Show another text."""
        if text != self.text:
            self.text = text
            self._image = qr_image(text)
            self.setAccessibleName(text)
            self.update()

    def sizeHint(self) -> QSize:
        """Ask for a square."""
        return QSize(SIDE_PX, SIDE_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        if self._image.isNull():
            return
        modules = self._image.width()
        scale = max(1, min(self.width(), self.height()) // modules)
        side = modules * scale
        area = QRect((self.width() - side) // 2, (self.height() - side) // 2, side, side)
        painter = QPainter(self)
        painter.drawImage(area, self._image)
        painter.end()
