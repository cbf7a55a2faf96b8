"""Structure and safety of a PDF, seen with qpdf (pikepdf): is it whole, within the limits, and what hides in it.

Nothing is rendered, run or followed. Scripts, launch actions and attachments are only named in the notes.
"""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2 as pdfium
from pikepdf import Name

from models.errors import (
    DamagedFileError,
    DynamicFormError,
    IncompleteFileError,
    NoPagesError,
    PasswordNeededError,
    TooLargeError,
    TooManyPagesError,
)
from models.limits import Limits

#: How near its end a PDF must have %%EOF: some senders add a line or two behind it.
EOF_WITHIN = 2048
_FLATE = frozenset({"/FlateDecode", "/Fl"})
_PIECE = 1 << 20


def inspect_pdf(path: Path, limits: Limits) -> tuple[int, tuple[str, ...]]:
    """(number of pages, notes) of the PDF at `path`; the notes are those of `extractors.files.FileFacts`.

    Raises:
        IncompleteFileError: no %%EOF near the end.
        PasswordNeededError, NoPagesError, TooManyPagesError, DynamicFormError: as they say.
        TooLargeError: a stream inflates beyond the limit, or an image has more pixels than a page may have.
        DamagedFileError: qpdf cannot make a PDF of it.
    """
    with path.open("rb") as file:
        file.seek(0, 2)
        file.seek(max(0, file.tell() - EOF_WITHIN))
        if b"%%EOF" not in file.read():
            raise IncompleteFileError("no end of file marker")
    try:
        with path.open("rb") as file, pikepdf.open(file) as pdf:
            pages, notes = _inspect(pdf, limits)
    except pikepdf.PasswordError as error:
        raise PasswordNeededError("password needed") from error
    except (pikepdf.PdfError, RuntimeError) as error:
        raise DamagedFileError("qpdf cannot open it") from error
    if "xfa" in notes and _only_asks_to_wait(path):
        raise DynamicFormError("XFA form that shows a placeholder only")
    return pages, notes


def _only_asks_to_wait(path: Path) -> bool:
    """Whether the first page is the placeholder that Adobe's designer puts before a form nobody else can show."""
    with path.open("rb") as file:
        try:
            document = pdfium.PdfDocument(file)
        except pdfium.PdfiumError as error:
            raise DamagedFileError("pdfium cannot open it") from error
        try:
            page = document[0]
            text = page.get_textpage().get_text_range()
        finally:
            document.close()
    return "Please wait" in text or "お待ちください" in text


def _inspect(pdf: pikepdf.Pdf, limits: Limits) -> tuple[int, tuple[str, ...]]:
    pages = _page_count(pdf)
    if pages == 0:
        raise NoPagesError("no pages")
    if pages > limits.max_pages:
        raise TooManyPagesError(f"{pages} pages")
    notes: set[str] = set()
    if pdf.is_encrypted:
        notes.add("restricted")
    _form(pdf, notes)
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary):
            _note(item, notes)
        elif isinstance(item, pikepdf.Stream):
            _bounded(item, limits)
    if _attachments(pdf):
        notes.add("attachments")
    if pdf.get_warnings():
        notes.add("repaired")
    return pages, tuple(sorted(notes))


def _page_count(pdf: pikepdf.Pdf) -> int:
    try:
        return len(pdf.pages)
    except (RuntimeError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise DamagedFileError("page tree is broken") from error


def _form(pdf: pikepdf.Pdf, notes: set[str]) -> None:
    form = pdf.Root.get(Name.AcroForm)
    if not isinstance(form, pikepdf.Dictionary):
        return
    fields = form.get(Name.Fields)
    has_fields = isinstance(fields, pikepdf.Array) and len(fields) > 0
    if has_fields:
        notes.add("form")
    if Name.XFA in form:
        if not has_fields or bool(pdf.Root.get(Name.NeedsRendering, False)):
            raise DynamicFormError("dynamic XFA form")
        notes.add("xfa")


def _note(item: pikepdf.Dictionary, notes: set[str], depth: int = 0) -> None:
    action = item.get(Name.S)
    if action == Name.JavaScript or Name.JS in item:
        notes.add("javascript")
    elif action == Name.Launch:
        notes.add("launch")
    elif action == Name.URI and Name.URI in item:
        notes.add("uri")
    if item.get(Name.Subtype) == Name.FileAttachment:
        notes.add("attachments")
    if depth < 3:
        for key in (Name.OpenAction, Name.A, Name.AA, Name.O, Name.C):
            inner = item.get(key)
            if isinstance(inner, pikepdf.Dictionary) and not inner.is_indirect:
                _note(inner, notes, depth + 1)


def _attachments(pdf: pikepdf.Pdf) -> bool:
    try:
        return len(pdf.attachments) > 0
    except (RuntimeError, ValueError, KeyError, TypeError):
        return True


def _bounded(stream: pikepdf.Stream, limits: Limits) -> None:
    """Refuse a stream that inflates without bounds; images are judged by the pixels they declare."""
    if stream.get(Name.Subtype) == Name.Image:
        width, height = _whole(stream.get(Name.Width)), _whole(stream.get(Name.Height))
        if width * height > limits.max_page_pixels:
            raise TooLargeError(f"image of {width}x{height} pixels")
        return
    filters = stream.get(Name.Filter)
    names = [str(f) for f in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    if not names or names[0] not in _FLATE:
        return
    chain = []
    for name in names:
        if name not in _FLATE:
            break
        chain.append(zlib.decompressobj())
    if _inflated(stream.read_raw_bytes(), chain, limits.max_stream_bytes) > limits.max_stream_bytes:
        raise TooLargeError(f"stream inflates to more than {limits.max_stream_bytes} bytes")


def _inflated(data: bytes, chain: list[Any], limit: int) -> int:
    """Bytes that come out of `data` through the decompressors of `chain`; stops soon after `limit`."""
    if not chain:
        return len(data)
    first, rest = chain[0], chain[1:]
    total = made = 0
    while data and not first.eof:
        try:
            piece = first.decompress(data, _PIECE)
        except zlib.error:
            return total
        data = first.unconsumed_tail
        if not piece and not data:
            break
        made += len(piece)
        total = made if not rest else total + _inflated(piece, rest, limit - total)
        if total > limit or made > limit:
            return max(total, made)
    return total


def _whole(value: Any) -> int:
    try:
        return max(0, int(value))
    except (TypeError, ValueError, OverflowError):
        return 0
