"""After a person's decision: the checks of the case run again, without OCR, and those of later cases it bears on."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping

from flows.checking import check, check_due
from models.errors import ObjectNotFoundError, StaleError
from models.programmes import Programme
from storage import cases


def recheck(case_id: int, programmes: Mapping[str, Programme]) -> None:
    """Check a case that a decision made due, and whatever becomes due by it.

    Nothing happens to a case whose papers must be extracted again first (a kind or the programme was corrected), or that
    somebody else keeps changing: it stays due, and the processing flow takes it up. Nothing is lost.
    """
    if case_id in cases.due_for_check():
        with contextlib.suppress(StaleError, ObjectNotFoundError):
            check(case_id, programmes)
    check_due(programmes)
