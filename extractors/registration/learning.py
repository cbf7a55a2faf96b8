"""Learning a blank form: which words are labels, where the entries stand, and which entry each is.

The labels that the programme names come first, then common words for the same entry, then the meaning of words. What
is unsure is said, for a person to check.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from extractors.fields.documents import entry_specs, of_version
from extractors.fields.endings import ENDINGS, listed
from extractors.fields.entries import BOXED_KEYS
from extractors.fields.forms import known_labels
from extractors.fields.layout import Hit, Layout, Text
from extractors.fields.strips import strip_boxes
from extractors.fields.tables import FACILITY_HEADINGS, OFFICER_HEADINGS
from extractors.fields.ticks import lines_like
from extractors.folding import fold
from extractors.meanings import is_any_label, means
from extractors.reading import ReadPage
from extractors.registration.headings import Bands
from extractors.registration.hints import hinted
from extractors.registration.rooms import Ground, Slot
from extractors.registration.words import is_placeholder, is_prose, unspaced
from models.documents import DocumentKind
from models.forms import FORM_SCHEMA_VERSION, Entry, FormMap, FormPage, Printed, PrintedOption
from models.geometry import Box
from models.pages import PageReading
from models.programmes import DocumentSpec, FieldSpec, Label, Programme, ValueKind
from models.values.keys import alike

A4_MM = (210.0, 297.0)

Share = Callable[[Box], Box]
"""From pixels of the blank's image to fractions of its page."""

ERAS = ("令和", "平成", "昭和")


@dataclass(frozen=True)
class Learned:
    """A form's map as the machine sees it, and what a person should look at."""

    form: FormMap
    doubts: dict[str, str]
    """Entry → what is unsure about it (Japanese)."""
    missing: tuple[str, ...]
    """Entries of the programme for which no place was found."""
    ticks: tuple[str, ...] = ()
    """Squares to be ticked whose sentence stands on the form; they need no place in the map."""


@dataclass(frozen=True)
class _Found:
    spec: FieldSpec
    label: Label
    slot: Slot


def learn(pages: Sequence[ReadPage], programme: Programme, kind: DocumentKind, version: str, blank: str) -> Learned:
    """The map of a blank form whose pages are `pages`; `blank` is the file name under which it is kept."""
    spec = programme.document(kind)
    specs = entry_specs(kind, spec)
    if spec is not None and version in spec.versions:
        specs = of_version(specs, version)
    ticks = tuple(s for s in specs if s.kind is ValueKind.TICK)  # found by their sentence, wherever it stands
    specs = tuple(s for s in specs if s not in ticks)
    labels = known_labels(specs)
    readings = [page.reading.model_copy(update={"lines": unspaced(page.reading.lines)}) for page in pages]
    choices = tuple({fold(word) for s in specs for o in s.options for word in (o.value, *o.aliases)})
    grounds = [Ground(i, _layout(reading, labels), choices) for i, reading in enumerate(readings)]
    found = _assign(grounds, specs, Bands.of(grounds, spec.sections if spec else {}))
    form = FormMap(
        schema_version=FORM_SCHEMA_VERSION,
        programme=programme.id,
        document=kind,
        version=version,
        blank=blank,
        pages=tuple(
            _page(page, reading, ground, found) for page, reading, ground in zip(pages, readings, grounds, strict=True)
        ),
    )
    doubts = {f.spec.key: f.slot.doubt for f in found if f.slot.doubt}
    seen = tuple(s.key for s in ticks if any(True for ground in grounds for _ in lines_like(ground.texts, s)))
    missing = {s.key for s in (*specs, *ticks) if _own(spec, s)} - {f.spec.key for f in found} - set(seen)
    return Learned(form, doubts, tuple(s.key for s in (*specs, *ticks) if s.key in missing), seen)


def _own(document: DocumentSpec | None, spec: FieldSpec) -> bool:
    return document is None or document.field(spec.key) is not None


def _layout(reading: PageReading, labels: frozenset[str]) -> Layout:
    also = {fold(x.text) for x in reading.lines if is_any_label(x.text)}
    return Layout(reading, labels | also)


# ---------------------------------------------------------------------- which place is which entry
def _assign(grounds: Sequence[Ground], specs: Sequence[FieldSpec], bands: Bands) -> list[_Found]:
    """A place for each entry: by the labels named for it, by labels that mean it, by words that hint at it; no place
    is given twice."""
    found: list[_Found] = []

    def free(slot: Slot, label: Label) -> bool:
        shared = _shares(label)
        for other in found:
            if other.slot.page != slot.page:
                continue
            both = shared or _shares(other.label)
            if not both and other.slot.hit.intersection(slot.hit) > 0.5 * slot.hit.area:
                return False
            common = other.slot.box.intersection(slot.box)
            if not both and common > 0.6 * min(other.slot.box.area, slot.box.area):
                return False
        return True

    for places in (_ended, _named, _meant, _hinted, _heading):
        for spec in specs:
            if any(f.spec.key == spec.key for f in found):
                continue
            for label, slot in places(grounds, spec, bands):
                if free(slot, label):
                    found.append(_Found(spec, label, slot))
                    break
    return found


def _shares(label: Label) -> bool:
    """Whether the room may belong to a second entry too."""
    return bool(label.part or label.divider or label.where in ("inside", "inline") or "・" in label.text)


def _ended(grounds: Sequence[Ground], spec: FieldSpec, bands: Bands) -> Iterator[tuple[Label, Slot]]:
    """The room in front of printed endings, which tell by themselves whose name stands there: [　　] 銀行・信用金庫・農協.

    Where several rows offer endings of the kind, their labels have to tell.
    """
    if spec.kind not in ENDINGS:
        return
    rows = [(ground, row) for ground in grounds for row in listed(ground.texts, spec.kind)]
    for ground, row in rows if len(rows) == 1 else ():
        ends, cell = row.printed.ink_box, row.printed.texts[0].cell
        if cell is None or ends.x0 - cell.x0 < 4 * row.printed.texts[0].box.height:
            continue
        room = Box(x0=cell.x0, y0=cell.y0, x1=ends.x0, y1=cell.y1)
        if any(t.box.share_inside(room) > 0.5 for t in ground.texts):
            continue
        yield Label(text=row.words[0], where="inside"), Slot(ground.page, room, ends)


def _named(grounds: Sequence[Ground], spec: FieldSpec, bands: Bands) -> Iterator[tuple[Label, Slot]]:
    """Places beside the labels that the specification names: those of its section first, those with words first. A label
    right on top of a table is rather the table's heading."""
    yield from _by_labels(grounds, spec, bands, headings=False)


def _heading(grounds: Sequence[Ground], spec: FieldSpec, bands: Bands) -> Iterator[tuple[Label, Slot]]:
    """Places beside a heading that is worded as the entry's label is, where nothing else on the form leads to it."""
    yield from _by_labels(grounds, spec, bands, headings=True)


def _by_labels(
    grounds: Sequence[Ground], spec: FieldSpec, bands: Bands, *, headings: bool
) -> Iterator[tuple[Label, Slot]]:
    places: list[tuple[bool, int, int, Label, Slot]] = []
    order = sorted(spec.labels, key=lambda x: x.where == "inside")
    for rank, label in enumerate(order):
        for ground in grounds:
            for slot in _slots(ground, spec, label, headings=headings):
                away = not bands.holds(spec.block, slot.page, slot.hit)
                if not away or not bands.elsewhere(spec.block, slot.page, slot.hit):
                    places.append((away, slot.page, rank, label, slot))
    for *_, label, slot in sorted(places, key=lambda p: p[:3]):
        yield label, slot


def _meant(grounds: Sequence[Ground], spec: FieldSpec, bands: Bands) -> Iterator[tuple[Label, Slot]]:
    """Places beside words that mean the entry; the whole label does, so in its own block nothing need be
    checked."""
    yield from _by_words(grounds, spec, bands, lambda words: means(spec.key, _plain(words)), sure=True)


def _hinted(grounds: Sequence[Ground], spec: FieldSpec, bands: Bands) -> Iterator[tuple[Label, Slot]]:
    """Places beside words that hint at the entry, where nothing better is on the form."""
    yield from _by_words(grounds, spec, bands, lambda words: hinted(spec.key, _plain(words)), sure=False)


def _by_words(
    grounds: Sequence[Ground], spec: FieldSpec, bands: Bands, fits: Callable[[str], bool], *, sure: bool
) -> Iterator[tuple[Label, Slot]]:
    places: list[tuple[bool, int, float, Label, Slot]] = []
    for ground in grounds:
        for text in ground.words:
            whole = _cell_words(ground.layout, text)
            if is_prose(text) or ground.heads(text, tables=True) or not (fits(text.raw) or (whole and fits(whole))):
                continue
            if whole and not fits(whole) and is_any_label(whole):
                continue  # 口座名義／（カナ） in two lines is no 口座名義
            if bands.elsewhere(spec.block, ground.page, text.box):
                continue
            hit = Hit(text, text.box, None, text.raw)
            away = not bands.holds(spec.block, ground.page, text.box)
            for slot in ground.beside(hit, spec):
                doubt = slot.doubt if sure and not away else f"「{(whole or text.raw).strip()}」の意味から推測"
                place = Slot(slot.page, slot.box, slot.hit, doubt)
                places.append((away, ground.page, text.box.y0, Label(text=whole or text.raw), place))
    for *_, label, slot in sorted(places, key=lambda p: p[:3]):
        yield label, slot


_FOREIGN = re.compile(r"(?<=[^\x00-\x7f])[A-Za-z][A-Za-z .'/()-]*$")
_IN_ROOM = re.compile(r"(?:金?円|印|㊞|(?:令和|平成)?\s*年\s+月\s+日)$")


def _plain(words: str) -> str:
    """A label without the English under it and what is printed in its room: 住所Address, 代表者名印, 請求額金円."""
    return _IN_ROOM.sub("", _FOREIGN.sub("", words.strip()))


def _cell_words(layout: Layout, text: Text) -> str:
    """The words of a label that takes several lines of its cell, from its first line; empty for other texts."""
    if text.cell is None or len(text.raw) > 14:
        return ""
    mates = sorted(layout.in_cell(text.cell).texts, key=lambda t: t.box.y0)
    return "".join(t.raw for t in mates) if 2 <= len(mates) <= 3 and mates[0] is text else ""


# ---------------------------------------------------------------------- where a label's room is
def _slots(ground: Ground, spec: FieldSpec, label: Label, *, headings: bool) -> Iterator[Slot]:
    """The rooms of `label`; of one right on top of a table only where `headings` count as labels."""
    if spec.kind is ValueKind.ROWS:
        slot = _table(ground, spec)
        if slot is not None:
            yield slot
        return
    if label.where == "inline":
        slot = ground.sentence(label)
        if slot is not None:
            yield slot
        return
    if label.where == "inside":
        yield from _inside(ground, spec, label)
        return
    for hit in _hits(ground, label):
        if _names_another(spec.key, hit.text.raw, label):
            continue
        if not headings and hit.rest is None and ground.heads(hit.text, tables=True):
            continue
        if label.part and not label.divider and "・" not in label.text:
            cells = ground.at_the_row(hit)
            if len(cells) > label.part:
                yield Slot(ground.page, cells[-1], hit.box, "同じ見出しの行の右端の欄と推測")
                continue
        if label.where == "below":
            slot = ground.column(hit)
            if slot is not None:
                yield slot
                continue
        yield from ground.beside(hit, spec)


def _hits(ground: Ground, label: Label) -> list[Hit]:
    """Where a label stands: word for word, but where a scan may have been misread as nearly so; whole labels first."""
    wanted, layout = fold(label.text), ground.layout
    broken = [Hit(t, t.box, None, label.text) for t in ground.words if bare(fold(_cell_words(layout, t))) == wanted]
    hits = [
        h
        for h in layout.find(label.text)
        if (wanted in h.text.plain[0] or not layout.page.exact)
        and not h.text.plain[0].split(wanted)[0].endswith("・")
        and (label.divider or not _goes_on(layout, h.text, wanted))
        and not ground.heads(h.text)
        and (_parted(h) if h.rest is not None else not _runs_on(h, wanted))
    ]
    whole = [h for h in hits if bare(h.text.plain[0]) == wanted]
    return [*broken, *whole, *(h for h in hits if h not in whole)]


def _names_another(key: str, words: str, label: Label) -> bool:
    """Whether the words that a label is a part of are the label of another entry: 代表者氏名 is no 氏名 of the applicant."""
    plain = _plain(words)
    return bare(fold(plain)) != fold(label.text) and is_any_label(plain) and not means(key, plain)


def _parted(hit: Hit) -> bool:
    """Whether what stands behind a label is plainly no part of its words."""
    assert hit.rest is not None
    gap = hit.rest.box.x0 - hit.box.x1
    return gap > 0.8 * hit.box.height or bool(re.match(r"[\d(:：〒¥￥令平昭年第金（]", hit.rest.raw.strip()))


def _runs_on(hit: Hit, wanted: str) -> bool:
    """Whether more letters follow the label at once: 金融機関番号 is not 金融機関, 住所（自宅） is 住所."""
    plain, origin = hit.text.plain
    end = plain.find(wanted) + len(wanted)
    if end < len(wanted) or end >= len(plain) or plain[end] in "(:・※":
        return False
    step = hit.text.x_at(origin[end]) - hit.text.x_at(origin[end - 1])
    return step < 1.9 * hit.box.height


def bare(plain: str) -> str:
    """A folded label without its number and the remark behind it; (カナ) is no remark, it names another entry."""
    return re.sub(r"\((?![カ力フふヨ])[^()]*\)?$", "", re.sub(r"^[\d①-⑳()・、.■]{0,3}", "", plain)) or plain


def _goes_on(layout: Layout, text: Text, wanted: str) -> bool:
    """Whether the label's cell has more lines that make it another label: 金融機関／コード is not 金融機関."""
    words = fold(_cell_words(layout, text))
    return (
        bool(words)
        and bare(words) != wanted
        and not re.match(r"[\d①-⑳()・、.■]{0,3}" + re.escape(wanted) + r"[(※]", words)
    )


def _inside(ground: Ground, spec: FieldSpec, label: Label) -> Iterator[Slot]:
    wanted = fold(label.text)
    texts = reversed(ground.texts) if spec.kind is ValueKind.POSTAL_CODE else ground.texts
    for text in texts:  # of two 〒, the second stands in the room and the first names it
        plain = text.plain[0]
        if wanted not in plain:
            continue
        if spec.kind is ValueKind.POSTAL_CODE:
            if plain.startswith(wanted) and len(plain) <= 4 and (slot := ground.postal(text)) is not None:
                yield slot
        elif label.text in ERAS:
            if plain.startswith(wanted) and is_placeholder(text):
                yield ground.dated(text)
        elif plain.startswith(wanted):
            hit = Hit(text, text.box, None, label.text)
            yield from ground.beside(hit, spec)


def _table(ground: Ground, spec: FieldSpec) -> Slot | None:
    """A table of rows: from its headings to the last of its equal rows."""
    headings = FACILITY_HEADINGS if spec.key == "facilities" else OFFICER_HEADINGS
    heads = []
    for words in headings.values():
        for word in words:
            hit = next((t for t in ground.texts if t.cell is not None and t.plain[0].startswith(fold(word))), None)
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
        for c in ground.layout.page.cells
        if c.y0 >= max(h.y1 for h in cells) - 8 and c.x0 >= left - 40 and c.x1 <= right + 40 and c.height > 20
    ]
    if not under:
        return None
    totals = [t.box.y0 for t in ground.texts if t.plain[0].startswith(("合計", "計")) and t.box.cy > top]
    rows = [c for c in under if not totals or c.cy < min(totals) - 10]
    bottom = max((c.y1 for c in rows), default=max(c.y1 for c in under))
    box = Box(x0=min(left, *(c.x0 for c in under)), y0=top, x1=max(right, *(c.x1 for c in under)), y1=bottom)
    return Slot(ground.page, box, heads[0].box)


# ---------------------------------------------------------------------- the map
def _page(page: ReadPage, reading: PageReading, ground: Ground, found: Sequence[_Found]) -> FormPage:
    geometry = reading.geometry
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
            Printed(text=x.text, box=share(x.box), vertical=x.vertical) for x in reading.lines if x.text.strip()
        ),
        rules=tuple(share(Box(x0=r.x0, y0=r.y0, x1=r.x1, y1=r.y1)) for r in reading.rules),
        cells=tuple(share(c) for c in reading.cells),
        entries=tuple(_entry(f, page, ground, share) for f in found if f.slot.page == ground.page),
    )


def _entry(found: _Found, page: ReadPage, ground: Ground, share: Share) -> Entry:
    spec, slot = found.spec, found.slot
    strip: list[Box] = []
    if alike(spec.key) in BOXED_KEYS:
        strip = _side_by_side(strip_boxes(page.image, slot.box.grown(4, 6)), slot.box)
    return Entry(
        key=spec.key,
        kind=spec.kind,
        box=share(slot.box),
        label=found.label.model_copy(update={"versions": ()}),
        strip=tuple(share(b) for b in strip),
        options=tuple(PrintedOption(value=v, box=share(b)) for v, b in _options(spec, ground, slot)),
        section=spec.section,
    )


def _side_by_side(boxes: Sequence[Box], room: Box) -> list[Box]:
    """The boxes that have a neighbour wall to wall and are as large as letters: strokes of letters stand apart."""
    return [
        b
        for b in boxes
        if b.share_inside(room.grown(4, 6)) > 0.7
        and b.height > 0.3 * min(room.height, 60)
        and any(abs(o.x0 - b.x1) < 0.25 * b.width or abs(b.x0 - o.x1) < 0.25 * b.width for o in boxes if o is not b)
    ]


def _options(spec: FieldSpec, ground: Ground, slot: Slot) -> Iterator[tuple[str, Box]]:
    """Where the choices of an entry are printed."""
    if spec.kind is not ValueKind.CHOICE:
        return
    texts = [t for t in ground.texts if t.box.share_inside(slot.box.grown(4, 4)) > 0.5]
    for option in spec.options:
        for word in (option.value, *option.aliases):
            place = next(((t, t.plain[0].find(fold(word))) for t in texts if fold(word) in t.plain[0]), None)
            if place is not None:
                text, at = place
                origin = text.plain[1]
                yield option.value, text.part(origin[at], origin[at + len(fold(word)) - 1] + 1).box
                break
