"""The findings in the list of the room, and the earlier cases that duplicates are compared with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from models.documents import DocumentKind
from models.findings import Agreement, FindingCode, FindingStatus, Pair
from review.entries import as_shown
from review.labels import FINDING_STATE_LABELS_JA, finding_label
from review.looks import Deed, history
from review.permissions import cases_for
from review.room.entries import hidden_from
from review.room.papers import Paper, documents_of, label_of, paper_of
from storage.findings import load as load_finding
from storage.models import Decision, Document, Field, Finding

_FINDING_TONES = {"open": "wait", "upheld": "ng", "dismissed": "ok", "inquiry": "info"}


@dataclass(frozen=True)
class Compared:
    label: str
    ours: str
    theirs: str
    agreement: str
    """``same``, ``near`` (but for what engines misread) or ``different``."""


@dataclass(frozen=True)
class Found:
    """A finding in the list. `lights` are the boxes it rests on, `shows` the papers to put side by side."""

    pk: int
    id: str
    label: str
    message: str
    mend: str
    """What the applicant has to do about it."""
    clause: str
    rule: str
    state: str
    state_label: str
    tone: str
    suspected: bool
    notice: bool
    """Worth knowing; nobody has to decide it."""
    open: bool
    """A person must judge it."""
    version: int
    lights: str
    shows: str
    edit: str
    reason: str
    by: str
    other_case: str = ""
    compared: tuple[Compared, ...] = ()
    deeds: tuple[Deed, ...] = ()


def found_of(
    row: Finding,
    papers: dict[int, tuple[Document, Paper]],
    others: dict[str, list[tuple[Document, Paper]]],
    hidden: frozenset[int],
    decisions: dict[str, list[Decision]],
) -> Found:
    lights: list[str] = []
    shows: list[str] = []
    compared: tuple[Compared, ...] = ()
    for ref in row.refs:
        if (place := papers.get(ref["document"])) is None:
            continue
        document, paper = place
        shows.append(paper.id)
        at = next((f"f{f.pk}" for f in document.fields.all() if f.key == ref["key"] and f.box), None)
        lights.append(at or paper.id)
    if row.other_case in others:
        theirs = others[row.other_case]
        shows = _beside(row, papers, theirs, shows)
        entries = [e for e in _pairs(row, papers, theirs) if not {f.pk for f in e[1:]} & hidden]
        lights += [f"f{f.pk}" for pair, *sides in entries if pair.agreement is not Agreement.DIFFERENT for f in sides]
        compared = tuple(_side_by_side(*entry) for entry in entries)
    deeds = decisions.get(f"finding:{row.pk}", [])
    undecided = row.state == Finding.State.OPEN
    # what the machine is sure of is settled unless somebody says otherwise
    by_machine = undecided and row.status == FindingStatus.CONFIRMED.value
    return Found(
        pk=row.pk,
        id=f"n{row.pk}",
        label=finding_label(row.code),
        message=row.message_ja,
        mend=row.mend_ja,
        clause=row.clause,
        rule=row.rule,
        state=row.state,
        state_label=_("機械が不備と判定") if by_machine else FINDING_STATE_LABELS_JA[row.state],
        tone="ng" if by_machine else _FINDING_TONES[row.state],
        suspected=row.status == FindingStatus.SUSPECTED.value,
        notice=row.status == FindingStatus.NOTICE.value,
        open=undecided and row.status == FindingStatus.SUSPECTED.value,
        version=row.version,
        lights=" ".join(dict.fromkeys(lights)),
        shows=" ".join(dict.fromkeys(shows)),
        edit=reverse("finding", args=[row.pk]),
        reason=deeds[0].reason if deeds and not undecided else "",
        by=row.decided_by,
        other_case=row.other_case or "",
        compared=compared,
        deeds=tuple(history(deeds)),
    )


def _beside(
    row: Finding,
    papers: dict[int, tuple[Document, Paper]],
    theirs: list[tuple[Document, Paper]],
    shows: list[str],
) -> list[str]:
    """Of a duplicate, one paper of ours and the same kind of paper of theirs."""
    receipt = row.code == FindingCode.RECEIPT_REUSED.value
    wanted = (DocumentKind.RECEIPT, DocumentKind.INVOICE) if receipt else (DocumentKind.APPLICATION_FORM,)
    ours = [(d, p) for d, p in papers.values() if p.id in shows] or [
        (d, p) for d, p in papers.values() if d.kind in wanted
    ] or list(papers.values())[:1]  # fmt: skip
    mine = ours[0]
    other = next((place for place in theirs if place[0].kind == mine[0].kind), theirs[0] if theirs else None)
    return shows if other is None else [mine[1].id, other[1].id]


def _pairs(
    row: Finding, papers: dict[int, tuple[Document, Paper]], theirs: list[tuple[Document, Paper]]
) -> list[tuple[Pair, Field, Field]]:
    """The entries that the check held against each other, as far as both are still there."""
    here = {(n, f.key): f for n, (d, _p) in papers.items() for f in d.fields.all()}
    there = {(d.position, f.key): f for d, _p in theirs for f in d.fields.all()}
    pairs = load_finding(row).pairs
    both = [(p, here.get((p.here.document, p.here.key)), there.get((p.there.document, p.there.key))) for p in pairs]
    return [(pair, ours, other) for pair, ours, other in both if ours is not None and other is not None]


def _side_by_side(pair: Pair, ours: Field, theirs: Field) -> Compared:
    here, there = (as_shown(f.key, f.value, f.raw, blank=f.blank) for f in (ours, theirs))
    return Compared(label_of(ours), here, there, pair.agreement.value)


def compared_cases(
    findings: Iterable[Finding], user: Any
) -> tuple[dict[str, list[tuple[Document, Paper]]], frozenset[int]]:
    """Papers of the earlier cases that duplicates name, as far as `user` may see them, and the fields hidden there."""
    numbers = list(dict.fromkeys(f.other_case for f in findings if f.other_case))[:3]
    papers: dict[str, list[tuple[Document, Paper]]] = {}
    hidden: frozenset[int] = frozenset()
    if not numbers:
        return papers, hidden
    for other in cases_for(user).filter(receipt_number__in=numbers):
        rows = [d for d in documents_of(other) if d.kind != DocumentKind.SET_ASIDE.value]
        papers[other.receipt_number] = [
            (d, paper_of(d, n, prefix="o", of=other.receipt_number)) for n, d in enumerate(rows)
        ]
        hidden |= hidden_from(other, user)
    return papers, hidden
