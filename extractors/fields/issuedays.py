"""The day of issue of a receipt, invoice or estimate, among the other days that such papers print."""

from __future__ import annotations

import re
from typing import NamedTuple

from extractors.fields.amounts import NARROW
from extractors.fields.layout import Layout, Region, Text
from models.documents import Corroboration, Field, Value
from models.geometry import Box
from models.values.dates import find_dates
from models.values.fields import parse_field

OTHER_DAYS = re.compile(
    r"有効|期限|期日|納期|予定|支払|入金|納品|引渡|工期|契約日|設置|工事|保証|期間|振込|撮影|締切|〆|から|[～〜]"
)
"""Words beside days that are not the day of issue."""

DATE_LABELS = ("領収日", "発行日", "請求日", "見積日", "発行年月日", "日付", "作成日")

_SHORT_DAY = re.compile(
    r"(?<![\d/.\-])['’]?(?P<day>[12]\d(?P<sep>[/.\-])(?:0?[1-9]|1[0-2])(?P=sep)(?:0?[1-9]|[12]\d|3[01]))(?![\d/.\-])"
)
_DAYLIKE = re.compile(r"\d\D{0,2}年.{0,4}月|\d\D{0,2}月.{0,4}日|年.{0,4}\d.{0,2}月.{0,4}日|(?<!\d)20\d\d[年/.]\s?\d")
"""What is left of a day that was misread."""
DAY_WITHOUT_ERA = re.compile(r"(?<![\d年和成])['’‘`]?(\d{1,2})\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日")
_WESTERN_FROM = 19
"""A year of two digits from this on is one of the western calendar: 令和 began in 2019, and no bill is from 令和19年."""
_CLOCK_BEHIND = re.compile(r"(?<=\d[/.\-]\d\d[/.\-]\d\d)(?=\d{1,2}:\d\d)")
"""Where the hour begins that was read with the day: 2025/05/2410:12."""
_CLOCK = re.compile(r"\d{1,2}:\d\d")
_TORN = re.compile(r"\s*和\s?\d{1,2}\s?年")
_OTHER_DAY = Corroboration(
    kind="other_day", supports=False, reason_ja="発行日が一つに定まらないため、用紙の日付を確かめてください"
)


class IssueDay(NamedTuple):
    """Where the day of issue stands, and whether it must be doubted: another text may be it, or it is torn."""

    region: Region
    doubted: bool


def issue_day(layout: Layout) -> IssueDay | None:
    """The day of issue: labelled, else the highest date that is not somebody's deadline, else one a till printed short."""
    if (labelled := _labelled(layout)) is not None:
        return IssueDay(labelled, doubted=False)
    if (region := _highest(layout) or _in_gaps(layout) or _short_day(layout)) is not None:
        return IssueDay(region, _doubted(layout, region))
    if (paid := _paid(layout) or _closing(layout)) is not None:
        return IssueDay(paid, doubted=True)
    if (bare := _without_era(layout)) is not None:
        return IssueDay(bare, doubted=True)
    return IssueDay(torn, doubted=True) if (torn := _torn(layout)) is not None else None


def day_in(raw: str) -> Value:
    """The day in `raw`; a year of two digits is one of this century, and a bill of the era …和 one of 令和."""
    if _TORN.match(raw.translate(NARROW)):
        return parse_field("issue_date", f"令{raw.strip()}")
    short = re.fullmatch(r"[\s'’]*([12]\d[/.\-]\d{1,2}[/.\-]\d{1,2})\s*", raw.translate(NARROW))
    return present_day("issue_date", f"20{short[1]}" if short else raw)


def present_day(key: str, raw: str) -> Value:
    """The day in `raw`; where it has neither era nor century, of the present ones: 5年 is 令和5年, 23年 is 2023年."""
    whole = parse_field(key, raw)
    match = DAY_WITHOUT_ERA.search(raw)
    if whole is not None or match is None:
        return whole
    plain = raw[match.start(1) : match.end()]
    return parse_field(key, f"20{plain}" if int(match[1]) >= _WESTERN_FROM else f"令和{plain}")


def doubt_day(field: Field) -> None:
    """Write down that it is not settled which day of the paper is the day of issue."""
    field.corroborations = [*field.corroborations, _OTHER_DAY]


def _labelled(layout: Layout) -> Region | None:
    for label in DATE_LABELS:
        for hit in layout.find(label):
            region = layout.beside(hit)
            if region is not None and parse_field("issue_date", region.raw):
                return region
    return None


def _highest(layout: Layout) -> Region | None:
    for text in layout.texts:
        if (days := find_dates(_CLOCK_BEHIND.sub(" ", text.raw))) and not _is_another(layout, text):
            return Region((text.part(days[0].start, days[0].end),), text.box, None)
    return None


def _in_gaps(layout: Layout) -> Region | None:
    """The year, month and day of a receipt book are written into printed gaps and may be found apart."""
    for text in layout.texts:
        if re.search(r"令和|平成", text.raw):
            row = [
                t
                for t in layout.texts
                if abs(t.box.cy - text.box.cy) < 0.6 * text.box.height and t.box.x0 >= text.box.x0
            ]
            row.sort(key=lambda t: t.box.x0)
            if find_dates("".join(t.raw for t in row)):
                return Region(tuple(row), Box.around(t.box for t in row), None)
    return None


_DAY_PAID = re.compile(r"[ごお]?(?:入金|支払い?|領収|受領)(?:年月)?日\s*[:：]?")
_TITLE = re.compile(r"(?:書|票|領収証)$")
_PAID = re.compile(r"日に?(?:お?支払い?(?:済|完了|いた|頂)|入金|領収|受領)")


def _paid(layout: Layout) -> Region | None:
    """The day on which a receipt says it was paid: 2025年8月5日に支払い済み, 入金日 2025年10月9日."""
    for text in layout.texts:
        front = layout.in_front_of(text)
        said = front is not None and _DAY_PAID.fullmatch(front.raw.strip())
        if (said or _PAID.search(text.raw) or _DAY_PAID.match(text.raw.strip())) and (days := find_dates(text.raw)):
            return Region((text.part(days[0].start, days[0].end),), text.box, None)
    return None


def _closing(layout: Layout) -> Region | None:
    """The day up to which a bill counts, on bills that print no other: 2024年10月31日締切分."""
    for text in layout.texts:
        if not re.search(r"日\s*締", text.raw):
            continue
        if days := find_dates(text.raw):
            return Region((text.part(days[0].start, days[0].end),), text.box, None)
        if (bare := DAY_WITHOUT_ERA.search(text.raw)) is not None:
            return Region((text.part(bare.start(1), bare.end()),), text.box, None)
    return None


def _without_era(layout: Layout) -> Region | None:
    """A day of which neither era nor century is printed: 25年10月18日."""
    for text in layout.texts:
        if (match := DAY_WITHOUT_ERA.search(text.raw)) is not None and not _is_another(layout, text):
            part = text.part(match.start(1), match.end())
            return Region((part,), part.box, None)
    return None


def _torn(layout: Layout) -> Region | None:
    """A day whose era lost its first character: 和 6 年 12 月 20 日."""
    for text in layout.texts:
        if _TORN.match(text.raw.translate(NARROW)) and day_in(text.raw):
            return Region((text,), text.box, None)
    return None


def _short_day(layout: Layout) -> Region | None:
    """A day whose year tills print with two digits: 25/05/09."""
    for text in layout.texts:
        match = _SHORT_DAY.search(text.raw.translate(NARROW))
        if match:
            part = text.part(match.start("day"), match.end("day"))
            return Region((part,), part.box, None)
    return None


def _doubted(layout: Layout, chosen: Region) -> bool:
    """Whether another day, or what is left of one, stands on the paper and nothing says that it is no day of issue."""
    day = day_in("".join(t.raw for t in chosen.texts))
    own = [t.line for t in chosen.texts]
    printed = any(_CLOCK.search(t.raw) for t in layout.texts if t.box.intersection(chosen.box) > 0.3 * chosen.box.area)
    for text in layout.texts:
        if text.line in own or text.box.intersection(chosen.box) > 0.3 * text.box.area:
            continue
        if _is_another(layout, text) and not (printed and _is_of_payment(layout, text)):
            continue
        days = [found.day.isoformat() for found in find_dates(text.raw)]
        if any(other != day for other in days) or (not days and _DAYLIKE.search(text.raw.translate(NARROW))):
            return True
    return False


def _is_of_payment(layout: Layout, text: Text) -> bool:
    """Whether a date is the day on which money came in: a receipt that was printed later is of that day."""
    front = layout.in_front_of(text)
    return any("入金日" in t.raw for t in (text, front) if t is not None)


def _is_another(layout: Layout, text: Text) -> bool:
    """Whether words on it, or next left of it, make a date another day than that of issue."""
    front = layout.in_front_of(text)
    if front is not None and _TITLE.search(front.raw.strip()):
        front = None  # 工事見積書 in front of the day says nothing of it
    return any(OTHER_DAYS.search(t.raw) for t in (text, front) if t is not None)
