"""The player: never waits, the newest and gravest sound wins, silence without a device is told."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from hardware.fakes.recording_speaker import RecordingSpeaker
from hardware.sound import player as rules
from hardware.sound.player import Player, SoundState
from hardware.sound.speaker import DeviceSpeaker
from hardware.sound.tones import SOUNDS, samples

VOLUME = 70
NAMES = {samples(name, VOLUME).tobytes(): name for name in SOUNDS}


def until(condition: Callable[[], bool], timeout_s: float = 10) -> None:
    """Wait for a condition of another thread."""
    ends = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < ends, "it never came"
        threading.Event().wait(0.002)


class Ears:
    """A player and what was heard of it."""

    def __init__(self, speaker: RecordingSpeaker, volume: int = VOLUME) -> None:
        self.speaker, self.player = speaker, Player(speaker, volume)

    @property
    def heard(self) -> list[str]:
        return [NAMES[sound] for sound in self.speaker.heard]


@pytest.fixture
def ears() -> Iterator[Ears]:
    """Return a player with a device."""
    made = Ears(RecordingSpeaker())
    yield made
    made.player.close()


@pytest.mark.parametrize("name", SOUNDS)
def test_each_sound_is_played_as_it_was_made(ears: Ears, name: str) -> None:
    ears.player.play(name)
    until(lambda: ears.heard == [name])
    assert ears.player.state is SoundState.ON
    assert ears.speaker.threads == {"sound"}


def test_a_storm_of_scans_never_waits_and_ends_with_the_last_sound(ears: Ears) -> None:
    longest = 0.0
    for number in range(5_000):
        began = time.thread_time()
        ears.player.play("ok" if number < 4_999 else "paid")
        longest = max(longest, time.thread_time() - began)
    until(lambda: "paid" in ears.heard)
    assert ears.heard[-1] == "paid"
    assert len(ears.heard) < 200, "nothing piles up behind the newest"
    assert longest < 0.05


def test_what_asks_for_a_person_cuts_off_a_beep_and_is_not_pushed_away_by_one(ears: Ears) -> None:
    ears.player.play("pickup")
    until(lambda: ears.heard == ["pickup"])
    ears.player.play("unknown")
    for _ in range(50):
        ears.player.play("ok")
        ears.player.play("online")
    until(lambda: "unknown" in ears.heard)
    assert ears.heard[:2] == ["pickup", "unknown"]


@pytest.mark.expects_log("the till is silent")
def test_no_device_is_told_once_and_nothing_waits(caplog: pytest.LogCaptureFixture) -> None:
    ears = Ears(RecordingSpeaker(is_there=False))
    assert ears.player.state is SoundState.NOT_YET
    ears.player.play("ok")
    until(lambda: ears.player.state is SoundState.NO_DEVICE)
    for _ in range(20):
        ears.player.play("unknown")
    ears.player.close()
    assert ears.speaker.heard == []
    assert ears.speaker.tries == 1, "it is looked for every 30 s, not at every beep"
    assert len([record for record in caplog.records if "silent" in record.message]) == 1


@pytest.mark.expects_log("the till is silent")
def test_a_device_that_came_back_is_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "RETRY_EVERY_S", 0.0)
    ears = Ears(RecordingSpeaker(is_there=False))
    ears.player.play("ok")
    until(lambda: ears.player.state is SoundState.NO_DEVICE)
    ears.speaker.is_there = True
    ears.player.play("paid")
    until(lambda: ears.heard == ["paid"])
    assert ears.player.state is SoundState.ON
    ears.player.close()


@pytest.mark.expects_log("the till is silent")
def test_a_device_pulled_out_while_playing_makes_the_till_silent_not_dead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "GRACE_S", 0.02)
    ears = Ears(RecordingSpeaker())
    ears.speaker.holds = True
    ears.player.play("ok")
    until(lambda: ears.player.state is SoundState.NO_DEVICE)
    assert ears.speaker.closed == 1
    ears.player.close()


@pytest.mark.expects_log("the sound device failed")
def test_a_bug_of_the_driver_does_not_end_the_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "RETRY_EVERY_S", 0.0)
    ears = Ears(RecordingSpeaker())
    silent = pytest.MonkeyPatch()
    silent.setattr(ears.speaker, "play", lambda _sound: 1 // 0)
    ears.player.play("ok")
    until(lambda: ears.player.state is SoundState.NO_DEVICE)
    silent.undo()
    ears.player.play("ok")
    until(lambda: ears.heard == ["ok"])
    ears.player.close()


def test_the_device_rests_when_nobody_sells(monkeypatch: pytest.MonkeyPatch, ears: Ears) -> None:
    monkeypatch.setattr(rules, "REST_AFTER_S", 0.02)
    ears.player.play("ok")
    until(lambda: ears.speaker.rests == 1)
    ears.player.play("paid")
    until(lambda: ears.heard == ["ok", "paid"])


def test_muted_is_silent_and_loud_again_at_once(ears: Ears) -> None:
    ears.player.set_volume(0)
    ears.player.play("ok")
    assert ears.player.state is SoundState.MUTED
    ears.player.set_volume(VOLUME)
    ears.player.play("paid")
    until(lambda: ears.heard == ["paid"])


def test_a_sound_that_could_not_begin_in_time_is_not_played(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "STALE_AFTER_S", -1.0)
    ears = Ears(RecordingSpeaker())
    ears.player.play("ok")
    until(lambda: ears.player._waiting is None)
    monkeypatch.setattr(rules, "STALE_AFTER_S", 0.5)
    ears.player.play("paid")
    until(lambda: bool(ears.heard))
    assert ears.heard == ["paid"]
    ears.player.close()


def test_closing_ends_the_thread_at_once_even_inside_a_sound() -> None:
    ears = Ears(RecordingSpeaker())
    ears.player.play("pickup")
    until(lambda: bool(ears.heard))
    began = time.monotonic()
    ears.player.close()
    ears.player.play("ok")
    assert time.monotonic() - began < 0.35, "shorter than the sound"
    assert not ears.player._worker.is_alive()
    assert ears.speaker.closed == 1
    assert "sound" not in {thread.name for thread in threading.enumerate()}


def test_the_real_driver_plays_a_sound_to_its_end_on_a_device_that_throws_it_away() -> None:
    speaker = DeviceSpeaker("NULL")
    player = Player(speaker, VOLUME)
    player.play("paid")
    until(lambda: player.state is SoundState.ON and bool(speaker._left))
    until(speaker.has_played)
    player.play("ok")
    until(lambda: player._waiting is None)
    player.close()
    assert player.state is SoundState.ON
    assert speaker._device is None


@pytest.mark.expects_log("the till is silent")
def test_the_real_driver_without_a_device_says_so(capfd: pytest.CaptureFixture[str]) -> None:
    player = Player(DeviceSpeaker("JACK"), VOLUME)
    player.play("ok")
    until(lambda: player.state is SoundState.NO_DEVICE)
    player.close()
    assert capfd.readouterr().err == ""
