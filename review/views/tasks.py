"""One address for every task of the queue; what it is about decides which page answers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from models.errors import BarredError, ObjectNotFoundError, StaleError
from review.permissions import Right, found_for, may, needs
from review.views.blind import blind_turn
from review.views.choices import document_turn, programme_turn
from review.views.common import actor, beforehand, tell
from review.views.fields import field_turn
from review.views.findings import finding_turn
from review.views.turn import Turn
from storage.models import ReviewTask
from storage.prepared import Prepared
from storage.queueing import has_task, holder, take_task
from storage.reviewing import ask_senior

#: What no page of a task shows.
_HEAVY = (
    "case__profile", "document__text", "document__page_marks", "field__document__text", "field__document__page_marks",
)  # fmt: skip
_TASK: Prepared[ReviewTask] = Prepared(
    lambda pk, scope: ReviewTask.objects.filter(scope.holds("case__"), pk=pk)
    .select_related(
        "case", "field__document__case", "field__document__delivery", "finding__case", "document__case",
        "document__delivery",
    )
    .defer(*_HEAVY, "field__document__case__profile", "finding__case__profile", "document__case__profile")
)  # fmt: skip


@needs(Right.DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a task, or take its decision. One that is settled already leads on to the next."""
    row = found_for(request.user, _TASK, pk)
    turn = Turn.of(request, row.case, row)
    shown = request.method != "POST"
    if refusal := (shown and _settled(row)) or _not_theirs(request, row) or (shown and _not_to_be_had(request, row)):
        if beforehand(request):  # not this one: the script asks for the one after it
            return HttpResponse(status=204, headers={"X-Next": turn.following(request)})
        tell(request, refusal)
        return turn.onward(request)
    if request.method == "POST" and (by := holder(row, actor(request))):
        # The save itself is refused (`HeldError`), and shown with both values; this says why.
        tell(request, _("時間がたったため、この確認は%(who)sさんが開いています。") % {"who": by})
    if request.method == "POST" and request.POST.get("action") == "senior":
        return _ask_senior(request, turn, row)
    if row.field is not None and row.kind in ReviewTask.BLIND:
        return blind_turn(request, turn, row, row.field)
    if row.field is not None:
        return field_turn(request, turn, row.field)
    if row.finding is not None:
        return finding_turn(request, turn, row.finding)
    if row.document is not None:
        return document_turn(request, turn, row.document)
    if row.kind == ReviewTask.Kind.PROGRAMME:
        return programme_turn(request, turn)
    return turn.onward(request)


def _settled(row: ReviewTask) -> str:
    return "" if row.state == ReviewTask.State.OPEN else _("その確認は済んでいるか、要らなくなりました。次へ進みます。")


def _not_theirs(request: HttpRequest, row: ReviewTask) -> str:
    """Why this task is for somebody else; empty where it is not."""
    if row.assignee not in ("", actor(request)) and not may(request.user, Right.ASSIGN):
        return _("この確認は%(who)sさんに割り当てられています。") % {"who": row.assignee}
    if row.role == ReviewTask.Role.SENIOR and not may(request.user, Right.SETTLE):
        return _("この確認は上席に相談中です。")
    return ""


def _not_to_be_had(request: HttpRequest, row: ReviewTask) -> str:
    """Take the task for this person; why it cannot be had, or nothing where they hold it now."""
    name = actor(request)
    try:
        if has_task(row, name) or take_task(row.pk, name):
            return ""
    except BarredError as error:
        return error.message_ja
    except StaleError:
        return _("その確認は済んでいるか、要らなくなりました。次へ進みます。")
    row.refresh_from_db()
    return _("この確認は%(who)sさんが開いています。次へ進みます。") % {"who": holder(row, name)}


def _ask_senior(request: HttpRequest, turn: Turn, row: ReviewTask) -> HttpResponse:
    """上席へ相談: pass the task on with the person's words."""
    note = request.POST.get("note", "").strip()
    if not note:
        tell(request, _("上席に相談する内容を書いてください。"))
        return HttpResponseRedirect(request.path + turn.keep)
    try:
        ask_senior(row.pk, actor(request), note)
    except (StaleError, ObjectNotFoundError):
        return turn.onward(request)
    return turn.onward(request, _("上席に渡しました。"))
