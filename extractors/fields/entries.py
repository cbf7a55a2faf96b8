"""From a region on the page to a field: what was read, what it means, and whether the entry is empty."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from extractors.fields.layout import Layout, Region, Text
from extractors.fields.meanings import is_any_label
from extractors.fields.strips import filled, read_strip, strip_boxes
from extractors.folding import fold
from extractors.imaging.colour import line_ink, trimmed, without_red
from extractors.ocr.context import mended
from extractors.ocr.engine import Image
from extractors.reading import Reader, ReadPage, clipped
from models.documents import Field, Reading, Value
from models.geometry import Box
from models.pages import Source
from models.values.fields import DATE_KEYS, KANA_KEYS, NAME_KEYS, YEN_KEYS, parse_field

DIGIT_KEYS = YEN_KEYS | frozenset(
    [
        "postal_code",
        "phone",
        "proxy_phone",
        "bank_code",
        "branch_code",
        "account_number",
        "yucho_symbol",
        "yucho_number",
        "customer_number",
        "contract_count",
    ]
)
"""Entries that are digits: rules of entry boxes read as ``|`` or ``口`` are no part of them."""

SECOND_OPINION = (
    DIGIT_KEYS
    | DATE_KEYS
    | KANA_KEYS
    | (NAME_KEYS - {"proxy_contact", "proxy_name"})
    | frozenset(["model", "serial_number", "invoice_number", "document_number", "address", "capacity"])
)
"""Entries that Tesseract reads too. Free text is left to people where one engine is unsure."""

BOXED_KEYS = DIGIT_KEYS | KANA_KEYS
"""Entries that forms give one box per character."""

PROVING_KEYS = DIGIT_KEYS | DATE_KEYS | {"invoice_number"}
"""Entries whose value proves itself, so that a part of the text may be tried."""

PLACEHOLDER = re.compile(r"[〒年月日円件金令和平成昭様殿印御中()（）□口|¦丨｜:：\-－‐−–—ー―・.,、/／¥￥\s第号千]+")
"""What is printed in an empty entry."""

Parse = Callable[[str], Value]


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
        return cls(page, Layout(page.reading, known_labels | also), without_red(page.image), reader)

    def crop(self, box: Box) -> Image:
        area = clipped(box, self.clean)
        return self.clean[int(area.y0) : int(area.y1), int(area.x0) : int(area.x1)]


def field_from(sheet: Sheet, key: str, region: Region, *, parse: Parse | None = None, form: bool = False) -> Field:
    """The field `key` as it stands in `region`; on a `form` it may stand in a strip of entry boxes."""
    parser: Parse = parse or (lambda text: parse_field(key, text))
    reading = sheet.page.reading
    exact = bool(region.texts) and all(t.line.source in (Source.TEXT_LAYER, Source.FORM_FIELD) for t in region.texts)
    raw = region.raw
    readings: list[Reading] = []
    boxes: list[Box] = []
    if form and key in BOXED_KEYS and not exact:
        letters = max((t.box.height for t in region.texts), default=0.0)
        boxes = strip_boxes(sheet.clean, (region.cell or region.box).grown(6, 8), at_least=0.8 * letters)
    count = sum(filled(b, sheet.clean) for b in boxes)
    if region.texts:
        region = narrowed(region, parser) if key in PROVING_KEYS else region
        raw = region.raw
        engine = region.texts[0].line.source.value
        score = min(t.line.score for t in region.texts)
        readings.append(Reading(engine=engine, raw=raw, value=_value(key, raw, parser, count), score=score))
    if boxes and count:
        again = read_strip(boxes, sheet.clean, sheet.reader.ppocr)
        text = mended(again.text)
        readings.append(
            Reading(engine="ppocr-boxes", raw=text, value=_value(key, text, parser, count), score=again.score)
        )
    if not exact and key in KANA_KEYS and len(region.texts) == 1 and not boxes:
        readings += _stretched(sheet, key, region, parser)
    if not exact and region.texts and key in SECOND_OPINION and len(raw) <= 60:
        readings += _second_opinion(sheet, key, region, parser, count)
    best = _best(key, readings, count)
    value = best.value if best else None
    box = region.ink_box
    blank = value is None and not count and is_blank(sheet, region)
    return Field(
        key=key,
        value=value,
        raw=best.raw if best else raw,
        page_index=reading.page_index,
        box=reading.geometry.delivered(box),
        blank=blank,
        exact=exact,
        readings=readings,
    )


def read_kana(sheet: Sheet, text: Text) -> Value:
    """The kana of one text, half-width or full: the better of its two readings; None where neither is kana."""
    parser: Parse = lambda raw: parse_field("applicant_kana", raw)  # noqa: E731
    first = Reading(engine=text.line.source.value, raw=text.raw, value=parser(text.raw), score=text.line.score)
    if text.line.source is not Source.PPOCR:
        return first.value
    best = _best("applicant_kana", [first, *_stretched(sheet, "applicant_kana", Region((text,), text.box), parser)], 0)
    return best.value if best else None


def _stretched(sheet: Sheet, key: str, region: Region, parser: Parse) -> list[Reading]:
    """The line read again at twice its width: half-width kana are too narrow for the recogniser's steps."""
    text = region.texts[0]
    crop = sheet.crop(text.box)
    if crop.size == 0:
        return []
    x0, y0, x1, y1 = trimmed(crop)
    wide = cv2.resize(crop[y0:y1, x0:x1], None, fx=1.8, fy=1.0, interpolation=cv2.INTER_CUBIC)
    seen = sheet.reader.ppocr.read_line(np.ascontiguousarray(wide))
    raw = mended(seen.text)
    return [Reading(engine="ppocr-stretched", raw=raw, value=_value(key, raw, parser, 0), score=seen.score)]


def _second_opinion(sheet: Sheet, key: str, region: Region, parser: Parse, count: int) -> list[Reading]:
    """Tesseract on the lines of the region, one by one."""
    texts, scores = [], []
    for text in region.texts:
        seen = sheet.reader.tesseract.read_line(_padded(sheet.crop(text.box)))
        texts.append(seen.text)
        scores.append(seen.score)
    raw = " ".join(texts)
    if not raw.strip():
        return []
    return [Reading(engine="tesseract", raw=raw, value=_value(key, raw, parser, count), score=min(scores))]


def _padded(crop: Image) -> Image:
    """Tesseract wants paper around the ink."""
    if crop.size == 0:
        return crop
    paper = int(np.percentile(crop, 90))
    return np.pad(crop, ((10, 10), (10, 10), (0, 0)), constant_values=paper)


def _value(key: str, raw: str, parser: Parse, count: int) -> Value:
    """`raw` parsed; for digits in boxes, once more without what the boxes' rules were read as."""
    if key in DIGIT_KEYS and len(re.findall(r"[|¦丨｜口□]", raw)) >= 2:
        raw = re.sub(r"[|¦丨｜\[\]口□ロ!]", "", raw)
    value = parser(raw)
    if value is None and key in DIGIT_KEYS:
        value = parser(re.sub(r"^[^\d]{1,2}(?=[\d ])", "", re.sub(r"[|¦丨｜\[\]口□ロ\s!I]", "", raw)))
    if value is not None and count and key in DIGIT_KEYS and isinstance(value, str | int):
        digits = re.sub(r"\D", "", raw)
        if len(digits) != count and len(digits.lstrip("1")) != count and key != "customer_number":
            return None if len(digits) != len(str(value)) else value
    return value


def _best(key: str, readings: Sequence[Reading], count: int) -> Reading | None:
    """The reading to believe: one that parses, with as many digits as boxes are filled, PP-OCR before Tesseract."""
    parsed = [r for r in readings if r.value is not None]
    if not parsed:
        return readings[0] if readings else None
    if count and key in DIGIT_KEYS:
        fitting = [r for r in parsed if len(re.sub(r"\D", "", r.raw)) == count and r.engine != "tesseract"]
        if fitting:
            return max(fitting, key=lambda r: r.score)
    if key in KANA_KEYS:
        boxed = [r for r in parsed if r.engine == "ppocr-boxes"]
        if count and boxed:
            return boxed[0]
        best = max((r for r in parsed if r.engine != "tesseract"), key=lambda r: r.score, default=parsed[0])
        # 濁点 are lost far more often than invented: of two readings alike but for them, the one with more is right
        alike = [r for r in parsed if _unvoiced(str(r.value)) == _unvoiced(str(best.value))]
        return max(alike, key=lambda r: (_voiced(str(r.value)), r is best))
    return parsed[0]


def narrowed(region: Region, parser: Parse) -> Region:
    """The part of `region` that is the value, where more stands there than the value: one of its texts, or a run of
    characters between spaces, brackets and words. The whole region where no part parses, or the whole does."""
    if parser(region.raw) is not None:
        return region
    for text in region.texts:
        if parser(text.raw) is not None:
            return Region((text,), text.box, region.cell)
    for text in region.texts:
        for match in re.finditer(r"[^\s【】()（）:：、]+|\d[\d\-ー−]{2,}", text.raw):
            for piece in (
                match[0],
                re.sub(r"^\D+|\D+$", "", match[0]),
                re.sub(r"\D+$", "", match[0]),
                *re.findall(r"^\d{3}[\-ー−]\d{4}(?!\d)", match[0]),
            ):
                start = text.raw.find(piece, match.start())
                if len(piece) >= 2 and (start > 0 or len(piece) < len(text.raw)) and parser(piece) is not None:
                    part = text.part(start, start + len(piece))
                    return Region((part,), part.box, region.cell)
    return region


def _unvoiced(kana: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", kana) if c not in "\u3099\u309a").replace("ッ", "ツ")


def _voiced(kana: str) -> int:
    return sum(c in "\u3099\u309a" for c in unicodedata.normalize("NFD", kana))


def is_blank(sheet: Sheet, region: Region) -> bool:
    """Whether nothing but printed placeholders stands in the region: truly empty, not merely unread."""
    if PLACEHOLDER.sub("", region.raw):
        return False
    if region.texts:
        return True
    box = (region.cell or region.box).grown(-5, -5)
    if box.width < 8 or box.height < 8:
        return True
    crop = sheet.crop(box)
    return crop.size == 0 or float(line_ink(crop).mean()) < 0.004
