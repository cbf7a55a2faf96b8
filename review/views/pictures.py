"""Pictures of pages and of entries. Looked at one by one, and recorded one by one.

Addresses carry row numbers only. Every answer is ``no-store`` (the middleware says so): no page of an application
stays in a browser's cache.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from models.errors import RefusedError, RenderError, StorageError
from models.geometry import Box
from review.images import FIRST_WIDTH, PAGE_WIDTH, THUMB_WIDTH
from review.looks import PageLook, box_of, caption, page_look, page_of, source
from review.permissions import Right, documents_for, found_for, may, needs, pages_for, pages_within, scope_of
from review.services import page_images
from review.views.common import saw, show
from storage.models import Document, Field, Page
from storage.prepared import Prepared

_FIELD: Prepared[Field] = Prepared(
    lambda pk, scope: (
        Field.objects.filter(scope.holds("document__case__"), pk=pk)
        .select_related("document")
        .only("box", "page_index", "document__delivery_id")
    )
)
_PAGE: Prepared[Page] = Prepared(lambda pk, *whose: pages_within(*whose).filter(pk=pk).select_related("delivery"))


@needs(Right.SEE_PAGES)
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """A page on its own, every entry marked."""
    row = get_object_or_404(pages_for(request.user).select_related("delivery", "document__case"), pk=pk)
    saw(request, f"page:{row.pk}")
    boxes = (
        [box_of(b) for b in row.document.fields.filter(page_index=row.index).values_list("box", flat=True)]
        if row.document
        else []
    )
    view: PageLook = page_look(row, others=boxes)
    context = {
        "view": view,
        "reason": row.reason_ja,
        "receipt_number": row.document.case.receipt_number if row.document else "",
        "heading": caption(row),
    }
    return show(request, "page.html", context, section="cases")


@needs(Right.SEE_PAGES)
@require_safe
def page_image(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole page as JPEG; with ``first`` smaller, as it stands behind an entry before anybody enlarges it."""
    row = _page_row(request, pk)
    saw(request, f"page:{row.pk}", picture="page")
    return _picture(row, width=FIRST_WIDTH if "first" in request.GET else PAGE_WIDTH)


@needs(Right.SEE_PAGES)
@require_safe
def page_thumb(request: HttpRequest, pk: int) -> HttpResponse:
    """The page as a small picture."""
    row = _page_row(request, pk)
    saw(request, f"page:{row.pk}", picture="thumb")
    return _picture(row, width=THUMB_WIDTH)


@needs(Right.SEE_CASES)
@require_safe
def field_crop(request: HttpRequest, pk: int) -> HttpResponse:
    """The surroundings of a field's entry."""
    row = found_for(request.user, _FIELD, pk)
    saw(request, f"field:{row.pk}", picture="crop")
    return _crop(row.document, row.page_index, box_of(row.box))


@needs(Right.SEE_CASES)
@require_safe
def seal_crop(request: HttpRequest, pk: int) -> HttpResponse:
    """The place of the applicant's seal."""
    row = get_object_or_404(documents_for(request.user), pk=pk)
    saw(request, f"document:{row.pk}", picture="seal")
    return _crop(row, row.first_page, box_of(row.seal_box))


def _page_row(request: HttpRequest, pk: int) -> Page:
    """The page, where it is one of those that this person may see (`pages_for`).

    Raises:
        Http404: there is none, or it is not theirs.
    """
    user = request.user
    row = _PAGE.first(pk, shape=(scope_of(user), may(user, Right.SEE_CASES), may(user, Right.SEE_INTAKE)))
    if row is None:
        raise Http404
    return row


def _crop(document: Document, index: int, box: Box | None) -> HttpResponse:
    row = page_of(document, index)
    if row is None or box is None:
        raise Http404
    try:
        return HttpResponse(page_images().crop(source(row), box), content_type="image/jpeg")
    except (StorageError, RenderError, RefusedError):
        raise Http404 from None


def _picture(row: Page, **size: int) -> HttpResponse:
    try:
        return HttpResponse(page_images().page(source(row), **size), content_type="image/jpeg")
    except (StorageError, RenderError, RefusedError):
        raise Http404 from None
