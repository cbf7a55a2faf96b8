"""Furigana and kanji of one paper: which of the readings considered is a reading of the name.

What engines lose is 濁点 and the size of ャュョッ. Where neither the value nor a candidate can be a reading of the name,
the value with its 濁点 put back may; no other kana is ever added. (シバサキ and シバザキ are both 柴崎: what fits stays.)
"""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from functools import lru_cache

from models.documents import ExtractedDocument, Field, Value
from models.values.company import is_company
from models.values.kana import fold_kana, to_katakana
from models.values.text import squeeze
from validators.names import Fit, check_holder, check_reading
from validators.readings import likely_readings, match, spelled_so
from validators.resolution.choices import Choice, Ground, choose, open_to_choice, options, share_of

_PAIRS = (("applicant_name", "applicant_kana"), ("account_holder", "account_holder_kana"))
_BASE = str.maketrans(
    "ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポヴ", "カキクケコサシスセソタチツテトハヒフヘホハヒフヘホウ"
)


class Rank(IntEnum):
    """How well a kana is a reading of a name."""

    UNLIKELY = 0
    UNKNOWN = 1
    FITS = 2


def settle(document: ExtractedDocument) -> None:
    for name_key, kana_key in _PAIRS:
        name, kana = document.fields.get(name_key), document.fields.get(kana_key)
        if name is not None and kana is not None and isinstance(name.value, str):
            _pair(name, kana)


def _pair(name: Field, kana: Field) -> None:
    _without_dots(name, kana)
    _without_label(name, kana)
    _sized(str(name.value), kana)
    _whole_tsu(str(name.value), kana)
    now = rank(str(name.value), kana.value, kana.key)
    if open_to_choice(kana):
        found = [(rank(str(name.value), c.value, kana.key), c) for c in options(kana, Ground.DICTIONARY)]
        if isinstance(kana.value, str) and now[0] is not Rank.FITS:
            read = Choice(kana.value, kana.raw, share_of(kana, kana.value))
            found += [(rank(str(name.value), c.value, kana.key), c) for c in voiced(str(name.value), read)]
        better = [f for f in found if _better(f[0], now)]
        if now[0] is Rank.UNKNOWN:  # the dictionary does not say that it is none: what was read of marks stays
            better = [f for f in better if not _unmarked(str(kana.value), str(f[1].value))]
        if better:
            chosen = max(better, key=lambda f: (f[0][0], not f[1].folded, f[1].share, -f[0][1]))
            choose(kana, chosen[1], "漢字の読みに合うように読みました")
            return
    if now[0] is Rank.FITS or not isinstance(kana.value, str) or not open_to_choice(name):
        return
    spelled = [(rank(str(c.value), kana.value, kana.key), c) for c in options(name, Ground.SPELLING)]
    fitting = [f for f in spelled if f[0][0] is Rank.FITS]
    if fitting:
        choose(name, min(fitting, key=lambda f: (f[0][1], -f[1].share))[1], "フリガナに合うように読みました")


def _without_dots(name: Field, kana: Field) -> None:
    """A speck between surname and given name is no ・ where the name itself has none."""
    if open_to_choice(kana) and isinstance(kana.value, str) and "・" in kana.value and "・" not in str(name.value):
        plain = kana.value.replace("・", "")
        if plain:
            choose(
                kana, Choice(plain, kana.raw, share_of(kana, kana.value), folded=True), "氏名にない「・」を除きました"
            )


#: The label of the kana, printed in front of them in their room: カナ モリシタ カツヒコ.
_LABEL = re.compile("(?:カナ|カタカナ|フリガナ)(?=...)")


def _without_label(name: Field, kana: Field) -> None:
    """カナ in front of the kana is their label where only what follows it is a reading of the name (カナモリ is 金森)."""
    value = kana.value
    if not open_to_choice(kana) or not isinstance(value, str) or (label := _LABEL.match(value)) is None:
        return
    rest = value[label.end() :]
    if (
        rank(str(name.value), value, kana.key)[0] is not Rank.FITS
        and rank(str(name.value), rest, kana.key)[0] is Rank.FITS
    ):
        choose(kana, Choice(rest, kana.raw, share_of(kana, value), folded=True), "前に印刷された「カナ」を除きました")


#: Where a large ヤユヨ is hardly ever written: the forms of companies and associations, and the long vowels of names
#: (キョウコ, リュウジ).
_LARGE = re.compile("ガイシヤ|シヤカイ|シヤダン|イリヨウ(?=ホウジン)|[キシチニヒミリギジビピ][ヨユ]ウ")


def _sized(name: str, kana: Field) -> None:
    """Of two candidates that differ in the size of ャュョ alone, the one whose words are written so.

    Only applicants' furigana: banks write the holder's kana large throughout. A ユ that begins a word of the name stays
    (イワサキ ユウイチ), by the dictionary or by the gap that a reading saw in front of it.
    """
    if kana.key != "applicant_kana" or not open_to_choice(kana) or not isinstance(kana.value, str):
        return
    if not _LARGE.search(kana.value):
        return
    now = kana.value
    apart = _gaps(kana)
    alike = [
        c
        for c in options(kana, Ground.DICTIONARY)
        if isinstance(c.value, str)
        and fold_kana(c.value) == fold_kana(now)
        and len(_LARGE.findall(c.value)) < len(_LARGE.findall(now))
        and _only_there(now, c.value)
        and not any(_begins_word(name, now, i) or i in apart for i in range(1, len(now)) if now[i] != c.value[i])
    ]
    if alike:
        choose(kana, max(alike, key=lambda c: c.share), "小さい「ャュョ」を言葉に合わせて読みました")


def _whole_tsu(name: str, kana: Field) -> None:
    """Of two candidates that differ in the size of ツ alone, the one that the dictionary's surname or given name has: of
    美津子 ミツコ, though ミッコ can be said as well. Only applicants' furigana."""
    if kana.key != "applicant_kana" or not open_to_choice(kana) or not isinstance(kana.value, str):
        return
    now = kana.value
    large = [
        c
        for c in options(kana, Ground.DICTIONARY)
        if isinstance(c.value, str)
        and len(c.value) == len(now)
        and all(a == b or (a, b) == ("ッ", "ツ") for a, b in zip(now, c.value, strict=True))
        and spelled_so(name, c.value)
    ]
    if large and not spelled_so(name, now):
        choose(kana, max(large, key=lambda c: c.share), "小さい「ッ」を名前に合わせて読みました")


def _only_there(large: str, small: str) -> bool:
    """Whether two kana differ nowhere but in the sizes that `_LARGE` finds in the first."""
    places = {i for m in _LARGE.finditer(large) for i in range(m.start(), m.end())}
    return len(large) == len(small) and all(
        a == b or i in places for i, (a, b) in enumerate(zip(large, small, strict=True))
    )


def _gaps(kana: Field) -> set[int]:
    """Behind how many letters a reading of the kana has a space: where its second word begins."""
    found = set()
    for reading in kana.readings:
        words = to_katakana(unicodedata.normalize("NFKC", reading.raw)).split()
        if len(words) <= 3 and len("".join(words)) == len(str(kana.value)):  # in boxes all of them stand apart
            found |= {len("".join(words[:i])) for i in range(1, len(words))}
    return found


def _begins_word(name: str, kana: str, at: int) -> bool:
    """Whether a word of `name` begins with the kana at `at`, as dictionaries read both parts."""
    plain = squeeze(name)
    for i in range(1, len(plain)):
        before, behind = match(plain[:i], kana[:at]), match(plain[i:], kana[at:])
        if before is not None and behind is not None and before.cost == behind.cost == 0:
            return True
    return False


def _better(one: tuple[Rank, int], other: tuple[Rank, int]) -> bool:
    if one[0] is not Rank.FITS:
        return False
    # a candidate that the dictionary reads as a whole, against one put together of single characters
    return other[0] is not Rank.FITS or one[1] == 0 < other[1]


def rank(name: str, kana: Value, key: str = "applicant_kana") -> tuple[Rank, int]:
    """How well `kana` reads `name`, and how far from dictionary words it had to be fetched (0: not at all)."""
    return _rank(name, kana, key) if isinstance(kana, str) and kana else (Rank.UNLIKELY, 0)


@lru_cache(maxsize=4096)
def _rank(name: str, kana: str, key: str) -> tuple[Rank, int]:
    fit = check_reading(name, kana) if key == "applicant_kana" else check_holder(kana, name)
    if fit is not Fit.FITS:
        return (Rank.UNKNOWN if fit is Fit.UNKNOWN else Rank.UNLIKELY), 0
    found = None if is_company(name) else match(squeeze(name), kana)
    return Rank.FITS, found.cost if found is not None else 0


def voicing_in_doubt(name: str, kana: str) -> bool:
    """Whether the dictionary reads `name` as a whole, but with other 濁点 than `kana` has, and not as `kana`."""
    if rank(name, kana)[1] == 0:
        return False
    read = Choice(kana, kana, 1.0)
    return any(rank(name, c.value) == (Rank.FITS, 0) for c in voiced(name, read))


def voiced(name: str, read: Choice) -> list[Choice]:
    """`read` with 濁点 and 半濁点 put as a likely reading of `name` has them, nothing else changed. None is taken away: what
    is read of them stood there (百々 is ドド and トド)."""
    kana = str(read.value)
    folded = fold_kana(kana)
    if len(folded) != len(kana) or is_company(name):
        return []
    found = []
    for known in likely_readings(squeeze(name)):
        if len(known) != len(kana) or known == folded:
            continue
        if known.translate(_BASE) == folded.translate(_BASE):
            letters = [c if f == k else _marked(c, k) for c, f, k in zip(kana, folded, known, strict=True)]
            new = "".join(letters)
            if new != kana and not _unmarked(kana, new):
                found.append(Choice(new, read.raw, read.share, folded=True))
    return found


def _unmarked(kana: str, other: str) -> bool:
    """Whether `other` lacks a voicing mark that `kana` has, letter for letter."""
    pairs = zip(kana.translate(_BASE), kana, other, strict=False)
    return len(kana) == len(other) and any(base == o and k != o for base, k, o in pairs)


def _marked(letter: str, like: str) -> str:
    """`letter` with the voicing marks of `like`, its size kept."""
    base = unicodedata.normalize("NFD", letter)[0]
    marks = [c for c in unicodedata.normalize("NFD", like) if c in "\u3099\u309a"]
    return unicodedata.normalize("NFC", base + "".join(marks))
