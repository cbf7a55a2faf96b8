"""A fortnight at a small office, for the pictures of the manuals: mail every day, two batches, refusals, samples, decisions.

Only what is counted is staged; every row goes through the tables and functions of the product.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random

from storage.settings import Settings


def stage(settings: Settings) -> None:
    """Fill a seeded installation with what the dashboard and the mailroom's pages show."""
    from django.utils import timezone

    now = timezone.now()
    rng = random.Random(7)
    _mail(now, rng)
    _batches()
    _refusals(settings)
    _samples(now, rng)
    _decisions(now, rng)


def _mail(now: dt.datetime, rng: random.Random) -> None:
    from storage.deliveries import NewDelivery, NewEnvelope, register
    from storage.models import Case, Delivery, ReviewTask

    for back in range(13, 0, -1):
        day = now - dt.timedelta(days=back)
        if day.weekday() < 5:
            for n in range(rng.randint(2, 6)):
                name = f"scan_{day:%m%d}_{n + 1:03d}"
                sha = hashlib.sha256(name.encode()).hexdigest()
                new = NewDelivery(sha, 1000, "pdf", rng.randint(4, 14), f"{name}.pdf")
                register(new, NewEnvelope(key=name), arrival_key=name, at=day)
    Delivery.objects.filter(original_name__contains="_1").update(state="done", flow_run_id="0199-sample")
    tasks = list(ReviewTask.objects.filter(state="open").values_list("pk", flat=True))
    for n, pk in enumerate(tasks):
        age = rng.choices((0, 1, 2, 3, 5, 7), (60, 25, 12, 8, 4, 2))[0]
        ReviewTask.objects.filter(pk=pk).update(opened_at=now - dt.timedelta(days=age, minutes=n))
    for n, case in enumerate(Case.objects.order_by("pk")):
        Case.objects.filter(pk=case.pk).update(due_on=(now + dt.timedelta(days=n - 1)).date())


def _batches() -> None:
    from models.documents import DocumentKind, SortedCase, SortedDocument
    from models.geometry import PageGeometry
    from models.pages import PageContent, PageReading
    from storage import batches, cases, pages
    from storage.deliveries import NewDelivery, NewEnvelope, register

    for number, announced in (("20261127-01", (4, 6, 3)), ("20261127-02", (5, 4))):
        batches.open_batch(
            number, "uketsuke", programme_id="nara-smarthouse", pages=sum(announced), envelopes=len(announced)
        )
        missing = 2 if number.endswith("02") else 0
        found = [n - (missing if i == len(announced) - 1 else 0) for i, n in enumerate(announced)]
        count = sum(found) + len(found)
        sha = hashlib.sha256(number.encode()).hexdigest()
        register(NewDelivery(sha, 1000, "pdf", count, f"{number}.pdf"), NewEnvelope(key=number), arrival_key=number)
        for index in range(count):
            geometry = PageGeometry(width=1654, height=2339)
            pages.save_reading(sha, index, PageReading(page_index=index, geometry=geometry, content=PageContent.TEXT))
        sorted_cases, at = [], 0
        for part, (here, said) in enumerate(zip(found, announced, strict=True)):
            kinds = [DocumentKind.SEPARATOR_SHEET, *[DocumentKind.RECEIPT] * here]
            documents = tuple(
                SortedDocument(kind=kind, delivery_sha256=sha, page_indexes=(at + n,), confidence=1.0)
                for n, kind in enumerate(kinds)
            )
            at += len(kinds)
            sorted_cases.append(
                SortedCase(
                    part=part,
                    documents=documents,
                    batch_no=number,
                    announced_pages=said,
                    programme_id="nara-smarthouse",
                )
            )
        cases.save_sorted(number, sorted_cases)
    batches.close_batch("20261127-01", "uketsuke", 13)


def _refusals(settings: Settings) -> None:
    from models.errors import IncompleteFileError, PasswordNeededError
    from storage import quarantine
    from storage.settings import prepare_folder

    prepare_folder(settings.quarantine_dir)
    for name, error in (("scan_1128_004.pdf", IncompleteFileError()), ("申請書一式.pdf", PasswordNeededError())):
        (settings.quarantine_dir / name).write_bytes(b"%PDF-1.7")
        quarantine.add(name, error, original_name=name, kept_path=name)
    first = quarantine.add("old", IncompleteFileError(), original_name="scan_1127_011.pdf")
    quarantine.resolve(first, "uketsuke", reason="スキャンし直した")


def _samples(now: dt.datetime, rng: random.Random) -> None:
    from storage.models import QualitySample

    chosen = (
        ("address", 410, 3),
        ("applicant_name", 388, 1),
        ("purchase_amount", 512, 0),
        ("account_number", 290, 0),
        ("postal_code", 350, 0),
        ("purchase_date", 301, 1),
    )
    QualitySample.objects.bulk_create(
        QualitySample(
            subject=f"sample:{key}:{n}",
            programme_id="nara-smarthouse",
            key=key,
            document_kind="application_form",
            style="handwritten",
            target_error=0.005,
            state="wrong" if n < wrong else "right",
            chosen_at=now,
            judged_at=now - dt.timedelta(hours=rng.randint(1, 200)),
        )
        for key, count, wrong in chosen
        for n in range(count)
    )


def _decisions(now: dt.datetime, rng: random.Random) -> None:
    from storage.models import Case, Decision, Field

    field = Field.objects.order_by("pk")[0]
    case = Case.objects.order_by("pk")[6]
    for user, pace in (("yamada", 60), ("suzuki", 45), ("tanaka", 22)):
        for back in range(14):
            at = now - dt.timedelta(days=back)
            Decision.objects.bulk_create(
                Decision(
                    case=case,
                    task_subject=f"field:{field.pk}",
                    subject="field:sample",
                    user=user,
                    action="confirm",
                    at=at,
                )
                for _ in range(rng.randint(pace // 2, pace) if at.weekday() < 5 else 0)
            )
    Case.objects.filter(pk=case.pk).update(state="complete")
