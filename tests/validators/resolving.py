"""Entries over which readers were undecided, and what resolution makes of them."""

from __future__ import annotations

from models.documents import (
    Candidate,
    CaseView,
    DocumentKind,
    ExtractedDocument,
    Field,
    Reading,
    Value,
)
from models.findings import FindingCode
from tests.validators.cases import PROGRAMMES, SOMEWHERE
from validators.resolution import resolve

K, C = DocumentKind, FindingCode


def undecided(key: str, *options: tuple[Value, float], engine: str = "ppocr") -> Field:
    """An entry for which one engine considered several values."""
    candidates = tuple(Candidate(raw=str(v), value=v, share=s) for v, s in options)
    value = options[0][0]
    reading = Reading(engine=engine, raw=str(value), value=value, score=0.9, candidates=candidates)
    return Field(key=key, value=value, raw=str(value), box=SOMEWHERE, readings=[reading])


def sheet(kind: DocumentKind, *fields: Field) -> ExtractedDocument:
    return ExtractedDocument(
        kind=kind, delivery_sha256="0" * 64, page_indexes=[0], fields={f.key: f for f in fields}, kind_confidence=1.0
    )


def resolved(*papers: ExtractedDocument, programme: str = "shinjuku-ecohome") -> list[dict[str, Value]]:
    case = CaseView(programme_id=programme, stage="apply", documents=list(papers))
    resolve(case, PROGRAMMES[programme])
    return [{k: f.value for k, f in d.fields.items()} for d in case.documents]
