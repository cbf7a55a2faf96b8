"""A paper as a list of marks in millimetres, painted either as pixels or as a born-digital PDF page.

One list and two painters, so that a scanned and a born-digital copy of a paper have the same truth. A paper knows
the entries written on it: what they mean (value), how they look (raw) and where their ink is (box).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageDraw

from benchmarks.synth import fonts

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

Color = tuple[int, int, int]
Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in millimetres from the paper's top left corner."""

BLACK: Color = (20, 20, 22)
GREY: Color = (120, 120, 120)
PALE: Color = (232, 232, 232)
WHITE: Color = (255, 255, 255)
A4 = (210.0, 297.0)
MM_PER_POINT = 25.4 / 72
#: Centre of a line of Japanese print above its baseline, as a share of the size.
MIDDLE = 0.37


@dataclass(frozen=True)
class Glyphs:
    x: float
    baseline: float
    text: str
    size: float
    """Points."""
    face: str
    color: Color
    spacing: float = 0.0
    """Extra millimetres after each character."""


@dataclass(frozen=True)
class Stroke:
    x0: float
    y0: float
    x1: float
    y1: float
    width: float
    color: Color
    dash: bool = False


@dataclass(frozen=True)
class Shape:
    """A rectangle, ellipse or polygon."""

    kind: str
    points: tuple[float, ...]
    line: Color | None
    fill: Color | None
    width: float = 0.25


@dataclass(frozen=True)
class Picture:
    """Pixels with transparency in a box; written characters and seals are these."""

    box: Box
    image: Image.Image = field(repr=False, compare=False)


Mark = Glyphs | Stroke | Shape | Picture


@dataclass
class Entry:
    """One filled (or left-blank) place on a paper; `box` in millimetres."""

    value: Any
    raw: str
    box: Box
    handwritten: bool = False
    cells: dict[str, Box] = field(default_factory=dict)
    amended: bool = False
    """Written beside something struck out."""


def union(boxes: Iterable[Box]) -> Box:
    """The upright envelope of at least one box."""
    every = list(boxes)
    return min(b[0] for b in every), min(b[1] for b in every), max(b[2] for b in every), max(b[3] for b in every)


class Sheet:
    """One side of a paper."""

    def __init__(self, width: float = A4[0], height: float = A4[1], tint: Color = WHITE) -> None:
        self.width, self.height, self.tint = width, height, tint
        self.marks: list[Mark] = []
        self.entries: dict[str, Entry] = {}

    # -- print -------------------------------------------------------------------------------------------------
    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 10.5,
        face: str = "mincho",
        *,
        align: str = "l",
        color: Color = BLACK,
        spacing: float = 0.0,
    ) -> Box:
        """Print `text` centred on the height `y`, starting (l), ending (r) or centred (c) at `x`; box of its ink."""
        mm = size * MM_PER_POINT
        length = fonts.width(face, text) * mm + spacing * max(0, len(text) - 1)
        left = x - {"l": 0.0, "c": length / 2, "r": length}[align]
        baseline = y + MIDDLE * mm
        self.marks.append(Glyphs(left, baseline, text, size, face, color, spacing))
        boxes, pen = [], left
        for char in text:
            ink = fonts.ink(face, char)
            if ink:
                boxes.append((pen + ink[0] * mm, baseline + ink[1] * mm, pen + ink[2] * mm, baseline + ink[3] * mm))
            pen += fonts.advance(face, char) * mm + spacing
        return union(boxes) if boxes else (left, y, left + length, y)

    def spread(self, x0: float, x1: float, y: float, text: str, size: float = 10.5, face: str = "mincho") -> Box:
        """均等割付: `text` spread over the width, as labels of Japanese forms are."""
        mm = size * MM_PER_POINT
        gap = (x1 - x0 - fonts.width(face, text) * mm) / max(1, len(text) - 1)
        return self.text(x0, y, text, size, face, spacing=max(0.0, gap))

    def column(self, x: float, y: float, text: str, size: float, face: str = "mincho", color: Color = BLACK) -> Box:
        """縦書き: `text` downwards from `y`, centred on `x`; long vowels and hyphens stand upright."""
        mm, boxes = size * MM_PER_POINT, []
        for char in text:
            shown = {"ー": "｜", "-": "｜", "－": "｜"}.get(char, char)
            if shown.strip("　 "):
                boxes.append(self.text(x, y + mm / 2, shown, size, face, align="c", color=color))
            y += mm * 1.06
        return union(boxes)

    def line(
        self, x0: float, y0: float, x1: float, y1: float, width: float = 0.2, color: Color = BLACK, dash: bool = False
    ) -> None:
        self.marks.append(Stroke(x0, y0, x1, y1, width, color, dash))

    def rect(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        *,
        line: Color | None = BLACK,
        fill: Color | None = None,
        width: float = 0.25,
    ) -> None:
        self.marks.append(Shape("rect", (x0, y0, x1, y1), line, fill, width))

    def oval(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        *,
        line: Color | None = BLACK,
        fill: Color | None = None,
        width: float = 0.25,
    ) -> None:
        self.marks.append(Shape("oval", (x0, y0, x1, y1), line, fill, width))

    def polygon(self, points: Sequence[float], *, line: Color | None = None, fill: Color | None = None) -> None:
        self.marks.append(Shape("polygon", tuple(points), line, fill))

    def picture(self, image: Image.Image, x: float, y: float, width: float, height: float) -> Box:
        box = (x, y, x + width, y + height)
        self.marks.append(Picture(box, image))
        return box

    # -- painters ----------------------------------------------------------------------------------------------
    def paint(self, dpi: int) -> Image.Image:
        """The paper as an RGB image."""
        k = dpi / 25.4
        image = Image.new("RGB", (round(self.width * k), round(self.height * k)), self.tint)
        draw = ImageDraw.Draw(image)
        for mark in self.marks:
            match mark:
                case Glyphs():
                    _paint_glyphs(draw, mark, dpi)
                case Stroke():
                    _paint_stroke(draw, mark, k)
                case Shape():
                    points = [v * k for v in mark.points]
                    width = max(1, round(mark.width * k))
                    if mark.kind == "polygon":
                        draw.polygon(points, fill=mark.fill, outline=mark.line)
                    elif mark.kind == "oval":
                        draw.ellipse(points, fill=mark.fill, outline=mark.line, width=width)
                    else:
                        draw.rectangle(points, fill=mark.fill, outline=mark.line, width=width)
                case Picture(box, picture):
                    size = (max(1, round((box[2] - box[0]) * k)), max(1, round((box[3] - box[1]) * k)))
                    small = picture.resize(
                        size, Image.Resampling.BOX if picture.width > size[0] else Image.Resampling.BICUBIC
                    )
                    image.paste(
                        small.convert("RGB"),
                        (round(box[0] * k), round(box[1] * k)),
                        small.getchannel("A") if small.mode == "RGBA" else None,
                    )
        return image

    def print_pdf(self, canvas: Canvas) -> None:
        """The paper as one page of a reportlab canvas, its text as real text."""
        from benchmarks.synth.pdfprint import print_marks

        print_marks(canvas, self.width, self.height, self.tint, self.marks)


def _paint_glyphs(draw: ImageDraw.ImageDraw, mark: Glyphs, dpi: int) -> None:
    k = dpi / 25.4
    font = fonts.font(mark.face, max(4, round(mark.size * dpi / 72)))
    mm, pen = mark.size * MM_PER_POINT, mark.x
    for char in mark.text:
        draw.text((pen * k, mark.baseline * k), char, font=font, fill=mark.color, anchor="ls")
        pen += fonts.advance(mark.face, char) * mm + mark.spacing


def _paint_stroke(draw: ImageDraw.ImageDraw, mark: Stroke, k: float) -> None:
    width = max(1, round(mark.width * k))
    if not mark.dash:
        draw.line((mark.x0 * k, mark.y0 * k, mark.x1 * k, mark.y1 * k), fill=mark.color, width=width)
        return
    length = max(abs(mark.x1 - mark.x0), abs(mark.y1 - mark.y0))
    steps = max(1, int(length / 1.6))
    for i in range(steps):
        a, b = i / steps, (i + 0.55) / steps
        draw.line(
            (
                (mark.x0 + (mark.x1 - mark.x0) * a) * k,
                (mark.y0 + (mark.y1 - mark.y0) * a) * k,
                (mark.x0 + (mark.x1 - mark.x0) * b) * k,
                (mark.y0 + (mark.y1 - mark.y0) * b) * k,
            ),
            fill=mark.color,
            width=width,
        )
