"""Batches 束: what the mailroom announced on a cover or separator sheet, against what was found.

A batch is known by the number on its sheets. Pages are counted without separators and covers: documents, blank backs,
pages set aside or not readable, and pages still waiting.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from models.errors import ObjectNotFoundError, SheetError, StaleError
from models.sheets import SheetCode
from storage import audit
from storage import models as db
from storage.text import storable


@dataclass(frozen=True, slots=True)
class Tally:
    """Announced against found; `announced` is None where nobody counted."""

    announced: int | None
    found: int

    @property
    def missing(self) -> int:
        """How many are not there; negative: more than announced."""
        return 0 if self.announced is None else self.announced - self.found

    @property
    def fits(self) -> bool:
        return self.announced is None or self.announced == self.found


@dataclass(frozen=True, slots=True)
class BatchState:
    """One batch as it stands."""

    number: str
    programme_id: str | None
    pages: Tally
    envelopes: Tally
    lost: int
    """Pages nobody could read, among the found ones."""
    pending: int
    """Pages not through yet, among the found ones."""
    short: int
    """Envelopes whose own separator announces another number of pages than were found."""
    opened_at: dt.datetime | None
    closed_by: str = ""
    closed_at: dt.datetime | None = None
    note: str = ""

    @property
    def fits(self) -> bool:
        """Everything that was announced is there, and nothing else."""
        return self.pages.fits and self.envelopes.fits and not self.short

    @property
    def waits(self) -> bool:
        """Nothing of it has come yet."""
        return self.pages.found == 0


@dataclass(slots=True)
class _Found:
    pages: int = 0
    lost: int = 0
    pending: int = 0
    cases: int = 0
    short: int = 0
    by_case: dict[int, int] = field(default_factory=dict)


def open_batch(
    number: str, user: str, *, programme_id: str | None = None, pages: int | None = None, envelopes: int | None = None
) -> None:
    """Note a batch whose sheets are printed. Printing them again changes what is announced, unless it is closed.

    Raises:
        SheetError: the batch is closed already.
    """
    with transaction.atomic():
        row, created = db.Batch.objects.select_for_update().get_or_create(
            number=number, defaults={"opened_by": user, "opened_at": timezone.now()}
        )
        if row.closed_at is not None:
            raise SheetError("closed", message_ja="その束番号は、すでに照合を終えています。別の番号にしてください。")
        row.programme_id = programme_id or row.programme_id
        row.announced_pages = pages if pages is not None else row.announced_pages
        row.announced_envelopes = envelopes if envelopes is not None else row.announced_envelopes
        row.opened_by = row.opened_by or user
        row.save()
        audit.record(user, "batch.opened" if created else "batch.changed", f"batch:{row.pk}")


def announce(cover: SheetCode) -> None:
    """Note what a scanned cover says. What was announced when the sheets were printed stands."""
    if cover.batch is None:
        return
    row, created = db.Batch.objects.get_or_create(
        number=storable(cover.batch)[:100],
        defaults={
            "programme_id": cover.programme_id,
            "announced_pages": cover.pages,
            "announced_envelopes": cover.envelopes,
            "opened_at": timezone.now(),
        },
    )
    if created or row.closed_at is not None:
        return
    if row.announced_pages is None and row.announced_envelopes is None:
        row.announced_pages, row.announced_envelopes = cover.pages, cover.envelopes
        row.save(update_fields=["announced_pages", "announced_envelopes"])


def close_batch(number: str, user: str, expected_pages: int, note: str = "") -> None:
    """Say that a batch is complete, or why it may stay as it is. `expected_pages` is what the person saw found.

    Raises:
        ObjectNotFoundError: no such batch.
        StaleError: more pages came meanwhile, or somebody closed it.
        SheetError: it does not fit and no note says why.
    """
    with transaction.atomic():
        state = batch(number)
        row, _ = db.Batch.objects.select_for_update().get_or_create(
            number=number, defaults={"opened_at": timezone.now()}
        )
        if row.closed_at is not None or state.pages.found != expected_pages:
            raise StaleError("the batch has changed")
        if not (state.fits and not state.pending) and not note.strip():
            raise SheetError(
                "does not fit", message_ja="枚数が合っていません。合わないまま閉じる理由を書いてください。"
            )
        row.closed_by, row.closed_at = user, timezone.now()
        row.found_pages, row.closing_note = state.pages.found, storable(note.strip())
        row.save()
        audit.record(user, "batch.closed", f"batch:{row.pk}", {"pages": state.pages.found, "fits": state.fits})


def batch(number: str) -> BatchState:
    """One batch.

    Raises:
        ObjectNotFoundError: nobody knows the number.
    """
    found = states([number])
    if not found:
        raise ObjectNotFoundError("no such batch")
    return found[0]


def latest(limit: int = 100) -> list[BatchState]:
    """The batches of the last days, open ones first, then newest first."""
    known = list(db.Batch.objects.order_by("closed_at", "-opened_at").values_list("number", flat=True)[:limit])
    seen = (
        db.Case.objects.exclude(batch_no=None).exclude(batch_no__in=known).order_by("-sequence")
        .values_list("batch_no", flat=True)[: limit * 10]
    )  # fmt: skip
    numbers = [*known, *dict.fromkeys(n for n in seen if n)][:limit]
    return sorted(states(numbers), key=lambda s: (s.closed_at is not None, numbers.index(s.number)))


def states(numbers: Collection[str]) -> list[BatchState]:
    """How the batches of these numbers stand, in their order; numbers that nobody knows are left out."""
    rows = {row.number: row for row in db.Batch.objects.filter(number__in=numbers)}
    found = _found(numbers)
    result = []
    for number in numbers:
        row, have = rows.get(number), found.get(number, _Found())
        if row is None and not have.cases:
            continue
        result.append(
            BatchState(
                number=number,
                programme_id=row.programme_id if row else None,
                pages=Tally(row.announced_pages if row else None, have.pages),
                envelopes=Tally(row.announced_envelopes if row else None, have.cases),
                lost=have.lost,
                pending=have.pending,
                short=have.short,
                opened_at=row.opened_at if row else None,
                closed_by=row.closed_by if row else "",
                closed_at=row.closed_at if row else None,
                note=row.closing_note if row else "",
            )
        )
    return result


def found_by_case(number: str) -> list[tuple[db.Case, Tally]]:
    """The cases of a batch with the pages that their separators announce, in order."""
    have = _found([number]).get(number, _Found()).by_case
    cases = db.Case.objects.filter(batch_no=number).order_by("sequence", "part")
    return [(case, Tally(case.announced_pages, have.get(case.pk, 0))) for case in cases]


def lost_pages(number: str) -> Iterable[db.Page]:
    """Pages that came with a batch and that nobody could read, so that no case has them."""
    return (
        db.Page.objects.filter(_loose(), delivery__envelope__cases__batch_no=number)
        .select_related("delivery").defer("reading").distinct().order_by("delivery__sequence", "index")
    )  # fmt: skip


def _loose() -> Q:
    return Q(document=None, outcome__in=(db.Page.Outcome.QUARANTINE, db.Page.Outcome.PENDING))


def _found(numbers: Collection[str]) -> dict[str, _Found]:
    outcomes = db.Page.Outcome
    result: dict[str, _Found] = {}
    for number, made in db.Case.objects.filter(batch_no__in=numbers).values_list("batch_no", "made_by"):
        one = result.setdefault(number, _Found())
        one.cases += not made
    pages = (
        db.Page.objects.filter(document__case__batch_no__in=numbers)
        .exclude(outcome=outcomes.SEPARATOR)
        .values_list("document__case__batch_no", "document__case", "document__case__announced_pages")
        .annotate(n=Count("pk"))
        .order_by()
    )
    for number, case_id, announced, n in pages:
        one = result[number]
        one.pages += n
        one.by_case[case_id] = n
        one.short += announced is not None and announced != n
    # pages of a file that no case has: they belong to the batch of the file's cases
    loose = (
        db.Page.objects.filter(_loose(), delivery__envelope__cases__batch_no__in=numbers)
        .values_list("delivery__envelope__cases__batch_no", "outcome")
        .annotate(n=Count("pk", distinct=True))
        .order_by()
    )
    for number, outcome, n in loose:
        one = result[number]
        one.pages += n
        one.lost += n if outcome == outcomes.QUARANTINE else 0
        one.pending += n if outcome == outcomes.PENDING else 0
    return result
