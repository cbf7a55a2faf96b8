"""Examples as numbers: every field that engines read, its features, and whether its value is right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import programmes
from benchmarks.calibrating.collecting import Envelope
from models.documents import CaseView, ExtractedDocument, Field
from validators.checks import check_case
from validators.decisions import contradicted, wanting_evidence
from validators.evidence import sure
from validators.features import features


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


def samples(envelopes: Iterable[Envelope], score: ModuleType) -> Iterator[Sample]:
    """The fields of all envelopes that have a value, checked with the programme as it is now.

    A value read from an entry that was left blank is a wrong one; entries that the truth does not name are left out, as
    `score`, the corpus's scorer, leaves them out, which says what counts as the same value.
    """
    known = programmes.load()
    for number, envelope in enumerate(envelopes):
        told = [d for case in envelope.truth for d in case["documents"]]
        for view in envelope.views:
            checked = check_case(view, known.get(view.programme_id or ""))
            yield from _of_case(number, checked.case, told, score)


def _of_case(number: int, case: CaseView, told: list[dict[str, Any]], score: ModuleType) -> Iterator[Sample]:
    for document in case.documents:
        truth = _truth_of(document, told)
        if truth is None:
            continue
        for key, field in document.fields.items():
            if field.value is not None and field.value != [] and key in truth["fields"]:
                yield _sample(number, document, field, truth, truth["fields"].get(key), score)


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
