"""The room for an entry on a blank form, seen from its label: a cell, white space behind words, a gap in a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.fields.layout import Hit, Layout, Region, Text
from extractors.fields.texts import same_row
from extractors.folding import fold
from models.geometry import Box
from models.programmes import FieldSpec, Label, ValueKind

SEAL_NOTE = re.compile(r"^\(?(?:印|㊞|代表者?印|者印|代表|実印|捨印|\(?(?:自署|記名|署名).*|.{0,6}押印\)?)$")
"""Printed where the seal goes, or what kind of signature is asked for: no part of the entry's room."""
PLACEHOLDER = re.compile(
    r"[〒年月日円件金令和平成昭大正様殿印御中()（）口|:：ー・,、/¥￥第号千窓台k\w]?(?:令和|平成|昭和|年|月|日|円|金|件|〒|¥|,|ー|第|号|様|殿|から|まで|~|/|:|\(|\)|百万|千|万|kW|kWh|台|口)*"
)
"""Words that may be printed within the room of an entry."""
SQUARE = "口□☐○◯"


@dataclass(frozen=True)
class Slot:
    """Room for an entry (pixels of the blank's image), and what a person should check about it (Japanese, or empty)."""

    page: int
    box: Box
    hit: Box
    """The label, so that no second entry takes it."""
    texts: tuple[Text, ...] = ()
    """What is printed in the room."""
    doubt: str = ""


def cell_slot(page: int, layout: Layout, hit: Hit, region: Region, doubt: str = "") -> Slot | None:
    """The room in a cell; None where the cell is full of other printed words."""
    cell = region.cell
    if cell is None:
        return None
    inside = [t for t in layout.texts if t.box.share_inside(cell.grown(6, 4)) > 0.6 and t is not hit.text]
    if any(is_prose(t) for t in inside):
        return None
    return Slot(page, _without_notes(cell, inside), hit.box, tuple(inside), doubt)


def open_slot(page: int, layout: Layout, hit: Hit) -> Slot | None:
    """White space right of a label outside of any cell, as high as there is room between the rows above and below."""
    label = hit.box
    height = label.height
    start = label.x1 + 0.2 * height
    others = [t for t in layout.texts if t is not hit.text and not t.line.vertical]
    row = sorted((t for t in others if same_row(t.box, label) and t.box.x0 > label.x1 - 2), key=lambda t: t.box.x0)
    inside: list[Text] = []
    stop = right_margin(layout)
    for text in row:
        if SEAL_NOTE.match(fold(text.raw)) or not is_placeholder(text) or layout.is_label(text):
            stop = min(stop, text.box.x0 - 0.2 * height)
            break
        inside.append(text)
    if stop - start < 2.5 * height:
        return None
    top, bottom = _room(label, [t.box for t in others if t not in inside], start, stop)
    box = Box(x0=start, y0=top, x1=stop, y1=bottom)
    rules = [r for r in layout.page.rules if r.x0 == r.x1 and start < r.x0 < stop and r.y0 < label.cy < r.y1]
    if rules:
        box = Box(x0=box.x0, y0=box.y0, x1=min(r.x0 for r in rules), y1=box.y1)
    return Slot(page, box, hit.box, tuple(inside))


def behind_slot(page: int, layout: Layout, hit: Hit) -> Slot | None:
    """The room behind a label that goes on in its own line: 申請日　令和　年　月　日, 事業の名称（　　）."""
    assert hit.rest is not None
    height = hit.box.height
    cell = hit.text.cell
    stop = hit.rest.box.x1 + 0.6 * height
    if not re.search(r"[日円件)号]$", fold(hit.rest.raw)):
        stop = cell.x1 if cell is not None else right_margin(layout)
    row = [
        t for t in layout.texts if t is not hit.text and same_row(t.box, hit.box) and t.box.x0 >= hit.rest.box.x1 - 2
    ]
    if row:
        stop = min(stop, min(t.box.x0 for t in row) - 0.2 * height)
    grow = 0.5 * height
    y0, y1 = hit.box.y0 - grow, hit.box.y1 + grow
    if cell is not None:
        y0, y1 = max(y0, cell.y0), min(y1, cell.y1)
    if stop <= hit.rest.box.x0 + height:
        return None
    return Slot(page, Box(x0=hit.rest.box.x0 - 0.1 * height, y0=y0, x1=stop, y1=y1), hit.box, (hit.rest,))


def inside_slot(page: int, layout: Layout, text: Text, spec: FieldSpec) -> Slot:
    """Room that carries its own label: 〒, 令和　年　月　日, 生年月日 in the entry's own cell."""
    height = text.box.height
    if spec.kind is ValueKind.POSTAL_CODE:
        stop = text.box.x0 + 11 * height
        row = [t for t in layout.texts if t is not text and same_row(t.box, text.box) and t.box.x0 > text.box.x1]
        stop = min([stop, right_margin(layout), *(t.box.x0 - 4 for t in row)])
        box = Box(x0=text.box.x0 - 3, y0=text.box.y0 - 0.5 * height, x1=stop, y1=text.box.y1 + 0.5 * height)
        return Slot(page, _within(box, text.cell), text.box, (text,))
    if text.cell is not None and not is_placeholder(text):
        return Slot(page, text.cell, text.box, (text,))
    box = Box(
        x0=text.box.x0 - 0.5 * height,
        y0=text.box.y0 - 0.6 * height,
        x1=text.box.x1 + 0.5 * height,
        y1=text.box.y1 + 0.6 * height,
    )
    return Slot(page, _within(box, text.cell), text.box, (text,))


def inline_slot(page: int, layout: Layout, label: Label) -> Slot | None:
    """A gap in a running sentence or a row of words: behind the label, before the words of `until`."""
    if not label.until:
        hits = [h for h in layout.find(label.text)]
        for hit in hits:
            slot = behind_slot(page, layout, hit) if hit.rest is not None else open_slot(page, layout, hit)
            if slot is not None:
                return slot
        return None
    start, stop = fold(label.text), fold(label.until)
    best: tuple[float, Slot] | None = None
    for row in _rows(layout):
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
            hit = first.part(max(0, i - len(label.text) + 1), i + 1).box
            best = gap, Slot(page, _sentence(layout, row, height), hit, tuple(row))
    return best[1] if best else None


def _rows(layout: Layout) -> list[list[Text]]:
    """Texts that stand in one row of one cell, or of the open page, left to right."""
    rows: list[list[Text]] = []
    for text in sorted((t for t in layout.texts if not t.line.vertical), key=lambda t: t.box.x0):
        row = next((r for r in rows if r[0].cell == text.cell and same_row(r[0].box, text.box)), None)
        if row is None:
            rows.append([text])
        else:
            row.append(text)
    return rows


def _sentence(layout: Layout, row: list[Text], height: float) -> Box:
    """The room of a sentence with gaps: its cell, or its row as wide as the page is printed."""
    cell = row[0].cell
    if cell is not None:
        return cell
    whole = Box.around(t.box for t in row)
    left = min(t.box.x0 for t in layout.texts)
    return Box(
        x0=max(left, whole.x0 - 3 * height) - 4,
        y0=whole.y0 - 0.5 * height,
        x1=right_margin(layout),
        y1=whole.y1 + 0.5 * height,
    )


def right_margin(layout: Layout) -> float:
    """Where the printed part of the page ends on the right."""
    ends = [t.box.x1 for t in layout.texts] + [r.x1 for r in layout.page.rules]
    return float(max([*ends, 0.9 * layout.page.geometry.width]))


def is_prose(text: Text) -> bool:
    """Whether a text is a sentence or a remark: nothing that is printed in an entry's room."""
    plain = fold(text.raw)
    if any(s in plain for s in SQUARE):
        return False
    return len(plain) >= 14 and bool(re.search(r"[ぁ-ん]{2}|[。、]", plain))


def is_placeholder(text: Text) -> bool:
    """Whether a text is printed in entries: 令和　年　月　日, 〒, 円, boxes to tick."""
    plain = fold(text.raw)
    return any(s in plain for s in SQUARE) or bool(PLACEHOLDER.fullmatch(plain)) or bool(SEAL_NOTE.match(plain))


def _without_notes(cell: Box, inside: list[Text]) -> Box:
    """The cell without the corner where 印 or a remark on the seal is printed."""
    box = cell
    for text in inside:
        if SEAL_NOTE.match(fold(text.raw)) and text.box.cx > cell.cx and text.box.x0 - box.x0 > 0.3 * cell.width:
            box = Box(x0=box.x0, y0=box.y0, x1=min(box.x1, text.box.x0 - 2), y1=box.y1)
    return box


def _within(box: Box, cell: Box | None) -> Box:
    if cell is None:
        return box
    return Box(x0=max(box.x0, cell.x0), y0=max(box.y0, cell.y0), x1=min(box.x1, cell.x1), y1=min(box.y1, cell.y1))


def _room(label: Box, others: list[Box], start: float, stop: float) -> tuple[float, float]:
    """How high the room beside `label` is: half-way to the rows above and below, at most two lines each way."""
    height = label.height
    top, bottom = label.y0 - 1.3 * height, label.y1 + 1.3 * height
    for box in others:
        if box.x1 < label.x0 or box.x0 > stop:
            continue
        if box.cy < label.cy - 0.5 * height:
            top = max(top, (box.y1 + label.y0) / 2)
        elif box.cy > label.cy + 0.5 * height:
            bottom = min(bottom, (box.y0 + label.y1) / 2)
    return min(top, label.y0 - 0.1 * height), max(bottom, label.y1 + 0.1 * height)
