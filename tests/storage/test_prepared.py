from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.db.models import Count, Model, Prefetch, QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from storage import models as db
from storage.prepared import Prepared, hang, write
from tests.storage.support import arrive, read_all, work_on

pytestmark = pytest.mark.usefixtures("database")


def look(row: Model) -> dict[str, object]:
    """Everything a row holds that was loaded."""
    return {name: value for name, value in vars(row).items() if name != "_state"}


def fields(pk: object) -> QuerySet[db.Field]:
    return db.Field.objects.filter(pk=pk).select_related("document__case", "document__delivery").defer("document__text")


@pytest.fixture
def case() -> db.Case:
    arrive()
    read_all()
    work_on(db.Envelope.objects.values_list("key", flat=True)[0])
    return db.Case.objects.order_by("pk")[0]


def test_gives_what_the_query_gives(case: db.Case) -> None:
    ask = Prepared(fields)
    for row in db.Field.objects.filter(document__case=case):
        (plain,), (found,) = list(fields(row.pk)), ask.rows(row.pk)
        assert look(found.document.case) == look(plain.document.case)
        assert look(found.document.delivery) == look(plain.document.delivery)
        assert found.document.get_deferred_fields() == plain.document.get_deferred_fields() == {"text"}
        assert (found, found.box, found.value) == (plain, plain.box, plain.value) and not found._state.adding


def test_asks_once_and_composes_once(case: db.Case) -> None:
    ask = Prepared(fields)
    with CaptureQueriesContext(connection) as first:
        ask.rows(1)
    with CaptureQueriesContext(connection) as second:
        ask.rows(2)
    assert [len(first), len(second)] == [1, 1] and len(ask._known) == 1


def test_what_is_not_there_is_none(case: db.Case) -> None:
    assert Prepared(fields).first(-1) is None
    assert Prepared(lambda: db.Field.objects.none()).rows() == []


def test_a_row_without_what_is_joined(case: db.Case) -> None:
    ask = Prepared(lambda pk: db.Case.objects.filter(pk=pk).select_related("follows"))
    found = ask.first(case.pk)
    assert found is not None and found.follows is None


def test_moments_days_and_shapes(case: db.Case) -> None:
    now = timezone.now()
    db.Case.objects.update(due_on=dt.date(2026, 11, 28), checked_at=now)
    ask = Prepared(
        lambda at, day, programmes, most: db.Case.objects.filter(
            checked_at__lte=at, due_on=day, programme_id__in=programmes
        )[:most]
    )
    day = dt.date(2026, 11, 28)
    assert ask.rows(now, day, shape=((str(case.programme_id),), 5)) == [case]
    assert ask.rows(now - dt.timedelta(seconds=1), day, shape=((str(case.programme_id),), 5)) == []
    assert ask.rows(now, day, shape=(("another",), 5)) == []
    assert ask.rows(now, day, shape=((), 5)) == []
    assert len(ask._known) == 3


def test_lists_of_any_length(case: db.Case) -> None:
    ask = Prepared(lambda pks, case: db.Field.objects.filter(pk__in=pks, document__case_id=case).order_by("pk"))
    every = list(db.Field.objects.order_by("pk"))
    assert len(every) == 3
    for some in ([], every[:1], every[:2], every):
        assert ask.rows([row.pk for row in some], case.pk) == some
    assert ask.rows([row.pk for row in every], -1) == []
    assert len(ask._known) == 4


def test_plain_values_and_their_number(case: db.Case) -> None:
    ask = Prepared(lambda pk: db.Field.objects.filter(document__case_id=pk).values_list("key", "value", "blank"))
    assert sorted(ask.rows(case.pk)) == sorted(
        db.Field.objects.filter(document__case=case).values_list("key", "value", "blank")
    )
    assert [n for (n,) in Prepared(lambda: db.Case.objects.order_by().values_list(Count("pk"))).rows()] == [1]


@pytest.mark.parametrize("number", [1 << 63, -(1 << 63) - 1, 10**40])
def test_a_number_that_no_database_takes(number: int) -> None:
    assert Prepared(fields).rows(number) == []


def test_what_hangs_on_rows_is_at_hand(case: db.Case) -> None:
    papers = list(case.documents.order_by("position"))
    hang(papers, "fields", db.Field.objects.filter(document__case=case).order_by("pk"))
    with CaptureQueriesContext(connection) as asked:
        found = [[(row.key, row.document.kind) for row in paper.fields.all()] for paper in papers]
    assert not asked.captured_queries
    assert found == [[(row.key, paper.kind) for row in db.Field.objects.filter(document=paper)] for paper in papers]
    with pytest.raises(AttributeError):
        papers[0].fields.filter(key="address")


def test_columns_of_many_rows_are_written(case: db.Case) -> None:
    rows = list(db.Field.objects.order_by("pk"))
    now = timezone.now()
    for n, row in enumerate(rows):
        row.value, row.confidence, row.decided_at, row.raw = [{"n": n}], n / 10, now, "not written"
    write(rows, ("value", "confidence", "decided_at"))
    write([], ("value",))
    found = list(db.Field.objects.order_by("pk"))
    assert [(r.value, r.confidence, r.decided_at) for r in found] == [([{"n": n}], n / 10, now) for n in range(3)]
    assert "not written" not in {r.raw for r in found}
    case.follows, case.profile = case, None
    write([case], ("follows", "profile"))
    case.refresh_from_db()
    assert (case.follows, case.profile) == (case, None)


def test_refuses_what_it_cannot_answer() -> None:
    with pytest.raises(ValueError, match="of its own"):
        Prepared(lambda: db.Case.objects.prefetch_related(Prefetch("documents"))).rows()
    with pytest.raises(ValueError, match="plain objects"):
        Prepared(lambda: db.Case.objects.annotate(n=Count("documents"))).rows()
