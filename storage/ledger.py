"""The ledger of pages: pages in = documents + separators + blanks + quarantine + still pending. It balances every day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Sum

from storage import models as db
from storage.snapshot import snapshot


@dataclass(frozen=True, slots=True)
class PageLedger:
    """Counts of pages. `pages_in` is counted from the deliveries, the others from what became of each page."""

    pages_in: int
    documents: int
    separators: int
    blanks: int
    quarantine: int
    """Pages that could not be read, and those of files that could not be taken, where their number is known."""
    pending: int
    astray: int
    """Pages that say they belong to a document that does not list them, or the other way round. Always 0."""

    @property
    def balances(self) -> bool:
        """Every page that came in is accounted for, exactly once."""
        settled = self.documents + self.separators + self.blanks + self.quarantine
        return self.pages_in == settled + self.pending and self.astray == 0

    @property
    def settled(self) -> bool:
        """It balances and nothing is pending."""
        return self.balances and self.pending == 0


def totals() -> PageLedger:
    """The ledger by counting in the database alone: fast with a million pages.

    `astray` counts pages that should belong to a document and do not, or the other way round; that every document
    lists its own pages, only `ledger` looks up.
    """
    with snapshot():
        delivered = db.Delivery.objects.aggregate(n=Sum("page_count"))["n"] or 0
        refused = _refused()
        outcomes = dict(db.Page.objects.values_list("outcome").annotate(n=Count("pk")).order_by())
        states = db.Page.Outcome
        astray = db.Page.objects.filter(outcome=states.DOCUMENT, document=None).count()
        astray += db.Page.objects.filter(outcome=states.PENDING, document__isnull=False).count()
    return _ledger(delivered, refused, outcomes, astray)


def ledger() -> PageLedger:
    """The ledger as of one moment. Call it outside of transactions."""
    with snapshot():
        delivered = db.Delivery.objects.aggregate(n=Sum("page_count"))["n"] or 0
        refused = _refused()
        rows = list(db.Page.objects.values_list("delivery_id", "index", "outcome", "document_id"))
        listed = {
            (delivery, index): pk
            for pk, delivery, indexes in db.Document.objects.values_list("pk", "delivery_id", "page_indexes")
            for index in indexes
        }
    outcomes = Counter(outcome for _, _, outcome, _ in rows)
    astray = sum(listed.get((delivery, index)) != document for delivery, index, _, document in rows)
    astray += len(listed.keys() - {(delivery, index) for delivery, index, _, _ in rows})
    return _ledger(delivered, refused, outcomes, astray)


def _refused() -> int:
    """Pages of files that could not be taken; those that another try took are pages of a delivery now."""
    files = db.Quarantine.objects.exclude(resolution=db.Quarantine.Resolution.TAKEN)
    return files.aggregate(n=Sum("pages"))["n"] or 0


def _ledger(delivered: int, refused: int, outcomes: Mapping[str, int], astray: int) -> PageLedger:
    states = db.Page.Outcome
    return PageLedger(
        pages_in=delivered + refused,
        documents=outcomes.get(states.DOCUMENT, 0),
        separators=outcomes.get(states.SEPARATOR, 0),
        blanks=outcomes.get(states.BLANK, 0),
        quarantine=outcomes.get(states.QUARANTINE, 0) + refused,
        pending=outcomes.get(states.PENDING, 0),
        astray=astray,
    )
