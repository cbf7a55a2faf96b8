"""A small envelope and its way through storage, and a picture of all rows that must come out of it."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections.abc import Callable
from typing import Any, TypeVar

import storage
from models.checks import CaseKey
from models.documents import (
    Corroboration,
    DocumentKind,
    ExtractedDocument,
    Field,
    FieldStatus,
    Reading,
    SortedCase,
    SortedDocument,
)
from models.findings import FieldRef, Finding, FindingCode, FindingStatus
from models.geometry import Box, PageGeometry
from models.pages import PageContent, PageReading
from storage import cases, deliveries, pages
from storage import models as db
from storage.checking import Saved
from storage.deliveries import NewDelivery, NewEnvelope, Registered

T = TypeVar("T")


def sha(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def register(
    name: str, pages: int = 1, envelope: str | None = None, *, close: bool = True, again: str = ""
) -> Registered:
    """Register a delivery whose bytes are called `name`; `again` makes it another arrival of the same bytes."""
    return deliveries.register(
        NewDelivery(sha(name), 1000, "pdf", pages, f"{name}.pdf"),
        NewEnvelope(envelope or f"envelope-{name}{again}"),
        arrival_key=f"arrival-{name}{again}",
        close=close,
    )


def reading(index: int, text: str = "") -> PageReading:
    return PageReading(
        page_index=index,
        geometry=PageGeometry(width=1654, height=2339),
        content=PageContent.TEXT,
        hidden_text=text or f"page {index}",
    )


def document(kind: str, name: str, *indexes: int, programme: str | None = None) -> SortedDocument:
    return SortedDocument(
        kind=DocumentKind(kind),
        delivery_sha256=sha(name),
        page_indexes=indexes,
        confidence=0.9,
        programme_id=programme,
    )


def entry(key: str, value: Any, *, sure: bool = False) -> Field:
    return Field(
        key=key,
        value=value,
        raw=str(value),
        page_index=0,
        box=Box(x0=0.1, y0=0.2, x1=0.3, y1=0.25),
        readings=[Reading(engine="ppocr", raw=str(value), value=value, score=0.91)],
        confidence=0.99 if sure else 0.5,
        status=FieldStatus.ACCEPTED if sure else FieldStatus.REVIEW,
        reason_ja="二つの読み取りが一致" if sure else "読み取りが一つだけ",
    )


def extracted(of: SortedDocument, *entries: Field) -> ExtractedDocument:
    return ExtractedDocument(
        kind=of.kind,
        delivery_sha256=of.delivery_sha256,
        page_indexes=list(of.page_indexes),
        fields={e.key: e for e in entries},
        kind_confidence=of.confidence,
        text="全文",
    )


FORM = document("application_form", "one", 1, 2, programme="nara-smarthouse")
BLANK = document("blank_back", "one", 3)
RECEIPT = document("receipt", "two", 0)
STRANGE = document("unknown", "two", 1)
SORTED = SortedCase(part=0, documents=(FORM, BLANK, RECEIPT, STRANGE), programme_id="nara-smarthouse", separator=(0,))
ENVELOPE = "folder"


def arrive() -> None:
    """An envelope of two deliveries, six pages: a separator, a form of two pages, a blank, a receipt, something."""
    register("one", 4, ENVELOPE, close=False)
    register("two", 2, ENVELOPE, close=False)
    deliveries.close_envelope(ENVELOPE)


def read_all(owner: str = "worker", lease: float = 0.0) -> None:
    """Claim and read whatever waits."""
    for claimed in deliveries.claim(owner, 10, lease):
        for index in pages.unread(claimed.sha256):
            pages.save_reading(claimed.sha256, index, reading(index), f"pages/{claimed.sha256}/{index}.webp")
        if deliveries.mark_read(claimed.sha256, owner):
            work_on(ENVELOPE)
        deliveries.finish(claimed.sha256, owner)


def work_on(envelope: str) -> list[Saved]:
    """Sort, extract and check, as the flow does."""
    saved = []
    for case_id in cases.save_sorted(envelope, [SORTED]):
        cases.save_extracted(
            case_id, 0, extracted(FORM, entry("purchase_amount", 1200), entry("applicant_name", "髙橋", sure=True))
        )
        cases.save_extracted(case_id, 1, extracted(BLANK))
        cases.save_extracted(case_id, 2, extracted(RECEIPT, entry("total_amount", 1100)))
        cases.save_extracted(case_id, 3, extracted(STRANGE))
        saved.append(check(case_id))
    return saved


def check(case_id: int, *, sure: bool = False) -> Saved:
    """A check that compares the amounts of form and receipt, and gives every field a corroboration; `sure`: and accepts it."""
    given = cases.load_for_check(case_id)
    documents, findings = given.view.documents, []
    for one in documents:
        for field in one.fields.values():
            field.corroborations.append(Corroboration(kind="test", supports=True, reason_ja="試験"))
            if sure:
                field.status = FieldStatus.ACCEPTED
    by_kind = {d.kind: (i, d) for i, d in enumerate(documents)}
    if DocumentKind.APPLICATION_FORM in by_kind and DocumentKind.RECEIPT in by_kind:
        (i, form), (j, receipt) = by_kind[DocumentKind.APPLICATION_FORM], by_kind[DocumentKind.RECEIPT]
        if form.value("purchase_amount") != receipt.value("total_amount"):
            findings.append(amount_mismatch(i, j, f"{form.value('purchase_amount')}円"))
    keys = [CaseKey(kind="receipt", key=sha(str(d.value("total_amount")))) for d in documents if d.kind == "receipt"]
    earlier = cases.earlier_with_keys(case_id, keys)
    findings += [
        Finding(
            code=FindingCode.RECEIPT_REUSED,
            status=FindingStatus.CONFIRMED,
            message_ja="同じ領収書があります。",
            other_case=e.receipt_number,
        )
        for e in earlier
    ]
    return cases.save_checked(
        case_id,
        documents,
        findings,
        keys,
        version=given.version,
        earlier=earlier,
    )


def amount_mismatch(form: int, receipt: int, message: str) -> Finding:
    return Finding(
        code=FindingCode.AMOUNT_MISMATCH,
        status=FindingStatus.SUSPECTED,
        message_ja=message,
        refs=(FieldRef(document=form, key="purchase_amount"), FieldRef(document=receipt, key="total_amount")),
    )


def rows() -> dict[str, list[Any]]:
    """Everything the stages leave behind, without ids and times: equal pictures mean the same rows, once."""
    cases_, documents, fields = db.Case.objects, db.Document.objects, db.Field.objects
    place = ("document__delivery__sha256", "document__first_page")
    task = ("kind", "state", "priority", "case__receipt_number", "field__key", "finding__code", "document__first_page")
    return {
        "envelopes": sorted(db.Envelope.objects.values_list("key", "sequence", "number")),
        "deliveries": sorted(db.Delivery.objects.values_list("sha256", "sequence", "envelope__key", "state")),
        "arrivals": sorted(db.Arrival.objects.values_list("key", "delivery__sha256", "duplicate")),
        "pages": [
            (*row, bytes(packed or b""))
            for *row, packed in db.Page.objects.order_by("delivery__sequence", "index").values_list(
                "delivery__sha256", "index", "outcome", "image_key", *place, "reading"
            )
        ],
        "cases": sorted(
            cases_.values_list("receipt_number", "sequence", "part", "programme_id", "state", "version", "check_due")
        ),
        "documents": sorted(
            documents.values_list("delivery__sha256", "first_page", "position", "kind", "extracted", "kind_by")
        ),
        "fields": [
            list(row)
            for row in fields.order_by(*place, "key").values_list(
                *place, "key", "value", "raw", "blank", "box", "confidence", "status", "version", "decided_by"
            )
        ],
        "readings": sorted(
            map(str, db.Reading.objects.values_list("field__key", "position", "engine", "raw", "value"))
        ),
        "corroborations": sorted(db.Corroboration.objects.values_list("field__key", "origin", "position", "kind")),
        "findings": sorted(
            db.Finding.objects.values_list("identity", "basis", "code", "status", "message_ja", "active", "state")
        ),
        "keys": sorted(db.CaseKey.objects.values_list("case__receipt_number", "kind", "key")),
        "tasks": sorted(map(str, db.ReviewTask.objects.values_list(*task))),
        "decisions": sorted(map(str, db.Decision.objects.values_list("subject", "user", "action", "before", "after"))),
    }


def in_processes(count: int, work: Callable[[int], T]) -> list[T]:
    """Run `work(0)` … `work(count - 1)` in processes of their own, all starting at the same moment."""
    context = multiprocessing.get_context("fork")
    start, results = context.Barrier(count), context.SimpleQueue()

    def run(number: int) -> None:
        try:
            start.wait(30)
            results.put((number, work(number), None))
        except BaseException as error:
            results.put((number, None, f"{type(error).__name__}: {error}"))
        finally:
            storage.close_connections()

    storage.close_connections()  # a connection does not survive a fork
    processes = [context.Process(target=run, args=(n,)) for n in range(count)]
    for process in processes:
        process.start()
    answers = sorted((results.get() for _ in processes), key=lambda a: a[0])
    for process in processes:
        process.join(30)
    assert [error for _, _, error in answers if error] == []
    return [value for _, value, _ in answers]


def killed_at_statement(number: int, work: Callable[[], object]) -> bool:
    """Run `work` in a process that is killed (SIGKILL) right before its `number`-th SQL statement.

    True where it was killed, False where it got through with fewer statements.
    """
    import signal

    from django.db import connection

    storage.close_connections()
    child = os.fork()
    if child == 0:
        left = number

        def count(execute: Any, query: str, params: Any, many: bool, context: Any) -> Any:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(query, params, many, context)

        try:
            with connection.execute_wrapper(count):
                work()
            os._exit(0)
        except BaseException:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the work itself failed"
    return os.WIFSIGNALED(status)
