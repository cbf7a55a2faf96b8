"""Reading a page that matches a blank form: what the form prints is known, what was written into it is read.

No lines are looked for. The ink of the page is shared out: to the blank's printed words, to its entries and other empty
cells, and what is left (a note in the margin, a word beside its box) is read where it stands, so that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from extractors.imaging import rules as ruling
from extractors.imaging.colour import Mask, flat_ink, red_mask
from extractors.ocr.engine import Image
from extractors.registration.alignment import Alignment
from extractors.registration.inkrows import Pieces, rows_of
from extractors.registration.matching import Matched
from extractors.registration.placing import Placement
from models.geometry import Box
from models.pages import FormMatch, PlacedEntry, Rule, Source, TextLine
from models.programmes import ValueKind

SURE = 0.3
"""Printed words seen less clearly than this are not taken for granted: what stands there is read."""
MOST_LINES_LEFT = 45
"""With more unexplained lines than this the page is another paper, or two papers in one."""

ReadLine = Callable[[Image, Box], TextLine | None]


@dataclass(frozen=True)
class Filled:
    """What a filled form carries, in pixels of the upright image."""

    form: FormMatch
    lines: tuple[TextLine, ...]
    rules: tuple[Rule, ...]
    cells: tuple[Box, ...]


@dataclass(frozen=True)
class _Room:
    """A place whose ink belongs together."""

    box: Box
    choices: bool = False


def read_filled(matched: Matched, image: Image, read_line: ReadLine) -> Filled | None:
    """Everything on `image` (upright, without red), or None where too much of it is not explained by the form."""
    placement = matched.placement
    page = matched.blank.page
    letter = _letter_height(placement)
    ink = flat_ink(image)
    strokes = ruling.rule_masks(ink, letter)
    cells = [placement.area(c)[0] for c in page.cells]
    entries = _entries(placement)
    table_rooms: list[Box] = []
    for entry in matched.blank.rows_tables:
        box = next((e.box for e in entries if e.key == entry.key), None)
        if box is not None:
            found = _table(strokes, box, letter)
            cells = [c for c in cells if c.share_inside(box) < 0.5] + found
            table_rooms += found
    printed = _printed(matched)
    pieces = Pieces.of(_erased(ink, matched.image, strokes, placement)).writing(letter)
    rooms = _rooms(entries, cells, table_rooms, printed, matched)
    lines: list[TextLine] = []
    taken = np.zeros(len(pieces), bool)
    known = np.zeros(len(pieces), bool)
    for line in printed:
        known |= pieces.inside(line.box, 0.12 * line.box.height)
    for room in sorted(rooms, key=lambda r: r.box.area):
        mine = pieces.inside(room.box) & ~taken & ~known
        taken |= mine
        lines += _read_rows(rows_of(pieces.only(mine).off_the_edge(room.box, letter), letter), image, read_line)
    for line in printed:  # words of another width than the blank's stick out on either side
        known |= pieces.inside(line.box.grown(0.9 * line.box.height, 0.3 * line.box.height)) & ~taken
    left = pieces.only(~taken & ~known).not_strokes(letter)
    rows = rows_of(left, letter)
    if len(rows) > MOST_LINES_LEFT:
        return None
    lines += _read_rows(rows, image, read_line)
    form = FormMatch(
        form_id=matched.blank.form.id,
        programme_id=matched.blank.form.programme,
        document=matched.blank.form.document.value,
        version=matched.blank.form.version,
        page=matched.blank.number,
        score=matched.score,
        entries=tuple(entries),
        others=matched.others,
    )
    return Filled(form, (*printed, *lines), ruling.rules(*strokes), tuple(cells))


def form_match(matched: Matched) -> FormMatch:
    """The match alone, for a page whose text is known exactly."""
    form = matched.blank.form
    return FormMatch(
        form_id=form.id,
        programme_id=form.programme,
        document=form.document.value,
        version=form.version,
        page=matched.blank.number,
        score=matched.score,
        entries=tuple(_entries(matched.placement)),
        others=matched.others,
    )


def _letter_height(placement: Placement) -> float:
    """Usual height of a printed letter, in pixels."""
    heights = [i.box.height for i in placement.alignment.blank.items if i.text]
    usual = float(np.median(heights)) if heights else 15.0
    return usual * placement.alignment.across.stretch * placement.scale


def _entries(placement: Placement) -> list[PlacedEntry]:
    placed = []
    for entry in placement.alignment.blank.page.entries:
        box, score = placement.area(entry.box, entry.label.text if entry.label else "")
        strip = placement.areas(entry.strip, entry) if entry.strip else ()
        placed.append(PlacedEntry(key=entry.key, box=box, strip=strip, score=score))
    return placed


def _rules(placement: Placement) -> list[Rule]:
    found = []
    for rule in placement.alignment.blank.page.rules:
        box, _ = placement.area(rule)
        if rule.width >= rule.height:
            found.append(Rule(x0=box.x0, y0=box.cy, x1=box.x1, y1=box.cy))
        else:
            found.append(Rule(x0=box.cx, y0=box.y0, x1=box.cx, y1=box.y1))
    return found


def _table(strokes: tuple[Mask, Mask], box: Box, letter: float) -> list[Box]:
    """The cells of a table of rows as they are on the page: a copy may have fewer or more rows."""
    around = box.grown(3 * letter, 0.5 * letter)
    return [c for c in ruling.cells(*strokes) if c.share_inside(around) > 0.8]


def _printed(matched: Matched) -> list[TextLine]:
    """The blank's words at their places, but for those within entries: they are read with what is written there."""
    placement = matched.placement
    blank = matched.blank
    lines = []
    for index, item in enumerate(blank.items):
        if not item.text or blank.within_entries[index] or not _is_there(placement.alignment, index):
            continue
        lines.append(TextLine(text=item.text, box=placement.item(index), score=1.0, source=Source.BLANK_FORM))
    for line in blank.page.printed:
        if line.vertical:
            box, score = placement.area(line.box)
            lines.append(TextLine(text=line.text, box=box, score=score, source=Source.BLANK_FORM, vertical=True))
    return lines


def _is_there(alignment: Alignment, index: int) -> bool:
    """Whether printed words stand on the page: seen, or faint between two things that were seen and moved as one."""
    if alignment.found[index] >= SURE:
        return True
    seen = [i for i, f in enumerate(alignment.found) if f >= 0.5]
    before = max((i for i in seen if i < index), default=None)
    after = min((i for i in seen if i > index), default=None)
    if before is None or after is None or after - before > 4:
        return False
    return abs(alignment.shifts[before] - alignment.shifts[after]) <= 2


def _erased(ink: Mask, image: Image, strokes: tuple[Mask, Mask], placement: Placement) -> Mask:
    """`ink` without the strokes of the form's rules and without red seals; what crosses a rule stays."""
    lanes = np.zeros_like(ink)
    for rule in _rules(placement):
        ends = (round(rule.x0), round(rule.y0)), (round(rule.x1), round(rule.y1))
        cv2.line(lanes, *ends, 255, 13)
    drawn = cv2.dilate(cv2.bitwise_or(*strokes), np.ones((3, 3), np.uint8))
    small = cv2.bitwise_or(placement.bones.across, placement.bones.down)
    drawn = cv2.bitwise_or(drawn, cv2.resize(small, ink.shape[::-1], interpolation=cv2.INTER_NEAREST))
    left = cv2.subtract(ink, cv2.bitwise_and(lanes, drawn))
    red = red_mask(image)
    if red.any():
        left = cv2.subtract(left, cv2.dilate(red, np.ones((3, 3), np.uint8)))
    return np.asarray(left, dtype=np.uint8)


def _rooms(
    entries: Sequence[PlacedEntry],
    cells: Sequence[Box],
    table_rooms: Sequence[Box],
    printed: Sequence[TextLine],
    matched: Matched,
) -> list[_Room]:
    """Every place for writing: the entries, the cells of tables of rows, and cells that the form leaves empty."""
    choices = {e.key for e in matched.blank.page.entries if e.kind is ValueKind.CHOICE}
    tables = {e.key for e in matched.blank.rows_tables}
    rooms: list[_Room] = []
    for entry in entries:
        if entry.key not in tables and all(entry.box != r.box for r in rooms):
            rooms.append(_Room(entry.box, entry.key in choices))
    rooms += [_Room(box) for box in table_rooms]
    for cell in cells:
        if cell.height <= 24 or any(r.box.intersection(cell) > 0.3 * min(r.box.area, cell.area) for r in rooms):
            continue
        if not any(line.box.share_inside(cell) > 0.5 for line in printed):
            rooms.append(_Room(cell))
    return rooms


def _read_rows(rows: Sequence[Box], image: Image, read_line: ReadLine) -> list[TextLine]:
    lines = []
    for row in rows:
        line = read_line(image, row.grown(5, 4))
        if line is not None:
            lines.append(line)
    return lines
