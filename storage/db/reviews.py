"""What people are asked, what they decided, and the record of who did or saw what."""

from __future__ import annotations

import datetime as dt
from typing import Any, NoReturn

from django.db import models
from django.db.models.fields.json import KT

from models.errors import StorageError
from storage.db.cases import Case, Document, Field, Finding

#: Behind every paper.
LAST_PLACE = 1_000_000


class AppendOnly(models.Model):
    """Rows that are added and never changed or deleted through the ORM's objects."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None and not self._state.adding:
            raise StorageError(f"{type(self).__name__} rows are never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise StorageError(f"{type(self).__name__} rows are never deleted")


class ReviewTask(models.Model):
    """確認作業: one thing a person must decide. One row per thing, opened, done and reopened as the checks see it."""

    class Kind(models.TextChoices):
        FIELD = "field", "項目"
        FINDING = "finding", "指摘"
        DOCUMENT = "document", "書類の種類"
        PROGRAMME = "programme", "補助金事業"
        ENTRY = "entry", "二人目の入力"
        SETTLE = "settle", "食い違いの判断"
        SAMPLE = "sample", "抜き取り検査"

    class Role(models.TextChoices):
        ANYBODY = "", "だれでも"
        SENIOR = "senior", "上席"

    class State(models.TextChoices):
        OPEN = "open", "未処理"
        DONE = "done", "処理済み"
        VOID = "void", "不要"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    subject = models.CharField(max_length=40, unique=True)
    """``field:12``, ``finding:5``, ``document:7``, ``programme:3``: kind and the row's id; ``entry``, ``settle`` and
    ``sample`` are about a field."""
    field = models.ForeignKey(Field, on_delete=models.SET_NULL, null=True, blank=True, related_name="tasks")
    finding = models.ForeignKey(Finding, on_delete=models.SET_NULL, null=True, blank=True, related_name="tasks")
    document = models.ForeignKey(Document, on_delete=models.SET_NULL, null=True, blank=True, related_name="tasks")
    priority = models.IntegerField(default=100)
    """Smaller first."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.ANYBODY, blank=True)
    """Who must decide it: anybody, or 上席 where somebody asked for advice."""
    asked_by = models.CharField(max_length=150, default="", blank=True)
    """Who asked a senior."""
    asked_note = models.TextField(default="", blank=True)
    """What they asked, in their words."""
    asked_at = models.DateTimeField(null=True, blank=True)
    barred = models.TextField(default="", blank=True)
    """Login names of those who must not have it, as ``|yamada|suzuki|``: see `storage.entering`."""
    lease_owner = models.CharField(max_length=150, default="", blank=True)
    """Who has it on screen."""
    lease_until = models.DateTimeField(null=True, blank=True)
    assignee = models.CharField(max_length=150, default="", blank=True)
    """Whom it was given to; nobody else is offered it."""

    # What the queue filters and sorts by, copied from the case and the paper: see `storage.queueing`.
    programme_id = models.CharField(max_length=100, null=True, blank=True)
    stage = models.CharField(max_length=10, default="")
    rank = models.SmallIntegerField(default=1)
    due_on = models.DateField(default=dt.date.max)
    """The day on which its case must have been reviewed."""
    sequence = models.BigIntegerField(default=0)
    part = models.PositiveIntegerField(default=0)
    place = models.PositiveIntegerField(default=LAST_PLACE)
    """Position of its paper in the case; `LAST_PLACE` for what is about the whole case."""

    class Meta:
        indexes = (
            models.Index(
                fields=["state", "rank", "due_on", "sequence", "part", "priority", "place", "id"], name="task_order"
            ),
            # Every count of the queue page comes out of this one, without touching the rows.
            models.Index(
                fields=["state", "programme_id", "stage", "kind", "due_on", "rank", "assignee", "role", "barred"],
                name="task_counts",
            ),
            models.Index(fields=["case", "state"], name="task_of_case"),
            models.Index(fields=["lease_owner"], name="task_held", condition=models.Q(lease_until__isnull=False)),
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding:
            self.stand()
        super().save(*args, **kwargs)

    def stand(self) -> None:
        """Take over what the queue's columns should hold, before the row is added."""
        for name, value in self.standing().items():
            setattr(self, name, value)

    def standing(self) -> dict[str, object]:
        """What the queue's columns should hold, from the case and the paper as they are now."""
        paper = self.field.document if self.field else self.document
        return {
            "programme_id": self.case.programme_id,
            "stage": self.case.stage,
            "rank": self.case.rank,
            "due_on": self.case.due_on or dt.date.max,
            "sequence": self.case.sequence,
            "part": self.case.part,
            "place": paper.position if paper else LAST_PLACE,
            "assignee": self.case.assignee,
        }

    #: Kinds whose person types what stands on the paper without seeing what anybody else made of it.
    BLIND = frozenset({"entry", "sample"})


class Decision(AppendOnly):
    """What a person decided, before and after. Added, never changed: taking one back is another, with action ``undo``
    and ``after["undoes"]`` naming its row."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    task_subject = models.CharField(max_length=40)
    """The task's `subject`; text, so that the decision stays whatever becomes of the row."""
    subject = models.CharField(max_length=250, db_index=True)
    """What it is about in words that survive re-sorting: ``field:<sha256>:<first page>:<key>``,
    ``document:<sha256>:<first page>``, ``finding:<identity>``, ``programme``; what somebody typed blind is about
    ``entry:…`` or ``sample:…`` instead of ``field:…``."""
    user = models.CharField(max_length=150)
    action = models.CharField(max_length=30)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    reason = models.TextField(default="", blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = (
            models.Index(fields=["user", "-id"], name="decision_of_user"),
            models.Index(fields=["task_subject"], name="decision_of_task"),
        )


class Note(AppendOnly):
    """What somebody wrote down about a case for the others. Personal data: here and nowhere else."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    user = models.CharField(max_length=150)
    text = models.TextField()
    at = models.DateTimeField()


class Draft(models.Model):
    """What a person had typed into a task and not yet decided. Theirs alone; gone with their decision."""

    user = models.CharField(max_length=150)
    subject = models.CharField(max_length=40)
    """The task's, as in `Decision.task_subject`."""
    typed = models.JSONField()
    """Name of the input → text."""
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "subject"], name="draft_once"),)


class AuditEvent(AppendOnly):
    """監査記録: who did or saw what. Each row carries the digest of the one before."""

    sequence = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    action = models.CharField(max_length=60)
    object = models.CharField(max_length=200)
    detail = models.JSONField(default=dict, blank=True)
    case_number = models.GeneratedField(
        expression=KT("detail__case"), output_field=models.CharField(max_length=40, null=True), db_persist=True
    )
    """The receipt number that `detail` names, for looking up; no part of the digest, which holds `detail` itself."""
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes = (
            models.Index(fields=["case_number", "-sequence"], name="audit_of_case"),
            models.Index(fields=["actor", "-sequence"], name="audit_of_actor"),
        )
