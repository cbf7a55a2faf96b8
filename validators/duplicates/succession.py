"""Which earlier case a case of a later phase goes on with: the application that a completion report or a claim follows.

The papers of one grant come months apart, each phase in an envelope of its own. What ties them is printed on the later
ones (the receipt number 受付番号 or the grant decision's number 交付決定番号); where neither is, the applicant. A number
alone ties nothing: one misread digit would lead to somebody else's case, so the applicant's name must agree as well. Of
several cases that would do, none is taken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from models.checks import EarlierCase, Profile
from models.documents import CaseView, Stage
from validators.duplicates import comparing
from validators.duplicates.comparing import agrees

#: The phases of one grant in their order.
ORDER = (Stage.APPLY, Stage.REPORT, Stage.CLAIM)

#: A receipt number as the office prints it on its letters: ``R8-000012``, ``R8-000012-02``.
_RECEIPT_NUMBER = re.compile(r"(?<![0-9A-Z])R\d{1,2}-\d{6}(?:-\d{2,3})?(?![0-9])")
_MOST_PRINTED = 8


def printed_numbers(case: CaseView) -> tuple[str, ...]:
    """The receipt numbers that stand in the text of the case's papers."""
    found: dict[str, None] = {}
    for document in case.documents:
        text = re.sub(r"[\u2010-\u2015\u2212ー−]", "-", unicodedata.normalize("NFKC", document.text))
        found |= dict.fromkeys(_RECEIPT_NUMBER.findall(text))
    return tuple(found)[:_MOST_PRINTED]


def predecessor(mine: Profile, earlier: Sequence[EarlierCase]) -> str | None:
    """The receipt number of the case among `earlier` that `mine` goes on with; None where there is none, or several."""
    if mine.programme_id is None or mine.stage is ORDER[0]:
        return None
    before = [
        c
        for c in earlier
        if c.profile.programme_id == mine.programme_id and ORDER.index(c.profile.stage) < ORDER.index(mine.stage)
    ]
    relations = {c.receipt_number: comparing.relation(mine, c.profile) for c in before}
    ties: tuple[Callable[[EarlierCase], bool], ...] = (
        lambda c: c.receipt_number in mine.printed and agrees(relations[c.receipt_number].person),
        lambda c: _same_decision(mine, c.profile) and agrees(relations[c.receipt_number].person),
        lambda c: relations[c.receipt_number].same_person,
    )
    for tied in ties:
        found = [c for c in before if tied(c)]
        nearest = max((ORDER.index(c.profile.stage) for c in found), default=-1)
        found = [c for c in found if ORDER.index(c.profile.stage) == nearest]
        if len(found) > 1:  # two applications of one person: for two machines
            found = [c for c in found if agrees(relations[c.receipt_number].thing)] or found
        if found:
            return found[0].receipt_number if len(found) == 1 else None
    return None


def _same_decision(here: Profile, there: Profile) -> bool:
    return comparing.compare(here.decision, there.decision, "grant_decision_number") is comparing.SAME
