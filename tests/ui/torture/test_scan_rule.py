"""Thousands of scans at fifty a second against the rule alone: none lost, none taken for other goods."""

import random
from collections import Counter as Tally

import pytest

from tests.ui.torture import storm
from tests.ui.torture.storm import Act, Shelf
from ui.scan_burst import ENTER_IS_ECHO_MS, FASTEST_TYPING_MS, SILENCE_MS

SEEDS = range(10)
LETTERS = "abcdefghijklmnopqrstuvwxyz "
DIGITS = "0123456789"


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    """Return the goods of the shop."""
    return Shelf(random.Random(690))


@pytest.mark.parametrize("undoable", [True, False])
@pytest.mark.parametrize("end", ["CR", "LF", "CR+LF", "Tab"])
def test_a_thousand_scans_at_fifty_a_second_are_a_thousand_scans(shelf: Shelf, end: str, undoable: bool) -> None:
    acts = storm.scans(random.Random(end), shelf, 1_000, [end])
    counter = storm.played(acts, undoable=undoable)
    assert counter.scans == [act.text for act in acts]
    assert (counter.field, counter.fragments, counter.enters) == ("", [], 0)


@pytest.mark.parametrize("seed", SEEDS)
def test_scanners_of_every_make_one_after_the_other(shelf: Shelf, seed: int) -> None:
    acts = storm.scans(random.Random(seed), shelf, 500, ["CR", "LF", "CR+LF", "Tab"])
    counter = storm.played(acts, undoable=bool(seed % 2))
    assert counter.scans == [act.text for act in acts]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("alphabet", [LETTERS, DIGITS], ids=["letters", "digits"])
def test_a_person_types_into_the_storm(shelf: Shelf, seed: int, alphabet: str) -> None:
    """A key inside a code spoils that one code, aloud; every other one comes through, and no goods but those."""
    chance = random.Random(seed)
    acts = storm.scans(chance, shelf, 500, ["CR", "LF", "CR+LF", "Tab"], every_ms=chance.choice([20, 45, 120]))
    acts.append(storm.typing(chance, acts[-1].times_ms[-1] + 500, alphabet))
    counter = storm.played(acts, undoable=bool(seed % 2))
    clean = storm.untouched(acts)
    assert len(clean) > 250
    assert storm.is_in_order(clean, counter.scans)
    assert not storm.misfiled(shelf, counter, acts)
    assert storm.characters(counter) == Tally("".join(act.text for act in acts))
    assert counter.enters == 0
    told = len(counter.scans) + len(counter.fragments)
    assert told >= len(acts) - 1, "a spoilt scan is told: as a refused code, not as nothing"


@pytest.mark.parametrize("seed", SEEDS)
def test_letters_struck_just_before_a_scan_do_not_spoil_it(shelf: Shelf, seed: int) -> None:
    chance = random.Random(seed)
    acts = storm.scans(chance, shelf, 300, ["CR", "CR+LF", "Tab"], every_ms=400)
    times = [act.times_ms[0] - chance.randint(9, FASTEST_TYPING_MS) for act in acts]
    words = "".join(chance.choice(LETTERS.strip()) for _ in times)
    counter = storm.played([*acts, Act(words, "", tuple(times), is_scan=False)], undoable=bool(seed % 2))
    assert counter.scans == [act.text for act in acts]
    assert counter.field == words


def _thinned(chance: random.Random, act: Act, lost: int) -> Act:
    gone = set(chance.sample(range(len(act.text)), lost))
    kept = [at for at in range(len(act.text)) if at not in gone]
    times = [act.times_ms[at] for at in kept] + list(act.times_ms[len(act.text) :])
    return Act("".join(act.text[at] for at in kept), act.ends, tuple(times))


def test_a_code_that_lost_digits_is_refused_unless_what_is_left_is_a_right_code(shelf: Shelf) -> None:
    """Ten thousand scans lose one to twelve digits. Only the check digit can let one through, and it is counted."""
    chance = random.Random(7)
    whole = storm.scans(chance, shelf, 10_000, ["CR", "LF", "CR+LF", "Tab"])
    acts = [_thinned(chance, act, min(chance.choice([1, 1, 1, 1, 2, 3, 12]), len(act.text) - 1)) for act in whole]
    counter = storm.played(acts, undoable=True)
    others = Tally(gtin for code in counter.scans if (gtin := shelf.sells(code)) is not None)
    possible = Tally(gtin for act in acts if (gtin := shelf.sells(act.text)) is not None)
    assert others == possible, "a lost digit became goods only where the digits left are those goods' own code"
    assert sum(others.values()) <= 2, f"{sum(others.values())} of 10,000"
    assert storm.characters(counter) == Tally("".join(act.text for act in acts))
    one_digit = [act for act in acts if len(act.text) == 1]
    assert len(counter.scans) + len(counter.fragments) == len(acts) - len(one_digit), "each is told"


@pytest.mark.parametrize("seed", SEEDS)
def test_a_scanner_that_forgets_its_end_shows_what_it_sent(shelf: Shelf, seed: int) -> None:
    """Alone, the code stands in the field for all to see; run into the next one, both are refused as one."""
    chance = random.Random(seed)
    acts = [
        storm.scan(
            chance.choice(shelf.codes), at * chance.choice([200, 200, 60]) + 1_000 * at, 2, chance.choice(["\r", ""])
        )
        for at in range(1, 300)
    ]
    counter = storm.played(acts, undoable=True)
    assert not storm.misfiled(shelf, counter, acts)
    assert storm.characters(counter) == Tally("".join(act.text for act in acts))
    assert counter.enters == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_scanners_set_up_without_an_end_are_ended_by_silence(shelf: Shelf, seed: int) -> None:
    chance = random.Random(seed)
    acts = storm.scans(chance, shelf, 300, ["none"], every_ms=SILENCE_MS + FASTEST_TYPING_MS)
    counter = storm.played(acts, undoable=bool(seed % 2), silence_ends_a_scan=True)
    assert (counter.scans, counter.field) == ([act.text for act in acts], "")


@pytest.mark.parametrize("seed", SEEDS)
def test_two_keyboard_scanners_taking_turns_in_one_stream_lose_nothing(shelf: Shelf, seed: int) -> None:
    chance = random.Random(seed)
    left = storm.scans(chance, shelf, 250, ["CR"], every_ms=2 * storm.EVERY_MS)
    right = [
        Act(act.text, "\t", tuple(at + storm.EVERY_MS for at in act.times_ms))
        for act in storm.scans(chance, shelf, 250, ["Tab"], every_ms=2 * storm.EVERY_MS)
    ]
    counter = storm.played([*left, *right], undoable=bool(seed % 2))
    both = sorted([*left, *right], key=lambda act: act.times_ms[0])
    assert counter.scans == [act.text for act in both]


@pytest.mark.parametrize("seed", SEEDS)
def test_two_keyboard_scanners_inside_each_others_codes_are_refused_not_misread(shelf: Shelf, seed: int) -> None:
    """The window system gives one stream for all keyboards: codes that mix in it cannot be unmixed by any program.

    Each such pair is told (a refused code or a cut scan); no goods come of it that nobody scanned.
    """
    chance = random.Random(seed)
    left = storm.scans(chance, shelf, 500, ["CR"], every_ms=60)
    right = [
        Act(act.text, act.ends, tuple(at + shift for at in act.times_ms))
        for act in storm.scans(chance, shelf, 500, ["CR"], every_ms=60)
        for shift in [chance.randint(-12, 40)]
    ]
    acts = [*left, *right]
    counter = storm.played(acts, undoable=bool(seed % 2))
    assert storm.is_in_order(storm.untouched(acts), counter.scans)
    assert not storm.misfiled(shelf, counter, acts)
    assert storm.characters(counter) == Tally("".join(act.text for act in acts))
    assert counter.enters == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_enter_is_a_persons_only_when_no_scanner_was_near(shelf: Shelf, seed: int) -> None:
    chance = random.Random(seed)
    acts, at, meant = [], 1_000, 0
    for _ in range(300):
        scanned = storm.scan(chance.choice(shelf.codes), at, 2, chance.choice(["\r", "\r\n", "\t"]))
        pause = chance.choice([5, 60, ENTER_IS_ECHO_MS - 10, ENTER_IS_ECHO_MS + FASTEST_TYPING_MS + 1, 900])
        enter = scanned.times_ms[-1] + pause
        meant += pause > ENTER_IS_ECHO_MS + FASTEST_TYPING_MS
        acts += [scanned, Act("", "\r", (enter,), is_scan=False)]
        at = enter + 400
    counter = storm.played(acts, undoable=bool(seed % 2))
    assert counter.scans == [act.text for act in acts if act.is_scan]
    assert counter.enters == meant
