"""What pages say of themselves in their margins: which of how many they are, and the line that a fax prints over them,
whose day, number and page are the machine's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors.fields.certainty import doubt_place
from extractors.reading import ReadPage
from extractors.sorting.marks import mark_of
from models.documents import Field, PageMark
from models.pages import TextLine
from models.values.text import squeeze


def page_marks(pages: Sequence[ReadPage]) -> list[PageMark]:
    """The marks of a document's pages. A page with two different ones has none that can be trusted."""
    found = [(page.reading.page_index, mark_of(page.reading)) for page in pages]
    return [PageMark(page_index=index, number=mark[0], total=mark[1]) for index, mark in found if mark is not None]


_MARK_BEHIND = re.compile(r"\d/\d{1,2}$")


def doubt_marked(fields: Mapping[str, Field]) -> None:
    """Doubt a paper's number that ends as a page's mark does, 20260825-103371/1: the mark may have been read onto it."""
    number = fields.get("document_number")
    if number is not None and _MARK_BEHIND.search(str(number.value)):
        doubt_place(number)


#: Share of the page's height in which a fax prints its line.
_FAX_LINE = 0.025
_MARGIN_OF_COPY = 0.06
"""Where it stands on a fax that was printed and scanned again."""
_WHOLE_LINE = re.compile(r"(?=.*\d{1,2}:\d{2})(?=.*(?:FR[O0]M|FAX|TO:)).*P\.?\d{1,3}(?:/\d{1,3})?")
_SENT = re.compile(r"(?<!\d)(?:19|20)\d\d[年/.-]|[A-Z]{3}-\d{1,2}-\d{4}|\d{1,2}[:時]\d{2}")
"""A day or an hour."""
_SHEET = re.compile(
    r"(?:(?<![A-Z])P(?:AGE)?\.?|[ペベへヘ][゜°゛]?[-‐ー－]?[ジシ][゛]?)\d{1,3}(?:/\d{1,3})?$|(?<![\d/])\d{1,3}/\d{1,3}$"
)
"""A page of a fax: P. 1, P.001/003, ページ1/1."""


def without_fax_line(page: ReadPage) -> ReadPage:
    """`page` without the line that a fax machine printed over it: 2024年 7月 5日 9時32分 ヨシノ NO.2117 P. 1. Its day is no
    day of issue, its number no paper's, its sender nobody's name."""
    printed = _fax_line(page)
    if not printed:
        return page
    kept = tuple(x for x in page.reading.lines if not any(x is y for y in printed))
    return replace(page, reading=page.reading.model_copy(update={"lines": kept}))


def _fax_line(page: ReadPage) -> list[TextLine]:
    """The lines at the very top that together have a day or an hour and a page; none of a paper's own has both."""
    height = page.image.shape[0]
    top = [x for x in page.reading.lines if x.box.y1 <= _FAX_LINE * height]
    words = squeeze(" ".join(x.text for x in sorted(top, key=lambda x: x.box.x0)))
    alone = [squeeze(x.text) for x in top]
    if _SENT.search(words) and any(_SHEET.search(x) for x in alone):
        return top
    margin = [x for x in page.reading.lines if x.box.y1 <= _MARGIN_OF_COPY * height]
    return [x for x in margin if _WHOLE_LINE.fullmatch(squeeze(x.text))]
