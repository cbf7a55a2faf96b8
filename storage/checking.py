"""Keeping what the checks of a case found, and opening the review tasks that follow from it.

A person's word stands: a decided field keeps its value, a judged finding stays judged as long as the values it rests
on are the same. What the checks no longer find is withdrawn, never erased where somebody judged it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from models.checks import CaseKey, EarlierCase, Profile
from models.documents import DocumentKind, ExtractedDocument, Field, FieldStatus, Stage
from models.entering import Step
from models.errors import StaleError
from models.findings import BETWEEN_CASES, FieldRef, Finding, FindingStatus
from models.programmes import Programme
from storage import budgets, caseview, entering, fields, phases, quality, queueing, sorting
from storage import models as db
from storage.alike import earlier_with_keys, later_with_keys
from storage.caseview import CheckInput
from storage.counters import lock
from storage.entering import Voices
from storage.prepared import Prepared, put, write
from storage.text import storable

#: Smaller comes first: nothing else of a case can be judged before its programme and the kinds of its papers.
PRIORITY = {
    db.ReviewTask.Kind.PROGRAMME: 10,
    db.ReviewTask.Kind.DOCUMENT: 20,
    db.ReviewTask.Kind.FIELD: 50,
    db.ReviewTask.Kind.SETTLE: 55,
    db.ReviewTask.Kind.ENTRY: 60,
    db.ReviewTask.Kind.FINDING: 80,
    db.ReviewTask.Kind.SAMPLE: 90,
}


_FINDINGS: Prepared[db.Finding] = Prepared(lambda case: db.Finding.objects.select_for_update().filter(case_id=case))
_TASKS: Prepared[db.ReviewTask] = Prepared(lambda case: db.ReviewTask.objects.select_for_update().filter(case_id=case))
_ELSEWHERE: Prepared[db.ReviewTask] = Prepared(
    lambda subjects, case: db.ReviewTask.objects.filter(subject__in=subjects).exclude(case_id=case)
)

#: What a check writes into the case's own row.
_OUTCOME = (
    "stage", "profile", "follows", "applied_amount", "acknowledge_by", "due_on", "check_due", "checked_at",
    "checked_version", "state",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving the outcome of the checks led to."""

    open_tasks: int
    """Review tasks of the case that wait for a person, and that it waits for (a quality sample holds nothing up)."""
    check_again: tuple[int, ...]
    """Ids of the cases to check (again) because of this one, itself included where an earlier case turned up
    meanwhile. They stay listed in `storage.cases.due_for_check` until that is done."""


def save_checked(
    case_id: int,
    documents: Sequence[ExtractedDocument],
    findings: Sequence[Finding],
    keys: Sequence[CaseKey],
    *,
    profile: Profile | None = None,
    follows: str | None = None,
    applied_amount: int | None = None,
    stage: Stage | None = None,
    version: int | None = None,
    earlier: Sequence[EarlierCase] | None = None,
    programme: Programme | None = None,
    calibration: str = "",
    deadlines: tuple[dt.date, dt.date] | None = None,
    loaded: CheckInput | None = None,
) -> Saved:
    """Keep the outcome of the checks of one case: fields' confidence and status, findings, keys; open and void tasks.

    `documents` stand in the order of the case's view. `follows` is the receipt number of the case of an earlier phase
    that it goes on with; `applied_amount` the yen of it that count against the budget. `version` is the one the checks
    started from; `earlier` are the earlier cases they compared with; `programme` says which fields two people enter, and
    `calibration` is the fingerprint of the one the fields were accepted by; `deadlines` are the days by which to
    acknowledge and to review. `loaded` is what the checks were given: its rows need not be read again.
    Saving the same again changes nothing.

    Raises:
        ObjectNotFoundError: no such case.
        StaleError: the case changed since `version`, or while it is being saved, or has other documents now: load it
            and check again.
    """
    papers = _papers(case_id, loaded)
    with transaction.atomic():
        lock("checks")  # one at a time: of two cases that share a key, the second one to be saved sees the first
        case = caseview.lock_case(case_id)
        if papers.version != case.version or version not in (None, case.version):
            raise StaleError("the case changed while it was being checked")
        if case.checked_at != papers.checked_at:  # somebody else's check of the same state was saved meanwhile
            papers = _papers(case_id, None)
        rows = papers.rows
        if not _same_papers(rows, documents):
            raise StaleError("the case has other papers now")
        voices, samples = _save_fields(case, papers, documents, programme, calibration)
        found = _save_findings(case, documents, rows, findings)
        old = {CaseKey(kind=kind, key=key) for kind, key in case.keys.values_list("kind", "key")}
        _save_keys(case, old, set(keys))
        shown = storable(profile.model_dump(mode="json")) if profile is not None else None
        again: set[int] = set()
        if old != set(keys) or case.profile != shown or case.checked_version != case.version:
            again = later_with_keys(case, old | set(keys)) | phases.after(case_id)
        again |= budgets.concerned(case, programme, case.applied_amount, applied_amount)
        case.applied_amount = applied_amount
        if again:
            db.Case.objects.filter(pk__in=again).update(check_due=True)
        printed = profile.printed if profile is not None else ()
        own_again = earlier is not None and earlier_with_keys(case_id, keys, printed) != list(earlier)
        case.follows = db.Case.objects.filter(receipt_number=follows).first() if follows else None
        open_tasks = _save_tasks(case, papers, _Asked(programme, voices, samples, _judges(found)), found)
        case.stage, case.profile = stage.value if stage else case.stage, shown
        case.acknowledge_by, case.due_on = deadlines or (case.acknowledge_by, case.due_on)
        queueing.in_step(case)
        case.check_due = own_again
        case.checked_at, case.checked_version = timezone.now(), case.version
        asked = any(row.active and row.state == db.Finding.State.INQUIRY for row in found)
        case.state = db.Case.State.REVIEW if open_tasks or asked else db.Case.State.COMPLETE
        write([case], _OUTCOME)
        return Saved(open_tasks, tuple(sorted(again | ({case_id} if own_again else set()))))


@dataclass(frozen=True, slots=True)
class _Papers:
    """A case's papers, their entries and what people said of these, as they stood at `version` of the case."""

    version: int
    checked_at: dt.datetime | None
    rows: Sequence[db.Document]
    entries: Mapping[int, Sequence[db.Field]]
    """By the document's id."""
    voices: Mapping[int, Voices]
    """By the field's id."""

    @property
    def every(self) -> list[db.Field]:
        """All entries, paper by paper."""
        return [entry for row in self.rows for entry in self.entries[row.pk]]


def _papers(case_id: int, loaded: CheckInput | None) -> _Papers:
    """What saving looks at, read before anybody is kept from writing; whoever changes it changes the case's version.

    Raises:
        ObjectNotFoundError: no such case.
    """
    loaded = loaded or caseview.load_for_check(case_id)
    entries = {row.pk: list(row.fields.all()) for row in loaded.papers}
    voices = entering.voices([entry for row in loaded.papers for entry in entries[row.pk]])
    return _Papers(loaded.version, loaded.checked_at, loaded.papers, entries, voices)


def _same_papers(rows: Sequence[db.Document], documents: Sequence[ExtractedDocument]) -> bool:
    stored = [(r.delivery.sha256, list(r.page_indexes)) for r in rows]
    return stored == [(d.delivery_sha256, list(d.page_indexes)) for d in documents]


def _save_fields(
    case: db.Case,
    papers: _Papers,
    documents: Sequence[ExtractedDocument],
    programme: Programme | None,
    calibration: str,
) -> tuple[Mapping[int, Voices], Mapping[int, db.QualitySample]]:
    """Keep the fields; what people said of each, and the quality samples among them, by the field's id."""
    every, voices = papers.every, papers.voices
    typed = {pk: said.of_machine for pk, said in voices.items()}
    disputed = quality.disputed(every, typed)
    outcome: list[tuple[db.Field, Field]] = []
    for row, document in zip(papers.rows, documents, strict=True):
        for saved in papers.entries[row.pk]:
            if (field := document.fields.get(saved.key)) is None:
                continue
            if saved.pk in disputed:
                field = field.model_copy(update={"status": FieldStatus.REVIEW, "reason_ja": quality.DISPUTED_JA})
            elif not saved.decided_by and voices[saved.pk].taken_back:
                field = field.model_copy(update={"status": FieldStatus.REVIEW, "reason_ja": entering.TAKEN_BACK_JA})
            elif not saved.decided_by and _contradicted(programme, document.kind, field, voices[saved.pk]):
                field = field.model_copy(update={"status": FieldStatus.REVIEW, "reason_ja": entering.DISPUTED_JA})
            outcome.append((saved, field))
    fields.save_checked(outcome)
    return voices, quality.sample(case, every, typed, programme, calibration)


def _contradicted(programme: Programme | None, kind: DocumentKind, field: Field, said: Voices) -> bool:
    """Whether a person typed otherwise blind than the machine read, where the programme asks for both."""
    reasons = [(reason.kind, reason.supports) for reason in field.corroborations]
    twice = entering.entered_twice(programme, kind, field.key, reasons)
    return twice and entering.step_of_accepted(field.value, said) is Step.THIRD


def _save_findings(
    case: db.Case, documents: Sequence[ExtractedDocument], rows: Sequence[db.Document], findings: Sequence[Finding]
) -> list[db.Finding]:
    """Keep the findings, and return the case's rows of them that hold, in order."""
    old = {row.identity: row for row in _FINDINGS.rows(case.pk)}
    kept: dict[str, db.Finding] = {}
    for position, finding in enumerate(findings):
        identity = _identity(finding, rows)
        if identity in kept:
            continue
        row = old.get(identity) or db.Finding(case=case, identity=identity, basis=_basis(finding, documents))
        _write_finding(row, position, finding, _basis(finding, documents))
        kept[identity] = row
    db.Finding.objects.bulk_create(row for row in kept.values() if row.pk is None)
    for identity, row in old.items():
        if identity not in kept:
            sorting.withdraw(row)
    return list(kept.values())


def _write_finding(row: db.Finding, position: int, finding: Finding, basis: str) -> None:
    """Set what the checks found; a row that is in the database already is written where something differs."""
    new: dict[str, object] = {
        "position": position,
        "code": finding.code.value,
        "status": finding.status.value,
        "message_ja": storable(finding.message_ja),
        "mend_ja": storable(finding.mend_ja),
        "clause": finding.clause,
        "rule": finding.rule,
        "refs": [ref.model_dump() for ref in finding.refs],
        "document_kind": finding.document_kind.value if finding.document_kind else None,
        "field_key": finding.field_key,
        "other_case": finding.other_case,
        "pairs": [pair.model_dump(mode="json") for pair in finding.pairs],
        "active": True,
        "basis": basis,
    }
    if row.basis != basis and row.state != db.Finding.State.OPEN:
        # Judged on other values: it is a new question. What was decided stays in the decisions.
        new |= {"state": db.Finding.State.OPEN, "decided_by": "", "decided_at": None}
    different = put(row, new)
    if row.pk is not None and different:
        row.version += 1
        write([row], [*different, "version"])


def _save_keys(case: db.Case, old: set[CaseKey], new: set[CaseKey]) -> None:
    for key in old - new:
        case.keys.filter(kind=key.kind, key=key.key).delete()
    db.CaseKey.objects.bulk_create(
        db.CaseKey(case=case, kind=k.kind, key=k.key, sequence=case.sequence, part=case.part)
        for k in sorted(new - old, key=lambda k: (k.kind, k.key))
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """What decides whether a field needs a person, and which."""

    programme: Programme | None
    voices: Mapping[int, Voices]
    samples: Mapping[int, db.QualitySample]

    judges: Mapping[tuple[int, str], set[str]]
    """Who judged a finding that rests on an entry, by the paper's position and the entry's key: they saw its value."""

    def of(self, row: db.Document, field: db.Field) -> tuple[db.ReviewTask.Kind | None, set[str]]:
        """The kind of task that a field needs (None: none), and who must not have it."""
        kinds = db.ReviewTask.Kind
        said = self.voices.get(field.pk, Voices())
        sample = self.samples.get(field.pk)
        reasons = [(reason.kind, reason.supports) for reason in field.corroborations.all()]
        twice = entering.entered_twice(self.programme, DocumentKind(row.kind), field.key, reasons)
        step = entering.next_step(field, said) if twice else Step.DONE
        barred = said.people | ({field.decided_by} if field.decided_by else set())
        disputed = sample is not None and sample.state == db.QualitySample.State.DISPUTED
        if step is Step.THIRD or (disputed and not field.decided_by):
            return kinds.SETTLE, barred
        if not field.decided_by and field.status == db.Field.Status.REVIEW:
            return kinds.FIELD, set()
        barred |= self.judges.get((row.position, field.key), set())
        if step is Step.SECOND:
            return kinds.ENTRY, barred
        return (kinds.SAMPLE, barred) if sample is not None and not field.decided_by else (None, set())


def _judges(findings: Sequence[db.Finding]) -> dict[tuple[int, str], set[str]]:
    found: dict[tuple[int, str], set[str]] = {}
    for row in findings:
        for ref in row.refs if row.decided_by else ():
            found.setdefault((ref["document"], ref["key"]), set()).add(row.decided_by)
    return found


def _save_tasks(case: db.Case, papers: _Papers, asked: _Asked, findings: Sequence[db.Finding]) -> int:
    """Open a task for everything a person must decide, void the others that are open; how many hold the case up."""
    kinds = db.ReviewTask.Kind
    wanted: dict[str, db.ReviewTask] = {}

    def want(kind: db.ReviewTask.Kind, pk: int, **about: object) -> None:
        subject = f"{kind.value}:{pk}"
        wanted[subject] = db.ReviewTask(case=case, kind=kind, subject=subject, priority=PRIORITY[kind], **about)

    if (case.programme_id is None or case.programme_guessed) and not case.programme_by:
        want(kinds.PROGRAMME, case.pk)
    for row in papers.rows:
        if row.kind == DocumentKind.UNKNOWN.value and not row.kind_by:
            want(kinds.DOCUMENT, row.pk, document=row)
        for field in papers.entries[row.pk]:
            kind, barred = asked.of(row, field)
            if kind is not None:
                names = "".join(f"{name}|" for name in sorted(barred))
                want(kind, field.pk, field=field, barred=f"|{names}" if names else "")
    for finding in findings:
        if finding.status == FindingStatus.SUSPECTED.value and finding.state == db.Finding.State.OPEN:
            want(kinds.FINDING, finding.pk, finding=finding)

    now = timezone.now()
    states = db.ReviewTask.State
    # papers and entries that came from another case bring the tasks about them along
    for task in _ELSEWHERE.rows(list(wanted), case.pk):
        task.case = case
        write([task], ("case",))
    existing = {task.subject: task for task in _TASKS.rows(case.pk)}
    changed: list[db.ReviewTask] = []
    for subject, task in existing.items():
        if subject in wanted and (task.state != states.OPEN or task.barred != wanted[subject].barred):
            if task.state != states.OPEN:
                task.state, task.opened_at, task.closed_at = states.OPEN, now, None
            task.barred = wanted[subject].barred
            changed.append(task)
        elif subject not in wanted and task.state == states.OPEN:
            task.state, task.closed_at = states.VOID, now
            changed.append(task)
    write(changed, ("state", "opened_at", "closed_at", "barred"))
    new = [task for subject, task in wanted.items() if subject not in existing]
    for task in new:
        task.opened_at = now
        task.stand()
    db.ReviewTask.objects.bulk_create(new)
    return sum(task.kind != kinds.SAMPLE for task in wanted.values())


def _identity(finding: Finding, rows: Sequence[db.Document]) -> str:
    """What a finding is about, in words that stay true when positions change."""

    def place(ref: FieldRef) -> list[object]:
        row = rows[ref.document]
        return [row.delivery.sha256, row.first_page, ref.key]

    about = [finding.code.value, finding.document_kind, finding.field_key, finding.other_case]
    if finding.rule:
        about.append(finding.rule)
    return _digest([*about, sorted(place(ref) for ref in finding.refs if 0 <= ref.document < len(rows))])


def _basis(finding: Finding, documents: Sequence[ExtractedDocument]) -> str:
    """The values a finding rests on; those of an earlier phase's case stand in the message only."""
    refs = [ref for ref in finding.refs if 0 <= ref.document < len(documents)]
    values: list[object] = [[ref.key, documents[ref.document].value(ref.key)] for ref in refs]
    if finding.other_case and finding.code not in BETWEEN_CASES:
        values.append(finding.message_ja)
    return _digest(values)


def _digest(content: object) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
