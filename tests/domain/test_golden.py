"""Every shape that was ever written is read for ever; what is written today is what the newest golden file says."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from pos_app.domain.chain import Sealed, open_body, open_header
from pos_app.domain.entries import SCHEMA, Body, kind_of
from pos_app.domain.pricing import price
from tests.domain.chain_samples import sealed_sample
from tests.domain.entry_samples import SAMPLES, small
from tests.domain.pricing_samples import Answered
from tests.domain.write_golden import GOLDEN, entry_files, newest, pricing_files

ENTRY_FILES = sorted((GOLDEN / "entries").glob("*.msgpack"))
TODAY = entry_files() | pricing_files()


@pytest.mark.parametrize("name", TODAY)
def test_what_is_written_today_is_what_the_newest_golden_file_says(name: str) -> None:
    file = newest(name)
    assert file is not None, f"{name} has no golden file: python -m tests.domain.write_golden"
    assert TODAY[name] == file.read_bytes(), "a shape has changed: only a new field with a default may be added"


def _keeps(today: object, written: object) -> bool:
    """Tell whether `today` says everything that was `written`; it may say more."""
    if isinstance(written, dict):
        return isinstance(today, dict) and all(_keeps(today.get(name), value) for name, value in written.items())
    if isinstance(written, list):
        return isinstance(today, list) and len(today) == len(written) and all(map(_keeps, today, written))
    return today == written


@pytest.mark.parametrize("file", [file for file in ENTRY_FILES if not file.name.startswith("sealed")], ids=str)
def test_every_entry_ever_written_is_still_understood_in_full(file: Path) -> None:
    data = file.read_bytes()
    body = open_body(data)
    assert kind_of(body) == file.name.partition(".")[0].removesuffix("-small")
    assert _keeps(msgspec.msgpack.decode(msgspec.msgpack.encode(body)), msgspec.msgpack.decode(data))
    assert msgspec.json.decode(file.with_suffix(".json").read_bytes(), type=Body) == body


@pytest.mark.parametrize("kind", SAMPLES)
def test_disk_and_wire_give_back_the_same_fact(kind: str) -> None:
    for body in (SAMPLES[kind], small(SAMPLES[kind])):
        assert open_body(msgspec.msgpack.encode(body)) == body
        assert msgspec.json.decode(msgspec.json.encode(body), type=Body) == body


def test_every_kind_of_entry_has_its_golden_files() -> None:
    kinds = {kind.__struct_config__.tag for kind in Body.__args__}
    assert kinds == set(SAMPLES)
    assert {f"{kind}{size}" for kind in kinds for size in ("", "-small")} | {"sealed"} == {
        file.name.partition(".")[0] for file in ENTRY_FILES
    }


def test_a_sample_sets_every_field_of_its_kind() -> None:
    for kind, body in SAMPLES.items():
        for field in msgspec.structs.fields(type(body)):
            assert field.required or getattr(body, field.name) != field.default, (kind, field.name)


def test_an_entry_of_a_later_version_with_more_fields_is_read_too() -> None:
    raw = msgspec.msgpack.decode(msgspec.msgpack.encode(SAMPLES["no_sale"]))
    assert open_body(msgspec.msgpack.encode(raw | {"drawer": 2})) == SAMPLES["no_sale"]


def test_a_sealed_entry_of_any_day_opens_with_its_header() -> None:
    for file in (GOLDEN / "entries").glob("sealed.*.msgpack"):
        sealed = msgspec.msgpack.decode(file.read_bytes(), type=Sealed)
        header = open_header(sealed)
        assert (header.kind, header.seq, header.schema) == (kind_of(open_body(sealed.body)), 1, SCHEMA)
        assert sealed == sealed_sample()


@pytest.mark.parametrize("file", sorted((GOLDEN / "pricing").glob("*.json")), ids=lambda file: file.name)
def test_a_basket_priced_once_is_priced_the_same_for_ever(file: Path) -> None:
    kept = msgspec.json.decode(file.read_bytes(), type=Answered)
    assert price(kept.case.basket, kept.case.rules, kept.case.taxes).priced == kept.pricing.priced
