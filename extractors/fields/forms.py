"""Papers with labelled entries, read by the specification of their entries.

A specification says which labels an entry may have and where the entry stands seen from them
(:class:`models.programmes.FieldSpec`): programmes give one for each of their own forms, :mod:`extractors.fields.papers`
one for every common paper. Labels of the programme's form come first, common synonyms after them, so that a form
version nobody described is still read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from extractors.fields.accounts import account_entry
from extractors.fields.blocks import REPEATING, Taken, anothers_block, is_taken, repeated, the_applicants
from extractors.fields.certainty import doubt_place, place_doubted, shared_places, sure_place
from extractors.fields.choices import read_choice
from extractors.fields.columnlabels import entries_by_column
from extractors.fields.endings import ENDINGS, listed, listed_in, over_endings, read_listed
from extractors.fields.entries import Sheet, field_from
from extractors.fields.eras import read_with_era
from extractors.fields.kanaover import kana_over_names, names_under_kana
from extractors.fields.labelled import ERA_WORDS, TORN_ERA, nothing_beside, places_of, whole_date
from extractors.fields.layout import Hit, Region, Text
from extractors.fields.letterhead import letterhead_entries
from extractors.fields.makermodels import maker_and_model, maker_apart
from extractors.fields.markcolumns import marked_in_column
from extractors.fields.meant import label_of, rooms_of
from extractors.fields.offered import among_options, options_of
from extractors.fields.options import printed_options, with_rows_of
from extractors.fields.owners import shop_and_owner
from extractors.fields.parts import NAME_KINDS, cleaned, part_of
from extractors.fields.plausible import is_words, plausible, reads_label
from extractors.fields.sections import Section, find_sections
from extractors.fields.sentences import sentence_entry
from extractors.fields.sizealone import size_alone
from extractors.fields.sumalone import sum_alone
from extractors.fields.ticklists import read_ticked, written_thing
from extractors.fields.tradenames import TRADE
from extractors.folding import fold
from extractors.meanings import AGENTS, means, names_both, names_several
from models.documents import Field, Value
from models.geometry import Box
from models.programmes import FieldSpec, Label, ValueKind
from models.values.company import is_company
from models.values.fields import parse_field
from models.values.keys import alike

TWINS = (
    {"phone", "proxy_phone"},
    {"address", "proxy_address"},
    {"applicant_name", "proxy_name"},
    {"applicant_kana", "account_holder_kana"},
)
"""Entries of two blocks under the same labels."""
_NEVER_SHARED = (ValueKind.DATE, ValueKind.YEN)
"""Of these every entry has a place of its own, whatever its labels share."""
_BY_BLOCK = frozenset().union(*TWINS)


def known_labels(specs: Sequence[FieldSpec]) -> frozenset[str]:
    """The folded labels of `specs`: texts that are nobody's value."""
    return frozenset(fold(label.text) for spec in specs for label in spec.labels if label.where in ("right", "below"))


def extract_entries(
    sheets: Sequence[Sheet], specs: Sequence[FieldSpec], sections: dict[str, tuple[str, ...]]
) -> dict[str, Field]:
    """Every entry of `specs` that stands on `sheets`, by key. An entry whose label is not on the paper is left out."""
    bands = find_sections([s.layout for s in sheets], sections)
    fields: dict[str, Field] = {}
    taken: list[tuple[int, Box]] = []
    elsewhere: frozenset[str] = frozenset()  # entries whose label stands in a second place, too
    postponed: list[FieldSpec] = []
    for spec in specs:
        if (field := _before_endings(sheets, spec) or marked_in_column(sheets, spec, options_of(spec))) is not None:
            fields[spec.key] = field
            continue
        found = _described(sheets, spec, bands, taken, blocks_apart=spec.key in _BY_BLOCK)
        if found is None:
            postponed.append(spec)
            continue
        fields[spec.key] = found.field
        elsewhere = elsewhere | {spec.key} if found.repeated else elsewhere
        if not _shared(spec):
            taken.append((found.page, found.label))
    _by_meaning(sheets, specs, bands, fields, taken, elsewhere)
    for spec in postponed:  # no label of their own block: the block may have been told wrongly
        if spec.key not in _BY_BLOCK or spec.key in fields:
            continue
        if (found := _described(sheets, spec, bands, taken, blocks_apart=False)) is not None:
            doubt_place(found.field)
            fields[spec.key] = found.field
    fields.update(shop_and_owner(sheets, specs, fields, entry_field))
    fields.update(letterhead_entries(sheets, specs, fields, entry_field))
    fields.update(kana_over_names(sheets, specs, fields, entry_field))
    fields.update(names_under_kana(sheets, specs, fields, entry_field))
    fields.update(maker_and_model(sheets, specs, entry_field))
    fields.update(maker_apart(sheets, specs, fields))
    fields.update(entries_by_column(sheets, specs, fields, bands.get("proxy"), taken, entry_field))
    for key in shared_places(fields, frozenset(s.key for s in specs if _shared(s) and s.kind not in _NEVER_SHARED)):
        doubt_place(fields[key])
    for pair in TWINS:
        if any(k in fields and place_doubted(fields[k]) for k in pair):  # if one may be the other's, so may the other
            for key in pair & fields.keys():
                doubt_place(fields[key])
    return fields


def _before_endings(sheets: Sequence[Sheet], spec: FieldSpec) -> Field | None:
    """A bank's or branch's name in front of printed endings, where one row alone offers some and something is written."""
    if spec.kind not in ENDINGS:
        return None
    rows = [
        (sheet, over_endings(sheet.layout, row)) for sheet in sheets for row in listed(sheet.layout.texts, spec.kind)
    ]
    rows = [(sheet, row) for sheet, row in rows if row.written.texts]
    return read_listed(rows[0][0], spec.key, spec.kind, rows[0][1]) if len(rows) == 1 else None


class _Found(NamedTuple):
    """A field, the page and box (pixels) of the label that led to it, and whether that label stands in a second place."""

    field: Field
    page: int
    label: Box
    repeated: bool


def _described(
    sheets: Sequence[Sheet],
    spec: FieldSpec,
    bands: dict[str, Section],
    taken: Taken,
    *,
    blocks_apart: bool,
) -> _Found | None:
    """The entry beside one of the labels that describe it; `blocks_apart`: what stands in another block is not looked at,
    because it is the other's, and this one's label may be worded otherwise."""
    best: _Found | None = None
    for number, label, region in _regions(sheets, spec, bands):
        if blocks_apart and anothers_block(spec, bands, number, label):
            continue
        if is_taken(taken, number, label):
            continue
        field = entry_field(sheets[number], spec, region)
        if field is None:
            continue
        twice = repeated(sheets, spec, bands, number, label)
        if twice or not sure_place(sheets[number].layout, label, region):
            doubt_place(field)
        if (
            best is None
            or (best.field.value is None and field.value is not None)
            or (_may_be_better(spec, best.field) and not _may_be_better(spec, field))
        ):
            best = _Found(field, number, label, twice)
        if best.field.value is not None and not _may_be_better(spec, best.field):
            break
        if _unreadable(spec, best.field):
            break  # what stands beside another block's label is no better reading of it
    return best


def _unreadable(spec: FieldSpec, field: Field) -> bool:
    """Whether a telephone number is written where the entry stands, one that cannot be read as such."""
    return spec.kind is ValueKind.PHONE and field.value is None and len(re.sub(r"\D", "", fold(field.raw))) >= 7


_KANA_ONLY = re.compile("[ァ-ヺー]{4,}")


def _may_be_better(spec: FieldSpec, field: Field) -> bool:
    """Whether another line with the same label may hold the entry: 名義 in front of the kana, and 名義 in front of the name."""
    kana = spec.kind in (ValueKind.PERSON, ValueKind.PARTY) and isinstance(field.value, str)
    return _weak(spec, field) or (kana and _KANA_ONLY.fullmatch(str(field.value)) is not None)


def _weak(spec: FieldSpec, field: Field) -> bool:
    """Whether a better place for the entry may be on the paper: a company's name without 株式会社 or its like."""
    return spec.kind is ValueKind.COMPANY and (not isinstance(field.value, str) or not is_company(field.value))


_FORM_IN_FRONT = re.compile(r"[(（][^()（）]{1,2}[)）]\S{2}")


def _trades(field: Field) -> bool:
    """Whether a name ends as traders' do, or a corporate form in brackets stands in front of it, misread: (0)かつらぎ住設."""
    return isinstance(field.value, str) and bool(TRADE.search(field.value) or _FORM_IN_FRONT.match(field.value))


def _by_meaning(
    sheets: Sequence[Sheet],
    specs: Sequence[FieldSpec],
    bands: dict[str, Section],
    fields: dict[str, Field],
    taken: list[tuple[int, Box]],
    elsewhere: Collection[str],
) -> None:
    """Entries that no described label led to: by labels whose words mean them, and choices by their options alone.

    So are those found blank whose label stands in a second place (`elsewhere`): the blank may be another block's.
    """
    asked = {spec.key for spec in specs}
    for spec in specs:
        had = fields.get(spec.key)
        blank = had is not None and had.blank and spec.key not in elsewhere
        if had is not None and (had.value is not None or blank) and not _weak(spec, had):
            continue
        if had is not None and _unreadable(spec, had):
            continue
        blanks: list[tuple[Field, int, Box]] = []  # labels with nothing beside them: perhaps a heading's words
        unsure: Field | None = None
        for number, hit in _meant(sheets, spec, bands, taken, asked):
            layout = sheets[number].layout
            found = None
            for room in rooms_of(layout, hit, spec):
                field = entry_field(sheets[number], spec, part_of(room, spec, Label(text=hit.label)))
                mine = field is not None and not the_applicants(fields, spec.key, hit.label, field)
                if mine and field is not None and field.value is not None and not _weak(spec, field):
                    found = room, field
                    break
                if field is not None and (had is None or not (had.blank or had.raw)):
                    unsure = unsure or (field if _trades(field) else written_thing(sheets[number], spec, room))
                if field is not None and field.blank and had is None:
                    blanks.append((field, number, hit.box))
            if found is None:
                empty = nothing_beside(hit, layout) if layout.beside(hit) is None else None
                field = entry_field(sheets[number], spec, empty) if empty is not None else None
                if field is not None and (field.value is not None or (field.blank and had is None)):
                    blanks.append((field, number, hit.box))
                continue
            region, field = found
            if not sure_place(layout, hit.box, region) or repeated(sheets, spec, bands, number, hit.box):
                doubt_place(field)
            fields[spec.key] = field
            if not names_several(hit.label) and not names_both(hit.label):
                taken.append((number, hit.box))
            break
        else:
            if (told := _without_label(sheets, spec)) is not None:
                fields[spec.key] = told
            elif unsure is not None:
                doubt_place(unsure)
                fields[spec.key] = unsure
            elif blanks:
                fields[spec.key], number, box = blanks[0]
                taken.append((number, box))


def _without_label(sheets: Sequence[Sheet], spec: FieldSpec) -> Field | None:
    """The entry told by what it looks like, by the sentence it is written into, or by its printed options."""
    if spec.kind is ValueKind.CHOICE:
        return among_options(sheets, spec) if len(spec.options) > 1 else None
    readers = (account_entry, sentence_entry, sum_alone, size_alone)
    return next((field for told in readers if (field := told(sheets, spec, entry_field)) is not None), None)


def _meant(
    sheets: Sequence[Sheet],
    spec: FieldSpec,
    bands: dict[str, Section],
    taken: Taken,
    asked: Collection[str],
) -> list[tuple[int, Hit]]:
    """Labels whose words name the entry and that no other entry has taken; those of its section first. `asked` are the
    keys of all entries of the form."""
    section = bands.get(spec.block)
    keys = (spec.key, *(key for key in _ONE_COST.get(spec.key, ()) if key not in asked))
    # within the agent's block labels need not say whose they are
    own = next((key for key, agents in AGENTS.items() if agents == spec.key), None)
    hits: list[tuple[bool, bool, int, Hit]] = []
    for number, sheet in enumerate(sheets):
        for text in sheet.layout.texts:
            if is_taken(taken, number, text.box):
                continue
            inside = section is not None and section.holds(number, text.box)
            named = (*keys, own) if inside and own is not None else keys
            hit = next((h for key in named if (h := label_of(sheet.layout, text, key)) is not None), None)
            if hit is None:
                continue
            elsewhere = any(
                b.holds(number, text.box) for name, b in bands.items() if name != spec.block and name in REPEATING
            )
            if elsewhere and not inside:
                continue
            by_another = label_of(sheet.layout, text, spec.key) is None
            hits.append((not inside, by_another, number, hit))
    return [(number, hit) for *_, number, hit in sorted(hits, key=lambda h: (*h[:3], h[3].box.y0))]


def _shared(spec: FieldSpec) -> bool:
    """Whether the entry's label names another entry too (a cell of two parts, a date's era)."""
    return any(
        label.part or label.divider or label.where in ("inside", "inline") or "・" in label.text
        for label in spec.labels
    )


def _regions(sheets: Sequence[Sheet], spec: FieldSpec, bands: dict[str, Section]) -> Iterator[tuple[int, Box, Region]]:
    """The places where the entry may stand, the likeliest first: within its section, then anywhere."""
    section = bands.get(spec.block)
    outside: list[tuple[int, Box, Region]] = []
    for label in spec.labels:
        for number, sheet in enumerate(sheets):
            for place, region in places_of(sheet, spec, label):
                inside = section is None or section.holds(number, place)
                astray = section is None and any(bands[n].holds(number, place) for n in REPEATING if n in bands)
                if inside and not astray:
                    yield number, place, region
                else:
                    outside.append((number, place, region))
    yield from outside


def entry_field(sheet: Sheet, spec: FieldSpec, region: Region) -> Field | None:
    """The entry `spec` as it stands in `region`; None for a choice of which no option stands there."""
    own = printed_options(region) if alike(spec.key) == "equipment_type" else []
    if spec.kind is ValueKind.CHOICE:
        region = with_rows_of(region, sheet.layout.texts, options_of(spec))
        field = read_choice(sheet, spec.key, options_of(spec), region)
        # a form may offer what the programme does not describe, コンプレッサー beside 空調設備
        return read_choice(sheet, spec.key, own, region) if own and field.value is None else field
    if own:
        return read_choice(sheet, spec.key, own, region)
    if (special := _with_choices(sheet, spec, region)) is not None:
        return special
    if spec.kind is ValueKind.DATE:
        region = whole_date(sheet.layout, region)
    if is_words(spec, region):
        return None
    region = cleaned(spec, _without_own_label(spec, region))
    field = field_from(
        sheet, spec.key, region, parse=lambda text: plausible(spec, _parsed(spec, text), text), form=True
    )
    if reads_label(spec, field):
        return None
    if spec.kind is ValueKind.COMPANY and isinstance(field.value, str) and not is_company(field.value):
        field.exact = False  # exact or not, a person's name is no certain company
    return field


def _with_choices(sheet: Sheet, spec: FieldSpec, region: Region) -> Field | None:
    """An entry of which a part, or all, is chosen among what is printed: an ending, an era, a thing with a square."""
    if spec.kind in ENDINGS:
        row = listed_in(region, spec.kind)
        return read_listed(sheet, spec.key, spec.kind, row) if row is not None else None
    if spec.kind is ValueKind.DATE:
        return read_with_era(sheet, spec.key, region)
    return read_ticked(sheet, spec.key, region) if spec.kind is ValueKind.TEXT else None


def _parsed(spec: FieldSpec, text: str) -> Value:
    """The value of `text`; of a date whose era is its label (令和　年　月　日付け), which the text is without, the whole."""
    value = parse_field(spec.key, f"令{text.strip()}" if TORN_ERA.match(text) and spec.key != "birth_date" else text)
    era = next((x.text for x in spec.labels if x.where == "inline" and x.text in ERA_WORDS), "")
    return value if value is not None or not era else parse_field(spec.key, f"{era}{text.strip()}")


def _without_own_label(spec: FieldSpec, region: Region) -> Region:
    """The region without the entry's own label, where that is printed in its room; a label alone stays."""
    if spec.kind is ValueKind.DATE:
        return region  # 令和 is a label and a part of the date
    own = {fold(x.text) for x in spec.labels if x.where in ("right", "below")}
    texts = [t for t in region.texts if not (fold(t.raw) in own or means(spec.key, t.raw))] or list(region.texts)
    texts = [_behind_own_label(spec, t) for t in texts]
    return Region(tuple(texts), region.box, region.cell) if texts != list(region.texts) else region


def _behind_own_label(spec: FieldSpec, text: Text) -> Text:
    """A company's name without the entry's label, read with it as one text: 法人名城東精密鋳造株式会社."""
    if spec.kind not in NAME_KINDS:
        return text
    ends = [
        n for n in range(2, min(8, len(text.raw) - 4)) if means(spec.key, text.raw[:n]) and is_company(text.raw[n:])
    ]
    return text.part(ends[-1]) if ends else text


_ONE_COST = {"purchase_amount": ("total_cost", "total_amount")}
"""A form that asks for one cost may call it by another's words: 導入に要した費用（税込）, お支払い総額."""
