"""Labels whose words nobody knows surely, told by where they stand: in one column with labels that are known.

On a page of words 据付完了 is rather a remark than a label. Under 販売店名 and over 代金完済日, with something written beside it,
it is a label, and of all entries it most probably asks for the day of installation.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from extractors.fields.accounts import ReadEntry
from extractors.fields.blocks import Taken, is_taken
from extractors.fields.certainty import doubt_place
from extractors.fields.entries import Sheet, unread
from extractors.fields.layout import Hit, Layout, Region, Text
from extractors.fields.sections import Section
from extractors.meanings import AGENTS, plain_label
from extractors.wording import ANOTHERS, NOTHING, Question, answers
from models.documents import Field
from models.programmes import FieldSpec

KNOWN = 2
"""Labels that are known make a column of labels."""
SHARE, OF_ALL = 0.5, 0.2
"""The entry that words are taken for has so much at least: of those that the form asks for, and of all that papers have."""
_LONGEST = 24
_ALIGNED = 12
"""Pixels between the walls of cells of one column, or between the beginnings of labels in the open."""

_WITH_VALUE = re.compile(r"\s*\S{2,}[\s:：]+\S{3,}")
"""A label and its value read as one text: 商品 窓の断熱改修."""


def entries_by_column(
    sheets: Sequence[Sheet],
    specs: Sequence[FieldSpec],
    fields: Mapping[str, Field],
    agent: Section | None,
    taken: Taken,
    read: ReadEntry,
) -> dict[str, Field]:
    """The entries that nothing was found for, beside labels told by their column; their places are doubted.

    `agent`: the block of whoever applies for another, where the form has one.
    """
    asked = frozenset(spec.key for spec in specs)
    missing = {spec.key: spec for spec in specs if unread(fields, spec.key)}
    told = sorted(_told(sheets, asked, missing, fields, agent, taken), key=lambda t: -t[0]) if missing else []
    found: dict[str, Field] = {}
    used: list[Text] = []
    for _, key, sheet, label, region in told:
        if key in found or any(label is t for t in used):
            continue
        field = read(sheet, missing[key], region)
        if field is not None and field.value is not None:
            doubt_place(field)
            found[key] = field
            used.append(label)
    return found


def _told(
    sheets: Sequence[Sheet],
    asked: Collection[str],
    missing: Mapping[str, FieldSpec],
    fields: Mapping[str, Field],
    agent: Section | None,
    taken: Taken,
) -> Iterator[tuple[float, str, Sheet, Text, Region]]:
    """(probability, entry, page, label, its room) for every label that is told by its column."""
    for number, sheet in enumerate(sheets):
        layout = sheet.layout
        delivered = sheet.page.reading.geometry.delivered
        occupied = [
            f.box for f in fields.values() if f.box is not None and f.page_index == sheet.page.reading.page_index
        ]
        for label in _in_columns(layout):
            if is_taken(taken, number, label.box):
                continue
            within = agent is not None and agent.holds(number, label.box)
            key, share = _asked_for(_words(layout, label), asked, within=within)
            if key not in missing:
                continue
            region = layout.beside(Hit(label, label.box, None, label.raw))
            if region is None or not region.texts or any(layout.names_an_entry(t) for t in region.texts):
                continue
            places = [delivered(t.box) for t in region.texts]
            if not any(p.intersection(o) > 0.5 * p.area for p in places for o in occupied):
                yield share, key, sheet, label, region


def _in_columns(layout: Layout) -> Iterator[Text]:
    """Texts that name no entry as far as anybody knows, and stand in one column with some that do."""
    known = [t for t in layout.texts if not t.line.vertical and layout.names_an_entry(t)]
    for text in layout.texts:
        if text.line.vertical or not 2 <= len(text.plain[0]) <= _LONGEST or any(text is k for k in known):
            continue
        if _WITH_VALUE.match(text.raw):
            continue
        if sum(_in_one_column(text, k) for k in known) >= KNOWN:
            yield text


def _in_one_column(text: Text, label: Text) -> bool:
    one, other = text.cell, label.cell
    if one is None or other is None:
        return one is other and abs(text.box.x0 - label.box.x0) < _ALIGNED
    return one != other and abs(one.x0 - other.x0) < _ALIGNED and abs(one.x1 - other.x1) < _ALIGNED


def _words(layout: Layout, label: Text) -> str:
    """The label with the further lines of its cell: 設備費及び工事費計 over (税込)."""
    if label.cell is None:
        return label.raw
    return "".join(t.raw for t in layout.in_cell(label.cell).texts)


def _asked_for(words: str, asked: Collection[str], *, within: bool) -> tuple[str, float]:
    """The entry of `asked` that `words` most probably ask for, given that they are a label, and its share; empty where
    that is a guess. `within`: they stand in the agent's block, where 所在地 is the agent's."""
    shares: dict[str, float] = {}
    for key, share in answers(Question.LABEL, plain_label(words)).items():
        if key != NOTHING:
            meant = AGENTS.get(key, key) if within else key
            shares[meant] = shares.get(meant, 0.0) + share
    here = {key: share for key, share in shares.items() if key in asked or key == ANOTHERS}
    best = max(here, key=lambda key: here[key], default="")
    if not best or here[best] < SHARE * sum(here.values()) or here[best] < OF_ALL * sum(shares.values()):
        return "", 0.0
    return best, here[best]
