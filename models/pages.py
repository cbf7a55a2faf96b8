"""What the reader found on one page. All boxes are pixels of the upright page image."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

from models.geometry import Box, PageGeometry


class Frozen(BaseModel):
    """Base of the plain values: compared by content, never changed in place."""

    model_config = ConfigDict(frozen=True)


class Source(StrEnum):
    """Where a text came from. Only `TEXT_LAYER` and `FORM_FIELD` are exact; the hidden layer of a scan is neither."""

    TEXT_LAYER = "text_layer"
    """Visible text of a born-digital PDF page."""
    FORM_FIELD = "form_field"
    """The value of an AcroForm field."""
    PPOCR = "ppocr"
    TESSERACT = "tesseract"
    BLANK_FORM = "blank_form"
    """Words that the matching blank form prints there: known, not read, and nobody's entry."""


class TextLine(Frozen):
    """One line of text. `score` (0..1) is the engine's own and no probability; 1.0 for exact sources.

    `char_x`, where known, holds for every character of `text` its centre in x (pixels).
    """

    text: str
    box: Box
    score: float
    source: Source
    char_x: tuple[float, ...] | None = None
    vertical: bool = False


class Rule(Frozen):
    """A drawn straight line: horizontal if ``y0 == y1``, vertical if ``x0 == x1``."""

    x0: float
    y0: float
    x1: float
    y1: float


class Seal(Frozen):
    """A stamped impression: red ink, or a round dark stamp on a black-and-white scan."""

    box: Box
    colour: Literal["red", "dark"]


class Barcode(Frozen):
    symbology: str
    text: str
    box: Box


class Redaction(Frozen):
    """A place where an individual number 個人番号 stood. The digits are gone from text and image; nobody keeps them."""

    box: Box | None
    """None: it stood in a text layer only, and nobody knows where on the page."""
    certain: bool
    """False: it may be another number; a person decides (:class:`models.values.mynumber.Sighting`)."""


class PlacedEntry(Frozen):
    """One entry of a blank form where it stands on the page; `box` and `strip` in pixels of the upright image."""

    key: str
    box: Box
    strip: tuple[Box, ...] = ()
    score: float = 1.0
    """How surely its place was found, 0..1."""


class FormMatch(Frozen):
    """The blank form that a page is a filled copy of (:class:`models.forms.FormMap`)."""

    form_id: str
    """``programme/document-version``."""
    programme_id: str
    document: str
    """A :class:`models.documents.DocumentKind`."""
    version: str
    page: int = 0
    """Which page of the form it is, from 0."""
    score: float = 0.0
    """How well the page fits the blank form, 0..1."""
    entries: tuple[PlacedEntry, ...] = ()
    others: tuple[str, ...] = ()
    """Other forms whose page fits exactly as well (the same back page): the programme is not told by this page."""


class PageContent(StrEnum):
    """What a page is, seen from its ink alone, before anyone reads it."""

    TEXT = "text"
    BLANK = "blank"
    PICTURE = "picture"
    """A photograph of equipment or the like: hardly any text on it."""


class PageReading(Frozen):
    """All that was read from one page of one delivery; the input of sorting and extraction.

    `hidden_text` is an invisible OCR layer somebody else's scanner wrote: a hint for people, never a source of values.
    """

    page_index: int
    geometry: PageGeometry
    content: PageContent
    photographed: bool = False
    """Taken by a camera: perspective and shadow are to be expected."""
    lines: tuple[TextLine, ...] = ()
    rules: tuple[Rule, ...] = ()
    cells: tuple[Box, ...] = ()
    """Closed rectangles made by rules: table cells, and within them strips of entry boxes."""
    seals: tuple[Seal, ...] = ()
    barcodes: tuple[Barcode, ...] = ()
    hidden_text: str = ""
    ink: float = 0.0
    """Share of dark pixels, 0..1."""
    form: FormMatch | None = None
    """The known blank form that this is a page of; None where none fits."""
    redactions: tuple[Redaction, ...] = ()
    """What was hidden before anything else looked at the page."""

    @property
    def text(self) -> str:
        """Every line, top to bottom, one a row."""
        return "\n".join(line.text for line in self.lines)

    @property
    def exact(self) -> bool:
        """True where all text is exact (born digital)."""
        return bool(self.lines) and all(x.source in (Source.TEXT_LAYER, Source.FORM_FIELD) for x in self.lines)
