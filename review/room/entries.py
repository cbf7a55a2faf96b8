"""The fields in the list of the room: what they are believed to be, why, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from review.entries import as_shown
from review.evidence import Reason, evidence
from review.labels import engine_label
from review.looks import Deed, history
from review.permissions import Right, may
from review.room.papers import Paper, label_of, tone_of
from review.rowlists import Table, table
from storage.models import Case, Decision, Document, Field, ReviewTask
from storage.prepared import Prepared

_BLIND: Prepared[tuple[int]] = Prepared(
    lambda case: ReviewTask.objects.filter(
        case_id=case, state=ReviewTask.State.OPEN, kind__in=ReviewTask.BLIND, field__isnull=False
    ).values_list("field_id")
)


@dataclass(frozen=True)
class Engine:
    name: str
    raw: str
    score: int


@dataclass(frozen=True)
class Entry:
    """A field in the list."""

    pk: int
    id: str
    label: str
    value: str
    rows: Table | None
    status: str
    tone: str
    reason: str
    waits: bool
    blind: bool
    """Somebody is to type it without knowing what others read: nothing of it is shown."""
    edit: str
    shows: str
    readings: tuple[Engine, ...]
    reasons: tuple[Reason, ...]
    deeds: tuple[Deed, ...]


@dataclass(frozen=True)
class Group:
    """The fields of one paper."""

    paper: Paper
    entries: tuple[Entry, ...]


def fields_of(document: Document) -> list[Field]:
    """In the order in which they stand on the paper."""

    def place(row: Field) -> tuple[int, float, float]:
        box = row.box or {"y0": 2.0, "x0": 0.0}
        return row.page_index, round(box["y0"], 2), box["x0"]

    return sorted(document.fields.all(), key=place)


def hidden_from(case: Case, user: Any) -> frozenset[int]:
    """Fields that somebody is to type blind, hidden from everybody who might be the one."""
    if not may(user, Right.DECIDE) or may(user, Right.SETTLE):
        return frozenset()
    return frozenset(pk for (pk,) in _BLIND.rows(case.pk))


def entry_of(row: Field, paper: Paper, decisions: dict[str, list[Decision]], blind: frozenset[int]) -> Entry:
    label = label_of(row)
    if row.pk in blind:
        return Entry(
            pk=row.pk, id=f"f{row.pk}", label=label, value=_("（見ないで入力する項目）"), rows=None,
            status=_("入力待ち"), tone="info", reason="", waits=False, blind=True, edit="", shows=paper.id,
            readings=(), reasons=(), deeds=(),
        )  # fmt: skip
    waits = row.status == Field.Status.REVIEW and not row.decided_by
    status = _("要確認") if waits else _("機械が確定")
    if row.decided_by:
        status = _("%(who)s が確定") % {"who": row.decided_by}
    return Entry(
        pk=row.pk,
        id=f"f{row.pk}",
        label=label,
        value=as_shown(row.key, row.value, row.raw, blank=row.blank),
        rows=table(row.key, row.value),
        status=status,
        tone=tone_of(row),
        reason="" if row.decided_by else row.reason_ja,
        waits=waits,
        blind=False,
        edit=reverse("field", args=[row.pk]),
        shows=paper.id,
        readings=tuple(
            Engine(engine_label(r.engine), r.raw, round(100 * r.score))
            for r in sorted(row.readings.all(), key=lambda r: r.position)
        ),
        reasons=evidence(row),
        deeds=tuple(history(decisions.get(f"field:{row.pk}", []))),
    )
