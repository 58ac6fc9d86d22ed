"""A scanner types like a person, only faster: what tells them apart, key by key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.scan_burst import (
    ENTER_IS_ECHO_MS,
    FASTEST_TYPING_MS,
    LEAST_LENGTH,
    MOST_LENGTH,
    SILENCE_MS,
    KeyKind,
    ScanBurst,
    Stroke,
    Verdict,
)

EAN = "6901234567892"


class Counter:
    """A text field in front of a burst, with the pauses of a real event loop."""

    def __init__(self, *, undoable: bool = True, silence_ends_a_scan: bool = False) -> None:
        self.burst = ScanBurst(silence_ends_a_scan=silence_ends_a_scan)
        self.undoable = undoable
        self.now_ms = 1_000
        self.field = ""
        self.scans: list[str] = []
        self.fragments: list[str] = []
        self.enters = 0
        self._before = ""
        self._rings_at_ms: int | None = None

    def press(self, text: str, after_ms: int = 5, kind: KeyKind = KeyKind.CHARACTER, us_text: str = "") -> None:
        self.rest(after_ms)
        stroke = Stroke(self.now_ms, kind, text, us_text)
        verdict = self.burst.key(stroke, can_take_back=self.undoable)
        if verdict.let_pass and kind is KeyKind.CHARACTER and self.undoable:
            before = self.field + "".join(held.text for held in verdict.replay)
        else:
            before = self._before
        self._carry_out(verdict)
        self._before = before
        if verdict.let_pass:
            self._deliver(stroke)

    def rest(self, ms: int) -> None:
        due = self._rings_at_ms
        self.now_ms += ms
        if due is not None and due <= self.now_ms:
            self._rings_at_ms = None
            self._carry_out(self.burst.silence())

    def enter(self, after_ms: int = 5) -> None:
        self.press("\r", after_ms, KeyKind.END)

    def scan(self, code: str, gap_ms: int = 5, after_ms: int = 400) -> None:
        for at, character in enumerate(code):
            self.press(character, gap_ms if at else after_ms)
        self.enter(gap_ms)

    def type(self, words: str, gap_ms: int = 120) -> None:
        for character in words:
            self.press(character, gap_ms)

    def _carry_out(self, verdict: Verdict) -> None:
        if verdict.take_back:
            self.field = self._before
        for stroke in verdict.replay:
            self._deliver(stroke)
        self._rings_at_ms = self.now_ms + SILENCE_MS if verdict.wait else None
        if verdict.scan is not None:
            self.scans.append(verdict.scan)
        if verdict.fragment is not None:
            self.fragments.append(verdict.fragment)

    def _deliver(self, stroke: Stroke) -> None:
        if stroke.kind is KeyKind.END:
            self.enters += 1
        elif stroke.kind is KeyKind.CHARACTER:
            self.field += stroke.text


@pytest.mark.parametrize("undoable", [True, False])
def test_a_scan_is_taken_and_leaves_nothing_in_the_field(undoable: bool) -> None:
    counter = Counter(undoable=undoable)
    counter.scan(EAN)
    assert (counter.scans, counter.field, counter.enters) == ([EAN], "", 0)


def test_a_scan_into_half_typed_words_leaves_the_words() -> None:
    counter = Counter()
    counter.type("milk")
    counter.scan(EAN)
    assert (counter.scans, counter.field) == ([EAN], "milk")


@pytest.mark.parametrize("undoable", [True, False])
def test_slow_typing_is_untouched(undoable: bool) -> None:
    counter = Counter(undoable=undoable)
    counter.type("4711")
    counter.enter(after_ms=150)
    assert (counter.field, counter.enters, counter.scans, counter.fragments) == ("4711", 1, [], [])


def test_two_keys_rolled_together_by_a_quick_hand_still_arrive_in_order() -> None:
    counter = Counter()
    counter.press("m", 120)
    counter.press("i", 20)
    counter.press("l", 120)
    counter.press("k", 30)
    counter.rest(SILENCE_MS)
    assert (counter.field, counter.scans) == ("milk", [])


def test_the_gap_and_the_length_are_judged_at_their_exact_limits() -> None:
    at_limit = Counter()
    at_limit.scan("6" * LEAST_LENGTH, gap_ms=FASTEST_TYPING_MS)
    over_gap = Counter()
    over_gap.scan("6" * LEAST_LENGTH, gap_ms=FASTEST_TYPING_MS + 1)
    too_short = Counter()
    too_short.scan("6" * (LEAST_LENGTH - 1))
    assert at_limit.scans == ["6" * LEAST_LENGTH]
    assert (over_gap.scans, over_gap.field) == ([], "6" * LEAST_LENGTH)
    assert (too_short.scans, too_short.fragments, too_short.field) == ([], ["66666"], "")


def test_cr_and_lf_are_one_end() -> None:
    counter = Counter()
    counter.scan(EAN)
    counter.enter()
    counter.scan(EAN, after_ms=20)
    counter.enter()
    assert (counter.scans, counter.enters) == ([EAN, EAN], 0)


def test_enter_soon_after_a_scan_is_the_scanners_and_after_that_the_cashiers() -> None:
    counter = Counter()
    counter.scan(EAN)
    counter.enter(ENTER_IS_ECHO_MS)
    assert counter.enters == 0
    counter.enter(1)
    assert counter.enters == 1


def test_enter_soon_after_an_unfinished_burst_is_swallowed_and_the_characters_stay() -> None:
    counter = Counter()
    for character in "6901":
        counter.press(character)
    counter.enter(after_ms=200)
    assert (counter.field, counter.enters, counter.scans) == ("6901", 0, [])


def test_a_scan_that_lost_digits_is_told_and_adds_nothing() -> None:
    counter = Counter()
    counter.scan("690")
    assert (counter.fragments, counter.scans, counter.field, counter.enters) == (["690"], [], "", 0)


def test_one_key_struck_together_with_enter_keeps_the_key_and_asks_for_enter_again() -> None:
    counter = Counter()
    counter.type("mil")
    counter.press("k", 120)
    counter.enter(30)
    assert (counter.field, counter.enters, counter.fragments) == ("milk", 0, [])
    counter.enter(200)
    assert counter.enters == 1


@pytest.mark.parametrize("undoable", [True, False])
@pytest.mark.parametrize("typed", ["m", "mi"])
def test_a_letter_struck_just_before_a_scan_stays_a_letter_and_the_scan_a_scan(typed: str, undoable: bool) -> None:
    counter = Counter(undoable=undoable)
    counter.type(typed, gap_ms=40)
    counter.scan(EAN, gap_ms=3, after_ms=30)
    assert (counter.scans, counter.field, counter.enters) == ([EAN], typed, 0)


def test_letters_at_a_scanners_own_pace_belong_to_its_code() -> None:
    counter = Counter()
    counter.scan("A" + EAN, gap_ms=3)
    assert (counter.scans, counter.field) == (["A" + EAN], "")


def test_a_digit_struck_just_before_a_scan_cannot_be_told_from_it() -> None:
    counter = Counter()
    counter.press("5", 200)
    counter.scan(EAN, gap_ms=3, after_ms=30)
    assert (counter.scans, counter.field) == (["5" + EAN], "")


def test_shift_between_characters_does_not_end_a_burst() -> None:
    counter = Counter()
    for character in "AB-12345":
        counter.press("", 2, KeyKind.MODIFIER)
        counter.press(character, 3)
    counter.enter()
    assert counter.scans == ["AB-12345"]


def test_a_key_held_down_is_no_scan() -> None:
    counter = Counter()
    counter.press("0", 200)
    for _ in range(10):
        counter.press("0", 30, KeyKind.OTHER)
    counter.enter(30)
    assert (counter.scans, counter.fragments) == ([], [])


def test_a_separator_inside_a_gs1_code_is_kept() -> None:
    counter = Counter()
    counter.scan("]C101069012345678921\x1d2112345")
    assert counter.scans == ["]C101069012345678921\x1d2112345"]


def test_a_foreign_keyboard_layout_is_read_by_its_keys() -> None:
    counter = Counter()
    for foreign, key in zip("ФИС12345", "ABC12345", strict=True):
        counter.press(foreign, 5, us_text=key)
    counter.enter()
    assert counter.scans == ["ABC12345"]


def test_full_width_digits_of_an_input_method_are_digits() -> None:
    counter = Counter()
    counter.scan("６９０１２３４５")
    assert counter.scans == ["69012345"]


def test_characters_delivered_late_are_still_one_scan() -> None:
    """The screen was busy: the pause was ours, the time stamps say that the scanner never paused."""
    burst = ScanBurst()
    for at, character in enumerate(EAN[:6]):
        burst.key(Stroke(at * 5, KeyKind.CHARACTER, character), can_take_back=True)
    assert len(burst.silence().replay) == 5
    for at, character in enumerate(EAN[6:], start=6):
        burst.key(Stroke(at * 5, KeyKind.CHARACTER, character), can_take_back=True)
    verdict = burst.key(Stroke(70, KeyKind.END, "\r"), can_take_back=True)
    assert (verdict.scan, verdict.take_back) == (EAN, True)


def test_a_stuck_key_cannot_fill_the_memory() -> None:
    counter = Counter()
    for _ in range(MOST_LENGTH + 1):
        counter.press("7", 1)
    assert [len(piece) for piece in counter.fragments] == [MOST_LENGTH + 1]
    assert counter.burst._strokes == []


def test_a_window_system_clock_that_starts_again_does_not_swallow_enter_for_ever() -> None:
    counter = Counter()
    counter.now_ms = 2**32 - 500
    counter.scan(EAN)
    counter.now_ms = 10
    counter.enter()
    assert counter.enters == 1


def test_a_scanner_without_a_suffix_is_ended_by_silence_when_it_is_set_up_so() -> None:
    counter = Counter(silence_ends_a_scan=True)
    for character in EAN:
        counter.press(character)
    counter.rest(SILENCE_MS)
    assert (counter.scans, counter.field) == ([EAN], "")


_CODES = st.text("0123456789ABCDEFabcdef-.$/+%]", min_size=LEAST_LENGTH, max_size=40)
_WORDS = st.text("abcdefghij 0123456789", max_size=12)


@given(st.lists(st.tuples(_WORDS, _CODES, st.integers(1, 20)), max_size=8), st.booleans())
def test_scans_and_typing_never_mix(turns: list[tuple[str, str, int]], undoable: bool) -> None:
    counter = Counter(undoable=undoable)
    for words, code, gap_ms in turns:
        counter.rest(400)
        counter.type(words)
        counter.scan(code, gap_ms=gap_ms, after_ms=FASTEST_TYPING_MS + 1)
    counter.rest(400)
    assert counter.scans == [code for _, code, _ in turns]
    assert counter.field == "".join(words for words, _, _ in turns)
    assert counter.enters == 0


@given(st.lists(st.tuples(st.sampled_from("0123456789"), st.integers(1, 400)), max_size=60))
def test_no_key_is_ever_lost_or_reordered(keys: list[tuple[str, int]]) -> None:
    """Whatever the rhythm, without an end every character arrives in the field."""
    counter = Counter()
    for text, after_ms in keys:
        counter.press(text, after_ms)
    counter.rest(SILENCE_MS)
    assert counter.field == "".join(text for text, _ in keys)
