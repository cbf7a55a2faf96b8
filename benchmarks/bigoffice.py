"""A database as an office has it after years: 100,000 cases and 1,000,000 fields, for measuring how pages and checks hold up.

``python -m benchmarks.bigoffice DATA [--cases 100000] [--open 6000] [--database URL]``

A few envelopes are drawn and taken the real way (originals, page images, sorting, extraction, checks: the sample morning
of ``tests/review``); their rows are then copied, with people, addresses, telephones, accounts, models, receipts and sums
of their own and with the keys under which duplicates are sought. Page images are shared by the copies: what a crop
costs does not depend on how many there are. The newest `open` cases wait in the queue, the others are settled.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max, Model
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress

import programmes
import storage
from benchmarks.synth import people
from models.documents import CaseView, DocumentKind, ExtractedDocument, Field, Stage, Value
from models.programmes import Programme
from storage.settings import Settings
from validators import duplicates
from validators.dates import add_business_days

#: The entries that are copied, by paper: ten a case.
COPIED: dict[str, tuple[str, ...]] = {
    "application_form": ("applicant_name", "applicant_kana", "postal_code", "address", "phone", "model"),
    "receipt": ("document_number", "issue_date", "total_amount"),
    "payment_request": ("account_number",),
}
BATCH = 1_000
#: Beginning of the keys of copied envelopes.
PREFIX = "copy-"
#: Review tasks of a case, open or done.
TASKS = 3

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Entry:
    """A seeded entry: its row, what the engines read, and the first two reasons for or against it."""

    row: Any
    readings: list[Any]
    reasons: list[Any]


@dataclass(frozen=True)
class Paper:
    document: Any
    page: Any
    """Its first page."""
    entries: list[Entry]


@dataclass(frozen=True)
class Template:
    """A seeded case to copy, with a task and a key to copy."""

    case: Any
    envelope: Any
    delivery: Any
    papers: list[Paper]
    task: Any
    key: Any


class Copier:
    """Copies of rows under primary keys of our own, so that rows can name each other before they are written."""

    def __init__(self) -> None:
        self._next: dict[type[Model], int] = {}
        self._rows: dict[type[Model], list[Model]] = {}

    def copy(self, row: M, **changes: Any) -> M:
        """A new row like `row` but for `changes`; written by :meth:`flush`."""
        model = type(row)
        if model not in self._next:
            self._next[model] = (model.objects.aggregate(top=Max("pk"))["top"] or 0) + 1
        values = {f.attname: getattr(row, f.attname) for f in model._meta.concrete_fields}
        values |= changes | {model._meta.pk.attname: self._next[model]}
        self._next[model] += 1
        new: M = model(**values)
        self._rows.setdefault(model, []).append(new)
        return new

    def flush(self) -> None:
        """Write everything; models in the order in which they were first copied."""
        quote = connection.ops.quote_name
        for model, rows in self._rows.items():
            columns = model._meta.concrete_fields
            names = ", ".join(quote(f.column) for f in columns)
            statement = (
                f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({', '.join(['%s'] * len(columns))})"
            )
            with connection.cursor() as cursor:  # three times as fast as bulk_create, which compiles every row
                cursor.executemany(
                    statement, [[f.get_db_prep_save(getattr(r, f.attname), connection) for f in columns] for r in rows]
                )
            rows.clear()

    def settle(self) -> None:
        """Tell the database's own numbering where to go on."""
        for statement in connection.ops.sequence_reset_sql(no_style(), list(self._next)):
            with connection.cursor() as cursor:
                cursor.execute(statement)


def templates() -> list[Template]:
    """The seeded cases that have all papers to be copied, in order of arrival."""
    from storage import models as db

    task = db.ReviewTask.objects.filter(kind="field").order_by("pk")
    found = []
    seeded = db.Case.objects.filter(programme_id__in=_AREAS).exclude(envelope__key__startswith=PREFIX)
    for case in seeded.select_related("envelope").order_by("sequence"):
        papers = []
        for document in case.documents.filter(kind__in=COPIED).order_by("position"):
            rows = document.fields.filter(key__in=COPIED[document.kind]).order_by("pk")
            entries = [
                Entry(row, list(row.readings.order_by("position")), list(row.corroborations.order_by("pk")[:2]))
                for row in rows
            ]
            page = db.Page.objects.get(delivery=document.delivery, index=document.first_page)
            papers.append(Paper(document, page, entries))
        if {paper.document.kind for paper in papers} == set(COPIED) and case.keys.exists():
            delivery = case.envelope.deliveries.get()
            own = task.filter(case=case).first() or task.first()
            found.append(Template(case, case.envelope, delivery, papers, own, case.keys.first()))
    return found


def invented(rng: random.Random, area: str) -> dict[str, Value]:
    """What is another applicant's own: person, address, telephone, model, receipt and account."""
    who = people.person(rng, area)
    home = replace(who.address, numbers=(rng.randint(1, 9), rng.randint(1, 60), rng.randint(1, 40)))
    day = dt.date(2025, 4, 1) + dt.timedelta(days=rng.randrange(300))
    return {
        "applicant_name": who.plain,
        "applicant_kana": who.holder_kana,
        "postal_code": home.postal_code,
        "address": home.value(),
        "phone": f"0{rng.choice((3, 70, 80, 90))}{rng.randrange(10**8):08d}",
        "model": f"SRT-{rng.choice('SPWN')}{rng.randint(100, 999)}{rng.choice('ABU')}",
        "document_number": f"{rng.choice('RNK')}-{rng.randrange(10**6):06d}",
        "issue_date": day.isoformat(),
        "total_amount": rng.randrange(80_000, 2_000_000, 1_000),
        "account_number": f"{rng.randrange(10**7):07d}",
    }


#: Where the applicants of the seeded programmes live (:mod:`benchmarks.synth.people`).
_AREAS = {"shinjuku-ecohome": "新宿区", "nara-smarthouse": "奈良県"}


def fill(cases: int, waiting: int, *, seed: int = 1, tell: Callable[[int], None] = lambda done: None) -> None:
    """Copy the seeded cases until there are `cases`; the newest `waiting` of them wait in the queue."""
    from storage import models as db

    rng = random.Random(seed)
    known = programmes.load()
    models = templates()
    first = (db.Envelope.objects.aggregate(top=Max("sequence"))["top"] or 0) + 1
    missing = cases - db.Case.objects.count()
    copier = Copier()
    now = timezone.now()
    for start in range(0, missing, BATCH):
        with transaction.atomic():
            for n in range(start, min(start + BATCH, missing)):
                one = models[n % len(models)]
                # the waiting ones came in the last week, the others over three years
                left = missing - n
                age = dt.timedelta(days=7 * left / waiting) if left <= waiting else dt.timedelta(days=7 + left / 100)
                _copy(copier, one, rng, known[one.case.programme_id], first + n, now - age, waits=left <= waiting)
            copier.flush()
        tell(min(start + BATCH, missing))
    copier.settle()
    for name in ("envelope", "delivery"):  # the counters go on behind the copies
        db.Counter.objects.filter(name=name).update(value=first + missing)


def _copy(
    copier: Copier,
    one: Template,
    rng: random.Random,
    programme: Programme,
    sequence: int,
    at: dt.datetime,
    *,
    waits: bool,
) -> None:
    """One more case like `one`, with its envelope, delivery, pages, papers, entries, tasks and keys."""
    from storage import models as db

    values = invented(rng, _AREAS[programme.id])
    asked = set(rng.sample([key for keys in COPIED.values() for key in keys], TASKS))
    number = f"R8-{sequence:06d}"
    envelope = copier.copy(
        one.envelope,
        key=f"{PREFIX}{sequence}",
        sequence=sequence,
        number=number,
        arrived_at=at,
        closed_at=at,
        sorted_at=at,
    )
    delivery = copier.copy(
        one.delivery,
        sha256=hashlib.sha256(number.encode()).hexdigest(),
        envelope_id=envelope.pk,
        sequence=sequence,
        registered_at=at,
        page_count=len(one.papers),
    )
    case = copier.copy(
        one.case,
        receipt_number=number,
        envelope_id=envelope.pk,
        sequence=sequence,
        state=db.Case.State.REVIEW if waits else db.Case.State.COMPLETE,
        check_due=False,
        checked_at=at,
        acknowledge_by=add_business_days(at.date(), 2),
        due_on=(due := add_business_days(at.date(), 7)),
    )
    view = CaseView(programme_id=programme.id, stage=Stage(case.stage), documents=[])
    for position, paper in enumerate(one.papers):
        document = copier.copy(
            paper.document,
            case_id=case.pk,
            delivery_id=delivery.pk,
            first_page=position,
            page_indexes=[position],
            position=position,
        )
        copier.copy(paper.page, delivery_id=delivery.pk, index=position, document_id=document.pk)
        for entry in paper.entries:
            row, value = entry.row, values[entry.row.key]
            ask = row.key in asked
            copied = copier.copy(
                row,
                document_id=document.pk,
                page_index=position,
                value=value,
                raw=str(value),
                decided_by="",
                decided_at=None,
                status=db.Field.Status.REVIEW if ask and waits else db.Field.Status.ACCEPTED,
                confidence=0.7 if ask and waits else 0.9995,
                machine={"value": value, "blank": False},
            )
            for reading in entry.readings:
                copier.copy(reading, field_id=copied.pk, raw=str(value), value=value)
            for reason in entry.reasons:
                copier.copy(reason, field_id=copied.pk)
            if ask:
                copier.copy(
                    one.task,
                    case_id=case.pk,
                    subject=f"field:{copied.pk}",
                    field_id=copied.pk,
                    programme_id=case.programme_id,
                    stage=case.stage,
                    sequence=sequence,
                    due_on=due,
                    place=position,
                    opened_at=at,
                    state=db.ReviewTask.State.OPEN if waits else db.ReviewTask.State.DONE,
                    closed_at=None if waits else at,
                )
        view.documents.append(_extracted(paper, values))
    profile = duplicates.profile(view, programme)
    case.profile = profile.model_dump(mode="json")
    for key in duplicates.keys(profile):
        copier.copy(one.key, case_id=case.pk, kind=key.kind, key=key.key, sequence=case.sequence, part=case.part)


def _extracted(paper: Paper, values: dict[str, Value]) -> ExtractedDocument:
    """A copied paper as the checks would see it, to know the keys of its case."""
    keys = [entry.row.key for entry in paper.entries]
    return ExtractedDocument(
        kind=DocumentKind(paper.document.kind),
        delivery_sha256="0" * 64,
        page_indexes=[0],
        fields={key: Field(key=key, value=values[key], exact=True) for key in keys},
    )


def main() -> None:
    given = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    given.add_argument("data", type=Path, help="data folder of the installation to make")
    given.add_argument("--cases", type=int, default=100_000)
    given.add_argument("--open", type=int, default=6_000, help="so many of them wait in the queue")
    given.add_argument("--database", default="", help="postgresql://…; left out: SQLite in the data folder")
    given.add_argument("--seed", type=int, default=1)
    options = given.parse_args()
    settings = Settings(data_dir=options.data, database_url=options.database)
    storage.setup(settings)
    storage.migrate()
    from storage import models as db
    from tests.review.sample import morning, seed

    start = time.monotonic()
    if not db.Case.objects.exists():
        seed(settings, morning())
    with Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task("cases", total=options.cases)
        fill(options.cases, options.open, seed=options.seed, tell=lambda done: bar.update(task, completed=done))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    counts = {m.__name__: m.objects.count() for m in (db.Case, db.Document, db.Field, db.ReviewTask, db.CaseKey)}
    print(", ".join(f"{n:,} {name}" for name, n in counts.items()), f"in {time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    main()
