"""Furigana フリガナ and the characters of bank transfers."""

from __future__ import annotations

import re

from models.values.text import DASHES, nfkc, squeeze, twin_kana, without_spaces

#: Kanji, symbols and letters that engines read for katakana. Used only where katakana must stand.
LOOKALIKES = str.maketrans("力二口八工夕卜千三丿一ー了才匕ㄧ乂厶戸", "カニロハエタトチミノーーアオヒーメムト")
_KATAKANA = re.compile(r"^[ァ-ヺー・]+$")
_VOICED = {"゛": "\u3099", "゜": "\u309a", "ﾞ": "\u3099", "ﾟ": "\u309a"}
LARGE_KANA = str.maketrans("ァィゥェォッャュョヮ", "アイウエオツヤユヨワ")
"""Katakana that may be small, written large, for comparing: engines tell sizes badly."""
_LARGE = LARGE_KANA | str.maketrans("ヵヶ", "カケ")
#: ー may be drawn as any dash, but only behind a kana, or behind such a dash.
_LONG = re.compile(f"(?<=[ァ-ヺー])[{re.escape(DASHES)}一][{re.escape(DASHES)}]*")
_HOLDER = re.compile(r"^[ァ-ヺー・0-9A-Z().,/&\-]+$")


KANA_WORD = r"(?:(?:半角|全角|ハンカク|ゼンカク)?(?:カタ)?カナ|フリガナ|ふりがな|ヨミガナ|よみがな|読み仮名|振り?仮名)"
"""How forms and banks ask for a name in kana."""
ASKS_FOR_KANA = re.compile(rf"[(（\[【〔]?{KANA_WORD}[)）\]】〕]?")
"""The whole of what asks for them, and is nobody's: the （カナ） of お名前（カナ）."""


def to_katakana(text: str) -> str:
    """Hiragana and half-width kana as full-width katakana, dashes behind kana as ー, the rest in NFKC; spaces stay."""
    for mark, combining in _VOICED.items():
        text = text.replace(" " + mark, combining).replace(mark, combining)
    katakana = "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" or c in "ゝゞ" else c for c in nfkc(text))
    return _long_marks(katakana)


def _long_marks(text: str) -> str:
    return _LONG.sub(lambda dashes: "ー" * len(dashes[0]), text)


_AMONG_KATAKANA = re.compile("(?<=[ァ-ヺー])[卜二力夕](?=[ァ-ヺー])|(?<=[ァ-ヺー])卜|卜(?=[ァ-ヺ])")
_LARGE_TSU = re.compile("(?<=[ァ-ヺ])ツ(?=ト)")


def of_one_script(text: str) -> str:
    """Words with the letters that look alike in two scripts, or large and small, as the word they stand in is written:
    カセツ卜形 is カセット形, センターリんどう センターりんどう. A kanji behind katakana may be one: エアコン二台."""
    text = _AMONG_KATAKANA.sub(lambda kanji: kanji[0].translate(LOOKALIKES), text)
    text = _LARGE_TSU.sub("ッ", text)
    return twin_kana(text)


def parse_kana(text: str) -> str | None:
    """A reading: full-width katakana without spaces; None where something stands that no kana looks like.

    Labels (フリガナ) in front are dropped. Kanji that look like katakana (力 二 口 八 工 夕 …) are katakana here.
    """
    rest = re.sub(r"^[(]?(?:(?:フリガナ|カナ氏名|カナ)[):]+|フリガナ(?=..))", "", without_spaces(to_katakana(text)))
    rest = _long_marks(rest.translate(LOOKALIKES)).strip(".,、。:;'`")
    return rest if _KATAKANA.match(rest) else None


def parse_holder(text: str) -> str | None:
    """An account holder as banks write it: full-width katakana without spaces, corporate forms as ``カ)`` or ``(カ)``.

    Letters and digits are allowed (upper case); None where anything else stands.
    Source: 全国銀行協会, 使用可能文字 of the 総合振込 record format.
    """
    rest = without_spaces(to_katakana(text)).upper()
    rest = re.sub(r"^(?:フリガナ|口座名義人?|名義)[:]", "", rest)
    rest = re.sub(r"[〉》>】\]}）]", ")", re.sub(r"[〈《<【\[{（]", "(", rest))
    if re.search(r"[ァ-ヺ]", rest):
        rest = _long_marks(rest.translate(LOOKALIKES))
    rest = rest.strip("、。:;'`*")
    if re.match(r"\([^()]+\)[^()]+\)?$", rest):  # (カ)ヤマト, in brackets as a whole or not: banks write カ)ヤマト
        rest = rest[1:].removesuffix(")")
    return rest if _HOLDER.match(rest) and re.search(r"[ァ-ヺA-Z]", rest) else None


_WITH_B = {"": "ブ", "ア": "バ", "イ": "ビ", "エ": "ベ", "オ": "ボ"}


def fold_kana(text: str) -> str:
    """For comparing readings: small kana large, ・ and punctuation gone, ヂヅヲ as ジズオ, ヴァ as バ, ー and dashes alike."""
    folded = squeeze(to_katakana(text)).translate(_LARGE).translate(str.maketrans("ヂヅヲヰヱ", "ジズオイエ"))
    if "ヴ" in folded:
        folded = re.sub("ヴ([アイエオ]?)", lambda m: _WITH_B[m[1]], folded)
    return re.sub(r"[・.,、\-]", "", folded)


def fold_holder(text: str) -> str:
    """For comparing account holders: as :func:`fold_kana`, and brackets gone as well."""
    return re.sub(r"[()]", "", fold_kana(text))


def to_half_width(text: str) -> str:
    """Katakana in half width, as transfers write it: ``ﾑｼﾔﾉｺｳｼﾞ`` (small kana become large, ー becomes ``-``)."""
    full = without_spaces(to_katakana(text)).translate(_LARGE)
    return "".join("-" if c == "ー" else _HALF.get(c, c) for c in full)


def _half_width() -> dict[str, str]:
    table: dict[str, str] = {}
    for code in range(0xFF66, 0xFF9E):
        half = chr(code)
        for mark in ("", "ﾞ", "ﾟ"):
            full = nfkc(half + mark)
            if len(full) == 1:
                table.setdefault(full, half + mark)
    return table


_HALF = _half_width()
