"""Dates as Japanese papers write them: 和暦 and 西暦, with 元年, in kanji, abbreviated, and as engines misread them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from models.values.numbers import CONFUSABLE_DIGITS, parse_kanji_number
from models.values.text import nfkc


class Era(NamedTuple):
    """A Japanese era 元号: year 1 is ``offset + 1``; `first` is its first day; `last_year` the last year ever written."""

    name: str
    letter: str
    offset: int
    first: date
    last_year: int


#: 平成 is written beyond its end (平成33年) on papers printed before it; the older eras are not.
ERAS: tuple[Era, ...] = (
    Era("令和", "R", 2018, date(2019, 5, 1), 60),
    Era("平成", "H", 1988, date(1989, 1, 8), 45),
    Era("昭和", "S", 1925, date(1926, 12, 25), 64),
    Era("大正", "T", 1911, date(1912, 7, 30), 15),
    Era("明治", "M", 1867, date(1868, 1, 25), 45),
)
_BY_MARK = {mark: era for era in ERAS for mark in (era.name, era.letter, era.letter.lower(), era.name[0])}
#: The western calendar as an `era` hint: two-digit years are years of this century.
WESTERN = "西暦"


class FoundDate(NamedTuple):
    """A date in a text: ``text[start:end]`` is how it is written there."""

    day: date
    start: int
    end: int


class Flaw(StrEnum):
    """What is wrong with a date as it is written."""

    ERA_OVER = "era_over"
    """The era had ended before that day: 昭和65年, 平成32年, 昭和64年1月8日. Everybody knows which day is meant."""
    BEFORE_ERA = "before_era"
    """The era had not begun: 令和元年4月30日."""
    NO_SUCH_DAY = "no_such_day"
    """The calendar has no such day: 2月30日, 13月."""


class WrittenDate(NamedTuple):
    """A date as it is written at ``text[start:end]``, possible or not.

    `day` is what :func:`parse_date` gives: 平成32年 is accepted, because papers printed before 2019 carry it; 昭和65年 is
    not. `intended` is the day of the western calendar that the numbers give, also where the era had no such day: for a
    person to see, never to be taken silently. None where no calendar has it.
    """

    day: date | None
    intended: date | None
    flaw: Flaw | None
    start: int
    end: int


_MISREAD_ERAS = (
    (re.compile(r"[令今合今會冷会][和利秋租知]"), "令和"),
    (re.compile(r"[分介]和(?=\s?\d{1,2}\s?年)"), "令和"),
    (re.compile(r"[平乎][成戌戊戍咸威式]"), "平成"),
    (re.compile(r"[昭照沼略][和利秋租]"), "昭和"),
    (re.compile(r"大[正止]"), "大正"),
)
_KANJI = "〇零一二三四五六七八九十廿卅壱弐参拾"
_DIGIT = rf"0-9OoQDIil|!ZSBGbqg○◯元{_KANJI}"
_D = f"[{_DIGIT}]"
_ARABIC = r"[0-9OoIl|]"
_ERA = r"(?P<era>令和|平成|昭和|大正|明治|(?<![A-Za-z0-9])[RHSTMrhst][.,・]?|(?<![\u3400-\u9fff])[令平昭大明][.,・]?)"
_FRAMED = re.compile(
    rf"(?:{_ERA}\s?|西暦\s?)?(?<![{_DIGIT}.\-])(?P<y>{_D}(?:\s?{_D}){{0,3}})\s?[年牛午]\s?[/.]?\s?"
    rf"(?P<m>{_D}(?:\s?{_D}){{0,2}})\s?[月円用][/.]?\s?(?P<d>{_D}(?:\s?{_D}){{0,3}}?)(?:\s?[日目曰白]|(?=\s?$)|(?=\s?[^\sA-Za-z{_DIGIT}]))"
)
_SEPARATED = re.compile(
    rf"(?:{_ERA}\s?(?P<ey>元|{_ARABIC}{{1,2}}|[{_KANJI}]{{1,3}})|西暦\s?(?P<wy>\d{{4}})|(?<![\d.,])(?P<y>[12]{_ARABIC}{{3}}))"
    rf"\s?(?P<s>[年/.,・\-])\s?(?P<m>{_ARABIC}{{1,2}})\s?[月/.,・\-]\s?(?P<d>{_ARABIC}{{1,2}})(?:\s?日)?(?![\d{_ARABIC[1:-1]}])"
)
_SPACED = re.compile(rf"{_ERA}\s?(?P<y>\d{{1,2}}|元)\s(?P<m>\d{{1,2}})\s(?P<d>\d{{1,2}})(?!\d|\s\d)")
_COMPACT = re.compile(
    r"(?<![0-9A-Za-z])(?:(?P<w>(?:19|20)\d{6})|(?P<e>[RHSTM]|令和|平成|昭和|大正)\s?(?P<r>\d{6}))(?!\d)"
)
_BARE = re.compile(
    rf"^[\s(\[]?(?P<y>元|{_ARABIC}{{1,2}})\s?[年/.,・\-]\s?(?P<m>{_ARABIC}{{1,2}})\s?[月/.,・\-]\s?(?P<d>{_ARABIC}{{1,2}})\s?日?[\s)\]]?$"
)
_BARE_SIX = re.compile(r"^(\d{2})(\d{2})(\d{2})$")
_CHOICE = re.compile(r"(?:令和?|平成?|昭和?|大正?|明治?|[RHSTM]|西暦)\s?[・/,、.|]?\s?$")


def parse_date(text: str, *, era: str | None = None) -> date | None:
    """The one date that `text` states; None where it states none, several, or an impossible one.

    `era` (``令和`` … or ``西暦``) says how to take a year without an era (``8年2月12日``, ``08-04-26``, ``080212``):
    forms print the era apart, or tick it. Without it such dates are ambiguous and None. Where the form prints several
    eras to choose from (``昭和・平成・令和 8年…``) only the hint decides.
    """
    days = {found.day for found in find_dates(text, era=era)}
    if not days and era is not None:
        return _bare(nfkc(text).strip(), era)
    return days.pop() if len(days) == 1 else None


def find_dates(text: str, *, era: str | None = None) -> list[FoundDate]:
    """Every date in `text`, in order, none overlapping. See :func:`parse_date`; only full dates count."""
    return [FoundDate(w.day, w.start, w.end) for w in written_dates(text, era=era) if w.day is not None]


def written_dates(text: str, *, era: str | None = None) -> list[WrittenDate]:
    """Every date in `text`, in order, the impossible ones with what is wrong with them; unclear ones are left out.

    >>> [(w.flaw.value, w.intended.isoformat()) for w in written_dates("昭和65年4月1日")]
    [('era_over', '1990-04-01')]
    """
    canon, origin = _canon(text)
    found: list[WrittenDate] = []
    taken: list[tuple[int, int]] = []
    for start, end, judged in _candidates(canon, era):
        if any(start < b and a < end for a, b in taken):
            continue
        taken.append((start, end))
        if judged is not None:
            found.append(WrittenDate(*judged, origin[start], origin[end - 1] + 1))
    return sorted(found, key=lambda f: f.start)


def from_parts(era: str, year: str, month: str, day: str) -> date | None:
    """The date whose era letter, year, month and day have a cell each; None where they make none.

    >>> from_parts("S", "45", "01", "02")
    datetime.date(1970, 1, 2)
    """
    letter = re.sub(r"[^A-Z]", "", nfkc(era).upper().replace("$", "S").replace("5", "S"))[:1]
    name = next((e.name for e in ERAS if e.letter == letter or nfkc(era).strip() == e.name), None)
    numbers = [re.sub(r"\D", "", nfkc(part).translate(_ROUND_OR_STRAIGHT)) for part in (year, month, day)]
    if name is None or not all(numbers):
        return None
    return parse_date(f"{name}{int(numbers[0])}年{int(numbers[1])}月{int(numbers[2])}日")


_ROUND_OR_STRAIGHT = str.maketrans("OoIl|", "00111")


def format_era(day: date, *, short: bool = False) -> str:
    """`day` in 和暦: ``令和8年2月12日`` (``令和元年…``), short ``R8.2.12``.

    Raises:
        ValueError: `day` lies before 明治.
    """
    for era in ERAS:
        if day >= era.first:
            year = day.year - era.offset
            if short:
                return f"{era.letter}{year}.{day.month}.{day.day}"
            return f"{era.name}{'元' if year == 1 else year}年{day.month}月{day.day}日"
    raise ValueError("before the first era")


def _candidates(canon: str, hint: str | None) -> Iterator[tuple[int, int, _Judged | None]]:
    """Spans that are written as dates, the surest pattern first; None where it is unclear which day is meant.

    Impossible dates keep their span, so that no shorter pattern reads another date out of their middle.
    """
    for m in _FRAMED.finditer(canon):
        genuine = sum(c.isdigit() or c in _KANJI or c == "元" for c in m["y"] + m["m"] + m["d"])
        length = len((m["y"] + m["m"] + m["d"]).replace(" ", ""))
        sure = 2 * genuine >= length
        yield *m.span(), _resolve(canon, m.start(), m["era"], m["y"], m["m"], m["d"], hint) if sure else None
    for m in _SEPARATED.finditer(canon):
        year = m["ey"] or m["wy"] or m["y"]
        yield *m.span(), _resolve(canon, m.start(), m["era"], year, m["m"], m["d"], hint)
    for m in _SPACED.finditer(canon):
        yield *m.span(), _resolve(canon, m.start(), m["era"], m["y"], m["m"], m["d"], hint)
    for m in _COMPACT.finditer(canon):
        digits = m["w"] or m["r"]
        yield *m.span(), _resolve(canon, m.start(), m["e"], digits[:-4], digits[-4:-2], digits[-2:], hint)


def _resolve(canon: str, start: int, mark: str | None, y: str, m: str, d: str, hint: str | None) -> _Judged | None:
    if mark is not None and _CHOICE.search(canon[max(0, start - 4) : start]):
        mark = None  # one of several printed eras: which one was meant, the hint must say
        if hint is None:
            return None
    year, month, day = _number(y), _number(m), _number(d)
    if year is None or month is None or day is None or "元" in m + d:
        return None
    return _build(mark.rstrip(".,・") if mark else None, year, month, day, hint)


class _Judged(NamedTuple):
    day: date | None
    intended: date | None
    flaw: Flaw | None


def _build(mark: str | None, year: int, month: int, day: int, hint: str | None) -> _Judged | None:
    if mark is None and year < 1000:
        if hint == WESTERN and year < 100:
            year += 2000
        elif hint in _BY_MARK:
            mark = hint
        else:
            return None
    era = _BY_MARK[mark] if mark is not None else None
    if (era is None and not 1868 <= year <= 2100) or (era is not None and not 1 <= year <= 150):
        return None
    try:
        built = date(year + (era.offset if era else 0), month, day)
    except ValueError:
        return _Judged(None, None, Flaw.NO_SUCH_DAY)
    if era is None:
        return _Judged(built, built, None)
    if built < era.first:
        return _Judged(None, built, Flaw.BEFORE_ERA)
    flaw = Flaw.ERA_OVER if built >= _next_era(era) else None
    return _Judged(built if year <= era.last_year else None, built, flaw)


def _next_era(era: Era) -> date:
    """The first day on which `era` was over."""
    return ERAS[ERAS.index(era) - 1].first if era is not ERAS[0] else date.max


def _number(text: str) -> int | None:
    text = text.replace(" ", "")
    if text == "元":
        return 1
    if "元" in text:
        return None
    if any(c in _KANJI for c in text):
        return parse_kanji_number(text)
    digits = text.translate(CONFUSABLE_DIGITS)
    return int(digits) if digits.isdigit() else None


def _bare(text: str, hint: str) -> date | None:
    m = _BARE.match(_canon(text)[0])
    if m:
        parts = [_number(m[k]) for k in "ymd"]
    else:
        six = _BARE_SIX.match(text)
        if six is None:
            return None
        parts = [int(g) for g in six.groups()]
    year, month, day = parts
    if year is None or month is None or day is None:
        return None
    judged = _build(None, year, month, day, hint)
    return judged.day if judged else None


def _canon(text: str) -> tuple[str, list[int]]:
    """`text` in NFKC with one space for each run of white space, dashes folded and misread era names put right.

    Also gives, for every character, the place in `text` it comes from.
    """
    chars: list[str] = []
    origin: list[int] = []
    for i, original in enumerate(text):
        for c in nfkc(original):
            if c.isspace():
                if chars and chars[-1] == " ":
                    continue
                c = " "
            elif c in "‐‑‒–—―−﹣－":
                c = "-"
            chars.append(c)
            origin.append(i)
    canon = "".join(chars)
    # 令 和, 令和 8: engines and forms with boxes put spaces inside the era's name
    for name in ("令和", "平成", "昭和", "大正", "明治"):
        spaced = f"{name[0]} {name[1]}"
        at = canon.find(spaced)
        while at >= 0:
            canon = canon[: at + 1] + canon[at + 2 :]
            del origin[at + 1]
            at = canon.find(spaced)
    for pattern, name in _MISREAD_ERAS:
        canon = pattern.sub(name, canon)
    return canon, origin
