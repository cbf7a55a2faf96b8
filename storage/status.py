"""What an operator wants to know at a glance: counts only, no personal data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from models.findings import FindingStatus
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
    """What the checks found and nobody dismissed, by code; notices apart."""
    pages: PageLedger


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case in one line, without personal data."""

    receipt_number: str
    programme_id: str | None
    state: str
    documents: int
    fields: int
    accepted: int
    """Fields accepted without a person or decided by one."""
    tasks: int
    """Review tasks open."""
    findings: tuple[str, ...]
    """Codes of what the checks found and nobody dismissed."""
    follows: str = ""
    """受付番号 of the case of an earlier phase that it goes on with."""


@dataclass(frozen=True, slots=True)
class FindingRow:
    """What was found in one case, in words. Holds personal data: for the console, never for a log."""

    receipt_number: str
    code: str
    status: str
    message_ja: str
    clause: str
    rule: str
    """The id of the programme's own rule; empty for the built-in checks."""


def finding_rows() -> list[FindingRow]:
    """Everything found and not dismissed, in order of arrival; notices left out."""
    rows = _deficiencies().order_by("case__sequence", "case__part", "position")
    columns = ("case__receipt_number", "code", "status", "message_ja", "clause", "rule")
    return [FindingRow(*row) for row in rows.values_list(*columns)]


def case_rows() -> list[CaseRow]:
    """Every case, oldest first."""
    entries = dict(db.Case.objects.values_list("pk").annotate(n=Count("documents__fields")))
    accepted = Q(documents__fields__status=db.Field.Status.ACCEPTED)
    sure = dict(db.Case.objects.values_list("pk").annotate(n=Count("documents__fields", filter=accepted)))
    waiting = Q(tasks__state=db.ReviewTask.State.OPEN)
    tasks = dict(db.Case.objects.values_list("pk").annotate(n=Count("tasks", filter=waiting)))
    papers = dict(db.Case.objects.values_list("pk").annotate(n=Count("documents")))
    codes: dict[int, list[str]] = {}
    live = _deficiencies()
    for case_id, code in live.order_by("position").values_list("case_id", "code"):
        if code not in codes.setdefault(case_id, []):
            codes[case_id].append(code)
    return [
        CaseRow(
            receipt_number=case.receipt_number,
            programme_id=case.programme_id,
            state=case.state,
            documents=papers[case.pk],
            fields=entries[case.pk],
            accepted=sure[case.pk],
            tasks=tasks[case.pk],
            findings=tuple(codes.get(case.pk, ())),
            follows=case.follows.receipt_number if case.follows else "",
        )
        for case in db.Case.objects.select_related("follows").order_by("sequence", "part")
    ]


def status() -> Status:
    """The installation as of now; every state is named, also where its count is 0."""
    live = _deficiencies()
    return Status(
        deliveries=_counts(db.Delivery.objects, "state", db.Delivery.State.values),
        duplicates=db.Arrival.objects.filter(duplicate=True).count(),
        quarantined_files=db.Quarantine.objects.filter(resolved=False).count(),
        cases=_counts(db.Case.objects, "state", db.Case.State.values),
        tasks=_counts(db.ReviewTask.objects.filter(state=db.ReviewTask.State.OPEN), "kind", db.ReviewTask.Kind.values),
        findings=_counts(live, "code", []),
        pages=ledger(),
    )


def _deficiencies() -> QuerySet[db.Finding]:
    """What stands against cases: found by the last check, not dismissed, and more than a notice."""
    live = db.Finding.objects.filter(active=True).exclude(state=db.Finding.State.DISMISSED)
    return live.exclude(status=FindingStatus.NOTICE.value)


def _counts(rows: Any, column: str, names: list[str]) -> dict[str, int]:
    found = dict(rows.values_list(column).annotate(n=Count("pk")).order_by(column))
    return dict.fromkeys(names, 0) | found
