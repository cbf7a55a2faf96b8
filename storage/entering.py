"""What people type blind: the second entry of a field, and samples of what the machine accepted.

A blind entry is a decision of its own kind (``enter``), about ``entry:…`` or ``sample:…``: it changes no value. What
follows from it (done, a third person, a sample that was wrong) is worked out whenever the case is checked, from what
is stored and nothing else, so the order in which people and machine come does not matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from models.documents import OTHER_PAPER, DocumentKind, Value
from models.entering import MACHINE, Said, Step, step
from models.errors import ObjectNotFoundError, StaleError
from models.programmes import DoubleEntry, Programme
from storage import models as db
from storage import queueing, reviewing
from storage.fields import about
from storage.prepared import Prepared
from storage.reviewing import NO_VALUE, FieldAction
from storage.standing import ENTER, UNDO, had_a_say, standing
from storage.text import storable

_DECISIONS: Prepared[db.Decision] = Prepared(
    lambda subjects: db.Decision.objects.filter(subject__in=subjects).order_by("pk")
)

TAKEN_BACK_JA = "判断が取り消されました。もう一度決めてください。"
DISPUTED_JA = "見ずに入力した値と、機械の値が違います。紙面を確かめてください。"


@dataclass
class Voices:
    """Everything people have said of one field that still counts."""

    typed: list[Said] = field(default_factory=list)
    """Second entries, oldest first."""
    sampled: Said | None = None
    """What was typed for a quality sample."""
    settled_by: str = ""
    """Who decided last with both values in sight; empty where the last decision was another."""
    opened: bool = False
    """Whether somebody decided with the machine's reading in sight, apart from settling a difference."""
    taken_back: bool = False
    """The last thing that somebody did with the value was to take a decision back: they are about to decide anew."""
    people: set[str] = field(default_factory=set)
    """Everybody who has seen what others made of it: none of them may have a say again."""

    @property
    def blind(self) -> list[Said]:
        """Everything that was typed without any value in sight."""
        return [*self.typed, *([self.sampled] if self.sampled else [])]

    @property
    def of_machine(self) -> Said | None:
        """What was typed blind of a value that nobody but the machine had decided: it measures the machine."""
        return self.sampled or (self.typed[0] if self.typed and not self.opened else None)


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
    decisions = _DECISIONS.rows(list(owner))
    of: dict[int, list[db.Decision]] = defaultdict(list)
    for decision in decisions:
        of[owner[decision.subject]].append(decision)
    return defaultdict(Voices, {pk: _voices(rows) for pk, rows in of.items()})


def _voices(decisions: Sequence[db.Decision]) -> Voices:
    last = decisions[-1] if decisions else None
    taken_back = last is not None and last.action == UNDO and last.subject.startswith("field:")
    one = Voices(people=had_a_say(decisions), taken_back=taken_back)
    for decision in standing(decisions):
        if decision.action != ENTER:
            settled = decision.task_subject.startswith("settle:")
            one.settled_by = decision.user if settled else ""
            one.opened |= not settled
        elif decision.subject.startswith("entry:"):
            one.typed.append(Said(decision.user, decision.after["value"]))
        else:
            one.sampled = Said(decision.user, decision.after["value"])
    return one


def typed_blind(row: db.Field) -> list[Said]:
    """What people typed of `row` without seeing its value, oldest first."""
    return voices([row])[row.pk].blind


def next_step(row: db.Field, said: Voices) -> Step:
    """What a field under double entry needs next."""
    if row.decided_by:
        return step(Said(row.decided_by, row.value), said.typed, settled=said.settled_by == row.decided_by)
    return step_of_accepted(row.value, said) if row.status == db.Field.Status.ACCEPTED or said.blind else Step.FIRST


def step_of_accepted(value: Value, said: Voices) -> Step:
    """What a field needs next whose first entry is what the machine accepted. No value: nothing to enter again."""
    return Step.DONE if value is None else step(Said(MACHINE, value), said.blind, settled=False)


def entered_twice(
    programme: Programme | None, kind: DocumentKind, key: str, reasons: Iterable[tuple[str, bool]]
) -> bool:
    """Whether `programme` asks that entry `key` of a paper of `kind` be entered twice.

    `reasons`: what was found for and against its value, as (kind of corroboration, whether it supports).
    """
    asked = programme.double_entry(kind, key) if programme else DoubleEntry.NEVER
    if asked is not DoubleEntry.UNLESS_CORROBORATED:
        return asked is DoubleEntry.ALWAYS
    return not any(supports and reason in OTHER_PAPER for reason, supports in reasons)
