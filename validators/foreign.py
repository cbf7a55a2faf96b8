"""Names in Latin letters against their kana: BILLY JOEL is ビリー ジョエル, and not ビリー ジュエル.

How a foreign name is written in kana is free within limits that sound sets. Both are laid beside each other letter by
sound, each step at a cost (:data:`_VOWELS`, :data:`_SKIPPED`); the cost per letter tells how well they belong together.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from models.values.kana import to_katakana

#: Cost per letter up to which a kana is a reading of a name, and from which it is another name's.
FITS_UP_TO, OTHER_FROM = 0.05, 0.30

_ROWS = {
    "": "アイウエオ", "k": "カキクケコ", "s": "サシスセソ", "t": "タチツテト", "n": "ナニヌネノ", "h": "ハヒフヘホ", "m": "マミムメモ", "r": "ラリルレロ",
    "g": "ガギグゲゴ", "z": "ザジズゼゾ", "d": "ダヂヅデド", "b": "バビブベボ", "p": "パピプペポ",
}  # fmt: skip
_SOUNDS = {kana: row + vowel for row, kanas in _ROWS.items() for kana, vowel in zip(kanas, "aiueo", strict=True)}
_SOUNDS |= {
    "シ": "Si", "チ": "Ci", "ツ": "tsu", "フ": "fu", "ジ": "ji", "ヂ": "ji", "ヅ": "zu", "ヤ": "ya", "ユ": "yu", "ヨ": "yo", "ワ": "wa", "ヲ": "o",
    "ヴ": "vu", "ン": "n", "ー": "-", "ッ": "", "・": "", "ヰ": "i", "ヱ": "e",
}  # fmt: skip
_SMALL = dict(zip("ァィゥェォャュョヮ", ("a", "i", "u", "e", "o", "ya", "yu", "yo", "wa"), strict=True))

#: Sounds that a Latin consonant may stand for.
_CONSONANTS = {
    "b": "bv", "c": "ksCt", "d": "djz", "f": "fhv", "g": "gjk", "h": "hf", "j": "jyhz", "k": "k", "l": "r", "m": "mn", "n": "nm", "p": "pfb", "q": "kC",
    "r": "r", "s": "sSzj", "t": "tCdsS", "v": "bvuf", "w": "wuv", "x": "kszS", "y": "yij", "z": "zsjtS", "S": "Ss", "C": "CkSj", "T": "stzd", "N": "ng",
}  # fmt: skip
#: What it costs to write a vowel with the kana of another.
_VOWELS = {
    "a": {"a": 0.0, "e": 0.4, "o": 0.4, "u": 0.5, "i": 0.7}, "e": {"e": 0.0, "i": 0.3, "a": 0.4, "u": 0.6, "o": 0.7}, "i": {"i": 0.0, "e": 0.4, "a": 0.5, "u": 0.6, "o": 0.8},
    "o": {"o": 0.0, "u": 0.45, "a": 0.4, "e": 0.7, "i": 0.8}, "u": {"u": 0.0, "a": 0.2, "o": 0.45, "i": 0.5, "e": 0.6}, "y": {"i": 0.0, "u": 0.4, "a": 0.5, "e": 0.4},
}  # fmt: skip
#: Several letters that are written as several sounds: diphthongs, long vowels, an r that only lengthens.
_GROUPS: tuple[tuple[str, tuple[str, ...], float], ...] = (
    *((v + "r", ("a-", "a"), 0.0) for v in "eiuao"), ("or", ("o-", "o", "oa"), 0.0), ("oh", ("o", "o-"), 0.0), ("ah", ("a", "a-"), 0.0), ("ear", ("ia", "a-"), 0.0), ("air", ("ea",), 0.0),
    ("ee", ("i-", "i"), 0.0), ("ea", ("i-", "i", "e"), 0.05), ("oo", ("u-", "u"), 0.0), ("ou", ("u", "u-", "au", "o-"), 0.05), ("ow", ("au", "o-", "ou"), 0.05),
    ("au", ("o-", "au"), 0.05), ("aw", ("o-",), 0.05), ("ai", ("ei", "ai", "e-"), 0.05), ("ay", ("ei", "ai", "e-"), 0.05), ("ey", ("i-", "i", "ei"), 0.05), ("ei", ("ei", "ai", "i-"), 0.05),
    ("ie", ("i-", "i", "ai"), 0.05), ("y", ("i-", "ai"), 0.05), ("a", ("ei", "ai"), 0.05), ("i", ("ai",), 0.05), ("o", ("ou",), 0.0), ("u", ("yu", "yu-"), 0.05), ("ew", ("yu-", "yu"), 0.05),
    ("ya", ("ya",), 0.0), ("yu", ("yu",), 0.0), ("yo", ("yo",), 0.0), ("x", ("kusu", "ks", "kis"), 0.0), ("tz", ("tsu", "ts"), 0.0), ("ts", ("tsu", "ts"), 0.0), ("c", ("tsu",), 0.1),
    ("zz", ("tts", "ts", "zz"), 0.1), ("sch", ("S", "sk"), 0.0), ("tch", ("C",), 0.0), ("dge", ("j",), 0.0), ("gh", ("g", "f", ""), 0.1), ("gn", ("n", "ny"), 0.1), ("kn", ("n",), 0.0), ("wr", ("r",), 0.0),
    ("nh", ("n", "ny"), 0.1), ("gu", ("g", "gu", "gw"), 0.0), ("qu", ("ku", "kw", "k"), 0.0), ("w", ("u",), 0.0), ("ll", ("r", "y", "ri"), 0.05),
)  # fmt: skip
#: What it costs to leave a letter out, or to put in a kana's sound that has none.
_SILENT = {
    "h": 0.2,
    "e": 0.25,
    "r": 0.25,
    "w": 0.3,
    "g": 0.35,
    "u": 0.35,
    "y": 0.35,
    "a": 0.4,
    "o": 0.4,
    "i": 0.4,
    "t": 0.6,
    "d": 0.6,
    "n": 0.6,
}
_ADDED = {"-": 0.0, "u": 0.1, "o": 0.3, "i": 0.35, "a": 0.5, "e": 0.5, "y": 0.15, "w": 0.2}


def sounds(kana: str) -> str:
    """The sounds of a reading in katakana, one letter each: ``ジョエル`` is ``joeru``, ``シ`` is ``Si``, ー is ``-``."""
    out = ""
    for c in to_katakana(kana):
        if c in _SMALL:
            small = _SMALL[c]
            # ショ is S + o, ティ is t + i, キョ is k + yo
            bare = out[:-1] if out[-1:] in "iueo" and out[-1:] else out
            out = bare + (small[-1] if bare[-1:] in "SCj" else small)
        else:
            out += _SOUNDS.get(c, "")
    return out


def letters(latin: str) -> str:
    """The letters of a name without accents, spaces and marks, 'sh' 'ch' 'th' 'ph' 'ng' 'ck' one letter each."""
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", latin).lower())
    plain = re.sub("[^a-z]", "", plain)
    for pair, one in (("sch", "S"), ("sh", "S"), ("ck", "k"), ("ph", "f"), ("th", "T"), ("ch", "C")):
        plain = plain.replace(pair, one)
    return re.sub(r"ng(?![aeiouy])", "N", plain)


@lru_cache(maxsize=4096)
def cost(latin: str, kana: str) -> float:
    """What it costs per letter to read `latin` as `kana`; 1.0 where either is empty."""
    name, heard = letters(latin), sounds(kana)
    if not name or not heard:
        return 1.0
    best = [[99.0] * (len(heard) + 1) for _ in range(len(name) + 1)]
    best[0][0] = 0.0
    for i in range(len(name) + 1):
        for j in range(len(heard) + 1):
            here = best[i][j]
            if here >= 99.0:
                continue
            if j < len(heard):
                _lower(best, i, j + 1, here + _ADDED.get(heard[j], 1.0))
            if i == len(name):
                continue
            doubled = i > 0 and name[i] == name[i - 1]
            _lower(best, i + 1, j, here + (0.0 if doubled else _SILENT.get(name[i], 0.9)))
            if j < len(heard):
                _lower(best, i + 1, j + 1, here + _letter(name[i], heard[j]))
            for group, ways, price in _GROUPS:
                if name.startswith(group, i) and not (
                    group.endswith("r") and name[i + len(group) : i + len(group) + 1] in tuple("aeiouy")
                ):
                    for way in ways:
                        if heard.startswith(way, j):
                            _lower(best, i + len(group), j + len(way), here + price)
    return best[-1][-1] / len(name)


def _lower(best: list[list[float]], i: int, j: int, value: float) -> None:
    best[i][j] = min(best[i][j], value)


def _letter(letter: str, sound: str) -> float:
    if letter in _VOWELS and sound in _VOWELS[letter]:
        return _VOWELS[letter][sound]
    return 0.0 if sound in _CONSONANTS.get(letter, "") else 1.0
