"""The geometry of one page: which texts stand in which cells, where labels stand, and what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from extractors.fields.addresslines import without_postal
from extractors.fields.cells import Cells
from extractors.fields.labels import CLAUSE, OPENS, Hit
from extractors.fields.openrows import AMOUNT_HEAD, LONE_WORDS, OpenRows
from extractors.fields.texts import (
    Region,
    Text,
    is_how_to,
    is_note,
    is_sentence,
    overlap_x,
    reading_order,
    same_row,
)
from extractors.meanings import is_any_label, may_be_label
from models.geometry import Box

_CLOSES = re.compile(r"[・、･/／\s]*[^\d()（）]{0,10}[)）]\s*")
"""The end of a bracket that opens in front of a label: of 経費（総事業費・税込） what stands behind 総事業費."""
_TOTAL = re.compile(r"(?:合|総)?計(?:金?額)?(?:\(.*\))?")
"""The label of a table's row of totals."""
_AMOUNT = re.compile(r"\s*[¥￥]?\s*\d{1,3}(?:[,.]\d{3})+\s*円?\s*")
_FEWEST_ROWS = 3
"""Rows of a table in which one alone is filled in."""
__all__ = ["Hit", "Layout", "Region", "Text"]


class Layout(OpenRows):
    """One page, ready to be asked for labels and the values beside them."""

    @cached_property
    def _cells(self) -> Cells:
        return Cells(
            self.page.cells,
            written=lambda cell: bool(self.within(cell)),
            # 千 over a digit's box, read as T, is no 〒
            labelled=lambda cell: any(self.names_an_entry(t) for t in self.within(cell) if t.raw.strip() != "T"),
        )

    def beside(self, hit: Hit) -> Region | None:
        """The value that belongs to a label: the rest of its line, its cell's neighbour, or what stands right of it."""
        if hit.rest is not None and (is_how_to(hit.rest.raw) or _CLOSES.fullmatch(hit.rest.raw)):
            hit = replace(hit, rest=None)
        if hit.rest is not None:
            return self._continued(hit)
        cell = hit.text.cell
        if cell is not None and not self._is_frame(cell, hit):
            return self._in_cells(hit, cell)
        return self._in_the_open(hit) or self._cell_ahead(hit) or self._lone_box(hit)

    def behind_postal(self, hit: Hit, region: Region) -> Region | None:
        """Where an address stands whose label's next cell holds its postal code alone: right of that cell, or under it
        within the label's; None where the code does not stand alone."""
        cell = region.cell
        if not region.texts or any(without_postal(t) is not None for t in region.texts):
            return None
        if cell is None:
            return self._line_under(hit, region)
        under = [c for c in self._cells.under(cell, region.box) if hit.text.cell and c.cy < hit.text.cell.y1][:1]
        right = self._cells.right_of(cell, hit.box)
        for found in (*under, *((right,) if right is not None else ())):
            behind = self.in_cell(found)
            if behind.texts and not any(self.names_an_entry(t) for t in behind.texts):
                return behind
        return None

    def _line_under(self, hit: Hit, code: Region) -> Region | None:
        """The line right under a postal code in the open that begins where it begins, with no label in front of it."""
        box = code.ink_box
        near = [
            t for t in self.texts if 0.5 * box.height < t.box.cy - box.cy < 2.5 * box.height and t.cell == hit.text.cell
        ]
        first = min((t for t in near if abs(t.box.x0 - box.x0) < 2 * box.height), key=lambda t: t.box.cy, default=None)
        if first is None or any(t.box.x1 <= first.box.x0 and same_row(t.box, first.box) for t in self.texts):
            return None
        return None if self.names_an_entry(first) or is_sentence(first) else Region((first,), first.box, None)

    def _cell_ahead(self, hit: Hit) -> Region | None:
        """The cell right of a label whose own cell was not found: its walls are fainter, or its ground is shaded."""
        ahead = self._cells.ahead_of(hit.box) if hit.text.cell is None else None
        if ahead is None:
            return None
        region = self.in_cell(ahead)
        return None if any(self.names_an_entry(t) for t in region.texts) else region

    def _lone_box(self, hit: Hit) -> Region | None:
        """A box by itself on the row of a label in the open, however far, with nothing between: amounts are set to the
        margin. Higher ones are for stamps."""
        row = [t for t in self.texts if t.box.x0 >= hit.text.box.x1 and same_row(t.box, hit.box)]
        first = min(row, key=lambda t: t.box.x0, default=None)
        box = first.cell if first is not None else None
        if box is None or hit.text.cell is not None or box.x0 < hit.text.box.x1 or box.height > 3 * hit.box.height:
            return None
        around = box.grown(12, 0)
        if any(c != box and c.intersection(around) > 0 and c.share_inside(box) < 0.9 for c in self.page.cells):
            return None  # of a table
        region = self.in_cell(box)
        return None if any(self.names_an_entry(t) for t in region.texts) else region

    def _is_frame(self, cell: Box, hit: Hit) -> bool:
        """Whether a cell is a frame around several entries: what stands in it stands in the open."""
        if cell.height < 2 * hit.box.height or cell.width < 4 * hit.box.width:
            return False
        others = [t for t in self.texts if t.cell == cell and t is not hit.text and self.names_an_entry(t)]
        if any(same_row(t.box, hit.box) for t in others) and self._stands_under(hit):
            return True
        high = cell.height >= 4 * hit.box.height
        return high and any(abs(t.box.cy - hit.box.cy) > 1.5 * hit.box.height for t in others)

    def below(self, hit: Hit, row: int = 0) -> Region | None:
        """The value under a column heading: the `row`-th cell under it."""
        cell = hit.text.cell
        if cell is None and row == 0 and (shaded := self._cells.right_under(hit.box)) is not None:
            region = self.in_cell(shaded)
            if region.texts and not self.names_an_entry(region.texts[0]):
                return region
        if cell is None or self._is_frame(cell, hit):
            under = [
                t
                for t in self.texts
                if t.box.y0 >= max(hit.box.cy, hit.box.y1 - 0.6 * hit.text.box.height)
                and overlap_x(t.box, hit.box) > 0.3
                and t.box.y0 - hit.box.y1 < 4 * hit.box.height
            ]
            under.sort(key=lambda t: t.box.y0)
            first = self._in_its_column(hit) if row == 0 else None
            if first is not None and (not under or self.names_an_entry(under[0]) or under[0].box.y0 > first.box.y1):
                under = [first]
            if len(under) <= row or self.names_an_entry(under[row]):
                return None  # a heading over labels
            level = [t for t in under if row == 0 and same_row(t.box, under[0].box)]
            return self._row_from(min(level, key=lambda t: t.box.x0, default=under[row]), hit)
        column = self._cells.under(self._share_of(cell, hit), hit.box)
        if len(column) <= row:
            return None
        under_it = self.in_cell(column[row])
        return None if _next_item(hit.text, under_it) else under_it

    def amount_under(self, hit: Hit) -> Region | None:
        """The amount of a column under its heading: the one in the table's row of totals, or the only one."""
        return self._total_under(hit) or self._alone_under(hit)

    def _total_under(self, hit: Hit) -> Region | None:
        """The value under a column heading in the table's row of totals; None where it has none."""
        cell = hit.text.cell
        if cell is None:
            return None
        end = cell.y1
        for own in self._cells.under(self._share_of(cell, hit), hit.box):
            if own.y0 > end + 12:
                return None
            end = own.y1
            row = [t for t in self.texts if own.y0 < t.box.cy < own.y1 and t.box.x1 < own.x0 + 6]
            if any(_TOTAL.fullmatch(t.plain[0]) for t in row):
                return self.in_cell(own)
        return None

    def _alone_under(self, hit: Hit) -> Region | None:
        """The one amount in the column under a heading, every other cell of which is empty: the row of the thing that is
        applied for; None where the column holds more, or is none."""
        cell = hit.text.cell
        if cell is None:
            return None
        end, column = cell.y1, []
        for own in self._cells.under(self._share_of(cell, hit), hit.box):
            if own.y0 > end + 12 or own.width > 1.2 * cell.width:
                break
            end = own.y1
            column.append(self.in_cell(own))
        written = [region for region in column if region.texts]
        found = written[0] if len(written) == 1 and len(column) >= _FEWEST_ROWS else None
        return found if found is not None and _AMOUNT.fullmatch(found.raw) else None

    def _share_of(self, cell: Box, hit: Hit) -> Box:
        """The part of a row of headings that is a label's: some stand side by side in one cell."""
        row = [t for t in self.texts if t is not hit.text and t.cell == cell and same_row(t.box, hit.box)]
        if not row or any(t.box.x0 < hit.box.x0 and hit.box.x0 - t.box.x1 < 2 * hit.box.height for t in row):
            return cell
        ahead = [t.box.x0 for t in row if t.box.x0 > hit.box.x1]
        behind = any(t.box.x1 < hit.box.x0 for t in row)
        return cell.model_copy(update={"x0": hit.box.x0 if behind else cell.x0, "x1": min(ahead, default=cell.x1)})

    def _in_its_column(self, hit: Hit) -> Text | None:
        """What stands alone in the row under a label and right of its words, before the next label's: an amount set to the
        middle, the first of some entry boxes."""
        height = hit.box.height
        ahead = [t for t in self.texts if t.box.x0 > hit.box.x1 and same_row(t.box, hit.box)]
        end = min((t.box.x0 for t in ahead if self.names_an_entry(t)), default=self.page.geometry.width)
        near = [t for t in self.texts if t.box.cy > hit.box.cy + 0.7 * height and t.box.y0 < hit.box.y1 + 2.5 * height]
        near = [t for t in near if hit.box.x0 < t.box.x1 and t.box.x0 < end]
        top = min(near, key=lambda t: t.box.cy, default=None)
        row = sorted((t for t in near if top is not None and same_row(t.box, top.box)), key=lambda t: t.box.x0)
        return row[0] if row and row[0].box.x0 > hit.box.cx and row[-1].box.x1 < end else None

    def _row_from(self, first: Text, hit: Hit) -> Region:
        """`first`, which stands under a heading, and what follows it on its row: entry boxes leave one empty between two
        names. What stands under the next heading is that one's."""
        ahead = [t for t in self.texts if t.box.x0 > hit.box.x1 and same_row(t.box, hit.box)]
        end = min((t.box.x0 for t in ahead if self.names_an_entry(t)), default=float("inf"))
        taken = [first]
        for t in sorted((t for t in self.texts if same_row(t.box, first.box)), key=lambda t: t.box.x0):
            apart = t.box.x0 - taken[-1].box.x1
            if t is first or apart < -0.5 * first.box.height:
                continue
            in_boxes = t.cell is not None and t.cell == taken[-1].cell and len(t.raw) == len(taken[-1].raw) == 1
            reach = 20 if all(AMOUNT_HEAD.fullmatch(x.raw) for x in taken) else 5 if in_boxes else 3
            if apart > reach * first.box.height or t.box.x1 > end or self.is_label(t) or is_note(t):
                break
            if t.cell != taken[-1].cell and len(t.raw) > 2 and len(taken[-1].raw) > 2:
                break  # the next column's, whose heading was not found
            taken.append(t)
        return Region(tuple(taken), Box.around(t.box for t in taken))

    def in_cell(self, cell: Box) -> Region:
        """All texts inside `cell`, labels of other entries left out, and what runs over its right wall."""
        around = cell.grown(6, 4)
        inside = [t for t in self.texts if t.box.share_inside(around) > 0.6]
        inside += [t for t in self.texts if t.cell is None and any(_runs_over(i, t, cell) for i in inside)]
        return Region(tuple(reading_order(inside)), cell, cell)

    def within(self, box: Box) -> list[Text]:
        return [t for t in self.texts if t.box.share_inside(box) > 0.5]

    def _continued(self, hit: Hit) -> Region:
        """Label and value on one line; following lines of the same cell or column belong to it if no label starts them."""
        assert hit.rest is not None
        texts = [hit.rest]
        height = hit.box.height
        previous = hit.rest
        numbered = CLAUSE.match(hit.text.raw) is not None
        for t in sorted(self.texts, key=lambda t: t.box.y0):
            if t is hit.text or t.cell != hit.text.cell or self.is_label(t) or is_any_label(t.raw) or is_sentence(t):
                continue
            if OPENS.match(t.raw) or (numbered and CLAUSE.match(t.raw)) or _begins_with_label(t):
                continue
            if without_postal(t) is None:
                continue  # a postal code heads an address, and ends nothing
            row_apart = t.box.cy - previous.box.cy
            starts = (hit.rest.box.x0, hit.text.box.x0)
            aligned = any(abs(t.box.x0 - x) < 1.5 * height for x in starts)
            if 0.5 * height < row_apart < 2.0 * height and aligned and not self.has_label(t):
                texts.append(t)
                previous = t
        reach = 20 if AMOUNT_HEAD.fullmatch(hit.rest.raw) else 3
        beside = [
            t
            for t in self.texts
            if t is not hit.text
            and t.cell == hit.text.cell
            and same_row(t.box, hit.box)
            and -0.6 * height <= t.box.x0 - hit.rest.box.x1 < reach * height
            and not self.names_an_entry(t)
            and not OPENS.match(t.raw)
        ]
        return Region((*texts, *beside), Box.around([t.box for t in (*texts, *beside)]), None)

    def _in_cells(self, hit: Hit, cell: Box) -> Region | None:
        own = [
            t
            for t in self.texts
            if (t.cell == cell or (t.cell is not None and t.cell.share_inside(cell) > 0.9))
            and t is not hit.text
            and not is_note(t)
            and not self.is_label(t)
            and t.plain[0] not in LONE_WORDS
            and (t.box.x0 > hit.box.x1 - 5 or t.box.y0 > hit.box.cy)
        ]
        right = self._cells.right_of(cell, hit.box)
        under_label = [t for t in own if t.box.y0 > hit.box.cy]
        beside = [t for t in own if same_row(t.box, hit.box) and t.box.x0 > hit.box.x1 - 5]
        if self._within_anothers(hit, cell) and any(c.isdigit() for t in beside for c in t.raw):
            return self._in_the_open(hit)
        if under_label and self._stacked and self._stands_under(hit):
            return Region(tuple(reading_order(under_label)), Box.around(t.box for t in under_label), cell)
        if right is not None:
            region = self._behind_sign(hit, right, self.in_cell(self._own_row(cell, right)))
            if _for_seal_or_note(region) and under_label and not any(self.names_an_entry(t) for t in under_label):
                return Region(tuple(reading_order(under_label)), Box.around(t.box for t in under_label), cell)
            if region.texts and (self.names_an_entry(region.texts[0]) or _begins_with_label(region.texts[0])):
                # another entry's cell: this one's value stands with its label
                if beside:
                    return self._in_the_open(hit)
                if under_label:
                    return Region(tuple(reading_order(under_label)), Box.around(t.box for t in under_label), cell)
            if not (region.texts and all(self.is_label(t) for t in region.texts)):
                return region
            under = self.below(hit)
            if under is not None:
                return under
        if nested := self._in_own_boxes(hit, beside, cell):
            own_box = next(t.cell for t in nested if t.cell != cell)
            return Region(tuple(reading_order(nested)), Box.around(t.box for t in nested), own_box)
        if beside:
            return self._in_the_open(hit)
        wide = cell.width > 5 * hit.box.width or right is None
        if own and wide:
            return Region(tuple(own), Box.around(t.box for t in own), cell)
        row = self._right_of(hit, cell) if right is None else None
        if row is not None:
            return row
        under = self.below(hit) if right is None else None
        if under is not None and self.is_of_a_row(under):
            return None  # a heading over the rows of a table: 3 金額
        if under is not None and under.texts and not all(self.is_label(t) for t in under.texts):
            return under
        if wide:
            return self._in_the_open(hit)
        return None

    def _in_own_boxes(self, hit: Hit, beside: Sequence[Text], cell: Box) -> list[Text]:
        """Of the texts `beside` a label in its cell, those in entry boxes that stand there as well, up to the next label of
        the row; digits that run over the walls of their boxes are among them."""
        ahead = [t for t in self.texts if t.box.x0 > hit.box.x1 and t.cell == cell and same_row(t.box, hit.box)]
        end = min((t.box.x0 for t in ahead if self.names_an_entry(t)), default=float("inf"))
        row = [t for t in beside if t.box.x0 < end]
        if not any(t.cell is not None and t.cell != cell for t in row):
            return []
        boxes = [c for c in self.page.cells if c != cell and c.share_inside(cell) > 0.9]
        return [
            t
            for t in row
            if t.cell != cell
            or (re.search(r"\d", t.raw) and sum(t.box.intersection(c) for c in boxes) > 0.5 * t.box.area)
        ]

    def _behind_sign(self, hit: Hit, right: Box, region: Region) -> Region:
        """What stands in the row behind `region`, where that is, or begins with, the sign by which a formula names the
        row's amount: 補助金交付申請額 | B | 46,000."""
        if not region.texts or not _SIGN.fullmatch(region.texts[0].raw.strip()):
            return region
        sign, *rest = region.texts
        if rest:  # its narrow cell was taken for the margin of the next; a box of a strip is as wide as the others
            own, next_ = sign.cell, rest[0].cell
            apart = own is not None and next_ is not None and next_.width > 3 * own.width
            return Region(tuple(rest), Box.around(t.box for t in rest), next_) if apart else region
        ahead = self._cells.right_of(right, hit.box) if right.width <= 4 * hit.box.height else None
        found = self.in_cell(ahead) if ahead is not None else self._right_of(hit, right)
        if found is None or not found.texts or self.names_an_entry(found.texts[0]):
            return region
        return found if sum(c.isdigit() for c in found.raw) >= 3 else region

    def _within_anothers(self, hit: Hit, cell: Box) -> bool:
        """Whether a label stands under the value of another entry in that one's cell: コード under a bank's name. The next
        cell is not its own."""
        over = [t for t in self.texts if t.cell == cell and t.box.y1 <= hit.box.cy and t is not hit.text]
        return any(not may_be_label(t.raw) and not is_note(t) for t in over)

    def _own_row(self, cell: Box, right: Box) -> Box:
        """The part of the cell right of a label's that is level with it, where the rule between two rows was not found."""
        beside = (t.cell for t in self.texts if t.cell is not None and t.cell != cell and self.names_an_entry(t))
        rival = any(
            abs(c.x0 - cell.x0) < 12 and right.y0 - 12 < c.y0 and c.y1 < right.y1 + 12 and c.height > 0.6 * cell.height
            for c in beside
        )
        return (
            right.model_copy(update={"y0": cell.y0, "y1": cell.y1})
            if rival and right.height > 1.5 * cell.height
            else right
        )

    def _right_of(self, hit: Hit, cell: Box) -> Region | None:
        """What stands right of a label's cell at its height, up to the next label, where the value's cell was not found."""
        row = sorted(
            (t for t in self.texts if t.box.x0 >= cell.x1 - 6 and cell.y0 < t.box.cy < cell.y1 and not t.line.vertical),
            key=lambda t: t.box.x0,
        )
        taken: list[Text] = []
        for t in row:
            if self.is_label(t):
                break
            taken.append(t)
        return Region(tuple(taken), Box.around(t.box for t in taken), None) if taken else None


_SIGN = re.compile(r"[(（]?[A-ZＡ-Ｚa-zａ-ｚ①-⑳ア-コ][)）]?")
"""By which a formula beside it names an amount: A, (B), ③."""
_ITEM = re.compile(r"\s*[(（]?(\d{1,2})[)）.．、]?\s*[^\W\d_]{2}")
"""The number of a form's item in front of its label: 4 事業費等."""


def _next_item(label: Text, region: Region) -> bool:
    """Whether what stands under a numbered label is the label of the next number: 3 導入設備 over 4 事業費等."""
    own = _ITEM.match(label.raw)
    under = _ITEM.match(region.texts[0].raw) if region.texts else None
    return own is not None and under is not None and int(under[1]) == int(own[1]) + 1


_SEAL = re.compile(r"[(（]?(?:(?:法人|会社|代表者?|実|職|公)の?)?(?:印鑑?|押印|捺印)欄?[)）]?|㊞")


def _for_seal_or_note(region: Region) -> bool:
    """Whether a cell is the place of a seal, or holds a remark: what its label's neighbour names stands with the label."""
    return bool(region.texts) and (
        region.texts[0].raw.lstrip().startswith("※") or all(_SEAL.fullmatch(t.raw.strip()) for t in region.texts)
    )


def _begins_with_label(text: Text) -> bool:
    """Whether a line is another entry's, label and value read as one: 納入期限令和6年8月末日."""
    return any(is_any_label(text.raw[:end]) for end in range(3, min(9, len(text.raw) - 1)))


def _runs_over(inside: Text, outside: Text, cell: Box) -> bool:
    """Whether a text behind the right wall of `cell` is the end of one inside: a hand that found too little room."""
    height = inside.box.height
    touching = cell.x1 - 0.6 * height < inside.box.x1 <= outside.box.x0 + 2 < cell.x1 + 0.6 * height
    return touching and same_row(inside.box, outside.box) and outside.box.height < 1.5 * height
