"""Taking back one's own last decision."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from flows.recheck import recheck
from models.errors import NothingToUndoError, StaleError
from review.permissions import Right, cases_for, needs
from review.services import known_programmes
from review.views.common import actor
from review.views.turn import kept_filters
from storage.models import ReviewTask
from storage.undoing import undo_last


@needs(Right.DECIDE)
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back this person's last decision since they logged in, and open what it was about again."""
    filters = kept_filters(request)
    try:
        undone = undo_last(actor(request), request.user.last_login or timezone.now())
    except NothingToUndoError as error:
        messages.info(request, error.message_ja)
        return HttpResponseRedirect(reverse("start") + filters.query())
    except StaleError:
        messages.info(
            request, _("ほかの担当者がそのあとで変更したため、取り消せません。案件の画面から直してください。")
        )
        return HttpResponseRedirect(reverse("start") + filters.query())
    if undone.decision_id is None:
        messages.success(request, _("上席への相談を取り消しました。"), extra_tags="ok")
    else:
        recheck(undone.case_id, known_programmes())
        messages.success(request, _("ひとつ前の判断を取り消しました。もう一度決めてください。"), extra_tags="ok")
    still_open = ReviewTask.objects.filter(pk=undone.task_id, state=ReviewTask.State.OPEN).exists()
    if still_open:
        return HttpResponseRedirect(reverse("task", args=[undone.task_id]) + filters.query())
    case = cases_for(request.user).filter(pk=undone.case_id).first()
    return HttpResponseRedirect(reverse("case", args=[case.receipt_number]) if case else reverse("queue"))
