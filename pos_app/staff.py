"""Who stands at the till: PINs, expired credentials, and the lock-out after wrong tries.

Called by the till desk and by whoever publishes operators. Promises: a PIN is never kept, logged or compared in
clear; wrong tries are counted on disk, so that a restart does not give new ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import argon2
import msgspec

from pos_app.clock import Clock
from pos_app.domain.errors import Refusal
from pos_app.domain.store_rows import Operator

PIN_DIGITS_MIN: Final = 4
PIN_DIGITS_MAX: Final = 12
TRIES_FREE: Final = 5
"""Wrong tries in a row before the first wait."""
WAIT_FIRST_MS: Final = 30_000
WAIT_LAST_MS: Final = 15 * 60_000
"""The wait doubles with each further wrong try, up to this."""

# OWASP's second choice for argon2id (19 MiB, 2 passes, 1 lane): about 25 ms on a till's processor.
_HASHER: Final = argon2.PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hash_pin(pin: str, *, salt: bytes | None = None) -> str:
    """Return the argon2id hash of `pin` (PHC string); a fixed `salt` of 16 bytes is for the demo store alone."""
    if not _has_form(pin):
        raise Refusal("staff.pin_form", least=PIN_DIGITS_MIN, most=PIN_DIGITS_MAX)
    return _HASHER.hash(pin, salt=salt)


class _Tries(msgspec.Struct, frozen=True):
    wrong: int
    last_ms: int


_tries_decoder = msgspec.msgpack.Decoder(dict[str, _Tries])


class Staff:
    """Checks sign-ins for one workstation; wrong tries lie in `folder/sign-in-tries`."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        """Read the tries left by earlier runs; an unreadable file counts as none."""
        self._path = folder / "sign-in-tries"
        self._clock = clock
        self._tried_ms: dict[str, int] = {}
        """When this run saw the last wrong try, monotonic: a wall clock that jumps changes no wait."""
        try:
            self._tries = _tries_decoder.decode(self._path.read_bytes())
        except (OSError, msgspec.DecodeError):
            self._tries = {}

    def sign_in(self, operators: Sequence[Operator], operator_id: str, pin: str) -> Operator:
        """Return the operator whose PIN it is; a `Refusal` says why not and how long to wait."""
        now_ms = self._clock.wall_ms()
        waiting_ms = self._waiting_ms(operator_id, now_ms)
        if waiting_ms > 0:
            raise Refusal("staff.wait", seconds=-(-waiting_ms // 1_000))
        operator = next((one for one in operators if one.id == operator_id), None)
        if operator is None:
            raise Refusal("staff.unknown_operator")
        if not _matches(operator.pin_hash, pin):
            self._note(operator_id, now_ms)
            raise Refusal("staff.wrong_pin", left=max(0, TRIES_FREE - self._tries[operator_id].wrong))
        if operator.valid_to_ms is not None and now_ms >= operator.valid_to_ms:
            raise Refusal("staff.expired", name=operator.name)
        if self._tries.pop(operator_id, None) is not None:
            self._tried_ms.pop(operator_id, None)
            self._write()
        return operator

    def _waiting_ms(self, operator_id: str, now_ms: int) -> int:
        tries = self._tries.get(operator_id)
        if tries is None or tries.wrong < TRIES_FREE:
            return 0
        wait_ms = min(WAIT_LAST_MS, WAIT_FIRST_MS << min(tries.wrong - TRIES_FREE, 10))
        if operator_id not in self._tried_ms and now_ms < tries.last_ms:
            # The clock was set back over a restart: the wait begins anew, or it would last until the old date.
            self._tried_ms[operator_id] = self._clock.monotonic_ms()
        tried_ms = self._tried_ms.get(operator_id)
        passed_ms = now_ms - tries.last_ms if tried_ms is None else self._clock.monotonic_ms() - tried_ms
        return wait_ms - passed_ms

    def _note(self, operator_id: str, now_ms: int) -> None:
        wrong = self._tries[operator_id].wrong if operator_id in self._tries else 0
        self._tries[operator_id] = _Tries(wrong + 1, now_ms)
        self._tried_ms[operator_id] = self._clock.monotonic_ms()
        self._write()

    def _write(self) -> None:
        fresh = self._path.with_suffix(".new")
        try:
            fresh.write_bytes(msgspec.msgpack.encode(self._tries))
            fresh.replace(self._path)
        except OSError:  # a full disk must not keep an honest cashier out; the tries stay counted in memory
            return


def _has_form(pin: str) -> bool:
    return pin.isascii() and pin.isdigit() and PIN_DIGITS_MIN <= len(pin) <= PIN_DIGITS_MAX


def _matches(pin_hash: str, pin: str) -> bool:
    if not _has_form(pin):
        return False
    try:
        return _HASHER.verify(pin_hash, pin)
    except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
        return False
