"""What is a word, and what no word has: the dictionary as a witness against misread letters."""

from __future__ import annotations

import pytest

from validators.lexicon import is_word, unwritten


@pytest.mark.parametrize("word", ["冷媒", "回収", "取り付け", "リモコン", "ユニット", "ソフトウェア"])
def test_words_of_things_and_work_are_words(word: str) -> None:
    assert is_word(word)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("設", "one kanji is part of too many words"),
        ("ガス", "so are two kana"),
        ("工車", "工事, misread"),
        ("給場", "給湯, misread"),
        ("スクリユー", "the small ュ read as a large one"),
        ("ソフトウエア", "both spellings are in use"),
        ("島立", "the name of a place"),
        ("どんぐリ", "the last kana is of the other script"),
        ("LED", "letters are not looked up"),
        ("", "nothing"),
    ],
)
def test_what_proves_nothing_is_no_word(text: str, why: str) -> None:
    assert not is_word(text), why


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("高効率給湯設備設置工車", "工車"),
        ("LED照明没備", "没備"),
        ("照明器貝 一式", "器貝"),
        ("取付工享代金として", "工享"),
        ("植引き", "植引"),
    ],
)
def test_two_kanji_that_no_word_has_so(text: str, pair: str) -> None:
    assert unwritten(text) == pair


@pytest.mark.parametrize(
    "text",
    [
        "内窓取付工事 6窓分",
        "鍬田様邸 定置用蓄電池設置工事",
        "照明器具代及び取付費",
        "2枚建 W1690×H1100",
        "空調設備更新工事代金として",
        "冷機",
        "EMS",
        "",
    ],
)
def test_affixes_and_counters_are_written_so(text: str) -> None:
    assert unwritten(text) == ""
