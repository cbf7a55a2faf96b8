"""The papers of the room: their pages and the boxes on them, and which of them stand side by side at first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from models.documents import DocumentKind
from models.geometry import Box, PageGeometry
from review.crops import marks, on_upright
from review.images import geometry_by_hand
from review.labels import field_label, kind_label, unknown_version
from review.looks import Mark, box_of, caption
from storage import pages
from storage.models import Case, Corroboration, Document, Field, Page, Reading
from storage.prepared import Prepared, hang

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
    version: str = ""
    """That the form is of no known version, in words."""
    of: str = ""


_DOCUMENTS: Prepared[Document] = Prepared(
    lambda case: Document.objects.filter(case_id=case).select_related("delivery").defer("text").order_by("position")
)
_FIELDS: Prepared[Field] = Prepared(
    lambda case: Field.objects.filter(document__case_id=case).order_by("page_index", "pk")
)
_READINGS: Prepared[Reading] = Prepared(lambda case: Reading.objects.filter(field__document__case_id=case))
_CORROBORATIONS: Prepared[Corroboration] = Prepared(
    lambda case: Corroboration.objects.filter(field__document__case_id=case)
)
_PAGES: Prepared[Page] = Prepared(lambda case: Page.objects.filter(document__case_id=case).order_by("index"))
_LOST: Prepared[Page] = Prepared(
    lambda deliveries: (
        Page.objects.filter(delivery__id__in=deliveries, document=None, outcome=Page.Outcome.QUARANTINE)
        .defer("reading")
        .order_by("delivery", "index")[:20]
    )
)


def documents_of(case: Case) -> list[Document]:
    """The papers of a case with everything that was read from them, and their pages."""
    documents, fields = _DOCUMENTS.rows(case.pk), _FIELDS.rows(case.pk)
    for document in documents:
        document.case = case
    hang(documents, "fields", fields)
    hang(documents, "pages", pages_ := _PAGES.rows(case.pk))
    hang(fields, "readings", _READINGS.rows(case.pk))
    hang(fields, "corroborations", _CORROBORATIONS.rows(case.pk))
    for page in pages_:
        page.delivery = page.document.delivery
    return documents


def paper_of(row: Document, n: int, prefix: str = "d", of: str = "") -> Paper:
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
        version=unknown_version(row.kind, row.form_version, row.case.programme_id) if row.extracted else "",
        of=of,
    )


def _page(page: Page, boxes: Sequence[tuple[Field, Box]]) -> RoomPage:
    geometry = _geometry(page)
    if geometry is None:
        return RoomPage(page.pk, caption(page), None, None, (), page.reason_ja)
    whole = Box(x0=0, y0=0, x1=geometry.width, y1=geometry.height)
    marked = tuple(
        MarkedBox(f"f{f.pk}", marks(on_upright(b, geometry).grown(_MARGIN), whole), tone_of(f), label_of(f))
        for f, b in boxes
    )
    return RoomPage(page.pk, caption(page), geometry.width, geometry.height, marked, page.reason_ja)


def _geometry(page: Page) -> PageGeometry | None:
    return geometry_by_hand(pages.lay(page.reading).geometry, page.turn) if page.reading is not None else None


def label_of(row: Field) -> str:
    return field_label(row.key, row.document.kind, row.document.case.programme_id)


def tone_of(row: Field) -> str:
    if row.decided_by:
        return "info"
    return "ok" if row.status == Field.Status.ACCEPTED else "wait"


def opening(documents: list[Document], papers: Sequence[Paper]) -> str:
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


def lost_pages(documents: list[Document]) -> list[Page]:
    return _LOST.rows(sorted({d.delivery_id for d in documents}))
