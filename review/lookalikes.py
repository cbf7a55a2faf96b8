"""Names of characters that look like another one, for whoever must choose between them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from review.entries import Piece

_KANA, _KANJI = gettext_lazy("カタカナ"), gettext_lazy("漢字")
_DIGIT, _LETTER, _HIRAGANA = gettext_lazy("数字"), gettext_lazy("英字"), gettext_lazy("ひらがな")

NAMES: Mapping[str, Any] = {
    "ー": gettext_lazy("長音"),
    "一": gettext_lazy("漢数字のいち"),
    "-": gettext_lazy("ハイフン"),
    "―": gettext_lazy("ダッシュ"),
    "〇": gettext_lazy("漢数字のゼロ"),
    "○": gettext_lazy("丸印"),
    "髙": gettext_lazy("はしごだか"),
    "高": gettext_lazy("くちだか"),
    "﨑": gettext_lazy("たつさき"),
    "崎": gettext_lazy("だいさき"),
    "𠮷": gettext_lazy("つちよし"),
    "吉": gettext_lazy("さむらいよし"),
    **dict.fromkeys("カニハロエタトチミソンシツノヘベペリナメ", _KANA),
    **dict.fromkeys("力二八口工夕卜千三末未土士己已巳日曰", _KANJI),
    **dict.fromkeys("01258", _DIGIT),
    **dict.fromkeys("OoIlZSB", _LETTER),
    **dict.fromkeys("へべぺり", _HIRAGANA),
}
"""A character → what people call it."""


def names(pieces: Sequence[Piece]) -> str:
    """What the characters that differ are called, where each of them has look-alikes; empty otherwise."""
    differ = list(dict.fromkeys("".join(piece.text for piece in pieces if piece.differs)))
    if not differ or not all(c in NAMES for c in differ):
        return ""
    return "、".join(_("「{c}」は{name}").format(c=c, name=NAMES[c]) for c in differ)
