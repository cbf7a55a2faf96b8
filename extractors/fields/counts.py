"""Counts, sizes, numbers and names with what stands around them: 1 件, (　5窓　), （法人の名称： …）, a day."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.fields.texts import Region, Text

_UNIT = re.compile(r"[(（]?(?:件|口|台|枚|基|世帯|[人名戸])[)）]?")


def in_front_of_unit(region: Region, texts: Sequence[Text]) -> Region | None:
    """The part of a count's cell in front of its printed unit, where nothing else was found: a single stroke, 1, is too
    little for the line finder."""
    cell = region.cell
    if cell is None or len(texts) != 1 or not _UNIT.fullmatch(texts[0].raw.strip()):
        return None
    end = texts[0].box.x0 - 0.2 * texts[0].box.height
    left = cell.model_copy(update={"x1": max(cell.x0 + 1, end)})
    return Region((), left, left)


def between_brackets(texts: Sequence[Text]) -> list[Text]:
    """What stands between brackets that open the first text and close a room, the closing one perhaps a text of its own."""
    kept = list(texts)
    if not kept or kept[0].raw.lstrip()[:1] not in ("(", "（"):
        return kept
    opened = re.match(r"\s*[(（]\s*(?=[^()（）\s])", kept[0].raw)
    closed = re.search(r"\s*[)）]\s*$", kept[-1].raw)
    if opened is None or closed is None:
        return kept
    if len(kept) == 1:
        return [kept[0].part(opened.end(), closed.start())] if closed.start() > opened.end() else kept
    ends = [kept[-1].part(0, closed.start())] if closed.start() > 0 else []
    return [kept[0].part(opened.end()), *kept[1:-1], *ends]


_MODEL = re.compile(r"[A-Za-z][A-Za-z\-]*\d")
_HOW_MANY = re.compile(
    r"(?:^|(?<=\S))\s*[(（]\s*(?P<count>\d{1,4}\s*(?:台|基|組|枚|式|セット|個|窓|[箇ヶカか]所))\s*[)）]?\s*$"
)
_BRACKET_ALONE = re.compile(r"\s*[)）]\s*")


def model_or_count(texts: Sequence[Text], *, count: bool) -> list[Text]:
    """Of a model's number and how many of it there are, in brackets behind it in one room (SZRC160BY (3台)), the one that is
    asked for; all texts where the room has but one of the two."""
    found = [(t, m) for t in texts if (m := _HOW_MANY.search(t.raw)) is not None]
    models = [t.part(0, m.start()) if (m := _HOW_MANY.search(t.raw)) is not None else t for t in texts]
    models = [t for t in models if t.raw.strip() and not _BRACKET_ALONE.fullmatch(t.raw)]
    if len(found) != 1 or not any(_MODEL.search(t.raw) for t in models):
        return list(texts)
    text, match = found[0]
    return [text.part(*match.span("count"))] if count else models


_CLOSED = re.compile(r"(?<=[^\s株有同資名])\s*[)）]\s*$")
"""A bracket at the end that closes more than a corporate form, 日新電設(株), whose own first half may be misread."""


def without_unopened(texts: Sequence[Text]) -> list[Text]:
    """The texts without a last bracket that was opened in front of their label: （法人の名称： 社会福祉法人あずさ会）."""
    kept = list(texts)
    if not kept or re.search("[(（]", "".join(t.raw for t in kept)) or not (end := _CLOSED.search(kept[-1].raw)):
        return kept
    return [*kept[:-1], kept[-1].part(0, end.start())]


def up_to(texts: Sequence[Text], end: str) -> list[Text]:
    """The texts up to the printed word `end`, 円."""
    kept: list[Text] = []
    one_row = all(abs(t.box.cy - texts[0].box.cy) < 0.8 * max(t.box.height, texts[0].box.height) for t in texts)
    for text in sorted(texts, key=lambda t: t.box.x0) if one_row else texts:
        at = text.raw.find(end)
        if at < 0:
            kept.append(text)
            continue
        if at > 0:
            kept.append(text.part(0, at + len(end)))
        break
    return kept


_DAY = re.compile(r"\s*(?:(?:令和|平成)\s*\S{1,2}|\d{4})\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*")
"""A day by itself: no part of the number over it."""
_GIVEN_ON = re.compile(r"\s*付け?(?:の|で)?\s*")
"""Printed behind a day: 令和 6 年 8 月 30 日 付け."""


def without_days(texts: Sequence[Text]) -> list[Text]:
    """What is left of a room where a day stands with a number, 年月日・番号; empty where no day is one of `texts`."""
    days = [t for t in texts if _DAY.fullmatch(t.raw)]
    return [t for t in texts if t not in days and not _GIVEN_ON.fullmatch(t.raw)] if days else []
