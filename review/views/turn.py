"""One thing on a reviewer's screen: where it came from, and where it goes on after the decision."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flows.recheck import recheck
from review.labels import STAGE_LABELS_JA
from review.looks import history
from review.queue import Filters, claim_first, first_task, how_many
from review.services import known_programmes, programme_title
from review.tickets import ticket
from review.views.common import actor, ahead, number, put_off, put_off_too, tell
from storage import audit, drafts
from storage.models import Case, Decision, Finding, ReviewTask
from storage.prepared import Prepared
from storage.queueing import release_task


@dataclass(frozen=True)
class Chip:
    text: str
    tone: str = ""


#: A key and what it does.
Key = tuple[str, "str | Promise"]
VIEW_KEYS: tuple[Key, ...] = (
    ("F9", gettext_lazy("ページ全体を大きく・小さく")),
    ("F6", gettext_lazy("ページと拡大図を回す")),
    ("Ctrl + ←↑↓→", gettext_lazy("ページを動かす（PageUp / PageDown で大きく上下）")),
)
_EVERYWHERE: tuple[Key, ...] = (
    ("Shift + PageUp / PageDown", gettext_lazy("右の欄を上下に動かす")),
    ("F7", gettext_lazy("上席へ相談")),
    ("F8", gettext_lazy("あとにして次へ")),
    ("Ctrl + Z", gettext_lazy("ひとつ前の自分の判断を取り消す")),
    ("Esc", gettext_lazy("打った内容を元に戻す。何も打っていなければ一覧へ")),
)


_HISTORY: Prepared[Decision] = Prepared(
    lambda case, subject: Decision.objects.filter(case_id=case, task_subject=subject).order_by("-pk")[:5]
)
_OPENED_FROM: Prepared[ReviewTask] = Prepared(
    lambda pk, case: ReviewTask.objects.filter(pk=pk, case_id=case, finding__isnull=False).select_related("finding")
)
_DUE: Prepared[Case] = Prepared(lambda pk: Case.objects.filter(pk=pk, check_due=True).only("pk"))
_VERSIONS: Prepared[tuple[int | None, int | None, int | None, int]] = Prepared(
    lambda pk: ReviewTask.objects.filter(pk=pk, state=ReviewTask.State.OPEN).values_list(
        "field__version", "finding__version", "document__version", "case__version"
    )
)


@dataclass(frozen=True)
class Way:
    """Where a person comes from and goes back to: a wall of crops, of which they look at the odd ones out one by one; or
    the task from which they opened something of its case."""

    wall: str = ""
    """The key of the wall's entries."""
    odd: tuple[int, ...] = ()
    """Ids of the tasks still to come."""
    task: int = 0
    """Id of the task from which this was opened."""

    @classmethod
    def read(cls, given: QueryDict) -> Way:
        numbers = given.get("odd", "").split(".")
        odd = tuple(pk for n in numbers[:100] if (pk := number(n)) >= 0)
        return cls(wall=given.get("wall", "")[:60], odd=odd, task=max(0, number(given.get("task"))))


@dataclass(frozen=True)
class Turn:
    """A task from the queue (`task`), or something of a case opened from its page (`task` is None)."""

    case: Case
    task: ReviewTask | None
    filters: Filters
    way: Way = Way()

    @classmethod
    def of(cls, request: HttpRequest, case: Case, task: ReviewTask | None) -> Turn:
        return cls(case=case, task=task, filters=kept_filters(request), way=Way.read(_kept(request)))

    @property
    def back(self) -> str:
        if self.task is None and self.way.task:
            return reverse("task", args=[self.way.task]) + self.filters.query()
        if self.task is None:
            return reverse("case", args=[self.case.receipt_number])
        if self.way.wall:
            return reverse("wall", args=[self.way.wall]) + self.filters.query()
        return reverse("queue") + self.filters.query()

    @property
    def keep(self) -> str:
        """What travels on with every task, as a query string."""
        return self._query(self.way.odd)

    def _query(self, odd: Sequence[int]) -> str:
        more: dict[str, Any] = {"wall": self.way.wall, "odd": ".".join(map(str, odd))} if self.way.wall else {}
        if self.way.task:
            more["task"] = self.way.task
        return _with(self.filters.query(), more)

    def leading_back(self, address: str) -> str:
        """`address` of something of the case, from which the way leads back to this task."""
        return address if self.task is None else address + _with(self.filters.query(), {"task": self.task.pk})

    def following(self, request: HttpRequest) -> str:
        """Where the next task is; empty where nothing else waits, or this was opened from a case."""
        if self.task is None:
            return ""
        for n, pk in enumerate(self.way.odd):
            if ReviewTask.objects.filter(pk=pk, state=ReviewTask.State.OPEN).exists():
                return reverse("task", args=[pk]) + self._query(self.way.odd[n + 1 :])
        if self.way.wall:
            return ""
        # a decision claims the next one; a page being shown only looks which it will be
        find = claim_first if request.method == "POST" else first_task
        following = find(self.filters, request.user, put_off(request), after=self.task)
        return reverse("task", args=[following.pk]) + self.filters.query() if following else ""

    def frame(
        self,
        request: HttpRequest,
        *,
        title: str,
        document: str = "",
        chips: Sequence[Chip] = (),
        link: bool = True,
        keys: Sequence[Key] = (),
    ) -> dict[str, Any]:
        """What the head and the foot of every task page need."""
        remaining = how_many(self.filters, request.user) if self.task else None
        return {
            **({} if self.filters or remaining is None else {"open_tasks": remaining}),
            "task": {
                "title": title,
                "document": document,
                "chips": chips,
                "receipt_number": self.case.receipt_number,
                "link": link,
                "programme": programme_title(self.case.programme_id),
                "stage": STAGE_LABELS_JA.get(self.case.stage, self.case.stage) if self.case.programme_id else "",
                "remaining": remaining,
            },
            "action": request.path,
            "keep": self.keep,
            "back": self.back,
            "from_queue": self.task is not None,
            "from_task": self.way.task > 0,
            "keylist": [*keys, *_EVERYWHERE],
            "asked": self._asked(),
            **self._desk(request),
        }

    def _desk(self, request: HttpRequest) -> dict[str, Any]:
        """What the page's script needs: the next task, and what this person had typed and not decided."""
        if self.task is None:
            return {"following": "", "ticket": "", "draft": ""}
        who = actor(request)
        typed = drafts.load(who, self.task.subject)
        return {
            "following": self.following(request),
            "ticket": ticket(who, self.task.subject),
            "draft": json.dumps(typed, ensure_ascii=False) if typed else "",
        }

    def _asked(self) -> dict[str, Any] | None:
        """What somebody asked a senior."""
        if self.task is None or self.task.role != ReviewTask.Role.SENIOR:
            return None
        return {"by": self.task.asked_by, "note": self.task.asked_note, "at": self.task.asked_at}

    def history(self, task_subject: str) -> list[Any]:
        """Earlier decisions about the same thing, newest first."""
        return history(_HISTORY.rows(self.case.pk, task_subject))

    def decided(self, request: HttpRequest) -> HttpResponse:
        """Run the checks again and open what comes next."""
        recheck(self.case.pk, known_programmes())
        if not ahead(request) and _DUE.first(self.case.pk) is not None:
            tell(request, _("保存しました。書類を読み直してから、もう一度照合します。"))
        return self.onward(request)

    def skipped(self, request: HttpRequest) -> HttpResponse:
        """Leave it for later and open what comes next."""
        if self.task is not None:
            release_task(self.task.pk, actor(request))
            put_off_too(request, self.task.pk)
            audit.record(actor(request), "task.skipped", f"task:{self.task.pk}", {"case": self.case.receipt_number})
        return self.onward(request, _("あとに回しました。確認待ちに残っています。"))

    def onward(self, request: HttpRequest, said: str = "") -> HttpResponse:
        """To the next task; back to where this one came from when nothing else waits. `said` of what was done is told
        there, where no script has told it already."""
        if self.task is None:
            return self._back_again(request)
        following = self.following(request)
        if said and not (following and ahead(request)):
            tell(request, said)
        if not following and not self.way.wall:
            tell(request, self._nothing_else(request), "ok")
        if request.method == "POST" and (shown := ahead(request)):
            return JsonResponse({"next": following or self.back, "fresh": _fresh(shown)})
        if not following:
            return HttpResponseRedirect(self.back)
        return HttpResponseRedirect(following)

    def _back_again(self, request: HttpRequest) -> HttpResponse:
        """From something of a case back to where it was opened: to a finding also where the new value settled it."""
        tell(request, _("保存しました。"), "ok")
        task = _OPENED_FROM.first(self.way.task, self.case.pk) if self.way.task else None
        if task is None or task.state == ReviewTask.State.OPEN or task.finding is None:
            return HttpResponseRedirect(self.back)
        if not task.finding.active:
            tell(request, _("値が直ったので、指摘はなくなりました。"))
            return HttpResponseRedirect(reverse("start") + self.filters.query())
        if task.finding.state == Finding.State.OPEN:
            tell(request, _("この値で、機械が不備と判定しました。違うときは、ここで判断を変えてください。"))
        return HttpResponseRedirect(
            reverse("finding", args=[task.finding_id]) + _with(self.filters.query(), {"task": task.pk})
        )

    def _nothing_else(self, request: HttpRequest) -> str:
        others = how_many(Filters(), request.user) if self.filters else 0
        if not others:
            return _("ほかに確認待ちはありません。おつかれさまでした。")
        return _("この絞り込みの確認待ちは終わりました。絞り込みの外に、あと {n} 件あります。").format(n=others)


def _with(query: str, more: Mapping[str, Any]) -> str:
    text = urlencode(more)
    return f"{query}&{text}" if query and text else query or (f"?{text}" if text else "")


def kept_filters(request: HttpRequest) -> Filters:
    """The filters that came with a page or that its form sent back."""
    kept = _kept(request)
    return Filters.read({name: kept.get(name, "") for name in kept})


def _kept(request: HttpRequest) -> QueryDict:
    return QueryDict(request.POST.get("keep", "").lstrip("?")) if request.method == "POST" else request.GET


def _fresh(shown: str) -> bool:
    """Whether the task that the person sees already (``id:version``) is still to be done, and as they see it."""
    pk, _sep, version = shown.partition(":")
    if not (pk.isascii() and pk.isdigit()):
        return False
    row = _VERSIONS.first(int(pk))
    return row is not None and version == str(next((v for v in row if v is not None), None))
