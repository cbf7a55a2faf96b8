"""Whole numbers: digits in any width, letters that OCR takes for digits, kanji numerals and 大字, counts and sizes."""

from __future__ import annotations

import re
from fractions import Fraction

from models.values.text import fold_dashes, nfkc, squeeze, without_spaces

#: What engines read where a digit stands. Used only where a digit must stand.
CONFUSABLE_DIGITS = str.maketrans(
    {
        **dict.fromkeys("OoQDСОо〇○◯", "0"),
        **dict.fromkeys("Il|!ⅠiⅼІ¦｜丨", "1"),
        **dict.fromkeys("Zz", "2"),
        **dict.fromkeys("Ss", "5"),
        **dict.fromkeys("Gb", "6"),
        **dict.fromkeys("B", "8"),
        **dict.fromkeys("gq", "9"),
    }
)

#: Kanji digits, 大字 (daiji) included. Source: 商業登記規則 第48条 and the customary forms of receipts.
KANJI_DIGITS: dict[str, int] = {
    **{c: i for i, c in enumerate("〇一二三四五六七八九")},
    **{c: i for i, c in enumerate("零壱弐参肆伍陸漆捌玖")},
    **dict(zip("壹壼弌貳貮弍參弎泗質柒", (1, 1, 1, 2, 2, 2, 3, 3, 4, 7, 7), strict=True)),
}
_SMALL = {"十": 10, "拾": 10, "百": 100, "陌": 100, "佰": 100, "千": 1000, "阡": 1000, "仟": 1000}
_TWENTIES = {"廿": 20, "卅": 30, "丗": 30}
_LARGE: dict[str, int] = {
    **dict.fromkeys(("万", "萬"), 10**4),
    **{
        unit: 10 ** (8 + 4 * i)
        for i, unit in enumerate(
            (
                "億",
                "兆",
                "京",
                "垓",
                "秭",
                "穣",
                "溝",
                "澗",
                "正",
                "載",
                "極",
                "恒河沙",
                "阿僧祇",
                "那由多",
                "不可思議",
                "無量大数",
            )
        )
    },
    "𥝱": 10**24,
}
_TOKEN = re.compile(
    rf"(?P<number>\d+(?:\.\d+)?)|(?P<digits>[{''.join(KANJI_DIGITS)}]+)|(?P<large>{'|'.join(_LARGE)})"
    rf"|(?P<small>[{''.join(_SMALL)}])|(?P<tens>[{''.join(_TWENTIES)}])"
)
#: Characters that a kanji numeral can be made of (without the units above 億, which forms do not use).
KANJI_NUMERAL_CHARS = "".join(KANJI_DIGITS) + "".join(_SMALL) + "".join(_TWENTIES) + "万萬億兆"


def to_digits(text: str, *, confusable: bool = True) -> str | None:
    """The digits of `text` where nothing but digits, spaces and dashes may stand (codes, numbers in boxes).

    Letters that OCR confuses with digits count as digits only when everything else is a digit, a dash or a space, and
    when at least half of the characters are real digits. None where anything else is left, or no digit at all.
    """
    rest = re.sub(r"[-.,・、_'`´\"/()\[\]]", "", fold_dashes(squeeze(text)))
    if rest.isascii() and rest.isdigit():
        return rest
    if not confusable or not rest:
        return None
    real = sum(c.isdigit() and c.isascii() for c in rest)
    turned = rest.translate(CONFUSABLE_DIGITS)
    if turned.isascii() and turned.isdigit() and 2 * real >= len(rest):
        return turned
    return None


def parse_kanji_number(text: str) -> int | None:
    """The value of a numeral in kanji, 大字 or mixed with Arabic digits (``百二十三万``, ``壱百弐拾参万``, ``3億4千百万6``).

    Decimals are allowed before a unit (``1.5億``); a leading minus negates. None for anything that is no numeral:
    units out of order (``1万10千``), a unit twice, foreign characters, an empty text, a broken number of units.
    """
    rest = without_spaces(nfkc(text)).replace(",", "")
    negative = rest[:1] in {"-", "−", "▲", "△"}
    if negative:
        rest = rest[1:]
    total = _magnitude(rest)
    if total is None or total.denominator != 1:
        return None
    return -int(total) if negative else int(total)


#: No numeral is longer; what is, is garbage (and Python refuses to turn thousands of digits into a number).
_LONGEST_NUMERAL = 300


def _magnitude(text: str) -> Fraction | None:
    """Sum of the groups ``section × large unit``, units strictly falling; None if `text` is no numeral."""
    if not text or len(text) > _LONGEST_NUMERAL:
        return None
    total = section = Fraction(0)
    pending: Fraction | None = None
    last_large, last_small = 10**80, 10**4
    seen = False
    for token in _tokens(text):
        if token is None:
            return None
        kind, value = token
        if kind == "digits":
            if pending is not None or (last_small < 10**4 and value >= last_small):
                return None
            pending, seen = value, True
        elif kind == "tens":
            if pending is not None or last_small <= 10:
                return None
            section, last_small, seen = section + value, 10, True
        elif kind == "small":
            # 12千345 counts by thousands; 1万10千 would overflow its section and is refused.
            times = Fraction(1) if pending is None else pending
            if value >= last_small or (times >= 10 and last_large < 10**80 and times * value >= last_large):
                return None
            section, pending, last_small, seen = section + times * value, None, int(value), True
        else:
            section += pending or 0
            if (
                value >= last_large
                or not seen
                or section == 0
                or (last_large < 10**80 and section * value >= last_large)
            ):
                return None
            total, section, pending = total + section * value, Fraction(0), None
            last_large, last_small, seen = int(value), 10**4, False
    section += pending or 0
    if last_large < 10**80 and section >= last_large:
        return None
    return total + section


def _tokens(text: str) -> list[tuple[str, Fraction] | None]:
    out: list[tuple[str, Fraction] | None] = []
    at = 0
    while at < len(text):
        m = _TOKEN.match(text, at)
        if m is None:
            return [None]
        if m["number"]:
            out.append(("digits", Fraction(m["number"])))
        elif m["digits"]:
            out.append(("digits", Fraction(int("".join(str(KANJI_DIGITS[c]) for c in m["digits"])))))
        elif m["large"]:
            out.append(("large", Fraction(_LARGE[m["large"]])))
        elif m["small"]:
            out.append(("small", Fraction(_SMALL[m["small"]])))
        else:
            out.append(("tens", Fraction(_TWENTIES[m["tens"]])))
        at = m.end()
    return out


def find_kanji_numbers(text: str) -> list[str]:
    """Every numeral in running text that holds a kanji numeral, as written, the longest that is one: ``二千二十億``.

    Kanji that are part of a word are found as well (千 in 千葉): what stands around a numeral tells, not this.
    """
    found: list[str] = []
    at = 0
    while at < len(text):
        run = _NUMERAL_RUN.match(text, at)
        if run is None:
            at += 1
            continue
        end = next((e for e in range(run.end(), at, -1) if _is_numeral(text[at:e])), at)
        if end > at:
            found.append(text[at:end])
        at = max(end, at + 1)
    return found


_NUMERAL_RUN = re.compile(rf"[{KANJI_NUMERAL_CHARS}0-9０-９,，.．]{{1,60}}")


def _is_numeral(text: str) -> bool:
    return any(c in KANJI_NUMERAL_CHARS for c in text) and parse_kanji_number(text) is not None


def to_daiji(number: int) -> str:
    """`number` in 大字, as receipts and contracts write it: ``壱百弐拾参万四千``, 零 for 0.

    Source: 公証人法 第37条, 商業登記規則 第48条 (壱 弐 参 拾; the other digits have no prescribed 大字).

    Raises:
        ValueError: `number` is negative, or 10 to the 16th or more.
    """
    if not 0 <= number < 10**16:
        raise ValueError("no receipt states such an amount")
    if number == 0:
        return "零"
    words = []
    for power, unit in ((12, "兆"), (8, "億"), (4, "万"), (0, "")):
        section = number // 10**power % 10**4
        if section:
            digits = ((1000, "千"), (100, "百"), (10, "拾"), (1, ""))
            words += [_DAIJI[section // n % 10] + name for n, name in digits if section // n % 10]
            words.append(unit)
    return "".join(words)


_DAIJI = "零壱弐参四五六七八九"


def parse_integer(text: str) -> int | None:
    """A whole number in Arabic digits (grouped or not) or in kanji; None where it is anything else."""
    digits = to_digits(text)
    if digits is not None and len(digits) <= _LONGEST_NUMERAL and re.search(r"\d\.\d", nfkc(text)) is None:
        return int(digits)
    return parse_kanji_number(text)


_COUNTERS = (
    "台|式|個|本|枚|箇所|ヶ所|か所|カ所|件|基|組|セット|戸|名|人|棟|窓|面|契約|世帯|回|箱|袋|坪|口|ｾｯﾄ|ヵ所|施設"
)
_COUNT = re.compile(rf"^(?P<n>.+?)(?:(?:{_COUNTERS})(?:[×xX*@].*)?)?$")


def parse_count(text: str) -> int | None:
    """A count with or without its counter word (``3台``, ``１ 契約``, ``一式``); None where no number stands.

    What it is multiplied by may stand behind it: ``2契約×6,000円＝12,000円``.
    """
    m = _COUNT.match(squeeze(text).strip(".,:;"))
    return parse_integer(m["n"]) if m else None


_UNITS = {
    "kwh": "kWh", "kw": "kW", "w": "W", "wh": "Wh", "va": "VA", "kva": "kVA", "mw": "MW", "mwh": "MWh", "kl": "kl",
    "m2": "㎡", "㎡": "㎡", "m": "m", "mm": "mm", "l": "L", "ℓ": "L", "リットル": "L", "馬力": "馬力", "hp": "HP", "t": "t",
}  # fmt: skip
_CAPACITY = re.compile(r"^(?P<n>[0-9OoIl|SBZ][0-9OoIl|SBZ,]*(?:[.．・,][0-9OoIl|SBZ]+)?)(?P<unit>[^\d.,]{0,5}2?)$")


def parse_capacity(text: str) -> str | None:
    """A size as number and unit, ``9.8kWh`` · ``5.22㎡`` · ``86台``; None where there is no number in front of a unit."""
    rest = squeeze(text)
    m = _CAPACITY.match(rest)
    if m is None:
        return None
    number = m["n"].replace("・", ".")
    if re.search(r",\d{3}$", number) is None:
        number = number.replace(",", ".")
    number = number.replace(",", "").translate(CONFUSABLE_DIGITS)
    unit = m["unit"].replace("²", "2")
    unit = _UNITS.get(re.sub("^k[vw]h$", "kwh", unit.lower().replace("㎾", "kw")), unit)
    if not re.fullmatch(r"\d+(?:\.\d+)?", number) or not unit:
        return None
    return number + unit
