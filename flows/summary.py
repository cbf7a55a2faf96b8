"""What an operator sees in Prefect's pages after a run: counts, nothing personal."""

from __future__ import annotations

from collections.abc import Mapping

from storage.ledger import PageLedger


def summary(outcome: Mapping[str, int], before: PageLedger, after: PageLedger, seconds: float) -> str:
    """The summary artifact of one run as Markdown: deliveries by outcome, and what became of how many pages.

    `before` and `after` are the ledgers around the run.
    """
    settled = {
        "documents": after.documents - before.documents,
        "separators": after.separators - before.separators,
        "blanks": after.blanks - before.blanks,
        "quarantine": after.quarantine - before.quarantine,
    }
    pages = sum(settled.values())
    minutes = seconds / 60
    rows = [
        *((f"deliveries {name}", str(count)) for name, count in sorted(outcome.items())),
        ("pages settled", str(pages)),
        *((f"pages: {name}", str(count)) for name, count in settled.items()),
        ("pages still pending", str(after.pending)),
        ("page ledger", "balances" if after.balances else "DOES NOT BALANCE"),
        ("minutes", f"{minutes:.1f}"),
        ("pages a minute", f"{pages / minutes:.1f}" if minutes > 0 else "-"),
    ]
    table = "\n".join(f"| {name} | {value} |" for name, value in rows)
    return f"| what | how many |\n|---|---:|\n{table}\n"
