"""What people type blind: the second entry of a field, and samples of what the machine accepted.

A blind entry is a decision of its own kind (``enter``), about ``entry:…`` or ``sample:…``: it changes no value. What
follows from it (done, a third person, a sample that was wrong) is worked out whenever the case is checked, from what
is stored and nothing else, so the order in which people and machine come does not matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from models.documents import Value
from models.entering import Said, Step, step
from models.errors import ObjectNotFoundError, StaleError
from storage import models as db
from storage import queueing, reviewing
from storage.fields import about
from storage.reviewing import NO_VALUE, FieldAction
from storage.standing import ENTER, had_a_say, standing
from storage.text import storable


@dataclass
class Voices:
    """Everything people have said of one field that still counts."""

    typed: list[Said] = field(default_factory=list)
    """Second entries, oldest first."""
    sampled: Said | None = None
    """What was typed for a quality sample."""
    settled_by: str = ""
    """Who decided last with both values in sight; empty where the last decision was another."""
    people: set[str] = field(default_factory=set)
    """Everybody who has seen what others made of it: none of them may have a say again."""


def enter(
    task_id: int,
    user: str,
    value: Value,
    expected_version: int,
    action: FieldAction | str | None = None,
    reason: str = "",
) -> int:
    """Keep what `user` typed blind, and return the decision's id. `action` is given where the entry has no value.

    Raises:
        ObjectNotFoundError: no such task, or none of this kind.
        BarredError: `user` has had a say in this field already.
        StaleError: the entry on paper is another now, or the task need not be done any more.
    """
    no_value = FieldAction(action) if action else None
    if no_value is not None and no_value not in NO_VALUE:
        raise ValueError("an action with a value")
    with transaction.atomic():
        task = queueing.locked_task(task_id)
        if task.kind not in db.ReviewTask.BLIND or task.field_id is None:
            raise ObjectNotFoundError("nothing is typed blind here")
        queueing.check_not_barred(task, user)
        if task.state != db.ReviewTask.State.OPEN:
            raise StaleError("it has been typed already")
        case = reviewing.lock_case(db.Case.objects.filter(pk=task.case_id))
        row = db.Field.objects.select_related("document__delivery").get(pk=task.field_id)
        reviewing.check_version(row.version, expected_version)
        after = {
            "value": None if no_value else storable(value),
            "blank": no_value is FieldAction.BLANK,
            "no_value": no_value.value if no_value else "",
        }
        subject = about(task.kind, row.document, row.key)
        return reviewing.add(case, task.subject, subject, user, ENTER, None, after, reason)


def voices(rows: Sequence[db.Field]) -> dict[int, Voices]:
    """What people said of each of `rows` (their documents and deliveries at hand), by the field's id."""
    owner: dict[str, int] = {}
    for row in rows:
        owner |= {about(kind, row.document, row.key): row.pk for kind in ("field", "entry", "sample")}
    decisions = list(db.Decision.objects.filter(subject__in=list(owner)).order_by("pk"))
    of: dict[int, list[db.Decision]] = defaultdict(list)
    for decision in decisions:
        of[owner[decision.subject]].append(decision)
    return defaultdict(Voices, {pk: _voices(rows) for pk, rows in of.items()})


def _voices(decisions: Sequence[db.Decision]) -> Voices:
    one = Voices(people=had_a_say(decisions))
    for decision in standing(decisions):
        if decision.action != ENTER:
            one.settled_by = decision.user if decision.task_subject.startswith("settle:") else ""
        elif decision.subject.startswith("entry:"):
            one.typed.append(Said(decision.user, decision.after["value"]))
        else:
            one.sampled = Said(decision.user, decision.after["value"])
    return one


def typed_blind(row: db.Field) -> list[Said]:
    """What people typed of `row` without seeing its value, oldest first."""
    said = voices([row])[row.pk]
    return [*said.typed, *([said.sampled] if said.sampled else [])]


def next_step(row: db.Field, said: Voices) -> Step:
    """What a field under double entry needs next."""
    decided = Said(row.decided_by, row.value) if row.decided_by else None
    return step(decided, said.typed, settled=bool(row.decided_by) and said.settled_by == row.decided_by)
