"""The ledger of pages: pages in = documents + separators + blanks + quarantine + still pending. It balances every day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Sum

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


def ledger() -> PageLedger:
    """The ledger as of one moment. Call it outside of transactions."""
    with snapshot():
        delivered = db.Delivery.objects.aggregate(n=Sum("page_count"))["n"] or 0
        refused = db.Quarantine.objects.aggregate(n=Sum("pages"))["n"] or 0
        rows = list(db.Page.objects.values_list("delivery_id", "index", "outcome", "document_id"))
        listed = {
            (delivery, index): pk
            for pk, delivery, indexes in db.Document.objects.values_list("pk", "delivery_id", "page_indexes")
            for index in indexes
        }
    outcomes = Counter(outcome for _, _, outcome, _ in rows)
    astray = sum(listed.get((delivery, index)) != document for delivery, index, _, document in rows)
    astray += len(listed.keys() - {(delivery, index) for delivery, index, _, _ in rows})
    return PageLedger(
        pages_in=delivered + refused,
        documents=outcomes[db.Page.Outcome.DOCUMENT],
        separators=outcomes[db.Page.Outcome.SEPARATOR],
        blanks=outcomes[db.Page.Outcome.BLANK],
        quarantine=outcomes[db.Page.Outcome.QUARANTINE] + refused,
        pending=outcomes[db.Page.Outcome.PENDING],
        astray=astray,
    )
