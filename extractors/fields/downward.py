"""Receipts written down the page in columns, the first at the right: 領収証 | 山田太郎 殿 | 一金 拾万円也 | 但し ….

Brushes and old receipt books write so. What stands where, is known by its words alone: the name in front of 殿, the sum
in front of 円, the day with its 年, what was paid for behind 但.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.fields.amounts import yen_of
from extractors.fields.descriptions import paid_for
from extractors.fields.entries import Sheet, field_from
from extractors.fields.layout import Layout, Region, Text
from extractors.fields.texts import overlap_x
from models.documents import Field
from models.geometry import Box
from models.values.company import is_company

_TITLE = re.compile(r"[御仮]?領\s*収\s*[書証]")
_PATTERNS = {
    "payer_name": re.compile(r"(?P<value>\S.*?)\s*(?:殿|様|樣|御中)"),
    "total_amount": re.compile(r"(?:一?\s*金\s*)?(?P<value>.*[\d一二三四五六七八九十百千万壱弐参拾萬阡仟].*円.*)"),
    "issue_date": re.compile(r"(?P<value>.*\S\s*年.*\S\s*月.*)"),
    "description": re.compile(r"但し?\s*(?P<value>\S.*?)\s*(?:として)?"),
}
"""The columns of a receipt by their words, the part that is the entry named `value`."""
_PARSERS = {"total_amount": yen_of, "description": paid_for}
_STAMP = re.compile("印紙|正に|領収")
_FEWEST = 4
"""Columns that such a receipt has at least."""


def down_the_page(layout: Layout) -> bool:
    """Whether a receipt is written in columns: its title, and most of its texts."""
    columns = [t for t in layout.texts if t.line.vertical]
    titled = any(_TITLE.fullmatch(t.raw.strip()) for t in columns)
    return titled and len(columns) >= _FEWEST and 2 * len(columns) >= len(layout.texts)


def columns_entries(sheet: Sheet) -> dict[str, Field]:
    """The entries that the columns of a receipt written down the page show, by key."""
    fields: dict[str, Field] = {}
    for column in _columns(sheet.layout):
        words = "".join(t.raw for t in column)
        for key, pattern in _PATTERNS.items():
            match = None if key in fields or _STAMP.search(words) else pattern.fullmatch(words)
            if match is not None:
                region = _part(column, *match.span("value"))
                fields[key] = field_from(sheet, key, region, parse=_PARSERS.get(key))
                break
        else:
            if is_company(words) and "issuer_name" not in fields:
                fields["issuer_name"] = field_from(sheet, "issuer_name", _part(column, 0, len(words)))
    return fields


def _columns(layout: Layout) -> Iterator[list[Text]]:
    """The texts of each column, top to bottom; columns from right to left."""
    left = sorted((t for t in layout.texts if t.line.vertical), key=lambda t: -t.box.cx)
    while left:
        column = [t for t in left if overlap_x(left[0].box, t.box) > 0.6]
        left = [t for t in left if t not in column]
        yield sorted(column, key=lambda t: t.box.y0)


def _part(column: list[Text], start: int, end: int) -> Region:
    """The characters ``start:end`` of a column as a region."""
    texts, at = [], 0
    for text in column:
        first, last = max(0, start - at), min(len(text.raw), end - at)
        if first < last:
            texts.append(_cut(text, first, last))
        at += len(text.raw)
    return Region(tuple(texts), Box.around(t.box for t in texts))


def _cut(text: Text, start: int, end: int) -> Text:
    """The characters ``start:end`` of one vertical text."""
    if (start, end) == (0, len(text.raw)):
        return text
    box, pitch = text.box, text.box.height / len(text.raw)
    place = Box(x0=box.x0, y0=box.y0 + start * pitch, x1=box.x1, y1=box.y0 + end * pitch)
    return Text(text.line.model_copy(update={"text": text.raw[start:end], "box": place}), text.cell)
