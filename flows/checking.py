"""Checking a case: load it, run the validators, keep the outcome. Used by the flow and after a person's decision.

Duplicates are found by comparing a case with *earlier arrivals*, so what is found must not depend on the order in which
cases were processed. The database sees to that: storing a case's outcome marks every later case that shares a key with
it as due for another check, and the case itself where an earlier one turned up meanwhile. :func:`check_due` works until
nothing is due.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from models.documents import CaseView
from models.errors import ObjectNotFoundError, StaleError
from models.programmes import Programme, ServiceLevels
from storage import budgets, cases, checking, quality
from storage.checking import Saved
from validators import calibration
from validators.checks import against, check_case, going_on, within_budget
from validators.crosschecks.budget import counted
from validators.dates import add_business_days

#: What offices that publish no deadlines of their own are measured by (奈良県 仕様書: 収受後2開庁日, 1週間).
USUAL_ACKNOWLEDGE_BUSINESS_DAYS = 2
USUAL_REVIEW_BUSINESS_DAYS = 7
#: How often a case that somebody changes while it is being checked is tried before it is left for the next round.
_TRIES = 5


def check(case_id: int, programmes: Mapping[str, Programme]) -> Saved:
    """Check one case and keep fields, findings, keys and review tasks.

    Raises:
        ObjectNotFoundError: no such case (a new sort removed it).
        StaleError: it changed again and again while it was being checked.
    """
    for attempt in range(1, _TRIES + 1):
        try:
            return _check_once(case_id, programmes)
        except StaleError:
            if attempt == _TRIES:
                raise
    raise AssertionError("unreachable")


def _check_once(case_id: int, programmes: Mapping[str, Programme]) -> Saved:
    given = cases.load_for_check(case_id)
    programme = programmes.get(given.view.programme_id) if given.view.programme_id else None
    mark = calibration.fingerprint()
    # what was accepted in a finished case stays accepted
    stopped = frozenset() if given.complete else quality.stopped_keys(given.view.programme_id, mark)
    alone = check_case(given.view, programme, stopped=stopped)
    earlier = cases.earlier_with_keys(case_id, alone.keys, alone.profile.printed)
    checked = against(alone, programme, earlier)
    checked = going_on(checked, programme, cases.load_before(checked.follows))
    checked = within_budget(checked, programme, budgets.applied_before(case_id, programme))
    return checking.save_checked(
        case_id,
        checked.case.documents,
        checked.findings,
        checked.keys,
        profile=checked.profile,
        follows=checked.follows,
        applied_amount=counted(checked, programme),
        stage=checked.case.stage,
        version=given.version,
        earlier=earlier,
        programme=programme,
        calibration=mark,
        deadlines=deadlines(given.view, programme),
        loaded=given,
    )


def deadlines(view: CaseView, programme: Programme | None) -> tuple[dt.date, dt.date] | None:
    """The days by which a case must be acknowledged and reviewed: what its programme promises, else the usual."""
    levels = programme.service_levels if programme else ServiceLevels()
    if view.received_on is None:
        return None
    arrived = dt.date.fromisoformat(view.received_on)
    acknowledge = levels.acknowledge_business_days or USUAL_ACKNOWLEDGE_BUSINESS_DAYS
    review = levels.review_days or USUAL_REVIEW_BUSINESS_DAYS
    return add_business_days(arrived, acknowledge), add_business_days(arrived, review)


def check_due(programmes: Mapping[str, Programme]) -> int:
    """Check every case that is due, oldest arrival first, until none is; returns how many checks were made.

    Ends because a check of a case makes only *later* cases due, and only when its keys or values changed.
    """
    made = 0
    skipped: set[int] = set()
    while due := [case_id for case_id in cases.due_for_check() if case_id not in skipped]:
        try:
            check(due[0], programmes)
            made += 1
        except (StaleError, ObjectNotFoundError):
            skipped.add(due[0])
    return made
