"""Folding text so that a printed label is found whatever engine read it and however it was spaced."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_ALIKE = {
    "エ": "工", "ロ": "口", "□": "口", "カ": "力", "タ": "夕", "ハ": "八", "ト": "卜", "ヘ": "へ", "ニ": "二",
    "一": "ー", "-": "ー", "―": "ー", "−": "ー", "‐": "ー", "–": "ー", "—": "ー", "─": "ー",
    "·": "・", "•": "・", "･": "・", "．": "・", ".": "・", "‧": "・",
    "决": "決", "壳": "売", "檢": "検", "內": "内", "气": "気", "顧": "顧", "頷": "領", "數": "数", "樣": "様", "號": "号", "帳": "帳", "收": "収", "價": "価", "额": "額", "電": "電",
    "ァ": "ア", "ィ": "イ", "ゥ": "ウ", "ェ": "工", "ォ": "オ", "ャ": "ヤ", "ュ": "ユ", "ョ": "ヨ", "ッ": "ツ",
    "ゃ": "や", "ゅ": "ゆ", "ょ": "よ", "っ": "つ", "【": "(", "】": ")", "[": "(", "]": ")", "〔": "(", "〕": ")",
    "「": "(", "」": ")", "〈": "(", "〉": ")",
}  # fmt: skip


def folded(text: str) -> tuple[str, list[int]]:
    """`text` for comparing with labels, and for each of its characters the index in `text` it came from.

    Spaces are gone; widths, small kana, brackets and characters that engines confuse are alike.
    """
    out: list[str] = []
    origin: list[int] = []
    for index, character in enumerate(text):
        for c in unicodedata.normalize("NFKC", character):
            if c.isspace() or c == "_":
                continue
            if c in "\u3099\u309a" and out and len(voiced := unicodedata.normalize("NFC", out[-1] + c)) == 1:
                out[-1] = voiced  # half-width kana carry their 濁点 as a character of its own
                continue
            out.append(c)
            origin.append(index)
    return "".join(_ALIKE.get(c, c) for c in out), origin


@lru_cache(maxsize=4096)  # asked again and again for the same few words of labels and headings
def fold(text: str) -> str:
    """:func:`folded` without the indexes."""
    return folded(text)[0]
