"""The benches of the cache run and say what the table of speeds needs, on a small piece of the catalogue."""

from __future__ import annotations

import pytest

from tests.bench import feed_apply, search, snapshot
from tests.bench.catalogue_feed import catalogue_file

pytestmark = pytest.mark.skipif(not catalogue_file().exists(), reason="the catalogue lies beside the project")


def test_the_bench_of_snapshots_measures_a_take_over_beside_a_looking_till() -> None:
    figures = snapshot.run(most=300)
    assert figures["products"] == 300
    assert figures["per_second"] > 0
    assert figures["longest_gap_ms"] >= 0


def test_the_bench_of_the_feed_measures_its_three_kinds_of_change() -> None:
    figures = feed_apply.run(most=300)
    assert all(figures[f"{kind}_per_second"] > 0 for kind in figures["targets_per_second"])
    assert figures["looks"] > 0


def test_the_bench_of_the_search_types_in_three_scripts() -> None:
    figures = search.run(most=300)
    assert set(figures["p95_ms_by_script"]) == {"en", "ru", "zh-Hans"}
    assert 0 < figures["p50_ms"] <= figures["p95_ms"]
