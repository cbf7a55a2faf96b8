"""A blank form 様式 as data: what is printed on it and where its entries stand (`programmes/<id>/forms/*.yaml`).

``uketsuke programme learn`` writes such a map from a blank form; a person corrects it. Pages that applicants send in
are matched with it, laid over it and read at its entries (:mod:`extractors.registration`).

Every box is given as ``[x0, y0, x1, y1]`` in fractions (0..1) of the blank page, origin at the top left. The models are
strict like those of :mod:`models.programmes`; :func:`programmes.forms.load_forms` turns errors into Japanese sentences
that name file and line.
"""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, PlainSerializer, field_validator, model_validator

from models.documents import DocumentKind
from models.geometry import Box
from models.programmes import Label, Strict, ValueKind

#: The version of this schema; a file written for another version is refused with a remedy.
FORM_SCHEMA_VERSION = 1


def _box(value: Any) -> Any:
    if isinstance(value, list | tuple):
        if len(value) != 4 or not all(isinstance(v, int | float) and not isinstance(v, bool) for v in value):
            raise ValueError("位置は [左, 上, 右, 下] の四つの数で書いてください")
        x0, y0, x1, y1 = (float(v) for v in value)
        if not (0 <= x0 <= x1 <= 1 and 0 <= y0 <= y1 <= 1):
            raise ValueError("位置は 0 から 1 までの数で、左 ≦ 右、上 ≦ 下になるように書いてください")
        return Box(x0=x0, y0=y0, x1=x1, y1=y1)
    if not isinstance(value, Box):
        raise ValueError("位置は [左, 上, 右, 下] の四つの数で書いてください")
    return value


Area = Annotated[
    Box,
    BeforeValidator(_box),
    PlainSerializer(lambda b: [round(v, 5) for v in (b.x0, b.y0, b.x1, b.y1)], return_type=list[float]),
]
"""A box in fractions of the blank page."""


class Printed(Strict):
    """A line of text printed on the blank form."""

    text: str
    box: Area
    vertical: bool = False
    """Set downwards (申請者 beside a run of rows)."""


class PrintedOption(Strict):
    """One choice of an entry as it is printed."""

    value: str
    """The canonical value, as the programme names it."""
    box: Area
    """The words of the choice, without the square in front."""


class Entry(Strict):
    """A place for one entry."""

    key: str
    kind: ValueKind
    box: Area
    """The room for the entry: its cell, or the white space behind its label. Words printed in it (令和　年　月　日, 円)
    are read along with it."""
    label: Label | None = None
    """The printed words that name it; ``part`` and ``divider`` tell which part of a shared room it is, ``inline`` that
    it stands in a running sentence."""
    strip: tuple[Area, ...] = ()
    """The boxes for single characters, left to right."""
    options: tuple[PrintedOption, ...] = ()
    section: str = ""
    """The block it stands in (申請者, 代理申請者, 振込先), by the programme's name for it."""

    @field_validator("label", mode="before")
    @classmethod
    def _plain_label(cls, value: Any) -> Any:
        return {"text": value} if isinstance(value, str) else value


class FormPage(Strict):
    """One page of a blank form."""

    width_mm: Annotated[float, Field(gt=20, lt=2000)]
    height_mm: Annotated[float, Field(gt=20, lt=2000)]
    printed: tuple[Printed, ...] = ()
    rules: tuple[Area, ...] = ()
    """Drawn straight lines, each a box without width or without height."""
    cells: tuple[Area, ...] = ()
    """The rectangles that the rules enclose."""
    entries: tuple[Entry, ...] = ()


class FormMap(Strict):
    """One version of one form of one programme."""

    schema_version: int
    programme: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    document: DocumentKind
    version: Annotated[str, Field(pattern=r"^[a-z0-9]+$")]
    blank: str
    """File name of the blank form beside this file."""
    pages: Annotated[tuple[FormPage, ...], Field(min_length=1)]

    @property
    def id(self) -> str:
        """``programme/document-version``; unique among the forms of an installation."""
        return f"{self.programme}/{self.document.value}-{self.version}"

    @field_validator("schema_version")
    @classmethod
    def _known_version(cls, value: int) -> int:
        if value != FORM_SCHEMA_VERSION:
            raise ValueError(f"schema_version は {FORM_SCHEMA_VERSION} にしてください（{value} は読めません）")
        return value

    @model_validator(mode="after")
    def _no_key_twice(self) -> Self:
        seen: set[str] = set()
        for page in self.pages:
            for entry in page.entries:
                if entry.key in seen:
                    raise ValueError(f"項目 {entry.key} が二度書かれています")
                seen.add(entry.key)
        return self
