"""Results in the stable format that benchmarks and other programs read: one case a line, in order of arrival.

``{files, programme, receipt_number, follows, documents: [{type, file_sha256, pages, fields}], findings: [{code, status,
details: [{status, message, clause, rule, other_case}]}]}``. Each code stands once, with everything found under it in its
details. Dismissed findings and notices are left out; a finding that a person upheld is confirmed; a field that a person
decided is accepted and certain.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch

from models.documents import DocumentKind
from models.findings import FindingStatus
from storage import models as db


def export_results() -> Iterator[dict[str, Any]]:
    """Every case as one JSON object, oldest first. Holds personal data."""
    documents = Prefetch(
        "documents",
        db.Document.objects.exclude(kind=DocumentKind.SET_ASIDE.value)
        .defer("text")
        .order_by("position")
        .select_related("delivery")
        .prefetch_related(Prefetch("fields", db.Field.objects.order_by("pk"))),
    )
    findings = Prefetch("findings", db.Finding.objects.filter(active=True).order_by("position"))
    cases = (
        db.Case.objects.filter(documents__isnull=False)
        .distinct()
        .order_by("sequence", "part")
        .select_related("follows")
    )
    for case in cases.prefetch_related(documents, findings).iterator(chunk_size=50):
        rows = list(case.documents.all())
        files = {d.delivery.sha256: d.delivery.sequence for d in rows}
        yield {
            "files": sorted(files, key=files.__getitem__),
            "programme": case.programme_id,
            "receipt_number": case.receipt_number,
            "follows": case.follows.receipt_number if case.follows else None,
            "documents": [_document(d) for d in rows],
            "findings": _findings(case),
        }


def _document(row: db.Document) -> dict[str, Any]:
    return {
        "type": row.kind,
        "file_sha256": row.delivery.sha256,
        "pages": row.page_indexes,
        "fields": {
            f.key: {
                "value": f.value,
                "confidence": 1.0 if f.decided_by else round(f.confidence, 4),
                "status": f.status,
            }
            for f in row.fields.all()
        },
    }


def _findings(case: db.Case) -> list[dict[str, Any]]:
    """Each code once; confirmed wins over suspected."""
    confirmed, suspected = FindingStatus.CONFIRMED.value, FindingStatus.SUSPECTED.value
    found: dict[str, list[dict[str, Any]]] = {}
    for row in case.findings.all():
        if row.state == db.Finding.State.DISMISSED or row.status == FindingStatus.NOTICE.value:
            continue
        sure = row.status == confirmed or row.state == db.Finding.State.UPHELD
        detail = {
            "status": confirmed if sure else suspected,
            "message": row.message_ja,
            "clause": row.clause,
            "rule": row.rule,
            "other_case": row.other_case,
        }
        found.setdefault(row.code, []).append(detail)
    return [
        {
            "code": code,
            "status": confirmed if any(d["status"] == confirmed for d in details) else suspected,
            "details": details,
        }
        for code, details in found.items()
    ]
