"""Dates against periods and against each other: PURCHASE_DATE_OUT_OF_PERIOD, DATE_ORDER, DEADLINE_MISSED.

A date that is not sure may be off by a misread digit. It leads to a finding only when it lies within
:data:`PLAUSIBLE` of what the rule asks for, and when no *witness* (the same date on another paper of the case) keeps the
rule. Confirmed only where more than engines bears the date out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from models.documents import DocumentKind, Field
from models.findings import Finding, FindingCode, FindingStatus
from models.programmes import Period
from validators.crosschecks.context import Context, finding
from validators.dates import as_date
from validators.evidence import Certainty, alternatives, borne_out, certainty

#: How far beyond a limit a date that is not sure may lie and still be believed.
PLAUSIBLE = timedelta(days=400)


def check(context: Context) -> Iterator[Finding]:
    yield from _out_of_period(context)
    yield from _order(context)
    yield from _follows(context)
    yield from _deadline(context)
    yield from _too_early(context)


def possible_days(field: Field | None) -> list[date]:
    """The date believed first, then the ones other engines read."""
    return [] if field is None else [day for v in alternatives(field) if (day := as_date(v)) is not None]


def _out_of_period(context: Context) -> Iterator[Finding]:
    programme = context.programme
    if programme.purchase_period is not None:
        for position in context.receipts:
            yield from _outside(
                context,
                programme.purchase_period,
                position,
                "issue_date",
                _bought(context, position),
                "領収書の日付",
                "purchase_period",
            )
    if programme.meter_period is not None:
        for position in context.positions(DocumentKind.METER_SLIP):
            yield from _outside(context, programme.meter_period, position, "meter_date", None, "検針日", "meter_period")


def _bought(context: Context, position: int) -> Field | None:
    """The day of purchase that the form states, where it may be that of the receipt at `position`; None where another
    receipt has it: a form states one day, and each receipt has its own."""
    bought = context.form_field("purchase_date")
    others = [context.field(p, "issue_date") for p in context.receipts if p != position]
    return None if any(set(possible_days(o)) & set(possible_days(bought)) for o in others) else bought


def _outside(
    context: Context, period: Period, position: int, key: str, also: Field | None, what: str, rule: str
) -> Iterator[Finding]:
    field = context.field(position, key)
    days = possible_days(field)
    if not days or any(period.holds(day) for day in days):
        return
    status = _status(field)
    if certainty(field) is not Certainty.SURE:
        if any(period.holds(day) for day in possible_days(also)):
            return
        if not period.start - PLAUSIBLE <= days[0] <= period.end + PLAUSIBLE:
            return
    yield finding(
        FindingCode.PURCHASE_DATE_OUT_OF_PERIOD,
        status,
        f"{what}（{day_ja(days[0])}）が対象期間（{day_ja(period.start)}から{day_ja(period.end)}まで）の外です。",
        clause=context.programme.clause(rule),
        refs=context.ref(position, key),
    )


def _order(context: Context) -> Iterator[Finding]:
    if context.claiming:
        granted = context.field(context.claim, "grant_decision_date")
        for position in context.positions(DocumentKind.CONTRACT):
            signed = context.field(position, "contract_date")
            if (status := _before([signed], [granted])) is not None and signed is not None and granted is not None:
                yield finding(
                    FindingCode.DATE_ORDER,
                    status,
                    f"契約日（{_shown(signed)}）が交付決定日（{_shown(granted)}）より前です。",
                    clause=context.programme.clause("date_order"),
                    refs=(*context.ref(position, "contract_date"), *context.ref(context.claim, "grant_decision_date")),
                )
    elif context.individual:  # at a claim, the copy of the application is older than what was bought after it
        applied = context.form_field("application_date")
        for position in context.receipts:
            paid = context.field(position, "issue_date")
            also = [context.form_field("purchase_date")] if len(context.receipts) == 1 else []
            if (
                (status := _before([applied, *_same_day(context)], [paid, *also])) is not None
                and applied is not None
                and paid is not None
            ):
                yield finding(
                    FindingCode.DATE_ORDER,
                    status,
                    f"領収書の日付（{_shown(paid)}）が申請日（{_shown(applied)}）より後です。",
                    clause=context.programme.clause("date_order"),
                    refs=(*context.ref(position, "issue_date"), *context.ref(context.form, "application_date")),
                )


@dataclass(frozen=True)
class Follows:
    """`late` must not be dated before `early`."""

    early: tuple[DocumentKind, str]
    late: tuple[DocumentKind, str]
    early_ja: str
    late_ja: str
    individual: bool | None = None
    """Only where people apply for themselves (True), only where businesses do (False), or both (None)."""


#: What follows what besides the two orders above, which the published rules name: 見積 ≤ 契約 ≤ 購入, and for
#: businesses nothing is bought before 交付決定 (a claim may come before the payment: 概算払). Where a programme's own rules say more, they stand in its file.
ORDER: tuple[Follows, ...] = (
    Follows((DocumentKind.ESTIMATE, "issue_date"), (DocumentKind.CONTRACT, "contract_date"), "見積書の日付", "契約日"),
    Follows(
        (DocumentKind.ESTIMATE, "issue_date"),
        (DocumentKind.APPLICATION_FORM, "application_date"),
        "見積書の日付",
        "申請日",
        individual=False,
    ),
    Follows((DocumentKind.CONTRACT, "contract_date"), (DocumentKind.RECEIPT, "issue_date"), "契約日", "領収書の日付"),
    Follows(
        (DocumentKind.PAYMENT_REQUEST, "grant_decision_date"),
        (DocumentKind.RECEIPT, "issue_date"),
        "交付決定日",
        "領収書の日付",
        individual=False,
    ),
)


def _follows(context: Context) -> Iterator[Finding]:
    """The other orders. Only between dates that two reasons bear out: one digit moves a date across any other.

    Of several papers of a kind the one that keeps the order best counts: of estimates and contracts the earliest, of
    receipts the last (a deposit may come before the contract).
    """
    for rule in ORDER:
        if rule.individual not in (None, context.individual):
            continue
        early = _dated(context, *rule.early, last=False)
        late = _dated(context, *rule.late, last=True)
        if early is None or late is None or min(certainty(early[1]), certainty(late[1])) < Certainty.STRONG:
            continue
        status = _before([late[1]], [early[1]])
        if status is not None:
            yield finding(
                FindingCode.DATE_ORDER,
                status,
                f"{rule.late_ja}（{_shown(late[1])}）が{rule.early_ja}（{_shown(early[1])}）より前です。",
                clause=context.programme.clause("date_order"),
                refs=(*context.ref(late[0], rule.late[1]), *context.ref(early[0], rule.early[1])),
            )


def _dated(context: Context, kind: DocumentKind, key: str, *, last: bool) -> tuple[int, Field] | None:
    """The paper of `kind` with the first, or the last, date; None where one of them has none."""
    positions = context.receipts if kind is DocumentKind.RECEIPT else context.positions(kind)
    found = [(p, f, days[0]) for p in positions if (f := context.field(p, key)) and (days := possible_days(f))]
    if not found or len(found) < len(positions):
        return None
    position, field, _ = (max if last else min)(found, key=lambda item: item[2])
    return position, field


def _same_day(context: Context) -> list[Field]:
    """Witnesses of the application date: other papers signed with the application."""
    if context.claiming:
        return []
    places = ((DocumentKind.PAYMENT_REQUEST, "request_date"), (DocumentKind.OFFICER_LIST, "application_date"))
    found = (d.fields.get(key) for kind, key in places for _, d in context.each(kind))
    return [f for f in found if f is not None]


def _before(early: list[Field | None], late: list[Field | None]) -> FindingStatus | None:
    """Whether `early` lies before `late` in every way the engines read them. None: no, or nobody can tell.

    The first of each list is the date in question, the others are its witnesses: they speak where it is not sure.
    """
    earlies = [day for f in _heard(early) for day in possible_days(f)]
    lates = [day for f in _heard(late) for day in possible_days(f)]
    if not possible_days(early[0]) or not possible_days(late[0]) or max(earlies) >= min(lates):
        return None
    if min(certainty(early[0]), certainty(late[0])) is not Certainty.SURE and lates[0] - earlies[0] > PLAUSIBLE:
        return None
    return _status(early[0], late[0])


def _status(*dates: Field | None) -> FindingStatus:
    """Confirmed where every date is borne out by more than engines: one digit moves a date across any limit."""
    return FindingStatus.CONFIRMED if all(borne_out(d) for d in dates) else FindingStatus.SUSPECTED


def _heard(fields: list[Field | None]) -> list[Field | None]:
    return fields[:1] if certainty(fields[0]) is Certainty.SURE else fields


def _deadline(context: Context) -> Iterator[Finding]:
    programme = context.programme
    if context.claiming:
        limit, position, key, rule = programme.claim_deadline, context.claim, "request_date", "claim_deadline"
    else:
        limit, position, key, rule = (
            programme.application_period.end,
            context.form,
            "application_date",
            "application_period",
        )
    field = context.field(position, key)
    days = possible_days(field)
    if limit is None or not days or min(days) <= limit:
        return
    if certainty(field) is not Certainty.SURE:
        if days[0] > limit + PLAUSIBLE:
            return
        if any(day <= limit for witness in _same_day(context) for day in possible_days(witness)):
            return
    what = "請求日" if context.claiming else "申請日"
    yield finding(
        FindingCode.DEADLINE_MISSED,
        _status(field),
        f"{what}（{day_ja(days[0])}）が期限（{day_ja(limit)}）を過ぎています。",
        clause=programme.clause(rule),
        refs=context.ref(position, key),
    )


def _too_early(context: Context) -> Iterator[Finding]:
    """An application dated before the period opens. Only a date that is sure: a misread year is likelier than haste."""
    start, field = context.programme.application_period.start, context.field(context.form, "application_date")
    days = possible_days(field)
    if context.claiming or start is None or not days or max(days) >= start or certainty(field) is not Certainty.SURE:
        return
    yield finding(
        FindingCode.PROGRAMME_RULE,
        _status(field),
        f"申請日（{day_ja(days[0])}）が申請期間の始まり（{day_ja(start)}）より前です。",
        clause=context.programme.clause("application_period"),
        refs=context.ref(context.form, "application_date"),
    )


def _shown(field: Field) -> str:
    day = as_date(field.value)
    return day_ja(day) if day else "不明"


def day_ja(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
