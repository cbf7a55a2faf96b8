"""The dashboard counts what is there, shows it to those who may see it, and says it without pictures, too."""

from __future__ import annotations

import datetime as dt
import re
import threading
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review import charts, kept
from review.charts import Bar, Interval
from storage.counters import JAPAN
from tests.review.conftest import AUDITOR, CLERK, LEAD, NAME, NARA, PASSWORD, Office


def text(answer: Any) -> str:
    return str(answer.content.decode())


def page(office: Office, name: str = LEAD) -> str:
    kept.forget()
    answer = office.client(name).get("/figures/")
    assert answer.status_code == 200
    return text(answer)


def at(day: int, hour: int = 12) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, tzinfo=JAPAN)


# ── the figures ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_mail_of_a_day_is_the_days_in_japan(office: Office) -> None:
    from storage import figures
    from storage.models import Delivery

    rows = list(Delivery.objects.order_by("pk"))
    Delivery.objects.update(registered_at=at(1))
    Delivery.objects.filter(pk=rows[0].pk).update(
        registered_at=dt.datetime(2026, 11, 27, 15, 1, tzinfo=dt.UTC)
    )  # 0:01 on the 28th
    Delivery.objects.filter(pk=rows[1].pk).update(registered_at=at(27, 23))
    mail = figures.mail(at(28), days=3)
    assert [(m.day.day, m.files, m.pages) for m in mail] == [
        (26, 0, 0), (27, 1, rows[1].page_count), (28, 1, rows[0].page_count)
    ]  # fmt: skip


def test_ages_add_up_to_the_queue(office: Office) -> None:
    from storage import figures
    from storage.models import ReviewTask

    waiting = ReviewTask.objects.filter(state="open")
    ids = list(waiting.values_list("pk", flat=True))
    waiting.update(opened_at=at(28))
    for pk, day in zip(ids, (27, 26, 25, 24, 22, 21, 1), strict=False):
        ReviewTask.objects.filter(pk=pk).update(opened_at=at(day))
    assert [n for _, n in figures.queue_by_age(at(28))] == [len(ids) - 7, 1, 1, 2, 1, 2]
    nara = sum(n for _, n in figures.queue_by_age(at(28), frozenset({"nara-smarthouse"})))
    assert 0 < nara == waiting.filter(case__programme_id="nara-smarthouse").count() < len(ids)


def test_straight_through_means_that_nobody_decided_anything(office: Office) -> None:
    from django.utils import timezone

    from storage import figures
    from storage.models import Case, Field, ReviewTask
    from storage.reviewing import FieldAction, correct_field

    cases = list(Case.objects.order_by("pk")[:3])
    for case in cases:
        Case.objects.filter(pk=case.pk).update(state="complete")
    field = Field.objects.filter(document__case=cases[0])[0]
    correct_field(field.pk, NAME, "x", FieldAction.CORRECT, field.version)
    found = figures.straight_through(timezone.now())
    assert (found.cases, found.untouched) == (3, 2) and found.case_share == pytest.approx(2 / 3)
    asked = ReviewTask.objects.filter(kind="field").exclude(state="void").count()
    assert found.field_share == pytest.approx(1 - asked / Field.objects.count())


def test_straight_through_counts_what_arrived_in_the_period(office: Office) -> None:
    from storage import figures
    from storage.models import Case, Envelope

    Case.objects.update(state="complete")
    envelopes = list(Envelope.objects.order_by("sequence"))
    Envelope.objects.update(arrived_at=at(1))
    for envelope in envelopes[-2:]:
        Envelope.objects.filter(pk=envelope.pk).update(arrived_at=at(20))
    wanted = Case.objects.filter(envelope__in=envelopes[-2:]).count()
    assert figures.straight_through(at(28), days=10).cases == wanted > 0
    assert figures.straight_through(at(28), days=2).cases == 0
    nobody = figures.straight_through(at(28), days=10, programmes=frozenset())
    assert (nobody.cases, nobody.untouched) == (0, 0)


def test_what_is_counted_for_the_dashboard_reads_no_table_through(office: Office) -> None:
    """Of the tables that grow with the mail, only what an index holds; a day in Japan is no call back into Python."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from storage import figures
    from storage.ledger import totals

    with CaptureQueriesContext(connection) as asked:
        totals()
        figures.straight_through(at(28))
        figures.mail(at(28))
        figures.throughput(at(28))
    plans = {}
    with connection.cursor() as cursor:
        for query in asked:
            if not query["sql"].startswith("SELECT"):
                continue
            assert "django_datetime" not in query["sql"]
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            plans[query["sql"]] = " ".join(str(row[3]) for row in cursor.fetchall())
    of_pages = [plan for sql, plan in plans.items() if 'FROM "storage_page"' in sql]
    assert len(of_pages) == 3 and all("COVERING INDEX" in plan for plan in of_pages)
    [of_cases] = [plan for sql, plan in plans.items() if 'FROM "storage_case"' in sql and "untouched" in sql]
    assert "case_state_order (state=? AND sequence>?)" in of_cases
    [of_envelopes] = [plan for sql, plan in plans.items() if 'FROM "storage_envelope"' in sql]
    assert "envelope_day" in of_envelopes


def test_only_certain_amounts_on_forms_use_up_the_budget(office: Office) -> None:
    from programmes import load
    from storage import figures
    from storage.models import Field

    known = load(office.settings.programmes_dir)
    rows = Field.objects.filter(key="subsidy_amount", document__case__programme_id="shinjuku-ecohome")
    forms = list(rows.filter(document__kind="application_form"))
    assert len(forms) >= 3
    rows.update(status="accepted")
    for n, row in enumerate(forms):
        Field.objects.filter(pk=row.pk).update(value=[100_000, 50_000, None, "読めない"][min(n, 3)])
    Field.objects.filter(pk=forms[1].pk).update(status="review")
    [spent] = [s for s in figures.budgets(known) if s.programme_id == "shinjuku-ecohome"]
    assert (spent.applied, spent.cases) == (100_000, 1)
    assert figures.budgets(known, frozenset({"nara-smarthouse"})) == [
        s for s in figures.budgets(known) if s.programme_id == "nara-smarthouse"
    ]


def test_throughput_counts_each_persons_days(office: Office) -> None:
    from django.utils import timezone

    from storage import figures
    from storage.models import Field
    from storage.reviewing import FieldAction, correct_field

    fields = list(Field.objects.order_by("pk")[:3])
    for field, who in zip(fields, ("suzuki", NAME, "suzuki"), strict=True):
        correct_field(field.pk, who, "x", FieldAction.CORRECT, field.version)
    assert [(w.user, w.total, w.by_day[-1]) for w in figures.throughput(timezone.now())] == [
        ("suzuki", 2, 2),
        (NAME, 1, 1),
    ]


def test_deadlines_name_the_most_urgent_first(office: Office) -> None:
    from storage import figures
    from storage.models import Case

    numbers = list(Case.objects.order_by("pk").values_list("receipt_number", flat=True))
    Case.objects.update(due_on=dt.date(2026, 12, 20))
    Case.objects.filter(receipt_number=numbers[3]).update(due_on=dt.date(2026, 11, 26))
    Case.objects.filter(receipt_number=numbers[1]).update(due_on=dt.date(2026, 11, 28))
    Case.objects.filter(receipt_number=numbers[0]).update(due_on=dt.date(2026, 11, 1), state="complete")
    due = figures.deadlines()
    assert due[0].day == dt.date(2026, 11, 26) and sum(d.cases for d in due) == len(numbers) - 1
    urgent = figures.most_urgent(5, dt.date(2026, 11, 30))
    assert [c.receipt_number for c in urgent] == [numbers[3], numbers[1]]


def test_the_quick_ledger_agrees_with_the_whole_one(office: Office) -> None:
    from storage.ledger import ledger, totals
    from storage.models import Page

    assert totals() == ledger()
    Page.objects.filter(pk=Page.objects.values_list("pk", flat=True)[0]).update(document=None)
    assert not totals().balances and not ledger().balances


# ── who sees what ───────────────────────────────────────────────────────────────────────────────────────────────


def test_throughput_is_for_the_lead_alone_and_nothing_for_the_clerk(office: Office) -> None:
    assert "担当者ごとの判断" in page(office)
    for name in (NAME, AUDITOR):
        assert "担当者ごとの判断" not in page(office, name)
    assert office.client(CLERK).get("/figures/").status_code == 403


def test_a_person_counts_only_their_programmes(office: Office) -> None:
    from storage.models import Case

    due = dt.date(2020, 1, 1)
    Case.objects.filter(programme_id="shinjuku-ecohome").update(due_on=due)
    html = page(office, NARA)
    shinjuku = Case.objects.filter(programme_id="shinjuku-ecohome").values_list("receipt_number", flat=True)
    assert not any(number in html for number in shinjuku) and "新宿区" not in html
    assert str(shinjuku[0]) in page(office, NAME)


def test_the_run_of_a_delivery_is_one_click_away(office: Office) -> None:
    from storage.models import Delivery

    row = Delivery.objects.order_by("-sequence")[0]
    assert office.client(LEAD).get(f"/deliveries/{row.pk}/run/").status_code == 404
    Delivery.objects.filter(pk=row.pk).update(flow_run_id="0d4f-11")
    assert f"/deliveries/{row.pk}/run/" in page(office)
    answer = office.client(LEAD).get(f"/deliveries/{row.pk}/run/")
    assert answer["Location"] == "http://127.0.0.1:4200/runs/flow-run/0d4f-11"
    assert office.client(NAME).get(f"/deliveries/{row.pk}/run/").status_code == 403


def test_answers_are_kept_for_a_minute(office: Office) -> None:
    kept.forget()
    asked = []
    for _ in range(3):
        kept.kept("test", lambda: asked.append(1) or len(asked), "a")
    assert kept.kept("test", lambda: 7, "b") == 7 and len(asked) == 1


# ── charts ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_chart_has_a_title_a_description_and_a_table(office: Office) -> None:
    html = page(office)
    drawn = re.findall(r'<svg class="chart".*?</svg>', html, re.S)
    assert len(drawn) >= 4
    for svg in drawn:
        root = ElementTree.fromstring(svg)
        title, desc = root[0], root[1]
        assert title.text and desc.text and root.get("role") == "img"
        assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert html.count("表で見る") == len(drawn)


_WORDS = st.text(min_size=1, max_size=30).filter(lambda s: s.isprintable())
_BARS = st.lists(st.builds(Bar, label=_WORDS, value=st.floats(0, 1e7), tone=st.just("good"), text=_WORDS), max_size=30)


@given(bars=_BARS, title=_WORDS)
def test_charts_are_whole_whatever_is_in_them(bars: list[Bar], title: str) -> None:
    head = ("a", "b")
    for chart in (
        charts.columns("n", title, "d", bars, head),
        charts.stacked("n", title, "d", bars, head),
        charts.shares("n", title, "d", [Bar(b.label, b.value / 1e7, b.tone, b.text) for b in bars], head, marks=[0.8]),
    ):
        root = ElementTree.fromstring(chart.svg)
        assert root[0].text == title and len(chart.rows) == len(bars)
        for one in root.iter("rect"):
            assert float(one.get("width", "0")) >= 0 and float(one.get("height", "0")) >= 0
            assert float(one.get("x", "0")) + float(one.get("width", "0")) <= charts.WIDTH + 1.6


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0.9, 0.9999)), max_size=8))
def test_intervals_stay_on_their_scale(shares: list[tuple[float, float, float]]) -> None:
    rows = [Interval("x", min(a, b), max(a, b), (a + b) / 2, target, "1/2") for a, b, target in shares]
    root = ElementTree.fromstring(charts.intervals("n", "t", "d", rows, ("a",)).svg)
    for circle in root.iter("circle"):
        assert 132 - 0.1 <= float(circle.get("cx", "0")) <= charts.WIDTH - 62 + 0.1


def test_a_stop_of_automatic_acceptance_is_told_to_those_whose_programme_it_is(office: Office) -> None:
    from storage.models import AcceptanceStop, Role
    from storage.people import add_user

    assert 'id="stops"' not in page(office)
    stop = AcceptanceStop.objects.create(
        programme_id="shinjuku-ecohome", key="address", calibration="first", right=95, wrong=5, target_error=0.001,
        stratum="", since=at(28, 9),
    )  # fmt: skip
    told = re.sub(r"<[^>]+>|\s+", " ", page(office).split('id="stops"')[1].split("</div>")[0])
    assert "住所" in told and "新宿区" in told and "11月28日 09:00" in told
    assert "検査 100 件のうち正しかったもの 95 件（目標 99.9％）" in told
    add_user("nara-lead", PASSWORD, role=Role.LEAD, programmes=["nara-smarthouse"])
    assert 'id="stops"' not in page(office, "nara-lead")
    stop.ended_at = at(28, 10)
    stop.save()
    assert 'id="stops"' not in page(office)


def test_an_old_figure_is_shown_at_once_with_its_time_and_counted_anew_behind_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.forget()
    clock = [1000.0]
    monkeypatch.setattr(kept.time, "monotonic", lambda: clock[0])
    answers = iter(("first", "second", "third"))

    def ask() -> str:
        return next(answers)

    def wait() -> None:
        for thread in threading.enumerate():
            if thread.name == "figures":
                thread.join(10)

    with kept.noting() as times:
        assert [kept.kept("n", ask), kept.kept("n", ask)] == ["first", "first"]
        clock[0] += kept.SECONDS
        assert kept.kept("n", ask) == "first"  # nobody waits
        wait()
        assert kept.kept("n", ask) == "second"
    assert times[0] == times[1] == times[2] < times[3]
    clock[0] += kept.OLDEST
    assert kept.kept("n", ask) == "third"  # too old to be shown
    kept.forget()


def test_the_page_says_of_when_its_figures_are(office: Office) -> None:
    assert "時点" in page(office).split('id="as-of"')[1].split("</p>")[0]
