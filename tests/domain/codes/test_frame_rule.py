"""What a camera saw counts after enough equal reads in the last frames, once, never on the second decoder alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.codes.frame_rule import DOUBTFUL, LOCK_MS, NEVER_SECOND_ALONE, Format, FrameRule, SeenCode

SIZE = (1280, 720)
STEP_MS = 40
MILK = SeenCode("]E04006381333931", Format.EAN_13, ((600, 300), (700, 300), (700, 400), (600, 400)))
BREAD = SeenCode("]E04006381333900", Format.EAN_13, ((0, 0), (100, 0), (100, 100), (0, 100)))


class Camera:
    """Frames one after another, `STEP_MS` apart."""

    def __init__(self, *unknown: SeenCode) -> None:
        self.rule = FrameRule(lambda text: text not in {code.text for code in unknown})
        self.at_ms = 1_000

    def frame(self, *seen: SeenCode, second: bool = False) -> SeenCode | None:
        self.at_ms += STEP_MS
        return self.rule.look(self.at_ms, seen, SIZE, second_looked=second).accepted

    def frames(self, *seen: SeenCode, count: int) -> list[SeenCode]:
        return [code for _ in range(count) if (code := self.frame(*seen)) is not None]


def of(form: Format, *, first: bool = True, second: bool = False) -> SeenCode:
    return SeenCode("]X012345670", form, MILK.corners, first, second)


def test_two_equal_reads_in_three_frames_are_enough_for_a_known_product() -> None:
    camera = Camera()
    assert camera.frame(MILK) is None
    assert camera.frame() is None
    assert camera.frame(MILK) == MILK


def test_two_reads_with_two_frames_between_them_are_not() -> None:
    camera = Camera()
    assert [camera.frame(*seen) for seen in [(MILK,), (), (), (MILK,)]] == [None] * 4


@pytest.mark.parametrize("form", sorted(DOUBTFUL))
def test_a_weak_format_takes_three(form: Format) -> None:
    camera = Camera()
    assert camera.frame(of(form)) is None
    assert camera.frame(of(form)) is None
    assert camera.frame(of(form)) == of(form)


def test_what_the_catalogue_does_not_know_takes_three() -> None:
    camera = Camera(MILK)
    assert camera.frames(MILK, count=2) == []
    assert camera.frame(MILK) == MILK


def test_goods_that_stay_in_view_are_sold_once_and_again_after_they_were_away() -> None:
    camera = Camera()
    assert camera.frames(MILK, count=100) == [MILK]
    for _ in range(LOCK_MS // STEP_MS):
        assert camera.frame() is None
    assert camera.frames(MILK, count=5) == [MILK]


def test_goods_that_were_taken_and_stay_in_view_are_said_to_be_done() -> None:
    camera = Camera()
    judged = [camera.rule.look(1_000 + at * STEP_MS, [MILK], SIZE) for at in range(60)]
    assert [each.locked for each in judged] == [False, *[True] * 59]
    assert not camera.rule.look(1_000 + 60 * STEP_MS, [BREAD], SIZE).locked


def test_goods_that_flicker_in_and_out_are_sold_once() -> None:
    camera = Camera()
    taken = [camera.frame(*([MILK] if turn % 5 < 3 else [])) for turn in range(200)]
    assert [code for code in taken if code is not None] == [MILK]


@pytest.mark.parametrize("form", sorted(Format))
def test_the_second_decoder_alone_never_counts_for_codes_that_it_misreads(form: Format) -> None:
    camera = Camera()
    taken = [camera.frame(of(form, first=False, second=True), second=True) for _ in range(10)]
    assert any(taken) == (form not in NEVER_SECOND_ALONE)


def test_what_only_the_second_decoder_reads_counts_among_the_frames_it_looked_at() -> None:
    camera, seen = Camera(), of(Format.CODE_128, first=False, second=True)
    taken = [camera.frame(*([seen] if turn % 12 == 0 else []), second=turn % 12 == 0) for turn in range(13)]
    assert taken[-1] == seen


@pytest.mark.parametrize("top", [0, 620])
def test_above_and_below_the_middle_are_as_far_as_beside_it(top: int) -> None:
    other = SeenCode(BREAD.data, BREAD.format, ((600, top), (700, top), (700, top + 100), (600, top + 100)))
    assert Camera().frames(other, MILK, count=3) == [MILK]


def test_of_two_codes_the_one_in_the_middle_is_taken_and_the_other_never_by_the_way() -> None:
    camera = Camera()
    assert camera.frames(BREAD, MILK, count=50) == [MILK]
    assert camera.frames(BREAD, count=3) == [BREAD], "alone in view it is the one in the middle"


def test_both_decoders_in_one_frame_are_one_read() -> None:
    camera, seen = Camera(), of(Format.EAN_13, second=True)
    assert camera.frame(seen, second=True) is None


def test_reads_from_before_a_standstill_do_not_count() -> None:
    camera = Camera()
    camera.frame(MILK)
    camera.at_ms += 10_000
    assert camera.frame(MILK) is None


@given(st.lists(st.lists(st.sampled_from([MILK, BREAD, of(Format.EAN_8), of(Format.ITF)]), max_size=3), max_size=60))
def test_nothing_is_accepted_that_was_not_read_in_two_of_the_last_three_frames(frames: list[list[SeenCode]]) -> None:
    camera = Camera()
    for at, seen in enumerate(frames):
        code = camera.frame(*seen)
        if code is not None:
            reads = sum(any(each.data == code.data for each in old) for old in frames[max(0, at - 2) : at + 1])
            assert reads >= (3 if code.format in DOUBTFUL else 2)
