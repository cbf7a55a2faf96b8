"""Examples as numbers: every field that engines read, its features, and whether its value is right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import programmes
from benchmarks.calibrating.collecting import Envelope
from models.documents import ExtractedDocument, Field, FieldStatus
from validators.checks import check_case
from validators.decisions import contradicted, wanting_evidence
from validators.evidence import sure
from validators.features import features

Paper = tuple[int, ExtractedDocument, dict[str, Any]]
"""The number of its envelope, a document after the checks, and what the truth says of it."""


@dataclass(frozen=True)
class Sample:
    """One field of one document after the checks."""

    envelope: int
    key: str
    features: dict[str, float]
    right: bool
    handwritten: bool
    """By the truth, where it says so."""
    scan: str
    accepted: bool
    confidence: float
    exact: bool
    gated: bool
    """A person sees it whatever its probability: thresholds are not made from it."""
    value: Any = None
    truth: Any = None


def samples(papers: Iterable[Paper], score: ModuleType) -> Iterator[Sample]:
    """The fields of all papers that have a value.

    A value read from an entry that was left blank is a wrong one; entries that the truth does not name are left out, as
    `score`, the corpus's scorer, leaves them out, which says what counts as the same value.
    """
    for number, document, truth in papers:
        for key, field in document.fields.items():
            if field.value is not None and field.value != [] and key in truth["fields"]:
                yield _sample(number, document, field, truth, truth["fields"].get(key), score)


def lost_as_blank(papers: Iterable[Paper]) -> Iterator[tuple[int, str, str]]:
    """(envelope, kind of paper, key) of every entry that was accepted as left blank although something is written there."""
    for number, document, truth in papers:
        for key, field in document.fields.items():
            entry = truth["fields"].get(key)
            written = entry is not None and entry["value"] not in (None, "", [])
            if written and field.value in (None, []) and field.status is FieldStatus.ACCEPTED:
                yield number, document.kind.value, key


def checked(envelopes: Iterable[Envelope]) -> Iterator[Paper]:
    """Every paper of all envelopes, its case checked with the programme as it is now."""
    known = programmes.load()
    for number, envelope in enumerate(envelopes):
        told = [d for case in envelope.truth for d in case["documents"]]
        for view in envelope.views:
            for document in check_case(view, known.get(view.programme_id or "")).case.documents:
                if (truth := _truth_of(document, told)) is not None:
                    yield number, document, truth


def _truth_of(document: ExtractedDocument, told: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The paper of the truth that `document` is: same file, most pages in common, same kind."""
    pages = set(document.page_indexes)
    found = [
        d
        for d in told
        if d["file"] == document.delivery_sha256 and d["type"] == document.kind.value and pages & set(d["pages"])
    ]
    return max(found, key=lambda d: len(pages & set(d["pages"])), default=None)


def _sample(
    number: int,
    document: ExtractedDocument,
    field: Field,
    paper: dict[str, Any],
    entry: dict[str, Any] | None,
    score: ModuleType,
) -> Sample:
    value = entry["value"] if entry else None
    return Sample(
        envelope=number,
        key=field.key,
        features={} if sure(field) else features(field, document),
        right=score.compare(field.key, value, field.value) == "ok",
        handwritten=bool(entry and entry.get("handwritten")),
        scan=str(paper.get("scan_style", "")),
        accepted=field.status.value == "accepted",
        confidence=field.confidence,
        exact=sure(field),
        gated=contradicted(field) or bool(wanting_evidence(field, document)),
        value=field.value,
        truth=value,
    )
