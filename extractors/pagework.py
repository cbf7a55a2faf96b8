"""What the render child does with one page: opens the file, makes the image, reads the exact text."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pdfplumber
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from extractors import files, formfields, pageimages
from extractors.textlayer import TextLayer, read_text_layer
from models.errors import DamagedFileError, PasswordNeededError, RenderError
from models.limits import Limits
from models.pages import Source, TextLine

#: Fewer visible characters than this do not carry a page that has anything else on it.
MIN_CHARACTERS = 10
#: A page with images over more than this share of it is a scan or a photograph, whatever text lies on it.
MAX_IMAGE_COVER = 0.35
#: More unreadable or sideways characters than this share, and the text layer is not to be trusted at all.
MAX_UNUSABLE = 0.05


class PageWorker:
    """Renders pages of deliveries; keeps the last PDF open, because pages are asked for one after the other."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._stamp: tuple[object, ...] = ()
        self._open_files = ExitStack()
        self._document: pdfium.PdfDocument | None = None
        self._plumber: pdfplumber.pdf.PDF | None = None

    def inspect(self, path: Path) -> dict[str, Any]:
        """See :func:`extractors.files.inspect`."""
        facts: dict[str, Any] = files.inspect(path, self._limits).model_dump(mode="json")
        return facts

    def render(self, path: Path, index: int) -> tuple[dict[str, Any], bytes]:
        """The answer of :meth:`extractors.rendering.Renderer.render` and its pixels."""
        if files.kind_of(path) is files.MediaKind.PDF:
            return self._pdf_page(path, index)
        image, dpi = pageimages.frame_image(path, index, self._limits.max_page_pixels)
        return _answer(image, dpi, (), born_digital=False, hidden="")

    def _open(self, path: Path) -> pdfium.PdfDocument:
        info = path.stat()
        stamp = (path, info.st_dev, info.st_ino, info.st_size, info.st_mtime_ns)
        if self._document is not None and self._stamp == stamp:
            return self._document
        self._open_files.close()
        self._document = self._plumber = None
        file = self._open_files.enter_context(path.open("rb"))  # not by name: that may hold bytes that are no text
        try:
            document = pdfium.PdfDocument(file)
        except pdfium.PdfiumError as error:
            if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD:
                raise PasswordNeededError("password needed") from error
            raise DamagedFileError("pdfium cannot open it") from error
        self._open_files.callback(document.close)
        if document.get_formtype() != raw.FORMTYPE_NONE:
            document.init_forms()
        self._document, self._stamp = document, stamp
        return document

    def _pdf_page(self, path: Path, index: int) -> tuple[dict[str, Any], bytes]:
        document = self._open(path)
        if not 0 <= index < len(document):
            raise RenderError("no such page in the PDF")
        page = document[index]
        try:
            image, dpi = pageimages.pdf_page_image(page)
            entries = formfields.read_entries(document, page, image.width, image.height)
            text = page.get_textpage()
            try:
                has_text = text.count_chars() > 0
                everything = text.get_text_range() if has_text else ""
                invisible = has_text and pageimages.is_invisible_text(page)
            finally:
                text.close()
        finally:
            page.close()
        layer = self._layer(path, index, image) if has_text and not invisible else TextLayer(hidden=everything)
        formfields.paint(image, entries)
        lines = (*layer.lines, *formfields.lines_of_entries(entries))
        if layer.garbled > MAX_UNUSABLE or layer.sideways > 0.5:
            lines = tuple(line for line in lines if line.source is Source.FORM_FIELD)
            return _answer(image, dpi, lines, born_digital=False, hidden=everything)
        carried = sum(len(line.text) for line in lines) >= MIN_CHARACTERS and layer.image_cover <= MAX_IMAGE_COVER
        hidden = layer.hidden or ("" if layer.lines else everything)
        return _answer(image, dpi, lines, born_digital=carried, hidden=hidden)

    def _layer(self, path: Path, index: int, image: Image.Image) -> TextLayer:
        """The text layer, or one without lines where pdfminer gives up: the page is then read by OCR."""
        try:
            if self._plumber is None:
                file = self._open_files.enter_context(path.open("rb"))
                self._plumber = self._open_files.enter_context(pdfplumber.open(file))
            page = self._plumber.pages[index]
            try:
                return read_text_layer(page, np.asarray(image.convert("L")))
            finally:
                page.close()
        except MemoryError:
            raise
        except Exception:  # pdfminer raises what it likes on a broken page, RecursionError among it
            return TextLayer(garbled=1.0)


def _answer(
    image: Image.Image, dpi: float, lines: tuple[TextLine, ...], *, born_digital: bool, hidden: str
) -> tuple[dict[str, Any], bytes]:
    answer = {
        "width": image.width,
        "height": image.height,
        "planes": len(image.getbands()),
        "dpi": dpi,
        "lines": [line.model_dump(mode="json") for line in lines],
        "born_digital": born_digital,
        "hidden_text": hidden.replace("\r\n", "\n").encode("utf-8", "replace").decode("utf-8"),
    }
    return answer, image.tobytes()
