"""The case room: a case's papers side by side with what was read from them and what the checks found.

Everything in the list on the right points at boxes on the papers, by the same ids: ``f12`` a field, ``d7`` a paper as a
whole. A finding points at the fields and papers it rests on, on both sides where two papers disagree. Of the earlier
case that a duplicate is compared with, the papers stand beside ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from models.documents import DocumentKind
from review.room.entries import Group, entry_of, fields_of, hidden_from
from review.room.findings import Found, compared_cases, found_of
from review.room.papers import Paper, documents_of, lost_pages, opening, paper_of
from review.services import known_programmes
from storage.findings import load as load_finding
from storage.models import Case, Decision, Document, Finding, Page
from storage.prepared import Prepared
from validators.mending import Enclosure, Mend, mending

__all__ = ["Room", "room_of"]


_FINDINGS: Prepared[Finding] = Prepared(
    lambda case: Finding.objects.filter(case_id=case, active=True).order_by("position", "pk")
)
_DECISIONS: Prepared[Decision] = Prepared(lambda case: Decision.objects.filter(case_id=case).order_by("-pk"))


@dataclass(frozen=True)
class Room:
    papers: tuple[Paper, ...]
    others: tuple[Paper, ...]
    groups: tuple[Group, ...]
    findings: tuple[Found, ...]
    opening: str
    """Ids of the papers to show first."""
    mending: tuple[Mend, ...] = ()
    """Everything the applicant has to do, once each: what is found and nobody dismissed."""
    decided: tuple[Decision, ...] = ()
    """What people decided of the case, newest first."""
    lost: tuple[Page, ...] = field(default=())
    """Pages of the same files that nobody could read and no case has."""


def room_of(case: Case, user: Any) -> Room:
    """Everything the room of `case` shows to `user`."""
    documents = documents_of(case)
    decided = _DECISIONS.rows(case.pk)
    decisions: dict[str, list[Decision]] = {}
    for row in decided:
        decisions.setdefault(row.task_subject, []).append(row)
    blind = hidden_from(case, user)
    papers = tuple(paper_of(d, n) for n, d in enumerate(documents))
    by_position = {d.position: (d, p) for d, p in zip(documents, papers, strict=True)}
    findings = _FINDINGS.rows(case.pk)
    others, hidden = compared_cases(findings, user)
    found = tuple(found_of(f, by_position, others, blind | hidden, decisions) for f in findings)
    groups = tuple(
        Group(paper, tuple(entry_of(f, paper, decisions, blind) for f in fields_of(document)))
        for document, paper in zip(documents, papers, strict=True)
        if not paper.aside and document.fields.all()
    )
    return Room(
        papers=papers,
        others=tuple(p for papers_ in others.values() for _, p in papers_),
        groups=groups,
        findings=found,
        opening=opening(documents, papers),
        mending=_mending(case, documents, findings),
        decided=tuple(decided),
        lost=tuple(lost_pages(documents)),
    )


def _mending(case: Case, documents: Iterable[Document], rows: Iterable[Finding]) -> tuple[Mend, ...]:
    asked = [load_finding(row) for row in rows if row.mend_ja and row.state != Finding.State.DISMISSED]
    if not asked:
        return ()
    return mending(asked, [_enclosure(d) for d in documents], known_programmes().get(case.programme_id or ""))


def _enclosure(row: Document) -> Enclosure:
    aside = row.kind == DocumentKind.SET_ASIDE.value  # kept, but nothing of it counts
    return Enclosure(
        DocumentKind(row.kind), row.page_indexes, {} if aside else {f.key: f.page_index for f in row.fields.all()}
    )
