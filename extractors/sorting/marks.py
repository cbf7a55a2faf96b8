"""Pages that number themselves: ``1/2``, ``2ページ中1ページ``, ``(1 / 3)``, ``申請書 P.1/2`` alone on a line in the margin.

A fraction in the body of a form is a rate (補助率 1/2), never a page: only the top and bottom margins count, only a line
that holds nothing else, and only where the numbers can be a page's. A fax machine numbers the pages of what it sends,
whatever papers these are: its line over a page is none of the paper's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.pages import PageReading, TextLine
from models.values.text import squeeze

#: Share of the page's height that is margin, above and below.
MARGIN = 0.08
#: No set of ours has more pages; more is a date, a ratio or a drawing's number.
MOST = 40

_MARKS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:[^\W\d]{1,16}[書票])?[(\-‐—－]?(?:[PpＰ]\.?|ページ)?(?P<number>\d{1,2})(?:頁|ページ)?/(?P<total>\d{1,2})(?:頁|ページ|page)?[)\-‐—－]?",
        r"(?P<total>\d{1,2})(?:頁|ページ|枚)(?:中|の内|のうち)(?:の)?(?P<number>\d{1,2})(?:頁|ページ|枚)目?",
        r"(?P<number>\d{1,2})(?:枚|頁|ページ)目[/／](?:全)?(?P<total>\d{1,2})(?:枚|頁|ページ)(?:中)?",
        r"(?:全)(?P<total>\d{1,2})(?:頁|ページ)(?:中)?(?:第)?(?P<number>\d{1,2})(?:頁|ページ)目?",
        r"[Pp]age(?P<number>\d{1,2})of(?P<total>\d{1,2})",
    )
)


def mark_of(page: PageReading) -> tuple[int, int] | None:
    """(number, total) that a page says of itself; None where it says nothing, or two different things."""
    marks = {mark for line in _edge(page) if (mark := read_mark(line.text)) is not None}
    return marks.pop() if len(marks) == 1 else None


def _edge(page: PageReading) -> list[TextLine]:
    height = page.geometry.height
    return [x for x in without_fax_line(page).lines if x.box.y1 <= MARGIN * height or x.box.y0 >= (1 - MARGIN) * height]


def misread_mark(page: PageReading, mark: tuple[int, int]) -> bool:
    """Whether a line in the margin is nothing but the digits of `mark` with a stroke that was read as something else: 2.2
    and 2l2 of 2/2. What page is waited for, the page before it says."""
    waited = re.compile(rf"[(\-]?{mark[0]}[.,・:;lI|!ノ丿1]{mark[1]}[)\-]?")
    return any(waited.fullmatch(squeeze(x.text)) for x in _edge(page))


_PRINTED_ON = re.compile(r"(?:19|20)\d\d[/.-]\d{1,2}[/.-]\d{1,2}")
_SITE = re.compile(r"(?:https?:?/{1,2}|file:/)\S")


def printed_by_browser(page: PageReading) -> bool:
    """Whether a browser printed the page: it writes in the margin where the page came from, https://…, and when it did."""
    edge = [squeeze(x.text) for x in _edge(page)]
    return any(_SITE.match(text) for text in edge) and any(_PRINTED_ON.match(text) for text in edge)


def read_mark(text: str) -> tuple[int, int] | None:
    """(number, total) of a line that is a page mark and nothing else; a single page (1/1) needs no other."""
    line = squeeze(text)
    for pattern in _MARKS:
        m = pattern.fullmatch(line)
        if m is not None:
            number, total = int(m["number"]), int(m["total"])
            return (number, total) if 1 <= number <= total and 2 <= total <= MOST else None
    return None


_FORM = r"\(?(?:別[記紙])?(?:第\d{1,3}号の?\d?様式|様式第?\d{1,3}(?:号(?:の\d{1,2})?)?)"
"""A form's number: 様式第1号, (第6号様式."""
_LAW = r"\)?(?:\(第?\d{1,3}条?(?:、?第\d項)?関係\))?"
"""The article that asks for the form, behind its number: (第5条関係)."""
_REST = r"\(?(?:続き|つづき|裏面?)\)*"
"""What is printed behind the number of a form that one side could not hold: 様式第1号(第5条関係) 裏面, (様式第1号 続き)."""
_FORM_ALONE = re.compile(rf"(?P<form>{_FORM}){_LAW}(?:{_REST}|\(?表面?\)*)?")
_LATER_SHEET = re.compile(
    rf"(?:{_FORM}\)?)?\(?(?:その[2-9]|[2-9]枚目(?:[/(（]全?[2-9]枚中?)?)\)*|{_FORM}\)?\(?[2-9]/[2-9]\)*|{_FORM}{_LAW}{_REST}|"
    r"\w{0,16}[書票]の?(?:続き|つづき)(?:\([^()]{1,12}\))?"
)
_ANNEX = re.compile(r"\(?別[記紙]\)?")
_PLAN = re.compile(r".{0,12}(?:計画書?|調書|内訳書?|予算書?|決算書?|概要書?)")
"""The title of what a form has no room for: 事業計画書, 収支予算書."""
_PLAN_OF_FORM = re.compile(rf"{_PLAN.pattern}\({_FORM}の?別[記紙]\d?\)|{_FORM}の?別[記紙]\d?\)?{_PLAN.pattern}")
"""The same with the form's number on one line: 事業計画書(様式第1号別紙)."""
#: Share of the page's height in which it says at its head which form it is, and which page of it.
HEAD = 0.15


def _head(page: PageReading) -> list[str]:
    """The lines at the head of a page, without spaces."""
    return [squeeze(x.text) for x in page.lines if x.box.cy < HEAD * page.geometry.height]


def form_number(page: PageReading) -> str | None:
    """The number of the form that stands at the head of a page and says no more than that: 様式第1号, 第6号様式(第11条関係);
    別紙 of a form is no sheet of it."""
    found = (_FORM_ALONE.fullmatch(text) for text in _head(page))
    return next((m["form"].lstrip("(") for m in found if m is not None), None)


def is_later_sheet(page: PageReading) -> bool:
    """Whether a page says at its head or foot, alone or behind the form's number, that it is the form's second sheet or a
    later one: 第1号様式(2枚目), その2, 申込書のつづき(同意事項)."""
    height = page.geometry.height
    edge = (x for x in page.lines if x.box.cy < HEAD * height or x.box.cy > (1 - HEAD) * height)
    return any(_LATER_SHEET.fullmatch(squeeze(x.text)) for x in edge)


def is_annex(page: PageReading) -> bool:
    """Whether a page says at its head that it goes with another sheet and nothing more: (別記). 別紙1 is a paper of its own."""
    return any(_ANNEX.fullmatch(text) for text in _head(page))


def is_plan(page: PageReading) -> bool:
    """Whether a page says at its head that it is an annex, numbered or not, and is titled as what a form asks for beside it:
    別紙1 over 事業計画書."""
    head = _head(page)
    annex = any(_ANNEX.fullmatch(text.rstrip("0123456789")) for text in head)
    return (annex and any(_PLAN.fullmatch(text) for text in head)) or any(_PLAN_OF_FORM.fullmatch(t) for t in head)


#: Share of the page's height in which the middle of the line stands that a fax prints.
_FAX_LINE = 0.025
_MARGIN_OF_COPY = 0.06
"""Where it stands on a fax that was printed and scanned again, or a little askew."""
_WHOLE_LINE = re.compile(r"(?=.*\d{1,2}:\d{2})(?=.*(?:FR[O0]M|FAX|TO:)).*P\.?\d{1,3}(?:/\d{1,3})?")
_SENT = re.compile(r"(?<!\d)(?:19|20)\d\d[年/.-]|[A-Z]{3}-\d{1,2}-\d{4}|\d{1,2}[:時]\d{2}")
"""A day or an hour."""
_SHEET = re.compile(
    r"(?:(?<![A-Z])P(?:AGE)?\.?|[ペベへヘ][゜°゛]?[-‐ー－]?[ジシ][゛]?)\d{1,3}(?:/\d{1,3})?$|(?<![\d/])\d{1,3}/\d{1,3}$"
)
"""A page of a fax: P. 1, P.001/003, ページ1/1."""


def without_fax_line(page: PageReading) -> PageReading:
    """`page` without the line that a fax machine printed over it: 2024年 7月 5日 9時32分 ヨシノ NO.2117 P. 1. Its day is no
    day of issue, its number no paper's, its sender nobody's name, and its P.2/3 joins no slip to the form before it."""
    printed = _fax_line(page)
    if not printed:
        return page
    kept = tuple(x for x in page.lines if not any(x is y for y in printed))
    return page.model_copy(update={"lines": kept})


def _fax_line(page: PageReading) -> list[TextLine]:
    """The lines at the very top that together have a day or an hour and a page; none of a paper's own has both."""
    height = page.geometry.height
    top = [x for x in page.lines if x.box.cy <= _FAX_LINE * height]
    if _SENT.search(_words(top)) and any(_SHEET.search(squeeze(x.text)) for x in top):
        return top
    margin = [x for x in page.lines if x.box.y1 <= _MARGIN_OF_COPY * height]
    rows = [[x for x in margin if abs(x.box.cy - first.box.cy) < 0.5 * first.box.height] for first in margin]
    return next((row for row in rows if _WHOLE_LINE.fullmatch(_words(row))), [])


def _words(row: Sequence[TextLine]) -> str:
    return squeeze(" ".join(x.text for x in sorted(row, key=lambda x: x.box.x0)))
