"""The blocks of a form (申請者, 代理申請者, 振込先): where each stands, so that repeated labels are told apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from extractors.fields.labels import NUMBERING, Hit
from extractors.fields.layout import Layout, Text
from extractors.folding import fold
from extractors.meanings import is_any_label, plain_label
from extractors.wording import Question, sure_answer
from models.geometry import Box

_ABOUT = "(?:の?情報|の?欄|について|に関する(?:事項|こと|情報))?"
"""How a heading goes on behind whom or what its block is about."""
HEADINGS = {
    "proxy": re.compile(
        r"[(<・■●\d]*(?:手続|申請|事務)?[をの等]*(?:代行(?:者|業者|事業者|した(?:事業者|業者|者))?|代理(?:人|者|申請者)?|委任を受けた(?:者|事業者))"
        rf"{_ABOUT}[)>]*(?:[※(].*)?|[(<].{{0,12}}(?:代行|代理).{{0,10}}[)>].*"
    ),
    "office": re.compile(
        r"[(<※]*(?:区|市|町|村|県|都|府|道|事務局|職員|役所|担当課)(?:使用|処理|記入|確認|記載)欄[)>]*(?:[※(].*)?"
    ),
    "account": re.compile(
        r"[(<・■●\d]*(?:お|ご|補助金の?|支援金の?)?(?:振込|振替|受取|支払|入金)(?:を希望する)?(?:先|口座)(?:の?口座|の?金融機関)?"
        rf"{_ABOUT}[)>]*(?:[※(].*)?|[\d・]*(?:補助金の?|支援金の?|給付金の?)?受取方法(?:[※(].*)?"
    ),
    "household": re.compile(
        r"[(<・■●\d]*(?:(?:同[一ー]|同じ|他の|その他の|申請者以外の)?(?:世帯の(?:方|者|構成|状況|全員)|世帯(?:構成)?員|世帯構成)"
        r"|同居(?:者|人|の?家族|の?親族|する(?:方|者|家族))|(?:ご?家族)(?:構成|全員|の状況))"
        rf"(?:全員)?(?:の(?:状況|氏名等?|一覧))?{_ABOUT}[)>]*(?:[※(].*)?"
    ),
}  # fmt: skip
"""How the blocks are headed on forms that nobody described (folded)."""

NOBODYS = ("office", "household")
"""Blocks that no entry is asked from unless a programme says so: what the office notes, and who lives with the applicant."""
LONGEST_HEADING = 24
"""Characters of a heading that is told by its wording."""
_MARGIN = 12
"""Pixels: cells of one table stand so close."""


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
        others = {fold(h) for other, listed in sections.items() if other != name for h in listed}
        for number, layout in enumerate(layouts):
            section = next(
                (s for h in sorted(headings, key=len, reverse=True) if (s := _heading(layout, h, number, others))), None
            )
            if section is not None:
                found[name] = section
                break
    for name in HEADINGS:
        if (name in NOBODYS or sections.get(name)) and name not in found:
            opened = _opened_by(layouts, name)
            if opened is not None:
                found[name] = opened
    bands = {name: _down_to_the_next(section, found.values()) for name, section in found.items()}
    for name in sections:
        if name not in bands and not sections[name]:
            first = min((s.top for s in found.values() if s.page == 0), default=float("inf"))
            bands[name] = Section(0, float("-inf"), first)
    return bands


def is_opened(layouts: Sequence[Layout], block: str) -> bool:
    """Whether a text is worded like the heading of `block`, to the letter."""
    return _opened_by(layouts, block) is not None


def _opened_by(layouts: Sequence[Layout], block: str) -> Section | None:
    """What the first text opens that is worded like the heading of `block`; the office's own and the household's open their
    table or cell, no more."""
    for number, layout in enumerate(layouts):
        for text in layout.texts:
            if not (HEADINGS[block].fullmatch(text.plain[0]) or _worded(text, block)):
                continue
            if text.cell is not None and _spans_rows(layout, text.cell, text.box):
                return Section(number, text.cell.y0 - 4, text.cell.y1 + 4)
            if block == "office" or (block == "household" and text.cell is None):
                return _own_table(layout, text, number)
            if block in NOBODYS:
                continue  # a row's label
            if text.cell is None or not _has_neighbour(layout, text.cell):
                return _section(layout, text, text.box, number)
    return None


def _worded(text: Text, block: str) -> bool:
    """Whether a text is most probably worded as the heading of a block: 代わりに手続きをする方（販売店など）. The office's own
    is not told so: 記入欄 heads the column to be filled in, too."""
    words = plain_label(text.raw)
    return block not in NOBODYS and len(words) <= LONGEST_HEADING and sure_answer(Question.HEADING, words) == block


def _own_table(layout: Layout, heading: Text, page: int) -> Section:
    """The table that a heading stands in or over; without one what is left of the page, where that is its foot."""
    table = table_under(layout.page.cells, heading.box)
    if table is not None:
        return Section(page, min(table.y0, heading.box.y0) - 4, table.y1 + 4, table.x0 - 4, table.x1 + 4)
    at_foot = heading.box.cy > 0.7 * layout.page.geometry.height
    bottom = float("inf") if at_foot else heading.box.y1 + 4 * heading.box.height
    return Section(page, heading.box.y0 - 4, bottom)


def _has_neighbour(layout: Layout, cell: Box) -> bool:
    """Whether a cell joins on to the right: what stands in `cell` is the label of that one, no block's heading."""
    return any(abs(c.x0 - cell.x1) < _MARGIN and c.y0 < cell.cy < c.y1 for c in layout.page.cells)


def _down_to_the_next(section: Section, others: Iterable[Section]) -> Section:
    """`section`, ended where the next of its column begins."""
    below = [s.top for s in others if s.page == section.page and s.top > section.top and not s.beside(section)]
    return replace(section, bottom=min([section.bottom, *below]))


def _heading(layout: Layout, heading: str, page: int, others: Collection[str]) -> Section | None:
    """What a heading opens, to the foot of the page where nothing on it says how far; or the run of rows that it labels
    from the side (縦書きの見出し). `others`: the (folded) headings of other blocks, which are no misreadings of this one, as 受任者
    is none of 委任者."""
    wanted = fold(heading)
    beside = [
        (fold(t.raw), t.cell)
        for t in layout.texts
        if t.line.vertical and t.cell is not None and t.cell.height > 2.5 * t.cell.width
    ]
    named = [cell for words, cell in beside if words == wanted]
    named = named or [cell for words, cell in beside if words not in others and _alike(words, wanted)]
    if named:
        return Section(page, named[0].y0 - 4, named[0].y1 + 4)
    hits = [h for h in layout.find(heading) if h.whole or len(h.label) >= 4]
    hits = [h for h in hits if not _is_a_label(layout, h.text, heading) and not _is_a_choice(h, heading)]
    if not hits:
        return None
    cell = hits[0].text.cell
    if cell is not None and _spans_rows(layout, cell, hits[0].box):
        return Section(page, cell.y0 - 4, cell.y1 + 4)
    return _section(layout, hits[0].text, hits[0].box, page)


def _is_a_label(layout: Layout, text: Text, heading: str) -> bool:
    """Whether a text that begins with a heading's words is the label of one entry, with its cell to the right: 代理人電話."""
    longer = fold(text.raw) != fold(heading) and is_any_label(text.raw)
    return longer and text.cell is not None and _has_neighbour(layout, text.cell)


_SQUARE = re.compile("[□☐☑☒■]")


def _is_a_choice(hit: Hit, heading: str) -> bool:
    """Whether a heading's words stand behind others on their line, or in front of another square: what a list of choices
    offers, 申請者住所 □手続代行者 □その他."""
    plain = hit.text.plain[0]
    at = plain.find(fold(heading))
    behind = plain[at + len(fold(heading)) :]
    return at >= 0 and (NUMBERING.match(plain[:at]) is None or bool(_SQUARE.search(behind)))


def _section(layout: Layout, heading: Text, words: Box, page: int) -> Section:
    """What `heading` opens: to the next number, or where another table stands beside it, to the end of its own."""
    left, right = _column(layout, heading.box)
    bottom = _next_numbered(layout, heading)
    if left > float("-inf") or right < float("inf"):
        bottom = min(bottom, _table_ends(layout, words))
    return Section(page, words.y0 - 4, bottom, left, right)


def _table_ends(layout: Layout, heading: Box) -> float:
    """The lower end of the table that a heading stands in or right over; infinite without one of two rows at least."""
    column = sorted((c for c in layout.page.cells if c.x0 - 6 < heading.cx < c.x1 + 6), key=lambda c: c.y0)
    end, rows = heading.y1, 0
    for cell in column:
        if cell.y1 <= end or cell.y0 > end + 0.8 * heading.height:
            continue
        end, rows = cell.y1, rows + 1
    return end + 4 if rows >= 2 else float("inf")


def _column(layout: Layout, heading: Box) -> tuple[float, float]:
    """From where to where in x a heading's section reaches: to the tables that stand beside it, or beside its own."""
    cells = layout.page.cells
    level = [c for c in cells if c.y0 < heading.cy < c.y1 and c.width > 2 * c.height]
    left = [c.x1 for c in level if c.x1 < heading.x0]
    right = [c.x0 for c in level if c.x0 > heading.x1]
    own = table_under(cells, heading)
    if own is not None:
        beside = [c for c in cells if own.y0 < c.cy < own.y1]
        left += [c.x1 for c in beside if c.x1 < own.x0 - _MARGIN and c.x1 < heading.x0]
        right += [c.x0 for c in beside if c.x0 > own.x1 + _MARGIN and c.x0 > heading.x1]
    return max(left, default=float("-inf")), min(right, default=float("inf"))


def table_under(cells: Sequence[Box], heading: Box) -> Box | None:
    """The table that a heading stands in, or right under it in the open: cells that touch; None without one."""
    height = heading.height
    around = [c for c in cells if c.y0 < heading.cy < c.y1 and c.x0 < heading.cx < c.x1]
    under = [c for c in cells if -height < c.y0 - heading.y1 < 1.5 * height and c.x0 - 2 * height < heading.cx < c.x1]
    table = min(around or under, key=lambda c: c.y0, default=None)
    if table is None:
        return None
    rest = [c for c in cells if c is not table]
    while touching := [c for c in rest if c.intersection(table.grown(_MARGIN, _MARGIN))]:
        table = Box.around((table, *touching))
        rest = [c for c in rest if c not in touching]
    return table


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
