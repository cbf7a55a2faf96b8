"""Accept a field, or ask a person: confidence, status and a Japanese reason, from source and corroborations.

Two gates, and both must open. The estimated probability of being wrong (:mod:`validators.reliability`) must lie below
the target. And a *critical* entry (account, holder, names, amounts) needs an exact source, a person, or at least one
independent corroboration, and nothing against it, whatever the estimate says. An engine's own score opens no gate.

An entry left blank on paper counts as accepted when the blank itself is certain; something unread never is.
"""

from __future__ import annotations

from models.documents import CaseView, Corroboration, DocumentKind, Field, FieldStatus
from models.programmes import Programme
from validators import reliability
from validators.evidence import STRENGTHENING, decided_by_person, sure
from validators.legibility import PERSON_KEYS
from validators.reliability import ERROR_TARGET, Group

#: Entries that money or identity hangs on.
CRITICAL = PERSON_KEYS | frozenset(
    (
        "account_number",
        "account_holder_kana",
        "applicant_kana",
        "bank_code",
        "branch_code",
        "bank_name",
        "branch_name",
        "yucho_symbol",
        "yucho_number",
        "purchase_amount",
        "total_cost",
        "subsidy_amount",
        "total_amount",
        "tax_amount",
        "subtotal_amount",
        "invoice_number",
        "line_items",
        "facilities",
        "officers",
    )
)

#: Papers whose entries somebody fills in by hand, as a rule.
_FILLED_IN = frozenset(
    {DocumentKind.APPLICATION_FORM, DocumentKind.PAYMENT_REQUEST, DocumentKind.POWER_OF_ATTORNEY, DocumentKind.ENVELOPE}
)


def decide(case: CaseView, programme: Programme | None) -> None:
    """Set confidence, status and reason of every field of `case`, in place."""
    for document in case.documents:
        for field in document.fields.values():
            hand = field.handwritten or document.kind in _FILLED_IN
            _decide(field, handwritten=hand, known=programme is not None)


def _decide(field: Field, *, handwritten: bool, known: bool) -> None:
    if decided_by_person(field):
        _set(field, 1 - reliability.PERSON_ODDS, FieldStatus.ACCEPTED, "担当者が確認しました。")
        return
    if field.value is None:
        _decide_empty(field)
        return
    confidence = 1 - error(field, handwritten=handwritten)
    against = [c for c in field.corroborations if not c.supports]
    reasons = [c.reason_ja for c in field.corroborations if c.supports and c.kind in STRENGTHENING]
    if field.exact:
        if against and _doubtful(against):
            _set(field, confidence, FieldStatus.REVIEW, _because(against))
        else:
            _set(field, confidence, FieldStatus.ACCEPTED, "文字情報をそのまま読み取りました。")
        return
    if against:
        _set(field, min(confidence, 0.9), FieldStatus.REVIEW, _because(against))
    elif not known:
        _set(field, min(confidence, 0.9), FieldStatus.REVIEW, "補助金事業が分からないため、確認が必要です。")
    elif 1 - confidence > ERROR_TARGET or (field.key in CRITICAL and not reasons):
        _set(field, confidence, FieldStatus.REVIEW, _too_little(reasons))
    else:
        _set(
            field,
            confidence,
            FieldStatus.ACCEPTED,
            "。".join(dict.fromkeys(reasons[:3])) + "。" if reasons else "確かな読み取りです。",
        )


def error(field: Field, *, handwritten: bool) -> float:
    """The estimated probability that the value is wrong, given source and corroborations."""
    odds = reliability.EXACT_ODDS if sure(field) else reliability.source_odds(field.key, handwritten=handwritten)
    seen: set[tuple[str, bool]] = set()
    for c in field.corroborations:
        factor = (reliability.SUPPORT if c.supports else reliability.AGAINST).get(c.kind, 1.0)
        if (c.kind, c.supports) in seen:
            factor = reliability.REPEATED if c.supports else 1.0
        seen.add((c.kind, c.supports))
        if field.exact and not c.supports:
            continue
        odds *= factor
    floor = 0.002 if reliability.group(field.key) is Group.ROWS and not sure(field) else 0.0001
    return max(floor, odds / (1 + odds))


def _doubtful(against: list[Corroboration]) -> bool:
    """Against an exact value only what shows that it was taken from the wrong place, or not to its end, counts."""
    return any(c.kind in ("date_plausible", "cut_short", "rows_add_up") for c in against)


def _decide_empty(field: Field) -> None:
    if field.blank and (field.exact or not any(r.raw.strip() for r in field.readings)):
        _set(field, 0.99, FieldStatus.ACCEPTED, "記入がありません。")
    elif field.blank:
        _set(field, 0.9, FieldStatus.REVIEW, "記入がないようです。用紙を確かめてください。")
    else:
        _set(field, 0.0, FieldStatus.REVIEW, "読み取れませんでした。")


def _set(field: Field, confidence: float, status: FieldStatus, reason_ja: str) -> None:
    field.confidence = round(min(1.0, max(0.0, confidence)), 4)
    field.status = status
    field.reason_ja = reason_ja


def _because(against: list[Corroboration]) -> str:
    return "。".join(dict.fromkeys(c.reason_ja for c in against)) + "。"


def _too_little(reasons: list[str]) -> str:
    if not reasons:
        return "裏付けがありません。"
    return "。".join(dict.fromkeys(reasons[:2])) + "が、まだ確実ではありません。"
