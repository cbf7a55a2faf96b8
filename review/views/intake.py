"""The mailroom's pages: uploads, quarantine and what to do about it, batches announced against found."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from flows.intake import Result, Taken
from models.errors import (
    ObjectNotFoundError,
    RendererUnavailableError,
    SheetError,
    StaleError,
    StorageError,
    UketsukeError,
)
from models.sheets import is_batch_number
from review.permissions import Right, needs
from review.services import installation, intake, programme_title
from review.uploads import take_uploads
from review.views.common import actor, number, saw, show
from storage import audit, batches, deliveries, quarantine
from storage.models import Case, Delivery, Page

log = logging.getLogger("uketsuke.web")

LATEST = 30
_TONES = {Result.REGISTERED: "ok", Result.DUPLICATE: "wait", Result.QUARANTINED: "ng"}


@needs(Right.SEE_INTAKE, post=Right.INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take files over the browser; they go the same road as those of the drop folder."""
    if request.method != "POST":
        saw(request, "intake")
        return _upload_page(request)
    files = request.FILES.getlist("files")
    batch = request.POST.get("batch", "").strip()
    if not files:
        return _upload_page(request, refused=_("ファイルを選んでください。"), status=422)
    if batch and not is_batch_number(batch):
        refused = _("束番号は、半角の英数字と「-」「_」「.」だけで、40字までにしてください。")
        return _upload_page(request, refused=refused, status=422)
    try:
        taken = take_uploads(intake(), installation(), files, together=request.POST.get("mode") == "one", batch=batch)
    except (StorageError, RendererUnavailableError) as error:
        return _upload_page(request, refused=f"{error.message_ja}（{error.code}）", status=503)
    except OSError as error:
        log.error("an upload cannot be stored: %s", type(error).__name__)
        refused = StorageError.message_ja + f"（{StorageError.code}）"
        return _upload_page(request, refused=refused, status=503)
    counts = {result.value: sum(t.result is result for t in taken) for result in Result}
    audit.record(actor(request), "upload", "intake", {"files": len(taken), **counts})
    return _upload_page(request, taken=taken)


def _upload_page(
    request: HttpRequest, *, taken: list[Taken] | None = None, refused: str = "", status: int = 200
) -> HttpResponse:
    rows = (
        Delivery.objects.select_related("envelope").prefetch_related("envelope__cases").order_by("-sequence")[:LATEST]
    )
    context = {
        "tab": "upload",
        "refused": refused,
        "taken": [_told(t) for t in taken or []],
        "mode": request.POST.get("mode", "each"),
        "batch": request.POST.get("batch", ""),
        "waiting": len(quarantine.unresolved()),
        "latest": [
            {
                "at": d.registered_at,
                "name": d.original_name,
                "pages": d.page_count,
                "state": _(d.get_state_display()),
                "tone": {"registered": "", "reading": "info", "done": "ok", "failed": "ng"}[d.state],
                "failure": d.failure_ja,
                "number": d.envelope.number,
                "source": _(d.envelope.get_source_display()),
            }
            for d in rows
        ],
    }
    return show(request, "intake_upload.html", context, section="intake", status=status)


def _told(taken: Taken) -> dict[str, Any]:
    match taken.result:
        case Result.REGISTERED:
            words = _("受け付けました")
        case Result.DUPLICATE:
            words = _("前に届いたものと同じです。二重には処理しません")
        case _:
            words = taken.message_ja
    return {
        "name": taken.name,
        "tone": _TONES[taken.result],
        "result": taken.result.value,
        "words": words,
        "number": taken.receipt_number,
        "code": taken.code,
    }


# ── quarantine ──────────────────────────────────────────────────────────────────────────────────────────────────


@needs(Right.SEE_INTAKE)
@require_safe
def quarantined(request: HttpRequest) -> HttpResponse:
    """What could not be taken or read, why, and what was done about it."""
    saw(request, "quarantine")
    lost = (
        Page.objects.filter(outcome=Page.Outcome.QUARANTINE, document=None).select_related("delivery").defer("reading")
    )
    failed = Delivery.objects.filter(state=Delivery.State.FAILED).order_by("-sequence")
    context = {
        "tab": "quarantine",
        "files": list(reversed(quarantine.unresolved())),
        "settled": quarantine.settled(),
        "failed": failed[:LATEST],
        "lost": lost.exclude(delivery__state=Delivery.State.FAILED).order_by("-delivery__sequence", "index")[:100],
        "aside": Page.objects.filter(outcome=Page.Outcome.QUARANTINE, document__isnull=False).count(),
        "reasons": (_("スキャンし直した"), _("申請と関係のないファイル"), _("差出人に返した")),
    }
    return show(request, "intake_quarantine.html", context, section="intake")


@needs(Right.INTAKE)
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try once more to take a file."""
    try:
        taken = intake().take_again(pk, actor(request))
    except ObjectNotFoundError:
        messages.info(request, _("そのファイルは、もう片づいています。"))
    except UketsukeError as error:
        messages.error(request, f"{error.message_ja}（{error.code}）", extra_tags="ng")
    except OSError:
        messages.error(request, f"{StorageError.message_ja}（{StorageError.code}）", extra_tags="ng")
    else:
        told = _told(taken)
        extra = f"（{taken.receipt_number or taken.code}）"
        messages.add_message(request, messages.INFO, told["words"] + extra, extra_tags=str(told["tone"]))
    return HttpResponseRedirect(reverse("quarantine"))


@needs(Right.INTAKE)
@require_POST
def aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a file need not be processed, and why."""
    reason = request.POST.get("reason", "").strip()[:200]
    if not reason:
        messages.error(request, _("処理しない理由を書いてください。"), extra_tags="ng")
        return HttpResponseRedirect(reverse("quarantine"))
    try:
        quarantine.resolve(pk, actor(request), reason=reason)
    except ObjectNotFoundError:
        messages.info(request, _("そのファイルは、もう片づいています。"))
    return HttpResponseRedirect(reverse("quarantine"))


@needs(Right.INTAKE)
@require_POST
def read_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a delivery whose pages could not be read into the queue again."""
    row = get_object_or_404(Delivery, pk=pk)
    try:
        deliveries.reopen(row.sha256, actor(request))
    except StaleError:
        messages.info(request, _("そのファイルは、いま処理しているか、順番を待っています。"))
    else:
        messages.success(request, _("もう一度読み取ります。読み取りが終わると、ここから消えます。"), extra_tags="ok")
    return HttpResponseRedirect(reverse("quarantine"))


# ── batches ─────────────────────────────────────────────────────────────────────────────────────────────────────


@needs(Right.SEE_INTAKE, post=Right.INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def batch_list(request: HttpRequest) -> HttpResponse:
    """Every batch: announced against found, and one of them in detail."""
    chosen = (request.POST if request.method == "POST" else request.GET).get("number", "")[:100]
    refused = ""
    if request.method == "POST":
        try:
            batches.close_batch(chosen, actor(request), number(request.POST.get("found")), request.POST.get("note", ""))
        except SheetError as error:
            refused = error.message_ja
        except StaleError:
            refused = _("そのあいだに枚数が変わりました。いまの枚数を確かめて、もう一度閉じてください。")
        except ObjectNotFoundError:
            refused = _("その束はありません。")
        else:
            messages.success(request, _("束 %(number)s の照合を終えました。") % {"number": chosen}, extra_tags="ok")
            return HttpResponseRedirect(reverse("batches"))
    else:
        saw(request, "batches")
    rows = batches.latest()
    one = next((b for b in rows if b.number == chosen), None) or next(iter(batches.states([chosen])), None)
    context = {
        "tab": "batches",
        "batches": [{"state": b, "programme": programme_title(b.programme_id) if b.programme_id else ""} for b in rows],
        "one": one,
        "cases": [_case_line(case, tally) for case, tally in batches.found_by_case(chosen)] if one else [],
        "lost": list(batches.lost_pages(chosen)) if one else [],
        "refused": refused,
        "note": request.POST.get("note", ""),
    }
    return show(request, "intake_batches.html", context, section="intake", status=422 if refused else 200)


def _case_line(case: Case, tally: batches.Tally) -> dict[str, Any]:
    words = ""
    if tally.missing > 0:
        words = ngettext("%(n)s ページ足りない", "%(n)s ページ足りない", tally.missing) % {"n": tally.missing}
    elif tally.missing < 0:
        words = ngettext("%(n)s ページ多い", "%(n)s ページ多い", -tally.missing) % {"n": -tally.missing}
    return {
        "receipt_number": case.receipt_number,
        "announced": tally.announced,
        "found": tally.found,
        "words": words,
    }
