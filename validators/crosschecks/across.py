"""Papers of two envelopes of one grant held against each other: a report against its application, a claim against both.

The accepted papers of the earlier phases are laid beside those of the case, as if they had come in one envelope, and the
checks and rules run over all of them. Of what they find, only that is kept which rests on a paper of each: everything
else was found in its own case already, or is none of this one's business. What waits for a person in the earlier case
says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.checks import CheckedCase, PastCase
from models.documents import DocumentKind, ExtractedDocument
from models.findings import Agreement, FieldRef, Finding, Pair
from models.programmes import Programme
from validators import crosschecks
from validators.crosschecks import rules
from validators.crosschecks.context import Context

#: Never taken over: several receipts make one sum, so one of them without an accepted total would make a wrong one.
_STAYS = (
    DocumentKind.RECEIPT,
    DocumentKind.INVOICE,
    DocumentKind.ENVELOPE,
    DocumentKind.BLANK_BACK,
    DocumentKind.SEPARATOR_SHEET,
    DocumentKind.SET_ASIDE,
    DocumentKind.UNKNOWN,
)


@dataclass(frozen=True, slots=True)
class _Borrowed:
    """A paper of an earlier case and where it lies there."""

    receipt_number: str
    position: int
    document: ExtractedDocument


def check(checked: CheckedCase, programme: Programme, before: Sequence[PastCase]) -> Iterator[Finding]:
    """What papers of the case and of `before` (nearest first) say of each other; `other_case` names the earlier one."""
    own = checked.case.documents
    borrowed = list(_borrowed(own, before))
    if not borrowed:
        return
    together = Context(
        checked.case.model_copy(update={"documents": [*own, *(b.document for b in borrowed)]}), programme
    )
    known = {(f.code, f.rule) for f in checked.findings}
    for found in (*crosschecks.check(together), *rules.check(together)):
        here = tuple(ref for ref in found.refs if ref.document < len(own))
        there = [(borrowed[ref.document - len(own)], ref) for ref in found.refs if ref.document >= len(own)]
        if not here or not there or (found.code, found.rule) in known:
            continue
        number = there[0][0].receipt_number
        places = [FieldRef(document=b.position, key=r.key) for b, r in there if b.receipt_number == number]
        yield found.model_copy(
            update={
                "refs": here,
                "other_case": number,
                "pairs": tuple(_pairs(here, places)),
                "message_ja": f"{found.message_ja}（前の段階の案件 受付番号 {number} との照合）",
            }
        )


def _borrowed(own: Sequence[ExtractedDocument], before: Sequence[PastCase]) -> Iterator[_Borrowed]:
    """Papers of the kinds that the case itself has not, each kind from the nearest earlier case that has it."""
    have = {d.kind for d in own}
    for past in before:
        found = [
            (n, d) for n, d in enumerate(past.documents) if d.kind not in have and d.kind not in _STAYS and d.fields
        ]
        yield from (_Borrowed(past.receipt_number, n, d) for n, d in found)
        have |= {d.kind for _, d in found}


def _pairs(here: Sequence[FieldRef], there: Sequence[FieldRef]) -> Iterator[Pair]:
    """Entry beside entry, for a reviewer to see: the same key where there is one, else in order."""
    left = [ref for ref in there if ref.key]
    for ref in (r for r in here if r.key):
        partner = next((t for t in left if t.key == ref.key), left[0] if left else None)
        if partner is not None:
            left.remove(partner)
            yield Pair(key=ref.key, agreement=Agreement.DIFFERENT, here=ref, there=partner)
