"""Findings as the rest of the house knows them, rebuilt from their rows."""

from __future__ import annotations

from models.documents import DocumentKind
from models.findings import FieldRef, Finding, FindingCode, FindingStatus, Pair
from storage import models as db


def load(row: db.Finding) -> Finding:
    """The finding as the checks made it."""
    return Finding(
        code=FindingCode(row.code),
        status=FindingStatus(row.status),
        message_ja=row.message_ja,
        mend_ja=row.mend_ja,
        clause=row.clause,
        rule=row.rule,
        refs=tuple(FieldRef.model_validate(ref) for ref in row.refs),
        document_kind=DocumentKind(row.document_kind) if row.document_kind else None,
        field_key=row.field_key,
        other_case=row.other_case,
        pairs=tuple(Pair.model_validate(pair) for pair in row.pairs),
    )
