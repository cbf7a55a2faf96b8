"""The case room: a case's papers side by side with what was read from them and what the checks found.

Everything in the list on the right points at boxes on the papers, by the same ids: ``f12`` a field, ``d7`` a paper as a
whole. A finding points at the fields and papers it rests on, on both sides where two papers disagree. Of the earlier
case that a duplicate is compared with, the papers stand beside ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from models.documents import DocumentKind
from models.findings import Agreement, FindingCode, FindingStatus, Pair
from models.geometry import Box, PageGeometry
from review.crops import marks, on_upright
from review.entries import Table, as_shown, table
from review.evidence import Reason, evidence
from review.images import geometry_by_hand
from review.labels import FINDING_STATE_LABELS_JA, engine_label, field_label, finding_label, kind_label
from review.looks import Deed, Mark, box_of, caption, history
from review.permissions import Right, cases_for, may
from review.services import known_programmes
from storage import pages
from storage.cases import load_view
from storage.findings import load as load_finding
from storage.models import Case, Decision, Document, Field, Finding, Page, ReviewTask
from validators.mending import Mend, mending

#: Keys that open a paper, in order.
KEYS = "123456789"
#: Kinds that a person wants beside each other when nothing else is asked: the form, what was paid, where to pay.
_FIRST = (
    DocumentKind.APPLICATION_FORM,
    DocumentKind.PAYMENT_REQUEST,
    DocumentKind.RECEIPT,
    DocumentKind.INVOICE,
    DocumentKind.ESTIMATE,
    DocumentKind.PASSBOOK,
)
_FINDING_TONES = {"open": "wait", "upheld": "ng", "dismissed": "ok", "inquiry": "info"}
#: An uncertain entry that is marked on a page is at least so large (pixels), to be seen.
_MARGIN = 5


@dataclass(frozen=True)
class MarkedBox:
    id: str
    mark: Mark
    tone: str
    label: str


@dataclass(frozen=True)
class RoomPage:
    pk: int
    caption: str
    width: int | None
    height: int | None
    boxes: tuple[MarkedBox, ...]
    reason: str = ""


@dataclass(frozen=True)
class Paper:
    """One document of this case, or (`of` says which) of the one it is compared with."""

    pk: int
    id: str
    key: str
    kind: str
    facts: str
    pages: tuple[RoomPage, ...]
    seal: bool | None = None
    by_person: bool = False
    unread: bool = False
    aside: bool = False
    of: str = ""


@dataclass(frozen=True)
class Engine:
    name: str
    raw: str
    score: int


@dataclass(frozen=True)
class Entry:
    """A field in the list."""

    pk: int
    id: str
    label: str
    value: str
    rows: Table | None
    status: str
    tone: str
    reason: str
    waits: bool
    blind: bool
    """Somebody is to type it without knowing what others read: nothing of it is shown."""
    edit: str
    shows: str
    readings: tuple[Engine, ...]
    reasons: tuple[Reason, ...]
    deeds: tuple[Deed, ...]


@dataclass(frozen=True)
class Group:
    """The fields of one paper."""

    paper: Paper
    entries: tuple[Entry, ...]


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
    version: int
    lights: str
    shows: str
    edit: str
    reason: str
    by: str
    other_case: str = ""
    compared: tuple[Compared, ...] = ()
    deeds: tuple[Deed, ...] = ()


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
    lost: tuple[Page, ...] = field(default=())
    """Pages of the same files that nobody could read and no case has."""


def room_of(case: Case, user: Any) -> Room:
    """Everything the room of `case` shows to `user`."""
    documents = _documents(case)
    decisions = _decisions(case)
    blind = _blind(case, user)
    papers = tuple(_paper(d, n) for n, d in enumerate(documents))
    by_position = {d.position: (d, p) for d, p in zip(documents, papers, strict=True)}
    findings = list(case.findings.filter(active=True).order_by("position", "pk"))
    others, hidden = _compared_cases(findings, user)
    found = tuple(_found(f, by_position, others, blind | hidden, decisions) for f in findings)
    groups = tuple(
        Group(paper, tuple(_entry(f, paper, decisions, blind) for f in _fields(document)))
        for document, paper in zip(documents, papers, strict=True)
        if not paper.aside and document.fields.all()
    )
    return Room(
        papers=papers,
        others=tuple(p for papers_ in others.values() for _, p in papers_),
        groups=groups,
        findings=found,
        opening=_opening(documents, papers),
        mending=_mending(case, findings),
        lost=tuple(_lost(documents)),
    )


def _mending(case: Case, rows: Iterable[Finding]) -> tuple[Mend, ...]:
    asked = [load_finding(row) for row in rows if row.mend_ja and row.state != Finding.State.DISMISSED]
    if not asked:
        return ()
    return mending(asked, load_view(case.pk), known_programmes().get(case.programme_id or ""))


def _documents(case: Case) -> list[Document]:
    return list(
        case.documents.select_related("delivery")
        .prefetch_related(
            Prefetch(
                "fields", Field.objects.order_by("page_index", "pk").prefetch_related("readings", "corroborations")
            ),
            Prefetch("pages", Page.objects.order_by("index").select_related("delivery")),
        )
        .defer("text")
        .order_by("position")
    )


def _fields(document: Document) -> list[Field]:
    """In the order in which they stand on the paper."""

    def place(row: Field) -> tuple[int, float, float]:
        box = row.box or {"y0": 2.0, "x0": 0.0}
        return row.page_index, round(box["y0"], 2), box["x0"]

    return sorted(document.fields.all(), key=place)


def _decisions(case: Case) -> dict[str, list[Decision]]:
    """What people decided, by task subject, newest first."""
    found: dict[str, list[Decision]] = {}
    for row in Decision.objects.filter(case=case).order_by("-pk"):
        found.setdefault(row.task_subject, []).append(row)
    return found


def _paper(row: Document, n: int, prefix: str = "d", of: str = "") -> Paper:
    first, last = row.page_indexes[0] + 1, row.page_indexes[-1] + 1
    span = f"{first}" if first == last else f"{first}–{last}"
    boxes = [(f, box_of(f.box)) for f in row.fields.all()]
    return Paper(
        pk=row.pk,
        id=f"{prefix}{row.pk}",
        key=KEYS[n] if n < len(KEYS) and not of else "",
        kind=kind_label(row.kind, row.case.programme_id),
        facts=_("%(span)sページ目") % {"span": span},
        pages=tuple(
            _page(page, [(f, b) for f, b in boxes if b and f.page_index == page.index]) for page in row.pages.all()
        ),
        seal=row.seal_present,
        by_person=bool(row.kind_by or row.extent_by),
        unread=not row.extracted,
        aside=row.kind == DocumentKind.SET_ASIDE.value,
        of=of,
    )


def _page(page: Page, boxes: Sequence[tuple[Field, Box]]) -> RoomPage:
    geometry = _geometry(page)
    if geometry is None:
        return RoomPage(page.pk, caption(page), None, None, (), page.reason_ja)
    whole = Box(x0=0, y0=0, x1=geometry.width, y1=geometry.height)
    marked = tuple(
        MarkedBox(f"f{f.pk}", marks(on_upright(b, geometry).grown(_MARGIN), whole), _tone(f), _label(f))
        for f, b in boxes
    )
    return RoomPage(page.pk, caption(page), geometry.width, geometry.height, marked, page.reason_ja)


def _geometry(page: Page) -> PageGeometry | None:
    return geometry_by_hand(pages.lay(page.reading).geometry, page.turn) if page.reading is not None else None


def _label(row: Field) -> str:
    return field_label(row.key, row.document.kind, row.document.case.programme_id)


def _tone(row: Field) -> str:
    if row.decided_by:
        return "info"
    return "ok" if row.status == Field.Status.ACCEPTED else "wait"


def _blind(case: Case, user: Any) -> frozenset[int]:
    """Fields that somebody is to type blind, hidden from everybody who might be the one."""
    if not may(user, Right.DECIDE) or may(user, Right.SETTLE):
        return frozenset()
    rows = case.tasks.filter(state=ReviewTask.State.OPEN, kind__in=ReviewTask.BLIND, field__isnull=False)
    return frozenset(pk for pk in rows.values_list("field_id", flat=True) if pk is not None)


def _entry(row: Field, paper: Paper, decisions: dict[str, list[Decision]], blind: frozenset[int]) -> Entry:
    label = _label(row)
    if row.pk in blind:
        return Entry(
            pk=row.pk, id=f"f{row.pk}", label=label, value=_("（見ないで入力する項目）"), rows=None,
            status=_("入力待ち"), tone="info", reason="", waits=False, blind=True, edit="", shows=paper.id,
            readings=(), reasons=(), deeds=(),
        )  # fmt: skip
    waits = row.status == Field.Status.REVIEW and not row.decided_by
    status = _("%(who)s が確定") % {"who": row.decided_by} if row.decided_by else (_("要確認") if waits else _("確定"))
    return Entry(
        pk=row.pk,
        id=f"f{row.pk}",
        label=label,
        value=as_shown(row.key, row.value, row.raw, blank=row.blank),
        rows=table(row.key, row.value),
        status=status,
        tone=_tone(row),
        reason="" if row.decided_by else row.reason_ja,
        waits=waits,
        blind=False,
        edit=reverse("field", args=[row.pk]),
        shows=paper.id,
        readings=tuple(
            Engine(engine_label(r.engine), r.raw, round(100 * r.score))
            for r in sorted(row.readings.all(), key=lambda r: r.position)
        ),
        reasons=evidence(row),
        deeds=tuple(history(decisions.get(f"field:{row.pk}", []))),
    )


def _found(
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
    return Found(
        pk=row.pk,
        id=f"n{row.pk}",
        label=finding_label(row.code),
        message=row.message_ja,
        mend=row.mend_ja,
        clause=row.clause,
        rule=row.rule,
        state=row.state,
        state_label=FINDING_STATE_LABELS_JA[row.state],
        tone=_FINDING_TONES[row.state],
        suspected=row.status == FindingStatus.SUSPECTED.value,
        notice=row.status == FindingStatus.NOTICE.value,
        open=row.state == Finding.State.OPEN and row.status != FindingStatus.NOTICE.value,
        version=row.version,
        lights=" ".join(dict.fromkeys(lights)),
        shows=" ".join(dict.fromkeys(shows)),
        edit=reverse("finding", args=[row.pk]),
        reason=deeds[0].reason if deeds and row.state != Finding.State.OPEN else "",
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
    return Compared(_label(ours), here, there, pair.agreement.value)


def _compared_cases(
    findings: Iterable[Finding], user: Any
) -> tuple[dict[str, list[tuple[Document, Paper]]], frozenset[int]]:
    """Papers of the earlier cases that duplicates name, as far as `user` may see them, and the fields hidden there."""
    numbers = list(dict.fromkeys(f.other_case for f in findings if f.other_case))[:3]
    papers: dict[str, list[tuple[Document, Paper]]] = {}
    hidden: frozenset[int] = frozenset()
    for other in cases_for(user).filter(receipt_number__in=numbers):
        rows = [d for d in _documents(other) if d.kind != DocumentKind.SET_ASIDE.value]
        papers[other.receipt_number] = [
            (d, _paper(d, n, prefix="o", of=other.receipt_number)) for n, d in enumerate(rows)
        ]
        hidden |= _blind(other, user)
    return papers, hidden


def _opening(documents: list[Document], papers: Sequence[Paper]) -> str:
    """The papers side by side at first: form, receipt, bankbook as far as they are there, else the first ones."""
    chosen: list[str] = []
    families = (_FIRST[:2], _FIRST[2:5], _FIRST[5:])
    for family in families:
        chosen += [p.id for d, p in zip(documents, papers, strict=True) if d.kind in family][:1]
    rest = [
        p.id
        for d, p in zip(documents, papers, strict=True)
        if d.kind not in (DocumentKind.BLANK_BACK, DocumentKind.SEPARATOR_SHEET, DocumentKind.SET_ASIDE)
    ]
    return " ".join(list(dict.fromkeys([*chosen, *rest]))[:3])


def _lost(documents: list[Document]) -> list[Page]:
    deliveries = {d.delivery_id for d in documents}
    rows = Page.objects.filter(delivery__in=deliveries, document=None, outcome=Page.Outcome.QUARANTINE)
    return list(rows.select_related("delivery").defer("reading").order_by("delivery", "index")[:20])
