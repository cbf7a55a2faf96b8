"""Pages whose labels stand small under the line that an entry is written on: コイズミ照明 over a rule, メーカー under it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from extractors.fields.texts import same_row
from extractors.folding import fold
from extractors.meanings import is_any_label
from extractors.reading import ReadPage
from models.geometry import Box
from models.pages import PageReading, Rule, TextLine

FEWEST = 4
"""Labels under their lines by which such a page is known."""
MOST_OF = 0.8
"""Share of the labels without a value beside them that must stand so: where labels stand over their entries in a column of
rules, all but the first have a rule and another's entry over them."""
_BESIDE = 15.0
"""What stands within so many heights right of a label, on its row, is its value."""


def captions_over(page: ReadPage, known_labels: Collection[str]) -> ReadPage:
    """`page` with the labels that stand under their lines set over what is written there, where labels usually stand.

    Only where a rule of its own, that no wall meets, parts each of them from its entry: in a table's frames, labels stand
    over what they ask for.
    """
    reading = page.reading
    if reading.form is not None:
        return page
    lines = [x for x in reading.lines if not x.vertical]
    labels = [x for x in lines if fold(x.text) in known_labels or is_any_label(x.text)]
    alone = [x for x in labels if not any(_is_beside(x, other) for other in lines if other not in labels)]
    rules = _open_rules(reading)
    moved = {id(x): box for x in alone if (box := _place_over(x, lines, labels, rules)) is not None}
    if len(moved) < max(FEWEST, MOST_OF * len(alone)):
        return page
    turned = tuple(x.model_copy(update={"box": moved[id(x)]}) if id(x) in moved else x for x in reading.lines)
    return replace(page, reading=reading.model_copy(update={"lines": turned}))


def _is_beside(label: TextLine, other: TextLine) -> bool:
    gap = other.box.x0 - label.box.x1
    return same_row(label.box, other.box) and -label.box.height < gap < _BESIDE * label.box.height


def _open_rules(reading: PageReading) -> list[Rule]:
    """The horizontal rules that no wall meets at an end."""
    walls = [r for r in reading.rules if r.x0 == r.x1]
    return [r for r in reading.rules if r.y0 == r.y1 and not any(_meets(r, w) for w in walls)]


def _meets(rule: Rule, wall: Rule) -> bool:
    return min(abs(wall.x0 - rule.x0), abs(wall.x0 - rule.x1)) < 10 and wall.y0 - 10 < rule.y0 < wall.y1 + 10


def _place_over(
    label: TextLine, lines: Collection[TextLine], labels: Collection[TextLine], rules: Collection[Rule]
) -> Box | None:
    """Where a label would stand over its entry; None where it does not stand close under a line that one is written on."""
    own, height = label.box, label.box.height
    under = [r for r in rules if r.x0 - height < own.x0 < r.x1 and -0.3 * height < own.y0 - r.y0 < 0.8 * height]
    if not under:
        return None
    rule = under[0]
    below = [x.box.y0 - own.y1 for x in lines if x.box.y0 > own.cy and x.box.x0 < own.x1 and own.x0 < x.box.x1]
    if min(below, default=height) <= own.y0 - rule.y0:
        return None  # nearer to what stands under it
    near = [x for x in lines if abs(x.box.x0 - own.x0) < height and x.box.cy < rule.y0 < x.box.y1 + 1.2 * x.box.height]
    entry = max(near, key=lambda x: x.box.y1, default=None)
    if entry is None or entry in labels:
        return None
    return own.model_copy(update={"y0": entry.box.y0 - 1 - height, "y1": entry.box.y0 - 1})
