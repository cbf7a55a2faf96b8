"""Learning a blank form: which words are labels, where the entries stand, and which entry each is.

The labels that the programme names come first, then common words for the same entry, then the meaning of words. What
is unsure is said, for a person to check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from extractors.fields.documents import entry_specs, of_version
from extractors.fields.entries import BOXED_KEYS
from extractors.fields.forms import known_labels
from extractors.fields.layout import Hit, Layout
from extractors.fields.meanings import is_any_label, means
from extractors.fields.papers import FORM_SECTIONS, SECTIONS
from extractors.fields.sections import Section, find_sections
from extractors.fields.strips import strip_boxes
from extractors.fields.tables import FACILITY_HEADINGS, OFFICER_HEADINGS
from extractors.folding import fold
from extractors.reading import ReadPage
from extractors.registration import slots
from extractors.registration.slots import Slot
from models.documents import DocumentKind
from models.forms import FORM_SCHEMA_VERSION, Entry, FormMap, FormPage, Printed, PrintedOption
from models.geometry import Box
from models.programmes import DocumentSpec, FieldSpec, Label, Programme, ValueKind

A4_MM = (210.0, 297.0)

Share = Callable[[Box], Box]
"""From pixels of the blank's image to fractions of its page."""


@dataclass(frozen=True)
class Learned:
    """A form's map as the machine sees it, and what a person should look at."""

    form: FormMap
    doubts: dict[str, str]
    """Entry → what is unsure about it (Japanese)."""
    missing: tuple[str, ...]
    """Entries of the programme for which no place was found."""


def learn(pages: Sequence[ReadPage], programme: Programme, kind: DocumentKind, version: str, blank: str) -> Learned:
    """The map of a blank form whose pages are `pages`; `blank` is the file name under which it is kept."""
    spec = programme.document(kind)
    specs = entry_specs(kind, spec)
    if spec is not None and version in spec.versions:
        specs = of_version(specs, version)
    labels = known_labels(specs)
    layouts = [_layout(page, labels) for page in pages]
    found = _assign(pages, layouts, specs, _sections(kind, spec))
    form_pages = tuple(_page(i, page, layouts[i], found) for i, page in enumerate(pages))
    form = FormMap(
        schema_version=FORM_SCHEMA_VERSION,
        programme=programme.id,
        document=kind,
        version=version,
        blank=blank,
        pages=form_pages,
    )
    doubts = {f.spec.key: f.slot.doubt for f in found if f.slot.doubt}
    missing = tuple(s.key for s in specs if s.key not in {f.spec.key for f in found} and _own(spec, s))
    return Learned(form, doubts, missing)


@dataclass(frozen=True)
class _Found:
    spec: FieldSpec
    label: Label
    slot: Slot


def _own(document: DocumentSpec | None, spec: FieldSpec) -> bool:
    return document is None or document.field(spec.key) is not None


def _layout(page: ReadPage, labels: frozenset[str]) -> Layout:
    also = {fold(x.text) for x in page.reading.lines if is_any_label(x.text)}
    return Layout(page.reading, labels | also)


def _sections(kind: DocumentKind, spec: DocumentSpec | None) -> dict[str, tuple[str, ...]]:
    named = dict(spec.sections) if spec else dict(SECTIONS.get(kind, FORM_SECTIONS))
    return {name: (*words, *FORM_SECTIONS.get(name, ())) for name, words in named.items()}


def _assign(
    pages: Sequence[ReadPage],
    layouts: Sequence[Layout],
    specs: Sequence[FieldSpec],
    sections: dict[str, tuple[str, ...]],
) -> list[_Found]:
    """A place for each entry: by the labels named for it, then by labels that mean it; no place twice."""
    bands = find_sections(layouts, sections)
    found: list[_Found] = []

    def free(slot: Slot, label: Label) -> bool:
        shared = bool(label.part or label.divider or label.where in ("inside", "inline") or "・" in label.text)
        for other in found:
            if other.slot.page != slot.page:
                continue
            theirs = other.label
            both = shared or bool(theirs.part or theirs.divider or theirs.where in ("inside", "inline"))
            if not both and other.slot.hit.intersection(slot.hit) > 0.5 * slot.hit.area:
                return False
            same_room = other.slot.box.intersection(slot.box) > 0.7 * min(other.slot.box.area, slot.box.area)
            if same_room and not both and "・" not in theirs.text:
                return False
        return True

    for by_meaning in (False, True):
        for spec in specs:
            if any(f.spec.key == spec.key for f in found):
                continue
            places = _meant(layouts, spec, bands) if by_meaning else _named(layouts, spec, bands)
            for label, slot in places:
                if free(slot, label):
                    found.append(_Found(spec, label, slot))
                    break
    return found


def _named(layouts: Sequence[Layout], spec: FieldSpec, bands: dict[str, Section]) -> Iterator[tuple[Label, Slot]]:
    """Places beside the labels that the specification names, those of its section first."""
    band = bands.get(spec.section)
    outside: list[tuple[Label, Slot]] = []
    for label in spec.labels:
        for number, layout in enumerate(layouts):
            for slot in _slots(number, layout, spec, label):
                if band is None or (band.page == number and band.top <= slot.hit.cy < band.bottom):
                    yield label, slot
                elif not _in_other(bands, spec, number, slot.hit):
                    outside.append((label, slot))
    yield from outside


def _meant(layouts: Sequence[Layout], spec: FieldSpec, bands: dict[str, Section]) -> Iterator[tuple[Label, Slot]]:
    """Places beside words that mean the entry, in its section or where no other section is."""
    for number, layout in enumerate(layouts):
        for text in layout.texts:
            words = _cell_words(layout, text)
            if not (means(spec.key, text.raw) or (words and means(spec.key, words))):
                continue
            if _in_other(bands, spec, number, text.box):
                continue
            hit = Hit(text, text.box, None, text.raw)
            label = Label(text=words or text.raw)
            for slot in _beside(number, layout, hit, spec):
                doubt = f"「{text.raw.strip()}」の意味から推測"
                yield label, Slot(slot.page, slot.box, slot.hit, slot.texts, doubt)


def _cell_words(layout: Layout, text: slots.Text) -> str:
    """The words of a label that takes several lines of its cell, from its first line; empty for other texts."""
    if text.cell is None or len(text.raw) > 14:
        return ""
    mates = sorted(layout.in_cell(text.cell).texts, key=lambda t: t.box.y0)
    return "".join(t.raw for t in mates) if 2 <= len(mates) <= 3 and mates[0] is text else ""


def _in_other(bands: dict[str, Section], spec: FieldSpec, page: int, hit: Box) -> bool:
    """Whether a place lies in the block of somebody else: a proxy, an account."""
    return any(
        b.page == page and b.top <= hit.cy < b.bottom
        for name, b in bands.items()
        if name != spec.section and name in ("proxy", "account") and spec.section != name
    )


def _slots(page: int, layout: Layout, spec: FieldSpec, label: Label) -> Iterator[Slot]:
    if spec.kind is ValueKind.ROWS:
        slot = _table(page, layout, spec)
        if slot is not None:
            yield slot
        return
    if label.where == "inline":
        slot = slots.inline_slot(page, layout, label)
        if slot is not None:
            yield slot
        return
    if label.where == "inside":
        wanted = fold(label.text)
        for text in layout.texts:
            plain = text.plain[0]
            if wanted not in plain:
                continue
            if spec.kind is ValueKind.DATE and label.text in ("令和", "平成", "昭和") and not _date_room(plain):
                continue
            if spec.kind is ValueKind.DATE and _date_room(plain) and not plain.startswith(wanted):
                continue  # a date with a label of its own in front
            if spec.kind is ValueKind.POSTAL_CODE and (not plain.startswith("〒") or len(plain) > 4):
                continue
            yield slots.inside_slot(page, layout, text, spec)
        return
    for hit in layout.find(label.text):
        if label.part and not label.divider and "・" not in label.text and hit.text.cell is not None:
            cells = _empty_right(layout, hit)
            if len(cells) > label.part:
                yield Slot(page, cells[-1], hit.box, (), "同じ見出しの行の右端の欄と推測")
                continue
        if label.where == "below":
            region = layout.below(hit)
            slot = slots.cell_slot(page, layout, hit, region) if region is not None else None
            if slot is not None:
                yield slot
                continue
        yield from _beside(page, layout, hit, spec)


def _date_room(plain: str) -> bool:
    return "年" in plain and "月" in plain and plain.rstrip(")").endswith("日") and len(plain) <= 9


def _beside(page: int, layout: Layout, hit: Hit, spec: FieldSpec) -> Iterator[Slot]:
    """The room that belongs to a label: behind it in its line, the cell right of it or under it, the space beside it."""
    if hit.rest is not None and not slots.is_prose(hit.text):
        slot = slots.behind_slot(page, layout, hit)
        if slot is not None:
            yield slot
        return
    if hit.rest is not None:
        return
    if hit.text.cell is None:
        slot = slots.open_slot(page, layout, hit)
        if slot is not None:
            yield slot
        return
    region = layout.beside(hit)
    if region is not None and region.cell is not None and region.cell != hit.text.cell:
        full = bool(region.texts) and all(layout.is_label(t) and not slots.is_placeholder(t) for t in region.texts)
        slot = None if full else slots.cell_slot(page, layout, hit, region)
        if slot is not None:
            yield slot
            return
    right = _right(layout, hit)
    if right is not None:
        yield Slot(page, right, hit.box)
        return
    under = layout.below(hit)
    if under is not None and under.cell is not None and not under.texts:
        slot = slots.cell_slot(page, layout, hit, under, "見出しの下の欄と推測")
        if slot is not None:
            yield slot
            return
    if hit.text.cell.width > 4 * hit.box.width or hit.text.cell.height > 2.2 * hit.box.height:
        yield _own_cell(page, layout, hit, spec)


def _right(layout: Layout, hit: Hit) -> Box | None:
    """The cell right of the label's cell where that is empty."""
    cell = hit.text.cell
    assert cell is not None
    touching = [
        c
        for c in layout.page.cells
        if -6 <= c.x0 - cell.x1 < 24 and c.y0 - 6 <= hit.box.cy <= c.y1 + 6 and c.height > 0.8 * hit.box.height
    ]
    empty = [c for c in touching if not [t for t in layout.in_cell(c).texts if not slots.is_placeholder(t)]]
    return max(empty, key=lambda c: c.area) if empty else None


def _empty_right(layout: Layout, hit: Hit) -> list[Box]:
    """The empty cells on the row of a label, left to right."""
    cell = hit.text.cell
    assert cell is not None
    row = [c for c in layout.page.cells if c.x0 >= cell.x1 - 6 and c.y0 - 6 <= hit.box.cy <= c.y1 + 6]
    return sorted((c for c in row if not layout.in_cell(c).texts), key=lambda c: c.x0)


def _own_cell(page: int, layout: Layout, hit: Hit, spec: FieldSpec) -> Slot:
    """The rest of the label's own cell: right of it where that is wide, else under it."""
    cell = hit.text.cell
    assert cell is not None
    right = Box(x0=hit.box.x1 + 4, y0=cell.y0, x1=cell.x1, y1=cell.y1)
    under = Box(x0=cell.x0, y0=hit.box.y1 + 2, x1=cell.x1, y1=cell.y1)
    below = under.area > right.area and under.height > 1.2 * hit.box.height and spec.kind is not ValueKind.YEN
    return Slot(page, under if below else right, hit.box, (), "見出しと同じ枠の中の余白と推測")


def _table(page: int, layout: Layout, spec: FieldSpec) -> Slot | None:
    """A table of rows: from its headings to the last of its equal rows."""
    headings = FACILITY_HEADINGS if spec.key == "facilities" else OFFICER_HEADINGS
    heads = []
    for words in headings.values():
        for word in words:
            hit = next((t for t in layout.texts if t.cell is not None and fold(t.raw).startswith(fold(word))), None)
            if hit is not None and len(fold(word)) > 1:
                heads.append(hit)
                break
    if len(heads) < 3:
        return None
    cells = [t.cell for t in heads if t.cell is not None]
    top = min(c.y0 for c in cells)
    left, right = min(c.x0 for c in cells), max(c.x1 for c in cells)
    under = [
        c
        for c in layout.page.cells
        if c.y0 >= max(h.y1 for h in cells) - 8 and c.x0 >= left - 40 and c.x1 <= right + 40 and c.height > 20
    ]
    if not under:
        return None
    totals = [t.box.y0 for t in layout.texts if t.plain[0].startswith(("合計", "計")) and t.box.cy > top]
    rows = [c for c in under if not totals or c.cy < min(totals) - 10]
    bottom = max((c.y1 for c in rows), default=max(c.y1 for c in under))
    box = Box(x0=min(left, *(c.x0 for c in under)), y0=top, x1=max(right, *(c.x1 for c in under)), y1=bottom)
    return Slot(page, box, heads[0].box, (), "")


def _page(number: int, page: ReadPage, layout: Layout, found: Sequence[_Found]) -> FormPage:
    geometry = page.reading.geometry
    width, height = A4_MM
    if geometry.width > geometry.height:
        width, height = height, width
    if abs(geometry.width / geometry.height - width / height) > 0.03:
        height = width * geometry.height / geometry.width

    def share(box: Box) -> Box:
        return Box(
            x0=min(1.0, max(0.0, box.x0 / geometry.width)),
            y0=min(1.0, max(0.0, box.y0 / geometry.height)),
            x1=min(1.0, max(0.0, box.x1 / geometry.width)),
            y1=min(1.0, max(0.0, box.y1 / geometry.height)),
        )

    return FormPage(
        width_mm=width,
        height_mm=round(height, 1),
        printed=tuple(
            Printed(text=x.text, box=share(x.box), vertical=x.vertical) for x in page.reading.lines if x.text.strip()
        ),
        rules=tuple(share(Box(x0=r.x0, y0=r.y0, x1=r.x1, y1=r.y1)) for r in page.reading.rules),
        cells=tuple(share(c) for c in page.reading.cells),
        entries=tuple(_entry(f, page, layout, share) for f in found if f.slot.page == number),
    )


def _entry(found: _Found, page: ReadPage, layout: Layout, share: Share) -> Entry:
    spec, slot = found.spec, found.slot
    strip: list[Box] = []
    if spec.key in BOXED_KEYS:
        strip = _side_by_side(strip_boxes(page.image, slot.box.grown(4, 6)))
    return Entry(
        key=spec.key,
        kind=spec.kind,
        box=share(slot.box),
        label=found.label.model_copy(update={"versions": ()}),
        strip=tuple(share(b) for b in strip),
        options=tuple(PrintedOption(value=v, box=share(b)) for v, b in _options(spec, layout, slot)),
        section=spec.section,
    )


def _side_by_side(boxes: Sequence[Box]) -> list[Box]:
    """The boxes that have a neighbour wall to wall: strokes of letters stand apart."""
    return [
        b
        for b in boxes
        if any(abs(o.x0 - b.x1) < 0.25 * b.width or abs(b.x0 - o.x1) < 0.25 * b.width for o in boxes if o is not b)
    ]


def _options(spec: FieldSpec, layout: Layout, slot: Slot) -> Iterator[tuple[str, Box]]:
    """Where the choices of an entry are printed."""
    if spec.kind is not ValueKind.CHOICE:
        return
    texts = [t for t in layout.texts if t.box.share_inside(slot.box.grown(4, 4)) > 0.5]
    for option in spec.options:
        for word in (option.value, *option.aliases):
            place = next(((t, t.plain[0].find(fold(word))) for t in texts if fold(word) in t.plain[0]), None)
            if place is not None:
                text, at = place
                origin = text.plain[1]
                yield option.value, text.part(origin[at], origin[at + len(fold(word)) - 1] + 1).box
                break
