"""After a person's decision: the checks of the case run again, without OCR, and those of later cases it bears on."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping

from flows.checking import check
from models.errors import ObjectNotFoundError, StaleError
from models.programmes import Programme
from storage import cases

#: So many cases are checked while the person waits; the processing flow takes up the rest.
MOST_AT_ONCE = 10


def recheck(case_id: int, programmes: Mapping[str, Programme]) -> None:
    """Check a case that a decision made due, and the later cases that become due by it.

    Nothing happens to a case whose papers must be extracted again first (a kind or the programme was corrected), or that
    somebody else keeps changing: it stays due, and the processing flow takes it up. Nothing is lost.
    """
    waiting, seen = [case_id], {case_id}
    for _ in range(MOST_AT_ONCE):
        if not waiting:
            return
        following = waiting.pop(0)
        if not cases.is_due(following):
            continue
        with contextlib.suppress(StaleError, ObjectNotFoundError):
            later = check(following, programmes).check_again
            waiting += [pk for pk in later if pk not in seen or pk == following]
            seen |= set(later)
