"""Keeps the training frame over whatever screen is open, from the first view of training to the last.

Made by the window: nothing counts then on any screen, not on the one alone that sells.
"""

from PySide6.QtWidgets import QStackedWidget

from pos_app.selling.view import Mode
from ui.bridge import Bridge
from ui.face import Face
from ui.widgets.training_frame import TrainingFrame


class TrainingOver:
    """Shows the frame over a stack of screens while somebody signed in trains."""

    def __init__(self, face: Face, bridge: Bridge, stack: QStackedWidget) -> None:
        """Begin without the frame."""
        self.frame, self._bridge = TrainingFrame(face, stack, words=True), bridge
        bridge.view_changed.connect(self.show)
        stack.currentChanged.connect(lambda _at: self.frame.raise_())

    def show(self) -> None:
        """Show or hide the frame as the view says."""
        view = self._bridge.view
        training = view.training and view.mode not in (Mode.SIGNED_OUT, Mode.LOCKED)
        if training is self.frame.isHidden():
            self.frame.show_training(training)
