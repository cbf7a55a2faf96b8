"""From a rendered page to everything that can be read on it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import cv2
import numpy as np

from extractors.imaging import rules as ruling
from extractors.imaging.barcodes import barcodes
from extractors.imaging.bars import dark_bars, with_walls
from extractors.imaging.colour import Mask, flat_ink, trimmed, without_red
from extractors.imaging.columns import column_as_line
from extractors.imaging.glance import Glance
from extractors.imaging.paper import flattening
from extractors.imaging.redprint import RedInk
from extractors.imaging.seals import red_seals
from extractors.imaging.streaks import without_streaks
from extractors.imaging.undersealed import number_goes_on, running_under
from extractors.imaging.upright import page_geometry, quarter, quarter_turned, stand_upright, warped, within
from extractors.mynumbers import without_my_numbers
from extractors.ocr.context import mended
from extractors.ocr.crnn import Crnn
from extractors.ocr.engine import Image
from extractors.ocr.ppocr import LineFinder, PpOcr
from extractors.ocr.tesseract import Tesseract
from extractors.ocr.twins import Twins
from extractors.registration.filling import form_match, read_filled
from extractors.registration.matching import FormIndex, Matched
from extractors.rendering import RenderedPage
from extractors.sorting.kinds import SEPARATOR_CODE
from models.forms import FormMap
from models.geometry import Box, PageGeometry
from models.pages import Barcode, PageContent, PageReading, Rule, Seal, Source, TextLine

PICTURE_INK = 0.015
"""A page with more ink than this, and hardly a line of text, is a picture."""
PICTURE_LETTERS = 16
"""Fewer characters than this on at most four lines are a name plate, not a paper."""

PICTURE_SHADED = 0.15
"""A page with less of it shaded is no picture. Measured: papers on a scanner's glass 0.11 at most."""
PICTURE_LINES = 2
"""A coarse look finds hardly a line on a picture: a name plate, a watermark. Measured: papers have five and more."""
COARSE_SIDE, COARSE_SHEET = 360, 450
"""The longest side of a page at a coarse look, and of a sheet cut out of a photograph: a picture shall cost little. A step
more (:data:`extractors.ocr.ppocr.PAGE_STEP`) costs twice as much."""


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page's reading and the upright image (RGB) that its boxes refer to."""

    reading: PageReading
    image: Image


class Reader:
    """Reads pages. Loads the engines' models once, on first use; one instance a process."""

    def __init__(self, threads: int = 1, forms: Sequence[FormMap] = ()) -> None:
        """`forms` are the blank forms that pages may be copies of."""
        self._threads = threads
        self.forms = FormIndex(forms)

    @cached_property
    def finder(self) -> LineFinder:
        return LineFinder(self._threads)

    @cached_property
    def ppocr(self) -> PpOcr:
        return PpOcr(self._threads)

    @cached_property
    def crnn(self) -> Crnn:
        return Crnn(self._threads)

    @cached_property
    def twins(self) -> Twins:
        return Twins()

    @cached_property
    def tesseract(self) -> Tesseract:
        return Tesseract()

    def read(self, page: RenderedPage, rotation: int | None = None) -> ReadPage:
        """Everything on `page`: text, rules, cells, seals, barcodes, and which way it stood.

        `rotation`: how far it must be turned clockwise to stand upright (0, 90, 180, 270), where a person said so; None:
        nobody did, and the reader finds out. Boxes and geometry are the delivered page's either way.

        Individual numbers are hidden in both the reading and the image (:mod:`extractors.mynumbers`).
        """
        if not page.born_digital:
            page = replace(page, image=without_streaks(page.image))
        seen = self._read(page) if rotation is None else self._read_turned(page, rotation)
        return ReadPage(*without_my_numbers(seen.reading, seen.image))

    def _read(self, page: RenderedPage) -> ReadPage:
        glance = Glance(page.image)
        ink = glance.ink
        if page.born_digital and page.lines:
            return self._read_exact(page, ink)
        if glance.blank:
            return _set_aside(page, PageContent.BLANK, ink)
        codes = barcodes(page.image)
        if any(SEPARATOR_CODE.match(code.text) for code in codes):
            return _set_aside(page, PageContent.TEXT, ink, codes)
        if not page.lines and self._is_picture(page.image, glance):
            return _set_aside(page, PageContent.PICTURE, ink, codes)
        matched = self.forms.match(page.image, self._words_at, glance) if not page.lines else None
        filled = self._read_form(page, matched, ink, codes) if matched is not None else None
        return filled or self._read_image(page, glance, codes)

    def _read_turned(self, page: RenderedPage, rotation: int) -> ReadPage:
        """Read the page turned by `rotation`, and say where everything lies on the page as it was delivered.

        A person who turned it has looked at it: it is a paper and neither blank nor a picture; and no form that fits
        another way up is its form.
        """
        if rotation % 90:
            raise ValueError("pages stand by quarter turns")
        height, width = page.image.shape[:2]
        stood = quarter_turned(page.image, rotation // 90)
        size = (stood.shape[1], stood.shape[0])
        turning = page_geometry(quarter(rotation // 90, (width, height)), size, (width, height), rotation)
        lines = tuple(_moved_lines(page.lines, turning, page.image))
        if rotation % 180:
            lines = tuple(line.model_copy(update={"vertical": not line.vertical}) for line in lines)
        held = replace(page, image=stood, lines=lines)
        glance = Glance(stood)
        codes = barcodes(stood)
        if page.born_digital and lines:
            seen = self._read_exact(held, glance.ink)
        else:
            matched = self.forms.match(stood, self._words_at, glance) if not lines else None
            if matched is not None and matched.geometry.rotation:
                matched = None
            filled = self._read_form(held, matched, glance.ink, codes) if matched is not None else None
            seen = filled or self._read_image(held, glance, codes, stands=True)
        geometry = within(seen.reading.geometry, size, turning)
        return ReadPage(seen.reading.model_copy(update={"geometry": geometry}), seen.image)

    def _is_picture(self, image: Image, glance: Glance) -> bool:
        """Whether `image` is a photograph of something that is no paper, as far as a coarse look for lines tells.

        A paper has more lines than `PICTURE_LINES`, whoever photographed it; so has a board held before a machine.
        """
        if glance.shaded < PICTURE_SHADED:
            return False
        if glance.corners is None:
            return len(self.finder.find(image, longest_side=COARSE_SIDE)) <= PICTURE_LINES
        transform, size = flattening(glance.corners)
        scale = COARSE_SHEET / max(size)
        small = np.diag([scale, scale, 1.0]) @ transform
        sheet = warped(image, small, (max(1, round(size[0] * scale)), max(1, round(size[1] * scale))))
        return len(self.finder.find(sheet, longest_side=COARSE_SHEET)) <= PICTURE_LINES

    def _words_at(self, image: Image, box: Box) -> str:
        line = self._read_line(image, box)
        return line.text if line is not None else ""

    def _read_form(
        self, page: RenderedPage, matched: Matched, ink: float, codes: tuple[Barcode, ...]
    ) -> ReadPage | None:
        """A copy of a known form: only what was written into it is read. None where the form explains too little."""
        image = without_red(matched.image)
        filled = read_filled(matched, image, self._read_line)
        if filled is None:
            return None
        reading = PageReading(
            page_index=page.index,
            geometry=matched.geometry,
            content=PageContent.TEXT,
            photographed=matched.photographed,
            lines=_in_order(filled.lines),
            rules=filled.rules,
            cells=filled.cells,
            seals=red_seals(matched.image, _typical_height([x.box for x in filled.lines])),
            barcodes=barcodes(matched.image) if codes else (),
            hidden_text=page.hidden_text,
            ink=ink,
            form=filled.form,
        )
        return ReadPage(reading, matched.image)

    def _read_exact(self, page: RenderedPage, ink: float) -> ReadPage:
        """A born-digital page: its text is certain, its rules and seals are looked for in the picture of it."""
        height = _typical_height([x.box for x in page.lines])
        drawn, cells = _ruled(page.image, flat_ink(page.image), height)
        matched = self.forms.match(page.image, lambda image, box: _text_in(page.lines, box))
        lies_straight = matched is not None and matched.geometry.rotation == 0 and matched.image is page.image
        reading = PageReading(
            page_index=page.index,
            geometry=_as_delivered(page.image),
            form=form_match(matched) if matched is not None and lies_straight else None,
            content=PageContent.TEXT,
            lines=_in_order(page.lines),
            rules=drawn,
            cells=cells,
            seals=red_seals(page.image, height),
            barcodes=barcodes(page.image),
            ink=ink,
        )
        return ReadPage(reading, page.image)

    def _read_image(
        self, page: RenderedPage, glance: Glance, codes: tuple[Barcode, ...], *, stands: bool = False
    ) -> ReadPage:
        upright = stand_upright(page.image, self.finder, self.ppocr, glance, stands=stands)
        found = [_envelope(x.quad) for x in upright.lines]
        height = _typical_height(found)
        seals = red_seals(upright.image, height)
        red = RedInk(upright.image, seals)
        image = red.lifted(found)
        drawn, cells = _ruled(upright.image, flat_ink(_without_seals(upright.image, image, seals)), height)
        lines = [
            self._read_to_its_end(image, box, seals)
            for whole in found
            if not red.seals(whole)
            for box in split_at_rules(whole, drawn)
        ]
        texts = [x for x in lines if x is not None]
        letters = sum(len(x.text) * x.score for x in texts)
        picture = len(texts) <= 4 and letters < PICTURE_LETTERS and glance.ink > PICTURE_INK
        if page.lines:  # form fields and stamps typed over a scan
            texts += _moved_lines(page.lines, upright.geometry, page.image)
        reading = PageReading(
            page_index=page.index,
            geometry=upright.geometry,
            content=PageContent.PICTURE if picture else PageContent.TEXT if texts else PageContent.BLANK,
            photographed=upright.photographed,
            lines=_in_order(texts),
            rules=drawn,
            cells=cells,
            seals=seals,
            barcodes=barcodes(upright.image) if codes else (),
            hidden_text=page.hidden_text,
            ink=glance.ink,
        )
        return ReadPage(reading, upright.image)

    def _read_to_its_end(self, image: Image, box: Box, seals: Sequence[Seal]) -> TextLine | None:
        """One line of `image` (without red), with the rest of a number that goes on under a seal."""
        line = self._read_line(image, box)
        if line is None or line.vertical or (longer := running_under(image, box, seals)) is None:
            return line
        whole = self._read_line(image, longer)
        return whole if whole is not None and number_goes_on(line.text, whole.text) else line

    def _read_line(self, image: Image, box: Box) -> TextLine | None:
        """One line of `image`, or None where nothing stands in `box`."""
        area = clipped(box, image)
        crop = image[int(area.y0) : int(area.y1), int(area.x0) : int(area.x1)]
        if crop.shape[0] < 6 or crop.shape[1] < 6:
            return None
        x0, y0, x1, y1 = trimmed(crop)
        tight = crop[y0:y1, x0:x1]
        vertical = tight.shape[0] > 2.5 * tight.shape[1]
        read = self.ppocr.read_line(column_as_line(tight) if vertical else tight)
        if not read.text.strip():
            return None
        inner = Box(x0=area.x0 + x0, y0=area.y0 + y0, x1=area.x0 + x1, y1=area.y0 + y1)
        places = None if vertical or read.char_x is None else tuple(inner.x0 + p * inner.width for p in read.char_x)
        return TextLine(
            text=mended(read.text), box=inner, score=read.score, source=Source.PPOCR, char_x=places, vertical=vertical
        )


def _ruled(image: Image, ink: Mask, height: float) -> tuple[tuple[Rule, ...], tuple[Box, ...]]:
    """The rules of a page and the cells that they make; `ink` is the page's, `height` that of its letters."""
    masks = ruling.rule_masks(ink, height)
    bars = dark_bars(image, height)
    if bars is not None:
        filled = ruling.rule_masks(np.asarray(cv2.bitwise_or(ink, bars), np.uint8), height)
        masks = with_walls(masks, filled, bars)
    return ruling.rules(*masks), ruling.cells(*masks)


def _set_aside(page: RenderedPage, content: PageContent, ink: float, codes: tuple[Barcode, ...] = ()) -> ReadPage:
    """A page of which nothing needs reading, as it was delivered."""
    reading = PageReading(
        page_index=page.index,
        geometry=_as_delivered(page.image),
        content=content,
        barcodes=codes,
        hidden_text=page.hidden_text,
        ink=ink,
    )
    return ReadPage(reading, page.image)


def _without_seals(image: Image, bare: Image, seals: Sequence[Seal]) -> Image:
    """`image` with its seals taken from `bare`, the same without anything red: the red rules of a slip stay."""
    if image is bare or not seals:
        return image
    seen = image.copy()
    for seal in seals:
        area = clipped(seal.box, image)
        where = slice(int(area.y0), int(area.y1)), slice(int(area.x0), int(area.x1))
        seen[where] = bare[where]
    return seen


def clipped(box: Box, image: Image) -> Box:
    """`box` in whole pixels, cut to `image`."""
    height, width = image.shape[:2]
    return Box(
        x0=max(0, int(box.x0)),
        y0=max(0, int(box.y0)),
        x1=min(width, int(np.ceil(box.x1))),
        y1=min(height, int(np.ceil(box.y1))),
    )


def split_at_rules(box: Box, drawn: Sequence[Rule]) -> list[Box]:
    """`box` cut where a vertical rule separates two cells; strips of digit boxes stay whole.

    A recogniser reads a strip best with its lines; it reads two cells of a table as one text.
    """
    height = box.height
    crossing = sorted(
        r.x0
        for r in drawn
        if r.x0 == r.x1
        and box.x0 + 0.4 * height < r.x0 < box.x1 - 0.4 * height
        and min(r.y1, box.y1) - max(r.y0, box.y0) > 0.6 * height
    )
    cuts = [
        x
        for i, x in enumerate(crossing)
        if (i == 0 or x - crossing[i - 1] > 1.8 * height)
        and (i == len(crossing) - 1 or crossing[i + 1] - x > 1.8 * height)
    ]
    edges = [box.x0, *cuts, box.x1]
    return [
        Box(x0=a + (3 if a != box.x0 else 0), y0=box.y0, x1=b - (3 if b != box.x1 else 0), y1=box.y1)
        for a, b in itertools.pairwise(edges)
    ]


def _envelope(quad: np.ndarray) -> Box:
    xs, ys = quad[:, 0], quad[:, 1]
    return Box(x0=float(xs.min()), y0=float(ys.min()), x1=float(xs.max()), y1=float(ys.max()))


def _typical_height(boxes: Sequence[Box]) -> float:
    """Median height of the lines that run across, in pixels; 30 (A4 at 200 dpi) where there are none."""
    heights = [b.height for b in boxes if b.width > b.height]
    return float(np.median(heights)) if heights else 30.0


def _in_order(lines: Sequence[TextLine]) -> tuple[TextLine, ...]:
    """Top to bottom by rows, left to right within a row."""
    remaining = sorted(lines, key=lambda x: x.box.cy)
    ordered: list[TextLine] = []
    row: list[TextLine] = []
    for line in remaining:
        if row and line.box.cy - row[0].box.cy > 0.6 * min(line.box.height, row[0].box.height):
            ordered += sorted(row, key=lambda x: x.box.x0)
            row = []
        row.append(line)
    return (*ordered, *sorted(row, key=lambda x: x.box.x0))


def _text_in(lines: Sequence[TextLine], box: Box) -> str:
    """The exact text whose characters stand in `box`, line after line."""
    found = []
    for line in lines:
        if box.y0 <= line.box.cy <= box.y1:
            places = line.char_x or (line.box.cx,) * len(line.text)
            found.append("".join(c for c, x in zip(line.text, places, strict=False) if box.x0 <= x <= box.x1))
    return "".join(found)


def _as_delivered(image: Image) -> PageGeometry:
    height, width = image.shape[:2]
    return page_geometry(np.eye(3), (width, height), (width, height), 0)


def _moved_lines(lines: Sequence[TextLine], geometry: PageGeometry, image: Image) -> list[TextLine]:
    """Exact lines (pixels of the delivered image) as lines of the upright image."""
    height, width = image.shape[:2]
    forward = np.linalg.inv(np.array(geometry.matrix)) @ np.diag([1 / width, 1 / height, 1.0])
    moved = []
    for line in lines:
        b = line.box
        corners = np.array([[[b.x0, b.y0], [b.x1, b.y0], [b.x1, b.y1], [b.x0, b.y1]]], np.float64)
        points = cv2.perspectiveTransform(corners, forward)[0]
        moved.append(line.model_copy(update={"box": _envelope(points), "char_x": None}))
    return moved
