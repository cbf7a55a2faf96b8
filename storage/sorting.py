"""Keeping what sorting cut and what extraction read. May be run again, whole or half-way, with the same rows once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from models.checks import CaseKey
from models.documents import DocumentKind, ExtractedDocument, SortedCase, SortedDocument
from models.errors import ObjectNotFoundError, StaleError
from storage import batches, fields, queueing
from storage import models as db
from storage.alike import later_with_keys
from storage.caseview import lock_case, touch, update
from storage.text import storable

_OUTCOME_OF_KIND = {
    DocumentKind.BLANK_BACK: db.Page.Outcome.BLANK,
    DocumentKind.SEPARATOR_SHEET: db.Page.Outcome.SEPARATOR,
    DocumentKind.SET_ASIDE: db.Page.Outcome.QUARANTINE,
}


def save_sorted(envelope_key: str, cases: Sequence[SortedCase]) -> list[int]:
    """Keep how sorting cut an envelope, settle what became of its pages, and return the cases' ids in order.

    A document is known by its delivery and first page: one that sorting finds again keeps its row, its fields and what
    people decided about it. Documents and cases that are no longer found go, except cases with decisions. Documents
    that a person placed (`storage.placing`) stay as they are; sorting gets the other pages only.

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
        of_delivery = db.Document.objects.filter(delivery__in=deliveries.values())
        placed = of_delivery.exclude(extent_by="")
        cases = without(sorted(cases, key=lambda c: c.part), _pages_of(placed.select_related("delivery")))
        rows = [_save_case(envelope, case) for case in cases]
        known = {(d.delivery_id, d.first_page): d for d in of_delivery.filter(extent_by="")}
        kept = set(placed.values_list("pk", flat=True))
        changed: set[int] = set()
        for row, case in zip(rows, cases, strict=True):
            for position, document in enumerate(_in_order(row, case, deliveries)):
                if isinstance(document, db.Document):
                    changed |= {row.pk} if update(document, {"position": position}) else set()
                    continue
                delivery = deliveries[document.delivery_sha256]
                found = known.get((delivery.pk, document.page_indexes[0]))
                saved, touched = _save_document(row, delivery, position, document, found)
                kept.add(saved.pk)
                changed |= touched
        gone = db.Document.objects.filter(delivery__in=deliveries.values()).exclude(pk__in=kept)
        changed |= set(gone.values_list("case_id", flat=True))
        void_tasks(
            db.ReviewTask.objects.filter(field__document__in=gone) | db.ReviewTask.objects.filter(document__in=gone)
        )
        gone.delete()
        touch(changed)
        for case in cases:
            if case.cover is not None:
                batches.announce(case.cover)
        holding = db.Document.objects.filter(case__envelope=envelope).exclude(extent_by="").values("case_id")
        leftover = db.Case.objects.filter(envelope=envelope).exclude(pk__in=[r.pk for r in rows])
        for case in leftover.filter(pk__in=holding):
            renumber(case)
        leftover = leftover.exclude(pk__in=holding)
        void_tasks(db.ReviewTask.objects.filter(case__in=leftover))
        recheck_later(leftover)
        leftover.filter(decisions__isnull=True).delete()
        _settle_pages(deliveries, cases)
        envelope.sorted_at = timezone.now()
        envelope.save(update_fields=["sorted_at"])
        return [row.pk for row in rows]


def without(cases: Sequence[SortedCase], placed: Mapping[str, Collection[int]]) -> list[SortedCase]:
    """`cases` less the pages that people placed (indexes by delivery); what has no page left goes.

    Pure, so that it can be seen: every other page stays exactly once, where sorting put it.
    """
    result = []
    for case in cases:
        documents = []
        for document in case.documents:
            taken = placed.get(document.delivery_sha256, ())
            if left := tuple(index for index in document.page_indexes if index not in taken):
                documents.append(document.model_copy(update={"page_indexes": left}))
        if documents:
            result.append(case.model_copy(update={"documents": tuple(documents)}))
    return result


def free_number(envelope: db.Envelope, part: int) -> str:
    """受付番号 for part `part` of an envelope: the envelope's, then ``-02``, ``-03`` …, passing over what is taken."""
    number = envelope.number if part == 0 else f"{envelope.number}-{part + 1:02d}"
    while db.Case.objects.filter(receipt_number=number).exists():
        part += 1
        number = f"{envelope.number}-{part + 1:02d}"
    return number


def _pages_of(documents: Iterable[db.Document]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for document in documents:
        found.setdefault(document.delivery.sha256, set()).update(document.page_indexes)
    return found


def _in_order(
    row: db.Case, case: SortedCase, deliveries: Mapping[str, db.Delivery]
) -> list[SortedDocument | db.Document]:
    """A case's papers in the order in which they came, those that people brought from other envelopes last."""
    placed = list(row.documents.exclude(extent_by="").select_related("delivery"))
    if not placed:
        return list(case.documents)
    found = [(False, deliveries[d.delivery_sha256].sequence, d.page_indexes[0], d) for d in case.documents]
    put = [(d.delivery.sha256 not in deliveries, d.delivery.sequence, d.first_page, d) for d in placed]
    return [d for *_, d in sorted([*found, *put], key=lambda place: place[:3])]


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
        new: dict[str, object] = {
            "extracted": True,
            "seal_present": document.seal_present,
            "seal_box": document.seal_box.model_dump() if document.seal_box else None,
            "form_version": document.form_version,
            "text": storable(document.text),
            "redactions": [r.model_dump() for r in document.redactions],
            "page_marks": [mark.model_dump() for mark in document.page_marks],
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
    row = db.Case.objects.select_for_update().filter(envelope=envelope, part=case.part).first()
    if row is None:
        number = free_number(envelope, case.part)
        row = db.Case.objects.create(
            envelope=envelope, part=case.part, receipt_number=number, sequence=envelope.sequence
        )
    new: dict[str, object] = {
        "batch_no": storable(case.batch_no),
        "stage": case.stage.value,
        "announced_pages": case.announced_pages,
    }
    if not row.programme_by:
        new |= {"programme_id": case.programme_id, "programme_guessed": case.programme_guessed}
    if update(row, new):
        queueing.in_step(row)
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


def papers(case: db.Case) -> list[db.Document]:
    """A case's papers in order, by id and position only."""
    return list(case.documents.order_by("position", "delivery__sequence", "first_page").only("pk", "position"))


def renumber(case: db.Case, order: Sequence[int] | None = None) -> None:
    """Number a case's papers from 0 without gaps; findings go on pointing at the papers they were found on."""
    rows = papers(case)
    if order is not None:
        rows.sort(key=lambda row: order.index(row.pk))
    new = {row.position: at for at, row in enumerate(rows) if order is None or row.pk in order}
    for at, row in enumerate(rows):
        if row.position != at:
            db.Document.objects.filter(pk=row.pk).update(position=at)
    for finding in case.findings.all():
        refs = [{**ref, "document": new[ref["document"]]} for ref in finding.refs if ref["document"] in new]
        if refs != finding.refs:
            finding.refs = refs
            finding.save(update_fields=["refs"])
    if not rows:
        _settle_empty(case)


def _settle_empty(case: db.Case) -> None:
    """A case whose last paper went elsewhere: nothing is left to decide, and nobody is compared with it."""
    void_tasks(case.tasks.all())
    for finding in case.findings.all():
        withdraw(finding)
    recheck_later([case])
    case.state = db.Case.State.COMPLETE
    case.save(update_fields=["state"])


def recheck_later(cases: Iterable[db.Case]) -> None:
    """Cases that were compared with `cases`, which are about to go, must be checked without them."""
    for case in cases:
        keys = [CaseKey(kind=k.kind, key=k.key) for k in case.keys.all()]
        db.Case.objects.filter(pk__in=later_with_keys(case, keys)).update(check_due=True)
        case.keys.all().delete()


def _settle_pages(deliveries: dict[str, db.Delivery], cases: Sequence[SortedCase]) -> None:
    """Give every page of the envelope its outcome; pages in quarantine that no document claims stay there."""
    fate: dict[tuple[str, int], tuple[db.Page.Outcome, int | None]] = {}
    for row in db.Document.objects.filter(delivery__in=deliveries.values()).select_related("delivery"):
        outcome = _OUTCOME_OF_KIND.get(DocumentKind(row.kind), db.Page.Outcome.DOCUMENT)
        fate |= {(row.delivery.sha256, index): (outcome, row.pk) for index in row.page_indexes}
    for case in cases:
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


def withdraw(row: db.Finding) -> None:
    """Take back a finding that no longer holds; one that a person judged is kept, inactive."""
    if row.decided_by:
        if row.active:
            row.active = False
            row.version += 1
            row.save(update_fields=["active", "version"])
        return
    row.tasks.filter(state=db.ReviewTask.State.OPEN).update(
        state=db.ReviewTask.State.VOID, closed_at=timezone.now(), finding=None
    )
    row.delete()


def void_tasks(tasks: QuerySet[db.ReviewTask]) -> None:
    """Take back those of `tasks` (a query) that are open: what they ask about is gone."""
    ids = list(tasks.values_list("pk", flat=True))
    db.ReviewTask.objects.filter(pk__in=ids, state=db.ReviewTask.State.OPEN).update(
        state=db.ReviewTask.State.VOID, closed_at=timezone.now()
    )
