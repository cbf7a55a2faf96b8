"""One page of a blank form: what of its words is printed in rooms, what heads rows or tables; and a room found on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from extractors.fields.layout import Hit, Layout, Text
from extractors.fields.texts import same_row
from extractors.meanings import is_any_label
from extractors.registration.boxrooms import is_digit_box
from extractors.registration.words import BANK_WORDS, BEGUN_ADDRESS, NUMBERED, has_square, is_placeholder
from models.geometry import Box
from models.pages import Rule

_LEAST_LINE = 4
"""Heights of a letter that a line to write on is long at least."""
_UNDER_ROW = 1.2
"""Heights of a letter that a line to write on lies under its label's at most."""
_BAR = 2.3
"""Heights of its letters that a bar around a heading is high at most: its lower edge is no line to write on."""
_SPREAD = 3.5
"""Heights of a letter that a word of two letters is wide at least where it is spread over a column of labels."""
_FAR = 12
"""Heights of a letter between a label and its room at most."""


@dataclass(frozen=True)
class Slot:
    """Room for an entry (pixels of the blank's image), and what a person should check about it (Japanese, or empty)."""

    page: int
    box: Box
    hit: Box
    """The label, so that no second entry takes it."""
    doubt: str = ""


@dataclass(eq=False)
class Ground:
    """One page of a blank form, on which rooms are looked for."""

    page: int
    layout: Layout
    choices: tuple[str, ...] = ()
    """Folded words of the programme's choices: where they are printed, somebody ticks or rings them."""

    def in_room(self, text: Text) -> bool:
        """Whether a text is printed in the room of an entry."""
        if text.plain[0] in BANK_WORDS and (self._begins(text) or self._spread(text)):
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

    def _spread(self, text: Text) -> bool:
        """Whether a word is set over the width of a column of labels in the open: 支　　　　店 over 口　座　番　号."""
        height = text.box.height
        return (
            text.cell is None
            and text.box.width > _SPREAD * height
            and any(
                abs(t.box.x0 - text.box.x0) < height and abs(t.box.x1 - text.box.x1) < height and is_any_label(t.raw)
                for t in self.texts
                if t is not text and t.plain[0] not in BANK_WORDS
            )
        )

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
        """Whether a text heads what follows and is no label of an entry: numbered, or (`tables`) right on top of a table, or
        in front of the labels of its block, which stand under it: 申請者."""
        if text.cell is not None or not self.may_head(text):
            return False
        if NUMBERED.match(text.raw) or not tables:
            return bool(NUMBERED.match(text.raw)) and not self.answered(text)
        height = text.box.height
        below = [t for t in self.words if 0 < t.box.y0 - text.box.y0 < 6 * height and t.cell is None]
        if sum(t.box.x0 > text.box.x1 - height and is_any_label(t.raw) for t in below) >= 2:
            return True
        return any(
            -0.5 * height < c.y0 - text.box.y1 < 1.6 * height and c.x0 - 2 * height < text.box.x0 < c.x1
            for c in self.layout.page.cells
            if not is_digit_box(c, self.heights)
        )

    def side_of_a_box(self, rule: Rule) -> bool:
        """Whether an upright rule is the side of boxes for digits, and no wall between rooms."""
        sides = (
            c
            for c in self.layout.page.cells
            if is_digit_box(c, self.heights) and abs(rule.y1 - rule.y0 - c.height) < 0.35 * c.height
        )
        return any(
            rule.y0 - 8 < c.cy < rule.y1 + 8 and min(abs(rule.x0 - c.x0), abs(rule.x0 - c.x1)) < 8 for c in sides
        )

    def answered(self, text: Text) -> bool:
        """Whether a numbered text is a label of an entry with room of its own on its row: a line to write on or boxes for digits
        behind it; (6) 口座番号 is no heading then."""
        height, page = text.box.height, self.layout.page
        if not is_any_label(text.raw):
            return False
        boxes = [c for c in page.cells if is_digit_box(c, self.heights) and same_row(c, text.box)]
        level = [
            Box(x0=r.x0, y0=r.y0, x1=r.x1, y1=r.y1)
            for r in page.rules
            if r.y0 == r.y1 and r.x1 - r.x0 > _LEAST_LINE * height
        ]
        lines = [
            r
            for r in level
            if text.box.cy < r.y0 < text.box.y1 + _UNDER_ROW * height
            and not any(min(abs(r.y0 - c.y0), abs(r.y0 - c.y1)) < 8 and c.x0 < r.x1 and c.x1 > r.x0 for c in page.cells)
            and not any(0 < r.y0 - o.y0 < _BAR * height and o.x0 < r.cx < o.x1 for o in level)
        ]
        return any(0 < b.x0 - text.box.x1 < _FAR * height for b in (*boxes, *lines))

    def label_of(self, text: Text) -> Text | None:
        """What heads a text that is printed in a room: the word in front of it on its row, or over it in its cell, or in
        the cell in front of its cell."""
        row = [t for t in self.words if t.cell == text.cell and same_row(t.box, text.box) and t.box.x1 <= text.box.x0]
        near = [t for t in row if text.box.x0 - t.box.x1 < 6 * text.box.height]
        if near or text.cell is None:
            return max(near, key=lambda t: t.box.x1, default=None)
        over = [t for t in self.words if t.cell == text.cell and t.box.y1 <= text.box.y0 + 4]
        if over:
            return max(over, key=lambda t: t.box.y1)
        return min(self.in_front(text), key=lambda t: abs(t.box.cy - text.box.cy), default=None)

    def in_front(self, text: Text) -> list[Text]:
        """The words of the cell in front of a text's cell."""
        cell = text.cell
        if cell is None:
            return []
        return [
            t
            for t in self.words
            if t.cell and -8 <= cell.x0 - t.cell.x1 < 24 and t.cell.y0 - 5 <= text.box.cy <= t.cell.y1 + 5
        ]

    def under_a_label(self, text: Text) -> bool:
        """Whether a text stands in a cell right under the words of an entry's label."""
        mates = self.layout.in_cell(text.cell).texts if text.cell is not None else ()
        return any(
            0 < text.box.y0 - t.box.y0 < 2.2 * t.box.height and is_any_label(t.raw) for t in mates if t is not text
        )

    def column(self, hit: Hit) -> Slot | None:
        """The cell under a heading."""
        region = self.layout.below(hit)
        if region is None or region.cell is None:
            return None
        if [t for t in region.texts if not self.in_room(t)]:
            return None
        return Slot(self.page, region.cell, hit.box)

    def crossing(self, hit: Hit, asks: Callable[[str], bool]) -> Box | None:
        """Of several empty cells on the row of a label's cell, the one whose column has a heading that asks for the entry:
        合計 of 補助対象経費."""
        cells = self.at_the_row(hit)
        if len(cells) < 2:
            return None
        heads = [t for t in self.words if t.cell is not None and t.cell.y1 < hit.box.y0 and asks(t.raw)]
        headed = [c for c in cells if any(t.cell and c.x0 - 8 < t.cell.x0 and t.cell.x1 < c.x1 + 8 for t in heads)]
        return headed[0] if len(headed) == 1 else None

    def at_the_row(self, hit: Hit) -> list[Box]:
        """The empty cells on the row of a label's cell, left to right."""
        cell = hit.text.cell
        if cell is None:
            return []
        row = [c for c in self.layout.page.cells if c.x0 >= cell.x1 - 6 and c.y0 - 6 <= hit.box.cy <= c.y1 + 6]
        return sorted((c for c in row if not self.layout.in_cell(c).texts), key=lambda c: c.x0)
