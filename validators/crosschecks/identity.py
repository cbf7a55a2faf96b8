"""Invoice registration numbers with a wrong check digit: INVOICE_NUMBER_INVALID.

One misread digit breaks the check digit as surely as a false number does. So a number that one engine read is no
ground for a finding: it must be exact, or two engines of different families, or two papers, must show the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from models.findings import Finding, FindingCode, FindingStatus
from validators.crosschecks.context import BILLS, Context, finding
from validators.evidence import Certainty, alternatives, certainty
from validators.identity import check_invoice_number
from validators.likeness import Verdict


def check(context: Context) -> Iterator[Finding]:
    seen: set[str] = set()
    for position, bill in context.each(*BILLS):
        field = bill.fields.get("invoice_number")
        if field is None or not isinstance(field.value, str) or field.value in seen:
            continue
        if any(check_invoice_number(str(v)) is not Verdict.DISAGREE for v in alternatives(field)):
            continue
        if certainty(field) < Certainty.STRONG:
            continue
        seen.add(field.value)
        yield finding(
            FindingCode.INVOICE_NUMBER_INVALID,
            FindingStatus.CONFIRMED,
            f"{bill.kind.label_ja}の登録番号（{field.value}）の検査数字が合いません。",
            clause=context.programme.clause("invoice_number"),
            refs=context.ref(position, "invoice_number"),
        )
