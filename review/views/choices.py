"""The tasks that are one choice out of a list: the kind of a paper, and the programme of a case."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from models.documents import DocumentKind, Stage
from models.errors import ObjectNotFoundError, StaleError
from review.labels import kind_label
from review.looks import PageLook, caption
from review.permissions import Right, cases_for, documents_for, needs
from review.services import known_programmes, programme_title, programme_titles
from review.views.common import actor, number, saw, show
from review.views.turn import Chip, Key, Turn
from storage.models import Case, Document, Page
from storage.reviewing import set_document_kind, set_programme

#: Keys of the choices, in order.
KEYS = "123456789abcdefghijklmnopqrstuvwxyz"
_PICK_KEYS: tuple[Key, ...] = (
    ("1 … 9、a …", gettext_lazy("選ぶ（選んだあと Enter で確定）")),
    ("Enter", gettext_lazy("選んだもので確定し、次へ")),
    ("F9", gettext_lazy("紙面を大きく・小さく")),
    ("Ctrl + ←↑↓→", gettext_lazy("紙面を動かす（PageUp / PageDown で大きく上下）")),
)


@needs(Right.SEE_CASES, post=Right.DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Any document, opened from its case."""
    row = get_object_or_404(documents_for(request.user).select_related("case", "delivery"), pk=pk)
    return document_turn(request, Turn.of(request, row.case, None), row)


@needs(Right.SEE_CASES, post=Right.DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def programme(request: HttpRequest, receipt_number: str) -> HttpResponse:
    """The programme of any case, opened from its page."""
    case = get_object_or_404(cases_for(request.user), receipt_number=receipt_number)
    return programme_turn(request, Turn.of(request, case, None))


def document_turn(request: HttpRequest, turn: Turn, row: Document) -> HttpResponse:
    """What kind of paper is it?"""
    names = {kind.value: kind_label(kind, turn.case.programme_id) for kind in _likely_kinds(turn.case)}
    if request.method != "POST":
        saw(request, f"document:{row.pk}", case=turn.case.receipt_number)
        return _document_page(request, turn, row, names)
    if request.POST.get("skip"):
        return turn.skipped(request)
    chosen = request.POST.get("choice", "")
    if chosen not in names:
        return _document_page(request, turn, row, names, refused=_("書類の種類を選んでください。"), status=422)
    try:
        set_document_kind(row.pk, actor(request), DocumentKind(chosen), number(request.POST.get("version")))
    except StaleError:
        row.refresh_from_db()
        return _document_page(request, turn, row, names, mine=names[chosen], status=409)
    except ObjectNotFoundError:
        return turn.onward(request)
    return turn.decided(request)


def _document_page(
    request: HttpRequest,
    turn: Turn,
    row: Document,
    names: dict[str, str],
    *,
    refused: str = "",
    mine: str = "",
    status: int = 200,
) -> HttpResponse:
    pages = Page.objects.filter(delivery_id=row.delivery_id, index__in=row.page_indexes).select_related("delivery")
    n = len(row.page_indexes)
    unsure = row.kind == DocumentKind.UNKNOWN.value
    now = kind_label(row.kind, turn.case.programme_id)
    said = _("機械が種類を決めきれませんでした。") if unsure else _("いまは「%(now)s」です。") % {"now": now}
    context: dict[str, Any] = {
        **turn.frame(
            request,
            title=_("書類の種類"),
            chips=[Chip(ngettext("%(n)sページ", "%(n)sページ", n) % {"n": n})],
            keys=_PICK_KEYS,
        ),
        "version": row.version,
        "reason": said + _("紙面を見て、正しい種類を選んでください。"),
        "pages": [PageLook(pk=p.pk, caption=caption(p)) for p in pages.order_by("index")],
        "choices": _choices(names, row.kind),
        "history": turn.history(f"document:{row.pk}"),
        "refused": refused,
        "stale": {"yours": mine, "theirs": now, "by": row.kind_by} if mine else None,
    }
    return show(request, "choice.html", context, status=status)


def programme_turn(request: HttpRequest, turn: Turn) -> HttpResponse:
    """Which programme is the application for?"""
    case = turn.case
    names = programme_titles()
    if request.method != "POST":
        saw(request, f"programme:{case.pk}", case=case.receipt_number)
        return _programme_page(request, turn, names)
    if request.POST.get("skip"):
        return turn.skipped(request)
    chosen = request.POST.get("choice", "")
    if chosen not in names:
        return _programme_page(request, turn, names, refused=_("補助金事業を選んでください。"), status=422)
    try:
        set_programme(case.pk, actor(request), chosen, number(request.POST.get("version")))
    except StaleError:
        case.refresh_from_db()
        return _programme_page(request, turn, names, mine=names[chosen], status=409)
    except ObjectNotFoundError:
        return turn.onward(request)
    return turn.decided(request)


def _programme_page(
    request: HttpRequest,
    turn: Turn,
    names: dict[str, str],
    *,
    refused: str = "",
    mine: str = "",
    status: int = 200,
) -> HttpResponse:
    case = turn.case
    papers = case.documents.select_related("delivery").order_by("position")[:6]
    pages = [
        page
        for paper in papers
        if (
            page := Page.objects.select_related("delivery")
            .filter(delivery_id=paper.delivery_id, index=paper.first_page)
            .first()
        )
    ]
    now = programme_title(case.programme_id)
    unsure = _("どの補助金事業への申請か、機械が決めきれませんでした。")
    said = _("いまは「%(now)s」です。") % {"now": now} if case.programme_id else unsure
    context: dict[str, Any] = {
        **turn.frame(request, title=_("補助金事業"), keys=_PICK_KEYS),
        "version": case.version,
        "reason": said + _("紙面を見て選んでください。"),
        "pages": [PageLook(pk=p.pk, caption=caption(p)) for p in pages],
        "choices": _choices(names, case.programme_id or ""),
        "history": turn.history(f"programme:{case.pk}"),
        "refused": refused,
        "stale": {"yours": mine, "theirs": now, "by": case.programme_by} if mine else None,
    }
    return show(request, "choice.html", context, status=status)


def _choices(names: dict[str, str], current: str) -> list[dict[str, Any]]:
    """The choices with their keys; the current one is checked."""
    return [
        {
            "key": KEYS[n] if n < len(KEYS) else "",
            "code": code,
            "label": name,
            "on": code == current,
        }
        for n, (code, name) in enumerate(names.items())
    ]


def _likely_kinds(case: Case) -> list[DocumentKind]:
    """Every kind, those that the case's programme asks for first."""
    programme = known_programmes().get(case.programme_id or "")
    stage = Stage(case.stage)
    asked = [kind for r in programme.requirements(stage) for kind in r.one_of] if programme else []
    own = list(programme.documents) if programme else []
    none = (DocumentKind.UNKNOWN, DocumentKind.SET_ASIDE)
    every = [*own, *(kind for kind in DocumentKind if kind not in none)]
    return list(dict.fromkeys([*asked, *every]))
