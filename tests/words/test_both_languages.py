"""Both languages say the same of a key, a stop and a blank, and Chinese is Chinese."""

from __future__ import annotations

import re

from tests.words.catalogues import HAN, read_aloud, sentences

ENGLISH, CHINESE = sentences("en"), sentences("zh-Hans")
_KEY = re.compile(r"\bF\d+|\bCtrl\+.|\b(?:Del|Esc|Ins)\b")
_END = {".": "。", "?": "？", "!": "！", ":": "：", "…": "…"}
_TYPED = re.compile(
    r"\./pos[a-z -]*|--[a-z]+|\bverify\b|https?://\S*|stock:|[\w-]+\.(?:log|toml|example)\b|\.gz\b|fonts-noto-cjk"
)
"""Commands, options, files and addresses: they are typed or looked for as they stand."""
LATIN = {
    "GS1": "the standards body",
    "UPC-E": "a kind of barcode",
    "PLU": "the number of loose goods, said so at Chinese counters too",
    "ISO": "the standards body",
    "CNY": "a currency's code",
    "CSV": "a kind of file",
    "TSV": "a kind of file",
    "JSON": "a kind of file",
    "PEM": "a kind of file",
    "UTF-8": "a kind of text",
    "TLS": "a kind of connection",
}
SAYS_A_KEY = {
    "basket.quantity_nought": {"Del"},
    "basket.no_member": {"F10"},
    "till.age_approval": {"Del"},
    "ui.camera.unknown": {"Ctrl+T"},
    "ui.member.nobody": {"F1"},
    "ui.member.press_enrol": {"F1", "F3", "F6"},
    "ui.scan_elsewhere": {"Esc"},
}
"""Of the sentences that say keys, some of every kind of key: what is looked for is found in them."""
EXAMPLES = {
    "code.brackets": "a label's own letters",
    "hub.bad_entry": "a record's number",
    "ui.first.code_example": "an enrolment code",
    "ui.language": "the key names the language that it goes to",
    "ui.member.other_language": "the same",
}


def test_a_key_of_the_keyboard_is_named_in_both() -> None:
    """Enter is left out: in Chinese it is 确认, as on the painted keys."""
    told = {name: (set(_KEY.findall(said)), set(_KEY.findall(CHINESE[name]))) for name, said in ENGLISH.items()}
    assert SAYS_A_KEY.items() <= {name: english for name, (english, _) in told.items()}.items()
    assert {name: keys for name, keys in told.items() if keys[0] != keys[1]} == {}


def test_a_sentence_ends_alike_in_both() -> None:
    ends = {name: (said.rstrip()[-1], CHINESE[name].rstrip()[-1]) for name, said in ENGLISH.items()}
    differ = {
        name: (english, chinese)
        for name, (english, chinese) in ends.items()
        if (english in _END or chinese in _END.values()) and _END.get(english) != chinese
    }
    assert differ == {}


def test_no_english_word_is_left_in_a_chinese_sentence() -> None:
    left: dict[str, set[str]] = {}
    for name, said in CHINESE.items():
        plain = _KEY.sub(" ", _TYPED.sub(" ", read_aloud(said)))
        words = set(re.findall(r"[A-Za-z][\w+/-]*", plain)) - LATIN.keys()
        if words and name not in EXAMPLES:
            left[name] = words
    assert left == {}


def test_no_chinese_word_is_left_in_an_english_sentence() -> None:
    assert {name for name, said in ENGLISH.items() if HAN.search(said)} == {"ui.language", "ui.member.other_language"}
