"""The blocks of a form (申請者, 代理申請者, 振込先): where each stands, so that repeated labels are told apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extractors.fields.layout import Layout, Text
from extractors.folding import fold
from models.geometry import Box


@dataclass(frozen=True)
class Section:
    """The part of the page (pixels) that a heading opens; `page` counts the document's pages from 0. It is as wide as the
    page, but where another table stands beside it."""

    page: int
    top: float
    bottom: float
    left: float = float("-inf")
    right: float = float("inf")

    def holds(self, page: int, place: Box) -> bool:
        """Whether a place (pixels of page `page`) lies in the section."""
        return self.page == page and self.top <= place.cy < self.bottom and self.left <= place.cx < self.right

    def beside(self, other: Section) -> bool:
        """Whether the two stand in different columns."""
        return self.right <= other.left or other.right <= self.left


def find_sections(layouts: Sequence[Layout], sections: dict[str, tuple[str, ...]]) -> dict[str, Section]:
    """Where each section stands: from its heading down to the next heading; one without heading reaches to the first."""
    found: dict[str, Section] = {}
    for name, headings in sections.items():
        for number, layout in enumerate(layouts):
            section = next(
                (s for h in sorted(headings, key=len, reverse=True) if (s := _heading(layout, h, number))), None
            )
            if section is not None:
                found[name] = section
                break
    bands = {name: _down_to_the_next(section, found.values()) for name, section in found.items()}
    for name in sections:
        if name not in bands and not sections[name]:
            first = min((s.top for s in found.values() if s.page == 0), default=float("inf"))
            bands[name] = Section(0, float("-inf"), first)
    return bands


def _down_to_the_next(section: Section, others: Iterable[Section]) -> Section:
    """`section`, ended where the next of its column begins."""
    below = [s.top for s in others if s.page == section.page and s.top > section.top and not s.beside(section)]
    return replace(section, bottom=min([section.bottom, *below]))


def _heading(layout: Layout, heading: str, page: int) -> Section | None:
    """What a heading opens, to the foot of the page where nothing on it says how far; or the run of rows that it labels
    from the side (縦書きの見出し)."""
    for text in layout.texts:
        if (
            text.line.vertical
            and text.cell is not None
            and text.cell.height > 2.5 * text.cell.width
            and _alike(fold(text.raw), fold(heading))
        ):
            return Section(page, text.cell.y0 - 4, text.cell.y1 + 4)
    hits = [h for h in layout.find(heading) if h.whole or h.rest is None or len(h.label) >= 4]
    if not hits:
        return None
    cell = hits[0].text.cell
    if cell is not None and _spans_rows(layout, cell, hits[0].box):
        return Section(page, cell.y0 - 4, cell.y1 + 4)
    opening = hits[0].text
    return Section(page, hits[0].box.y0 - 4, _next_numbered(layout, opening), *_column(layout, opening.box))


def _column(layout: Layout, heading: Box) -> tuple[float, float]:
    """From where to where in x a heading's section reaches: to the tables that stand beside it."""
    level = [c for c in layout.page.cells if c.y0 < heading.cy < c.y1 and c.width > 2 * c.height]
    left = [c.x1 for c in level if c.x1 < heading.x0]
    right = [c.x0 for c in level if c.x0 > heading.x1]
    return max(left, default=float("-inf")), min(right, default=float("inf"))


_NUMBERED = re.compile(r"[\s■●(【\[]*第?(?P<number>\d{1,2})(?P<style>[.、)】\]章]?)\s*[^\d\s.,/年月日円-]")


def _next_numbered(layout: Layout, heading: Text) -> float:
    """Top of the heading that has the next number (2. … 3. …), whatever its words; infinite without one."""
    own = _NUMBERED.match(unicodedata.normalize("NFKC", heading.raw))
    if own is None:
        return float("inf")
    for text in layout.texts:
        found = _NUMBERED.match(unicodedata.normalize("NFKC", text.raw))
        below = text.box.y0 > heading.box.y1 and abs(text.box.x0 - heading.box.x0) < 2 * heading.box.height
        if found and below and found["style"] == own["style"] and int(found["number"]) == int(own["number"]) + 1:
            return text.box.y0 - 4
    return float("inf")


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
