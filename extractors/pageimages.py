"""One page as an upright-as-delivered image, RGB or grey: PDF pages with pdfium, frames of image files with Pillow.

Runs inside the capped child of :mod:`extractors.rendering`; calling it directly in a process that matters is not safe,
because the decoders see bytes that a stranger sent.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image, ImageOps

from models.errors import RenderError, TooLargeError

#: Resolution aimed at: what 200 dpi scans have, and what the OCR engines want for 10.5 pt text.
TARGET_DPI = 200.0
#: Longest side of a page image in pixels (A3 at 200 dpi has 3307).
LONGEST_SIDE = 3500
#: Scans inside a PDF keep their own pixels between these resolutions; finer ones are averaged down to the target. The
#: lower bound is below 72: phones make PDFs with one pixel a point.
KEEP_DPI = (60.0, 230.0)
#: Resolutions an image file may claim; others are a camera's or a mistake, and say nothing.
BELIEVABLE_DPI = (96.5, 2400.0)
#: A4's long side in inches: the size assumed of an image that names no resolution.
A4_LONG = 297 / 25.4

Image.MAX_IMAGE_PIXELS = None  # our own limit is checked before any decoding


def register_heif() -> None:
    """Teach Pillow HEIC and AVIF, if the wheel is there."""
    try:
        import pillow_heif
    except ImportError:  # pragma: no cover - the wheel is a dependency
        return
    pillow_heif.register_heif_opener(thumbnails=False)


def pdf_scale(page: pdfium.PdfPage) -> tuple[float, float]:
    """(scale to render at, scale of the finished image), in pixels per point.

    A page that is one scanned image is rendered at that image's own pixels, and averaged down afterwards when it is
    finer than `KEEP_DPI`; everything else is rendered at `TARGET_DPI`. Both are cut so that no side exceeds
    `LONGEST_SIDE`.
    """
    width, height = page.get_size()
    longest = max(width, height, 1.0)
    ceiling = LONGEST_SIDE / longest
    own = scan_dpi(page)
    if own is None or own < KEEP_DPI[0]:
        final = min(TARGET_DPI / 72, ceiling)
        return final, final
    if own <= KEEP_DPI[1]:
        final = min(own / 72, ceiling)
        return final, final
    final = min(TARGET_DPI / 72, ceiling)
    return min(own / 72, 2 * LONGEST_SIDE / longest), final


def scan_dpi(page: pdfium.PdfPage) -> float | None:
    """Resolution of the image that covers most of the page; None where no single image does."""
    if raw.FPDFPage_CountObjects(page) > 2000:
        return None
    for item in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
        left, bottom, right, top = item.get_bounds()
        if (right - left) * (top - bottom) < 0.8 * page_area(page):
            continue
        px, py = item.get_px_size()
        sides = sorted((px, py))
        points = sorted((right - left, top - bottom))
        if min(points) <= 0:
            continue
        short, long = ((side - 0.01) / point * 72 for side, point in zip(sides, points, strict=True))
        # Square pixels: the smaller one, so that rounding up the size of the page gives the image's own pixels.
        return float(min(short, long) if abs(short / long - 1) < 0.02 else max(short, long))
    return None


def grey_bits(page: pdfium.PdfPage) -> int:
    """Bits a pixel of a page that is made of grey or black-and-white images only, as scans are; 0 of any other."""
    greys = (raw.FPDF_COLORSPACE_DEVICEGRAY, raw.FPDF_COLORSPACE_CALGRAY)
    if raw.FPDFPage_GetAnnotCount(page) or raw.FPDFPage_CountObjects(page) > 20:
        return 0
    bits = 0
    for item in page.get_objects(max_depth=3):
        if item.type == raw.FPDF_PAGEOBJ_FORM:
            continue
        about = item.get_metadata() if item.type == raw.FPDF_PAGEOBJ_IMAGE else None
        if about is None or about.colorspace not in greys:
            return 0
        bits = max(bits, about.bits_per_pixel)
    return bits


def is_invisible_text(page: pdfium.PdfPage) -> bool:
    """Whether all text of the page is invisible, as it is on scans that somebody made searchable."""
    if raw.FPDFPage_CountObjects(page) > 2000:
        return False
    modes = {
        raw.FPDFTextObj_GetTextRenderMode(item) for item in page.get_objects((raw.FPDF_PAGEOBJ_TEXT,), max_depth=3)
    }
    return modes == {raw.FPDF_TEXTRENDERMODE_INVISIBLE}


def page_area(page: pdfium.PdfPage) -> float:
    """Area of the page in square points."""
    width, height = page.get_size()
    return float(max(1.0, width * height))


def pdf_page_image(page: pdfium.PdfPage) -> tuple[Image.Image, float]:
    """The page as an image on white with its annotations and form values, and its resolution in dpi.

    RGB; grey ("L") where nothing on it can have a colour: that takes a third of the time and memory.
    """
    render, final = pdf_scale(page)
    width, height = page.get_size()
    if width < 1 or height < 1:
        raise RenderError("page has no area")
    bits = grey_bits(page)
    bitmap = page.render(
        scale=render,
        fill_color=(255, 255, 255, 255),
        may_draw_forms=True,
        grayscale=bits == 1,  # pdfium draws grey images quicker in colour
        rev_byteorder=True,
    )
    image = Image.fromarray(np.ascontiguousarray(bitmap.to_numpy()[:, :, 0])) if bits > 1 else bitmap.to_pil()
    if image.mode not in ("L", "RGB"):
        image = image.convert("RGB")
    if final < render:
        size = (max(1, round(width * final)), max(1, round(height * final)))
        image = image.resize(size, Image.Resampling.BOX)
    return image, final * 72


def frame_image(path: Path, index: int, max_pixels: int) -> tuple[Image.Image, float]:
    """Frame `index` of an image file as RGB or grey ("L"): EXIF turned, transparency on white, square pixels, bounded
    size.

    Raises:
        TooLargeError: the frame has more than `max_pixels`; nothing was decoded.
        RenderError: there is no such frame.
    """
    register_heif()
    with Image.open(path) as opened:
        if index:
            try:
                opened.seek(index)
            except EOFError:
                raise RenderError("no such page in the image file") from None
        if opened.width * opened.height > max_pixels:
            raise TooLargeError(f"frame of {opened.width}x{opened.height} pixels")
        dpi_x, dpi_y = _dpi(opened)
        exif = opened.getexif().get(0x0112, 1)
        opened.load()
        image = _plain(opened)
        if exif != 1:
            turned = ImageOps.exif_transpose(opened)
            image = _plain(turned) if turned is not None else image
            if exif in (5, 6, 7, 8):
                dpi_x, dpi_y = dpi_y, dpi_x
    return _fitted(image, dpi_x, dpi_y)


def _dpi(image: Image.Image) -> tuple[float, float]:
    """Resolution the file claims, or (0, 0) where it claims nothing believable."""
    claimed = image.info.get("dpi") or (0, 0)
    try:
        x, y = float(claimed[0]), float(claimed[1])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return 0.0, 0.0
    low, high = BELIEVABLE_DPI
    if not (0 < x <= high and 0 < y <= high) or max(x, y) < low or not 0.2 <= x / y <= 5:
        return 0.0, 0.0
    return x, y


def _plain(image: Image.Image) -> Image.Image:
    """`image` as "L" or "RGB"."""
    if image.mode in ("1", "L") and "transparency" not in image.info:
        return image if image.mode == "L" else image.convert("L")
    if image.mode in ("I;16", "I;16B", "I;16L", "I;16N"):
        values = np.asarray(image, dtype=np.uint16)
        return Image.fromarray((values >> 8).astype(np.uint8))
    if image.mode in ("I", "F"):
        values = np.asarray(image, dtype=np.float64)
        top = (
            65535.0
            if values.size and values.max() > 255
            else (1.0 if image.mode == "F" and values.max() <= 1 else 255.0)
        )
        return Image.fromarray(np.clip(values * (255.0 / top), 0, 255).astype(np.uint8))
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        rgba = image.convert("RGBA")
        white = Image.new("RGBA", rgba.size, (255, 255, 255, 255))
        return Image.alpha_composite(white, rgba).convert("RGB")
    return image if image.mode == "RGB" else image.convert("RGB")


def _believable_aspect(width: float, height: float, grow_x: float, grow_y: float) -> bool:
    """Whether pixels may be as oblong as the file claims.

    Fax pages are; but writers also copy the resolution of a fax page to the next page. So a page that has the shape of
    A or B paper as it stands, and would lose it, is left alone.
    """
    if abs(grow_x / grow_y - 1) <= 0.02:
        return True
    before, after = width / height, (width * grow_x) / (height * grow_y)
    return _off_paper(after) <= 0.08 or _off_paper(before) > 0.03


def _off_paper(aspect: float) -> float:
    return abs(max(aspect, 1 / aspect) / 2**0.5 - 1)


def _fitted(image: Image.Image, dpi_x: float, dpi_y: float) -> tuple[Image.Image, float]:
    """Square pixels, scans finer than `KEEP_DPI` averaged down, no side above `LONGEST_SIDE`, never enlarged much."""
    width, height = float(image.width), float(image.height)
    dpi = max(dpi_x, dpi_y)
    if dpi and not _believable_aspect(width, height, dpi / dpi_x, dpi / dpi_y):
        dpi = 0.0
    elif dpi:
        width, height = width * dpi / dpi_x, height * dpi / dpi_y
    if dpi > KEEP_DPI[1]:
        width, height, dpi = width * TARGET_DPI / dpi, height * TARGET_DPI / dpi, TARGET_DPI
    longest = max(width, height)
    if longest > LONGEST_SIDE:
        width, height, dpi = (
            width * LONGEST_SIDE / longest,
            height * LONGEST_SIDE / longest,
            dpi * LONGEST_SIDE / longest,
        )
    size = (max(1, round(width)), max(1, round(height)))
    if size != image.size:
        smaller = size[0] <= image.width and size[1] <= image.height
        image = image.resize(size, Image.Resampling.BOX if smaller else Image.Resampling.BICUBIC)
    return image, dpi or max(size) / A4_LONG
