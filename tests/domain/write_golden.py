"""Writes the golden files of the records that a shop keeps: `python -m tests.domain.write_golden`.

A file is never changed once it is committed. When a shape grows a field, a new number is written beside the old one,
and the tests go on reading both.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from pos_app.domain.chain import Sealed
from pos_app.domain.entries import Body
from tests.domain.chain_samples import sealed_sample
from tests.domain.entry_samples import SAMPLES, small
from tests.domain.pricing_samples import CASES, Case, answer

GOLDEN = Path(__file__).parents[1] / "golden"


def as_json(value: object) -> bytes:
    """Return `value` as JSON that people can read and compare, sets in order."""
    return msgspec.json.format(msgspec.json.encode(value, order="deterministic"), indent=1) + b"\n"


def entry_files() -> dict[str, bytes]:
    """Return today's bytes of every kind of entry, by the beginning of the file's name."""
    files: dict[str, bytes] = {}
    for kind, body in SAMPLES.items():
        both: tuple[tuple[str, Body], ...] = ((kind, body), (f"{kind}-small", small(body)))
        for name, written in both:
            files[f"entries/{name}.msgpack"] = msgspec.msgpack.encode(written)
            files[f"entries/{name}.json"] = as_json(written)
    sealed: Sealed = sealed_sample()
    files["entries/sealed.msgpack"] = msgspec.msgpack.encode(sealed)
    return files


def pricing_files() -> dict[str, bytes]:
    """Return today's answer to every priced case."""
    return {f"pricing/{name}.json": as_json(answer(case)) for name, case in _cases().items()}


def _cases() -> dict[str, Case]:
    return CASES


def newest(name: str) -> Path | None:
    """Return the golden file of `name` with the highest number, None when there is none."""
    path = GOLDEN / name
    found = path.parent.glob(f"{path.stem}.*{path.suffix}")
    return max(found, key=lambda file: int(file.suffixes[-2][1:]), default=None)


def main() -> None:
    """Write what is new or has grown, under the next number."""
    for name, data in (entry_files() | pricing_files()).items():
        last = newest(name)
        if last is not None and last.read_bytes() == data:
            continue
        number = int(last.suffixes[-2][1:]) + 1 if last is not None else 1
        path = GOLDEN / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_name(f"{path.stem}.{number}{path.suffix}").write_bytes(data)


if __name__ == "__main__":
    main()
