from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.db.models import Model, Prefetch, QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from storage import models as db
from storage.prepared import Prepared
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


def test_refuses_what_it_cannot_answer() -> None:
    with pytest.raises(ValueError, match="of its own"):
        Prepared(lambda: db.Case.objects.prefetch_related(Prefetch("documents"))).rows()
    with pytest.raises(ValueError, match="plain objects"):
        Prepared(lambda: db.Case.objects.values_list("pk")).rows()
