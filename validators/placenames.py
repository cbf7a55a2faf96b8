"""Names of places, folded for comparing: width, variant characters, kana of either kind, ヶ/が, 之/の, 大字 and 字, 一条/1条.

A folded text remembers where each of its characters stood, so that what follows a town can be read as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from models.values.text import fold_itaiji, squeeze

#: Katakana as hiragana, ヶ and が as け, small っ large.
_KANA = str.maketrans(
    {chr(c): chr(c - 0x60) for c in range(ord("ァ"), ord("ヶ"))}
    | dict(zip("ヶケヵがガ之ッっ", "けけかけけのつつ", strict=True))
)
_KANJI_NUMBER = re.compile(r"([一二三四五六七八九十]+)(?=条|丁|線|番町|番|区|号|地割|の通)")
_DIGITS = dict(zip("一二三四五六七八九", "123456789", strict=True))
_AZA = re.compile(r"大字|(?<!^)(?<!文)(?<!十)字(?!町)")


@dataclass(frozen=True)
class Folded:
    """A folded text. ``origin[i]`` is where its character `i` began in the text it was made of; one more for the end."""

    text: str
    origin: tuple[int, ...]


class _Table(dict[int, str]):
    """For ``str.translate``: every character folded once, when it is first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = "" if character.isspace() else fold_itaiji(character).translate(_KANA)
        return self[code]


_TABLE = _Table()


def fold_aligned(raw: str) -> Folded:
    """:func:`fold_place` of a text in NFKC (spaces may stand in it), with the origin of every character."""
    text = ""
    origin: list[int] = []
    for at, character in enumerate(raw):
        folded = _TABLE[ord(character)]
        text += folded
        origin += [at] * len(folded)
    text = text.replace("町目", "丁目")
    for pattern in (_KANJI_NUMBER, _AZA):
        text, origin = _substitute(pattern, text, origin)
    return Folded(text, (*origin, len(raw)))


def _substitute(pattern: re.Pattern[str], text: str, origin: list[int]) -> tuple[str, list[int]]:
    if pattern.search(text) is None:
        return text, origin
    out, where, at = "", [], 0
    for m in pattern.finditer(text):
        new = _arabic(m[0]) if pattern is _KANJI_NUMBER else ""
        out += text[at : m.start()] + new
        where += [*origin[at : m.start()], *[origin[m.start()]] * len(new)]
        at = m.end()
    return out + text[at:], [*where, *origin[at:]]


def _arabic(text: str) -> str:
    if "十" not in text:
        return "".join(_DIGITS[c] for c in text)
    tens, _, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return text
    return str(10 * int(_DIGITS.get(tens, "1")) + int(_DIGITS.get(ones, "0")))


@lru_cache(maxsize=8192)
def fold_place(text: str) -> str:
    """Spelling differences of place names away: width, variants, kana of either kind, ヶ/が, 大字, 字."""
    folded = (text if unicodedata.is_normalized("NFKC", text) else squeeze(text)).translate(_TABLE)
    return _AZA.sub("", _KANJI_NUMBER.sub(lambda m: _arabic(m[0]), folded.replace("町目", "丁目")))


def fold_town(name: str) -> str:
    """:func:`fold_place` of a town, without its 丁目 and notes in brackets; a town that is called 十二丁目 keeps it."""
    return re.sub(r"(?<=\d)(?<!^\d)(?<!^\d\d)丁目|[()（）].*$", "", fold_place(name))


def city_keys(name: str) -> list[str]:
    """The folded ways to write a city: in full, without its 郡, a ward without its city."""
    shorter = (re.sub(r"^.{1,4}?郡(?=.+[町村]$)", "", name), re.sub(r"^.+?市(?=.+区$)", "", name))
    return list(dict.fromkeys(map(fold_place, (name, *shorter))))


def cut_inside(rest: str, name: str) -> bool:
    """Whether `name` ends within a numeral or before 町: 本 is not the town of 本町."""
    return rest[len(name) : len(name) + 1] in {"町", "村"} or (
        name[-1].isdigit() and rest[len(name) : len(name) + 1].isdigit()
    )


def allowed_errors(name: str) -> int:
    """How many wrong characters a town's name forgives."""
    return 0 if len(name) < 2 else max(1, len(name) // 4)
