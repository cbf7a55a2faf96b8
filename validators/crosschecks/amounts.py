"""Money: AMOUNT_MISMATCH, SUM_MISMATCH, TAX_MISMATCH. The subsidy itself is :mod:`.subsidy`'s."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from models.documents import DocumentKind, ExtractedDocument, Field
from models.findings import Finding, FindingCode, FindingStatus
from models.programmes import AmountCheck
from models.values.text import nfkc
from validators import money
from validators.crosschecks.context import BILLS, Context, finding, yen
from validators.evidence import Certainty, alternatives, certainty, distance, status_for, sure
from validators.likeness import Verdict

#: A gap of a tenth of the subtotal or more is a row that was not recognised, rather than a slip in adding up.
LARGE_ROW = 10

#: So many amounts of a paper are tried as overlooked rows; more stand on price lists only.
MOST_AMOUNTS = 30
#: An amount in running text: grouped by commas, or four digits and more; telephone numbers and dates are none.
_AMOUNT = re.compile(r"(?<![\d\-./])(?:\d{1,3}(?:,\d{3})+|\d{4,8})(?![\d\-./])")


def check(context: Context) -> Iterator[Finding]:
    for rule in context.programme.amount_checks:
        if rule.stage is context.case.stage:
            yield from _against_evidence(context, rule)
    for position, bill in context.each(*BILLS):
        yield from _sum(context, position, bill)
        yield from _tax(context, position, bill)


def whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def possible(field: Field | None) -> list[int]:
    """The amount believed first, then the ones other engines read."""
    return [] if field is None else [n for v in alternatives(field) if (n := whole(v)) is not None]


# ---------------------------------------------------------------- the amount applied for and the evidence
def _against_evidence(context: Context, rule: AmountCheck) -> Iterator[Finding]:
    applied = context.form_field(rule.form_field)
    kind = DocumentKind(rule.evidence)
    positions = context.receipts if kind is DocumentKind.RECEIPT else context.positions(kind)
    net = rule.form_field == "purchase_amount" and context.programme.purchase_amount_tax == "excluded"
    totals = [_without_tax(context, p) if net else context.field(p, "total_amount") for p in positions]
    if applied is None or whole(applied.value) is None or not totals or any(not possible(t) for t in totals):
        return
    if kind is DocumentKind.RECEIPT:
        evidence = sum(possible(t)[0] for t in totals)
        status = _sum_differs(applied, [t for t in totals if t is not None])
        if status is FindingStatus.SUSPECTED and _witnessed(context, positions, possible(applied)[0]):
            status = None
        if (
            status is FindingStatus.CONFIRMED
            and evidence < possible(applied)[0]
            and context.positions(DocumentKind.UNKNOWN)
        ):
            status = FindingStatus.SUSPECTED  # the paper whose kind nobody can tell may be a further receipt
    else:
        evidence = possible(totals[0])[0]
        each = [_sum_differs(applied, [t]) for t in totals if t is not None]
        status = None if None in each else each[0]
        if status is FindingStatus.SUSPECTED and any(_witnessed(context, [p], possible(applied)[0]) for p in positions):
            status = None
    if status is None:
        return
    several = f"（{len(totals)}枚の合計）" if kind is DocumentKind.RECEIPT and len(totals) > 1 else ""
    refs = tuple(r for p, t in zip(positions, totals, strict=True) if t is not None for r in context.ref(p, t.key))
    stated, paid, paper = yen(possible(applied)[0]), yen(evidence), kind.label_ja
    yield finding(
        FindingCode.AMOUNT_MISMATCH,
        status,
        f"申請書の金額{stated}と{paper}の税抜の金額{paid}{several}が一致しません。"
        if net
        else f"申請書の金額{stated}と{paper}の金額{paid}{several}が一致しません。",
        clause=context.programme.clause("amount", "required_documents"),
        refs=(*context.ref(context.form, rule.form_field), *refs),
    )
    if kind is DocumentKind.RECEIPT:
        yield from _from_estimate(context, rule.form_field, possible(applied)[0], evidence)


def _without_tax(context: Context, position: int) -> Field | None:
    """What a paper says was paid without tax: its subtotal, else its total less its tax; None where it tells neither."""
    subtotal, total, tax = (context.field(position, f"{k}_amount") for k in ("subtotal", "total", "tax"))
    if subtotal is not None and possible(subtotal):
        return subtotal
    if total is None or tax is None or not possible(total) or not possible(tax):
        return None
    return total.model_copy(update={"value": possible(total)[0] - possible(tax)[0], "readings": []})


def _from_estimate(context: Context, key: str, applied: int, paid: int) -> Iterator[Finding]:
    """The amount applied for is an estimate's, not what was paid: tells whoever calls the applicant what happened."""
    for position, paper in context.each(DocumentKind.ESTIMATE, DocumentKind.CONTRACT):
        stated = paper.fields.get("total_amount")
        if stated is not None and possible(stated)[:1] == [applied]:
            yield finding(
                FindingCode.AMOUNT_FROM_ESTIMATE,
                FindingStatus.NOTICE,
                f"申請書の金額{yen(applied)}は{paper.kind.label_ja}の金額です。実際に支払われたのは{yen(paid)}です。",
                refs=(*context.ref(context.form, key), *context.ref(position, "total_amount")),
            )
            return


def _sum_differs(applied: Field, totals: list[Field]) -> FindingStatus | None:
    """Whether the totals do not add up to the amount applied for, in any way the engines read them.

    A weak amount that one misread character would turn into the one that fits is no ground for a finding; where the
    amount is strong, though not sure, it is a suspicion.
    """
    wanted = possible(applied)
    firsts = [possible(t)[0] for t in totals]
    gap = sum(firsts)
    for i, total in enumerate(totals):
        others = gap - firsts[i]
        if any(n + others in wanted for n in possible(total)):
            return None
    close = False
    for field in (applied, *totals):
        if sure(field):
            continue
        fitting = gap if field is applied else wanted[0] - (gap - possible(field)[0])
        if distance(str(possible(field)[0]), str(fitting)) <= 1:
            if certainty(field) is Certainty.WEAK:
                return None
            close = True
    return FindingStatus.SUSPECTED if close else status_for([applied, *totals])


def _witnessed(context: Context, positions: list[int], applied: int) -> bool:
    """Whether other figures of the papers give the amount applied for, so that the evidence's total was misread."""
    given = 0
    for position in positions:
        bill = context.document(position)
        subtotal, tax = whole(bill.value("subtotal_amount")), whole(bill.value("tax_amount"))
        if subtotal is None or tax is None:
            return False
        given += subtotal + tax
    others = {whole(d.value("total_amount")) for _, d in context.each(DocumentKind.INVOICE, DocumentKind.CONTRACT)}
    return given == applied or applied in others


# ---------------------------------------------------------------- rows, subtotal, tax
def row_sum(rows: object) -> int | None:
    """The rows' amounts added up; None where a row has no amount."""
    if not isinstance(rows, list) or not rows:
        return None
    amounts = [whole(row.get("amount")) if isinstance(row, dict) else None for row in rows]
    return None if any(a is None for a in amounts) else sum(a for a in amounts if a is not None)


def rows_multiply(rows: list[dict[str, Any]]) -> bool:
    """Whether quantity times unit price gives the amount in every row."""
    return all(row_multiplies(row) for row in rows)


def row_multiplies(row: dict[str, Any]) -> bool:
    try:
        qty = None if row.get("qty") is None else Fraction(str(row["qty"]))
    except (ValueError, ZeroDivisionError):
        return False
    return money.line_fits(qty, whole(row.get("unit_price")), whole(row.get("amount"))) is Verdict.AGREE


def total_fits(bill: ExtractedDocument) -> bool:
    """Whether subtotal and tax give the total: three readings that hold each other up."""
    subtotal, tax, total = (whole(bill.value(k)) for k in ("subtotal_amount", "tax_amount", "total_amount"))
    return money.total_fits(subtotal, tax, total) is Verdict.AGREE


def _sum(context: Context, position: int, bill: ExtractedDocument) -> Iterator[Finding]:
    """Confirmed on exact papers. Elsewhere a row may be missing or misread: suspected, and only where every row
    multiplies out, subtotal, tax and total hold each other up, and what is missing is not printed on the paper as the
    amount of a row that was overlooked."""
    rows, subtotal = bill.fields.get("line_items"), bill.fields.get("subtotal_amount")
    if rows is None or subtotal is None or not isinstance(rows.value, list):
        return
    added, stated = row_sum(rows.value), whole(subtotal.value)
    if added is None or stated is None or added == stated:
        return
    if any(row_sum(v) == s for v in alternatives(rows) for s in possible(subtotal)):
        return
    unsure = not (sure(rows) and sure(subtotal))
    if _overlooked(bill, rows.value, stated - added) or (unsure and (stated - added) * LARGE_ROW >= abs(stated)):
        return
    if not unsure:
        status = FindingStatus.CONFIRMED
    elif rows_multiply(rows.value) and (total_fits(bill) or certainty(subtotal) >= Certainty.STRONG):
        status = FindingStatus.SUSPECTED
    else:
        return
    yield finding(
        FindingCode.SUM_MISMATCH,
        status,
        f"{bill.kind.label_ja}の内訳の合計{yen(added)}が小計{yen(stated)}と一致しません。",
        clause=context.programme.clause("amount", "required_documents"),
        refs=(*context.ref(position, "line_items"), *context.ref(position, "subtotal_amount")),
    )


def _overlooked(bill: ExtractedDocument, rows: list[dict[str, Any]], missing: int) -> bool:
    """Whether up to three amounts printed on the paper, and in no row, make up what is missing: rows not recognised.

    A discount's amount may be printed without its sign.
    """
    taken = {abs(n) for row in rows for n in (whole(row.get("amount")), whole(row.get("unit_price"))) if n is not None}
    taken |= {n for k in ("subtotal_amount", "tax_amount", "total_amount") if (n := whole(bill.value(k))) is not None}
    printed = {int(re.sub(r"\D", "", m)) for m in _AMOUNT.findall(nfkc(bill.text))} - taken
    free = [n for amount in sorted(printed)[:MOST_AMOUNTS] for n in (amount, -amount)]
    return any(sum(some) == missing for n in (1, 2, 3) for some in itertools.combinations(free, n))


def tax_is_right(subtotal: int, tax: int) -> bool:
    return money.tax_fits(subtotal, tax) is Verdict.AGREE


def _tax(context: Context, position: int, bill: ExtractedDocument) -> Iterator[Finding]:
    """Confirmed on exact papers and where subtotal and tax give the total; suspected where two engines agree on both."""
    subtotal, tax = bill.fields.get("subtotal_amount"), bill.fields.get("tax_amount")
    total = bill.fields.get("total_amount")
    if tax is None or not possible(tax):
        return
    if subtotal is not None and possible(subtotal):
        bases = possible(subtotal)
        based_on = subtotal
    elif total is not None and subtotal is None and possible(total):
        bases = [t - x for t in possible(total) for x in possible(tax)]
        based_on = total
    else:
        return
    if any(tax_is_right(base, t) for base in bases for t in possible(tax)):
        return
    if (sure(based_on) and sure(tax)) or (total_fits(bill) and based_on is subtotal):
        status = FindingStatus.CONFIRMED
    elif min(certainty(based_on), certainty(tax)) >= Certainty.STRONG:
        status = FindingStatus.SUSPECTED
    else:
        return
    yield finding(
        FindingCode.TAX_MISMATCH,
        status,
        f"{bill.kind.label_ja}の消費税額{yen(possible(tax)[0])}が税抜額{yen(bases[0])}の10％になっていません。",
        clause=context.programme.clause("amount", "required_documents"),
        refs=(
            *context.ref(position, "tax_amount"),
            *context.ref(position, "subtotal_amount" if based_on is subtotal else "total_amount"),
        ),
    )
