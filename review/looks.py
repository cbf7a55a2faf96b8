"""Rows of the database as what a page shows: pages with boxes on them, crops, earlier decisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from models.errors import RefusedError, RenderError, StorageError
from models.geometry import Box
from review.crops import marks, on_upright, window
from review.entries import as_shown
from review.images import PageSource, Picture
from review.labels import ACTION_LABELS_JA, field_label, finding_label, kind_label
from review.services import page_images, programme_title
from storage import pages
from storage.models import Case, Decision, Document, Field, Page
from storage.prepared import Prepared

Mark = tuple[int, int, int, int]

_PAGE: Prepared[Page] = Prepared(
    lambda delivery, index: Page.objects.filter(delivery_id=delivery, index=index).select_related("delivery")
)


@dataclass(frozen=True)
class PageLook:
    """A page as the viewer shows it; marks in ten-thousandths of its picture."""

    pk: int
    caption: str
    marks: tuple[Mark, ...] = ()
    others: tuple[Mark, ...] = ()
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True)
class CropLook:
    src: str
    mark: Mark


@dataclass(frozen=True)
class Deed:
    """An earlier decision in a line of a history."""

    at: dt.datetime
    by: str
    text: str
    about: str = ""


def page_of(document: Document, index: int) -> Page | None:
    """The row of page `index` of the delivery a document lies in."""
    return _PAGE.first(document.delivery_id, index)


def source(page: Page) -> PageSource:
    """Where the pictures of a page are found."""
    sha = page.delivery.sha256
    if page.reading is None:
        return PageSource(
            sha256=sha, index=page.index, image_key=page.image_key, geometry=None, masks=(), turn=page.turn
        )
    lay = pages.lay(page.reading)
    hidden = pages.hidden(page, lay)
    # The stored image has all of them painted over; what a person judged to be no such number only the original shows.
    key = page.image_key if hidden == lay.redactions else ""
    masks = tuple(r.box for r in hidden if r.box is not None)
    return PageSource(sha256=sha, index=page.index, image_key=key, geometry=lay.geometry, masks=masks, turn=page.turn)


def picture(page: Page) -> Picture | None:
    """The decoded picture of a page; None where there is none to be had."""
    try:
        return page_images().picture(source(page))
    except (StorageError, RenderError, RefusedError):
        return None


def box_of(row: dict[str, float] | None) -> Box | None:
    return Box(**row) if row else None


def caption(page: Page) -> str:
    """Which page it is, within its file."""
    total = page.delivery.page_count
    if total == 1:
        return _("1ページ目")
    return _("%(n)sページ目（全%(total)sページ）") % {"n": page.index + 1, "total": total}


def page_look(page: Page, boxes: Iterable[Box | None] = (), others: Iterable[Box | None] = ()) -> PageLook:
    """A page with `boxes` marked strongly and `others` softly (fractions of the delivered page)."""
    seen = picture(page)
    if seen is None:
        return PageLook(pk=page.pk, caption=caption(page))
    width, height = seen.geometry.width, seen.geometry.height
    whole = Box(x0=0, y0=0, x1=width, y1=height)

    def place(boxes: Iterable[Box | None]) -> tuple[Mark, ...]:
        return tuple(marks(on_upright(b, seen.geometry).grown(6), whole) for b in boxes if b is not None)

    return PageLook(page.pk, caption(page), place(boxes), place(others), width, height)


def crop_look(page: Page, box: Box, src: str, part: Box | None = None) -> CropLook | None:
    """The crop around `box` and where the entry, or `part` of it, lies in it."""
    seen = picture(page)
    if seen is None:
        return None
    entry = on_upright(box, seen.geometry)
    marked = on_upright(part, seen.geometry) if part is not None else entry
    return CropLook(src=src, mark=marks(marked.grown(5), window(entry, seen.geometry.width, seen.geometry.height)))


def field_crop(field: Field, page: Page | None = None, cell: str = "") -> CropLook | None:
    """The crop of a field's entry, with `cell` of its table marked; None where nobody knows its place."""
    box = box_of(field.box)
    page = page or page_of(field.document, field.page_index)
    if box is None or page is None:
        return None
    return crop_look(page, box, reverse("field_crop", args=[field.pk]), box_of(field.cells.get(cell)))


def case_pages(case: Case) -> list[PageLook]:
    """Every page of a case in the order of its papers, blank backs included, each called after its paper."""
    documents = case.documents.order_by("position").values_list("pk", "kind")
    rows: dict[int | None, list[Page]] = {}
    for page in Page.objects.filter(document__case=case).order_by("index"):
        rows.setdefault(page.document_id, []).append(page)
    return [PageLook(pk=page.pk, caption=kind_label(kind)) for pk, kind in documents for page in rows.get(pk, [])]


def field_shown(field: Field) -> str:
    """A field's value in a sentence; where a person gave it none, their reason."""
    if field.no_value:
        return f"（{_(field.get_no_value_display())}）"
    return as_shown(field.key, field.value, field.raw, blank=field.blank)


def history(rows: Sequence[Decision]) -> list[Deed]:
    """Decisions, newest first, in words."""
    return [Deed(at=row.at, by=row.user, text=_deed(row), about=_about(row)) for row in rows]


def _about(row: Decision) -> str:
    """What a decision was about. A finding's identity is a digest, so its code is taken from what was noted beside."""
    kind, _colon, rest = row.subject.partition(":")
    if kind in ("field", "entry", "sample"):
        return field_label(rest.rpartition(":")[2])
    if kind == "finding":
        return finding_label(str((row.before or {}).get("code", "")))
    names = {
        "document": _("書類の種類"),
        "programme": _("補助金事業"),
        "extent": _("書類の範囲"),
        "page": _("ページの向き"),
    }
    return names.get(kind, "")


def _extent(document: dict[str, Any]) -> str:
    pages = [index + 1 for index in document["pages"]]
    span = f"{pages[0]}" if len(pages) == 1 else f"{pages[0]}–{pages[-1]}"
    pages_ = _("%(span)sページ目") % {"span": span}
    return f"{kind_label(document['kind'])} {pages_}（{document['case']}）"


def _deed(row: Decision) -> str:
    words = str(ACTION_LABELS_JA.get(row.action, row.action))
    after: Any = row.after or {}
    if row.action in ("confirm", "correct", "enter") and not after.get("no_value"):
        key = row.subject.rpartition(":")[2]
        words += f"「{as_shown(key, after.get('value'), blank=bool(after.get('blank')))}」"
    elif row.action in ("confirm", "enter"):
        words += f"「{_(dict(Field.NoValue.choices).get(after['no_value'], ''))}」"
    elif row.action == "set_kind":
        words = _("「%(what)s」に") % {"what": kind_label(str(after.get("kind", "")))}
    elif row.action == "set_programme":
        words = _("「%(what)s」に") % {"what": programme_title(after.get("programme_id"))}
    elif "documents" in after:
        words += "：" + "、".join(_extent(document) for document in after["documents"])
    elif row.action == "turn":
        degrees = (int(after.get("turn", 0)) - int((row.before or {}).get("turn", 0))) % 360
        words += _("（右へ%(degrees)s度）") % {"degrees": degrees}
    return f"{words}（{row.reason}）" if row.reason else words
