"""Keeping what sorting cut and what extraction read. May be run again, whole or half-way, with the same rows once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from models.checks import CaseKey
from models.documents import DocumentKind, ExtractedDocument, SortedCase, SortedDocument
from models.errors import ObjectNotFoundError, StaleError
from storage import fields
from storage import models as db
from storage.caseview import lock_case, sharing, touch, update
from storage.text import storable

_OUTCOME_OF_KIND = {
    DocumentKind.BLANK_BACK: db.Page.Outcome.BLANK,
    DocumentKind.SEPARATOR_SHEET: db.Page.Outcome.SEPARATOR,
}


def save_sorted(envelope_key: str, cases: Sequence[SortedCase]) -> list[int]:
    """Keep how sorting cut an envelope, settle what became of its pages, and return the cases' ids in order.

    A document is known by its delivery and first page: one that sorting finds again keeps its row, its fields and what
    people decided about it. Documents and cases that are no longer found go, except cases with decisions.

    Raises:
        ObjectNotFoundError: no such envelope, or sorting names a delivery that is not in it.
    """
    with transaction.atomic():
        envelope = db.Envelope.objects.select_for_update().filter(key=envelope_key).first()
        if envelope is None:
            raise ObjectNotFoundError("no such envelope")
        deliveries = {d.sha256: d for d in envelope.deliveries.all()}
        if any(d.delivery_sha256 not in deliveries for case in cases for d in case.documents):
            raise ObjectNotFoundError("sorting names a delivery of another envelope")
        rows = [_save_case(envelope, case) for case in sorted(cases, key=lambda c: c.part)]
        known = {(d.delivery_id, d.first_page): d for d in db.Document.objects.filter(delivery__in=deliveries.values())}
        kept: set[int] = set()
        changed: set[int] = set()
        for row, case in zip(rows, sorted(cases, key=lambda c: c.part), strict=True):
            for position, document in enumerate(case.documents):
                delivery = deliveries[document.delivery_sha256]
                found = known.get((delivery.pk, document.page_indexes[0]))
                saved, touched = _save_document(row, delivery, position, document, found)
                kept.add(saved.pk)
                changed |= touched
        gone = db.Document.objects.filter(delivery__in=deliveries.values()).exclude(pk__in=kept)
        changed |= set(gone.values_list("case_id", flat=True))
        _void_tasks(
            db.ReviewTask.objects.filter(field__document__in=gone) | db.ReviewTask.objects.filter(document__in=gone)
        )
        gone.delete()
        touch(changed)
        leftover = db.Case.objects.filter(envelope=envelope).exclude(pk__in=[r.pk for r in rows])
        _void_tasks(db.ReviewTask.objects.filter(case__in=leftover))
        _recheck_later(leftover)
        leftover.filter(decisions__isnull=True).delete()
        _settle_pages(deliveries, cases)
        envelope.sorted_at = timezone.now()
        envelope.save(update_fields=["sorted_at"])
        return [row.pk for row in rows]


def save_extracted(case_id: int, position: int, document: ExtractedDocument) -> None:
    """Keep what extraction read from the document at `position` (0-based, as sorting ordered them).

    Raises:
        ObjectNotFoundError: no such case or position.
        StaleError: the case was sorted anew meanwhile, and other pages lie there now.
    """
    with transaction.atomic():
        lock_case(case_id)
        row = db.Document.objects.select_related("delivery").filter(case_id=case_id, position=position).first()
        if row is None:
            raise ObjectNotFoundError("the case has no such document")
        if row.delivery.sha256 != document.delivery_sha256 or row.page_indexes != list(document.page_indexes):
            raise StaleError("the case was sorted anew meanwhile")
        new = {
            "extracted": True,
            "seal_present": document.seal_present,
            "seal_box": document.seal_box.model_dump() if document.seal_box else None,
            "form_version": document.form_version,
            "text": storable(document.text),
        }
        if not row.kind_by:
            new |= {"kind": document.kind.value, "kind_confidence": document.kind_confidence}
        changed = update(row, new)
        settle_document(row)
        changed |= fields.save_read(row, document.fields)
        if changed:
            touch({case_id})


def settle_document(row: db.Document) -> None:
    """Give a document's pages the outcome that its kind means. Call inside the transaction that changes the kind."""
    row.pages.update(outcome=_OUTCOME_OF_KIND.get(DocumentKind(row.kind), db.Page.Outcome.DOCUMENT))


def _save_case(envelope: db.Envelope, case: SortedCase) -> db.Case:
    number = envelope.number if case.part == 0 else f"{envelope.number}-{case.part + 1:02d}"
    row, _ = db.Case.objects.select_for_update().get_or_create(
        envelope=envelope, part=case.part, defaults={"receipt_number": number, "sequence": envelope.sequence}
    )
    new: dict[str, object] = {"batch_no": storable(case.batch_no), "stage": case.stage.value}
    if not row.programme_by:
        new["programme_id"] = case.programme_id
    if update(row, new):
        touch({row.pk})
        row.refresh_from_db()
    return row


def _save_document(
    case: db.Case, delivery: db.Delivery, position: int, document: SortedDocument, found: db.Document | None
) -> tuple[db.Document, set[int]]:
    """The document's row, and the ids of the cases that changed by it."""
    new: dict[str, object] = {
        "case_id": case.pk,
        "position": position,
        "page_indexes": list(document.page_indexes),
        "sorted_programme_id": document.programme_id,
    }
    if found is None:
        decided = fields.decided_kind(delivery.sha256, document.page_indexes[0])
        kind, by = decided or (document.kind.value, "")
        created = db.Document.objects.create(
            delivery=delivery,
            first_page=document.page_indexes[0],
            kind=kind,
            kind_by=by,
            kind_confidence=document.confidence,
            **new,
        )
        return created, {case.pk}
    before = found.case_id
    # Extraction may have refined the machine's kind; the same cut again is no reason to go back to the coarser one.
    same_cut = found.page_indexes == list(document.page_indexes)
    if not found.kind_by and not (same_cut and found.extracted):
        new |= {"kind": document.kind.value, "kind_confidence": document.confidence}
    if not same_cut:
        new["extracted"] = False
    return found, {before, case.pk} if update(found, new) else set()


def _recheck_later(cases: Iterable[db.Case]) -> None:
    """Cases that were compared with `cases`, which are about to go, must be checked without them."""
    for case in cases:
        keys = [CaseKey(kind=k.kind, key=k.key) for k in case.keys.all()]
        db.Case.objects.filter(pk__in=[c.pk for c in sharing(case, keys, earlier=False)]).update(check_due=True)
        case.keys.all().delete()


def _settle_pages(deliveries: dict[str, db.Delivery], cases: Sequence[SortedCase]) -> None:
    """Give every page of the envelope its outcome; pages in quarantine that no document claims stay there."""
    fate: dict[tuple[str, int], tuple[str, int | None]] = {}
    ids = {
        (d.delivery.sha256, d.first_page): (d.pk, DocumentKind(d.kind))
        for d in db.Document.objects.filter(delivery__in=deliveries.values()).select_related("delivery")
    }
    for case in cases:
        for document in case.documents:
            sha = document.delivery_sha256
            pk, kind = ids[sha, document.page_indexes[0]]
            outcome = _OUTCOME_OF_KIND.get(kind, db.Page.Outcome.DOCUMENT)
            fate |= {(sha, index): (outcome, pk) for index in document.page_indexes}
        home = case.documents[0].delivery_sha256 if case.documents else next(iter(deliveries), None)
        for index in case.separator:
            if home is not None:
                fate.setdefault((home, index), (db.Page.Outcome.SEPARATOR, None))
    for sha, delivery in deliveries.items():
        for page in delivery.pages.only("id", "index", "outcome", "document_id", "delivery_id"):
            stays = (
                db.Page.Outcome.QUARANTINE if page.outcome == db.Page.Outcome.QUARANTINE else db.Page.Outcome.PENDING
            )
            outcome, pk = fate.get((sha, page.index), (stays, None))
            if (page.outcome, page.document_id) != (outcome, pk):
                db.Page.objects.filter(pk=page.pk).update(outcome=outcome, document_id=pk)


def _void_tasks(tasks: object) -> None:
    ids = list(tasks.values_list("pk", flat=True))  # type: ignore[attr-defined]
    db.ReviewTask.objects.filter(pk__in=ids, state=db.ReviewTask.State.OPEN).update(
        state=db.ReviewTask.State.VOID, closed_at=timezone.now()
    )
