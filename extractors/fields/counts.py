"""Counts, sizes and names with what is printed around them: 1 件, (　5窓　), （法人の名称： …）."""

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
