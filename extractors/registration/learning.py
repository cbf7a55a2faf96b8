"""Learning a blank form: which words are labels, where the entries stand, and which entry each is.

The labels that the programme names come first, then common words for the same entry, then the meaning of words. What
is unsure is said, for a person to check.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from extractors.fields.documents import entry_specs, of_version
from extractors.fields.forms import known_labels
from extractors.fields.layout import Hit, Layout, Text
from extractors.fields.papers import AGENTS_BLOCK
from extractors.fields.texts import same_row
from extractors.fields.ticks import lines_like
from extractors.folding import fold
from extractors.meanings import asks, is_any_label, means
from extractors.reading import ReadPage
from extractors.registration.cellrooms import has_room_below
from extractors.registration.doubts import Place, doubts
from extractors.registration.endrooms import in_front_of_endings
from extractors.registration.gaprooms import sentence, stated
from extractors.registration.ground import Ground, Slot
from extractors.registration.headings import Bands
from extractors.registration.hints import hinted
from extractors.registration.inrooms import printed_options
from extractors.registration.mapped import form_page
from extractors.registration.offered import offered
from extractors.registration.rooms import beside, dated, framed_postal, postal
from extractors.registration.rowtables import table_of_rows
from extractors.registration.words import in_brackets, is_placeholder, is_prose, is_small_print, parted, unspaced
from models.documents import DocumentKind
from models.forms import FORM_SCHEMA_VERSION, FormMap
from models.geometry import Box
from models.pages import PageReading
from models.programmes import DocumentSpec, FieldSpec, Label, Programme, ValueKind

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


def learn(pages: Sequence[ReadPage], programme: Programme, kind: DocumentKind, version: str, blank: str) -> Learned:
    """The map of a blank form whose pages are `pages`; `blank` is the file name under which it is kept."""
    spec = programme.document(kind)
    specs = entry_specs(kind, spec)
    if spec is not None and version in spec.versions:
        specs = of_version(specs, version)
    ticks = tuple(s for s in specs if s.kind is ValueKind.TICK)  # found by their sentence, wherever it stands
    specs = tuple(s for s in specs if s not in ticks)
    labels = known_labels(specs)
    readings = [page.reading.model_copy(update={"lines": unspaced(parted(page.reading.lines))}) for page in pages]
    choices = tuple({fold(word) for s in specs for o in s.options for word in (o.value, *o.aliases)})
    grounds = [Ground(i, _layout(reading, labels), choices) for i, reading in enumerate(readings)]
    bands = Bands.of(grounds, spec.sections if spec else {})
    specs = tuple(s for s in specs if _own(spec, s) or s.section != AGENTS_BLOCK or bands.has(AGENTS_BLOCK))
    found = _assign(grounds, specs, bands)
    form = FormMap(
        schema_version=FORM_SCHEMA_VERSION,
        programme=programme.id,
        document=kind,
        version=version,
        blank=blank,
        pages=tuple(
            form_page(page, reading, ground, found)
            for page, reading, ground in zip(pages, readings, grounds, strict=True)
        ),
    )
    entries = {e.key: e for page in form.pages for e in page.entries}
    unsure = doubts(found, entries, grounds, labels, version)
    seen = tuple(s.key for s in ticks if any(True for ground in grounds for _ in lines_like(ground.texts, s)))
    missing = {s.key for s in (*specs, *ticks) if _own(spec, s)} - {f.spec.key for f in found} - set(seen)
    return Learned(form, unsure, tuple(s.key for s in (*specs, *ticks) if s.key in missing), seen)


def _own(document: DocumentSpec | None, spec: FieldSpec) -> bool:
    return document is None or document.field(spec.key) is not None


def _layout(reading: PageReading, labels: frozenset[str]) -> Layout:
    also = {fold(x.text) for x in reading.lines if is_any_label(x.text)}
    return Layout(reading, labels | also)


# ---------------------------------------------------------------------- which place is which entry
def _assign(grounds: Sequence[Ground], specs: Sequence[FieldSpec], bands: Bands) -> list[Place]:
    """A place for each entry: by the labels named for it, by labels that mean it, by words that hint at it; no place
    is given twice."""
    found: list[Place] = []

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

    listed = {s.key: slot for s in specs if (slot := offered(grounds, s, bands)) is not None}

    def lacks(spec: FieldSpec, slot: Slot) -> bool:
        """Whether a room has none of the options that the form prints elsewhere."""
        return spec.key in listed and len(list(printed_options(spec, grounds[slot.page], slot))) < 2

    def _listed(grounds: Sequence[Ground], spec: FieldSpec, bands: Bands) -> Iterator[tuple[Label, Slot]]:
        if spec.key in listed:
            yield Label(text=spec.options[0].value, where="inside"), listed[spec.key]

    for places in (_ended, _of_the_row, _named, _meant, _stated, _hinted, _framed, _listed, _heading):
        for spec in specs:
            if any(f.spec.key == spec.key for f in found):
                continue
            for label, slot in places(grounds, spec, bands):
                if free(slot, label) and not lacks(spec, slot):
                    found.append(Place(spec, label, slot))
                    break
    return found


def _shares(label: Label) -> bool:
    """Whether the room may belong to a second entry too."""
    return bool(label.part or label.divider or label.where in ("inside", "inline") or "・" in label.text)


def _ended(grounds: Sequence[Ground], spec: FieldSpec, bands: Bands) -> Iterator[tuple[Label, Slot]]:
    """The room in front of printed endings: [　　] 銀行・信用金庫・農協."""
    yield from in_front_of_endings(grounds, spec)


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
                of_the_letter = label.text in ERAS and _alone(ground, slot.hit)
                if not away or of_the_letter or not bands.elsewhere(spec.block, slot.page, slot.hit):
                    places.append((away, slot.page, rank, label, slot))
    for *_, label, slot in sorted(places, key=lambda p: p[:3]):
        yield label, slot


def _alone(ground: Ground, hit: Box) -> bool:
    """Whether a text stands by itself on its row of the open page: the day of a letter, between the blocks of two people."""
    row = [t for t in ground.texts if same_row(t.box, hit)]
    return len(row) == 1 and row[0].cell is None


def _meant(grounds: Sequence[Ground], spec: FieldSpec, bands: Bands) -> Iterator[tuple[Label, Slot]]:
    """Places beside words that mean the entry; the whole label does, so in its own block nothing need be
    checked."""
    yield from _by_words(grounds, spec, bands, lambda words: means(spec.key, _plain(words)), sure=True)


def _of_the_row(grounds: Sequence[Ground], spec: FieldSpec, bands: Bands) -> Iterator[tuple[Label, Slot]]:
    """Places beside a label that means the entry with what heads its row: 金融機関 in the row of コード."""
    for ground in grounds:
        for text in ground.words:
            if not is_any_label(text.raw) or means(spec.key, text.raw):
                continue
            if bands.elsewhere(spec.block, ground.page, text.box):
                continue
            for head in ground.in_front(text):
                if not means(spec.key, _plain(text.raw) + _plain(head.raw)) or has_room_below(ground, head):
                    continue  # 電子メール behind 電話番号, each in the corner of its own room
                for slot in beside(ground, Hit(text, text.box, None, text.raw), spec):
                    yield Label(text=text.raw), slot


def _stated(grounds: Sequence[Ground], spec: FieldSpec, bands: Bands) -> Iterator[tuple[Label, Slot]]:
    """The gap in a sentence that states the entry."""
    yield from stated(grounds, spec)


def _hinted(grounds: Sequence[Ground], spec: FieldSpec, bands: Bands) -> Iterator[tuple[Label, Slot]]:
    """Places beside words that hint at the entry, where nothing better is on the form."""
    yield from _by_words(grounds, spec, bands, lambda words: hinted(spec.key, _plain(words)), sure=False)


def _framed(grounds: Sequence[Ground], spec: FieldSpec, bands: Bands) -> Iterator[tuple[Label, Slot]]:
    """Boxes in the corner of an address's room, which nothing names."""
    for ground in grounds if spec.kind is ValueKind.POSTAL_CODE else ():
        for text in ground.words:
            if means("address", text.raw) and not bands.elsewhere(spec.block, ground.page, text.box):
                slot = framed_postal(ground, text)
                if slot is not None:
                    yield Label(text="〒", where="inside"), slot


def _by_words(
    grounds: Sequence[Ground], spec: FieldSpec, bands: Bands, fits: Callable[[str], bool], *, sure: bool
) -> Iterator[tuple[Label, Slot]]:
    places: list[tuple[bool, int, float, Label, Slot]] = []
    for ground in grounds:
        for text in ground.words:
            whole = _cell_words(ground.layout, text)
            if in_brackets(text) and ground.under_a_label(text):
                continue  # 購入日 over (領収書の日付)
            if is_prose(text) or ground.heads(text, tables=True) or not (fits(text.raw) or (whole and fits(whole))):
                continue
            if whole and not fits(whole) and is_any_label(whole):
                continue  # 口座名義／（カナ） in two lines is no 口座名義
            if bands.elsewhere(spec.block, ground.page, text.box):
                continue
            hit = Hit(text, text.box, None, text.raw)
            away = not bands.holds(spec.block, ground.page, text.box)
            for slot in beside(ground, hit, spec):
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


_APART = 1.2
"""Heights of a letter between two lines of one label at most."""


def _cell_words(layout: Layout, text: Text) -> str:
    """The words of a label that takes several lines of its cell, from its first line; empty for other texts.

    担当者 and 電話 side by side in one cell are two labels.
    """
    if text.cell is None or len(text.raw) > 14:
        return ""
    mates = sorted(layout.in_cell(text.cell).texts, key=lambda t: t.box.y0)
    mates = [t for t in mates if not is_small_print(t, mates[0])]
    one_below_the_other = not any(
        same_row(a.box, b.box) or b.box.y0 - a.box.y1 > _APART * a.box.height for a, b in itertools.pairwise(mates)
    )
    return "".join(t.raw for t in mates) if 2 <= len(mates) <= 3 and mates[0] is text and one_below_the_other else ""


# ---------------------------------------------------------------------- where a label's room is
def _slots(ground: Ground, spec: FieldSpec, label: Label, *, headings: bool) -> Iterator[Slot]:
    """The rooms of `label`; of one right on top of a table only where `headings` count as labels."""
    if spec.kind is ValueKind.ROWS:
        slot = table_of_rows(ground, spec)
        if slot is not None:
            yield slot
        return
    if label.where == "inline":
        slot = sentence(ground, spec.key, label)
        if slot is not None:
            yield slot
        return
    if label.where == "inside":
        yield from _inside(ground, spec, label)
        return
    for hit in _hits(ground, label):
        if not _says(ground.layout, hit.text, label) and _names_another(spec.key, hit.text.raw, label):
            continue
        if not headings and hit.rest is None and ground.heads(hit.text, tables=True):
            continue
        crossing = ground.crossing(hit, lambda words: asks(spec.key, _plain(words)))
        if crossing is not None:
            yield Slot(ground.page, crossing, hit.box)
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
        yield from beside(ground, hit, spec)


def _hits(ground: Ground, label: Label) -> list[Hit]:
    """Where a label stands: word for word, but where a scan may have been misread as nearly so; whole labels first."""
    wanted, layout = fold(label.text), ground.layout
    broken = [Hit(t, t.box, None, label.text) for t in ground.words if _says(layout, t, label)]
    hits = [
        h
        for h in layout.find(label.text)
        if (wanted in h.text.plain[0] or not layout.page.exact)
        and (is_any_label(h.text.raw) or not in_brackets(h.text))  # （支店・出張所まで記入） is no 支店
        and not h.text.plain[0].split(wanted)[0].endswith("・")
        and (label.divider or not _goes_on(layout, h.text, wanted))
        and not ground.heads(h.text)
        and (_parted(h) if h.rest is not None else not _runs_on(h, wanted))
    ]
    whole = [h for h in hits if bare(h.text.plain[0]) == wanted]
    return [*broken, *whole, *(h for h in hits if h not in whole)]


def _says(layout: Layout, text: Text, label: Label) -> bool:
    """Whether the lines of a label's cell are word for word the label that is looked for: 口座名義 over （カナ・左詰め）."""
    return bare(fold(_cell_words(layout, text))) == fold(label.text)


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


_REMARK = r"\((?![カ力フふヨ])"
"""Where a remark behind a label begins; (カナ) and (フリガナ) name another entry."""


def bare(plain: str) -> str:
    """A folded label without its number and the remark behind it; (カナ) is no remark, it names another entry."""
    return re.sub(rf"{_REMARK}[^()]*\)?$", "", re.sub(r"^[\d①-⑳()・、.■]{0,3}", "", plain)) or plain


def _goes_on(layout: Layout, text: Text, wanted: str) -> bool:
    """Whether the label's cell has more lines that make it another label: 金融機関／コード is not 金融機関."""
    words = fold(_cell_words(layout, text))
    return (
        bool(words)
        and bare(words) != wanted
        and not re.match(r"[\d①-⑳()・、.■]{0,3}" + re.escape(wanted) + rf"(?:{_REMARK}|※)", words)
    )


def _inside(ground: Ground, spec: FieldSpec, label: Label) -> Iterator[Slot]:
    wanted = fold(label.text)
    texts = reversed(ground.texts) if spec.kind is ValueKind.POSTAL_CODE else ground.texts
    for text in texts:  # of two 〒, the second stands in the room and the first names it
        plain = text.plain[0]
        if wanted not in plain:
            continue
        if spec.kind is ValueKind.POSTAL_CODE:
            if plain.startswith(wanted) and len(plain) <= 4 and (slot := postal(ground, text)) is not None:
                yield slot
        elif label.text in ERAS:
            own = ground.label_of(text)
            if own is not None and _names_another(spec.key, own.raw, label):
                continue  # 設置が完了した日　令和　年　月　日
            if plain.startswith(wanted) and is_placeholder(text):
                yield dated(ground, text)
        elif plain.startswith(wanted):
            hit = Hit(text, text.box, None, label.text)
            yield from beside(ground, hit, spec)
