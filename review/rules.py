"""What the programme's rules say about one entry: the clause it stands under, and the findings that hang on it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from models.documents import DocumentKind, Stage
from models.programmes import DoubleEntry, Period, Programme
from models.programmes.phases import DATE_SOURCES
from models.values.fields import YEN_KEYS
from review.labels import FINDING_STATE_LABELS_JA
from storage.models import Field, Finding
from storage.prepared import Prepared

_FINDINGS: Prepared[Finding] = Prepared(
    lambda case: Finding.objects.filter(case_id=case, active=True).order_by("position")
)


@dataclass(frozen=True)
class Said:
    """One rule in a sentence, and where it stands."""

    text: str
    clause: str = ""


@dataclass(frozen=True)
class Hanging:
    """A finding that rests on the entry."""

    pk: int
    message: str
    clause: str
    rule: str
    state: str
    suspected: bool


def rules(row: Field, programme: Programme | None) -> list[Said]:
    """What the programme asks of this entry."""
    if programme is None:
        return []
    said: list[Said] = []
    kind = DocumentKind(row.document.kind)
    spec = programme.document(kind)
    entry = spec.field(row.key) if spec else None
    if entry is not None:
        said.append(
            Said(
                _("必ず記入する項目です。")
                if entry.required and not entry.required_if
                else _("記入しないこともある項目です。")
            )
        )
        if entry.double_entry is DoubleEntry.ALWAYS:
            said.append(Said(_("二度入力する項目です。次の人には、この値は見えません。")))
        elif entry.double_entry is DoubleEntry.UNLESS_CORROBORATED:
            said.append(Said(_("ほかの書類と一致しないときは、二度入力する項目です。次の人には、この値は見えません。")))
    said += _periods(row, programme)
    if row.key in YEN_KEYS and row.key in ("subsidy_amount", "purchase_amount", "total_cost"):
        clause = programme.clause("subsidy")
        if clause:
            said.append(Said(_("補助金の額の計算に使います。"), clause))
    return said


def _periods(row: Field, programme: Programme) -> list[Said]:
    def between(name: str, period: Period | None, rule: str) -> list[Said]:
        if period is None:
            return []
        text = _("{name}は{start}から{end}までです。").format(name=name, start=_day(period.start), end=_day(period.end))
        return [Said(text, programme.clause(rule))]

    stage = Stage(row.document.case.stage)
    phase = programme.phases.get(stage)
    if row.key in ("application_date", "request_date") and phase is not None:
        return between(_("受付期間"), phase.period, phase.source or DATE_SOURCES[stage])
    if row.key in ("purchase_date", "contract_date", "installation_date", "issue_date"):
        return between(_("購入の対象期間"), programme.purchase_period, "purchase_period")
    if row.key == "meter_date":
        return between(_("検針の対象期間"), programme.meter_period, "meter_period")
    return []


def _day(day: dt.date) -> str:
    return _("{year}年{month}月{day}日").format(year=day.year, month=day.month, day=day.day)


def hanging(row: Field) -> list[Hanging]:
    """The findings of the case that rest on this entry, or miss it."""
    document = row.document
    found = []
    for finding in _FINDINGS.rows(document.case_id):
        rests = any(ref["document"] == document.position and ref["key"] == row.key for ref in finding.refs)
        missed = finding.field_key == row.key and finding.document_kind == document.kind
        if rests or missed:
            found.append(
                Hanging(
                    pk=finding.pk,
                    message=finding.message_ja,
                    clause=finding.clause,
                    rule=finding.rule,
                    state=FINDING_STATE_LABELS_JA[finding.state],
                    suspected=finding.status == "suspected",
                )
            )
    return found
