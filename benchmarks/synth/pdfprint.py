"""Marks printed as a PDF page with a real text layer, through reportlab (the born-digital papers)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks.synth import fonts
from benchmarks.synth.draw import MM_PER_POINT, Color, Glyphs, Mark, Picture, Shape, Stroke

POINTS = 72 / 25.4


@cache
def register(face: str) -> str:
    """Make `face` known to reportlab; its name there."""
    pdfmetrics.registerFont(TTFont(face, str(fonts.path(face))))
    return face


def _rgb(color: Color) -> tuple[float, float, float]:
    return color[0] / 255, color[1] / 255, color[2] / 255


def print_marks(canvas: Canvas, width: float, height: float, tint: Color, marks: Sequence[Mark]) -> None:
    """Print one page of `width` x `height` millimetres."""
    canvas.setPageSize((width * POINTS, height * POINTS))
    if tint != (255, 255, 255):
        canvas.setFillColorRGB(*_rgb(tint))
        canvas.rect(0, 0, width * POINTS, height * POINTS, stroke=0, fill=1)
    for mark in marks:
        match mark:
            case Glyphs():
                canvas.setFillColorRGB(*_rgb(mark.color))
                text = canvas.beginText(mark.x * POINTS, (height - mark.baseline) * POINTS)
                text.setFont(register(mark.face), mark.size)
                text.setCharSpace(mark.spacing / MM_PER_POINT)
                text.textOut(mark.text)
                canvas.drawText(text)
            case Stroke():
                canvas.setStrokeColorRGB(*_rgb(mark.color))
                canvas.setLineWidth(mark.width * POINTS)
                canvas.setDash([2, 2] if mark.dash else [])
                canvas.line(
                    mark.x0 * POINTS, (height - mark.y0) * POINTS, mark.x1 * POINTS, (height - mark.y1) * POINTS
                )
                canvas.setDash([])
            case Shape():
                _shape(canvas, mark, height)
            case Picture(box, image):
                canvas.drawImage(
                    ImageReader(image),
                    box[0] * POINTS,
                    (height - box[3]) * POINTS,
                    (box[2] - box[0]) * POINTS,
                    (box[3] - box[1]) * POINTS,
                    mask="auto",
                )
    canvas.showPage()


def _shape(canvas: Canvas, mark: Shape, height: float) -> None:
    if mark.line:
        canvas.setStrokeColorRGB(*_rgb(mark.line))
        canvas.setLineWidth(mark.width * POINTS)
    if mark.fill:
        canvas.setFillColorRGB(*_rgb(mark.fill))
    stroke, fill = int(mark.line is not None), int(mark.fill is not None)
    if mark.kind == "polygon":
        path = canvas.beginPath()
        pairs = list(zip(mark.points[::2], mark.points[1::2], strict=True))
        path.moveTo(pairs[0][0] * POINTS, (height - pairs[0][1]) * POINTS)
        for x, y in pairs[1:]:
            path.lineTo(x * POINTS, (height - y) * POINTS)
        path.close()
        canvas.drawPath(path, stroke=stroke, fill=fill)
        return
    x0, y0, x1, y1 = mark.points
    left, bottom, right, top = x0 * POINTS, (height - y1) * POINTS, x1 * POINTS, (height - y0) * POINTS
    if mark.kind == "oval":
        canvas.ellipse(left, bottom, right, top, stroke=stroke, fill=fill)
    else:
        canvas.rect(left, bottom, right - left, top - bottom, stroke=stroke, fill=fill)
