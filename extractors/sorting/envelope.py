"""The pages of one envelope as documents and cases: cut at separators, blanks set aside, second pages joined."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.sorting.following import follows
from extractors.sorting.kinds import KindGuess, guess_kind, named_programme
from extractors.sorting.likeliest import likeliest_programme
from extractors.sorting.marks import form_number, is_annex, is_plan, mark_of, misread_mark, without_fax_line
from models.documents import FORMS, DocumentKind, SortedCase, SortedDocument, Stage
from models.pages import PageReading
from models.programmes import Programme
from models.sheets import SheetCode, SheetRole, read_sheet

#: Papers of several pages that often come as one run; a second page without a title joins them.
MANY_PAGED = {
    DocumentKind.APPLICATION_FORM,
    DocumentKind.CONTRACT,
    DocumentKind.ESTIMATE,
    DocumentKind.INVOICE,
    DocumentKind.PAYMENT_REQUEST,
    DocumentKind.REGISTRY_CERTIFICATE,
    DocumentKind.BUSINESS_OVERVIEW,
    DocumentKind.FACILITY_LIST,
    DocumentKind.OFFICER_LIST,
    DocumentKind.WARRANTY,
}


@dataclass
class _Draft:
    kind: DocumentKind
    sha256: str
    pages: list[PageReading]
    confidence: float
    programme_id: str | None
    mark: tuple[int, int] | None = None
    """Which of how many pages its last one says that it is."""
    form: str | None = None
    """The number of the form that its first page prints at its head."""


@dataclass
class _Part:
    batch_no: str | None = None
    separator: SheetCode | None = None
    cover: SheetCode | None = None
    separators: list[tuple[str, int]] = field(default_factory=list)
    drafts: list[_Draft] = field(default_factory=list)


def sort_envelope(pages: Sequence[tuple[str, PageReading]], programmes: Sequence[Programme]) -> list[SortedCase]:
    """Sort the pages of one envelope, given as (delivery's sha256, reading) in delivered order.

    Every page ends in exactly one document: separators and blanks are documents of their own kinds, so that the
    ledger of pages balances. Without separators the envelope is one case; pages before the first separator make a
    case of their own.
    """
    parts = [_Part()]
    pages = [(sha256, without_fax_line(page)) for sha256, page in pages]
    named = _named([page for _, page in pages], programmes)
    for sha256, page in pages:
        guess = guess_kind(page, programmes, named)
        if guess.kind is DocumentKind.SEPARATOR_SHEET:
            if parts[-1].drafts:
                parts.append(_Part())
            _announce(parts[-1], page)
            parts[-1].separators.append((sha256, page.page_index))
            continue
        _place(parts[-1].drafts, sha256, page, guess)
    return [_case(i, part, programmes) for i, part in enumerate(parts) if part.drafts or part.separators]


def _named(pages: Sequence[PageReading], programmes: Sequence[Programme]) -> set[str]:
    """The programmes that any of `pages` names, by its words, its form or its sheet's code."""
    found = {named_programme(page, programmes) for page in pages}
    found |= {page.form.programme_id for page in pages if page.form is not None}
    found |= {sheet.programme_id for page in pages if (sheet := sheet_of(page)) is not None}
    return {programme_id for programme_id in found if programme_id}


def sheet_of(page: PageReading) -> SheetCode | None:
    """What the code on a separator or cover sheet says; the one that says most, where it carries several."""
    codes = [sheet for code in page.barcodes if (sheet := read_sheet(code.text)) is not None]
    return max(codes, key=lambda sheet: sum(value is not None for _, value in sheet), default=None)


def _announce(part: _Part, page: PageReading) -> None:
    """Note what a separator or cover in front of `part` says of it."""
    sheet = sheet_of(page)
    if sheet is not None and sheet.role is SheetRole.COVER:
        part.cover = sheet
        part.batch_no = part.batch_no or sheet.batch
    else:
        part.separator = sheet
        part.batch_no = batch_number(page) or part.batch_no


def batch_number(page: PageReading) -> str | None:
    """The number printed on a separator sheet, from its barcode where it has one."""
    sheet = sheet_of(page)
    if sheet is not None:
        return sheet.batch
    for line in page.lines:
        match = re.fullmatch(r"[A-Z]{0,4}\d{2,}(?:-\d+)*", unicodedata.normalize("NFKC", line.text).replace(" ", ""))
        if match:
            return match[0]
    return None


def _place(drafts: list[_Draft], sha256: str, page: PageReading, guess: KindGuess) -> None:
    """Add the page to the document before it, or begin a new one."""
    before = next((d for d in reversed(drafts) if d.kind is not DocumentKind.BLANK_BACK), None)
    same = before is not None and guess.kind is before.kind
    joins = (
        before is not None
        and before.sha256 == sha256
        and (before.kind in MANY_PAGED or not before.kind.well_known)
        and guess.kind not in (DocumentKind.ENVELOPE, DocumentKind.BLANK_BACK, DocumentKind.PRODUCT_PHOTO)
        and (guess.continues or (guess.asks and before.kind in FORMS))
        and (same or not guess.titled)
    )
    mark, form = mark_of(page), form_number(page)
    if mark is None and before is not None and before.mark is not None and before.sha256 == sha256:
        waited = (before.mark[0] + 1, before.mark[1])
        mark = waited if waited[0] <= waited[1] and misread_mark(page, waited) else None
    if before is not None and before.sha256 == sha256 and before.kind in FORMS:
        # 様式第1号 stands at the head of every sheet of it, the title on the first alone
        joins = joins or (form is not None and form == before.form and not guess.titled)
        annex = is_annex(page) and guess.kind in (before.kind, DocumentKind.UNKNOWN, DocumentKind.BUSINESS_OVERVIEW)
        # what a form has no room for: (別記) 申請者の概要
        joins = joins or ((annex or is_plan(page)) and not guess.titled)
    other = guess.kind not in (DocumentKind.UNKNOWN, before.kind if before is not None else None)
    if before is not None and before.sha256 == sha256:
        joins = joins or follows(before.kind, before.pages, page, guess.kind)
    if before is not None and before.mark is not None and before.mark[0] == before.mark[1]:
        joins = joins and guess.continues and not other  # 2/2 was its last page
    if before is not None and (joins or (before.sha256 == sha256 and _next(before.mark, mark))):
        before.pages.append(page)
        before.mark = mark
        return
    drafts.append(_Draft(guess.kind, sha256, [page], guess.confidence, guess.programme_id, mark, form))


def _next(before: tuple[int, int] | None, mark: tuple[int, int] | None) -> bool:
    """Whether a page says that it follows the one before it: 2/2 behind 1/2, whatever papers it names."""
    return before is not None and mark == (before[0] + 1, before[1])


def _case(part: int, content: _Part, programmes: Sequence[Programme]) -> SortedCase:
    votes: Counter[str] = Counter()
    for draft in content.drafts:
        if draft.programme_id:
            own = draft.kind in (DocumentKind.APPLICATION_FORM, DocumentKind.PAYMENT_REQUEST)
            votes[draft.programme_id] += 3 if own else 1
    for sheet in (content.separator, content.cover):
        # the mailroom said so when it printed the sheet; a form that names another programme knows better
        if sheet is not None and sheet.programme_id in {p.id for p in programmes}:
            votes[sheet.programme_id] += 2
    if votes:
        programme_id: str | None = votes.most_common(1)[0][0]
    else:
        forms = [page for d in content.drafts if d.kind in FORMS for page in d.pages]
        programme_id = likeliest_programme([x.text for page in forms for x in page.lines], programmes)
    programme = next((p for p in programmes if p.id == programme_id), None)
    separators = [
        SortedDocument(kind=DocumentKind.SEPARATOR_SHEET, delivery_sha256=sha, page_indexes=(index,), confidence=1.0)
        for sha, index in content.separators
    ]
    documents = [
        SortedDocument(
            kind=d.kind,
            delivery_sha256=d.sha256,
            page_indexes=tuple(page.page_index for page in d.pages),
            confidence=d.confidence,
            programme_id=d.programme_id,
        )
        for d in content.drafts
    ]
    return SortedCase(
        part=part,
        documents=(*separators, *documents),
        programme_id=programme_id,
        programme_guessed=programme_id is not None and not votes,
        stage=stage_of([d.kind for d in documents], programme),
        batch_no=content.batch_no,
        announced_pages=content.separator.pages if content.separator else None,
        cover=content.cover,
        separator=tuple(index for _, index in content.separators),
    )


def stage_of(kinds: Sequence[DocumentKind], programme: Programme | None) -> Stage:
    """The phase the papers belong to: the one of whose own papers (that no other phase asks for) most lie here.

    Where two phases have as many, the one of whose papers the larger share lies here; then the earlier one.
    """
    if programme is None:
        return Stage.APPLY
    asked = {s: {k for r in programme.requirements(s) for k in r.one_of} for s in Stage if s in programme.phases}
    here = set(kinds)

    def fit(stage: Stage) -> tuple[int, float]:
        others = {k for other, papers in asked.items() if other is not stage for k in papers}
        needed = [set(r.one_of) for r in programme.required(stage, proxy=False)]
        return len(here & (asked[stage] - others)), sum(bool(here & n) for n in needed) / max(1, len(needed))

    return max(asked, key=fit)
