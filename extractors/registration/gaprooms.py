"""Gaps to be filled in, in a running sentence or a row of words of a blank form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.fields.layout import Hit, Text
from extractors.fields.texts import same_row
from extractors.folding import fold
from extractors.meanings import means
from extractors.registration.cellrooms import right_cell
from extractors.registration.ground import Ground, Slot
from extractors.registration.openrooms import behind, in_the_open
from models.geometry import Box
from models.programmes import FieldSpec, Label

_STATED = {
    "subsidy_amount": re.compile(
        r"(?P<start>金)(?P<stop>円)(?:を|の|は|也を?|に?ついて).{0,18}?(?:交付|支給|請求|申請|振り?込)"
    )
}
"""Sentences that state an entry, with the gap for it left out: 金　　　円を交付されるよう請求します."""


def stated(grounds: Sequence[Ground], spec: FieldSpec) -> Iterator[tuple[Label, Slot]]:
    """The gap for an entry in the sentence of a letter that states it, whatever words lead to it."""
    pattern = _STATED.get(spec.key)
    if pattern is None:
        return
    for ground in grounds:
        for row in _rows(ground):
            plain = "".join(c for t in row for c in t.plain[0])
            match = pattern.search(plain)
            if match is None:
                continue
            label = Label(text=match["start"], where="inline", until=match["stop"])
            slot = sentence(ground, spec.key, label)
            if slot is not None:
                yield label, slot


def sentence(ground: Ground, key: str, label: Label) -> Slot | None:
    """A gap for the entry `key` in a running sentence or a row of words: behind the label, before the words of ``until``."""
    if not label.until:
        for hit in ground.layout.find(label.text):
            if _within_a_word(hit, fold(label.text)):
                continue
            slot = behind(ground, hit) if hit.rest is not None else None
            if slot is None and means(key, label.text):
                slot = _in_the_next_cell(ground, hit, fold(label.text))
            slot = slot or in_the_open(ground, hit, hit.text.box, hit.text.cell or ground.edge, None)
            if slot is not None:
                return slot
        return None
    start, stop = fold(label.text), fold(label.until)
    best: tuple[float, Slot] | None = None
    for row in _rows(ground):
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
            best = gap, Slot(ground.page, _sentence_box(ground, row, height), printed)
    return best[1] if best else None


def _in_the_next_cell(ground: Ground, hit: Hit, wanted: str) -> Slot | None:
    """The cell right of a label's, where this form has a table for what another one asks within a row of words."""
    cell = hit.text.cell
    if cell is None or hit.text.plain[0] != wanted or any(map(ground.in_room, ground.layout.in_cell(cell).texts)):
        return None
    room = right_cell(ground, cell, hit.text.box)
    return Slot(ground.page, room, hit.box) if room is not None else None


def _rows(ground: Ground) -> list[list[Text]]:
    """Texts that stand in one row of one cell, or of the open page, left to right."""
    rows: list[list[Text]] = []
    for text in sorted((t for t in ground.texts if not t.line.vertical), key=lambda t: t.box.x0):
        row = next((r for r in rows if r[0].cell == text.cell and same_row(r[0].box, text.box)), None)
        if row is None:
            rows.append([text])
        else:
            row.append(text)
    return rows


def _sentence_box(ground: Ground, row: Sequence[Text], height: float) -> Box:
    """The room of a sentence with gaps: its cell, or its row as wide as the page is printed."""
    cell = row[0].cell
    if cell is not None:
        return cell
    whole = Box.around(t.box for t in row)
    return Box(
        x0=max(ground.edge.x0, whole.x0 - 3 * height) - 4,
        y0=whole.y0 - 0.5 * height,
        x1=ground.edge.x1,
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
