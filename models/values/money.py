"""Amounts of money in whole yen."""

from __future__ import annotations

import re

from models.values.numbers import CONFUSABLE_DIGITS, KANJI_NUMERAL_CHARS, parse_kanji_number, to_daiji
from models.values.text import nfkc, without_spaces

#: What engines make of ¥ when it stands in front of an amount (7 and 1 cannot be told from digits and are not here).
_YEN_MARKS = "¥￥\\YyVΥУ半羊車平*＊※#≠キ"
_NEGATIVE = "▲△▽Δ"
_NOTE = re.compile(
    r"[(\[（【〈<](?:[^()\[\]（）【】〈〉<>\d]{0,12}|(?:消費税|税率?|内税|税込)?\s?(?:8|10)\s?[%％][^)\]）\d]{0,6})[)\]）】〉>]"
)
_WORDS = re.compile(
    r"税込み?金額|税抜き?金額|税込み?|税抜き?|消費税込|内税|外税|合計金額?|総額|金額|合計|小計|値引き?|御?請求"
)
_TAIL = re.compile(r"(?:円|圓|丹|也|整|-|ー|一|―|~|_|\.|,|:|=|\*|＊|※|#|/|\||'|’|。|、)+$")
_GROUPED = re.compile(r"^\d{1,3}(?:[,.、，・'’`;:][\s]?\d{3})+$")
_SPACED_GROUPS = re.compile(r"^\d{1,3}(?:\s\d{3})+$")
_SPACED_DIGITS = re.compile(r"^\d(?:\s\d)+$")
_LETTERS = "OoQDIl|!iZSBGbqg"
_DIGITS = re.compile(rf"^[\d{re.escape(_LETTERS)}\s,.、，・'’`;:]+$")
#: An entry with more characters is a paragraph, not an amount.
_LONGEST = 200
_THOUSANDS = re.compile(r"^(?P<n>[\d,]+(?:\.\d+)?)(?P<unit>千|百万|万|億)$")
_MARKED = re.compile(
    rf"[¥￥\\\\]\s?(?P<a>\d(?:[\d,. ]{{0,24}}\d)?)|(?<![\d,.])(?P<b>\d[\d,.]{{0,24}})\s?円"
    rf"|(?<![{KANJI_NUMERAL_CHARS}])(?P<d>[{KANJI_NUMERAL_CHARS}]{{2,40}})\s?円|金\s?(?P<c>[{KANJI_NUMERAL_CHARS}]{{2,40}})\s?[円也]"
)


def parse_yen(text: str) -> int | None:
    """The one amount that `text` states, in whole yen.

    Reads ``￥1,234,567－``, ``金1,027,200円也``, ``金壱百弐拾参万円也``, ``123万4,000円``, ``1,234千円``, ``▲3,000``
    (negative, as is a minus in front), ``(税込)`` beside it, commas read as points, digits spread over boxes, and
    letters for digits where everything else is a digit. None where groups of thousands do not come out even
    (``1,234,00``), where several amounts stand, or where anything is left over.
    """
    rest = _NOTE.sub("", nfkc(text)).strip()
    if len(rest) > _LONGEST:
        return None
    value = _amount(rest)
    if value is not None:
        return value
    found = {_amount(m["a"] or m["b"] or m["c"] or m["d"]) for m in _MARKED.finditer(rest)}
    if len(found) != 1 or len(re.findall(r"\d[\d,.]*", rest)) > 1:
        return None
    return found.pop()


def find_yen(text: str) -> list[int]:
    """Every amount of `text` that is marked as one (¥ in front, 円 behind, 金…也), in order."""
    amounts = (_amount(m["a"] or m["b"] or m["c"] or m["d"]) for m in _MARKED.finditer(nfkc(text)))
    return [a for a in amounts if a is not None]


def _amount(text: str) -> int | None:
    """`text` as an amount when nothing else stands there; notes are gone already."""
    rest = _WORDS.sub("", text).strip(" :：.,、。")
    negative = False
    while rest and (rest[0] in _YEN_MARKS or rest[0] in _NEGATIVE or rest[0] in "金全余-−ー–—― "):
        if rest[0] in _NEGATIVE or rest[0] in "-−":
            if negative:
                return None
            negative = True
        rest = rest[1:]
    if negative and not rest:
        return None
    rest = rest.strip()
    value = _tailed(rest)
    if value is None:
        return None
    return -value if negative else value


def _tailed(rest: str) -> int | None:
    """The magnitude of `rest`, with 円 也 － and the like behind it."""
    m = _TAIL.search(rest)
    body = rest[: m.start()].rstrip() if m else rest
    if not body:
        # 一 alone is a dash read from an empty box, not one yen
        return None
    value = _arabic(body)
    if value is not None:
        return value
    # The tail may have eaten a final 一 that belongs to a kanji numeral.
    plain = re.sub(r"(?:円|圓|也|整|-|ー|―|\s)+$", "", rest)
    plain = without_spaces(plain)
    thousands = _THOUSANDS.match(plain)
    if thousands is not None and not _even(thousands["n"]):
        return None
    if any(c in KANJI_NUMERAL_CHARS for c in plain):
        value = parse_kanji_number(plain)
        return value if value is not None and value >= 0 else None
    return None


def _arabic(body: str) -> int | None:
    """Arabic digits, grouped evenly or not at all; letters for digits only among at least as many real digits."""
    if not _DIGITS.match(body):
        return None
    real = sum(c.isdigit() for c in body)
    letters = sum(c in _LETTERS for c in body)
    if real == 0 or letters > real:
        return None
    digits = body.translate(CONFUSABLE_DIGITS)
    if re.search(r"[,.、，・'’`;:]", digits):
        digits = re.sub(r"\s", "", digits)
        return int(re.sub(r"\D", "", digits)) if _GROUPED.match(digits) else None
    if " " in digits and not (_SPACED_GROUPS.match(digits) or _SPACED_DIGITS.match(digits)):
        return None
    digits = re.sub(r"\s", "", digits)
    return int(digits) if digits.isdigit() else None


def _even(number: str) -> bool:
    return "," not in number or re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", number) is not None


def format_yen(amount: int) -> str:
    """``1,234,567円``; a negative amount as ``▲3,000円``."""
    return f"{'▲' if amount < 0 else ''}{abs(amount):,}円"


def format_daiji(amount: int) -> str:
    """``金壱百弐拾参万円也``, as amounts are written that nobody shall alter. See :func:`to_daiji`."""
    return f"金{to_daiji(amount)}円也"
