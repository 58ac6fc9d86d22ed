"""Everybody's names in memory: found by any word of the name and by the phone's tail, forgotten for good."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos_app.store import people_names
from pos_app.store.people_names import Names

PEOPLE = {
    "0" * 31 + "1": ("Ada Müller", "+4930000000046"),
    "0" * 31 + "2": ("王小明", "+8610000002046"),
    "0" * 31 + "3": ("Adam Okoro", "+2348000000046"),
    "order-17": ("Bo Ad", ""),
    "0" * 31 + "4": ("王小", "+8610000009999"),
}


@pytest.fixture
def names() -> Names:
    made = Names()
    for who, (name, phone) in PEOPLE.items():
        made.add("o" if who.startswith("order") else "m", who, name, phone)
    return made


def found(names: Names, text: str, limit: int = 10) -> list[str]:
    return [PEOPLE[who][0] for _, who in names.find(text, limit)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("muller", ["Ada Müller"]),
        ("MÜLLER ada", ["Ada Müller"]),
        ("ada", ["Ada Müller", "Adam Okoro"]),
        ("ad", ["Ada Müller", "Adam Okoro", "Bo Ad"]),
        ("koro", ["Adam Okoro"]),
        ("小明", ["王小明"]),
        ("王", ["王小", "王小明"]),
        ("2046", ["王小明"]),
        ("046", ["Ada Müller", "Adam Okoro", "王小明"]),
        ("+86 100-0000 2046", ["王小明"]),
        ("nobody", []), ("", []), ("   ", []), ("\x00", []), ("\n", []), ("9998", []),
    ],
)  # fmt: skip
def test_people_are_found_as_a_cashier_types_them(names: Names, typed: str, expected: list[str]) -> None:
    assert found(names, typed) == expected


def test_what_begins_with_the_word_comes_first(names: Names) -> None:
    names.add("m", "f" * 32, "Abe Madam", "")
    assert names.find("adam", 5) == [("m", "0" * 31 + "3"), ("m", "f" * 32)]
    assert names.find("adam", 1) == [("m", "0" * 31 + "3")]


def test_who_is_removed_is_found_by_nothing_and_lies_nowhere_in_memory(names: Names) -> None:
    assert names.remove("m", "0" * 31 + "2")
    assert not names.remove("m", "0" * 31 + "2")
    assert found(names, "王") == ["王小"]
    assert found(names, "2046") == []
    assert "王小明".encode() not in bytes(names._text)
    assert len(names) == 4
    assert names.remove("o", "order-17")
    assert found(names, "bo") == []
    assert b"order-17" not in b"".join(text.encode() for text in names._odd.values())


def test_one_order_is_found_behind_many_members_of_the_name(names: Names) -> None:
    for number in range(2_000):
        names.add("m", f"{number + 100:032x}", "Bo Common", "+8610000007777")
    names.add("o", "order-99", "Bo Common", "+8610000007777")
    assert names.find("common", 5, "o") == names.find("7777", 5, "o") == [("o", "order-99")]
    assert len(names.find("common", 5)) == 5
    assert {kind for kind, _ in names.find("bo", 5, "m")} == {"m"}


def test_member_and_order_with_one_id_are_two(names: Names) -> None:
    names.add("o", "0" * 31 + "1", "Somebody Else", "")
    assert names.find("somebody", 5) == [("o", "0" * 31 + "1")]
    names.remove("o", "0" * 31 + "1")
    assert names.find("ada", 1) == [("m", "0" * 31 + "1")]


@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.text("ab王 é", max_size=8), st.text("0123456789", max_size=12)), max_size=60),
    st.text("ab王é", min_size=1, max_size=3),
    st.text("0123456789", min_size=3, max_size=5),
    st.sets(st.integers(0, 59)),
)
def test_find_says_what_a_plain_look_at_everybody_says(
    people: list[tuple[str, str]], word: str, tail: str, gone: set[int]
) -> None:
    run, people_names.RUN = people_names.RUN, 16  # type: ignore[misc]
    try:
        names = Names()
        for number, (name, phone) in enumerate(people):
            names.add("m", f"{number:032x}", name, phone)
    finally:
        people_names.RUN = run  # type: ignore[misc]
    for number in gone:
        names.remove("m", f"{number:032x}")
    folded = word.replace("é", "e")
    by_name = {n for n, (name, _) in enumerate(people) if n not in gone and folded in name.replace("é", "e")}
    by_tail = {n for n, (_, p) in enumerate(people) if n not in gone and len(p) >= 3 and p.endswith(tail)}
    assert {int(who, 16) for _, who in names.find(word, 99)} == by_name
    assert {int(who, 16) for _, who in names.find(tail, 99)} == by_tail
