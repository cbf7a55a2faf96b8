"""What people decide. Every decision is added, audited, and makes the case due for checking again.

`expected_version` is the version of the thing on the person's screen: if it has moved on, nothing is changed and
`StaleError` says so. A decision may be revised by deciding again. `user` is a login name.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from models.documents import DocumentKind, Value
from models.errors import ObjectNotFoundError, StaleError
from storage import audit, caseview, fields, sorting
from storage import models as db
from storage.text import storable


class FieldAction(StrEnum):
    """What a person may say of a field."""

    CONFIRM = "confirm"
    """The value shown is right."""
    CORRECT = "correct"
    """Another value stands on the paper."""
    BLANK = "blank"
    """The entry was left empty."""
    UNREADABLE = "unreadable"
    """Something stands there that nobody can read."""


class Verdict(StrEnum):
    """What a person may say of a finding."""

    UPHELD = "upheld"
    DISMISSED = "dismissed"
    INQUIRY = "inquiry"
    """The applicant or the office is asked first; the case stays open until the answer is judged."""


def decide_field(
    task_id: int, user: str, value: Value, action: FieldAction | str, expected_version: int, reason: str = ""
) -> None:
    """Decide the field of a review task. `value` counts for `CORRECT` only: canonical, as in `models.documents`.

    Raises:
        ObjectNotFoundError: no such task, or not about a field.
        StaleError: the field changed meanwhile, or need not be decided any more.
    """
    with transaction.atomic():
        task = _task(task_id)
        if task.field_id is None:
            raise ObjectNotFoundError("the task is not about a field")
        correct_field(task.field_id, user, value, action, expected_version, reason)


def correct_field(
    field_id: int, user: str, value: Value, action: FieldAction | str, expected_version: int, reason: str = ""
) -> None:
    """Decide any field, also one the machine accepted.

    Raises:
        ObjectNotFoundError: no such field.
        StaleError: it changed meanwhile.
    """
    action = FieldAction(action)
    with transaction.atomic():
        case = _lock_case(db.Case.objects.filter(documents__fields=field_id))
        row = db.Field.objects.select_for_update(of=("self",)).select_related("document__delivery").get(pk=field_id)
        _check_version(row.version, expected_version)
        before = {"value": row.value, "blank": row.blank, "status": row.status}
        match action:
            case FieldAction.CONFIRM:
                fields.decide(row, row.value, blank=row.blank)
            case FieldAction.CORRECT:
                fields.decide(row, value, blank=False)
            case FieldAction.BLANK | FieldAction.UNREADABLE:
                fields.decide(row, None, blank=action is FieldAction.BLANK)
        row.version += 1
        row.decided_by, row.decided_at = user, timezone.now()
        row.save()
        document = row.document
        about = fields.subject(document.delivery.sha256, document.first_page, row.key)
        after = {"value": row.value, "blank": row.blank, "status": row.status}
        _add(case, f"field:{row.pk}", about, user, action.value, before, after, reason)


def decide_finding(task_id: int, user: str, verdict: Verdict | str, expected_version: int, reason: str = "") -> None:
    """Judge the finding of a review task; see `judge_finding`."""
    with transaction.atomic():
        task = _task(task_id)
        if task.finding_id is None:
            raise ObjectNotFoundError("the task is not about a finding")
        judge_finding(task.finding_id, user, verdict, expected_version, reason)


def judge_finding(finding_id: int, user: str, verdict: Verdict | str, expected_version: int, reason: str = "") -> None:
    """Uphold or dismiss any finding. The judgement holds as long as the values it rests on stay the same.

    Raises:
        ObjectNotFoundError: no such finding.
        StaleError: it changed meanwhile, or the checks no longer find it.
    """
    verdict = Verdict(verdict)
    with transaction.atomic():
        case = _lock_case(db.Case.objects.filter(findings=finding_id))
        row = db.Finding.objects.select_for_update().get(pk=finding_id)
        _check_version(row.version, expected_version)
        if not row.active:
            raise StaleError("the checks no longer find this")
        before = {"state": row.state, "code": row.code, "message_ja": row.message_ja}
        row.state = verdict.value
        row.decided_by, row.decided_at = user, timezone.now()
        row.version += 1
        row.save(update_fields=["state", "decided_by", "decided_at", "version"])
        after = before | {"state": row.state}
        _add(case, f"finding:{row.pk}", f"finding:{row.identity}", user, verdict.value, before, after, reason)


def set_document_kind(document_id: int, user: str, kind: DocumentKind, expected_version: int, reason: str = "") -> None:
    """Say what kind of paper a document is. It must be extracted again (`storage.cases.load_sorted`), without OCR.

    Raises:
        ObjectNotFoundError: no such document.
        StaleError: it changed meanwhile.
    """
    with transaction.atomic():
        case = _lock_case(db.Case.objects.filter(documents=document_id))
        row = db.Document.objects.select_for_update(of=("self",)).select_related("delivery").get(pk=document_id)
        _check_version(row.version, expected_version)
        before, after = {"kind": row.kind}, {"kind": DocumentKind(kind).value}
        row.kind, row.kind_by, row.kind_confidence = after["kind"], user, 1.0
        row.extracted = row.extracted and before == after
        row.version += 1
        row.save(update_fields=["kind", "kind_by", "kind_confidence", "extracted", "version"])
        row.pages.update(reason_ja="")  # why it had been set aside
        sorting.settle_document(row)
        about = fields.kind_subject(row.delivery.sha256, row.first_page)
        _add(case, f"document:{row.pk}", about, user, "set_kind", before, after, reason)


def set_programme(case_id: int, user: str, programme_id: str, expected_version: int, reason: str = "") -> None:
    """Say which programme a case belongs to. Its documents must be extracted and checked again.

    Raises:
        ObjectNotFoundError: no such case.
        StaleError: the case changed meanwhile (`version` of the case).
    """
    with transaction.atomic():
        case = _lock_case(db.Case.objects.filter(pk=case_id))
        _check_version(case.version, expected_version)
        before, after = {"programme_id": case.programme_id}, {"programme_id": programme_id}
        case.programme_id, case.programme_by = programme_id, user
        case.save(update_fields=["programme_id", "programme_by"])
        if before != after:
            case.documents.update(extracted=False)
        _add(case, f"programme:{case.pk}", "programme", user, "set_programme", before, after, reason)


def take_task(task_id: int, user: str, seconds: float = 600.0) -> bool:
    """Note that `user` has the task on screen for `seconds`; False where somebody else has."""
    now = timezone.now()
    with transaction.atomic():
        task = _task(task_id)
        if task.lease_owner not in ("", user) and task.lease_until is not None and task.lease_until > now:
            return False
        task.lease_owner, task.lease_until = user, now + dt.timedelta(seconds=seconds)
        task.save(update_fields=["lease_owner", "lease_until"])
        return True


def _add(
    case: db.Case, task: str, about: str, user: str, action: str, before: object, after: object, reason: str
) -> None:
    """Add the decision, close its task, make the case due, and audit it (without the values)."""
    now = timezone.now()
    db.Decision.objects.create(
        case=case, task_subject=task, subject=about, user=user, action=action,
        before=before, after=after, reason=storable(reason), at=now,
    )  # fmt: skip
    db.ReviewTask.objects.filter(subject=task).update(
        state=db.ReviewTask.State.DONE, closed_at=now, lease_owner="", lease_until=None
    )
    caseview.touch({case.pk})
    audit.record(user, f"decision.{action}", task, {"case": case.receipt_number})


def _task(task_id: int) -> db.ReviewTask:
    task = db.ReviewTask.objects.select_for_update().filter(pk=task_id).first()
    if task is None:
        raise ObjectNotFoundError("no such task")
    if task.state == db.ReviewTask.State.VOID:
        raise StaleError("the task need not be decided any more")
    return task


def _lock_case(wanted: object) -> db.Case:
    ids = list(wanted.values_list("pk", flat=True)[:1])  # type: ignore[attr-defined]
    case = db.Case.objects.select_for_update().filter(pk__in=ids).first()
    if case is None:
        raise ObjectNotFoundError("no such thing to decide")
    return case


def _check_version(actual: int, expected: int) -> None:
    if actual != expected:
        raise StaleError("the thing on screen has changed")
