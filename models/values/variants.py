"""Characters of Japanese names and papers that a recogniser may not know, and what it reads in their place.

PP-OCRv6's dictionary lacks 2,744 kanji of JIS X 0208, JIS X 0213 and code page 932 (computed by
:func:`extractors.ocr.alphabets.known_gaps`); the ones that names, places and forms of ours really carry are listed here
with their twins: characters that differ by a stroke or two, or by their form only, and that the recogniser does know.
The compatibility forms of JIS X 0213 (福 with 示 for 福) are the same letter in another print, and not listed.
"""

from __future__ import annotations

import re

GAPS: dict[str, str] = {
    # names of persons and places
    "﨑": "崎", "濵": "浜濱", "𠮷": "吉", "曻": "昇", "穐": "秋", "籏": "旗", "昻": "昂", "鄕": "郷", "萓": "萱", "梹": "浜",
    "槪": "概", "嵓": "巌", "剱": "剣", "劒": "剣", "倂": "併", "鴬": "鶯", "鯵": "鰺", "畄": "留", "疉": "畳", "埀": "垂",
    "曵": "曳", "寉": "鶴", "犲": "豺", "﨔": "欅", "﨟": "臈", "嶐": "隆", "砿": "鉱", "碯": "瑙", "圷": "坏", "鈬": "鐸",
    "兊": "兌", "尞": "寮", "冝": "宜", "卆": "卒", "伜": "倅", "迯": "逃", "逧": "迫", "槫": "榑", "蘰": "鬘",
    # signs of papers
    "㈲": "有", "㈹": "代", "㎡": "m", "㎥": "m", "№": "N", "◯": "○", "℡": "T",
}  # fmt: skip
"""Character that the recogniser cannot show → the characters it reads instead."""

SELDOM_TOLD = {
    "籔": "藪薮",
    "髙": "高",
    "栁": "柳",
    "惠": "恵",
    "黑": "黒",
    "德": "徳",
    "增": "増",
    "瀨": "瀬",
    "嶋": "島",
}
"""Characters the recogniser knows and still often reads as their twins."""

_BORNE_INSTEAD = str.maketrans({"侶": "梠"})
_ONLY_TOGETHER = re.compile("^.?纈")
"""Engines hardly ever show 纐, and 纈 stands in the name 纐纈 alone: read are 纈, 纈纈 or another character in front of it."""


def as_borne(name: str) -> str:
    """`name` with each character that hardly any family bears as the one that engines often read as it: 興侶 is 興梠, 纈 or
    纈纈 is 纐纈."""
    return _ONLY_TOGETHER.sub("纐纈", name.translate(_BORNE_INSTEAD))


_BORNE = "﨑濵𠮷曻穐籏昻鄕梹"
"""Gaps that families bear today. (Forms like 福 for 福 are the same letter in another print.)"""


def twins_of(character: str) -> frozenset[str]:
    """What else may stand on paper where `character` was read: gaps that are read as it, and characters like it."""
    table = GAPS | SELDOM_TOLD
    meant = {gap for gap, read in table.items() if character in read}
    read = set(table.get(character, ""))
    return frozenset((meant | read | {c for m in meant for c in table[m]}) - {character})


UNTELLABLE: frozenset[str] = frozenset(c for gap in _BORNE for c in (gap, *GAPS[gap])) | frozenset("籔藪薮")
"""Characters of names of which no reading can say whether they or their twin stand there: a person must look."""
