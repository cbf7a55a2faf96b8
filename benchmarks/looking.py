"""The second look of the pipeline (``flows.process``) for measurements that work without it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from extractors.fields import seek
from extractors.reading import Reader, ReadPage
from models.documents import CaseView, ExtractedDocument
from models.programmes import Programme
from validators.lacking import lacking


def look_again(
    view: CaseView,
    pages: Callable[[ExtractedDocument], Sequence[ReadPage]],
    reader: Reader,
    programmes: Mapping[str, Programme],
) -> None:
    """Look for what papers of the case lack and others tell, and add what is found to `view`."""
    for position, wanted in lacking(view, programmes.get(view.programme_id or "")).items():
        document = view.documents[position]
        document.fields = {**document.fields, **seek(document, pages(document), reader, wanted)}
