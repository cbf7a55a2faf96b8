"""From a region on the page to a field: what was read, what it means, and whether the entry is empty."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from extractors.fields.barones import bar_as_one, bars_are_ones, has_bar_for_one
from extractors.fields.certainty import doubt_place
from extractors.fields.daydigits import HIDDEN, digit_hidden
from extractors.fields.layout import Layout, Region, Text
from extractors.fields.nametwins import twins_reading
from extractors.fields.narrowing import narrowed, several_numbers, without_units
from extractors.fields.readings import (
    Parse,
    gap_between,
    read_line,
    reading_of,
    side_by_side,
    written_place,
    written_share,
)
from extractors.fields.strips import filled, inside_of, prolonged, row_of_boxes, strip_boxes, whole_strip
from extractors.fields.texts import is_products_name
from extractors.fields.votes import WIDENED, believed, is_narrow
from extractors.folding import fold
from extractors.imaging.handwriting import is_handwritten
from extractors.imaging.redprint import RedInk
from extractors.imaging.strikes import Amendment, struck_out
from extractors.meanings import is_any_label
from extractors.ocr.alphabets import allowed_for, kind_of
from extractors.ocr.engine import Image
from extractors.ocr.lexicons import EQUIPMENT_MAKERS
from extractors.reading import Reader, ReadPage, clipped
from models.documents import Field, Reading, Value
from models.geometry import Box
from models.pages import Source, TextLine
from models.values.fields import DATE_KEYS, KANA_KEYS, NAME_KEYS, NUMBER_KEYS, YEN_KEYS, parse_field
from models.values.identifiers import MODEL_KEYS, STROKE_AT_END, checks_out
from models.values.keys import alike

DIGIT_KEYS = YEN_KEYS | NUMBER_KEYS | {"customer_number", "contract_count"}
"""Entries that are digits: rules of entry boxes read as ``|`` or ``口`` are no part of them."""

SECOND_OPINION = frozenset(["applicant_name", "representative_name", "account_holder", "payer_name"])
"""Entries that Tesseract reads too: names in kanji, which the second reader does not know.

A call takes a tenth of a second. Measured: on names it lifts what is accepted by half a point; on addresses, companies
and banks, which dictionaries know, by nothing.
"""

TWIN_KEYS = NAME_KEYS - {"bank_name", "branch_name", "manufacturer"}
"""Names, in which a character's twin is another name."""

CLEAR = 0.8
"""Only a name read this surely is worth Tesseract's time: it agrees with print, hardly ever with a hand."""

BOXED_KEYS = DIGIT_KEYS | KANA_KEYS
"""Entries that forms give one box per character."""

PROVING_KEYS = DIGIT_KEYS | DATE_KEYS | {"invoice_number"}
"""Entries whose value proves itself, so that a part of the text may be tried."""

PLACEHOLDER = re.compile(r"[〒年月日円件金令和平成昭様殿印御中()（）□口|¦丨｜:：\-－‐−–—ー―・.,、/／¥￥\s第号千]+")
"""What is printed in an empty entry."""

_ONE_GROUP = DIGIT_KEYS - {"postal_code", "phone", "proxy_phone"}
"""Digits whose boxes leave no gap: beyond it the pitch tells nothing."""

_DIGITS_IN_BOXES = re.compile(r"(?=.*\d)[\d\s|¦丨\[\]口□!]+")
"""Digits and the rules of their boxes, read as one line."""

WRITTEN_FROM = 0.003
"""From this share of its area on, strokes in a cell are an entry."""

MOST_LINES = 4
MOST_LETTERS = 90
"""Entries with more lines or characters are paragraphs: they stay as the page was read."""

WIDER = 1.8
"""How much half-width kana, and digits with a 1 among them, are widened."""

WORDS: dict[str, tuple[str, ...]] = {"manufacturer": EQUIPMENT_MAKERS}
"""Words that are likely in an entry wherever it stands."""


@dataclass(frozen=True)
class Sheet:
    """One page of the document being extracted: its layout, its cleaned image, and the reader for second opinions."""

    page: ReadPage
    layout: Layout
    clean: Image
    reader: Reader

    @classmethod
    def of(cls, page: ReadPage, known_labels: frozenset[str], reader: Reader) -> Sheet:
        also = {fold(x.text) for x in page.reading.lines if is_any_label(x.text)}
        clean = RedInk(page.image, page.reading.seals).lifted(x.box for x in page.reading.lines)
        return cls(page, Layout(page.reading, known_labels | also), clean, reader)

    def crop(self, box: Box) -> Image:
        area = clipped(box, self.clean)
        return self.clean[int(area.y0) : int(area.y1), int(area.x0) : int(area.x1)]

    def line(self, text: Text) -> Image:
        """The crop of `text`; a part of a line is cut at the gaps beside it, never through a character."""
        box = text.box
        if text.before is None and text.after is None:
            return self.crop(box)
        x0 = min(box.x0, text.before) if text.before is not None else box.x0
        x1 = max(box.x1, text.after) if text.after is not None else box.x1
        wide = self.crop(Box(x0=x0, y0=box.y0, x1=x1, y1=box.y1))
        start, end = box.x0 - int(max(0.0, x0)), box.x1 - int(max(0.0, x0))
        if text.before is not None:
            cut = gap_between(wide, text.before - x0, text.x_at(0) - x0)
            start = start if cut is None else cut
        if text.after is not None:
            cut = gap_between(wide, text.x_at(len(text.raw) - 1) - x0, text.after - x0)
            end = end if cut is None else cut
        return wide[:, max(0, int(start)) : max(int(start) + 1, int(np.ceil(end)))]


def field_from(
    sheet: Sheet,
    key: str,
    region: Region,
    *,
    parse: Parse | None = None,
    form: bool = False,
    words: Sequence[str] = (),
) -> Field:
    """The field `key` as it stands in `region`; on a `form` it may stand in a strip of entry boxes.

    `words` are texts that are likely to stand there: a form's options, a programme's models.
    """
    parser: Parse = parse or (lambda text: parse_field(key, text))
    name, key = key, alike(key)  # a programme's own entry is read like the well-known one of its kind
    reading = sheet.page.reading
    if form and key in YEN_KEYS:
        region = without_units(region)
    exact = bool(region.texts) and all(t.line.source in (Source.TEXT_LAYER, Source.FORM_FIELD) for t in region.texts)
    boxes: list[Box] = []
    if form and key in BOXED_KEYS and not exact:
        letters = max((t.box.height for t in region.texts), default=0.0)
        within = (region.cell or region.box).grown(6, 8)
        walls = [t.cell for t in region.texts if t.cell is not None and t.boxed]
        if walls and not region.cell:  # a few boxes of a strip are too few to be seen as one: look beyond them
            within = Box.around((within, *walls)).grown(1.2 * max(w.width for w in walls), 4)
        boxes = (strip_boxes if region.cell else whole_strip)(sheet.clean, within, at_least=0.8 * letters)
        boxes = max(boxes, row_of_boxes(sheet.page.reading.cells, walls, region.ink_box), key=len)
        digits = [t.box for t in region.texts if key in _ONE_GROUP and _DIGITS_IN_BOXES.fullmatch(fold(t.raw))]
        boxes = prolonged(boxes, Box.around(digits)) if digits else boxes
    full = [b for b in boxes if filled(b, sheet.clean)]
    alone = sum(len(t.raw.strip()) == 1 for t in region.texts)  # letters that were found one by one, each in its box
    if key in KANA_KEYS and (_letters(region) > 2 * len(full) > 0 or alone > len(full) > 0):
        boxes, full = [], []  # the strokes of letters on a line: a strip holds one in each box
    if boxes and not full and not exact:
        region = Region((), region.box, region.cell)  # what was read are the rules of empty boxes
    elif not boxes and not region.texts and (place := _unseen(sheet, region)) is not None:
        region = _rewritten(region, place)
    barred = not boxes and not exact and has_bar_for_one(key, region.raw)
    counted: Parse = parser if exact else lambda text: _value(key, text, parser, len(full), barred)
    several = key in DIGIT_KEYS and several_numbers(region, parser)
    if region.texts and key in PROVING_KEYS:
        region = narrowed(region, parser)
    readings = [_as_read(region, counted)] if region.texts else []
    struck = bool(region.texts) and not exact and not (key == "invoice_number" and checks_out(parser(region.raw)))
    amendment = _amendment(sheet, region) if struck else None
    if amendment is not None and amendment.reading_box is not None:
        region = _rewritten(region, amendment.reading_box)
        readings = []
    if not exact and (again := _read_again(sheet, key, region, full, counted, words or WORDS.get(key, ()))):
        first = [
            r.model_copy(update={"engine": "ppocr-page"})
            for r in readings
            if r.value not in (None, again[0].value) or (key in MODEL_KEYS and STROKE_AT_END.search(r.raw))
        ]
        readings = [*again, *first]
    value, raw = believed(key, readings, narrow=is_narrow(region, readings))
    blank = value is None and not full and (bool(boxes) or is_blank(sheet, region))
    field = Field(
        key=name,
        value=value,
        raw=raw if readings else region.raw,
        page_index=reading.page_index,
        box=reading.geometry.delivered(region.ink_box),
        blank=blank,
        handwritten=not exact and not blank and _by_hand(sheet, region),
        amended=amendment is not None,
        amendment_sealed=amendment is not None and amendment.sealed,
        exact=exact,
        readings=readings,
    )
    if several:
        doubt_place(field)
    if key in DATE_KEYS and value is not None and amendment is None and digit_hidden(sheet.crop, region.texts):
        field.corroborations = [*field.corroborations, HIDDEN]
    return field


def sheet_of(sheets: Sequence[Sheet], field: Field) -> Sheet | None:
    """The page that `field` was read from; None where it is not among `sheets`."""
    return next((s for s in sheets if s.page.reading.page_index == field.page_index), None)


def unread(fields: Mapping[str, Field], key: str) -> bool:
    """Whether nothing was read for the entry `key` yet: it is not there, or has no value."""
    return key not in fields or fields[key].value is None


def _letters(region: Region) -> int:
    """How many letters were read surely in a region, without rules of boxes."""
    sure = (t for t in region.texts if t.line.score >= 0.9)
    return sum(len(re.sub(r"[\s|¦丨｜\[\]口□]", "", t.raw)) for t in sure)


def _amendment(sheet: Sheet, region: Region) -> Amendment | None:
    """The correction on the entry, where its words are struck out.

    Only where a correction seal stands on it, or most of the entry is struck and new words stand beside it: a rule or a
    long stroke through a few letters is no correction.
    """
    letters = max(t.box.height for t in region.texts)
    look = partial(
        struck_out,
        sheet.page.image,
        region.ink_box,
        letters=0.85 * letters,
        within=region.cell,
        seals=[seal.box for seal in sheet.page.reading.seals],
    )
    if look() is None:  # hardly any entry is corrected: only then it matters what stands around it
        return None
    found = look(after=sheet.layout.begins_after(min(region.texts, key=lambda t: t.box.x0)))
    if found is None:
        return None
    struck = sum(box.width for box in found.struck)
    replaced = found.new is not None and struck > 0.6 * region.ink_box.width
    return found if found.sealed or replaced else None


def _rewritten(region: Region, place: Box) -> Region:
    """`region` where only what stands at `place` is valid, which is read now."""
    line = TextLine(text="", box=place, score=1.0, source=Source.PPOCR)
    return Region((Text(line, region.cell),), place, region.cell)


def _unseen(sheet: Sheet, region: Region) -> Box | None:
    """Where something stands in a cell in which no line was found: a single 1 is too little for the line finder."""
    if region.cell is None:
        return None
    room = region.cell.grown(-5, -5)
    place = written_place(sheet.crop(room)) if min(room.width, room.height) >= 12 else None
    if place is None or place.height < 0.25 * room.height:
        return None
    x, y = max(0.0, room.x0), max(0.0, room.y0)
    return Box(x0=x + place.x0, y0=y + place.y0, x1=x + place.x1, y1=y + place.y1).grown(5, 4)


def _by_hand(sheet: Sheet, region: Region) -> bool:
    """Whether the entry was surely written by hand."""
    if not region.texts:
        return False
    return is_handwritten(sheet.line(max(region.texts, key=lambda t: t.box.width))) is True


def _as_read(region: Region, parse: Parse) -> Reading:
    """The entry as the page's reading has it."""
    return Reading(
        engine=region.texts[0].line.source.value,
        raw=region.raw,
        value=parse(region.raw),
        score=min(t.line.score for t in region.texts),
    )


def _read_again(
    sheet: Sheet, key: str, region: Region, full: Sequence[Box], parse: Parse, words: Sequence[str] = ()
) -> list[Reading]:
    """The entry read with its alphabet: its lines, its boxes, its lines widened, by the second reader and Tesseract."""
    named = key in MODEL_KEYS and is_products_name(region)  # the alphabet of models leaves kanji out
    allowed = None if named else allowed_for(key)
    if allowed is not None and not full and has_bar_for_one(key, region.raw):
        allowed = bars_are_ones(allowed)
    engine = sheet.reader.ppocr
    readings: list[Reading | None] = []
    crops = [sheet.line(t) for t in region.texts]
    short = len(crops) <= MOST_LINES and len(region.raw) <= MOST_LETTERS
    if crops and short:
        listed = words if len(crops) == 1 else ()
        lines = [read_line(c, engine, allowed, words=listed) for c in crops]
        readings.append(reading_of("ppocr", lines, parse))
        if key in TWIN_KEYS:
            readings.append(twins_reading(crops, lines, sheet.reader.twins, parse))
    if full:
        strip = side_by_side([inside_of(b, sheet.clean) for b in full])
        readings.append(reading_of("ppocr-boxes", [read_line(strip, engine, allowed)], parse))
    if len(crops) == 1 and not full and (key in KANA_KEYS or (key in PROVING_KEYS and _has_ones(readings))):
        readings.append(reading_of(WIDENED, [read_line(crops[0], engine, allowed, stretch=WIDER)], parse))
    kind = None if named else kind_of(key)
    if kind is not None and (full or (crops and short)) and sheet.reader.crnn.reads(kind):
        pictures = [strip] if full else crops
        readings.append(reading_of("crnn", [read_line(c, sheet.reader.crnn, allowed) for c in pictures], parse))
    elif crops and short and key in SECOND_OPINION and readings[0] is not None and _share(readings[0]) >= CLEAR:
        readings += _second_opinion(sheet, crops, parse)
    return [r for r in readings if r is not None]


def _has_ones(readings: Sequence[Reading | None]) -> bool:
    """Whether a first reading has a 1: two of them close together (11月) are read as one, by both readers alike, and
    only the line drawn wider tells."""
    return any(r is not None and "1" in r.raw for r in readings)


def read_kana(sheet: Sheet, text: Text) -> Value:
    """The kana of one text, half-width or full: what its readings together hold likeliest; None where that is no kana."""
    key = "applicant_kana"
    parse: Parse = lambda raw: parse_field(key, raw)  # noqa: E731
    if text.line.source is not Source.PPOCR:
        return parse(text.raw)
    region = Region((text,), text.box)
    readings = _read_again(sheet, key, region, (), parse)
    return believed(key, readings, narrow=is_narrow(region, readings))[0]


def _second_opinion(sheet: Sheet, crops: Sequence[Image], parse: Parse) -> list[Reading]:
    """Tesseract on the lines of the region, one by one."""
    seen = [sheet.reader.tesseract.read_line(_padded(crop)) for crop in crops]
    raw = " ".join(s.text for s in seen)
    if not raw.strip():
        return []
    return [Reading(engine="tesseract", raw=raw, value=parse(raw), score=min(s.score for s in seen))]


def _share(reading: Reading) -> float:
    return max((c.share for c in reading.candidates), default=0.0)


def _padded(crop: Image) -> Image:
    """Tesseract wants paper around the ink."""
    if crop.size == 0:
        return crop
    paper = int(np.percentile(crop, 90))
    return np.pad(crop, ((10, 10), (10, 10), (0, 0)), constant_values=paper)


def _value(key: str, raw: str, parser: Parse, count: int, barred: bool) -> Value:
    """`raw` parsed; for digits in boxes, once more without what the boxes' rules were read as.

    None for a number with more or fewer digits than the `count` of filled boxes. `barred`: a bar is a 1.
    """
    raw = bar_as_one(raw) if barred else raw
    if key in DIGIT_KEYS and len(re.findall(r"[|¦丨｜口□]", raw)) >= 2:
        raw = re.sub(r"[|¦丨｜\[\]口□ロ!]", "", raw)
    value = parser(raw)
    if key == "capacity" and isinstance(value, str):
        return re.sub(
            r"(?<=\d)m$", "㎡", value
        )  # no recogniser of ours knows ㎡, and nothing here is measured in metres
    if value is None and key in DIGIT_KEYS:
        value = parser(re.sub(r"^[^\d]{1,2}(?=[\d ])", "", re.sub(r"[|¦丨｜\[\]口□ロ\s!I]", "", raw)))
    if value is not None and count and key in DIGIT_KEYS and isinstance(value, str | int):
        digits = re.sub(r"\D", "", raw)
        if len(digits) != count and len(digits.lstrip("1")) != count and key != "customer_number":
            return None if len(digits) != len(str(value)) else value
    return value


def is_blank(sheet: Sheet, region: Region) -> bool:
    """Whether nothing but rules and printed placeholders stands in the region: truly empty, not merely unread.

    Faint pencil is something: a stroke is what is darker than the paper's own grain, not what is dark.
    """
    if PLACEHOLDER.sub("", region.raw):
        return False
    box = (region.cell or region.box).grown(-5, -5)
    if box.width < 8 or box.height < 8:
        return True
    crop = sheet.crop(box)
    if crop.size == 0:
        return True
    placeholders = [t.box.grown(3, 3) for t in region.texts]
    return written_share(crop, [_inside(b, box) for b in placeholders]) < WRITTEN_FROM


def _inside(box: Box, frame: Box) -> Box:
    """`box` in pixels of the crop that `frame` gave."""
    x, y = int(max(0.0, frame.x0)), int(max(0.0, frame.y0))
    return Box(x0=box.x0 - x, y0=box.y0 - y, x1=box.x1 - x, y1=box.y1 - y)
