"""Words are folded the same way for the index and for the question."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.search_words import QUERY_WORDS_MAX, asked, folded, words_of


def test_a_run_of_chinese_is_cut_into_pairs_and_its_last_character() -> None:
    assert words_of("可口可乐 1L") == {"可口", "口可", "可乐", "乐", "1l"}
    assert asked("可口可乐").words == ("可口", "口可", "可乐")
    assert asked("可").words == ("可",)
    assert asked("可").whole == frozenset(), "a single character is the beginning of a pair"


def test_case_accents_and_width_do_not_part_words() -> None:
    assert words_of("Crème BRÛLÉE Ёлка Straße ＫＥＫＳ") == {"creme", "brulee", "елка", "strasse", "keks"}
    assert folded("e\u0301") == folded("é") == "e"


def test_korean_syllables_stay_whole() -> None:
    assert words_of("녹차") == {"녹차", "차"}


@given(st.text(max_size=80))
def test_no_word_holds_a_space_or_an_ascii_sign(text: str) -> None:
    for word in words_of(text):
        assert word
        assert not any(letter.isspace() or (letter.isascii() and not letter.isalnum()) for letter in word)


@given(st.text(max_size=60))
def test_a_name_is_found_by_its_own_words(name: str) -> None:
    query = asked(name)
    indexed = words_of(name)
    assert len(query.words) <= QUERY_WORDS_MAX
    for word in query.words:
        assert word in indexed if word in query.whole else any(one.startswith(word) for one in indexed)


@given(st.text(alphabet=st.characters(categories=("L", "M", "N")), max_size=40))
def test_the_same_text_in_other_normal_forms_is_the_same_words(text: str) -> None:
    assert words_of(unicodedata.normalize("NFD", text)) == words_of(unicodedata.normalize("NFC", text))
