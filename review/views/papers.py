"""Correcting a case's documents: cut, join, move, turn, set aside. The originals are never touched.

One page shows every page of the case as a card, grouped as the documents stand now. What is done to it is added as a
decision (`storage.placing`); the papers concerned are then read out and checked again, without reading the pages anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from extractors.sorting import guess_kind
from models.documents import DocumentKind
from models.errors import CorrectionError, ObjectNotFoundError, StaleError
from review.labels import kind_label
from review.looks import caption, history
from review.permissions import Right, cases_for, may, needs
from review.services import known_programmes, programme_title
from review.views.common import actor, number, saw, show
from storage import pages, placing
from storage.models import Case, Decision, Document, Page

#: What the move dialog sends for "a new case".
NEW = "new"
_DEEDS = frozenset({"split", "merge", "turn", "move", "aside", "separate"})


@dataclass(frozen=True)
class Choice:
    """What was chosen: a document and which of its pages, by index."""

    document: Document
    indexes: tuple[int, ...]
    version: int

    @property
    def whole(self) -> bool:
        return len(self.indexes) == len(self.document.page_indexes)


@needs(Right.SEE_CASES, post=Right.DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest, receipt_number: str) -> HttpResponse:
    """The documents of a case as runs of pages, and every way to correct them."""
    case = get_object_or_404(cases_for(request.user).select_related("envelope"), receipt_number=receipt_number)
    if request.method != "POST":
        saw(request, f"papers:{case.pk}", case=case.receipt_number)
        return _page(request, case)
    if not may(request.user, Right.DECIDE, case.programme_id):
        return _page(request, case, refused=_("この案件の書類を直す権限がありません。"), status=403)
    try:
        with transaction.atomic():
            told = _do(request, case)
    except CorrectionError as error:
        return _page(request, case, refused=error.message_ja, status=422)
    except (StaleError, ObjectNotFoundError):
        refused = _(
            "ほかの担当者が先に変更しました。まだ何も変えていません。いまの並びを確かめて、もう一度選んでください。"
        )
        return _page(request, case, refused=refused, status=409)
    messages.success(request, told, extra_tags="ok")
    at = request.POST.get("here", "")
    return HttpResponseRedirect(reverse("papers", args=[receipt_number]) + (f"?at={at}" if at.isdigit() else ""))


def _do(request: HttpRequest, case: Case) -> str:
    """Do what was asked; what to tell afterwards."""
    who, action = actor(request), request.POST.get("action", "")
    if action not in _DEEDS:
        raise CorrectionError("no such deed", message_ja=_("することを選んでください。"))
    here = (
        Page.objects.filter(pk=number(request.POST.get("here")), document__case=case).select_related("document").first()
    )
    chosen = _chosen(request, case, here)
    if not chosen:
        raise CorrectionError("nothing chosen", message_ja=_("ページを選んでください。"))
    if any(choice.document.version != choice.version for choice in chosen):
        raise StaleError("a document on screen has changed")
    match action:
        case "turn":
            degrees = 270 if request.POST.get("way") == "left" else 90
            for page in _rows(chosen):
                placing.turn(page.pk, who, degrees)
            return _("ページを回しました。")
        case "split":
            _split(chosen, here, who)
        case "merge":
            _merge(case, chosen, who)
        case "move":
            return _move(request, case, chosen, who)
        case "aside":
            for choice in chosen:
                row = _own(choice, who)
                placing.set_aside(row.pk, who, row.version, request.POST.get("reason", ""))
    return _("保存しました。書類を読み直してから、もう一度照合します。")


def _chosen(request: HttpRequest, case: Case, here: Page | None) -> list[Choice]:
    """The ticked pages, by document in order; the page under the cursor where none is ticked."""
    ticked = {number(value) for value in request.POST.getlist("page")}
    if not ticked and here is not None:
        ticked = {here.pk}
    found = []
    for row in case.documents.order_by("position").select_related("delivery"):
        indexes = tuple(row.pages.filter(pk__in=ticked).order_by("index").values_list("index", flat=True))
        if indexes:
            found.append(Choice(row, indexes, number(request.POST.get(f"version-{row.pk}"))))
    return found


def _rows(chosen: Sequence[Choice]) -> list[Page]:
    return [
        page for c in chosen for page in c.document.pages.filter(index__in=c.indexes).order_by("index").defer("reading")
    ]


def _split(chosen: list[Choice], here: Page | None, who: str) -> None:
    """Cut in front of the one chosen page; several pages of one document become a document of their own."""
    if len(chosen) > 1:
        raise CorrectionError("two documents", message_ja=_("分けるときは、一つの書類のページだけを選んでください。"))
    [choice] = chosen
    row = choice.document
    if len(choice.indexes) > 1:
        _separate(choice, choice.indexes, who)
        return
    [at] = choice.indexes
    if at == row.page_indexes[0]:
        raise CorrectionError(
            "the first page",
            message_ja=_("書類の最初のページの前では分けられません。次の書類にするページを選んでください。"),
        )
    _separate(choice, [index for index in row.page_indexes if index >= at], who)


def _separate(choice: Choice, indexes: Sequence[int], who: str) -> Document:
    kind, confidence = _looks_like(choice.document, indexes[0])
    new = placing.separate(choice.document.pk, indexes, who, choice.version, kind=kind, confidence=confidence)
    return Document.objects.get(pk=new)


def _own(choice: Choice, who: str) -> Document:
    """The chosen pages as a document of their own, cut off first where they are only a part of one."""
    if choice.whole:
        return choice.document
    return _separate(choice, choice.indexes, who)


def _looks_like(row: Document, index: int) -> tuple[DocumentKind, float]:
    """What the machine takes the page for, from its reading; a person may say otherwise."""
    try:
        reading = pages.load_reading(row.delivery.sha256, index)
    except ObjectNotFoundError:
        return DocumentKind.UNKNOWN, 0.0
    guess = guess_kind(reading, list(known_programmes().values()))
    return guess.kind, guess.confidence


def _merge(case: Case, chosen: list[Choice], who: str) -> None:
    """Join the chosen documents; a single one is joined to the one in front of it."""
    first = chosen[0]
    if len(chosen) == 1:
        before = case.documents.filter(position__lt=first.document.position).order_by("-position").first()
        if before is None:
            raise CorrectionError(
                "the first document", message_ja=_("前に書類がありません。つなぐ書類のページを両方選んでください。")
            )
        placing.merge(first.document.pk, before.pk, who, first.version, before.version)
        return
    into = first.document
    version = first.version
    for choice in chosen[1:]:
        placing.merge(choice.document.pk, into.pk, who, choice.version, version)
        version = Document.objects.values_list("version", flat=True).get(pk=into.pk)


def _move(request: HttpRequest, case: Case, chosen: list[Choice], who: str) -> str:
    target: str | None = request.POST.get("target", "").strip().upper()
    if request.POST.get("where") == NEW:
        target = None
    elif not target:
        raise CorrectionError("no target", message_ja=_("移す先の受付番号を入れてください。"))
    elif not cases_for(request.user).filter(receipt_number=target).exists():
        raise CorrectionError(
            "no such case", message_ja=_("受付番号「%(number)s」の案件はありません。") % {"number": target}
        )
    for choice in chosen:
        row = _own(choice, who)
        pk = placing.move(row.pk, target, who, row.version)
        target = Case.objects.values_list("receipt_number", flat=True).get(pk=pk)
    return _("%(number)s へ移しました。書類を読み直してから、もう一度照合します。") % {"number": target}


def _page(request: HttpRequest, case: Case, *, refused: str = "", status: int = 200) -> HttpResponse:
    listed = Prefetch("pages", Page.objects.order_by("index").select_related("delivery").defer("reading"))
    rows = list(case.documents.order_by("position").select_related("delivery").prefetch_related(listed).defer("text"))
    at = number(request.POST.get("here") or request.GET.get("at"))
    everything = [page.pk for row in rows for page in row.pages.all()]
    near = cases_for(request.user).filter(envelope=case.envelope).exclude(pk=case.pk).order_by("part")
    context: dict[str, Any] = {
        "case": {
            "receipt_number": case.receipt_number,
            "programme": programme_title(case.programme_id),
        },
        "runs": [
            {
                "pk": row.pk,
                "number": n,
                "kind": kind_label(row.kind, case.programme_id),
                "version": row.version,
                "by": row.extent_by or row.kind_by,
                "aside": row.kind == DocumentKind.SET_ASIDE.value,
                "unread": not row.extracted,
                "pages": [
                    {"pk": p.pk, "caption": caption(p), "n": p.index + 1, "reason": p.reason_ja}
                    for p in row.pages.all()
                ],
            }
            for n, row in enumerate(rows, start=1)
        ],
        "at": at if at in everything else (everything[0] if everything else 0),
        "may_decide": may(request.user, Right.DECIDE, case.programme_id),
        "near": list(near.values_list("receipt_number", flat=True)[:20]),
        "history": history(
            Decision.objects.filter(
                case=case, action__in=("split", "merge", "move", "aside", "turn", "set_kind")
            ).order_by("-pk")[:10]
        ),
        "refused": refused,
    }
    return show(request, "papers.html", context, section="cases", status=status)
