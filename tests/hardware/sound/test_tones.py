"""The till's sounds: told apart, short, without clicks, the same on every machine."""

import itertools

import pytest

from hardware.sound.tones import LONGEST_MS, RATE_HZ, SOUNDS, VOLUME_MOST, length_ms, samples
from pos_app.selling.view import Sound


def test_every_sound_of_the_desk_has_its_tones_and_no_two_are_alike() -> None:
    assert {str(sound) for sound in Sound} == set(SOUNDS)
    assert len({samples(name, VOLUME_MOST).tobytes() for name in SOUNDS}) == len(SOUNDS)


@pytest.mark.parametrize("name", SOUNDS)
def test_a_sound_is_short_and_begins_and_ends_in_silence(name: str) -> None:
    played = samples(name, VOLUME_MOST)
    assert played.itemsize == 2
    assert abs(len(played) * 1_000 / RATE_HZ - length_ms(name)) <= len(SOUNDS[name])
    assert length_ms(name) <= LONGEST_MS
    assert (played[0], played[-1]) == (0, 0)
    assert 8_000 < max(played) < 32_767
    assert abs(sum(played)) / len(played) < 100, "a constant part would push the speaker to one side"
    steps = [abs(after - before) for before, after in itertools.pairwise(played)]
    assert max(steps) < 24_000, "a jump is a click"


def test_the_same_formula_gives_the_same_sound() -> None:
    assert [samples(name, VOLUME_MOST) for name in SOUNDS] == [samples(name, VOLUME_MOST) for name in SOUNDS]


def test_volume_scales_down_to_silence() -> None:
    peaks = [max(samples("ok", volume)) for volume in (0, 25, 50, 100)]
    assert peaks[0] == 0
    assert peaks == sorted(set(peaks))
    assert samples("ok", 900) == samples("ok", 100)
    assert samples("ok", -5) == samples("ok", 0)


def test_unknown_is_low_and_double() -> None:
    tones = SOUNDS["unknown"]
    assert [bool(tone.hz) for tone in tones] == [True, False, True]
    assert all(tone.hz < 300 for tone in tones)
