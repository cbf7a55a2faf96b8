"""Values people typed into a PDF: AcroForm fields and free-text notes, read with pdfium at their widgets.

Nothing is run: JavaScript, actions and XFA are no part of pdfium's build used here. A value that the rendered page does
not show (no appearance stream and no font to make one) is still read, and `paint` draws it, so that a reviewer's crop
shows what the value says.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image, ImageDraw, ImageFont

from models.geometry import Box
from models.pages import Source, TextLine

_TEXT_TYPES = frozenset({raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX})
_TICK_TYPES = frozenset({raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON})
_HIDDEN_FLAGS = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
_MULTILINE = 1 << 12
_PASSWORD = 1 << 13
_COMB = 1 << 24
#: More characters than this in one field is no form entry (and no reason to spend memory).
MAX_VALUE = 20_000
_FONTS = (
    "/usr/share/fonts/opentype/ipafont-gothic/ipag.ttf",
    "/usr/share/fonts/opentype/ipafont-mincho/ipam.ttf",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/fonts-japanese-gothic.ttf",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One value on the page: `box` in pixels, `comb` the number of boxes it is spread over (0: none)."""

    text: str
    box: Box
    source: Source
    comb: int = 0
    multiline: bool = False


def read_entries(document: pdfium.PdfDocument, page: pdfium.PdfPage, width: int, height: int) -> list[Entry]:
    """Typed values of `page`, whose image has `width` × `height` pixels, in the order of the file."""
    form = document.formenv
    entries: list[Entry] = []
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            entry = _entry(form, page, annotation, width, height)
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
        if entry is not None:
            entries.append(entry)
    return entries


def _entry(form: Any, page: pdfium.PdfPage, annotation: Any, width: int, height: int) -> Entry | None:
    if raw.FPDFAnnot_GetFlags(annotation) & _HIDDEN_FLAGS:
        return None
    subtype = raw.FPDFAnnot_GetSubtype(annotation)
    comb, multiline = 0, False
    if subtype == raw.FPDF_ANNOT_FREETEXT:
        text, source = _string(annotation, b"Contents"), Source.TEXT_LAYER
        multiline = True
    elif subtype == raw.FPDF_ANNOT_WIDGET and form is not None:
        kind = raw.FPDFAnnot_GetFormFieldType(form, annotation)
        flags = raw.FPDFAnnot_GetFormFieldFlags(form, annotation)
        source = Source.FORM_FIELD
        if kind in _TICK_TYPES:
            text = "☑" if raw.FPDFAnnot_IsChecked(form, annotation) else "□"
        elif kind in _TEXT_TYPES and not (kind == raw.FPDF_FORMFIELD_TEXTFIELD and flags & _PASSWORD):
            text = _value(form, annotation)
            multiline = kind == raw.FPDF_FORMFIELD_TEXTFIELD and bool(flags & _MULTILINE)
            if kind == raw.FPDF_FORMFIELD_TEXTFIELD and flags & _COMB:
                comb = _max_length(annotation)
        else:
            return None
    else:
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n\0")
    box = _rect(page, annotation, width, height)
    if not text.strip() or box is None:
        return None
    return Entry(text=text, box=box, source=source, comb=comb, multiline=multiline)


def _utf16(read: Any) -> str:
    size = int(read(None, 0))
    if size <= 2 or size > 2 * MAX_VALUE:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    read(buffer, size)
    return bytes(buffer)[:size].decode("utf-16-le", "replace").rstrip("\0")


def _value(form: Any, annotation: Any) -> str:
    return _utf16(lambda buffer, size: raw.FPDFAnnot_GetFormFieldValue(form, annotation, buffer, size))


def _string(annotation: Any, key: bytes) -> str:
    return _utf16(lambda buffer, size: raw.FPDFAnnot_GetStringValue(annotation, key, buffer, size))


def _max_length(annotation: Any) -> int:
    number = ctypes.c_float()
    return int(number.value) if raw.FPDFAnnot_GetNumberValue(annotation, b"MaxLen", ctypes.byref(number)) else 0


def _rect(page: pdfium.PdfPage, annotation: Any, width: int, height: int) -> Box | None:
    rect = raw.FS_RECTF()
    if not raw.FPDFAnnot_GetRect(annotation, ctypes.byref(rect)):
        return None
    xs, ys = [], []
    for x, y in ((rect.left, rect.top), (rect.right, rect.bottom)):
        dx, dy = ctypes.c_int(), ctypes.c_int()
        if not raw.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, ctypes.byref(dx), ctypes.byref(dy)):
            return None
        xs.append(min(max(dx.value, 0), width))
        ys.append(min(max(dy.value, 0), height))
    if max(xs) - min(xs) < 2 or max(ys) - min(ys) < 2:
        return None
    return Box(x0=min(xs), y0=min(ys), x1=max(xs), y1=max(ys))


def lines_of_entries(entries: list[Entry]) -> list[TextLine]:
    """Each value as lines at its widget; several lines of one value share the widget's height."""
    lines: list[TextLine] = []
    for entry in entries:
        rows = entry.text.split("\n")
        step = entry.box.height / len(rows)
        for k, row in enumerate(rows):
            if not row.strip():
                continue
            box = Box(x0=entry.box.x0, x1=entry.box.x1, y0=entry.box.y0 + k * step, y1=entry.box.y0 + (k + 1) * step)
            xs = None
            if entry.comb >= len(row):
                pitch = box.width / entry.comb
                xs = tuple(box.x0 + (i + 0.5) * pitch for i in range(len(row)))
            lines.append(TextLine(text=row, box=box, score=1.0, source=entry.source, char_x=xs))
    return lines


def paint(image: Image.Image, entries: list[Entry]) -> None:
    """Draw, in place, every typed value whose widget shows no ink in `image`."""
    font_file = next((f for f in _FONTS if Path(f).is_file()), None)
    for entry in entries:
        box = entry.box
        patch = np.asarray(
            image.convert("L").crop((int(box.x0) + 3, int(box.y0) + 3, int(box.x1) - 3, int(box.y1) - 3))
        )
        if patch.size == 0 or int(patch.max()) - int(patch.min()) >= 60:
            continue
        rows = entry.text.split("\n")
        size = max(8, min(40, int(0.7 * box.height / len(rows))))
        font = ImageFont.truetype(font_file, size) if font_file else ImageFont.load_default(size)
        draw = ImageDraw.Draw(image)
        for k, row in enumerate(rows):
            top = box.y0 + (k + 0.5) * box.height / len(rows)
            draw.text((box.x0 + 3, top), row, fill=(0, 0, 0), font=font, anchor="lm")
