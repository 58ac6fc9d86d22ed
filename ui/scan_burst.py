"""Tells a scan from typing by speed and terminator; no Qt, no clock, no timer.

A keyboard-wedge scanner is a keyboard that types fast and ends with Enter or Tab. `ScanBurst.key` judges one key
stroke at a time, `ScanBurst.silence` the pause after it; both answer with a `Verdict` that the scanner filter
carries out. Promises: slow typing passes at once and unchanged; fast characters never reach a field when they turn
out to be a scan; held characters that turn out to be typing are played in order; nothing is dropped in silence.
"""

import unicodedata
from enum import Enum, auto

import msgspec

from ui.typed_before import typed_before

FASTEST_TYPING_MS = 50  # a key within this of the last one belongs to a burst (by the events' own time stamps)
LEAST_LENGTH = 6  # a shorter burst is no code: EAN-8, the shortest in shops, has 8
MOST_LENGTH = 1_024  # the largest GS1 or signed QR a scanner sends; more is a stuck key
ENTER_IS_ECHO_MS = 300  # Enter this soon after a scan or an unfinished burst comes from the scanner
SILENCE_MS = 80  # how long held keys wait for the next one: the burst gap and a late delivery


class KeyKind(Enum):
    """What a key stroke is to a scanner."""

    CHARACTER = auto()
    END = auto()  # Enter, Return, Tab, and the Ctrl+J, Ctrl+M, Ctrl+I that some wedges send for them
    MODIFIER = auto()  # Shift and its like: scanners press them between characters
    OTHER = auto()  # arrows, function keys, shortcuts, auto-repeat


class Stroke(msgspec.Struct, frozen=True):
    """One key press."""

    at_ms: int  # the event's time stamp
    kind: KeyKind
    text: str = ""  # what the keyboard layout makes of it
    us_text: str = ""  # what a US layout makes of the same physical key; empty when unknown


class Verdict(msgspec.Struct, frozen=True):
    """What to do, in the order of the fields."""

    take_back: bool = False  # put the field back to where it was before the burst's first character
    replay: tuple[Stroke, ...] = ()  # deliver these held keys now
    scan: str | None = None
    fragment: str | None = None  # an end at scanner speed after too few, or too many, characters
    let_pass: bool = False  # this key goes on to the focused widget (after the replay)
    wait: bool = False  # call silence() after SILENCE_MS unless another key comes first


class ScanBurst:
    """The burst in hand."""

    def __init__(self, *, silence_ends_a_scan: bool = False) -> None:
        """`silence_ends_a_scan` is for scanners that are set up without a suffix."""
        self._silence_ends_a_scan = silence_ends_a_scan
        self._strokes: list[Stroke] = []
        self._held: list[Stroke] = []
        self._first_can_be_taken_back = False
        self._echo_until_ms: int | None = None
        self.pace = (0, 0)
        """Keys of the last scan, and milliseconds from its first to its last."""

    def key(self, stroke: Stroke, *, can_take_back: bool) -> Verdict:
        """Judge one key; `can_take_back`: the focused field could undo it if it began a scan."""
        if stroke.kind is KeyKind.MODIFIER:
            return Verdict(let_pass=True, wait=bool(self._held))
        if stroke.kind is KeyKind.END:
            return self._end(stroke)
        if stroke.kind is KeyKind.OTHER:
            return Verdict(replay=self._release(), let_pass=True)
        return self._character(stroke, can_take_back=can_take_back)

    def silence(self) -> Verdict:
        """No key came in time: what was held is typing."""
        if self._silence_ends_a_scan and len(self._strokes) >= LEAST_LENGTH and self._held:
            return self._scanned(self._strokes[-1].at_ms)
        if not self._held:
            return Verdict()
        self._echo_after_unfinished_burst()
        replay = tuple(self._held)
        self._held.clear()
        if not self._first_can_be_taken_back:
            self._strokes.clear()  # played into something that cannot be put back: the burst is over
        return Verdict(replay=replay)

    def _character(self, stroke: Stroke, *, can_take_back: bool) -> Verdict:
        if self.continues(stroke):
            self._strokes.append(stroke)
            self._held.append(stroke)
            if len(self._strokes) > MOST_LENGTH:
                return self._refused()
            return Verdict(wait=True)
        replay = self._release()
        self._strokes = [stroke]
        self._first_can_be_taken_back = can_take_back
        if can_take_back:
            return Verdict(replay=replay, let_pass=True)
        self._held = [stroke]
        return Verdict(replay=replay, wait=True)

    def _end(self, stroke: Stroke) -> Verdict:
        if self.continues(stroke):
            if len(self._strokes) >= LEAST_LENGTH:
                return self._scanned(stroke.at_ms)
            if len(self._strokes) > 1:
                return self._refused(stroke.at_ms)
            return Verdict(replay=self._release())  # one key and Enter together: the key stays, Enter is asked again
        replay = self._release()
        if self._is_echo(stroke.at_ms):
            return Verdict(replay=replay)
        return Verdict(replay=replay, let_pass=True)

    def _is_echo(self, at_ms: int) -> bool:
        if self._echo_until_ms is None:
            return False
        left_ms = self._echo_until_ms - at_ms  # the window system's clock may start again: a far echo is none
        return 0 <= left_ms <= ENTER_IS_ECHO_MS + FASTEST_TYPING_MS

    def continues(self, stroke: Stroke) -> bool:
        """Tell whether this key belongs to the burst in hand by its time."""
        return bool(self._strokes) and 0 <= stroke.at_ms - self._strokes[-1].at_ms <= FASTEST_TYPING_MS

    def _scanned(self, at_ms: int) -> Verdict:
        code = _read(self._strokes)
        self.pace = (len(self._strokes), self._strokes[-1].at_ms - self._strokes[0].at_ms)
        typed = self._typed_before(code)
        waiting = tuple(self._strokes[int(self._first_can_be_taken_back) : typed])
        take_back = self._clear(at_ms) and not typed
        return Verdict(take_back=take_back, replay=waiting, scan=code[typed:])

    def _typed_before(self, code: str) -> int:
        """Return how many keys of the burst a person struck just before the scan; they stay typed."""
        held = len(self._strokes) - int(self._first_can_be_taken_back)
        if len(code) != len(self._strokes) or len(self._held) != held:
            return 0  # spelled otherwise, or delivered late: a part of it stands in the field and is taken back whole
        return typed_before(code, [stroke.at_ms for stroke in self._strokes])

    def _refused(self, at_ms: int | None = None) -> Verdict:
        code = _read(self._strokes)
        at_ms = self._strokes[-1].at_ms if at_ms is None else at_ms
        take_back = self._clear(at_ms)
        return Verdict(take_back=take_back, fragment=code)

    def _clear(self, at_ms: int) -> bool:
        """Forget the burst; return whether a field holds characters of it."""
        passed = self._first_can_be_taken_back
        self._strokes.clear()
        self._held.clear()
        self._first_can_be_taken_back = False
        self._echo_until_ms = at_ms + ENTER_IS_ECHO_MS
        return passed

    def _release(self) -> tuple[Stroke, ...]:
        """End the burst as typing; return what was held, to be delivered first."""
        self._echo_after_unfinished_burst()
        held = tuple(self._held)
        self._held.clear()
        self._strokes.clear()
        return held

    def _echo_after_unfinished_burst(self) -> None:
        if len(self._strokes) > 1:
            self._echo_until_ms = self._strokes[-1].at_ms + ENTER_IS_ECHO_MS


def _read(strokes: list[Stroke]) -> str:
    """Spell the code; a burst in letters that no code has came through a foreign layout and is read by its keys."""
    text = unicodedata.normalize("NFKC", "".join(stroke.text for stroke in strokes))
    if not text.isascii() and all(stroke.us_text for stroke in strokes):
        return "".join(stroke.us_text for stroke in strokes)
    return text
