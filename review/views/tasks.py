"""One address for every task of the queue; what it is about decides which page answers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from models.errors import StaleError
from review.permissions import Right, needs, tasks_for
from review.views.choices import document_turn, programme_turn
from review.views.common import actor
from review.views.fields import field_turn
from review.views.findings import finding_turn
from review.views.turn import Turn
from storage.models import ReviewTask
from storage.reviewing import take_task


@needs(Right.DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a task, or take its decision. One that is settled already leads on to the next."""
    row = get_object_or_404(
        tasks_for(request.user).select_related(
            "case", "field__document__case", "finding__case", "document__case", "document__delivery"
        ),
        pk=pk,
    )
    turn = Turn.of(request, row.case, row)
    if request.method != "POST":
        if row.state != ReviewTask.State.OPEN:
            messages.info(request, "その確認は済んでいるか、要らなくなりました。次へ進みます。")
            return turn.onward(request)
        try:
            mine = take_task(row.pk, actor(request))
        except StaleError:
            return turn.onward(request)
        if not mine:
            messages.info(request, f"この確認は {row.lease_owner} が開いています。先に保存したほうが残ります。")
    if row.field is not None:
        return field_turn(request, turn, row.field)
    if row.finding is not None:
        return finding_turn(request, turn, row.finding)
    if row.document is not None:
        return document_turn(request, turn, row.document)
    if row.kind == ReviewTask.Kind.PROGRAMME:
        return programme_turn(request, turn)
    return turn.onward(request)
