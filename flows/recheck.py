"""After a person's decision: the checks of the case run again, without OCR, and those of later cases it bears on."""

from __future__ import annotations

from collections.abc import Mapping

from flows.checking import check, check_due
from models.errors import ObjectNotFoundError, StaleError
from models.programmes import Programme
from storage import cases


def recheck(case_id: int, programmes: Mapping[str, Programme]) -> bool:
    """Check a case and whatever became due by it; False where that waits for the processing flow.

    It waits where a paper of the case must be extracted again first (its kind or the programme was corrected), or where
    somebody else keeps changing the case: it stays due then, and nothing is lost.
    """
    if case_id not in cases.due_for_check():
        return False
    try:
        check(case_id, programmes)
    except (StaleError, ObjectNotFoundError):
        return False
    check_due(programmes)
    return True
