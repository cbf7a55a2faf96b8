"""What an operator wants to know at a glance: counts only, no personal data."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from storage import models as db
from storage.ledger import PageLedger, ledger


@dataclass(frozen=True, slots=True)
class Status:
    """Counts of everything, by state."""

    deliveries: dict[str, int]
    duplicates: int
    """How often bytes arrived that were here already."""
    quarantined_files: int
    """Those nobody has seen to yet."""
    cases: dict[str, int]
    tasks: dict[str, int]
    """Open review tasks by kind."""
    findings: dict[str, int]
    """What the checks found and nobody dismissed, by code."""
    pages: PageLedger


def status() -> Status:
    """The installation as of now; every state is named, also where its count is 0."""
    live = db.Finding.objects.filter(active=True).exclude(state=db.Finding.State.DISMISSED)
    return Status(
        deliveries=_counts(db.Delivery.objects, "state", db.Delivery.State.values),
        duplicates=db.Arrival.objects.filter(duplicate=True).count(),
        quarantined_files=db.Quarantine.objects.filter(resolved=False).count(),
        cases=_counts(db.Case.objects, "state", db.Case.State.values),
        tasks=_counts(db.ReviewTask.objects.filter(state=db.ReviewTask.State.OPEN), "kind", db.ReviewTask.Kind.values),
        findings=_counts(live, "code", []),
        pages=ledger(),
    )


def _counts(rows: object, column: str, names: list[str]) -> dict[str, int]:
    found = dict(rows.values_list(column).annotate(n=Count("pk")).order_by(column))  # type: ignore[attr-defined]
    return dict.fromkeys(names, 0) | found
