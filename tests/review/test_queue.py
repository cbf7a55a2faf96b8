"""The list of what waits: order, filters, counts, and what comes next."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from review.queue import Filters, age_text
from tests.review.conftest import OTHER, Office


def test_oldest_case_first_and_what_others_rest_on_first(office: Office) -> None:
    from review.queue import open_tasks

    tasks = list(open_tasks(Filters(), office.person()).select_related("case"))
    order = [(t.case.sequence, t.case.part, t.priority, t.place) for t in tasks]
    assert order == sorted(order) and len(set(order)) > 10


def test_walking_the_queue_meets_every_task_once_and_then_starts_again(office: Office) -> None:
    from review.queue import next_task, open_tasks

    expected = [t.pk for t in open_tasks(Filters(), office.person())]
    met = []
    task = next_task(Filters(), office.person())
    while task is not None and task.pk not in met:
        met.append(task.pk)
        task = next_task(Filters(), office.person(), after=task)
    assert met == expected
    assert task is not None and task.pk == expected[0]


def test_a_task_that_somebody_has_on_screen_is_passed_over(office: Office) -> None:
    from review.queue import next_task, open_tasks
    from storage.reviewing import take_task

    first, second = [t.pk for t in open_tasks(Filters(), office.person())[:2]]
    assert take_task(first, OTHER)
    mine, theirs = next_task(Filters(), office.person()), next_task(Filters(), office.person(OTHER))
    assert mine is not None and theirs is not None
    assert (mine.pk, theirs.pk) == (second, first)


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        (Filters(kind="finding"), lambda t: t.kind == "finding"),
        (Filters(programme="nara-smarthouse"), lambda t: t.case.programme_id == "nara-smarthouse"),
        (Filters(programme="-"), lambda t: t.case.programme_id is None),
        (Filters(case="R8-000002"), lambda t: t.case.receipt_number == "R8-000002"),
    ],
)
def test_filters_keep_what_they_name(office: Office, filters: Filters, kept: object) -> None:
    from review.queue import open_tasks
    from storage.models import ReviewTask

    every = ReviewTask.objects.filter(state="open").select_related("case")
    found = {t.pk for t in open_tasks(filters, office.person())}
    assert found == {t.pk for t in every if kept(t)} and found  # type: ignore[operator]


def test_the_age_filter_counts_days(office: Office) -> None:
    from review.queue import open_tasks
    from storage.models import ReviewTask

    old = ReviewTask.objects.filter(state="open")[0]
    ReviewTask.objects.filter(pk=old.pk).update(opened_at=timezone.now() - dt.timedelta(days=3, minutes=1))
    assert [t.pk for t in open_tasks(Filters(age="3"), office.person())] == [old.pk]
    assert not open_tasks(Filters(age="7"), office.person()).exists()


def test_filters_survive_the_address_and_ignore_nonsense() -> None:
    filters = Filters(kind="field", programme="nara-smarthouse", age="3", case="R8-000001")
    pairs = dict(part.split("=") for part in filters.query().lstrip("?").split("&"))
    assert Filters.read(pairs) == filters
    assert Filters.read({"kind": "<script>", "age": "999"}) == Filters()


def test_the_page_counts_right_and_links_to_the_first(office: Office, client: Client) -> None:
    from review.queue import open_tasks
    from storage.models import ReviewTask

    html = client.get("/").content.decode()
    total = ReviewTask.objects.filter(state="open").count()
    assert f"<b>{total}</b><span>すべて</span>" in html
    assert f"{total} 件中 1–50 件" in html
    assert f'href="/tasks/{open_tasks(Filters(), office.person())[0].pk}/"' in html
    assert "次の50件" in html and "前の50件" not in html
    assert "前の50件" in client.get("/?page=2").content.decode()


def test_a_filter_stays_while_tasks_are_done(office: Office, client: Client) -> None:
    from storage.models import ReviewTask

    html = client.get("/?kind=finding").content.decode()
    first = ReviewTask.objects.filter(state="open", kind="finding").order_by("case__sequence")[0]
    assert f'href="/tasks/{first.pk}/?kind=finding"' in html
    answer = client.post(f"/tasks/{first.pk}/", {"skip": "1", "keep": "?kind=finding"})
    assert answer["Location"].endswith("/?kind=finding")
    assert ReviewTask.objects.get(pk=int(answer["Location"].split("/")[2])).kind == "finding"


def test_an_empty_queue_says_so(office: Office, client: Client) -> None:
    from storage.models import ReviewTask

    assert "この条件の確認待ちはありません" in client.get("/?case=R8-999999").content.decode()
    ReviewTask.objects.all().update(state="done")
    html = client.get("/").content.decode()
    assert "確認待ちはありません" in html and 'id="start"' not in html
    assert client.get("/start/")["Location"] == "/"


@pytest.mark.parametrize(
    ("minutes", "text"), [(0, "0分"), (59, "59分"), (60, "1時間"), (1439, "23時間"), (1440, "1日"), (-5, "0分")]
)
def test_ages_in_the_largest_sensible_unit(minutes: int, text: str) -> None:
    now = timezone.now()
    assert age_text(now - dt.timedelta(minutes=minutes), now) == text
