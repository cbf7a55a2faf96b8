"""The list of what waits: order, filters, counts, and what comes next."""

from __future__ import annotations

import datetime as dt
import random
import re

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from review.queue import Filters, age_text
from tests.review.conftest import LEAD, NAME, NARA, OTHER, SENIOR, Office


def test_oldest_case_first_and_what_others_rest_on_first(office: Office) -> None:
    from review.queue import open_tasks

    tasks = list(open_tasks(Filters(), office.person()).select_related("case"))
    order = [(t.case.due_on, t.case.sequence, t.case.part, t.priority, t.place) for t in tasks]
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
    from storage.queueing import take_task

    one_case = Filters(case="R8-000001")
    first, second = [t.pk for t in open_tasks(one_case, office.person())[:2]]
    assert take_task(first, OTHER)
    mine, theirs = next_task(one_case, office.person()), next_task(one_case, office.person(OTHER))
    assert mine is not None and theirs is not None
    assert (mine.pk, theirs.pk) == (second, first)


def test_two_people_are_given_different_cases_while_there_are_enough(office: Office) -> None:
    from review.queue import next_task, open_tasks
    from storage.queueing import take_task

    tasks = list(open_tasks(Filters(), office.person()).select_related("case"))
    assert take_task(tasks[0].pk, OTHER)
    mine = next_task(Filters(), office.person())
    elsewhere = next(t for t in tasks if t.case_id != tasks[0].case_id)
    assert mine == elsewhere and elsewhere != tasks[1]
    for task in {t.case_id: t for t in tasks}.values():
        assert take_task(task.pk, OTHER)
    left = next_task(Filters(), office.person())
    assert left is not None and left.lease_owner != OTHER, "a case that others are at is better than none"


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
    assert f"<b>{total}</b><span><kbd>1</kbd> すべて</span>" in html
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


@pytest.mark.parametrize("typed", ["R8-000002", "r8-000002", "Ｒ８－０００００２", "R8-00000", " R8ー000002"])
@pytest.mark.parametrize("address", ["/", "/cases/"])
def test_a_receipt_number_is_found_however_it_is_typed(client: Client, address: str, typed: str) -> None:
    html = client.get(address, {"case": typed}).content.decode()
    assert ">R8-000002<" in html and (">R8-000001<" in html) == (typed == "R8-00000")


def test_an_empty_queue_says_so(office: Office, client: Client) -> None:
    from storage.models import ReviewTask

    html = client.get("/?case=R8-999999").content.decode()
    others = ReviewTask.objects.filter(state="open").count()
    assert "この条件の確認待ちはありません" in html and f"絞り込みをやめる（ほかに {others} 件）" in html
    assert re.search(r'<a class="btn main" href="/\?all=1" data-start>', html)
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


def test_counts_are_those_of_a_plain_recount(office: Office) -> None:
    """Whatever is filtered, every number on the page is what counting the rows one by one gives."""
    from review.queue import facets, matching
    from storage.models import ReviewTask, User

    rng = random.Random(7)
    now = timezone.now()
    for task in ReviewTask.objects.all():
        ReviewTask.objects.filter(pk=task.pk).update(
            state=rng.choice(["open", "open", "done", "void"]),
            stage=rng.choice(["apply", "claim"]),
            programme_id=rng.choice(["nara-smarthouse", "shinjuku-ecohome", None]),
            due_on=now.date() + dt.timedelta(days=rng.randint(-3, 6)),
            opened_at=now - dt.timedelta(hours=rng.randint(0, 200)),
            assignee=rng.choice(["", NAME, OTHER]),
            role=rng.choice(["", "", "senior"]),
        )

    @given(
        st.builds(
            Filters,
            kind=st.sampled_from(["", "field", "finding"]),
            programme=st.sampled_from(["", "-", "nara-smarthouse"]),
            stage=st.sampled_from(["", "apply", "claim"]),
            due=st.sampled_from(["", "late", "today", "soon"]),
            age=st.sampled_from(["", "1", "3", "7"]),
            whose=st.sampled_from(["", "mine", "asked"]),
            case=st.sampled_from(["", "R8-000001", "R8-00000"]),
        ),
        st.sampled_from([NAME, LEAD, NARA]),
    )
    @settings(max_examples=60)
    def recount(filters: Filters, name: str) -> None:
        from review.queue import last_due_day, open_tasks

        person = User.objects.get(username=name)
        counted = sum(f.count for f in facets(filters, person, now) if f.matches(filters, person, now))

        def passes(t: ReviewTask) -> bool:
            return (
                t.state == "open"
                and (person.all_programmes or t.programme_id == "nara-smarthouse")
                and filters.kind in ("", t.kind)
                and filters.programme in ("", t.programme_id or "-")
                and filters.stage in ("", t.stage)
                and (not filters.due or t.due_on <= last_due_day(filters.due, now))
                and (not filters.age or t.opened_at <= now - dt.timedelta(days=int(filters.age)))
                and (filters.whose != "mine" or t.assignee == name)
                and (filters.whose != "asked" or t.role == "senior")
                and (t.role != "senior" or name == LEAD)
                and t.case.receipt_number.startswith(filters.case)
            )

        plain = [t.pk for t in ReviewTask.objects.select_related("case") if passes(t)]
        assert counted == len(plain)
        assert {t.pk for t in open_tasks(filters, person, now=now)} == set(plain)
        assert ReviewTask.objects.filter(matching(filters, person, now), pk__in=plain).count() == len(plain)

    recount()


def test_counts_of_thousands_are_kept_for_seconds_and_shared(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from review import counts
    from review.queue import how_many
    from storage.models import ReviewTask

    before = how_many(Filters(), office.person())
    ReviewTask.objects.filter(kind="field").update(state="done")
    few = how_many(Filters(), office.person())
    assert 0 < few < before, "a few are counted every time"
    monkeypatch.setattr(counts, "FEW", 0)
    assert how_many(Filters(), office.person()) == few
    ReviewTask.objects.filter(state="open").update(barred=f"|{OTHER}|")
    ReviewTask.objects.filter(kind="field").update(state="open")
    assert how_many(Filters(), office.person()) == how_many(Filters(), office.person(OTHER)) == few
    monkeypatch.setattr(counts, "SECONDS", 0.0)
    assert (how_many(Filters(), office.person()), how_many(Filters(), office.person(OTHER))) == (before, before - few)


def test_what_is_for_others_is_not_offered(office: Office) -> None:
    from review.queue import next_task, open_tasks
    from storage.models import ReviewTask

    first, second, third = [t.pk for t in open_tasks(Filters(), office.person())[:3]]
    ReviewTask.objects.filter(pk=first).update(assignee=OTHER)
    ReviewTask.objects.filter(pk=second).update(role="senior", asked_by=OTHER)
    offers = {name: next_task(Filters(), office.person(name)) for name in (NAME, OTHER, SENIOR)}
    assert {name: task and task.pk for name, task in offers.items()} == {NAME: third, OTHER: first, SENIOR: second}


def test_opening_what_is_for_others_leads_on(office: Office, client: Client) -> None:
    from review.queue import open_tasks
    from storage.models import ReviewTask
    from storage.queueing import take_task

    tasks = list(open_tasks(Filters(), office.person()))
    first, second, third = [t.pk for t in tasks[:3]]
    elsewhere = next(t.pk for t in tasks if t.case_id != tasks[0].case_id)
    take_task(first, OTHER)
    ReviewTask.objects.filter(pk=second).update(assignee=OTHER)
    ReviewTask.objects.filter(pk=third).update(role="senior")
    for pk, said in ((first, "suzukiさんが開いています"), (second, "割り当てられています"), (third, "上席に相談中")):
        answer = client.get(f"/tasks/{pk}/", follow=True)
        assert answer.redirect_chain[-1][0] == f"/tasks/{elsewhere}/"
        assert said in answer.content.decode()


def test_two_people_who_start_at_once_get_different_tasks(office: Office) -> None:
    one, two = office.client(NAME).get("/start/"), office.client(OTHER).get("/start/")
    assert one["Location"] != two["Location"]


def test_going_back_to_the_list_lets_go(office: Office) -> None:
    where = office.client(NAME).get("/start/")["Location"]
    mine = office.client(NAME)
    mine.get(where)
    assert office.client(OTHER).get("/start/")["Location"] != where
    mine.get("/")
    other = office.client(OTHER)
    other.get("/")
    assert other.get("/start/")["Location"] == where


def test_filters_survive_a_new_session(office: Office) -> None:
    office.client().get("/?kind=finding&programme=nara-smarthouse&case=R8-000003")
    html = office.client().get("/").content.decode()
    assert 'value="finding"' in html and '<option value="nara-smarthouse" selected>' in html
    assert "R8-000003" not in html.split("<table")[0].replace("placeholder", "")
    assert "kind=finding" in office.client().get("/start/")["Location"]
    office.client().get("/?all=1")
    assert 'name="kind"' not in office.client().get("/").content.decode()


def test_a_senior_gives_cases_to_people_and_says_what_comes_first(office: Office) -> None:
    from storage.models import Case, ReviewTask

    last = Case.objects.order_by("-sequence")[0]
    senior = office.client(SENIOR)
    form = {"case": [str(last.pk)], "keep": "?kind=field"}
    answer = senior.post("/arrange/", {**form, "do": "assign", "person": OTHER})
    assert answer["Location"] == "/?kind=field"
    assert set(ReviewTask.objects.filter(case=last, state="open").values_list("assignee", flat=True)) == {OTHER}
    senior.post("/arrange/", {**form, "do": "rank", "rank": "0"})
    html = office.client(OTHER).get("/?all=1").content.decode().split("<table")[1]
    shown = [c.receipt_number for c in Case.objects.all() if c.receipt_number in html]
    assert len(shown) > 1 and last.receipt_number == min(shown, key=html.index)
    assert "急ぎ" in html and f"担当 {OTHER}" in html


def test_what_cannot_be_arranged(office: Office) -> None:
    from storage.models import Case

    shinjuku = Case.objects.filter(programme_id="shinjuku-ecohome")[0]
    senior = office.client(SENIOR)
    assert "案件を選んでください" in senior.post("/arrange/", {"do": "assign"}, follow=True).content.decode()
    form = {"case": [str(shinjuku.pk)], "do": "assign"}
    assert "担当していない" in senior.post("/arrange/", {**form, "person": NARA}, follow=True).content.decode()
    assert "ログインできません" in senior.post("/arrange/", {**form, "person": "x"}, follow=True).content.decode()
    assert office.client(NAME).post("/arrange/", {**form, "person": OTHER}).status_code == 403
    assert Case.objects.get(pk=shinjuku.pk).assignee == ""


def test_what_was_put_off_is_marked_and_comes_after_the_rest(office: Office, client: Client) -> None:
    first = client.get("/start/")["Location"]
    pk = int(first.split("/")[2])
    client.post(first, {"action": "skip", "skip": "1"})
    html = client.get("/").content.decode()
    assert "あとまわし" in html and f'data-start href="/tasks/{pk}/"' not in html
    second = client.get("/start/")["Location"]
    assert second != first
    last = client.post(f"/tasks/{pk}/", {"action": "skip", "skip": "1"})["Location"]  # from the end of the queue, too
    assert int(last.split("/")[2]) != pk
    assert "あとまわし" not in office.client(OTHER).get("/").content.decode()
    case = "?kind=programme"  # one task alone: what was put off is better than nothing
    only = client.get(f"/start/{case}")["Location"]
    client.post(only, {"action": "skip", "skip": "1", "keep": case})
    assert client.get(f"/start/{case}")["Location"] == only


def test_what_is_before_a_senior_is_in_nobody_elses_list_and_count(office: Office) -> None:
    from review.queue import how_many, open_tasks
    from storage.models import ReviewTask

    before = {name: how_many(Filters(), office.person(name)) for name in (NAME, SENIOR)}
    task = open_tasks(Filters(), office.person())[0]
    ReviewTask.objects.filter(pk=task.pk).update(role="senior", asked_by=NAME)
    assert how_many(Filters(), office.person()) == before[NAME] - 1
    assert how_many(Filters(case=task.case.receipt_number), office.person()) == sum(
        t.case_id == task.case_id for t in open_tasks(Filters(), office.person())
    )
    assert how_many(Filters(), office.person(SENIOR)) == before[SENIOR]
    assert f"/tasks/{task.pk}/" not in office.client().get("/").content.decode()
    assert f"{NAME}さんから相談" in office.client(SENIOR).get("/").content.decode()


def test_what_somebody_else_took_first_is_not_claimed(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from models.errors import StaleError
    from review import queue
    from storage.queueing import take_task

    first, second = queue.open_tasks(Filters(), office.person())[:2]
    took: list[int] = []

    def too_late(pk: int, name: str) -> bool:
        took.append(pk)
        if len(took) == 1:
            raise StaleError("settled meanwhile")
        return take_task(pk, name)

    monkeypatch.setattr(queue, "take_task", too_late)
    found = queue.claim_first(Filters(), office.person(), [first.pk])
    assert found is not None and took[0] == second.pk and found.lease_owner in ("", NAME)


def test_a_task_of_another_case_leads_nowhere(office: Office, client: Client) -> None:
    from storage.models import Field, ReviewTask

    other = ReviewTask.objects.filter(kind="finding")[0]
    ReviewTask.objects.filter(pk=other.pk).update(state="void")
    row = Field.objects.exclude(document__case=other.case).filter(key="address", value__isnull=False)[0]
    said = {"version": row.version, "keep": f"?task={other.pk}", "action": "save", "value": row.value}
    assert (
        client.post(f"/fields/{row.pk}/", said)["Location"] == f"/tasks/{other.pk}/"
    )  # which asks for the right itself
