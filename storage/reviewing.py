"""What people decide. Every decision is added, audited, and makes the case due for checking again.

`expected_version` is the version of the thing on the person's screen: if it has moved on, nothing is changed and
`StaleError` says so. A decision may be revised by deciding again. `user` is a login name.
"""

from __future__ import annotations

from enum import StrEnum

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from models.documents import DocumentKind, Value
from models.errors import ObjectNotFoundError, StaleError
from storage import audit, caseview, fields, queueing, sorting
from storage import models as db
from storage.prepared import Prepared, write
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
    AMENDED = "amended"
    """訂正印あり: it was corrected, and nobody can tell which value counts."""
    ELSEWHERE = "elsewhere"
    """別紙参照: the entry points to another paper."""


_CASE_OF_FIELD: Prepared[db.Case] = Prepared(
    lambda pk: db.Case.objects.select_for_update().filter(
        pk__in=db.Document.objects.filter(fields__pk=pk).values("case_id")
    )
)
_CASE_OF_FINDING: Prepared[db.Case] = Prepared(
    lambda pk: db.Case.objects.select_for_update().filter(pk__in=db.Finding.objects.filter(pk=pk).values("case_id"))
)
_LOCKED_FIELD: Prepared[db.Field] = Prepared(
    lambda pk: (
        db.Field.objects.select_for_update(of=("self",))
        .select_related("document__delivery")
        .defer("document__text", "document__page_marks")
        .filter(pk=pk)
    )
)
_LOCKED_FINDING: Prepared[db.Finding] = Prepared(lambda pk: db.Finding.objects.select_for_update().filter(pk=pk))

#: Actions that give an entry no value; each is stored as the reason (`Field.no_value`), never inside the value.
NO_VALUE = frozenset({FieldAction.BLANK, FieldAction.UNREADABLE, FieldAction.AMENDED, FieldAction.ELSEWHERE})


class Verdict(StrEnum):
    """What a person may say of a finding."""

    UPHELD = "upheld"
    DISMISSED = "dismissed"
    INQUIRY = "inquiry"
    """The applicant or the office is asked first; the case stays open until the answer is judged."""


def decide_field(
    task_id: int, user: str, value: Value, action: FieldAction | str, expected_version: int, reason: str = ""
) -> int:
    """Decide the field of a review task and return the decision's id.

    `value` counts for `CORRECT` only: canonical, as in `models.documents`.

    Raises:
        ObjectNotFoundError: no such task, or not about a field.
        BarredError: the task is for somebody who had no say in it yet.
        StaleError: the field changed meanwhile, or need not be decided any more.
    """
    with transaction.atomic():
        task = queueing.locked_task(task_id)
        if task.field_id is None or task.kind in db.ReviewTask.BLIND:
            raise ObjectNotFoundError("the task is not about the value of a field")
        queueing.check_not_barred(task, user)
        settling = task.subject if task.kind == db.ReviewTask.Kind.SETTLE else ""
        return correct_field(task.field_id, user, value, action, expected_version, reason, settling=settling)


def correct_field(
    field_id: int,
    user: str,
    value: Value,
    action: FieldAction | str,
    expected_version: int,
    reason: str = "",
    *,
    settling: str = "",
) -> int:
    """Decide any field, also one the machine accepted, and return the decision's id.

    `settling` is the subject of the task that this decision settles, where two people typed different values.

    Raises:
        ObjectNotFoundError: no such field.
        StaleError: it changed meanwhile.
    """
    action = FieldAction(action)
    with transaction.atomic():
        case = _case_locked(_CASE_OF_FIELD, field_id)
        (row,) = _LOCKED_FIELD.rows(field_id)
        check_version(row.version, expected_version)
        before = fields.state(row)
        match action:
            case FieldAction.CONFIRM:
                fields.decide(row, row.value, blank=row.blank, no_value=row.no_value)
            case FieldAction.CORRECT:
                fields.decide(row, value, blank=False)
            case _:
                fields.decide(row, None, blank=action is FieldAction.BLANK, no_value=action.value)
        row.version += 1
        row.decided_by, row.decided_at = user, timezone.now()
        write([row], fields.DECIDED)
        document = row.document
        about = fields.subject(document.delivery.sha256, document.first_page, row.key)
        after = fields.state(row)
        return add(case, settling or f"field:{row.pk}", about, user, action.value, before, after, reason)


def decide_finding(task_id: int, user: str, verdict: Verdict | str, expected_version: int, reason: str = "") -> int:
    """Judge the finding of a review task; see `judge_finding`."""
    with transaction.atomic():
        task = queueing.locked_task(task_id)
        if task.finding_id is None:
            raise ObjectNotFoundError("the task is not about a finding")
        return judge_finding(task.finding_id, user, verdict, expected_version, reason)


def judge_finding(finding_id: int, user: str, verdict: Verdict | str, expected_version: int, reason: str = "") -> int:
    """Uphold or dismiss any finding, and return the decision's id. The judgement holds as long as the values it rests on stay the same.

    Raises:
        ObjectNotFoundError: no such finding.
        StaleError: it changed meanwhile, or the checks no longer find it.
    """
    verdict = Verdict(verdict)
    with transaction.atomic():
        case = _case_locked(_CASE_OF_FINDING, finding_id)
        (row,) = _LOCKED_FINDING.rows(finding_id)
        check_version(row.version, expected_version)
        if not row.active:
            raise StaleError("the checks no longer find this")
        before = {"state": row.state, "code": row.code, "message_ja": row.message_ja, "by": row.decided_by}
        row.state = verdict.value
        row.decided_by, row.decided_at = user, timezone.now()
        row.version += 1
        write([row], ("state", "decided_by", "decided_at", "version"))
        after = before | {"state": row.state, "by": user}
        return add(case, f"finding:{row.pk}", f"finding:{row.identity}", user, verdict.value, before, after, reason)


def set_document_kind(document_id: int, user: str, kind: DocumentKind, expected_version: int, reason: str = "") -> int:
    """Say what kind of paper a document is, and return the decision's id. It must be extracted again (`storage.cases.load_sorted`), without OCR.

    Raises:
        ObjectNotFoundError: no such document.
        StaleError: it changed meanwhile.
    """
    with transaction.atomic():
        case = lock_case(db.Case.objects.filter(documents=document_id))
        row = db.Document.objects.select_for_update(of=("self",)).select_related("delivery").get(pk=document_id)
        check_version(row.version, expected_version)
        before = {"kind": row.kind, "by": row.kind_by, "confidence": row.kind_confidence}
        after = {"kind": DocumentKind(kind).value, "by": user, "confidence": 1.0}
        row.extracted = row.extracted and row.kind == after["kind"]
        row.kind, row.kind_by, row.kind_confidence = DocumentKind(kind).value, user, 1.0
        row.version += 1
        row.save(update_fields=["kind", "kind_by", "kind_confidence", "extracted", "version"])
        row.pages.update(reason_ja="")  # why it had been set aside
        sorting.settle_document(row)
        about = fields.kind_subject(row.delivery.sha256, row.first_page)
        return add(case, f"document:{row.pk}", about, user, "set_kind", before, after, reason)


def set_programme(case_id: int, user: str, programme_id: str, expected_version: int, reason: str = "") -> int:
    """Say which programme a case belongs to, and return the decision's id. Its documents must be extracted and checked again.

    Raises:
        ObjectNotFoundError: no such case.
        StaleError: the case changed meanwhile (`version` of the case).
    """
    with transaction.atomic():
        case = lock_case(db.Case.objects.filter(pk=case_id))
        check_version(case.version, expected_version)
        before = {"programme_id": case.programme_id, "by": case.programme_by}
        after = {"programme_id": programme_id, "by": user}
        differs = case.programme_id != programme_id
        case.programme_id, case.programme_by = programme_id, user
        case.save(update_fields=["programme_id", "programme_by"])
        queueing.in_step(case)
        if differs:
            case.documents.update(extracted=False)
        return add(case, f"programme:{case.pk}", "programme", user, "set_programme", before, after, reason)


def ask_senior(task_id: int, user: str, note: str) -> None:
    """上席へ相談: hand the task to the seniors with a note. What it is about stays as it is.

    Raises:
        ObjectNotFoundError: no such task.
        StaleError: it need not be decided any more, or a senior has been asked already.
    """
    with transaction.atomic():
        task = queueing.locked_task(task_id)
        if task.state != db.ReviewTask.State.OPEN or task.role == db.ReviewTask.Role.SENIOR:
            raise StaleError("the task is not open to everybody")
        task.role, task.asked_by, task.asked_at = db.ReviewTask.Role.SENIOR, user, timezone.now()
        task.asked_note = storable(note)
        task.lease_owner, task.lease_until = "", None
        task.save(update_fields=["role", "asked_by", "asked_at", "asked_note", "lease_owner", "lease_until"])
        db.Draft.objects.filter(user=user, subject=task.subject).delete()
        audit.record(user, "task.asked_senior", f"task:{task.pk}", {"case": task.case.receipt_number})


def add_note(case_id: int, user: str, text: str) -> int:
    """Add a note to a case and return its id.

    Raises:
        ObjectNotFoundError: no such case.
    """
    with transaction.atomic():
        case = lock_case(db.Case.objects.filter(pk=case_id))
        row = db.Note.objects.create(case=case, user=user, text=storable(text), at=timezone.now())
        audit.record(user, "note.added", f"case:{case.pk}", {"case": case.receipt_number})
        return row.pk


def add(
    case: db.Case, task: str, about: str, user: str, action: str, before: object, after: object, reason: str
) -> int:
    """Add a decision, close its task, make the case due, and audit it (without the values). Returns its id."""
    queueing.check_not_held(task, user)
    now = timezone.now()
    decision = db.Decision.objects.create(
        case=case, task_subject=task, subject=about, user=user, action=action,
        before=before, after=after, reason=storable(reason), at=now,
    )  # fmt: skip
    settled = {task, task.replace("settle:", "field:")}
    db.ReviewTask.objects.filter(subject__in=settled).update(
        state=db.ReviewTask.State.DONE, closed_at=now, lease_owner="", lease_until=None, role="",
    )  # fmt: skip
    db.Draft.objects.filter(user=user, subject=task).delete()
    caseview.touch({case.pk})
    audit.record(user, f"decision.{action}", task, {"case": case.receipt_number})
    return decision.pk


def _case_locked(question: Prepared[db.Case], pk: int) -> db.Case:
    """The case of something, locked until the transaction ends.

    Raises:
        ObjectNotFoundError: there is none.
    """
    case = question.first(pk)
    if case is None:
        raise ObjectNotFoundError("no such thing to decide")
    return case


def lock_case(wanted: QuerySet[db.Case]) -> db.Case:
    """The first of `wanted`, locked until the transaction ends.

    Raises:
        ObjectNotFoundError: there is none.
    """
    ids = list(wanted.values_list("pk", flat=True)[:1])
    case = db.Case.objects.select_for_update().filter(pk__in=ids).first()
    if case is None:
        raise ObjectNotFoundError("no such thing to decide")
    return case


def check_version(actual: int, expected: int) -> None:
    """Raises `StaleError` where the thing on screen is no longer the one in the database."""
    if actual != expected:
        raise StaleError("the thing on screen has changed")
