"""The blocks of a form (申請者, 代理申請者, 振込先): where each stands, so that repeated labels are told apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.fields.layout import Layout, Text
from extractors.folding import fold
from models.geometry import Box


@dataclass(frozen=True)
class Section:
    """The band of the page (pixels in y) that a heading opens; `page` counts the document's pages from 0."""

    page: int
    top: float
    bottom: float

    def holds(self, page: int, place: Box) -> bool:
        """Whether a place (pixels of page `page`) lies in the section."""
        return self.page == page and self.top <= place.cy < self.bottom


def find_sections(layouts: Sequence[Layout], sections: dict[str, tuple[str, ...]]) -> dict[str, Section]:
    """Where each section stands: from its heading down to the next heading; one without heading reaches to the first."""
    tops: list[tuple[int, float, str, float | None]] = []
    for name, headings in sections.items():
        for number, layout in enumerate(layouts):
            place = next(
                (p for heading in sorted(headings, key=len, reverse=True) if (p := _heading(layout, heading))), None
            )
            if place is not None:
                tops.append((number, place[0], name, place[1]))
                break
    tops.sort()
    bands: dict[str, Section] = {}
    for i, (number, top, name, bottom) in enumerate(tops):
        following = next((t[1] for t in tops[i + 1 :] if t[0] == number), float("inf"))
        end = min(following, bottom) if bottom is not None else following
        bands[name] = Section(number, top, end)
    for name in sections:
        if name not in bands and not sections[name]:
            first = min((t[1] for t in tops if t[0] == 0), default=float("inf"))
            bands[name] = Section(0, float("-inf"), first)
    return bands


def _heading(layout: Layout, heading: str) -> tuple[float, float | None] | None:
    """Top of a heading, and its bottom where it labels a run of rows from the side (縦書きの見出し)."""
    for text in layout.texts:
        if (
            text.line.vertical
            and text.cell is not None
            and text.cell.height > 2.5 * text.cell.width
            and _alike(fold(text.raw), fold(heading))
        ):
            return text.cell.y0 - 4, text.cell.y1 + 4
    hits = [h for h in layout.find(heading) if h.whole or h.rest is None or len(h.label) >= 4]
    if not hits:
        return None
    cell = hits[0].text.cell
    if cell is not None and _spans_rows(layout, cell, hits[0].box):
        return cell.y0 - 4, cell.y1 + 4
    return hits[0].box.y0 - 4, _next_numbered(layout, hits[0].text)


_NUMBERED = re.compile(r"[\s■●(【\[]*第?(?P<number>\d{1,2})(?P<style>[.、)】\]章]?)\s*[^\d\s.,/年月日円-]")


def _next_numbered(layout: Layout, heading: Text) -> float | None:
    """Top of the heading that has the next number (2. … 3. …), whatever its words; None without one."""
    own = _NUMBERED.match(unicodedata.normalize("NFKC", heading.raw))
    if own is None:
        return None
    for text in layout.texts:
        found = _NUMBERED.match(unicodedata.normalize("NFKC", text.raw))
        below = text.box.y0 > heading.box.y1 and abs(text.box.x0 - heading.box.x0) < 2 * heading.box.height
        if found and below and found["style"] == own["style"] and int(found["number"]) == int(own["number"]) + 1:
            return text.box.y0 - 4
    return None


def _spans_rows(layout: Layout, cell: Box, words: Box) -> bool:
    """Whether a heading's cell stands beside several rows of a table, all of which it heads."""
    beside = [
        c
        for c in layout.page.cells
        if -6 < c.x0 - cell.x1 < words.height and c.y0 > cell.y0 - 6 and c.y1 < cell.y1 + 6 and c.height > words.height
    ]
    return cell.height > 3 * words.height and len({round(c.y0 / 8) for c in beside}) >= 2


def _alike(a: str, b: str) -> bool:
    return a == b or (len(a) >= 2 and len(b) >= 2 and len(set(a) & set(b)) >= max(2, min(len(a), len(b)) - 1))
