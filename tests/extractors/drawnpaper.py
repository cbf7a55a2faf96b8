"""Papers drawn stroke by stroke, which know where each of their characters stands.

`Paper.read` takes the road of a born-digital page: its text is exact, its rules, cells, seals and barcodes are found in
the picture by the real parts, and no engine runs. `Paper.seen` builds the same page as an engine would have seen it.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from extractors.reading import Reader, ReadPage
from extractors.rendering import RenderedPage
from models.geometry import Box, PageGeometry
from models.pages import PageContent, PageReading, Source, TextLine

GOTHIC = Path("/usr/share/fonts/opentype/ipafont-gothic/ipag.ttf")
MINCHO = Path("/usr/share/fonts/opentype/ipafont-mincho/ipam.ttf")
RED = (214, 40, 40)

Pixels = npt.NDArray[np.uint8]


@cache
def font(size: int, path: Path = GOTHIC) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size)


class Paper:
    """A white sheet; all sizes in pixels. Lines are remembered in the order in which they are written."""

    def __init__(self, width: int = 1200, height: int = 1000, colour: str | tuple[int, int, int] = "white") -> None:
        self.image = Image.new("RGB", (width, height), colour)
        self.draw = ImageDraw.Draw(self.image)
        self.lines: list[TextLine] = []

    @property
    def pixels(self) -> Pixels:
        return np.array(self.image, dtype=np.uint8)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: int = 30,
        pitch: float | None = None,
        fill: str | tuple[int, int, int] = "black",
        source: Source = Source.TEXT_LAYER,
        read_as: str | None = None,
        score: float | None = None,
        path: Path = GOTHIC,
    ) -> Box:
        """Write `words` with their top left at (x, y), and remember them as a line; its box.

        `pitch` sets the characters apart. `read_as`: what an engine made of it, character for character.
        """
        letters = font(size, path)
        places = []
        at = x
        for character in words:
            advance = letters.getlength(character)
            self.draw.text((at, y), character, font=letters, fill=fill)
            places.append(at + advance / 2)
            at += pitch if pitch is not None else advance
        end = places[-1] + letters.getlength(words[-1]) / 2
        box = Box(x0=x, y0=y, x1=end, y1=y + size)
        seen = words if read_as is None else read_as
        assert len(seen) == len(words)
        exact = source in (Source.TEXT_LAYER, Source.FORM_FIELD)
        self.lines.append(
            TextLine(
                text=seen,
                box=box,
                score=score if score is not None else 1.0 if exact else 0.95,
                source=source,
                char_x=tuple(places),
            )
        )
        return box

    def column(self, x: float, y: float, words: str, *, size: int = 30, remember: bool = True) -> Box:
        """Write `words` downwards, upright characters one under the other."""
        for i, character in enumerate(words):
            self.draw.text((x, y + i * size * 1.1), character, font=font(size), fill="black")
        box = Box(x0=x, y0=y, x1=x + size, y1=y + len(words) * size * 1.1)
        if remember:
            self.lines.append(TextLine(text=words, box=box, score=1.0, source=Source.TEXT_LAYER, vertical=True))
        return box

    def table(
        self,
        x: int,
        y: int,
        widths: Sequence[int],
        heights: Sequence[int],
        *,
        stroke: int = 3,
        fill: str | tuple[int, int, int] = "black",
    ) -> list[list[Box]]:
        """Rule a table; its cells by row and column."""
        xs = [x + sum(widths[:i]) for i in range(len(widths) + 1)]
        ys = [y + sum(heights[:i]) for i in range(len(heights) + 1)]
        for top in ys:
            self.draw.line((xs[0], top, xs[-1], top), fill=fill, width=stroke)
        for left in xs:
            self.draw.line((left, ys[0], left, ys[-1]), fill=fill, width=stroke)
        return [[Box(x0=a, y0=c, x1=b, y1=d) for a, b in itertools.pairwise(xs)] for c, d in itertools.pairwise(ys)]

    def grid(self, x: int, y: int, rows: Sequence[Sequence[str]], widths: Sequence[int], *, height: int = 60) -> None:
        """A ruled table with `rows` written into it; an empty text leaves its cell empty."""
        cells = self.table(x, y, widths, [height] * len(rows))
        for row, words in zip(cells, rows, strict=True):
            for cell, word in zip(row, words, strict=True):
                if word:
                    self.text(cell.x0 + 12, cell.cy - 14, word, size=28)

    def strip(self, x: int, y: int, count: int, *, side: int = 44, height: int = 56) -> list[Box]:
        """Rule a row of `count` entry boxes."""
        return self.table(x, y, [side] * count, [height], stroke=2)[0]

    def seal(
        self, x: float, y: float, radius: float, *, fill: str | tuple[int, int, int] = RED, words: str = "山田"
    ) -> Box:
        """Stamp a ring with a name in it, around (x, y)."""
        self.draw.ellipse(
            (x - radius, y - radius, x + radius, y + radius), outline=fill, width=max(3, round(radius / 9))
        )
        letters = font(max(8, round(radius * 0.8)))
        for i, character in enumerate(words):
            self.draw.text(
                (x - radius * 0.4, y - radius * 0.85 + i * radius * 0.85), character, font=letters, fill=fill
            )
        return Box(x0=x - radius, y0=y - radius, x1=x + radius, y1=y + radius)

    def rendered(self, *, born_digital: bool = True, index: int = 0) -> RenderedPage:
        lines = tuple(self.lines) if born_digital else ()
        return RenderedPage(index=index, image=self.pixels, dpi=200, lines=lines, born_digital=born_digital)

    def read(self, *, index: int = 0) -> ReadPage:
        """The page with its lines as they are remembered; no engine runs."""
        return Reader().read(self.rendered(index=index))


def reading(
    *lines: TextLine,
    width: int = 1200,
    height: int = 1600,
    index: int = 0,
    content: PageContent = PageContent.TEXT,
    **more: object,
) -> PageReading:
    """A reading made by hand, of an upright page as it was delivered."""
    matrix = ((1 / width, 0.0, 0.0), (0.0, 1 / height, 0.0), (0.0, 0.0, 1.0))
    geometry = PageGeometry(width=width, height=height, matrix=matrix)
    return PageReading.model_validate(
        {"page_index": index, "geometry": geometry, "content": content, "lines": lines, **more}
    )


def line(
    words: str,
    x: float = 100,
    y: float = 100,
    size: float = 30,
    *,
    score: float = 0.95,
    source: Source = Source.PPOCR,
    vertical: bool = False,
    pitch: float | None = None,
) -> TextLine:
    """A line made by hand: full-width characters `size` high from (x, y) on, half-width ones half as wide."""
    places, at = [], x
    for character in words:
        advance = size / 2 if character.isascii() else size
        places.append(at + advance / 2)
        at += pitch if pitch is not None else advance
    if vertical:
        box = Box(x0=x, y0=y, x1=x + size, y1=y + size * len(words))
        return TextLine(text=words, box=box, score=score, source=source, vertical=True)
    box = Box(x0=x, y0=y, x1=max(at, x + 1), y1=y + size)
    return TextLine(text=words, box=box, score=score, source=source, char_x=tuple(places))
