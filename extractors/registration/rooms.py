"""The room for an entry on a blank form, seen from its label.

A label's own cell may go on to the right or below it; its neighbour may be an empty cell; in the open there is white
space beside it, or above a line drawn for writing on.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from extractors.fields.entries import BOXED_KEYS
from extractors.fields.layout import Hit, Layout, Text
from extractors.fields.texts import same_row
from extractors.folding import fold
from extractors.meanings import is_any_label
from extractors.registration.boxrooms import is_digit_box, strip_under, whole_strip
from extractors.registration.words import (
    BANK_WORDS,
    BEGUN_ADDRESS,
    NUMBERED,
    SEAL_NOTE,
    has_square,
    in_brackets,
    is_placeholder,
    is_prose,
    is_remark,
)
from models.geometry import Box
from models.programmes import FieldSpec, Label, ValueKind
from models.values.keys import alike


@dataclass(frozen=True)
class Slot:
    """Room for an entry (pixels of the blank's image), and what a person should check about it (Japanese, or empty)."""

    page: int
    box: Box
    hit: Box
    """The label, so that no second entry takes it."""
    doubt: str = ""


_LONGEST_BEGUN = 7
"""Letters of what a form prints into a room as the beginning of what is to be written there."""


@dataclass(eq=False)
class Ground:
    """One page of a blank form, asked for rooms."""

    page: int
    layout: Layout
    choices: tuple[str, ...] = ()
    """Folded words of the programme's choices: where they are printed, somebody ticks or rings them."""

    def in_room(self, text: Text) -> bool:
        """Whether a text is printed in the room of an entry."""
        if text.plain[0] in BANK_WORDS and self._begins(text):
            return False
        begun = text.plain[0].startswith("その他") or BEGUN_ADDRESS.fullmatch(text.plain[0]) is not None
        return begun or is_placeholder(text) or self.is_choice(text)

    def _begins(self, text: Text) -> bool:
        """Whether a text stands where labels do: at the beginning of its row, or alone in the middle of its cell."""
        height, cell = text.box.height, text.cell
        start = cell.x0 if cell is not None else self.edge.x0
        row = [t for t in self.texts if t is not text and t.cell == cell and same_row(t.box, text.box)]
        alone = (
            cell is not None
            and not row
            and cell.width < 6 * text.box.width
            and abs(text.box.cx - cell.cx) < 0.1 * cell.width
        )
        return alone or (text.box.x0 - start < 3 * height and all(t.box.x0 > text.box.x0 for t in row))

    def is_choice(self, text: Text) -> bool:
        """Whether a text is one of the choices of an entry, or several."""
        plain = text.plain[0]
        begins = any(plain.startswith(c) and len(plain) <= 2 * len(c) + 8 for c in self.choices)
        return has_square(text) or begins or sum(c in plain for c in self.choices) >= 2

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        return self.layout.texts

    @cached_property
    def words(self) -> tuple[Text, ...]:
        """Texts that are no part of an entry's room."""
        return tuple(t for t in self.texts if not self.in_room(t))

    @cached_property
    def edge(self) -> Box:
        """The printed part of the page."""
        boxes = [t.box for t in self.texts]
        rules = self.layout.page.rules
        right = max([b.x1 for b in boxes] + [r.x1 for r in rules] + [0.9 * self.layout.page.geometry.width])
        left = min([b.x0 for b in boxes] + [r.x0 for r in rules])
        return Box(x0=left, y0=0, x1=right, y1=self.layout.page.geometry.height)

    @cached_property
    def heights(self) -> float:
        found = sorted(t.box.height for t in self.texts if not t.line.vertical)
        return found[len(found) // 2] if found else 24.0

    def may_head(self, text: Text) -> bool:
        """Whether a text stands as a heading does: downwards beside its rows, or alone on its row and no room in it."""
        if text.line.vertical:
            return True
        row = [
            t
            for t in self.texts
            if t is not text and abs(t.box.cy - text.box.cy) < 0.6 * text.box.height and t.box.x0 > text.box.x0
        ]
        if any(self.in_room(t) for t in row):
            return False
        if text.cell is not None:
            return text.cell.width > 0.75 * (self.edge.x1 - self.edge.x0) and not row
        return bool(NUMBERED.match(text.raw)) or not row

    def heads(self, text: Text, *, tables: bool = False) -> bool:
        """Whether a text heads what follows and is no label of an entry: numbered, or (`tables`) right on top of a table."""
        if text.cell is not None or not self.may_head(text):
            return False
        if NUMBERED.match(text.raw) or not tables:
            return bool(NUMBERED.match(text.raw))
        height = text.box.height
        return any(
            -0.5 * height < c.y0 - text.box.y1 < 1.6 * height and c.x0 - 2 * height < text.box.x0 < c.x1
            for c in self.layout.page.cells
            if not is_digit_box(c, self.heights)
        )

    # ------------------------------------------------------------------ rooms
    def beside(self, hit: Hit, spec: FieldSpec) -> Iterator[Slot]:
        """The rooms that may belong to a label, the likeliest first."""
        slots = list(self._rooms_of(hit, spec))
        if hit.rest is None and alike(spec.key) in BOXED_KEYS and self._strip_right_of(hit.text.box) is None:
            cells, block = self.layout.page.cells, self._block(hit.text)
            strip = strip_under(hit.text, block, cells, self.words, self.heights)
            if strip is not None and not any(strip.share_inside(s.box) > 0.8 for s in slots[:1]):
                yield Slot(self.page, strip.grown(0.1 * strip.height), hit.box)
        yield from slots

    def _rooms_of(self, hit: Hit, spec: FieldSpec) -> Iterator[Slot]:
        """The rooms beside a label, in its cell, in a neighbour of its cell or in the open."""
        text = hit.text
        if hit.rest is not None and not is_prose(text):
            slot = self._behind(hit)
            if slot is not None:
                yield slot
            return
        if hit.rest is not None:
            return
        block = self._block(text)
        cell = text.cell
        if cell is not None and self._stacked(cell) and (right := self._right_cell(cell, block)) is not None:
            yield Slot(self.page, self._without_notes(right), hit.box)
            return
        if cell is None or self._shared(text, block):
            slot = self._open(hit, block, self.edge if cell is None else cell, spec)
            if slot is not None:
                yield slot
            return
        under = self._under_in_cell(hit, block, cell)
        if under is not None:
            yield under
            return
        strip = self._strip_right_of(text.box)
        if strip is not None and strip.share_inside(cell) > 0.8:  # コード [][][][] in one cell
            yield Slot(self.page, Box(x0=block.x1 + 2, y0=cell.y0, x1=cell.x1, y1=cell.y1), hit.box)
            return
        right = self._right_cell(cell, block)
        if right is not None:
            yield Slot(self.page, self._without_notes(right), hit.box)
            return
        below = self._below_cell(cell, block)
        if below is not None:
            yield Slot(self.page, below, hit.box, "見出しの下の欄と推測")
            return
        if cell.x1 - block.x1 > 3 * block.height:
            box = Box(x0=block.x1 + 0.2 * block.height, y0=cell.y0, x1=cell.x1, y1=cell.y1)
            if not [t for t in self.words if t.box.share_inside(box) > 0.5]:
                yield Slot(self.page, box, hit.box, "見出しと同じ枠の右の余白と推測")

    def label_of(self, text: Text) -> Text | None:
        """What heads a text that is printed in a room: the word in front of it on its row, or over it in its cell."""
        row = [t for t in self.words if t.cell == text.cell and same_row(t.box, text.box) and t.box.x1 <= text.box.x0]
        near = [t for t in row if text.box.x0 - t.box.x1 < 6 * text.box.height]
        if near or text.cell is None:
            return max(near, key=lambda t: t.box.x1, default=None)
        over = [t for t in self.words if t.cell == text.cell and t.box.y1 <= text.box.y0 + 4]
        return max(over, key=lambda t: t.box.y1, default=None)

    def column(self, hit: Hit) -> Slot | None:
        """The cell under a heading."""
        region = self.layout.below(hit)
        if region is None or region.cell is None:
            return None
        if [t for t in region.texts if not self.in_room(t)]:
            return None
        return Slot(self.page, region.cell, hit.box)

    def at_the_row(self, hit: Hit) -> list[Box]:
        """The empty cells on the row of a label's cell, left to right."""
        cell = hit.text.cell
        if cell is None:
            return []
        row = [c for c in self.layout.page.cells if c.x0 >= cell.x1 - 6 and c.y0 - 6 <= hit.box.cy <= c.y1 + 6]
        return sorted((c for c in row if not self.layout.in_cell(c).texts), key=lambda c: c.x0)

    def postal(self, text: Text) -> Slot | None:
        """Room behind a printed 〒."""
        cell, height = text.cell, text.box.height
        right = self._right_cell(cell, text.box) if cell is not None else None
        whole = self._past_boxes(cell) if cell is not None else None
        if whole is not None and whole != cell:
            return Slot(self.page, whole, text.box)
        if cell is not None and (cell.width < 3.5 * height or abs(text.box.cx - cell.cx) < 0.12 * cell.width):
            return Slot(self.page, right, text.box) if right is not None else None
        if cell is not None and self._is_free(cell) and cell.height < 2.6 * height:
            return Slot(self.page, cell, text.box)
        stop = text.box.x0 + 13 * height
        strip = self._strip_right_of(text.box)
        if strip is not None:  # boxes for the digits reach as far as they reach
            stop = max(stop, strip.x1 + 2)
        stop = min([stop, (cell or self.edge).x1, *self._next_words(text.box, cell)])
        return Slot(self.page, self._row_box(text.box, text.box.x0 - 3, stop, cell), text.box)

    def dated(self, text: Text) -> Slot:
        """Room of a printed 令和　年　月　日, whose parts may stand apart around boxes."""
        box = text.box
        while True:
            following = [
                t
                for t in self.texts
                if same_row(t.box, box) and 0 <= t.box.x0 - box.x1 < 5.5 * box.height and fold(t.raw)[:1] in "年月日"
            ]
            if not following or (fold(text.raw).endswith("日") and box == text.box):
                break
            box = box.union(min(following, key=lambda t: t.box.x0).box)
        grow = 0.5 * text.box.height
        cell = self._past_boxes(text.cell) if text.cell is not None else None
        return Slot(self.page, self._row_box(box, box.x0 - grow, box.x1 + grow, cell), text.box)

    def sentence(self, label: Label) -> Slot | None:
        """A gap in a running sentence or a row of words: behind the label, before the words of ``until``."""
        if not label.until:
            for hit in self.layout.find(label.text):
                if _within_a_word(hit, fold(label.text)):
                    continue
                slot = self._behind(hit) if hit.rest is not None else None
                slot = slot or self._open(hit, hit.text.box, hit.text.cell or self.edge, None)
                if slot is not None:
                    return slot
            return None
        start, stop = fold(label.text), fold(label.until)
        best: tuple[float, Slot] | None = None
        for row in self._rows():
            letters = [(c, t, i) for t in row for c, i in zip(*t.plain, strict=True)]
            plain = "".join(c for c, _, _ in letters)
            for match in re.finditer(re.escape(start), plain):
                end = plain.find(stop, match.end())
                if end < 0 or end - match.end() > 8:
                    continue
                (_, first, i), (_, last, j) = letters[match.end() - 1], letters[end]
                gap = last.x_at(j) - first.x_at(i)
                height = min(first.box.height, last.box.height)
                if gap < 2.2 * height or (best is not None and gap <= best[0]):
                    continue
                printed = first.part(max(0, i - len(label.text) + 1), i + 1).box
                best = gap, Slot(self.page, self._sentence_box(row, height), printed)
        return best[1] if best else None

    # ------------------------------------------------------------------ parts of a page
    def _block(self, text: Text) -> Box:
        """A label with the lines that go on with it: a remark in brackets under it, words broken over two lines."""
        box = text.box
        for other in sorted(self.words, key=lambda t: t.box.y0):
            if other is text or other.cell != text.cell or other.line.vertical:
                continue
            gap = other.box.y0 - box.y1
            centred = abs(other.box.cx - box.cx) < 1.2 * text.box.height or abs(other.box.x0 - box.x0) < text.box.height
            narrow = other.box.width < box.width + 3 * text.box.height
            reach = 0.55
            if text.cell is not None and in_brackets(other):  # the remark on a label may stand a little apart
                narrow, reach = True, 1.0
            if -0.3 * text.box.height < gap < reach * text.box.height and centred and narrow:
                continued = text.cell is not None or fold(other.raw)[:1] in "(・" or len(fold(other.raw)) <= 3
                if continued:
                    box = box.union(other.box)
        return box

    def _stacked(self, cell: Box) -> bool:
        """Whether a cell holds nothing but words of one label, or of two labels one below the other."""
        inside = sorted((t for t in self.texts if t.box.share_inside(cell.grown(6, 4)) > 0.6), key=lambda t: t.box.y0)
        high = sum(t.box.height for t in inside)
        return (
            2 <= len(inside) <= 4
            and cell.height < 1.6 * high + 2.2 * inside[0].box.height
            and all(b.box.y0 > a.box.cy for a, b in itertools.pairwise(inside))
            and all(not self.in_room(t) for t in inside)
        )

    def _shared(self, text: Text, block: Box) -> bool:
        """Whether the cell holds other words than the label's own: a frame around many entries."""
        assert text.cell is not None
        mates = [t for t in self.words if t.box.share_inside(text.cell.grown(6, 4)) > 0.6]
        others = [t for t in mates if t.box.share_inside(block.grown(3)) < 0.5]
        return any(not SEAL_NOTE.match(fold(t.raw)) and not is_remark(t) for t in others)

    def _under_in_cell(self, hit: Hit, block: Box, cell: Box) -> Slot | None:
        """The lower part of a cell whose label stands in its upper left corner."""
        height = block.height
        if cell.height < 2.1 * height or block.cy > cell.y0 + 0.42 * cell.height or block.x0 - cell.x0 > 2.5 * height:
            return None
        if cell.width < 4 * height or cell.y1 - block.y1 < 1.0 * height:
            return None
        inside = [t for t in self.texts if t.box.share_inside(cell.grown(6, 4)) > 0.6 and self.in_room(t)]
        beside = [t for t in inside if same_row(t.box, block) and t.box.x0 > block.x1]
        if beside and not [t for t in inside if t.box.y0 > block.y1 - 0.3 * height]:
            return None
        return Slot(self.page, Box(x0=cell.x0, y0=block.y1, x1=cell.x1, y1=cell.y1), hit.box)

    def _right_cell(self, cell: Box, block: Box) -> Box | None:
        """The cell right of the label's, where no other words stand; boxes for digits lie within it."""
        touching = [
            c
            for c in self.layout.page.cells
            if -8 <= c.x0 - cell.x1 < max(24.0, 0.6 * block.height)
            and c.y0 - 5 <= block.cy <= c.y1 + 5
            and c.height > 0.7 * block.height
        ]
        free = [c for c in touching if self._is_free(c)] or [c for c in touching if self._is_begun(c)]
        best = max(free, key=lambda c: c.area) if free else None
        if best is None:
            return None if touching else self._strip_right_of(cell)
        whole = self._past_boxes(best)
        return whole_strip(self.layout.page.cells, best) if whole == best and best.width < 1.7 * best.height else whole

    def _past_boxes(self, cell: Box) -> Box:
        """`cell` with all that the boxes for digits in it cut off: their sides reach so near the row's that the row
        falls into pieces (〒 | | |-| | | |, 令和 | |年| |月| |日). A wall between two pieces of full height ends it."""
        row = sorted(
            (
                c
                for c in self.layout.page.cells
                if c.x0 >= cell.x1 - 2 and c.y0 > cell.y0 - 6 and c.y1 < cell.y1 + 6 and c.height > 0.5 * cell.height
            ),
            key=lambda c: c.x0,
        )
        whole, boxed = cell, _lower(cell, cell)
        for c in row:
            lower = _lower(c, cell)
            if c.x0 - whole.x1 > 0.3 * cell.height or not (lower or boxed) or not self._is_free(c):
                break
            if lower and c.width > 1.7 * c.height:
                break
            whole, boxed = whole.union(c), lower
        return whole

    def _strip_right_of(self, label: Box) -> Box | None:
        """A strip of at least three boxes for digits on the row right of `label`, nothing but 〒 and the like between."""
        row = [
            c
            for c in self.layout.page.cells
            if c.x0 >= label.x1 - 2 and c.y0 - 5 <= label.cy <= c.y1 + 5 and is_digit_box(c, self.heights)
        ]
        first = min(row, key=lambda c: c.x0, default=None)
        if first is None or first.x0 - label.x1 > 6 * self.heights:
            return None
        between = Box(x0=label.x1, y0=first.y0, x1=first.x0, y1=first.y1)
        if any(t.box.intersection(between) > 0.3 * t.box.area for t in self.words):
            return None
        strip = whole_strip(self.layout.page.cells, first)
        return strip if strip.width > 2.5 * first.width else None

    def _is_free(self, cell: Box) -> bool:
        inside = [t for t in self.words if t.box.share_inside(cell.grown(6, 4)) > 0.6]
        return all(is_remark(t) or SEAL_NOTE.match(fold(t.raw)) for t in inside)

    def _is_begun(self, cell: Box) -> bool:
        """Whether the form begins an entry in a room that is left to be filled in: 金沢市 for an address, 1世帯当たり 円."""
        inside = [t for t in self.words if t.box.share_inside(cell.grown(6, 4)) > 0.6]
        short = all(len(t.plain[0]) <= _LONGEST_BEGUN and not is_any_label(t.raw) for t in inside)
        return short and sum(t.box.width for t in inside) < 0.3 * cell.width

    def _below_cell(self, cell: Box, block: Box) -> Box | None:
        under = [
            c
            for c in self.layout.page.cells
            if -8 <= c.y0 - cell.y1 < 24 and min(c.x1, cell.x1) - max(c.x0, cell.x0) > 0.7 * min(c.width, cell.width)
        ]
        free = [c for c in under if self._is_free(c) and c.width > 0.5 * cell.width and c.height > 0.7 * block.height]
        return max(free, key=lambda c: c.area) if free else None

    def _behind(self, hit: Hit) -> Slot | None:
        """The room behind a label that goes on in its own line: 申請日　令和　年　月　日."""
        assert hit.rest is not None
        height, cell = hit.box.height, hit.text.cell
        stop = hit.rest.box.x1 + 0.6 * height
        if not re.search(r"[日円件)号]$", fold(hit.rest.raw)):
            stop = (cell or self.edge).x1
        stop = min([stop, *self._next_words(hit.rest.box, cell)])
        if stop <= hit.rest.box.x0 + height:
            return None
        return Slot(self.page, self._row_box(hit.box, hit.rest.box.x0 - 0.1 * height, stop, cell), hit.box)

    def _open(self, hit: Hit, block: Box, bounds: Box, spec: FieldSpec | None) -> Slot | None:
        """White space beside a label, or under it where a line is drawn there for writing on."""
        height = hit.box.height
        start = max(hit.text.box.x1, block.x1) + 0.2 * height
        stop = min([bounds.x1, *self._next_words(Box(x0=block.x0, y0=block.y0, x1=start, y1=block.y1), hit.text.cell)])
        seals = [t.box.x0 - 0.2 * height for t in self.texts if SEAL_NOTE.match(t.plain[0]) and same_row(t.box, block)]
        stop = min([stop, *(x for x in seals if x > start + 3 * height)])
        lines = [
            r
            for r in self.layout.page.rules
            if r.y0 == r.y1 and r.x1 - r.x0 > 3 * height and r.x1 > block.x0 + height and r.x0 < stop
        ]
        under = self._line_under(block, lines)
        if under is not None:
            right = min([under.x1, bounds.x1])
            return Slot(self.page, Box(x0=min(block.x0, under.x0), y0=block.y1, x1=right, y1=under.y0), hit.box)
        walls = [
            r.x0
            for r in self.layout.page.rules
            if r.x0 == r.x1 and start < r.x0 < stop and r.y0 < block.cy < r.y1 and r.y1 - r.y0 > 2.6 * height
        ]
        stop = min([stop, *walls])
        if stop - start < 2.5 * height or (stop - start < 6 * height and self._heads_a_column(hit, spec, stop)):
            return None
        beside = [r for r in lines if r.x0 > block.x0 + 0.5 * block.width and block.cy < r.y0 < block.y1 + 1.6 * height]
        top, bottom = self._free_rows(block, start, stop)
        top, bottom = max(top, bounds.y0), min([bottom, bounds.y1, *(r.y0 + 0.3 * height for r in beside)])
        if spec is not None and spec.kind is ValueKind.CHOICE:
            options = [
                t.box
                for t in self.texts
                if self.is_choice(t) and start - height < t.box.x0 < stop and top < t.box.cy < bottom
            ]
            if options:
                top = min(top, *(b.y0 - 3 for b in options))
                bottom = max(bottom, *(b.y1 + 3 for b in options))
        return Slot(self.page, Box(x0=start, y0=top, x1=stop, y1=bottom), hit.box)

    def _heads_a_column(self, hit: Hit, spec: FieldSpec | None, stop: float) -> bool:
        """Whether a label of a name stands in front of a column of labels, the first of which is on its row: 請求者　郵便番号."""
        names = (ValueKind.COMPANY, ValueKind.PERSON, ValueKind.PARTY, ValueKind.ADDRESS)
        row = [t for t in self.words if same_row(t.box, hit.box) and 0 <= t.box.x0 - stop < hit.box.height]
        return spec is not None and spec.kind in names and any(is_any_label(t.raw) for t in row)

    def _line_under(self, block: Box, lines: Sequence[object]) -> Box | None:
        """The line drawn for writing under a label: it begins where the label does, and room is between them."""
        height = block.height
        across = [r for r in self.layout.page.rules if r.y0 == r.y1 and r.x1 - r.x0 >= 4 * height]
        beside = any(r.x0 > block.x1 and block.cy < r.y0 < block.y1 + 1.2 * height for r in across)
        # room for two lines of writing, where no line on the label's own row is its room
        reach = (4.5 if beside else 7.0) * height
        found = []
        for r in across:
            starts = block.x0 - 4 * height < r.x0 < block.x0 + 0.8 * height
            if beside and any(abs(c.y0 - r.y0) < 8 and c.x0 < r.x1 and c.x1 > r.x0 for c in self.layout.page.cells):
                continue  # the upper edge of a table under a line to write on
            if starts and 0.9 * height < r.y0 - block.y1 < reach and r.x1 > block.x1:
                between = Box(x0=block.x0, y0=block.y1 + 1, x1=r.x1, y1=r.y0)
                if not [
                    t for t in self.words if t.box.share_inside(between) > 0.5 and not SEAL_NOTE.match(fold(t.raw))
                ]:
                    found.append(Box(x0=r.x0, y0=r.y0, x1=r.x1, y1=r.y0))
        best = min(found, key=lambda b: b.y0, default=None)
        if best is None:
            return None
        # a frame's or a table's edge under a label whose room is beside it
        room = Box(x0=block.x1, y0=block.y0, x1=best.x1, y1=block.y1)
        if [t for t in self.texts if self.in_room(t) and t.box.share_inside(room.grown(0, 4)) > 0.5]:
            return None
        return best

    def _free_rows(self, block: Box, start: float, stop: float) -> tuple[float, float]:
        """How high the room beside a label is: half-way to the words above and below, at most two lines each way."""
        height = min(block.height, 1.6 * self.heights)
        top, bottom = block.y0 - 1.3 * height, block.y1 + 1.3 * height
        for text in self.words:
            box = text.box
            if box.x1 < block.x0 or box.x0 > stop or box.share_inside(block.grown(2)) > 0.5:
                continue
            if box.cy < block.cy - 0.5 * height:
                top = max(top, (box.y1 + block.y0) / 2)
            elif box.cy > block.cy + 0.5 * height:
                bottom = min(bottom, (box.y0 + block.y1) / 2)
        for text in self.texts:  # the next row's 〒, 令和 … belong to the next row
            box = text.box
            if is_placeholder(text) and start < box.x0 < stop and not self.is_choice(text) and not same_row(box, block):
                if box.cy < block.cy - 0.8 * height:
                    top = max(top, min(block.y0, box.y1))
                elif box.cy > block.cy + 0.8 * height:
                    bottom = min(bottom, max(block.y1, box.y0))
        return min(top, block.y0 - 0.1 * height), max(bottom, block.y1 + 0.1 * height)

    def _next_words(self, box: Box, cell: Box | None) -> list[float]:
        """Where the next words on the row begin, less a little."""
        return [
            t.box.x0 - 0.2 * box.height
            for t in self.words
            if same_row(t.box, box) and t.box.x0 >= box.x1 - 2 and (cell is None or t.cell == cell or t.cell is None)
        ]

    def _row_box(self, box: Box, x0: float, x1: float, cell: Box | None) -> Box:
        """`box` made as high as a row of writing, within its cell and away from the words above and below."""
        top, bottom = self._free_rows(box, x0, x1)
        grow = 0.6 * box.height
        y0, y1 = max(top, box.y0 - grow), min(bottom, box.y1 + grow)
        if cell is not None:
            x0, x1, y0, y1 = max(x0, cell.x0), min(x1, cell.x1), max(y0, cell.y0), min(y1, cell.y1)
        return Box(x0=max(0.0, x0), y0=max(0.0, y0), x1=x1, y1=y1)

    def _without_notes(self, cell: Box) -> Box:
        """The cell without the corner where 印 or a remark on the seal is printed."""
        box = cell
        for text in self.texts:
            if text.box.share_inside(cell.grown(6, 4)) < 0.6 or not SEAL_NOTE.match(fold(text.raw)):
                continue
            if text.box.cx > cell.cx and text.box.x0 - box.x0 > 0.3 * cell.width:
                box = Box(x0=box.x0, y0=box.y0, x1=min(box.x1, text.box.x0 - 2), y1=box.y1)
        return box

    def _rows(self) -> list[list[Text]]:
        """Texts that stand in one row of one cell, or of the open page, left to right."""
        rows: list[list[Text]] = []
        for text in sorted((t for t in self.texts if not t.line.vertical), key=lambda t: t.box.x0):
            row = next((r for r in rows if r[0].cell == text.cell and same_row(r[0].box, text.box)), None)
            if row is None:
                rows.append([text])
            else:
                row.append(text)
        return rows

    def _sentence_box(self, row: Sequence[Text], height: float) -> Box:
        """The room of a sentence with gaps: its cell, or its row as wide as the page is printed."""
        cell = row[0].cell
        if cell is not None:
            return cell
        whole = Box.around(t.box for t in row)
        return Box(
            x0=max(self.edge.x0, whole.x0 - 3 * height) - 4,
            y0=whole.y0 - 0.5 * height,
            x1=self.edge.x1,
            y1=whole.y1 + 0.5 * height,
        )


def _within_a_word(hit: Hit, wanted: str) -> bool:
    """Whether a label is the end of a longer one: 番号 of 種目・番号, of 口座番号."""
    plain, origin = hit.text.plain
    at = plain.find(wanted)
    if at < 1:
        return False
    step = hit.text.x_at(origin[at]) - hit.text.x_at(origin[at - 1])
    return plain[at - 1] == "・" or (plain[at - 1] >= "一" and step < 1.6 * hit.box.height)


def _lower(box: Box, row: Box) -> bool:
    """Whether a box stands within a row, away from its upper and lower walls."""
    return box.y0 > row.y0 + 3 and box.y1 < row.y1 - 3
