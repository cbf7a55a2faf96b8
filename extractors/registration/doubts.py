"""What a person should look at on a learned form although each place was found by its words: rooms that lie on one another,
and rooms with the words of a label in them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractors.fields.layout import Text
from extractors.folding import fold
from extractors.meanings import is_any_label
from extractors.registration.ground import Ground, Slot
from extractors.registration.words import in_brackets, is_prose
from models.forms import Entry
from models.geometry import Box
from models.programmes import FieldSpec, Label, ValueKind

ON_ONE_ANOTHER = 0.5
"""Share of the smaller room from which on two rooms lie on one another."""
COVERED = 0.6
"""Share of a printed word from which on a room covers it."""


@dataclass(frozen=True)
class Place:
    """An entry, the label that led to its room, and the room."""

    spec: FieldSpec
    label: Label
    slot: Slot


def doubts(
    places: Sequence[Place],
    entries: Mapping[str, Entry],
    grounds: Sequence[Ground],
    labels: Collection[str],
    version: str,
) -> dict[str, str]:
    """Entry → what is unsure about its room (Japanese), a sentence part each: 「phone と枠が重なっている」.

    `labels` are the folded words of the programme's labels, `entries` what the map of this `version` says of each place.
    """
    found = {}
    for place in places:
        mates = [p.spec.key for p in places if p is not place and _on_one_another(place, p)]
        words = _covered(place, grounds[place.slot.page], labels)
        told = [place.slot.doubt] if place.slot.doubt else []
        if mates:
            told.append(f"{'、'.join(mates)} と枠が重なっている")
        if words:
            told.append(f"枠の中に「{words[0]}」と印刷されている")
        told += _lacking(place.spec, entries[place.spec.key], version)
        if told:
            found[place.spec.key] = "、".join(told)
    return found


def _lacking(spec: FieldSpec, entry: Entry, version: str) -> Iterator[str]:
    """What the programme says of an entry and its room has not: words to choose from, boxes for single characters."""
    if spec.kind is ValueKind.CHOICE and len(entry.options) < len(spec.options):
        away = [o.value for o in spec.options if o.value not in {p.value for p in entry.options}]
        yield f"選ぶ言葉「{'、'.join(away)}」が枠の中に見つからない"
    if version in spec.boxed and not entry.strip:
        yield "一文字ずつの枠が見つからない"


def _on_one_another(one: Place, other: Place) -> bool:
    """Whether two entries have the same room, or one the other's for the most part, although neither is a part of a room
    (メーカー・型式)."""
    if one.slot.page != other.slot.page or _a_part(one) or _a_part(other):
        return False
    a, b = one.slot.box, other.slot.box
    return a.intersection(b) > ON_ONE_ANOTHER * min(a.area, b.area)


def _a_part(place: Place) -> bool:
    """Whether a room is shared on purpose: parts of a cell, 〒 in an address's, gaps of a sentence, rows of a table."""
    label = place.label
    shared = label.divider or label.where in ("inside", "inline") or "・" in label.text
    return bool(label.part or shared or place.spec.kind is ValueKind.ROWS)


def _covered(place: Place, ground: Ground, labels: Collection[str]) -> list[str]:
    """The labels and remarks that a room covers: it reaches into the cell of a label. What is printed to be written around
    (令和　年　月　日, 円, choices) is no such word."""
    if place.label.where != "right" or place.label.until or place.spec.kind is ValueKind.ROWS:
        return []
    return [t.raw.strip() for t in ground.words if _covers(place.slot.box, t) and _leads(t, labels)]


def _covers(room: Box, text: Text) -> bool:
    return text.box.share_inside(room) > COVERED


def _leads(text: Text, labels: Collection[str]) -> bool:
    """Whether a text names an entry, or is a remark on a label."""
    return fold(text.raw) in labels or is_any_label(text.raw) or (in_brackets(text) and not is_prose(text))
