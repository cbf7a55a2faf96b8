"""Files as scanners, fax machines and applicants make them. Same pages in, same bytes out."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image
from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from benchmarks.synth.draw import Box, Sheet
from benchmarks.synth.pdfprint import register
from benchmarks.synth.scan import STYLES, Scan

rl_config.useA85 = 0
#: EXIF tag 274: how a camera was held; 6 = turn 90 degrees clockwise to see it upright.
ORIENTATION = 274


@dataclass(frozen=True)
class Page:
    """One page as delivered: a scan, or (`scan` None) a sheet printed straight to PDF."""

    sheet: Sheet
    style: str
    scan: Scan | None = None
    rotated: bool = False
    """PDF: stored lying, shown upright by /Rotate 90. JPEG: the same through EXIF."""

    def fraction(self, box: Box) -> list[float]:
        """A box of the paper as fractions of the page as shown."""
        if self.scan:
            return self.scan.fraction(box)
        w, h = self.sheet.width, self.sheet.height
        return [round(min(1.0, max(0.0, v)), 5) for v in (box[0] / w, box[1] / h, box[2] / w, box[3] / h)]


def _image(page: Page) -> Image.Image:
    assert page.scan is not None
    pixels = cv2.rotate(page.scan.pixels, cv2.ROTATE_90_COUNTERCLOCKWISE) if page.rotated else page.scan.pixels
    image = Image.fromarray(np.ascontiguousarray(pixels))
    return image.convert("1", dither=Image.Dither.NONE) if STYLES[page.style].bilevel else image


def _quality(page: Page) -> int:
    return (page.scan.quality if page.scan else 0) or STYLES[page.style].quality


def jpeg(page: Page) -> bytes:
    """One page as JPEG; a rotated one says so in its EXIF."""
    out, image = io.BytesIO(), _image(page)
    assert page.scan is not None
    extra = {}
    if page.rotated:
        exif = Image.Exif()
        exif[ORIENTATION] = 6
        extra["exif"] = exif.tobytes()
    image.convert("RGB" if STYLES[page.style].color else "L").save(
        out, "JPEG", quality=_quality(page), dpi=page.scan.dpi, **extra
    )
    return out.getvalue()


def tiff(pages: Sequence[Page]) -> bytes:
    """A multi-page TIFF, G4 for black and white, JPEG-free deflate for grey and colour."""
    frames = [_image(p) for p in pages]
    first = pages[0]
    assert first.scan is not None
    out = io.BytesIO()
    frames[0].save(
        out,
        "TIFF",
        save_all=True,
        append_images=frames[1:],
        dpi=first.scan.dpi,
        compression="group4" if STYLES[first.style].bilevel else "tiff_deflate",
    )
    return out.getvalue()


def pdf(pages: Sequence[Page], *, garbage: random.Random | None = None) -> bytes:
    """A PDF of scans and printed pages. `garbage` hides a wrong text layer under the scans, as bad OCR software does."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1, pageCompression=1)
    canvas.setProducer("uketsuke sample mail")
    for page in pages:
        canvas.setPageRotation(0)
        if page.scan is None:
            page.sheet.print_pdf(canvas)
            continue
        image = _image(page)
        w, h = image.width / page.scan.dpi[0] * 72, image.height / page.scan.dpi[1] * 72
        # Of a turned page reportlab wants the size as shown, and draws in the page as it lies.
        canvas.setPageSize((h, w) if page.rotated else (w, h))
        if page.rotated:
            canvas.setPageRotation(90)
        if image.mode == "1":
            reader = ImageReader(image)
        else:
            data = io.BytesIO()
            image.save(data, "JPEG", quality=_quality(page))
            reader = ImageReader(data)
        canvas.drawImage(reader, 0, 0, w, h)
        if garbage and not page.rotated:
            _hide(canvas, page, w, h, garbage)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _hide(canvas: Canvas, page: Page, w: float, h: float, rng: random.Random) -> None:
    """Invisible text where the entries stand: misread digits and characters, in the way of who trusts it."""
    text = canvas.beginText()
    text.setFont(register("gothic"), 9)
    text.setTextRenderMode(3)
    for entry in page.sheet.entries.values():
        x0, _, _, y1 = page.fraction(entry.box)
        wrong = "".join(
            str(rng.randint(0, 9)) if c.isdigit() else rng.choice("口日曰一ー工エ力ニ") if rng.random() < 0.4 else c
            for c in entry.raw
        )
        text.setTextOrigin(x0 * w, h - y1 * h)
        text.textOut(wrong)
    canvas.drawText(text)
