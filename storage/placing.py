"""Correcting documents: which pages are one paper, in which case it lies, which way a page is turned.

Nothing here touches an original or loses a page: pages change their document, and documents their case. What a person
places is signed (`Document.extent_by`), so sorting the envelope again leaves it alone, and every deed is added as a
decision with the documents before and after. Whatever changes must be extracted again (`storage.cases.load_sorted`)
and checked; pages are not read again.

A document is a run of pages of *one* delivery: pages of two files cannot become one document.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from models.documents import DocumentKind
from models.errors import CorrectionError, ObjectNotFoundError, StaleError
from storage import audit, caseview, queueing, sorting
from storage import models as db
from storage.text import storable

#: Parts of an envelope from this number on are cases that people made; sorting counts from 0 and never gets here.
_MADE_PARTS = 10_000


def separate(
    document_id: int,
    pages: Collection[int],
    user: str,
    expected_version: int,
    *,
    kind: DocumentKind = DocumentKind.UNKNOWN,
    confidence: float = 0.0,
) -> int:
    """Make `pages` (indexes in the delivery) of a document a document of their own, and return its id.

    `kind` and `confidence` are what the machine takes the new paper for. What was read from a page goes with it.

    Raises:
        ObjectNotFoundError: no such document.
        StaleError: it changed meanwhile, or has no such page any more.
        CorrectionError: nothing would be left of it.
    """
    with transaction.atomic():
        row = _grip(document_id, expected_version)
        taken = sorted(set(pages))
        if not taken or not set(taken) <= set(row.page_indexes):
            raise StaleError("the document has no such page any more")
        rest = [index for index in row.page_indexes if index not in taken]
        if not rest:
            raise CorrectionError(
                "every page was chosen",
                message_ja="すべてのページを選ぶと、分けられません。一部のページを選んでください。",
            )
        before = [_plain(row)]
        _sign(row, user, pages=rest)  # first, so that its old first page is free to name the new document
        new = db.Document.objects.create(
            case=row.case, delivery=row.delivery, first_page=taken[0], page_indexes=taken, position=_end(row.case),
            kind=kind.value, kind_confidence=confidence, extent_by=user,
            sorted_programme_id=row.sorted_programme_id,
        )  # fmt: skip
        _hand_over(row, new)
        order = [d.pk for d in sorting.papers(row.case) if d.pk != new.pk]
        order.insert(order.index(row.pk) + (taken[0] > rest[0]), new.pk)
        sorting.renumber(row.case, order)
        _note([row.case], row, user, "split", before, [_plain(row), _plain(new)])
        return new.pk


def split(
    document_id: int,
    at: int,
    user: str,
    expected_version: int,
    *,
    kind: DocumentKind = DocumentKind.UNKNOWN,
    confidence: float = 0.0,
) -> int:
    """Cut a document in front of page `at`: it keeps what stands before. Returns the id of the rest; see `separate`."""
    row = db.Document.objects.filter(pk=document_id).first()
    if row is None:
        raise ObjectNotFoundError("no such document")
    later = [index for index in row.page_indexes if index >= at]
    return separate(document_id, later, user, expected_version, kind=kind, confidence=confidence)


def merge(document_id: int, into_id: int, user: str, expected_version: int, into_version: int) -> None:
    """Add all pages of a document to another of the same delivery, which keeps its kind and its place.

    Raises:
        ObjectNotFoundError: no such document.
        StaleError: one of them changed meanwhile.
        CorrectionError: they lie in different files, or are the same.
    """
    with transaction.atomic():
        row, into = _grip(document_id, expected_version), _grip(into_id, into_version)
        if row.pk == into.pk:
            raise CorrectionError("a document with itself", message_ja="つなぐ相手の書類を選んでください。")
        if row.delivery_id != into.delivery_id:
            raise CorrectionError(
                "two deliveries",
                message_ja="別のファイルのページを一つの書類にはできません。書類として並べて同じ案件に置いてください。",
            )
        before = [_plain(into), _plain(row)]
        source, pages = row.case, sorted({*into.page_indexes, *row.page_indexes})
        _hand_over(row, into, pages)
        _dissolve(row)
        _sign(into, user, pages=pages)
        sorting.settle_document(into)
        sorting.renumber(source)
        _note([into.case, source], into, user, "merge", before, [_plain(into)])


def move(document_id: int, receipt_number: str | None, user: str, expected_version: int) -> int:
    """Put a document into another case (None: into a new one of its envelope); returns the case's id.

    Its fields and what was decided about them go with it. A case that loses its last paper is settled and empty.

    Raises:
        ObjectNotFoundError: no such document.
        StaleError: it changed meanwhile.
        CorrectionError: no such case, or it lies there already.
    """
    with transaction.atomic():
        row = _grip(document_id, expected_version)
        source = row.case
        target = _made(source, user) if receipt_number is None else _case(receipt_number)
        if target.pk == source.pk:
            raise CorrectionError("it lies there", message_ja="この書類はもうその案件にあります。")
        before = [_plain(row)]
        row.case = target
        row.position = _end(target)
        _sign(row, user)
        db.ReviewTask.objects.filter(field__document=row).update(case=target)
        db.ReviewTask.objects.filter(document=row).update(case=target)
        sorting.renumber(source)
        sorting.renumber(target)
        queueing.in_step(source)
        queueing.in_step(target)
        _note([source, target], row, user, "move", before, [_plain(row)])
        return target.pk


def set_aside(document_id: int, user: str, expected_version: int, reason: str) -> None:
    """Take a document out of the checks: its pages end in quarantine with `reason`. Giving it a kind brings it back.

    Raises:
        ObjectNotFoundError: no such document.
        StaleError: it changed meanwhile.
        CorrectionError: no reason is given.
    """
    if not reason.strip():
        raise CorrectionError("no reason", message_ja="除外する理由を書いてください。")
    with transaction.atomic():
        row = _grip(document_id, expected_version)
        before = [_plain(row)]
        row.kind, row.kind_by, row.kind_confidence = DocumentKind.SET_ASIDE.value, user, 1.0
        _sign(row, user)
        sorting.settle_document(row)
        row.pages.update(reason_ja=storable(reason))
        sorting.renumber(row.case)
        _note([row.case], row, user, "aside", before, [_plain(row)], reason)


def turn(page_id: int, user: str, degrees: int) -> int:
    """Turn the picture of a page by `degrees` clockwise (90, 180, 270); returns how far it is turned now.

    The page is read again that way up by the processing flow (`storage.pages.turned`), and its paper extracted anew.

    Raises:
        ObjectNotFoundError: no such page, or it belongs to no case.
    """
    if degrees % 90:
        raise ValueError("pages turn by quarter turns")
    with transaction.atomic():
        page = (
            db.Page.objects.select_for_update(of=("self",))
            .select_related("delivery", "document__case")
            .defer("reading")
            .filter(pk=page_id)
            .first()
        )
        if page is None or page.document is None:
            raise ObjectNotFoundError("no such page in a case")
        before = page.turn
        page.turn = (page.turn + degrees) % 360
        page.read_again = page.turn != 0
        page.save(update_fields=["turn", "read_again"])
        case = page.document.case
        db.Decision.objects.create(
            case=case, task_subject=f"page:{page.pk}", subject=f"page:{page.delivery.sha256}:{page.index}",
            user=user, action="turn", before={"turn": before}, after={"turn": page.turn}, at=timezone.now(),
        )  # fmt: skip
        audit.record(user, "decision.turn", f"page:{page.pk}", {"case": case.receipt_number})
        return page.turn


def _grip(document_id: int, expected_version: int) -> db.Document:
    """The document with its case locked, unless it is no longer what the person saw."""
    case_id = db.Document.objects.filter(pk=document_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise ObjectNotFoundError("no such document")
    db.Case.objects.select_for_update().get(pk=case_id)
    row = (
        db.Document.objects.select_for_update(of=("self",))
        .select_related("case__envelope", "delivery")
        .filter(pk=document_id)
        .first()
    )
    if row is None or row.case_id != case_id or row.version != expected_version:
        raise StaleError("the document on screen has changed")
    return row


def _case(receipt_number: str) -> db.Case:
    case = db.Case.objects.select_for_update().filter(receipt_number=receipt_number).first()
    if case is None:
        raise CorrectionError("no such case", message_ja=f"受付番号「{receipt_number}」の案件はありません。")
    return case


def _made(source: db.Case, user: str) -> db.Case:
    """A new case of the same envelope, for papers that turned out to be another applicant's."""
    envelope = db.Envelope.objects.select_for_update().get(pk=source.envelope_id)
    last = envelope.cases.aggregate(n=Max("part"))["n"] or 0
    return db.Case.objects.create(
        receipt_number=sorting.free_number(envelope, envelope.cases.count()),
        envelope=envelope, part=max(_MADE_PARTS, last + 1), sequence=envelope.sequence,
        programme_id=source.programme_id, programme_guessed=source.programme_guessed, stage=source.stage, batch_no=source.batch_no, made_by=user, rank=source.rank,
        assignee=source.assignee, acknowledge_by=source.acknowledge_by, due_on=source.due_on,
    )  # fmt: skip


def _sign(row: db.Document, user: str, pages: Sequence[int] | None = None) -> None:
    """Write a document that a person placed: it must be read out again, and what saw the old one is stale."""
    if pages is not None:
        row.page_indexes, row.first_page = list(pages), pages[0]
    row.extent_by, row.extracted = user, False
    row.version += 1
    row.save()


def _hand_over(giver: db.Document, taker: db.Document, pages: Collection[int] | None = None) -> None:
    """Give `taker` its pages (by default those it lists) from `giver`, and what was read from them.

    An entry that the taker has already stays the taker's, unless only the giver's was decided by a person.
    """
    indexes = set(taker.page_indexes if pages is None else pages) & {
        *giver.pages.values_list("index", flat=True),
    }
    giver.pages.filter(index__in=indexes).update(document=taker, reason_ja="")
    sorting.settle_document(taker)
    own = {field.key: field for field in taker.fields.all()}
    for field in giver.fields.filter(page_index__in=indexes):
        rival = own.get(field.key)
        if rival is not None and (rival.decided_by or not field.decided_by):
            continue
        if rival is not None:
            _forget([rival])
        field.document = taker
        field.save(update_fields=["document"])


def _dissolve(row: db.Document) -> None:
    """Remove a document that gave all its pages away."""
    _forget(row.fields.all())
    sorting.void_tasks(db.ReviewTask.objects.filter(document=row))
    row.delete()


def _forget(fields: Iterable[db.Field]) -> None:
    ids = [field.pk for field in fields]
    sorting.void_tasks(db.ReviewTask.objects.filter(field__in=ids))
    db.Field.objects.filter(pk__in=ids).delete()


def _end(case: db.Case) -> int:
    """The position behind a case's last paper."""
    last = case.documents.aggregate(n=Max("position"))["n"]
    return 0 if last is None else last + 1


def _plain(row: db.Document) -> dict[str, Any]:
    return {
        "file": row.delivery.sha256,
        "pages": list(row.page_indexes),
        "kind": row.kind,
        "case": row.case.receipt_number,
    }


def _note(
    cases: Sequence[db.Case],
    row: db.Document,
    user: str,
    action: str,
    before: list[dict[str, Any]],
    after: list[dict[str, Any]],
    reason: str = "",
) -> None:
    """Add the decision to every case it bears on, make these due for a check, and audit it."""
    now = timezone.now()
    for case in {case.pk: case for case in cases}.values():
        db.Decision.objects.create(
            case=case, task_subject=f"extent:{row.pk}", subject=f"extent:{row.delivery.sha256}:{row.first_page}",
            user=user, action=action, before={"documents": before}, after={"documents": after},
            reason=storable(reason), at=now,
        )  # fmt: skip
    caseview.touch({case.pk for case in cases})
    for case in cases:
        queueing.in_step(case)
    numbers = sorted({case.receipt_number for case in cases})
    audit.record(user, f"decision.{action}", f"document:{row.pk}", {"cases": numbers})
