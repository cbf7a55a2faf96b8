"""What an engine cannot tell by the shape of one character, its neighbours can: ー or 一, カ or 力, ッ or ツ.

One character always becomes one character, so that the places of characters stay true. Only what Japanese spelling
decides is touched: a name's own choice between ヤ and ャ, or between 﨑 and 崎, is not spelling and stays as read.
"""

from __future__ import annotations

import re
from functools import lru_cache

TO_KATAKANA = dict(zip("力工口夕二八卜三千才了へべぺ", "カエロタニハトミチオアヘベペ", strict=True))
TO_KANJI = dict(zip("カエロタニハミチ", "力工口夕二八三千", strict=True))
_COUNTERS = "所月年国条件件箇"

_YOON_AFTER = "キシチニヒミリギジヂビピテデフヴ"
_SMALL_VOWEL_AFTER = "フヴウテデシジチツトドクグスズイキ"
_NEVER_GEMINATED = "アイウエオナニヌネノマミムメモヤユヨラリルレロワヲンァィゥェォャュョー"
_SMALL = "ァィゥェォャュョッ"
_LARGE = str.maketrans(_SMALL, "アイウエオヤユヨツ")
_LOOK_ALIKES = frozenset("一―─–—ー·•-−‐") | TO_KATAKANA.keys() | TO_KANJI.keys()
"""All that the neighbours of a character may make another one; most characters are none of them."""

LEXICON = (
    "エネファーム",
    "エコキュート",
    "ゆうちょ",
    "テック",
    "キャッシュ",
    "バッテリー",
    "エナジー",
    "ソーラー",
    "サッシ",
)
"""Words of these papers whose small kana engines enlarge."""

#: Words of these papers that end in a long sound, which engines take for the number one before kanji (エネルギ一管理).
_LONG_ENDINGS = re.compile(
    "(エネルギ|センタ|メ[ー一]カ|ヒ[ー一]タ|インバ[ー一]タ|モ[ー一]タ|ボイラ|エレベ[ー一]タ|ク[ー一]ラ|ソ[ー一]ラ|パワ)一(?=[\u4e00-\u9fff])"
)
#: Kana of place names and surnames between two kanji: 八ヶ岳, 三ノ輪, 四ツ谷, 二ノ宮.
_BETWEEN_KANJI = "ヶケノツッヵ"

#: Kana that look the same in both scripts, where a known word says which: りフォーム, みのリリフォーム.
_EITHER_KANA = (
    (re.compile("[りリ](?=フォーム)"), "リ"),
    (re.compile("(?<=[ぁ-ん])リ(?=リ(?:フォーム|ノベ|ビング|ース|サイクル))"), "り"),
    (re.compile("(?<=[ぁ-ん])リ(?=プロパン|ガス|エネル|ソーラー|ホーム|サッシ|テック|システム)"), "り"),
)
#: Kanji that no Japanese name ends or goes on with so: 陽于 is 陽子, 干代 is 千代; and 莊 in a building's name is 荘.
_IN_NAMES = (
    (re.compile("(?<=[\u4e00-\u9fff々])于(?=\\s|$)"), "子"),
    (re.compile("干(?=[代鶴秋春夏里佳恵尋晴絵葉石歳早明紗])"), "千"),
    (re.compile("莊(?=\\s*\\d|$)"), "荘"),
    (re.compile("^[口曰](?=立(?:$|製|グ|化|空))"), "日"),
    (re.compile("[命合今](?=\\s?和\\s*[\\d元]{1,2}\\s*年)"), "令"),
    (re.compile("(?<=器)貝"), "具"),
    (re.compile("(?<=店)舖"), "舗"),
    (re.compile("(?<=電)カ|(?<=[動火水風])カ(?=発電)"), "力"),
    (re.compile("(?<=飛)烏|烏(?=取[県市]|居)"), "鳥"),
)
#: No word begins with a small kana: 有限会社っばさ is つばさ.
_SMALL_FIRST = re.compile(r"(?:^|(?<=会社|法人)|(?<=[(（][株有同][)）])|(?<=\s))[っゃゅょぁぃぅぇぉ](?=[ぁ-ん])")
#: The kana of a company's form, with its marks of voice.
_FORM_KANA = (re.compile("カ[フブプ]シキガイシ(?=[ヤャ])"), "カブシキガイシ")

_KATAKANA = re.compile("[ァ-ヺー]")
_KANJI = re.compile("[\u4e00-\u9fff々]")


def mended(text: str, lexicon: tuple[str, ...] = LEXICON) -> str:
    """`text` with look-alikes put right where the neighbours leave no doubt; same length. Mending twice changes nothing."""
    for _ in range(len(text) + 1):  # what is put right decides about its neighbours
        better = _mended_once(text, lexicon)
        if better == text:
            break
        text = better
    return text


def _mended_once(text: str, lexicon: tuple[str, ...]) -> str:
    letters = list(text.translate(_NEVER_JAPANESE))
    for i, c in enumerate(letters):
        if c in _LOOK_ALIKES:
            before, after = _neighbour(letters, i, -1), _neighbour(letters, i, 1)
            letters[i] = _look_alike(c, before, after, _sure_katakana_follows(letters, i))
    letters = [_kana_size(c, letters, i) if c in _SMALL else c for i, c in enumerate(letters)]
    return _known_words("".join(letters), lexicon)


def _neighbour(letters: list[str], i: int, step: int) -> str:
    """The character beside `i`; an empty text at the end and at a space."""
    j = i + step
    return letters[j] if 0 <= j < len(letters) and not letters[j].isspace() else ""


def _is_katakana(c: str) -> bool:
    return bool(c) and _KATAKANA.match(c) is not None


def _is_kanji(c: str) -> bool:
    return bool(c) and _KANJI.match(c) is not None


def _sure_katakana_follows(letters: list[str], i: int) -> bool:
    """Whether the word behind `i` goes on with katakana, one of which is nothing else; a kana that links kanji is no word."""
    for j in range(i + 1, len(letters)):
        c = letters[j]
        if not _is_katakana(c):
            return False
        if c in _BETWEEN_KANJI and not _is_katakana(_neighbour(letters, j, 1)):
            return False
        if c not in TO_KANJI:
            return True
    return False


def _look_alike(c: str, before: str, after: str, katakana_follows: bool) -> str:
    if c in "一―─–—" and _is_katakana(before) and not _is_kanji(after):
        return "ー"
    if (
        c == "ー"
        and (_is_kanji(before) or (not before and (_is_kanji(after) or after in "式")))
        and not after.isdigit()
    ):
        return "一"
    if c in "·•" and (_is_katakana(before) or _is_kanji(before)) and (_is_katakana(after) or _is_kanji(after)):
        return "・"
    if c in "-−‐" and _is_katakana(before) and _is_katakana(after):
        return "ー"
    katakana = TO_KATAKANA.get(c)
    if katakana is not None:
        if not before and after.isdigit() and c in "力工才了口夕":
            return katakana  # ｶ817338: a serial letter
        if katakana_follows:
            return katakana
        if _is_katakana(before) and not _is_kanji(after) and c not in "千才":
            return katakana
    kanji = TO_KANJI.get(c)
    if kanji is not None and _is_kanji(before) and _is_kanji(after) and after not in _COUNTERS:
        return kanji
    return c


def _kana_size(c: str, letters: list[str], i: int) -> str:
    before = letters[i - 1] if i else ""
    after = letters[i + 1] if i + 1 < len(letters) else ""
    if c in "ャュョ" and before not in _YOON_AFTER:
        return c.translate(_LARGE)
    if c in "ァィゥェォ" and (not before or before not in _SMALL_VOWEL_AFTER):
        return c.translate(_LARGE)
    if c == "ッ" and (not after or after in _NEVER_GEMINATED or not _is_katakana(after) or not _is_katakana(before)):
        return "ツ"
    return c


def _known_words(text: str, lexicon: tuple[str, ...]) -> str:
    text = text.replace("税拔", "税抜").replace("税达", "税込")
    for pattern, right in (*_EITHER_KANA, *_IN_NAMES, _FORM_KANA):
        text = pattern.sub(right, text)
    text = _SMALL_FIRST.sub(lambda found: found[0].translate(_HIRAGANA_LARGE), text)
    text = _LONG_ENDINGS.sub(lambda found: f"{found[1]}ー", text)
    large = _with_large_kana(text)
    for word, plain in _both_ways(lexicon):
        at = large.find(plain)
        while at >= 0:
            text = text[:at] + word + text[at + len(word) :]
            at = large.find(plain, at + 1)
    # ルームエアコンー式: at the end of a name, all of it; スライダー式 stands in front of what it describes
    return re.sub(r"(?<=[ンットムル\s])[ー―]式$", "一式", text)


@lru_cache(maxsize=16)
def _both_ways(lexicon: tuple[str, ...]) -> list[tuple[str, str]]:
    """Each word as it is, and with its small kana large."""
    return [(word, _with_large_kana(word)) for word in lexicon]


def _with_large_kana(text: str) -> str:
    return text.translate(_LARGE).translate(_HIRAGANA_LARGE)


_NEVER_JAPANESE = str.maketrans("儿樣", "ル様")
_HIRAGANA_LARGE = str.maketrans("ゃゅょっぁぃぅぇぉ", "やゆよつあいうえお")
