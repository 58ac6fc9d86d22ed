"""The rail at the left: the screens of the till from the top, the operator's own switches at the bottom."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ui.face import Face

WIDTH_PX = 88
_ICON_PX, _LOW_ICON_PX = 24, 20
BAR_BUTTON_PX = 64  # at the bottom of a narrow window, at least
_AROUND_PX = 6
_GAP_PX, _LOW_GAP_PX = 6, 2
_BESIDE_PX = 6  # of a button's width: what the style leaves at both sides of the words
_LEAST_PX = 11
_HIGH_PX, _SWITCH_HIGH_PX, _LOW_HIGH_PX = 72, 60, 46  # with a key under the words; without; in a low window


class RailButton(QToolButton):
    """Icon over words over key."""

    def __init__(self, face: Face, icon: str, message_id: str, key: str, act: Callable[[], object]) -> None:
        """`act` is what the button does."""
        super().__init__()
        self._face, self._icon, self._message_id, self._key = face, icon, message_id, key
        self._low, self._works = False, True
        self.gives_way = False
        self.setProperty("look", "rail")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setIconSize(QSize(_ICON_PX, _ICON_PX))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(lambda _checked: act())
        face.changed.connect(self.put_on)
        self.put_on()

    def mark(self, *, on: bool) -> None:
        """Show whether this button's screen is open."""
        self.setChecked(on)
        self.put_on()

    @property
    def high_px(self) -> int:
        """How high it stands where there is room."""
        return self._face.px(_HIGH_PX if self._key else _SWITCH_HIGH_PX)

    def show_low(self, *, low: bool) -> None:
        """Stand with the key beside the words, as far as both have room, or under them."""
        if low != self._low:
            self._low = low
            self.setProperty("low", low)
            self.style().unpolish(self)
            self.style().polish(self)
            self.put_on()

    def show_key(self, *, works: bool) -> None:
        """Print a key of one stroke only while it works: a panel may have the same one."""
        if works is not self._works and "+" not in self._key:
            self._works = works
            self._say()

    def put_on(self) -> None:
        """Take words, colours and size from the face."""
        self._say()
        self.setIcon(self._face.icon(self._icon, "brand_ink" if self.isChecked() else "ink2", _ICON_PX))
        self.setFixedHeight(self._face.px(_LOW_HIGH_PX) if self._low else self.high_px)
        side = _LOW_ICON_PX if self._low else _ICON_PX
        self.setIconSize(QSize(side, side))

    def _say(self) -> None:
        words = self._face.say(self._message_id)
        key = self._key if self._works else ""
        both = f"{words}\n{key}"  # an empty line in the place of a key: the words do not move
        if self._low:
            beside = f"{words} {key}".rstrip()
            room = WIDTH_PX - 2 * _AROUND_PX - 4
            both = beside if self._face.metrics("meta").horizontalAdvance(beside) <= room else words
        self.setText(both if self._key else words)
        self.setAccessibleName(f"{words}, {key}" if key else words)

    def words_px(self) -> int:
        """Return how wide the words, or the key under them, are at the size of the type."""
        metrics = self._face.metrics("meta", QFont.Weight.DemiBold)
        return max(metrics.horizontalAdvance(each) for each in (self._face.say(self._message_id), self._key))

    def show_size(self, px: int | None) -> None:
        """Write words and key at this size, None for that of the type."""
        sheet = "" if px is None else f"font-size: {px}px;"
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)


class Rail(QFrame):
    """The column of buttons."""

    def __init__(self, face: Face, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self.setObjectName("rail")
        self._face = face
        self.setFixedWidth(WIDTH_PX)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(_AROUND_PX, 14, _AROUND_PX, 10)
        self._column.setSpacing(_GAP_PX)
        self._column.addStretch(1)
        self._screens = 0
        face.changed.connect(self.fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the buttons lower where the column has not the height for all."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Look whether all that are shown have their height; said again when some come or go."""
        around = self._column.contentsMargins()
        upright = self._column.direction() is QBoxLayout.Direction.TopToBottom
        self._give_way(upright=upright)
        buttons = [each for each in self.findChildren(RailButton) if not each.isHidden()]
        needed = sum(each.high_px + _GAP_PX for each in buttons) + around.top() + around.bottom()
        low = upright and needed > self.height()
        gap = _LOW_GAP_PX if low else _GAP_PX
        if upright and gap != self._column.spacing():  # said again it would only make a layout of the same
            self._column.setSpacing(gap)
        for each in buttons:
            each.show_low(low=low)
        self._fit_words(buttons, upright=upright)

    def _give_way(self, *, upright: bool) -> None:
        """Leave out the last switches that may go, as many as a bar has no room for: fewer while nobody signed in."""
        every, around = self.findChildren(RailButton), self._column.contentsMargins()
        wanted = [each for each in every if each.gives_way or not each.isHidden()]
        room = self.width() - around.left() - around.right() + self._column.spacing()
        too_many = 0 if upright else len(wanted) - room // (BAR_BUTTON_PX + self._column.spacing())
        for at, each in enumerate(reversed([each for each in wanted if each.gives_way])):
            each.setVisible(at >= too_many)

    def _fit_words(self, buttons: list[RailButton], *, upright: bool) -> None:
        """Write all words smaller, rather than leave out the middle of one, where a button has no room for it."""
        around, count = self._column.contentsMargins(), 1 if upright else max(1, len(buttons))
        room = (self.width() - around.left() - around.right() - (count - 1) * self._column.spacing()) // count
        room -= _BESIDE_PX
        longest = max((each.words_px() for each in buttons), default=0)
        small = max(_LEAST_PX, self._face.scale.px("meta") * room // longest) if longest > room > 0 else None
        for each in buttons:
            each.show_size(small)

    def show_keys(self, *, works: bool) -> None:
        """Print the keys of the screens, or leave them out while a panel has them."""
        for each in self.findChildren(RailButton):
            each.show_key(works=works)

    def add_screen(self, icon: str, message_id: str, key: str, act: Callable[[], object]) -> RailButton:
        """Add a screen under the last one."""
        button = RailButton(self._face, icon, message_id, key, act)
        button.setCheckable(True)
        self._column.insertWidget(self._screens, button)
        self._screens += 1
        return button

    def add_screen_below(self, icon: str, message_id: str, key: str, act: Callable[[], object]) -> RailButton:
        """Add a screen that is seldom needed over the switches."""
        button = RailButton(self._face, icon, message_id, key, act)
        button.setCheckable(True)
        self._column.addWidget(button)
        return button

    def add_switch(
        self, icon: str, message_id: str, act: Callable[[], object], *, gives_way: bool = False
    ) -> RailButton:
        """Add a switch at the bottom; one that `gives_way` is left out where the rail is too short: Settings has it."""
        button = RailButton(self._face, icon, message_id, "", act)
        button.gives_way = gives_way
        self._column.addWidget(button)
        return button
