"""First come, first served: what was applied for before a case has used the budget up (BUDGET_EXCEEDED).

Only accepted amounts count, and never that of a duplicate; so the finding is a suspicion, for the office to decide on.
"""

from __future__ import annotations

from models.checks import CheckedCase
from models.documents import FieldStatus, Stage
from models.findings import Finding, FindingCode, FindingStatus
from models.programmes import Programme
from validators.crosschecks.context import Context, finding, yen


def counted(checked: CheckedCase, programme: Programme | None) -> int | None:
    """The amount of the case that counts against the budget: accepted, and not that of a certain duplicate."""
    if programme is None or checked.case.stage is not Stage.APPLY:
        return None
    field = Context(checked.case, programme).form_field("subsidy_amount")
    twice = any(
        f.code is FindingCode.DUPLICATE_APPLICATION and f.status is FindingStatus.CONFIRMED for f in checked.findings
    )
    if twice or field is None or field.status is not FieldStatus.ACCEPTED or not isinstance(field.value, int):
        return None
    return max(0, field.value)


def check(checked: CheckedCase, programme: Programme, before: int) -> Finding | None:
    """`before`: the sum of what counts of all earlier arrivals, in yen."""
    own, budget = counted(checked, programme), programme.budget.limit
    if budget is None or checked.case.stage is not Stage.APPLY or not programme.budget.reached(before, own):
        return None
    context = Context(checked.case, programme)
    added = f"にこの申請額{yen(own)}を足した額" if own else ""
    return finding(
        FindingCode.BUDGET_EXCEEDED,
        FindingStatus.SUSPECTED,
        f"先に届いた申請の合計{yen(before)}{added}が、予算{yen(budget)}{'を超えます' if before < budget else 'に達しています'}。"
        "先着順のため、交付できない見込みです。",
        clause=programme.clause("budget"),
        refs=context.ref(context.form, "subsidy_amount"),
    )
