"""Extraction of one drawn paper, in one call."""

from __future__ import annotations

from collections.abc import Mapping

import programmes
from extractors.fields import extract
from extractors.reading import Reader, ReadPage
from models.documents import DocumentKind, ExtractedDocument, SortedDocument, Value
from models.programmes import Programme
from tests.extractors.drawnpaper import Paper

PROGRAMMES = programmes.load()


def extracted(
    kind: DocumentKind,
    *papers: Paper | ReadPage,
    reader: Reader | None = None,
    programme: str | None = None,
    known: Mapping[str, Programme] = PROGRAMMES,
) -> ExtractedDocument:
    """What is on `papers`, pages of one document of `kind`."""
    pages = [p.read(index=i) if isinstance(p, Paper) else p for i, p in enumerate(papers)]
    document = SortedDocument(
        kind=kind,
        delivery_sha256="0" * 64,
        page_indexes=tuple(range(len(pages))),
        confidence=0.9,
        programme_id=programme,
    )
    return extract(document, pages, reader or Reader(), known)


def values(document: ExtractedDocument) -> dict[str, Value]:
    return {key: field.value for key, field in document.fields.items()}


def written(*lines: str | tuple[int, int, str], top: int = 80, step: int = 70, width: int = 1200) -> Paper:
    """A paper with one line under the other; a tuple sets its line at (x, y)."""
    paper = Paper(width, 1400)
    y = top
    for words in lines:
        if isinstance(words, tuple):
            paper.text(words[0], words[1], words[2])
        else:
            paper.text(100, y, words)
            y += step
    return paper
