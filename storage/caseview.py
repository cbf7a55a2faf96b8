"""Cases as the rest of the house knows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from models.checks import PastCase
from models.documents import (
    CaseView,
    DocumentKind,
    ExtractedDocument,
    PageMark,
    PageRedaction,
    SortedCase,
    SortedDocument,
    Stage,
)
from models.errors import ObjectNotFoundError
from models.geometry import Box
from storage import fields, phases
from storage import models as db
from storage.counters import JAPAN
from storage.prepared import Prepared, hang, put, write

_CASE: Prepared[db.Case] = Prepared(lambda pk: db.Case.objects.filter(pk=pk).select_related("envelope"))
_LOCKED: Prepared[db.Case] = Prepared(lambda pk: db.Case.objects.select_for_update().filter(pk=pk))
_DOCUMENTS: Prepared[db.Document] = Prepared(
    lambda case: db.Document.objects.filter(case_id=case).order_by("position").select_related("delivery")
)
_FIELDS: Prepared[db.Field] = Prepared(lambda case: db.Field.objects.filter(document__case_id=case).order_by("pk"))
_READINGS: Prepared[db.Reading] = Prepared(lambda case: db.Reading.objects.filter(field__document__case_id=case))
_CORROBORATIONS: Prepared[db.Corroboration] = Prepared(
    lambda case: db.Corroboration.objects.filter(field__document__case_id=case)
)
_DUE: Prepared[db.Case] = Prepared(lambda pk: _ready().filter(pk=pk).only("pk")[:1])


@dataclass(frozen=True, slots=True)
class CheckInput:
    """A case as the checks get it, and the version to hand back with their outcome."""

    case_id: int
    receipt_number: str
    version: int
    view: CaseView
    complete: bool
    """Nothing of it waited for a person when it was last checked."""
    papers: tuple[db.Document, ...]
    """The rows that `view` was made of, for saving the outcome."""
    checked_at: dt.datetime | None
    """When the outcome of the check before was saved; somebody else's, saved meanwhile, may have changed these rows."""


def load_sorted(case_id: int) -> SortedCase:
    """A case's documents as they stand now (a person may have changed a kind), to extract them again."""
    case = find_case(case_id)
    documents = case.documents.select_related("delivery").order_by("position")
    return SortedCase(
        part=case.part,
        documents=tuple(
            SortedDocument(
                kind=DocumentKind(d.kind),
                delivery_sha256=d.delivery.sha256,
                page_indexes=tuple(d.page_indexes),
                confidence=1.0 if d.kind_by else d.kind_confidence,
                programme_id=d.sorted_programme_id,
            )
            for d in documents
        ),
        programme_id=case.programme_id,
        stage=Stage(case.stage),
        batch_no=case.batch_no,
    )


def load_for_check(case_id: int) -> CheckInput:
    """A case for the checks; give `version` back to `storage.checking.save_checked`. Fields that a person decided say so
    by a corroboration of kind ``person``.

    Read without a transaction, which on SQLite would keep everybody else from writing: whoever changes something of a
    case meanwhile changes its version, and what was made of a mixture is refused.

    Raises:
        ObjectNotFoundError: no such case.
    """
    case = find_case(case_id)  # its version first
    complete = case.state == db.Case.State.COMPLETE
    papers = tuple(_papers(case))
    return CheckInput(
        case.pk, case.receipt_number, case.version, _view(case, papers), complete, papers, case.checked_at
    )


def load_before(number: str | None) -> list[PastCase]:
    """The case `number` and the one it goes on with in its turn, nearest first, with what is accepted of their papers."""
    case = db.Case.objects.filter(receipt_number=number).first() if number else None
    rows = [case, *phases.before(case)][: phases.MOST_BEFORE] if case is not None else []
    return [
        PastCase(receipt_number=row.receipt_number, documents=tuple(_believed(d) for d in _papers(row))) for row in rows
    ]


def _believed(row: db.Document) -> ExtractedDocument:
    kept = {f.key: fields.believed(f) for f in row.fields.all() if f.status == db.Field.Status.ACCEPTED}
    aside = row.kind == DocumentKind.SET_ASIDE.value
    return _document(row).model_copy(update={"fields": {} if aside else kept})


def due_for_check(limit: int | None = None) -> list[int]:
    """Ids of cases whose ground shifted since they were last checked, oldest first; extracted ones only.

    Persisted, so that no kill between "this case changed" and "check the others again" loses anything.
    """
    return list(_ready().order_by("sequence", "part").distinct().values_list("pk", flat=True)[:limit])


def is_due(case_id: int) -> bool:
    """Whether the case is one of `due_for_check`."""
    return _DUE.first(case_id) is not None


def _ready() -> QuerySet[db.Case]:
    return db.Case.objects.filter(check_due=True, documents__isnull=False).exclude(documents__extracted=False)


def due_for_extraction() -> list[int]:
    """Ids of cases with papers to extract again (a person corrected a kind or the programme), oldest first.

    Cases whose envelope is still on its way through the pipeline are left out: they are extracted there.
    """
    on_the_way = db.Delivery.objects.exclude(state__in=(db.Delivery.State.DONE, db.Delivery.State.FAILED))
    waiting = db.Case.objects.filter(documents__extracted=False).exclude(envelope__in=on_the_way.values("envelope_id"))
    return list(waiting.order_by("sequence", "part").distinct().values_list("pk", flat=True))


def case_ids(envelope_key: str) -> list[int]:
    """Ids of an envelope's cases, in order."""
    return list(db.Case.objects.filter(envelope__key=envelope_key).order_by("part").values_list("pk", flat=True))


def receipt_number(case_id: int) -> str:
    """受付番号 of a case."""
    return find_case(case_id).receipt_number


def set_stage(case_id: int, stage: Stage) -> None:
    """Say which phase a case belongs to, once its papers are known."""
    with transaction.atomic():
        if update(lock_case(case_id), {"stage": stage.value}):
            touch({case_id})


def touch(case_ids: Collection[int]) -> None:
    """Note that what the checks look at has changed. Call inside the transaction that changes it."""
    for case in db.Case.objects.select_for_update().filter(pk__in=case_ids).order_by("sequence", "part"):
        case.version += 1
        case.check_due = True
        write([case], ("version", "check_due"))


def _papers(case: db.Case) -> list[db.Document]:
    """The papers of a case with all that was read from them."""
    documents, fields_ = _DOCUMENTS.rows(case.pk), _FIELDS.rows(case.pk)
    for document in documents:
        document.case = case
    hang(documents, "fields", fields_)
    hang(fields_, "readings", _READINGS.rows(case.pk))
    hang(fields_, "corroborations", _CORROBORATIONS.rows(case.pk))
    return documents


def _view(case: db.Case, papers: Iterable[db.Document]) -> CaseView:
    return CaseView(
        programme_id=case.programme_id,
        stage=Stage(case.stage),
        documents=[_document(d) for d in papers],
        received_on=case.envelope.arrived_at.astimezone(JAPAN).date().isoformat(),
    )


def _document(row: db.Document) -> ExtractedDocument:
    aside = row.kind == DocumentKind.SET_ASIDE.value  # kept, but nothing of it counts
    return ExtractedDocument(
        kind=DocumentKind(row.kind),
        delivery_sha256=row.delivery.sha256,
        page_indexes=row.page_indexes,
        fields={} if aside else {f.key: fields.load(f) for f in row.fields.all()},
        seal_present=row.seal_present,
        seal_box=Box(**row.seal_box) if row.seal_box else None,
        form_version=row.form_version,
        text="" if aside else row.text,
        page_marks=[] if aside else [PageMark(**mark) for mark in row.page_marks],
        kind_confidence=1.0 if row.kind_by else row.kind_confidence,
        redactions=[PageRedaction.model_validate(r) for r in row.redactions],
    )


def update(row: db.Case | db.Document, new: dict[str, object]) -> bool:
    """Write what differs; True where something did."""
    different = put(row, new)
    if different:
        row.save(update_fields=different)
    return bool(different)


def find_case(case_id: int) -> db.Case:
    case = _CASE.first(case_id)
    if case is None:
        raise ObjectNotFoundError("no such case")
    return case


def lock_case(case_id: int) -> db.Case:
    case = _LOCKED.first(case_id)
    if case is None:
        raise ObjectNotFoundError("no such case")
    return case
