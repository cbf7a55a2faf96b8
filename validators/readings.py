"""Every way a Japanese name can be read, from SudachiDict's entries, character by character where no word is known.

The heart of :mod:`validators.names`; pure look-up and matching, no judgement.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from models.values.kana import fold_kana
from models.values.text import fold_itaiji, squeeze
from validators.lexicon import entries

_KANJI = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〆]")
_KANA_ONLY = re.compile(r"^[ァ-ヺー]+$")
_LONGEST_WORD = 6
#: How long a reading one kanji can have (承 うけたまわる apart, names stop at five: 政 マツリゴト is none).
_LONGEST_KANJI = 4

#: Letters as they are read out in company names.
_LETTERS = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        [
            "エー",
            "ビー",
            "シー",
            "ディー",
            "イー",
            "エフ",
            "ジー",
            "エイチ",
            "アイ",
            "ジェー",
            "ケー",
            "エル",
            "エム",
            "エヌ",
            "オー",
            "ピー",
            "キュー",
            "アール",
            "エス",
            "ティー",
            "ユー",
            "ブイ",
            "ダブリュー",
            "エックス",
            "ワイ",
            "ゼット",
        ],
        strict=True,
    )
)
_SOUND = {"ヶ": "ガ", "・": "", "&": "アンド"}
_VOICED = str.maketrans("カキクケコサシスセソタチツテトハヒフヘホ", "ガギグゲゴザジズゼゾダジズデドバビブベボ")
_HALF_VOICED = str.maketrans("ハヒフヘホ", "パピプペポ")


class Way(NamedTuple):
    """One way to read a piece of a name: `kana` (folded), how unusual it is, and whether its first sound is voiced as
    only behind another kanji (連濁: 田 ダ in 山田)."""

    kana: str
    cost: int
    voiced: bool = False


@dataclass(frozen=True)
class Match:
    """How a name was read so that it gives the kana.

    `unread`: kanji that have readings, none of which fits; `unknown`: kanji the dictionary does not know at all.
    `cost`: 0 for dictionary names throughout, more for unusual or single-character readings.
    """

    cost: int
    unread: int
    unknown: int


#: A reading that single kanji have in names only (名乗り) counts when so many names of the dictionary show it.
LEAST_NAMES = 3


@lru_cache(maxsize=1)
def _nanori() -> dict[str, dict[str, int]]:
    """Kanji → reading in names → how many names show it; learned by :mod:`benchmarks.nanori`."""
    learned: dict[str, dict[str, int]] = json.loads(Path(__file__).with_name("nanori.json").read_text(encoding="utf-8"))
    return learned


@lru_cache(maxsize=20000)
def ways(surface: str) -> tuple[Way, ...]:
    """The readings of one word or character, each with its least cost; empty where the dictionary has none."""
    found: dict[str, int] = {}
    voiced: set[str] = set()
    for spelling in dict.fromkeys((surface, fold_itaiji(surface))):
        for entry in entries(spelling):
            kana = fold_kana(entry.reading)
            if not _KANA_ONLY.match(kana) or kana == "キゴウ":
                continue
            cost = 0 if entry.part_of_name in ("姓", "名") else 1
            found[kana] = min(cost, found.get(kana, 9))
    plain = fold_kana(surface)
    if _KANA_ONLY.match(plain):
        found[plain] = 0
    if surface in _SOUND:
        found[fold_kana(_SOUND[surface])] = 0
    letters = surface.upper()
    if letters in _LETTERS:
        found[fold_kana(_LETTERS[letters])] = 0
    if len(surface) == 1 and _KANJI.match(surface):
        for kana, cost in [(k, c) for k, c in found.items() if k]:
            for softer in (kana[0].translate(_VOICED) + kana[1:], kana[0].translate(_HALF_VOICED) + kana[1:]):
                if softer not in found:
                    found[softer] = cost + 1
                    voiced.add(softer)
            # names use a reading without its last kana: 友 トモ, 之 ノ, 有 ユ(ウ), 美 ミ, 愛 ア(イ)
            if len(kana) >= 2:
                found.setdefault(kana[:-1], cost + 2)
            if kana[-1] in "ツチク" and len(kana) == 2:
                found.setdefault(kana[:-1] + "ツ", cost + 1)
        for kana, names in _nanori().get(fold_itaiji(surface), {}).items():
            if names >= LEAST_NAMES:
                found.setdefault(kana, 2)
    return tuple(Way(k, c, k in voiced) for k, c in found.items() if k or surface in _SOUND)


def is_spelled_name(surface: str) -> bool:
    """Whether the dictionary has a surname or a given name that is spelled `surface` to the letter."""
    return any(entry.part_of_name in ("姓", "名") for entry in entries(surface))


def is_given_name(surface: str) -> bool:
    """Whether the dictionary has `surface` as a given name."""
    return any(e.part_of_name == "名" for s in dict.fromkeys((surface, fold_itaiji(surface))) for e in entries(s))


def is_surname(surface: str) -> bool:
    """Whether the dictionary has `surface` as a surname."""
    return any(e.part_of_name == "姓" for s in dict.fromkeys((surface, fold_itaiji(surface))) for e in entries(s))


def spelled_so(name: str, kana: str) -> bool:
    """Whether some surname and given name of the dictionary make up `name` and every ツ and ッ of `kana` is as large as in
    their readings. False where the dictionary does not know both."""
    plain, wanted = squeeze(name), fold_kana(kana)
    for i in range(1, len(plain)):
        if not (is_surname(plain[:i]) and is_given_name(plain[i:])):
            continue
        for surname in entries(plain[:i]):
            for given in entries(plain[i:]):
                read = surname.reading + given.reading
                sizes = [c for c in read if c in "ツッ"] == [c for c in kana if c in "ツッ"]
                if sizes and fold_kana(read) == wanted:
                    return True
    return False


_ROWS = {
    c: row
    for row in (
        "アカサタナハマヤラワガザダバパ",
        "イキシチニヒミリギジビピ",
        "ウクスツヌフムユルグズブプヴ",
        "エケセテネヘメレゲゼデベペ",
        "オコソトノホモヨロゴゾドボポ",
    )
    for c in row
}
_LONG = {"ア": "ーア", "イ": "ーイ", "ウ": "ーウ", "エ": "ーエイ", "オ": "ーオウ"}


def same_sound(kana: str, at: int, reading: str) -> bool:
    """Whether `reading` stands in `kana` at `at`, long vowels written in any way (オオ オウ オー)."""
    if kana.startswith(reading, at):
        return True
    if at + len(reading) > len(kana):
        return False
    for i, want in enumerate(reading):
        have = kana[at + i]
        if have == want:
            continue
        before = kana[at + i - 1] if at + i else ""
        row = _ROWS.get(before)
        marks = _LONG.get(row[0], "") if row else ""
        if before == "ー" or not (have in marks and want in marks):
            return False
    return True


def match(name: str, kana: str) -> Match | None:
    """The best way to read `name` as `kana` (both without spaces); None where there is none however freely it is read.

    A kanji none of whose readings fits may stand for one to four kana, but is counted.
    """
    target = fold_kana(kana)
    name = _spread_repeats(name)
    never_voiced = {0, *_given_starts(name)}
    best: dict[tuple[int, int], tuple[int, int, int]] = {(0, 0): (0, 0, 0)}  # (unread, unknown, cost)
    for i in range(len(name)):
        for j in range(len(target) + 1):
            state = best.get((i, j))
            if state is None:
                continue
            unread, unknown, cost = state
            for n in range(1, min(_LONGEST_WORD, len(name) - i) + 1):
                for way in ways(name[i : i + n]):
                    if same_sound(target, j, way.kana) and not (way.voiced and i in never_voiced):
                        _better(best, (i + n, j + len(way.kana)), (unread, unknown, cost + way.cost + (n == 1)))
            if _KANJI.match(name[i]):
                known = bool(ways(name[i]))
                for width in range(1, _LONGEST_KANJI + 1):
                    if j + width <= len(target):
                        _better(best, (i + 1, j + width), (unread + known, unknown + (not known), cost + width))
    final = best.get((len(name), len(target)))
    return Match(final[2], final[0], final[1]) if final else None


def _given_starts(name: str) -> list[int]:
    """Where the given name begins, if the dictionary knows one way only to cut a surname off; empty otherwise."""
    starts = [i for i in range(1, len(name)) if is_surname(name[:i]) and is_given_name(name[i:])]
    return starts if len(starts) == 1 else []


def _better(
    best: dict[tuple[int, int], tuple[int, int, int]], at: tuple[int, int], state: tuple[int, int, int]
) -> None:
    if at not in best or state < best[at]:
        best[at] = state


def _spread_repeats(name: str) -> str:
    """佐々木 → 佐佐木 only where the word itself is not in the dictionary; 々 repeats the kanji before it."""
    if "々" not in name or any(ways(name[:n]) for n in range(2, len(name) + 1) if "々" in name[:n]):
        return name
    out = ""
    for c in name:
        out += out[-1] if c == "々" and out else c
    return out


@lru_cache(maxsize=2000)
def likely_readings(name: str, limit: int = 12) -> tuple[str, ...]:
    """The likeliest readings of a whole name (folded kana): a surname and a given name of the dictionary first.

    Empty where the dictionary cannot read the name at all.
    """
    beams: list[tuple[int, int, str]] = [(0, 0, "")]
    done: list[tuple[int, str]] = []
    for _ in range(len(name)):
        grown: dict[tuple[int, str], int] = {}
        for cost, at, kana in beams:
            if at == len(name):
                continue
            for n in range(1, min(_LONGEST_WORD, len(name) - at) + 1):
                for way in ways(name[at : at + n]):
                    key = (at + n, kana + way.kana)
                    # fewer and longer words first: single characters cost three
                    total = cost + way.cost + (3 if n == 1 and len(name) > 1 else 1)
                    grown[key] = min(total, grown.get(key, 99))
        beams = sorted((c, at, k) for (at, k), c in grown.items())[: 4 * limit]
        done += [(c, k) for c, at, k in beams if at == len(name)]
    return tuple(dict.fromkeys([*_as_person(name), *(k for _, k in sorted(done))]))[:limit]


def _as_person(name: str) -> list[str]:
    """Readings of a name that splits into a surname and a given name the dictionary has; surnames of two first."""
    splits = [i for i in range(1, len(name)) if is_surname(name[:i]) and is_given_name(name[i:])]
    return [
        surname.kana + given.kana
        for i in sorted(splits, key=lambda i: abs(i - 2))
        for given in ways(name[i:])
        for surname in ways(name[:i])
        if surname.cost == given.cost == 0
    ]
