"""The visible text of a PDF page, as lines with the place of every character.

What is *visible* is decided character by character, because scanners and "searchable PDF" converters put text where no
eye sees it: render mode 3 (invisible) or 7 (clip only), text under an opaque image that was painted later, text that
leaves no ink on the rendered page. Such text is a hint for people (`TextLayer.hidden`), never a line.

Text that is drawn sideways or upside down makes no lines either: the page has to be turned first, so it is left to OCR.
Likewise a font without a usable map to Unicode; `TextLayer.garbled` is then the share of such characters.

Not done here: AcroForm values (:mod:`extractors.formfields`) and what to make of a scan (:mod:`extractors.rendering`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pdfplumber
from pdfminer.layout import LTChar, LTContainer, LTCurve, LTImage, LTItem
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import resolve1
from pdfminer.utils import apply_matrix_pt
from pdfplumber.page import PDFPageAggregatorWithMarkedContent

from extractors.textlines import Glyph, lines_of
from models.pages import TextLine

Gray = np.ndarray[Any, np.dtype[np.uint8]]

#: Text render modes that leave no ink: invisible, and clipping path only (ISO 32000-1, table 106).
INVISIBLE_MODES = frozenset({3, 7})
#: Least difference of grey (0..255) between ink and ground around a character that is really there.
MIN_CONTRAST = 24
#: Rules shorter than this (points) separate nothing.
MIN_RULE = 4.0

#: Characters that mean another one in Japanese documents but come out of fonts whose map to Unicode is built from
#: glyph shapes: Kangxi and CJK radicals for the ideographs, and look-alike dots and spaces. NFKC is not used: it would
#: turn compatibility ideographs, which are people's names, into other characters.
_RADICALS_SUPPLEMENT = {
    "⺟": "母", "⺠": "民", "⻁": "虎", "⻄": "西", "⻑": "長", "⻘": "青", "⻝": "食", "⻤": "鬼", "⻨": "麦", "⻩": "黄",
    "⻫": "斉", "⻭": "歯", "⻯": "竜", "⻲": "亀", "⺼": "月", "⻀": "黄", "⺒": "巳", "⺓": "幺", "⺝": "月", "⺩": "王",
    "⺫": "目", "⻆": "角", "⻌": "辶", "⻖": "阝", "⻏": "阝", "⺾": "艹", "⺅": "亻", "⺌": "小", "⺍": "小", "⺡": "氵",
    "⺣": "灬", "⺤": "爪", "⺥": "爪", "⺭": "礻", "⻂": "衤", "⻎": "辶", "⻍": "辶", "⺮": "竹", "⺯": "糸", "⺷": "羊",
    "⺹": "耂", "⻗": "雨", "⻟": "飠", "⻣": "骨", "⺁": "厂", "⺇": "几", "⺉": "刂", "⺊": "卜", "⺋": "㔾", "⺎": "兀",
    "⺏": "尢", "⺐": "尢", "⺑": "尢", "⺔": "彑", "⺖": "忄", "⺗": "心", "⺘": "扌", "⺙": "攵", "⺛": "旡", "⺞": "歹",
}  # fmt: skip


def _unicode_map() -> dict[int, str]:
    import unicodedata

    table = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    table |= {ord(k): v for k, v in _RADICALS_SUPPLEMENT.items()}
    table |= {0x2027: "・", 0x00A0: " ", 0x2003: "　", 0x2002: " ", 0x2009: " ", 0x200A: " ", 0x202F: " "}
    table |= {0x00AD: "-"}  # many fonts share one glyph between hyphen and soft hyphen, and writers name the latter
    table |= {code: "" for code in (0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF)}
    return table


_UNICODE = _unicode_map()


@dataclass(frozen=True, slots=True)
class TextLayer:
    """What the text layer of one page holds. Boxes are pixels of the page image it was made for."""

    lines: tuple[TextLine, ...] = ()
    visible: int = 0
    """How many visible, readable characters there are, spaces apart."""
    hidden: str = ""
    """Text that leaves no ink on the page, in the order of the file."""
    garbled: float = 0.0
    """Share (0..1) of the visible characters without a usable Unicode value."""
    sideways: float = 0.0
    """Share (0..1) of the visible characters that do not stand upright on the page as delivered."""
    image_cover: float = 0.0
    """Share (0..1) of the page that images cover."""


class _Device(PDFPageAggregatorWithMarkedContent):
    """pdfplumber's page device, which also keeps how each character is drawn and in what order things are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.render_mode = 0
        self.run = 0
        self.order = 0
        self.matrix: Any = None

    def begin_page(self, page: Any, ctm: Any) -> None:
        self.matrix = ctm
        super().begin_page(page, ctm)

    def render_string(self, textstate: Any, *args: Any, **kwargs: Any) -> None:
        self.render_mode = int(textstate.render or 0)
        self.run += 1
        super().render_string(textstate, *args, **kwargs)

    def render_char(self, matrix: Any, font: Any, *args: Any, **kwargs: Any) -> float:
        advance = float(super().render_char(matrix, font, *args, **kwargs))
        item: Any = self.cur_item._objs[-1]
        self.order += 1
        item.drawn = (self.render_mode, self.run, self.order, bool(font.is_vertical()), _embedded(font))
        return advance

    def render_image(self, *args: Any, **kwargs: Any) -> None:
        super().render_image(*args, **kwargs)
        self.order += 1
        item: Any = self.cur_item._objs[-1]
        item.drawn_order = self.order


def _embedded(font: Any) -> bool:
    descriptor = getattr(font, "descriptor", None) or {}
    return type(font).__name__ == "PDFType3Font" or any(k in descriptor for k in ("FontFile", "FontFile2", "FontFile3"))


def _leaves(items: Sequence[LTItem]) -> list[Any]:
    out: list[Any] = []
    for item in items:
        if isinstance(item, LTContainer):
            out.extend(_leaves(list(item._objs)))
        else:
            out.append(item)
    return out


@dataclass(frozen=True, slots=True)
class _Frame:
    """From pdfminer's device space (points, y up, origin of the turned MediaBox) to pixels of the page image."""

    left: float
    top: float
    sx: float
    sy: float

    def box(self, bbox: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        x0, y0, x1, y1 = bbox
        return (
            (x0 - self.left) * self.sx,
            (self.top - y1) * self.sy,
            (x1 - self.left) * self.sx,
            (self.top - y0) * self.sy,
        )


def _frame(page: Any, matrix: Any, width: int, height: int) -> _Frame:
    media = _rect(page.mediabox)
    crop = _rect(page.cropbox) if page.cropbox else media
    x0, y0 = max(media[0], crop[0]), max(media[1], crop[1])
    x1, y1 = min(media[2], crop[2]), min(media[3], crop[3])
    if x1 <= x0 or y1 <= y0:
        x0, y0, x1, y1 = media
    corners = [apply_matrix_pt(matrix, (x, y)) for x in (x0, x1) for y in (y0, y1)]
    left, right = min(c[0] for c in corners), max(c[0] for c in corners)
    bottom, top = min(c[1] for c in corners), max(c[1] for c in corners)
    return _Frame(left=left, top=top, sx=width / (right - left), sy=height / (top - bottom))


def _rect(raw: Any) -> tuple[float, float, float, float]:
    a, b, c, d = (float(resolve1(v)) for v in raw)
    return min(a, c), min(b, d), max(a, c), max(b, d)


def clean(text: str) -> str:
    """`text` with radicals, odd spaces and zero-width characters replaced by what a reader sees."""
    return text.translate(_UNICODE)


def is_garbled(text: str) -> bool:
    """Whether `text` (one glyph's) has no usable Unicode value."""
    if not text or text.startswith("(cid:"):
        return True
    return any(ch == "\ufffd" or ord(ch) < 32 or 0xE000 <= ord(ch) <= 0xF8FF or ord(ch) >= 0xF0000 for ch in text)


def read_text_layer(page: pdfplumber.page.Page, gray: Gray) -> TextLayer:
    """Read the text layer of `page`; `gray` is that page rendered in delivered orientation.

    Raises whatever pdfminer raises on a broken page: the caller decides what a page without a text layer is worth.
    """
    height, width = gray.shape
    resources = page.pdf.rsrcmgr
    device = _Device(resources, pageno=page.page_number, laparams=None)
    PDFPageInterpreter(resources, device).process_page(page.page_obj)
    frame = _frame(page.page_obj, device.matrix, width, height)
    items = _leaves(list(device.get_result()._objs))
    images = [(frame.box(i.bbox), getattr(i, "drawn_order", 0), _opaque(i)) for i in items if isinstance(i, LTImage)]
    covers = [(box, order) for box, order, opaque in images if opaque]

    glyphs: list[Glyph] = []
    hidden: list[tuple[int, str]] = []
    garbled = sideways = seen = 0
    for item in items:
        if not isinstance(item, LTChar):
            continue
        glyph, order, invisible, embedded = _glyph(item, frame)
        text = glyph.text
        if not text.strip():
            if not invisible:
                glyphs.append(glyph)
            if hidden and hidden[-1][0] == glyph.run:
                hidden.append((glyph.run, text))
            continue
        if invisible or _covered(glyph, order, covers) or (embedded and not _inked(glyph, gray)):
            hidden.append((glyph.run, text))
            continue
        seen += 1
        if is_garbled(item.get_text()):
            garbled += 1
        elif not glyph.upright:
            sideways += 1
        else:
            glyphs.append(glyph)
    dividers = _dividers(items, frame)
    return TextLayer(
        lines=tuple(lines_of(glyphs, dividers)),
        visible=seen - garbled,
        hidden=_joined(hidden),
        garbled=garbled / seen if seen else 0.0,
        sideways=sideways / seen if seen else 0.0,
        image_cover=_cover([box for box, _, _ in images], width, height),
    )


def _glyph(item: Any, frame: _Frame) -> tuple[Glyph, int, bool, bool]:
    mode, run, order, vertical, embedded = item.drawn
    a, b, c, d = item.matrix[:4]
    x0, y0, x1, y1 = frame.box(item.bbox)
    upright = a > 0 and d > 0 and abs(b) < 0.2 * a and abs(c) < 0.5 * d
    raw = item.get_text()
    glyph = Glyph(
        text=" " if is_garbled(raw) and raw.isspace() else clean(raw),
        x0=x0, y0=y0, x1=x1, y1=y1, size=max(y1 - y0, 1.0), run=run, font=str(item.fontname),
        vertical=vertical, upright=upright,
    )  # fmt: skip
    return glyph, order, mode in INVISIBLE_MODES, embedded


def _opaque(image: Any) -> bool:
    attrs = getattr(image.stream, "attrs", {}) or {}
    return not image.imagemask and "SMask" not in attrs and "Mask" not in attrs


def _covered(glyph: Glyph, order: int, covers: list[tuple[tuple[float, float, float, float], int]]) -> bool:
    """Whether an opaque image painted later lies over the middle of `glyph`."""
    cx, cy = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
    return any(later > order and b[0] <= cx <= b[2] and b[1] <= cy <= b[3] for b, later in covers)


def _inked(glyph: Glyph, gray: Gray) -> bool:
    height, width = gray.shape
    x0, x1 = int(max(0, glyph.x0 - 1)), int(min(width, glyph.x1 + 2))
    y0, y1 = int(max(0, glyph.y0 - 1)), int(min(height, glyph.y1 + 2))
    if x1 <= x0 or y1 <= y0:
        return False
    patch = gray[y0:y1, x0:x1]
    return int(patch.max()) - int(patch.min()) >= MIN_CONTRAST


def _dividers(items: list[Any], frame: _Frame) -> list[tuple[float, float, float]]:
    """Drawn vertical edges as (x, top, bottom) in pixels: sides of lines, rectangles and table borders."""
    found: set[tuple[float, float, float]] = set()
    for item in items:
        if not isinstance(item, LTCurve):
            continue
        x0, y0, x1, y1 = frame.box(item.bbox)
        if y1 - y0 < MIN_RULE * frame.sy:
            continue
        for x in {round(x0, 1), round(x1, 1)}:
            found.add((x, round(y0, 1), round(y1, 1)))
    return sorted(found)


def _cover(boxes: list[tuple[float, float, float, float]], width: int, height: int) -> float:
    """Share of the page under any of `boxes`, on a coarse grid."""
    side = 64
    grid = np.zeros((side, side), dtype=bool)
    for x0, y0, x1, y1 in boxes:
        cols = slice(max(0, round(x0 / width * side)), max(0, min(side, round(x1 / width * side))))
        rows = slice(max(0, round(y0 / height * side)), max(0, min(side, round(y1 / height * side))))
        grid[rows, cols] = True
    return float(grid.mean())


def _joined(runs: list[tuple[int, str]]) -> str:
    out: list[str] = []
    last: int | None = None
    for run, text in runs:
        if last is not None and run != last:
            out.append("\n")
        out.append(text)
        last = run
    return "".join(out)
