"""One thing on a reviewer's screen: where it came from, and where it goes on after the decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from flows.recheck import recheck
from review.labels import STAGE_LABELS_JA
from review.looks import history
from review.queue import Filters, claim_next, open_tasks
from review.services import known_programmes, programme_title
from review.views.common import actor
from storage import audit
from storage.models import Case, Decision, ReviewTask
from storage.queueing import release_task


@dataclass(frozen=True)
class Chip:
    text: str
    tone: str = ""


@dataclass(frozen=True)
class Turn:
    """A task from the queue (`task`), or something of a case opened from its page (`task` is None)."""

    case: Case
    task: ReviewTask | None
    filters: Filters

    @classmethod
    def of(cls, request: HttpRequest, case: Case, task: ReviewTask | None) -> Turn:
        given = QueryDict(request.POST.get("keep", "").lstrip("?")) if request.method == "POST" else request.GET
        return cls(case=case, task=task, filters=Filters.read({name: given.get(name, "") for name in given}))

    @property
    def back(self) -> str:
        if self.task is None:
            return reverse("case", args=[self.case.receipt_number])
        return reverse("queue") + self.filters.query()

    def frame(
        self, request: HttpRequest, *, title: str, document: str = "", chips: Sequence[Chip] = ()
    ) -> dict[str, Any]:
        """What the head and the foot of every task page need."""
        return {
            "task": {
                "title": title,
                "document": document,
                "chips": chips,
                "receipt_number": self.case.receipt_number,
                "programme": programme_title(self.case.programme_id),
                "stage": STAGE_LABELS_JA.get(self.case.stage, self.case.stage) if self.case.programme_id else "",
                "remaining": open_tasks(self.filters, request.user).count() if self.task else None,
            },
            "action": request.path,
            "keep": self.filters.query(),
            "back": self.back,
        }

    def history(self, task_subject: str) -> list[Any]:
        """Earlier decisions about the same thing, newest first."""
        return history(Decision.objects.filter(case=self.case, task_subject=task_subject).order_by("-pk")[:5])

    def decided(self, request: HttpRequest) -> HttpResponse:
        """Run the checks again and open what comes next."""
        recheck(self.case.pk, known_programmes())
        if Case.objects.filter(pk=self.case.pk, check_due=True).exists():
            messages.info(request, "保存しました。書類を読み直してから、もう一度照合します。")
        return self.onward(request)

    def skipped(self, request: HttpRequest) -> HttpResponse:
        """Leave it for later and open what comes next."""
        if self.task is not None:
            release_task(self.task.pk, actor(request))
            audit.record(actor(request), "task.skipped", f"task:{self.task.pk}", {"case": self.case.receipt_number})
        return self.onward(request)

    def onward(self, request: HttpRequest) -> HttpResponse:
        if self.task is None:
            messages.success(request, "保存しました。", extra_tags="ok")
            return HttpResponseRedirect(self.back)
        following = claim_next(self.filters, request.user, after=self.task)
        if following is None:
            messages.success(request, "ほかに確認待ちはありません。おつかれさまでした。", extra_tags="ok")
            return HttpResponseRedirect(self.back)
        return HttpResponseRedirect(reverse("task", args=[following.pk]) + self.filters.query())
