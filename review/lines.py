"""The lines of the queue page: one for each task, under the head of its case.

A page has fifty of them. They are read as plain values, and their HTML is composed here: through a template, and through
rows of five tables as objects, they took two thirds of what the page cost. Everything that is put in is escaped.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from html import escape
from itertools import groupby
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from review.labels import STAGE_LABELS_JA, TASK_KIND_LABELS_JA, TASK_REASONS_JA, field_label, finding_label, kind_label
from review.queue import age_text
from review.said import said
from review.services import programme_title
from review.templatetags.words import day
from storage.counters import JAPAN
from storage.models import Case, ReviewTask
from storage.prepared import Prepared

_TONES = {"field": "info", "finding": "ng", "document": "wait", "programme": "wait"}
_COLUMNS = (
    "pk", "case_id", "case__receipt_number", "case__programme_id", "kind", "programme_id", "stage", "due_on", "rank",
    "assignee", "role", "asked_by", "opened_at", "lease_owner", "lease_until", "field__key", "field__reason_ja",
    "field__document__kind", "finding__code", "finding__message_ja", "document__kind",
)  # fmt: skip


class Row(NamedTuple):
    """What the list shows of a task, as it is stored."""

    pk: int
    case_id: int
    receipt_number: str
    case_programme: str | None
    kind: str
    programme_id: str | None
    stage: str
    due_on: dt.date
    rank: int
    assignee: str
    role: str
    asked_by: str
    opened_at: dt.datetime
    lease_owner: str
    lease_until: dt.datetime | None
    key: str | None
    reason_ja: str | None
    paper_of_field: str | None
    code: str | None
    message_ja: str | None
    paper: str | None


_ROWS: Prepared[tuple[Any, ...]] = Prepared(lambda pks: ReviewTask.objects.filter(pk__in=pks).values_list(*_COLUMNS))


def rows(pks: Sequence[int]) -> list[Row]:
    """The tasks with these ids, in this order."""
    found = {row[0]: Row(*row) for row in _ROWS.rows(list(pks))}
    return [found[pk] for pk in pks if pk in found]


class Lines:
    """The list as one person sees it in one answer. What lines have in common is worked out once."""

    def __init__(self, user: Any, now: dt.datetime, keep: str, *, choose: bool, later: Collection[int] = ()) -> None:
        """`keep` is the query string that goes with every link to a task; `choose` lets cases be ticked; `later` are the
        tasks that this person put off."""
        self._later = frozenset(later)
        self._name, self._now, self._today = user.get_username(), now, now.astimezone(JAPAN).date()
        self._keep, self._choose = escape(keep), choose
        self._task = reverse("task", args=[0]).partition("0")
        self._kind = cache(lambda kind: escape(str(TASK_KIND_LABELS_JA.get(kind, kind))))
        self._paper = cache(lambda kind, programme: escape(str(kind_label(kind, programme))))
        self._field = cache(lambda key, kind, programme: escape(str(field_label(key, kind, programme))))
        self._programme = cache(lambda programme: escape(str(programme_title(programme))))
        self._stage = cache(lambda stage: escape(str(STAGE_LABELS_JA.get(stage, stage))))

    def html(self, tasks: Iterable[Row]) -> SafeString:
        """The bodies of the table: one for the tasks of one case that follow each other."""
        found = []
        for _same, of_case in groupby(tasks, key=_group):
            rows = list(of_case)
            found += ["<tbody>\n", self._head(rows[0]), *(self._line(row) for row in rows), "</tbody>\n"]
        return mark_safe("".join(found))  # whatever is put in is escaped

    def _head(self, row: Row) -> str:
        number = escape(row.receipt_number)
        tick = ""
        if self._choose:
            label = escape(_("%(n)sを選ぶ") % {"n": row.receipt_number})
            tick = f'<input type="checkbox" name="case" value="{row.case_id}" aria-label="{label}">\n'
        return (
            '<tr class="group"><th colspan="4" scope="rowgroup"><span class="case-line">'
            f'{tick}<a href="{reverse("case", args=[row.receipt_number])}">{number}</a> '
            f'<span class="clip">{self._programme(row.programme_id)}</span>'
            f'<span class="lead">{self._stage(row.stage) if row.programme_id else ""}</span> '
            f'<span class="end">{self._chips(row)}</span></span></th></tr>\n'
        )

    def _chips(self, row: Row) -> str:
        chips = []
        if row.rank == Case.Rank.URGENT:
            chips.append(_chip("ng", _("急ぎ")))
        elif row.rank == Case.Rank.LATER:
            chips.append(_chip("", _("後回し")))
        if row.assignee:
            chips.append(_chip("info", _("担当 %(who)s") % {"who": row.assignee}))
        if row.due_on != dt.date.max:
            late = row.due_on < self._today
            tone = "ng" if late else ("wait" if row.due_on == self._today else "")
            chips.append(_chip(tone, f"{_('期限切れ') if late else _('期限')} {day(row.due_on)}"))
        return " ".join(chips)

    def _line(self, row: Row) -> str:
        kind = row.paper_of_field or row.paper
        beside = f' <small class="lead">{self._paper(kind, row.case_programme)}</small>' if kind else ""
        if row.asked_by and row.role == ReviewTask.Role.SENIOR:
            beside += " " + _chip("wait", _("%(who)sさんから相談") % {"who": row.asked_by})
        if row.pk in self._later:
            beside += " " + _chip("", _("あとまわし"))
        if row.lease_owner not in ("", self._name) and row.lease_until is not None and row.lease_until > self._now:
            beside += " " + _chip("", _("%(who)sさんが確認中") % {"who": row.lease_owner})
        before, _zero, after = self._task
        return (
            f'<tr><td><span class="chip {_TONES.get(row.kind, "")}">{self._kind(row.kind)}</span></td>'
            f'<td><a class="go" href="{before}{row.pk}{after}{self._keep}">{self._title(row)}</a>{beside}</td>'
            f'<td class="r">{escape(said(str(_reason(row))))}</td>'
            f'<td class="num nowrap">{escape(age_text(row.opened_at, self._now))}</td></tr>\n'
        )

    def _title(self, row: Row) -> str:
        """What a task is about, in a few words."""
        if row.key is not None:
            return self._field(row.key, row.paper_of_field or "", row.programme_id)
        if row.code is not None:
            return escape(finding_label(row.code))
        named = {"document": _("書類の種類"), "programme": _("補助金事業")}
        return escape(named[row.kind]) if row.kind in named else self._kind(row.kind)


def _group(row: Row) -> tuple[object, ...]:
    return (row.case_id, row.programme_id, row.stage, row.assignee, row.due_on, row.rank)


def _chip(tone: str, text: str) -> str:
    return f'<span class="chip {tone}">{escape(text)}</span>'


def _reason(row: Row) -> Any:
    if row.kind in TASK_REASONS_JA:
        return TASK_REASONS_JA[row.kind]
    if row.key is not None:
        return row.reason_ja
    if row.code is not None:
        return row.message_ja
    if row.paper is not None:
        return _("機械が種類を決めきれませんでした。")
    return _("どの補助金事業への申請か、機械が決めきれませんでした。")
