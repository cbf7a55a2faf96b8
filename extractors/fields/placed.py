"""Entries of a page that matches a blank form: read where the form's map says they stand.

The same readings, parsers and marks as for any other entry; only the place is known instead of looked for.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from extractors.fields.endings import ENDINGS, listed_for, over_endings, read_listed
from extractors.fields.entries import Sheet
from extractors.fields.forms import entry_field
from extractors.fields.layout import Layout, Region, Text
from extractors.fields.parts import part_of
from extractors.fields.running import inline
from extractors.fields.scraps import without_scraps
from extractors.fields.texts import reading_order, same_row
from extractors.folding import fold
from models.documents import Field
from models.forms import Entry, FormMap, Printed
from models.geometry import Box
from models.pages import PlacedEntry, Source
from models.programmes import FieldSpec, Label, Option, ValueKind
from models.values.keys import alike

SURE_PLACE = 0.25
"""An entry whose place was found less surely than this is looked for by its label."""

_NEAR = 4
"""Heights of an entry's room that its value stands beside it at most, where a page is laid over its form a little askew."""


def extract_placed(
    sheets: Sequence[Sheet], specs: Sequence[FieldSpec], forms: Mapping[str, FormMap]
) -> dict[str, Field]:
    """The entries that the maps of the matching forms place on `sheets`, by key; rows of tables are left out.

    An entry is left out too where its place is unsure, or where something stands in it that cannot be its value:
    its label is then the better guide.
    """
    fields: dict[str, Field] = {}
    known = {spec.key: spec for spec in specs}
    for sheet in sheets:
        match = sheet.page.reading.form
        form = forms.get(match.form_id) if match is not None else None
        if match is None or form is None or match.page >= len(form.pages):
            continue
        entries = {e.key: e for e in form.pages[match.page].entries}
        labels = {e.key: e.label.text for e in entries.values() if e.label is not None and e.label.where == "right"}
        owned = share_out(sheet.layout, match.entries, labels)
        for placed in match.entries:
            entry = entries.get(placed.key)
            if entry is None or entry.kind is ValueKind.ROWS or placed.score < SURE_PLACE:
                continue
            texts, room = owned[placed.key], placed.box
            if entry.kind is not ValueKind.CHOICE:
                texts = without_scraps(texts, placed.box, labels.get(placed.key, ""))
            if entry.kind is not ValueKind.CHOICE and all_printed(texts, entry, form.pages[match.page].printed):
                room, texts = in_front(placed.box, texts), []
            region = Region(tuple(reading_order(texts)), room, room)
            mates = sum(o.box.intersection(entry.box) > 0.9 * o.box.area for o in entries.values())
            field = _entry(sheet, entry, region, known.get(entry.key), shared=mates > 1)
            if field is not None and (field.value is not None or field.blank):
                fields[entry.key] = field
    return fields


def without_astray(fields: Mapping[str, Field], sheets: Sequence[Sheet]) -> dict[str, Field]:
    """`fields` found by labels, without those that stand on a page of a known form far from the room that its map has for
    them: what stands behind フリガナ at the head of a form is no account holder's, whose room is empty."""
    return {key: field for key, field in fields.items() if not any(_astray(field, sheet) for sheet in sheets)}


def _astray(field: Field, sheet: Sheet) -> bool:
    page = sheet.page.reading
    if field.box is None or field.value is None or page.form is None or field.page_index != page.page_index:
        return False
    rooms = [e.box for e in page.form.entries if e.key == field.key and e.score >= SURE_PLACE]
    near = [page.geometry.delivered(r.grown(_NEAR * r.height, _NEAR * r.height)) for r in rooms]
    return bool(near) and not any(field.box.intersection(box) > 0 for box in near)


def _entry(sheet: Sheet, entry: Entry, region: Region, spec: FieldSpec | None, *, shared: bool) -> Field | None:
    label = entry.label or Label(text=entry.key)
    described = spec or FieldSpec(
        key=entry.key,
        kind=entry.kind,
        labels=(label,),
        options=tuple(Option(value=o.value) for o in entry.options) or _no_options(entry),
    )
    region = without_label(region, label)
    if not shared:  # 型式・型番 is one entry where no other has its room
        label = label.model_copy(update={"text": label.text.replace("・", ""), "part": 0, "divider": ""})
    if label.where == "inline" and label.until:
        inner = _inline(sheet.layout, region, label)
        if inner is None:
            return None
        region = inner
    else:
        region = part_of(region, described, label)
    if entry.kind in ENDINGS and region.texts:
        row = listed_for(sheet.layout.texts, entry.kind, region)
        if row is not None:
            return read_listed(sheet, entry.key, entry.kind, over_endings(sheet.layout, row))
    return entry_field(sheet, described, region)


def all_printed(texts: Sequence[Text], entry: Entry, printed: Sequence[Printed]) -> bool:
    """Whether nothing stands in an entry's room but what the blank prints there: 百万 … 円 over boxes for digits,
    銀行・信用金庫 behind the line for a name. A text layer has it among what was written."""
    room = entry.box.grown(0.1 * entry.box.height)
    words = {fold(p.text) for p in printed if p.box.share_inside(room) > 0.5}
    words |= {piece for word in words for piece in re.split("[・/,、]", word)}
    return bool(texts) and bool(words) and all(_made_of(text.plain[0], words) for text in texts)


def in_front(room: Box, printed: Sequence[Text]) -> Box:
    """The part of a room in front of what is `printed` in it, where something may be written that nobody saw: 1 件; the whole
    room where hardly any is left."""
    first = min(t.box.x0 for t in printed)
    return room.model_copy(update={"x1": first}) if first - room.x0 > room.height else room


def _made_of(plain: str, words: Collection[str]) -> bool:
    """Whether a line is one of the words, or several of them read as one."""
    if plain in words:
        return True
    return any(w and plain.startswith(w) and _made_of(plain[len(w) :].lstrip(":・/"), words) for w in words)


def _no_options(entry: Entry) -> tuple[Option, ...]:
    """A choice without printed options is written: any word is one."""
    return (Option(value=""),) if entry.kind is ValueKind.CHOICE else ()


def share_out(layout: Layout, entries: Sequence[PlacedEntry], labels: Mapping[str, str]) -> dict[str, list[Text]]:
    """Which texts were written into which entry, by key; `labels` are the words printed in front of entries.

    A text belongs to the smallest room that its middle is in; rooms of one cell share theirs. One that stands in no
    cell and no room belongs to the open room that it touches from above or below: a wrapped address, a tall hand.
    """
    owned: dict[str, list[Text]] = {e.key: [] for e in entries}
    closed = {
        e.key for e in entries if any(c.intersection(e.box) > 0.7 * max(c.area, e.box.area) for c in layout.page.cells)
    }
    for text in layout.texts:
        if text.line.source is Source.BLANK_FORM:
            continue
        around = [(e, piece) for e in entries if (piece := _inside(text, e.box, labels.get(e.key, ""))) is not None]
        if around:
            least = min((e.box for e, _ in around), key=lambda b: b.area)
            for entry, piece in around:
                if entry.box.intersection(least) > 0.8 * entry.box.area:
                    owned[entry.key].append(piece)
            continue
        near = [
            (_apart(text.box, e.box), e)
            for e in entries
            if text.cell is None
            and e.key not in closed
            and (_beneath(text.box, e.box) or _wraps(layout, text, e, labels.get(e.key, "")))
        ]
        if near and (closest := min(near, key=lambda n: n[0]))[0] < 0.5 * text.box.height:
            owned[closest[1].key].append(_behind_label(text, labels.get(closest[1].key, "")))
    return owned


def _beneath(text: Box, room: Box) -> bool:
    """Whether a text stands above or below a room, within its width and towards its left, as a second line does."""
    within = min(text.x1, room.x1) - max(text.x0, room.x0) > 0.75 * text.width
    return within and text.x0 - room.x0 < 0.35 * room.width


def _wraps(layout: Layout, text: Text, entry: PlacedEntry, label: str) -> bool:
    """Whether a text is the second line of an address, begun where the label begins: 住所 over the rest of it."""
    if alike(entry.key) != "address" or text.box.cy < entry.box.cy or text.raw.lstrip()[:1] in "(（※注":
        return False
    wanted = fold(label)
    starts = [t.box.x0 for t in layout.texts if wanted and fold(t.raw) == wanted and same_row(t.box, entry.box)]
    if not starts or layout.names_an_entry(text):
        return False
    return _beneath(text.box, entry.box.model_copy(update={"x0": min(starts)}))


def _apart(text: Box, room: Box) -> float:
    return max(room.y0 - text.y1, text.y0 - room.y1, 0.0)


def _inside(text: Text, box: Box, label: str) -> Text | None:
    """`text`, or the part of it that stands in `box`; None where its row does not.

    What runs over the right end belongs to the entry; what stands in front of it is the label's.
    """
    if not box.y0 <= text.box.cy <= box.y1:
        return None
    if text.line.vertical:
        return text if box.x0 <= text.box.cx <= box.x1 else None
    kept = [i for i in range(len(text.raw)) if box.x0 - 3 <= text.x_at(i) <= box.x1 + 3]
    if len(kept) < 0.4 * len(text.raw) or not kept:
        return None
    if (cut := _behind_label(text, label)) is not text:
        return cut
    read = text.line.source not in (Source.TEXT_LAYER, Source.FORM_FIELD)
    if kept[0] == 0 or (read and len(kept) >= 0.6 * len(text.raw)):
        return text
    step = text.x_at(kept[0]) - text.x_at(kept[0] - 1)
    apart = step > 1.6 * text.box.width / max(1, len(text.raw))
    return text.part(kept[0]) if apart else text


def _behind_label(text: Text, label: str) -> Text:
    """`text` without the label it begins with; `text` itself where it begins otherwise."""
    wanted = fold(label)
    plain, origin = text.plain
    numbered = re.match(r"[\d①-⑳]{1,2}[.,:)・]?", plain)
    start = numbered.end() if numbered and plain.startswith(wanted, numbered.end()) else 0
    if len(wanted) < 2 or not plain.startswith(wanted, start) or len(plain) == start + len(wanted):
        return text
    start += len(wanted)
    while start < len(plain) - 1 and plain[start] in ":・":
        start += 1
    return text.part(origin[start])


def without_label(region: Region, label: Label) -> Region:
    """The region without the last letters of its label: set wider than on the blank, they reach into the room."""
    words = "".join(label.text.split())
    if label.where != "right" or len(words) < 2:
        return region
    texts = []
    for text in region.texts:
        touches = text.box.x0 < region.box.x0 + 0.2 * text.box.height
        cut = next((n for n in (3, 2, 1) if len(words) > n and text.raw.startswith(words[-n:])), 0)
        texts.append(text.part(cut) if touches and 0 < cut < len(text.raw) else text)
    return Region(tuple(texts), region.box, region.cell)


def _inline(layout: Layout, region: Region, label: Label) -> Region | None:
    """The gap of a sentence between its words, among what stands in the sentence's room."""
    page = layout.page.model_copy(update={"lines": tuple(t.line for t in region.texts), "cells": ()})
    return inline(Layout(page, layout.known_labels).texts, label.text, label.until)
