"""The geometry of one page: which texts stand in which cells, where labels stand, and what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import fuzz

from extractors.fields.meanings import is_any_label
from extractors.folding import fold, folded
from models.geometry import Box
from models.pages import PageReading, Rule, TextLine

NUMBERING = re.compile(r"^[\d①-⑳⑴-⑽(()・、,*※■□●○◎◆▼口]{0,4}$")
"""What may stand in front of a label on its line: ``1``, ``(2)``, ``③``, ``■``."""

PARTICLE = re.compile(r"[はをにのがとでもへ、。・欄印等又及並及書名者別数料先コ]|から|まで|変更|証明|登録|確認|種")
"""What behind a label's words makes them part of a sentence or of a longer label."""

QUALIFIER = re.compile(r"^(?:\([^()]{0,16}\)?|[::・]|にし|※.*)+")
"""What may stand behind a label and still belong to it: ``(税込)``, ``:``."""


@dataclass(frozen=True, eq=False)
class Text:
    """A line of text where it stands; `cell` is the smallest cell around it, None outside of tables."""

    line: TextLine
    cell: Box | None

    @property
    def box(self) -> Box:
        return self.line.box

    @property
    def raw(self) -> str:
        return self.line.text

    @cached_property
    def plain(self) -> tuple[str, list[int]]:
        return folded(self.line.text)

    def x_at(self, index: int) -> float:
        """Centre in x of the character `index` of the raw text, in pixels."""
        places = self.line.char_x
        if places is not None and index < len(places):
            return places[index]
        return self.box.x0 + self.box.width * (index + 0.5) / max(1, len(self.line.text))

    def part(self, start: int, end: int | None = None) -> Text:
        """The characters ``start:end`` as a text of their own."""
        end = len(self.line.text) if end is None else end
        text = self.line.text[start:end]
        if not text:
            x = self.box.x1
            return Text(self.line.model_copy(update={"text": "", "char_x": None, "box": Box(x0=x, y0=self.box.y0, x1=x, y1=self.box.y1)}), self.cell)
        pitch = self.box.width / max(1, len(self.line.text))
        x0 = self.box.x0 if start == 0 else self.x_at(start) - pitch / 2
        x1 = self.box.x1 if end >= len(self.line.text) else self.x_at(end - 1) + pitch / 2
        box = Box(x0=min(x0, x1), y0=self.box.y0, x1=max(x0, x1), y1=self.box.y1)
        places = self.line.char_x[start:end] if self.line.char_x is not None else None
        return Text(self.line.model_copy(update={"text": text, "char_x": places, "box": box}), self.cell)


@dataclass(frozen=True, eq=False)
class Hit:
    """A label found in a text. `rest` is what stands behind it on the same line, without its qualifier."""

    text: Text
    box: Box
    rest: Text | None
    label: str

    @property
    def whole(self) -> bool:
        """The line is the label and nothing else."""
        return self.rest is None


@dataclass(frozen=True, eq=False)
class Region:
    """Where a value stands: its texts in reading order and the box that holds them (the cell, where there is one)."""

    texts: tuple[Text, ...]
    box: Box
    cell: Box | None = None

    @property
    def raw(self) -> str:
        return " ".join(t.raw for t in self.texts)

    @property
    def ink_box(self) -> Box:
        """The box around the texts themselves; the whole region where nothing was read."""
        return Box.around(t.box for t in self.texts) if self.texts else self.box


@dataclass(eq=False)
class Layout:
    """One page, ready to be asked for labels and the values beside them."""

    page: PageReading
    known_labels: frozenset[str] = frozenset()
    """Folded labels of all entries of the form: what is a label is nobody's value."""
    texts: tuple[Text, ...] = field(init=False)

    def __post_init__(self) -> None:
        lines = [line.box for line in self.page.lines]
        cells = sorted((c for c in self.page.cells if not _is_frame(c, lines, self.page)), key=lambda c: c.area)
        placed = [Text(line, _cell_of(line.box, cells)) for line in self.page.lines if line.text.strip() and not _noise(line)]
        self.texts = tuple(_joined([t for t in (_unstruck(p, self.page.rules) for p in placed) if t is not None]))

    # ------------------------------------------------------------------ labels
    def find(self, label: str) -> list[Hit]:
        """Every place where `label` stands as a label, top to bottom."""
        wanted = fold(label)
        hits = [hit for t in self.texts if (hit := _hit(t, wanted, label)) is not None]
        # 代表者　職・氏名: what stands behind the label is more of the label
        hits = [Hit(h.text, h.box, None, h.label) if h.rest is not None and is_any_label(h.rest.raw) else h for h in hits]
        if not hits and len(wanted) >= 5:
            hits = [
                Hit(t, t.box, None, label)
                for t in self.texts
                if t.plain[0] not in self.known_labels and _nearly(t.plain[0], wanted)
            ]
        return sorted(hits, key=lambda h: (h.box.y0, h.box.x0))

    def is_label(self, text: Text) -> bool:
        """Whether a text is one of the form's labels, alone on its line."""
        plain = re.sub(r"^[\d①-⑳()・、]{0,3}", "", text.plain[0])
        bare = re.sub(r"\(.*$", "", plain)
        return plain in self.known_labels or (len(bare) > 1 and bare in self.known_labels)

    # ------------------------------------------------------------------ values
    def beside(self, hit: Hit) -> Region | None:
        """The value that belongs to a label: the rest of its line, its cell's neighbour, or what stands right of it."""
        if hit.rest is not None:
            return self._continued(hit)
        cell = hit.text.cell
        if cell is not None:
            return self._in_cells(hit, cell)
        return self._in_the_open(hit)

    def below(self, hit: Hit, row: int = 0) -> Region | None:
        """The value under a column heading: the `row`-th cell under it."""
        cell = hit.text.cell
        if cell is None:
            under = [
                t for t in self.texts
                if t.box.y0 >= hit.box.cy and _overlap_x(t.box, hit.box) > 0.3 and t.box.y0 - hit.box.y1 < 4 * hit.box.height
            ]
            under.sort(key=lambda t: t.box.y0)
            return Region((under[row],), under[row].box) if len(under) > row else None
        column = sorted(
            (c for c in self.page.cells if c.y0 >= cell.y1 - 4 and _overlap_x(c, cell) > 0.7 and c.height > 0.6 * hit.box.height and c.width > 0.5 * cell.width),
            key=lambda c: c.y0,
        )
        return self.in_cell(column[row]) if len(column) > row else None

    def in_cell(self, cell: Box) -> Region:
        """All texts inside `cell`, labels of other entries left out."""
        inside = [t for t in self.texts if t.box.share_inside(cell.grown(6, 4)) > 0.6]
        return Region(tuple(inside), cell, cell)

    def within(self, box: Box) -> list[Text]:
        return [t for t in self.texts if t.box.share_inside(box) > 0.5]

    def _continued(self, hit: Hit) -> Region:
        """Label and value on one line; following lines of the same cell or column belong to it if no label starts them."""
        assert hit.rest is not None
        texts = [hit.rest]
        height = hit.box.height
        previous = hit.rest
        for t in sorted(self.texts, key=lambda t: t.box.y0):
            if t is hit.text or t.cell != hit.text.cell or self.is_label(t):
                continue
            row_apart = t.box.cy - previous.box.cy
            starts = (hit.rest.box.x0, hit.text.box.x0)
            aligned = any(abs(t.box.x0 - x) < 1.5 * height for x in starts)
            if 0.5 * height < row_apart < 2.0 * height and aligned and not self._labelled(t):
                texts.append(t)
                previous = t
        same_row = [
            t for t in self.texts
            if t is not hit.text and t.cell == hit.text.cell and _same_row(t.box, hit.box) and 0 <= t.box.x0 - hit.rest.box.x1 < 3 * height and not self.is_label(t)
        ]
        return Region((*texts, *same_row), Box.around([t.box for t in (*texts, *same_row)]), None)

    def _labelled(self, text: Text) -> bool:
        """Whether the row of `text` has a label of its own: in front of it, or at its beginning."""
        if any(text.plain[0].startswith(k) for k in self.known_labels if len(k) >= 2):
            return True
        return any(self.is_label(t) and _same_row(t.box, text.box) and t.box.x1 <= text.box.x0 + 4 for t in self.texts)

    def _in_cells(self, hit: Hit, cell: Box) -> Region | None:
        own = [
            t for t in self.texts
            if t.cell == cell and t is not hit.text and not _note(t) and not self.is_label(t)
            and (t.box.x0 > hit.box.x1 - 5 or t.box.y0 > hit.box.cy)
        ]
        right = self._right_cell(cell, hit.box)
        if right is not None:
            region = self.in_cell(right)
            if not (region.texts and all(self.is_label(t) for t in region.texts)):
                return region
            under = self.below(hit)
            if under is not None:
                return under
        beside = [t for t in own if _same_row(t.box, hit.box) and t.box.x0 > hit.box.x1 - 5]
        if beside:
            return self._in_the_open(hit)
        wide = cell.width > 5 * hit.box.width or right is None
        if own and wide:
            return Region(tuple(own), Box.around(t.box for t in own), cell)
        row = self._right_of(hit, cell) if right is None else None
        if row is not None:
            return row
        under = self.below(hit) if right is None else None
        if under is not None and under.texts and not all(self.is_label(t) for t in under.texts):
            return under
        if wide:
            return self._in_the_open(hit)
        return None

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

    def _right_cell(self, cell: Box, label: Box) -> Box | None:
        """The cell that touches `cell` on its right at the label's height; the largest, so strips of boxes lie in it."""
        touching = [
            c for c in self.page.cells
            if c.x0 >= cell.x1 - 6 and c.x0 - cell.x1 < max(24.0, 0.6 * label.height) and c.y0 - 4 <= label.cy <= c.y1 + 4 and c.height > 0.8 * label.height
        ]
        return max(touching, key=lambda c: c.area) if touching else None

    def _in_the_open(self, hit: Hit) -> Region | None:
        """Right of a label without rules: texts on its row, and rows around it that are nearer to it than to other labels."""
        height = hit.box.height
        rivals = [
            t for t in self.texts
            if t is not hit.text and t.cell == hit.text.cell and t.box.x1 <= hit.box.x1 + 6 * height and abs(t.box.x0 - hit.box.x0) < 8 * height
            and (self.is_label(t) or any(fold(t.raw).startswith(k) for k in self.known_labels if len(k) >= 2)) and t.box.x0 < hit.box.x1
        ]
        row = [t for t in self.texts if t is not hit.text and t.box.x0 >= hit.box.x1 - 4 and t.cell == hit.text.cell]
        same = sorted((t for t in row if _same_row(t.box, hit.box)), key=lambda t: t.box.x0)
        taken: list[Text] = []
        for t in same:
            if self.is_label(t) or (taken and t.box.x0 - taken[-1].box.x1 > 8 * height):
                break
            taken.append(t)
        if taken:
            left, right = taken[0].box.x0, max(t.box.x1 for t in taken)
        else:
            near = [t for t in row if abs(t.box.cy - hit.box.cy) < 1.6 * height]
            if not near:
                return None
            left, right = min(t.box.x0 for t in near), max(t.box.x1 for t in near)
        for t in row:
            apart = abs(t.box.cy - hit.box.cy)
            if t in taken or apart > 2.2 * height or self.is_label(t):
                continue
            if t.box.x0 < left - 2 * height or t.box.x0 > right:
                continue
            if all(abs(t.box.cy - r.box.cy) > apart for r in rivals):
                taken.append(t)
        if not taken:
            return None
        ordered = _reading_order(taken)
        return Region(tuple(ordered), Box.around(t.box for t in ordered), None)

    # ------------------------------------------------------------------ running text
    def sentence(self) -> tuple[str, list[tuple[Text, int]]]:
        """All texts in reading order as one folded string, with the text and raw index each character came from."""
        letters: list[str] = []
        origin: list[tuple[Text, int]] = []
        for t in self.texts:
            plain, places = t.plain
            letters.append(plain)
            origin += [(t, i) for i in places]
        return "".join(letters), origin

    def inline(self, label: str, until: str) -> Region | None:
        """What stands between `label` and `until` in running text; to the end of the line where `until` is empty."""
        text, origin = self.sentence()
        start_word, end_word = fold(label), fold(until)
        for match in re.finditer(re.escape(start_word), text):
            begin = match.end()
            if end_word:
                stop = text.find(end_word, begin, begin + 60)
                if stop < 0:
                    continue
            else:
                line = origin[match.start()][0]
                stop = begin
                while stop < len(text) and origin[stop][0] is line:
                    stop += 1
            if stop <= begin:
                continue
            return _span(origin[begin:stop])
        return None


def _span(origin: Sequence[tuple[Text, int]]) -> Region:
    """The region of consecutive characters, one part for each text they lie in."""
    parts: list[Text] = []
    start = 0
    for i in range(1, len(origin) + 1):
        if i == len(origin) or origin[i][0] is not origin[start][0]:
            parts.append(origin[start][0].part(origin[start][1], origin[i - 1][1] + 1))
            start = i
    return Region(tuple(parts), Box.around(p.box for p in parts))


def _hit(text: Text, wanted: str, label: str) -> Hit | None:
    plain, origin = text.plain
    at = plain.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        if _starts_label(text, plain, origin, at):
            qualifier = QUALIFIER.match(plain[end:])
            behind = end + (qualifier.end() if qualifier else 0)
            start, stop = origin[at], origin[end - 1] + 1
            if behind >= len(plain):
                return Hit(text, text.part(start, stop).box, None, label)
            alone = at == 0 and not PARTICLE.match(plain[end:]) and len(plain) - end >= 2
            if qualifier or alone or _separate(text, origin, end - 1, end):
                return Hit(text, text.part(start, stop).box, text.part(origin[behind]), label)
        at = plain.find(wanted, at + 1)
    return None


def _starts_label(text: Text, plain: str, origin: list[int], at: int) -> bool:
    """Whether a label may begin at `at`: at the line's start, behind a number, a bracket or a gap."""
    if NUMBERING.match(plain[:at]):
        return True
    return plain[at - 1] in "()、:・/" or _separate(text, origin, at - 1, at)


def _separate(text: Text, origin: list[int], left: int, right: int) -> bool:
    """Whether two neighbouring characters of the folded text stand visibly apart, or the value is plainly no kanji."""
    a, b = origin[left], origin[right]
    if any(c.isspace() for c in text.raw[a + 1 : b]) or text.raw[b] in "0123456789０１２３４５６７８９¥￥T〒(（:：":
        return True
    pitch = min(text.box.height, 1.15 * text.box.width / max(1, len(text.raw)))
    return text.x_at(b) - text.x_at(a) > 1.5 * pitch


def _nearly(plain: str, wanted: str) -> bool:
    """Whether a whole line is the label with a character or so misread."""
    plain = re.sub(r"^[\d①-⑳()・]{0,3}", "", plain)
    if abs(len(plain) - len(wanted)) > 1:
        plain = re.sub(r"\(.*$", "", plain)
    if not plain or abs(len(plain) - len(wanted)) > 1:
        return False
    allowed = 1 if len(wanted) < 8 else 2
    return fuzz.ratio(plain, wanted) >= 100 * (1 - (allowed + 0.1) / max(len(plain), len(wanted)))


def _note(text: Text) -> bool:
    """A remark printed in a cell: (千円未満切捨て), ※…"""
    plain = text.plain[0]
    return plain.startswith(("※", "*")) or (plain.startswith("(") and plain.endswith((")", "て", "除")) and not re.search(r"\d{3}", plain))


def _noise(line: TextLine) -> bool:
    """Scraps that an engine makes of seals and dust."""
    return line.score < 0.45 and len(line.text) <= 4


def _is_frame(cell: Box, lines: Sequence[Box], page: PageReading) -> bool:
    """A rectangle drawn around a whole paper (bank book, receipt) is no cell of a table."""
    if cell.width < 0.3 * page.geometry.width or cell.height < 0.1 * page.geometry.height:
        return False
    return sum(box.share_inside(cell) > 0.8 for box in lines) >= 8


def _cell_of(box: Box, cells: Sequence[Box]) -> Box | None:
    """The smallest of `cells` (sorted by area) that holds the line; boxes for single digits do not count."""
    for cell in cells:
        if cell.height > 0.75 * box.height and cell.width > 0.9 * min(box.width, 1.5 * box.height) and box.share_inside(cell.grown(6, 5)) > 0.75:
            return cell
    return None


def _joined(texts: Sequence[Text]) -> Iterable[Text]:
    """Texts of one row whose parts were found apart: letter-spaced labels (住　所) and torn values."""
    rest = sorted(texts, key=lambda t: (t.box.x0))
    used: set[int] = set()
    joined: list[Text] = []
    for i, text in enumerate(rest):
        if i in used or text.line.vertical:
            if i not in used:
                joined.append(text)
            continue
        current = text
        for j in range(i + 1, len(rest)):
            other = rest[j]
            if j in used or other.line.vertical or other.cell != current.cell or not _same_row(other.box, current.box):
                continue
            gap = other.box.x0 - current.box.x1
            height = min(current.box.height, other.box.height)
            spaced = len(current.plain[0]) <= 2 and len(other.plain[0]) == 1 and current.line.score > 0.5 and other.line.score > 0.5
            if -0.5 * height < gap < (4.5 if spaced and _kanji(current) and _kanji(other) else 0.45) * height:
                current = _join(current, other)
                used.add(j)
        joined.append(current)
    return sorted(joined, key=lambda t: (round(t.box.cy / 12), t.box.x0))


def _kanji(text: Text) -> bool:
    return bool(re.fullmatch(r"[\u4e00-\u9fff々]{1,3}", text.plain[0]))


def _join(a: Text, b: Text) -> Text:
    places = None
    if a.line.char_x is not None and b.line.char_x is not None:
        places = (*a.line.char_x, *b.line.char_x)
    line = a.line.model_copy(
        update={
            "text": a.line.text + b.line.text,
            "box": a.box.union(b.box),
            "score": min(a.line.score, b.line.score),
            "char_x": places,
        }
    )
    return Text(line, a.cell)


def _unstruck(text: Text, rules: Sequence[Rule]) -> Text | None:
    """`text` without the characters that a line strikes out (訂正); None where nothing is left."""
    box, line = text.box, text.line
    if line.char_x is None or line.vertical or len(line.text) < 3:
        return text
    kept = list(range(len(line.text)))
    for rule in rules:
        if rule.y0 != rule.y1 or not box.y0 + 0.3 * box.height < rule.y0 < box.y1 - 0.3 * box.height:
            continue
        inside = min(rule.x1, box.x1) - max(rule.x0, box.x0)
        length = rule.x1 - rule.x0
        if inside < 1.2 * box.height or length > 1.3 * box.width or inside < 0.7 * length:
            continue
        kept = [i for i in kept if not rule.x0 - 3 <= line.char_x[i] <= rule.x1 + 3]
    if len(kept) == len(line.text):
        return text
    if not kept:
        return None
    ends = text.part(kept[0], kept[-1] + 1)
    update = {"text": "".join(line.text[i] for i in kept), "char_x": tuple(line.char_x[i] for i in kept), "box": ends.box}
    return Text(line.model_copy(update=update), text.cell)


def _same_row(a: Box, b: Box) -> bool:
    return abs(a.cy - b.cy) < 0.55 * min(a.height, b.height) or (
        min(a.y1, b.y1) - max(a.y0, b.y0) > 0.6 * min(a.height, b.height)
    )


def _overlap_x(a: Box, b: Box) -> float:
    return (min(a.x1, b.x1) - max(a.x0, b.x0)) / max(1.0, min(a.width, b.width))


def _reading_order(texts: Sequence[Text]) -> list[Text]:
    rows: list[list[Text]] = []
    for t in sorted(texts, key=lambda t: t.box.cy):
        if rows and _same_row(rows[-1][0].box, t.box):
            rows[-1].append(t)
        else:
            rows.append([t])
    return [t for row in rows for t in sorted(row, key=lambda t: t.box.x0)]
