"""Pages that number themselves: ``1/2``, ``2ページ中1ページ``, ``(1 / 3)`` alone on a line in the margin.

A fraction in the body of a form is a rate (補助率 1/2), never a page: only the top and bottom margins count, only a line
that holds nothing else, and only where the numbers can be a page's.
"""

from __future__ import annotations

import re

from models.pages import PageReading
from models.values.text import squeeze

#: Share of the page's height that is margin, above and below.
MARGIN = 0.08
#: No set of ours has more pages; more is a date, a ratio or a drawing's number.
MOST = 40

_MARKS = tuple(
    re.compile(pattern)
    for pattern in (
        r"[(\-‐—－]?(?:[PpＰ]\.?|ページ)?(?P<number>\d{1,2})/(?P<total>\d{1,2})(?:頁|ページ|page)?[)\-‐—－]?",
        r"(?P<total>\d{1,2})(?:頁|ページ|枚)(?:中|の内|のうち)(?:の)?(?P<number>\d{1,2})(?:頁|ページ|枚)目?",
        r"(?:全)(?P<total>\d{1,2})(?:頁|ページ)(?:中)?(?:第)?(?P<number>\d{1,2})(?:頁|ページ)目?",
        r"[Pp]age(?P<number>\d{1,2})of(?P<total>\d{1,2})",
    )
)


def mark_of(page: PageReading) -> tuple[int, int] | None:
    """(number, total) that a page says of itself; None where it says nothing, or two different things."""
    height = page.geometry.height
    edge = [x for x in page.lines if x.box.y1 <= MARGIN * height or x.box.y0 >= (1 - MARGIN) * height]
    marks = {mark for line in edge if (mark := read_mark(line.text)) is not None}
    return marks.pop() if len(marks) == 1 else None


def read_mark(text: str) -> tuple[int, int] | None:
    """(number, total) of a line that is a page mark and nothing else; a single page (1/1) needs no other."""
    line = squeeze(text)
    for pattern in _MARKS:
        m = pattern.fullmatch(line)
        if m is not None:
            number, total = int(m["number"]), int(m["total"])
            return (number, total) if 1 <= number <= total and 2 <= total <= MOST else None
    return None
