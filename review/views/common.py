"""What every page needs: who looks, what is recorded, and the frame around the content."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from review.queue import Filters, how_many
from storage import audit

PAGE_SIZE = 50


def actor(request: HttpRequest) -> str:
    """The name under which this person's deeds are recorded."""
    return str(request.user.get_username())


def ahead(request: HttpRequest) -> str:
    """What the page's script says about the task after this one: fetched beforehand (GET), or the task that is shown
    already while this one is being saved, as ``id:version`` (POST; ``none`` where none is)."""
    return request.headers.get("X-Ahead", "")


def beforehand(request: HttpRequest) -> bool:
    """Whether a browser fetches this page before its person asks for it: perhaps they will never see it."""
    return request.method == "GET" and bool(ahead(request))


def tell(request: HttpRequest, text: str, tone: str = "info") -> None:
    """Say something on the next page that this person sees (`tone`: ``info``, or ``ok`` for what went well); nothing where
    the page is fetched beforehand."""
    if not beforehand(request):
        say = messages.success if tone == "ok" else messages.info
        say(request, text, extra_tags="" if tone == "info" else tone)


def saw(request: HttpRequest, what: str, **detail: Any) -> None:
    """Record that this person looked at something (``case:12``); ``ahead`` where their browser fetched it beforehand."""
    if beforehand(request):
        detail["ahead"] = True
    audit.record(actor(request), "view", what, detail)
    request.on_record = True  # read by `review.middleware.Rights`


def show(
    request: HttpRequest, template: str, context: dict[str, Any], *, section: str = "queue", status: int = 200
) -> HttpResponse:
    """Render a page in the frame with the number of open tasks, which a page that knows it gives as ``open_tasks``."""
    if "open_tasks" not in context:
        context = {"open_tasks": how_many(Filters(), request.user), **context}
    if beforehand(request):
        context = {**context, "messages": ()}  # they are for the page that is seen
    return render(request, f"review/{template}", {"section": section, **context}, status=status)


def paged(
    request: HttpRequest,
    rows: QuerySet[Any],
    query: str,
    *,
    total: int | None = None,
    load: Callable[[list[int]], list[Any]] | None = None,
) -> tuple[Page[Any], dict[str, Any]]:
    """One page of `rows`, and what the pager shows.

    `query` is the filter's query string, with its ``?``; `total` their number, where it is known already; `load` gives
    those with these ids where something else than the rows themselves is shown.
    """
    # First which rows, out of an index alone; then these rows with all that hangs on them: what is skipped on the way to
    # a deep page is never joined to anything.
    pages = Paginator(rows.select_related(None).values_list("pk", flat=True), PAGE_SIZE)
    if total is not None:
        pages.count = total  # instead of asking the database again
    page = pages.get_page(request.GET.get("page"))
    ids = list(page.object_list)
    of_page = rows.in_bulk(ids) if load is None else {}
    page.object_list = load(ids) if load is not None else [of_page[pk] for pk in ids if pk in of_page]
    join = f"{query}&" if query else "?"
    return page, {
        "total": page.paginator.count,
        "start": page.start_index(),
        "end": page.end_index(),
        "previous_page": f"{join}page={page.previous_page_number()}" if page.has_previous() else "",
        "next_page": f"{join}page={page.next_page_number()}" if page.has_next() else "",
    }


#: Tasks that a person put off since they logged in, in their session, newest last; so many are remembered.
_LATER, _MOST_LATER = "later", 100


def put_off(request: HttpRequest) -> list[int]:
    """The ids of the tasks that this person put off (F8) since they logged in."""
    return list(request.session.get(_LATER, ()))


def put_off_too(request: HttpRequest, task_id: int) -> None:
    """Remember that this person put off a task."""
    request.session[_LATER] = [*(pk for pk in put_off(request) if pk != task_id), task_id][-_MOST_LATER:]


def number(text: str | None) -> int:
    """A version sent back by a page; -1, which no row has, for anything that is no number."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 12 else -1
