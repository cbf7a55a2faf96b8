"""Invoice registration numbers with a wrong check digit: INVOICE_NUMBER_INVALID.

One misread digit breaks the check digit as surely as a false number does. So a number that one engine read is no
ground for a finding. Confirmed: it is exact, or another paper shows the same. Suspected: two engines of different
families agree on it, or it was read twice alike and of all that any engine held possible in its place nothing is right;
and no other paper shows a number that differs in one digit only and is right.
"""

from __future__ import annotations

from collections.abc import Iterator

from models.documents import Field
from models.findings import Finding, FindingCode, FindingStatus
from validators.crosschecks.context import BILLS, Context, finding
from validators.evidence import Certainty, alternatives, certainty, distance, sure
from validators.identity import check_invoice_number
from validators.likeness import Verdict

#: Share of the likelihood that the number must have among an engine's candidates (measured: of 73 scanned numbers, four
#: false ones were read so and no right one).
CLEAR = 0.9


def _clearly_read(field: Field) -> bool:
    """Whether two readings say the number, one of them clearly, and no candidate of any engine has a right check digit:
    a misread digit leaves the right number among them."""
    candidates = [c for r in field.readings for c in r.candidates]
    clear = any(c.value == field.value and c.share >= CLEAR for c in candidates)
    alike = sum(r.value == field.value for r in field.readings) >= 2
    return clear and alike and not any(check_invoice_number(str(c.value)) is Verdict.AGREE for c in candidates)


def _right_elsewhere(context: Context, number: str) -> bool:
    others = (str(b.value("invoice_number") or "") for _, b in context.each(*BILLS))
    return any(check_invoice_number(o) is Verdict.AGREE and distance(o, number) <= 1 for o in others)


def check(context: Context) -> Iterator[Finding]:
    seen: set[str] = set()
    for position, bill in context.each(*BILLS):
        field = bill.fields.get("invoice_number")
        if field is None or not isinstance(field.value, str) or field.value in seen:
            continue
        if any(check_invoice_number(str(v)) is not Verdict.DISAGREE for v in alternatives(field)):
            continue
        if certainty(field) < Certainty.STRONG and not _clearly_read(field):
            continue
        if not sure(field) and _right_elsewhere(context, field.value):
            continue
        seen.add(field.value)
        repeated = any(c.supports and c.kind.endswith("_on_other_document") for c in field.corroborations)
        yield finding(
            FindingCode.INVOICE_NUMBER_INVALID,
            FindingStatus.CONFIRMED if sure(field) or repeated else FindingStatus.SUSPECTED,
            f"{bill.kind.label_ja}の登録番号（{field.value}）の検査数字が合いません。",
            clause=context.programme.clause("invoice_number"),
            refs=context.ref(position, "invoice_number"),
        )
