"""Signing in: the right PIN, wrong tries that a restart does not forget, expired credentials."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos_app.clock import SetClock
from pos_app.domain.errors import Refusal
from pos_app.domain.store_rows import Operator
from pos_app.staff import TRIES_FREE, WAIT_FIRST_MS, Staff, hash_pin

OPERATORS = (Operator("one", "One", hash_pin("1234")), Operator("old", "Old", hash_pin("4321"), valid_to_ms=1))


def _refused(staff: Staff, operator: str, pin: str) -> str:
    with pytest.raises(Refusal) as refusal:
        staff.sign_in(OPERATORS, operator, pin)
    return refusal.value.message_id


def test_the_right_pin_signs_in(tmp_path: Path) -> None:
    assert Staff(tmp_path, SetClock()).sign_in(OPERATORS, "one", "1234").name == "One"


def test_a_wrong_pin_an_unknown_operator_and_an_expired_one_are_told_apart(tmp_path: Path) -> None:
    staff = Staff(tmp_path, SetClock())
    assert _refused(staff, "one", "9999") == "staff.wrong_pin"
    assert _refused(staff, "nobody", "1234") == "staff.unknown_operator"
    assert _refused(staff, "old", "4321") == "staff.expired"


def test_wrong_tries_lock_out_and_a_restart_does_not_forget_them(tmp_path: Path) -> None:
    clock = SetClock()
    for _ in range(TRIES_FREE):
        assert _refused(Staff(tmp_path, clock), "one", "0000") == "staff.wrong_pin"
    again = Staff(tmp_path, clock)
    assert _refused(again, "one", "1234") == "staff.wait"
    clock.jump(clock.wall_ms() - 86_400_000)
    assert _refused(again, "one", "1234") == "staff.wait"
    clock.advance(86_400_000 + WAIT_FIRST_MS)
    assert again.sign_in(OPERATORS, "one", "1234").id == "one"


def test_a_damaged_list_of_tries_does_not_keep_the_shop_closed(tmp_path: Path) -> None:
    (tmp_path / "sign-in-tries").write_bytes(b"\xff\x00")
    assert Staff(tmp_path, SetClock()).sign_in(OPERATORS, "one", "1234").id == "one"


def test_a_pin_is_four_to_twelve_digits() -> None:
    for pin in ("123", "1" * 13, "12a4", "１２３４"):
        with pytest.raises(Refusal):
            hash_pin(pin)


def test_no_file_holds_a_pin_in_clear(tmp_path: Path) -> None:
    staff = Staff(tmp_path, SetClock())
    _refused(staff, "one", "987654")
    assert all(b"987654" not in file.read_bytes() for file in tmp_path.iterdir())
