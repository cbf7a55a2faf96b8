"""The checks of one case: choose among readings, corroborate fields, cross-check papers, look for its like, decide. Pure.

>>> checked = check_case(case, programme, earlier)      # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from models.checks import CheckedCase, EarlierCase, PastCase
from models.documents import CaseView
from models.programmes import Programme
from validators import corroboration, crosschecks, decisions, duplicates
from validators.crosschecks import across, budget, mynumber, rules
from validators.crosschecks.context import Context
from validators.mending import with_mending
from validators.resolution import resolve


def check_case(
    case: CaseView,
    programme: Programme | None,
    earlier: Sequence[EarlierCase] = (),
    *,
    stopped: Collection[str] = (),
) -> CheckedCase:
    """`case` with corroborations, confidence, status and reason on every field, its findings, keys and profile.

    `earlier` are the cases that arrived before it and share a key with it (:func:`validators.duplicates.keys`), in order
    of arrival; others do no harm. `stopped` are the entries that must not be accepted without a person because samples
    of them were wrong too often. The case given is not changed. Checking twice gives the same.

    Without a programme nothing can be required or compared with rules: there are no findings but that of an individual
    number, and every field that is not sure goes to a person.
    """
    view = _copy(case)
    resolve(view, programme)
    corroboration.corroborate(view, programme)
    findings = list(mynumber.check(view))
    if programme is not None:
        findings += crosschecks.check(Context(view, programme))
    decisions.decide(view, programme, stopped)
    if programme is not None:
        findings += rules.check(Context(view, programme))  # over what is believed, so after it is decided
    profile = duplicates.profile(view, programme)
    checked = CheckedCase(case=view, findings=with_mending(findings), keys=duplicates.keys(profile), profile=profile)
    return against(checked, programme, earlier)


def _copy(case: CaseView) -> CaseView:
    """A copy whose fields may be set anew. What they hold is shared: nobody changes a reading or a row in place."""
    documents = [
        d.model_copy(update={"fields": {key: field.model_copy() for key, field in d.fields.items()}})
        for d in case.documents
    ]
    return case.model_copy(update={"documents": documents})


def against(checked: CheckedCase, programme: Programme | None, earlier: Sequence[EarlierCase]) -> CheckedCase:
    """`checked` with what `earlier` cases add to its findings, and the one it goes on with (`follows`).

    For callers that learn which cases those are from its keys, so that the case itself is checked once only.
    """
    if programme is None or not earlier:
        return checked
    follows = duplicates.predecessor(checked.profile, earlier)
    more = duplicates.check(Context(checked.case, programme), checked.profile, earlier, follows)
    return checked.model_copy(update={"findings": [*checked.findings, *more], "follows": follows})


def within_budget(checked: CheckedCase, programme: Programme | None, before: int) -> CheckedCase:
    """`checked` with what the budget says, `before` yen of which earlier arrivals have applied for."""
    found = budget.check(checked, programme, before) if programme is not None else None
    return checked if found is None else checked.model_copy(update={"findings": [*checked.findings, found]})


def going_on(checked: CheckedCase, programme: Programme | None, before: Sequence[PastCase]) -> CheckedCase:
    """`checked` with what its papers and those of the cases it goes on with (`before`, nearest first) say of each other."""
    if programme is None or not before:
        return checked
    more = with_mending(across.check(checked, programme, before))
    return checked.model_copy(update={"findings": [*checked.findings, *more]})
