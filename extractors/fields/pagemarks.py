"""What pages say of themselves in their margins: which of how many they are; the line that a fax prints over them says
what is the machine's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors.fields.certainty import doubt_place
from extractors.reading import ReadPage
from extractors.sorting import marks
from extractors.sorting.marks import mark_of, printed_by_browser
from models.documents import Field, PageMark


def page_marks(pages: Sequence[ReadPage]) -> list[PageMark]:
    """The marks of a document's pages. A page with two different ones has none that can be trusted."""
    found = [(page.reading, mark_of(page.reading)) for page in pages]
    return [
        PageMark(page_index=read.page_index, number=mark[0], total=mark[1], browser=printed_by_browser(read))
        for read, mark in found
        if mark is not None
    ]


_MARK_BEHIND = re.compile(r"(?P<number>.*\d{5})\s*\d[/／]\d{1,2}|.*\d[/／]\d{1,2}")


def doubt_marked(fields: Mapping[str, Field]) -> None:
    """Doubt a paper's number that ends as a page's mark does, R06-0218471/1: the mark may have been read onto it. It is
    taken off where a whole number stands in front of it."""
    number = fields.get("document_number")
    marked = _MARK_BEHIND.fullmatch(str(number.value)) if number is not None else None
    if number is None or marked is None:
        return
    number.value = marked["number"] or number.value
    doubt_place(number)


def without_fax_line(page: ReadPage) -> ReadPage:
    """`page` without the line that a fax machine printed over it."""
    reading = marks.without_fax_line(page.reading)
    return page if reading is page.reading else replace(page, reading=reading)
