"""Account holders 口座名義 as bank transfers write them: the 全銀 character set, its abbreviations and its length.

Source: 全国銀行協会「全銀協規定フォーマット」 (使用可能文字) and its lists 法人略語・営業所略語・事業略語.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from models.values.kana import to_half_width
from models.values.text import nfkc

#: Half-width characters in a payee's name (総合振込, data record item 9) and in a payer's or bookkeeper's line.
PAYEE_LENGTH = 30
LINE_LENGTH = 48

_ALLOWED = re.compile(r"[ｱ-ﾝﾞﾟA-Z0-9().\-/ ]")
_SQUARE = str.maketrans({"・": " ", "･": " ", "，": ".", ",": ".", "、": " ", "&": " ", "＆": " ", "'": " ", "’": " "})
_OLD = str.maketrans({"ヲ": "オ", "ヰ": "イ", "ヱ": "エ", "ヮ": "ワ", "ヵ": "カ", "ヶ": "ケ", "ヂ": "ヂ", "ヅ": "ヅ"})

#: 法人略語: mark → how it is read out. Where several words share a mark, each is a possible reading.
CORPORATE_MARKS: dict[str, tuple[str, ...]] = {
    "カ": ("カブシキガイシヤ",), "ユ": ("ユウゲンガイシヤ",), "メ": ("ゴウメイガイシヤ",), "シ": ("ゴウシガイシヤ",), "ド": ("ゴウドウガイシヤ",),
    "イ": ("イリヨウホウジン", "イリヨウホウジンシヤダン", "イリヨウホウジンザイダン"), "ソ": ("ソウゴガイシヤ",),
    "ザイ": ("ザイダンホウジン", "イツパンザイダンホウジン", "コウエキザイダンホウジン"), "シヤ": ("シヤダンホウジン", "イツパンシヤダンホウジン", "コウエキシヤダンホウジン"),
    "シユウ": ("シユウキヨウホウジン",), "ガク": ("ガツコウホウジン",), "フク": ("シヤカイフクシホウジン",), "ホゴ": ("コウセイホゴホウジン",),
    "トクヒ": ("トクテイヒエイリカツドウホウジン",), "ドク": ("ドクリツギヨウセイホウジン",), "チドク": ("チホウドクリツギヨウセイホウジン",), "ベン": ("ベンゴシホウジン",),
    "チユウ": ("ユウゲンセキニンチユウカンホウジン", "ムゲンセキニンチユウカンホウジン"), "ギヨ": ("ギヨウセイシヨシホウジン",), "シホウ": ("シホウシヨシホウジン",),
    "ゼイ": ("ゼイリシホウジン",), "ダイ": ("コクリツダイガクホウジン", "コウリツダイガクホウジン"), "ノウ": ("ノウジクミアイホウジン",), "カンリ": ("カンリクミアイホウジン",), "ロウム": ("シヤカイホケンロウムシホウジン",),
}  # fmt: skip
#: 営業所略語 stand behind the name in brackets.
OFFICE_MARKS: dict[str, str] = {"エイ": "エイギヨウシヨ", "シユツ": "シユツチヨウジヨ"}
#: 事業略語 stand within the name, without brackets.
TRADE_MARKS: dict[str, str] = {
    "レン": "レンゴウカイ", "キヨウサイ": "キヨウサイクミアイ", "セイメイ": "セイメイホケン", "カイジヨウ": "カイジヨウカサイホケン", "カサイ": "カサイカイジヨウホケン",
    "ケンポ": "ケンコウホケンクミアイ", "コクホ": "コクミンケンコウホケンクミアイ", "コクホレン": "コクミンケンコウホケンダンタイレンゴウカイ", "シヤホ": "シヤカイホケンシンリヨウホウシユウシハライキキン",
    "コウネン": "コウセイネンキンキキン", "ジユウクミ": "ジユウギヨウインクミアイ", "ロウクミ": "ロウドウクミアイ", "セイキヨウ": "セイカツキヨウドウクミアイ", "シヨクハンキヨウ": "シヨクリヨウハンバイキヨウドウクミアイ",
    "コクキヨウレン": "コツカコウムインキヨウサイクミアイレンゴウカイ", "キヨウクミ": "キヨウドウクミアイ", "ノウキヨウ": "ノウギヨウキヨウドウクミアイ", "ノウキヨウレン": "ノウギヨウキヨウドウクミアイレンゴウカイ", "ケイザイレン": "ケイザイノウギヨウキヨウドウクミアイレンゴウカイ",
    "キヨウサイレン": "キヨウサイノウギヨウキヨウドウクミアイレンゴウカイ", "ギヨキヨウ": "ギヨギヨウキヨウドウクミアイ", "ギヨレン": "ギヨギヨウキヨウドウクミアイレンゴウカイ",
    "シヨクアン": "コウキヨウシヨクギヨウアンテイシヨ", "シヤキヨウ": "シヤカイフクシキヨウギカイ", "トクヨウ": "トクベツヨウゴロウジンホーム", "ユウクミ": "ユウゲンセキニンジギヨウクミアイ",
}  # fmt: skip


def to_zengin(text: str) -> str:
    """`text` (kana, letters, digits) as a transfer writes it: ``ｶ)ﾅﾗﾃﾞﾝｷ``, ``ﾔﾏﾀﾞ ﾀﾛｳ``.

    Half width and upper case; small kana large; ー as ``-``; ヲ ヰ ヱ as ｵ ｲ ｴ; ・ and , as a space or ``.``; one space
    at most between words. What no transfer can write (kanji) stays, and :func:`zengin_problems` names it.
    """
    words = nfkc(text).upper().translate(_SQUARE).translate(_OLD).split()
    return " ".join(to_half_width(word) for word in words)


def zengin_problems(holder: str, *, limit: int = PAYEE_LENGTH) -> tuple[str, ...]:
    """What keeps `holder` from standing in a transfer as it is, for a person, in Japanese; empty where nothing does.

    Judges the name as the form writes it, in any width; :func:`to_zengin` mends all of it but foreign characters and a
    name that is too long. ゛ and ゜ count as a character each, as they do in the record.
    """
    problems = []
    as_written = nfkc(holder)
    if re.search("[ァィゥェォッャュョヮヵヶ]", as_written):
        problems.append("小さいカナ（ャュョッ等）は大きいカナで書きます。")
    if "ー" in as_written or re.search("[ｰ－―—]", holder):
        problems.append("長音（ー）はハイフン（-）で書きます。")
    if "ヲ" in as_written:
        problems.append("「ヲ」は使えません。")
    if re.search("[・･]", holder):
        problems.append("中点（・）は使えません。空白にします。")
    half = to_zengin(holder)
    foreign = "".join(dict.fromkeys(c for c in half if not _ALLOWED.fullmatch(c)))
    if foreign:
        problems.append(f"振込で使えない文字があります（{foreign}）。")
    if len(half) > limit:
        problems.append(f"半角{limit}文字を超えています（{len(half)}文字）。")
    if not half.strip():
        problems.append("口座名義がありません。")
    return tuple(problems)


class HolderName(NamedTuple):
    """A holder taken apart: the corporate mark (``カ``, None for a person), the name, the mark of an office behind it."""

    corporate: str | None
    name: str
    office: str | None


_ANY = "|".join(sorted(CORPORATE_MARKS, key=len, reverse=True))
_OFFICE = "|".join(OFFICE_MARKS)
_FRONT = re.compile(rf"^\(?({_ANY})\)")
_BACK = re.compile(rf"\(({_ANY})\)?$")
_INSIDE = re.compile(rf"\(({_ANY})\)(?=.)")
_OFFICE_BACK = re.compile(rf"\(({_OFFICE})\)?$")
_BIG = str.maketrans("ァィゥェォッャュョ", "アイウエオツヤユヨ")


def split_zengin(holder: str) -> HolderName:
    """Where the marks of a corporation and of its office stand: ``カ)ナラデンキ``, ``ナラデンキ(カ``, ``ナラデンキ(カ)ミナミ(エイ``."""
    rest = _full(holder)
    office = None
    if m := _OFFICE_BACK.search(rest):
        office, rest = m[1], rest[: m.start()]
    for pattern in (_FRONT, _BACK, _INSIDE):
        if m := pattern.search(rest):
            return HolderName(m[1], (rest[: m.start()] + rest[m.end() :]).strip(), office)
    return HolderName(None, rest, office)


def spoken(holder: str) -> tuple[str, ...]:
    """How a holder may be read out in full: ``カ)ナラデンキ`` → ``カブシキガイシヤナラデンキ``. For comparing with furigana.

    Full-width katakana without spaces, small kana large. A person's name comes back as it is. A mark that stands for
    several forms (イ, シヤ …) gives one reading for each.
    """
    rest = _full(holder).replace(" ", "")
    if m := _OFFICE_BACK.search(rest):
        rest = rest[: m.start()] + OFFICE_MARKS[m[1]]
    for pattern in (_FRONT, _BACK, _INSIDE):
        if m := pattern.search(rest):
            return tuple(rest[: m.start()] + form + rest[m.end() :] for form in CORPORATE_MARKS[m[1]])
    return (rest,)


def _full(holder: str) -> str:
    """`holder` in full-width katakana, small kana large, its long vowels as ー."""
    full = nfkc(holder).upper().translate(_BIG)
    return re.sub(r"(?<=[ァ-ヺー])-", "ー", full)
