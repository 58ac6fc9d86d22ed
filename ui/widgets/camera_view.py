"""The live picture of a camera with the code in view framed; emits `code` when a code counts as read.

Used by the sell screen and by every other screen that scans (one widget, one signal). The camera runs while the view is
visible and rests when it is not. All work but painting is done by the camera's own threads; the rule that says when a
read counts is `pos_app.domain.codes.frame_rule`.
"""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHideEvent, QImage, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.devices import Condition, Health, Preview, Scanner, Seen
from pos_app.domain.codes.frame_rule import FrameRule, Point, SeenCode
from ui.face import Face

LEAST_PX = QSize(160, 120)
ASKED_PX = QSize(400, 300)
LOW_PX = 200
SHOWN_MS = 600
"""So long an accepted code keeps its frame, by the frames' own times."""
FORGET_MS = 300
"""So long a frame stays around a code that was not seen again: a read is missed now and then."""
NAMES_MOST = 8
"""Goods in view at once that are still called by their names."""
_RADIUS_PX = 10
_LINE_PX = 3
_CHIP_PX = 8
_LIGHT = 160
"""A colour lighter than this stands on black, a darker one on white."""


class CameraView(QWidget):
    """One view of the one camera; `knows` tells whether a code is a known product."""

    code = Signal(str)  # a code that counts, with its AIM identifier, as any scanner sends it
    _woken = Signal()

    def __init__(
        self, face: Face, scanner: Scanner | None, knows: Callable[[str], bool], parent: QWidget | None = None
    ) -> None:
        """Without a scanner it says that there is no camera."""
        super().__init__(parent)
        self._face, self._scanner = face, scanner
        self._rule = FrameRule(knows)
        self._waits = False
        self._preview: Preview | None = None
        self._codes: tuple[SeenCode, ...] = ()
        self._aimed: SeenCode | None = None
        self._locked = False
        """The aimed code has been taken: there is nothing to hold still for."""
        self._seen_ms = self._now_ms = self._taken_ms = 0
        self._taken: SeenCode | None = None
        self._telling = ""
        """The code that is told on just now."""
        self._names: dict[str, str] = {}
        self.frames = 0
        """Frames shown since it was opened, for the bench."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(LEAST_PX)
        self._woken.connect(self._look, Qt.ConnectionType.QueuedConnection)
        face.changed.connect(self._put_on)
        self._put_on()

    @property
    def words(self) -> str:
        """Return what stands under the picture."""
        say = self._face.say
        if self._scanner is None:
            return say("ui.camera.off")
        if self._preview is None:
            health = self._scanner.health()
            ill = health.condition in {Condition.UNREACHABLE, Condition.ERROR}
            return camera_words(self._face, health) if ill else say("ui.camera.starts")
        done = self._done
        if done is not None and done.data in self._names:
            return say("ui.camera.taken_name", name=self._names[done.data])
        if done is not None:
            return say("ui.camera.taken", code=_shown(done))
        if self._aimed is None:
            return say("ui.camera.aim")
        return say("ui.camera.nearest" if len(self._codes) > 1 else "ui.camera.hold", code=_shown(self._aimed))

    @property
    def _done(self) -> SeenCode | None:
        """The code that was taken a moment ago, or that is in view still."""
        return self._taken or (self._aimed if self._locked else None)

    def call_it(self, name: str) -> None:
        """Say `name` of the code that is told on just now; for whoever takes `code`, when it was goods."""
        if self._telling and name:
            self._names.pop(self._telling, None)
            self._names[self._telling] = name
            while len(self._names) > NAMES_MOST:
                del self._names[next(iter(self._names))]

    def toggle(self) -> bool:
        """Open the view where it stands, or close it; tell whether it is open. For screens that keep it hidden."""
        self.setVisible(self.isHidden())
        return not self.isHidden()

    def sizeHint(self) -> QSize:
        """Ask for a picture of the usual shape."""
        return ASKED_PX

    def showEvent(self, event: QShowEvent) -> None:
        """Look from now on."""
        super().showEvent(event)
        if self._scanner is not None:
            # The rule goes on: goods that lay in view while another screen was open are not sold again at once.
            self._preview, self._aimed, self._locked, self._codes, self.frames = None, None, False, (), 0
            self._scanner.on_frame(self._wake)
            self._scanner.enable()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let the camera rest."""
        super().hideEvent(event)
        if self._scanner is not None:
            self._scanner.disable()

    def _wake(self) -> None:
        """Called by the camera's threads: at most one look waits."""
        if not self._waits:
            self._waits = True
            self._woken.emit()

    def _look(self) -> None:
        self._waits = False
        if self._scanner is None or not self.isVisible():
            return
        for seen in self._scanner.seen():
            self._judge(seen)
        preview = self._scanner.preview()
        if preview is not None and (self._preview is None or preview.number != self._preview.number):
            self.frames += 1
        self._preview = preview
        self.update()

    def _judge(self, seen: Seen) -> None:
        judged = self._rule.look(seen.at_ms, seen.codes, seen.size, second_looked=seen.second_looked)
        self._now_ms = seen.at_ms
        if seen.codes or seen.at_ms - self._seen_ms > FORGET_MS:
            self._codes, self._aimed, self._seen_ms = seen.codes, judged.aimed, seen.at_ms
            self._locked = judged.locked
        if judged.accepted is not None:
            self._taken, self._taken_ms = judged.accepted, seen.at_ms
            self._telling = judged.accepted.data
            self._names.pop(self._telling, None)
            self.code.emit(judged.accepted.text)
            self._telling = ""
        elif self._now_ms - self._taken_ms > SHOWN_MS:
            self._taken = None

    # -- what is painted

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the newest frame, the codes' frames and one line of words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        face, theme = self._face, self._face.theme
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        edge = QPainterPath()
        edge.addRoundedRect(area, _RADIUS_PX, _RADIUS_PX)
        painter.fillPath(edge, face.colour(theme.sunken))
        words = area.adjusted(_CHIP_PX, 0, -_CHIP_PX, 0)
        if self._preview is not None:
            painter.setClipPath(edge)
            bottom = self._paint_picture(painter, self._preview, area)
            painter.setClipping(False)
            words = QRectF(words.left(), bottom + self._gap_px, words.width(), self._words_px())
        painter.strokePath(edge, QPen(face.colour(theme.hairline), 1))
        top = Qt.AlignmentFlag.AlignVCenter if self._preview is None else Qt.AlignmentFlag.AlignTop
        align = int(Qt.AlignmentFlag.AlignHCenter) | int(top) | int(Qt.TextFlag.TextWordWrap)
        painter.setPen(face.colour(theme.brand_ink if self._done is not None else theme.ink))
        painter.setFont(face.font("body"))
        painter.drawText(words, align, self.words)
        painter.end()

    @property
    def _gap_px(self) -> int:
        return 0 if self.height() < LOW_PX else _CHIP_PX

    def _words_px(self) -> float:
        """Two lines and the room around them; one line in a low view."""
        line = self._face.metrics("body").height()
        return line + 2.0 if self.height() < LOW_PX else 2.0 * line + _CHIP_PX

    def _paint_picture(self, painter: QPainter, preview: Preview, area: QRectF) -> float:
        """Paint the frame at the top, as large as the words below leave room; return where it ends."""
        # The image borrows the preview's bytes, which live as long as the preview does.
        image = QImage(preview.pixels, preview.width, preview.height, preview.width * 3, QImage.Format.Format_BGR888)
        room = max(1.0, area.height() - self._words_px() - self._gap_px)
        scale = min(area.width() / preview.width, room / preview.height)
        wide, high = preview.width * scale, preview.height * scale
        picture = QRectF(area.center().x() - wide / 2, area.top(), wide, high)
        painter.drawImage(picture, image)
        painter.setClipRect(picture, Qt.ClipOperation.IntersectClip)
        for code in self._codes:
            self._paint_frame(painter, code, picture, preview.size)
        return picture.bottom()

    def _paint_frame(self, painter: QPainter, code: SeenCode, picture: QRectF, size: Point) -> None:
        aimed = self._aimed is not None and code.data == self._aimed.data
        taken = self._taken is not None and code.data == self._taken.data
        face, theme = self._face, self._face.theme
        done = taken or (aimed and self._locked)
        colour = face.colour(theme.brand if done else theme.warn if aimed else theme.ink3)
        across, down = picture.width() / size[0], picture.height() / size[1]
        points = [QPointF(picture.left() + x * across, picture.top() + y * down) for x, y in code.corners]
        wide = _LINE_PX * (2 if taken else 1)
        style = Qt.PenStyle.SolidLine if aimed or taken else Qt.PenStyle.DashLine
        painter.setBrush(_veil(colour) if taken else Qt.BrushStyle.NoBrush)
        under = Qt.GlobalColor.black if colour.lightness() > _LIGHT else Qt.GlobalColor.white
        for pen in (QPen(under, wide + 2), QPen(colour, wide, style)):  # seen on any goods
            painter.setPen(pen)
            painter.drawPolygon(QPolygonF(points))

    def _put_on(self) -> None:
        self.setAccessibleName(self._face.say("ui.camera"))
        self.update()


def camera_words(face: Face, health: Health) -> str:
    """Say how the camera is: what keeps it from seeing, where that is known."""
    return face.say(health.why, **health.params) if health.why else face.say(f"ui.camera.{health.condition}")


def _veil(colour: QColor) -> QColor:
    veil = QColor(colour)
    veil.setAlpha(60)
    return veil


def _shown(code: SeenCode) -> str:
    """Return a code as a person can compare it with the label; a long one by its beginning."""
    text = "".join(letter if letter.isprintable() else " " for letter in code.data)
    return text if len(text) <= 28 else text[:25] + "…"  # noqa: PLR2004 - one line of the view
