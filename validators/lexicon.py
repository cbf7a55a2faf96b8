"""The dictionary of Japanese words (SudachiDict, core), asked for single words: an engine's misreading is hardly ever one.

>>> is_word("工事"), is_word("工車")
(True, False)
>>> is_word("ゲートウェイ"), is_word("ソフトウエア")  # engines write small kana large; the second is spelled both ways
(True, False)
>>> unwritten("高効率給湯設備設置工車"), unwritten("高効率給湯設備設置工事")
('工車', '')
"""

from __future__ import annotations

import itertools
import re
import threading
from functools import lru_cache
from typing import Any, NamedTuple

_SMALL = dict(zip("アイウエオヤユヨツあいうえおやゆよつ", "ァィゥェォャュョッぁぃぅぇぉゃゅょっ", strict=True))
_KATAKANA, _HIRAGANA = re.compile("[ァ-ヺー]{3,}"), re.compile("[ぁ-ゖー]{3,}")
_WITH_KANJI = re.compile("(?=.*[一-龠々])[一-龠々ぁ-ゖ]{2,}")
_RUN_OF_KANJI = re.compile("[一-龠々]{2,}")
_MOST_LARGE = 4
"""Kana of a word that may be small ones: so many are tried in every way."""
_NUMBERS = "一二三四五六七八九十百千"
_IN_FRONT = frozenset(_NUMBERS + "内外新旧全両片各上下中大小高低同第約再未有無別及並")
_BEHIND = frozenset(
    _NUMBERS + "様邸宅分用型式形代費料金等他計別付込内外上下中年月日時円号室台枚階棟箇所基組本窓箱缶袋面回"
    "機器盤炉灯材店館園荘寮院校庁署課部係的性化製産建及並"
)
"""Kanji that are put in front of words, and behind them: 内窓, 田中様邸, 二枚建, 冷機."""


class Entry(NamedTuple):
    """One entry of the dictionary: its reading in katakana, and 姓 or 名 where it is a person's name."""

    reading: str
    part_of_name: str
    common: bool
    """Whether it is a word of the language, and no name of a person or place."""


_lock = threading.Lock()


@lru_cache(maxsize=1)
def _dictionary() -> Any:
    from sudachipy import Dictionary

    return Dictionary(dict="core")


@lru_cache(maxsize=1)
def _tokenizer() -> Any:
    from sudachipy import SplitMode

    return _dictionary().create(SplitMode.B)


def entries(surface: str) -> list[Entry]:
    """The entries with exactly this surface."""
    with _lock:
        found = _dictionary().lookup(surface)
    return [_entry(m.reading_form(), m.part_of_speech()) for m in found]


def _entry(reading: str, part_of_speech: tuple[str, ...]) -> Entry:
    person = part_of_speech[2] == "人名"
    return Entry(reading, part_of_speech[3] if person else "", not person and part_of_speech[2] != "地名")


@lru_cache(maxsize=20000)
def is_word(surface: str) -> bool:
    """Whether this is a common word of two kanji or three kana at least, and none that is spelled with small kana, too.

    Whether a kana is small is a matter of its size on paper, which engines take for large more often than not.
    """
    if not any(shape.fullmatch(surface) for shape in (_KATAKANA, _HIRAGANA, _WITH_KANJI)):
        return False
    return _common(surface) and not any(_common(other) for other in _with_small_kana(surface))


def _common(surface: str) -> bool:
    return any(entry.common for entry in entries(surface))


def _with_small_kana(surface: str) -> list[str]:
    """The other spellings of a word in which some of its large kana are small."""
    large = [i for i, c in enumerate(surface) if c in _SMALL and i > 0][:_MOST_LARGE]
    chosen = itertools.chain.from_iterable(itertools.combinations(large, n) for n in range(1, len(large) + 1))
    return ["".join(_SMALL[c] if i in small else c for i, c in enumerate(surface)) for small in chosen]


@lru_cache(maxsize=5000)
def unwritten(text: str) -> str:
    """Two kanji that stand together in `text` though no word has them so; empty where there are none.

    Names of places and people are often such: ask of texts about things.
    """
    for run in _RUN_OF_KANJI.findall(text):
        with _lock:
            words = [(m.surface(), m.is_oov()) for m in _tokenizer().tokenize(run)]
        for (word, unknown), (following, _) in itertools.pairwise([*words, ("", False)]):
            if unknown and len(word) > 1:
                return str(word[:2])
            if len(word) == len(following) == 1 and word not in _IN_FRONT and following not in _BEHIND:
                return str(word + following)
    return ""
