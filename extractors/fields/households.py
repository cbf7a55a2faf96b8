"""Certificates of residence of a household 世帯全員: a block for each member, with few labels or none.

A member's block is told by the day of birth, which has its own word behind it (生); the name stands left of it, the kana
small above the name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from extractors.fields.certainty import doubt_place
from extractors.fields.entries import Sheet, field_from, unread
from extractors.fields.layout import Layout, Region, Text
from extractors.fields.texts import overlap_x, same_row
from extractors.folding import fold
from models.documents import Field
from models.values.dates import find_dates
from models.values.names import parse_name

_BORN = re.compile(r"日\s*(?:生|生まれ|出生)\s*$")
_HEAD = re.compile(r"^\s*(?:本人|世帯主)\s*$")
_SMALLER = 0.85
"""The kana are at most so high, in heights of the name under them."""
_KANA = re.compile("[ァ-ヺーｦ-ﾟ]")


class _Member(NamedTuple):
    """One member of the household: where the parts of the block stand."""

    born: Text
    name: Text
    kana: Text | None
    head: bool


def household(sheet: Sheet, fields: Mapping[str, Field]) -> dict[str, Field]:
    """Name, kana and day of birth of the head of the household, or of who stands first, as far as `fields` lack them.

    Who of several members applies does not stand on the paper: what is taken from one of them is doubted.
    """
    missing = [k for k in ("applicant_name", "applicant_kana", "birth_date") if unread(fields, k)]
    members = _members(sheet.layout) if missing else []
    if "applicant_name" not in missing:  # 世帯主氏名 stands over all blocks: whose it is tells which block
        members = [m for m in members if fold(m.name.raw) == fold(fields["applicant_name"].raw)]
    if not members:
        return {}
    chosen = next((m for m in members if m.head), members[0])
    places = {"applicant_name": chosen.name, "applicant_kana": chosen.kana, "birth_date": chosen.born}
    found = {}
    for key in missing:
        if (text := places[key]) is not None:
            found[key] = field_from(sheet, key, Region((text,), text.box, None))
            if len(members) > 1:
                doubt_place(found[key])
    return found


def _members(layout: Layout) -> list[_Member]:
    """The members in the order in which they stand."""
    found = []
    for text in sorted(layout.texts, key=lambda t: t.box.y0):
        days = find_dates(text.raw)
        if not days or not _BORN.search(text.raw) or (name := _name_beside(layout, text)) is None:
            continue
        head = any(_HEAD.match(t.raw) and _level(t, text) for t in layout.texts if t.box.x0 > text.box.x0)
        born = text.part(days[0].start, days[0].end)
        found.append(_Member(born, name, _kana_above(layout, name), head))
    return found


def _level(text: Text, born: Text) -> bool:
    """Whether a text stands in the row of a member's day of birth: in a cell level with its cell, or at its height."""
    if text.cell is not None and born.cell is not None:
        level = min(text.cell.y1, born.cell.y1) - max(text.cell.y0, born.cell.y0)
        return level > 0.5 * min(text.cell.height, born.cell.height)
    return abs(text.box.cy - born.box.cy) < 1.8 * born.box.height


def _name_beside(layout: Layout, born: Text) -> Text | None:
    """The name left of a day of birth: the largest of what stands there."""
    left = [
        t
        for t in layout.texts
        if t.box.x1 <= born.box.x0 + 4
        and _level(t, born)
        and not layout.names_an_entry(t)
        and not re.search(r"\d", t.raw)
        and parse_name(t.raw)
    ]
    return max(left, key=lambda t: (t.box.height, t.box.y0), default=None)


_KANA_LABEL = re.compile(r"(?:フリガナ|ふりがな|カナ)")


def name_under_kana(layout: Layout) -> Region | None:
    """The name under the kana that stand under their label, フリガナ, or in one cell with it, where no label was
    read. None where several blocks are built so."""
    found = [name for t in layout.texts if _KANA_LABEL.fullmatch(t.raw.strip()) if (name := _second_under(layout, t))]
    found = found or _two_in_a_cell(layout)
    return Region((found[0],), found[0].box, None) if len(found) == 1 else None


def name_under(layout: Layout, taken: str) -> Region | None:
    """The name in the cell right under `taken`, which is nothing but kana: both stand beside one 氏名."""
    if not re.fullmatch(r"[ァ-ヺー\s　]{4,}", taken):
        return None
    for kana in (t for t in layout.texts if t.cell is not None and t.raw.strip() == taken.strip()):
        for name in layout.texts:
            near = 0.5 * kana.box.height < name.box.cy - kana.box.cy < 3 * kana.box.height
            if name.cell is None or kana.cell is None or not near or overlap_x(name.cell, kana.cell) < _ONE_COLUMN:
                continue
            if _RELATION.search(name.raw) or layout.names_an_entry(name):
                continue
            if re.fullmatch(r"[一-龠々ぁ-んァ-ヺー\s　]{3,}", name.raw.strip()) and parse_name(name.raw):
                return Region((name,), name.box, None)
    return None


_ONE_COLUMN = 0.9
_RELATION = re.compile("世帯主|本人|[長次三][男女]|省略|国籍")
"""What else may stand in the cell under a name: a foreigner's is in katakana alone."""


def _two_in_a_cell(layout: Layout) -> list[Text]:
    """The names that share a cell with nothing but their kana over them."""
    found = []
    for name in layout.texts:
        if name.cell is None or not parse_name(name.raw) or not re.search("[一-龠]", name.raw):
            continue
        others = [t for t in layout.texts if t.cell == name.cell and t is not name]
        if (
            len(others) == 1
            and re.fullmatch(r"[ぁ-んァ-ヺー\s　]{4,}", others[0].raw)
            and others[0].box.cy < name.box.cy
        ):
            found.append(name)
    return found


def _second_under(layout: Layout, label: Text) -> Text | None:
    height = label.box.height
    near = [t for t in layout.texts if t is not label and abs(t.box.x0 - label.box.x0) < 1.5 * height]
    kana = [t for t in near if 0.5 * height < t.box.cy - label.box.cy < 2 * height and not re.search("[一-龠]", t.raw)]
    if len(kana) != 1 or not _KANA.search(kana[0].raw):
        return None
    under = [t for t in near if 0.5 * height < t.box.cy - kana[0].box.cy < 3 * height and t.box.height > 0.9 * height]
    first = min(under, key=lambda t: t.box.cy, default=None)
    named = first is not None and parse_name(first.raw) and not re.search(r"\d", first.raw)
    return first if named and first is not None and not layout.names_an_entry(first) else None


def _kana_above(layout: Layout, name: Text) -> Text | None:
    """What stands small above a name and has kana in it."""
    above = [
        t
        for t in layout.texts
        if 0.5 * name.box.height < name.box.cy - t.box.cy < 2 * name.box.height
        and not same_row(t.box, name.box)
        and overlap_x(t.box, name.box) > 0.5
        and t.box.height < _SMALLER * name.box.height
        and _KANA.search(t.raw)
    ]
    return max(above, key=lambda t: t.box.cy, default=None)
