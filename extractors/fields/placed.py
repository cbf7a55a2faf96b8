"""Entries of a page that matches a blank form: read where the form's map says they stand.

The same readings, parsers and marks as for any other entry; only the place is known instead of looked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractors.fields.entries import Sheet
from extractors.fields.forms import entry_field
from extractors.fields.layout import Layout, Region, Text
from extractors.fields.parts import part_of
from extractors.fields.texts import reading_order
from models.documents import Field
from models.forms import Entry, FormMap
from models.geometry import Box
from models.pages import PlacedEntry, Source
from models.programmes import FieldSpec, Label, Option, ValueKind

SURE_PLACE = 0.25
"""An entry whose place was found less surely than this is looked for by its label."""


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
        for placed in match.entries:
            entry = entries.get(placed.key)
            if entry is None or entry.kind is ValueKind.ROWS or placed.score < SURE_PLACE:
                continue
            field = _entry(sheet, entry, placed, known.get(entry.key))
            if field is not None and (field.value is not None or field.blank):
                fields[entry.key] = field
    return fields


def _entry(sheet: Sheet, entry: Entry, placed: PlacedEntry, spec: FieldSpec | None) -> Field | None:
    label = entry.label or Label(text=entry.key)
    described = spec or FieldSpec(
        key=entry.key,
        kind=entry.kind,
        labels=(label,),
        options=tuple(Option(value=o.value) for o in entry.options) or _no_options(entry),
    )
    region = region_in(sheet.layout, placed.box)
    if label.where == "inline" and label.until:
        inner = _inline(sheet.layout, region, label)
        if inner is None:
            return None
        region = inner
    else:
        region = part_of(region, described, label)
    return entry_field(sheet, described, region)


def _no_options(entry: Entry) -> tuple[Option, ...]:
    """A choice without printed options is written: any word is one."""
    return (Option(value=""),) if entry.kind is ValueKind.CHOICE else ()


def region_in(layout: Layout, box: Box) -> Region:
    """What was written in `box`, in reading order. What reaches over its edge belongs to it when most of it is inside."""
    texts: list[Text] = []
    for text in layout.texts:
        if text.line.source is Source.BLANK_FORM:
            continue
        piece = _inside(text, box)
        if piece is not None:
            texts.append(piece)
    return Region(tuple(reading_order(texts)), box, box)


def _inside(text: Text, box: Box) -> Text | None:
    if not box.y0 <= text.box.cy <= box.y1:
        return None
    if text.line.vertical:
        return text if box.x0 <= text.box.cx <= box.x1 else None
    kept = [i for i in range(len(text.raw)) if box.x0 - 3 <= text.x_at(i) <= box.x1 + 3]
    if not kept:
        return None
    read = text.line.source not in (Source.TEXT_LAYER, Source.FORM_FIELD)
    if len(kept) == len(text.raw) or (read and len(kept) >= 0.6 * len(text.raw)):
        return text
    return text.part(kept[0], kept[-1] + 1)


def _inline(layout: Layout, region: Region, label: Label) -> Region | None:
    """The gap of a sentence between its words, among what stands in the sentence's room."""
    page = layout.page.model_copy(update={"lines": tuple(t.line for t in region.texts), "cells": ()})
    return Layout(page, layout.known_labels).inline(label.text, label.until)
